import * as path from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Annotations, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type Installed, installedOnce } from './bundle-cache';
import { cacheFolder } from './bundle-cache-folder';
import type { NodePlatform } from './bundle-node-managers';
import { FOR_LAYER, nodeInstallation } from './bundle-node-modules';
import { nodeProject } from './bundle-node-project';
import { BundledFolder } from './bundled-folder';
import { ConstructError, placeOf } from './construct-error';
import { checkLayerOptions, checkLayerPermission } from './layer-options';
import { rememberPaths } from './layer-paths';
import { checkLayerSize } from './unzipped-size';

export interface NodeModulesLayerProps extends lambda.LayerVersionOptions {
  /**
   * The `package.json` whose dependencies are installed; development dependencies are not. Its lockfile lies beside it.
   *
   * A relative path starts at the current working directory, which is the folder of `cdk.json` under `cdk synth`.
   *
   * @default 'package.json'
   */
  readonly packageJson?: string;

  /**
   * Which of the dependencies go into the layer, together with all that they need themselves.
   *
   * @default - All of them.
   */
  readonly packages?: string[];

  /**
   * The lockfile, which also tells the package manager: `package-lock.json` or `npm-shrinkwrap.json` (npm), `pnpm-lock.yaml`
   * (pnpm), `yarn.lock` (Yarn), `bun.lock` (Bun).
   *
   * @default - The only one that lies beside `packageJson`.
   */
  readonly lockFile?: string;

  /**
   * The architecture that packages with native code are installed for. A layer without such packages serves both.
   *
   * @default lambda.Architecture.ARM_64
   */
  readonly architecture?: lambda.Architecture;

  /**
   * The runtimes that may use the layer, 15 at most.
   *
   * @default - Every Node.js runtime.
   */
  readonly compatibleRuntimes?: lambda.Runtime[];

  /**
   * Where installed packages are kept, so that the same lockfile is installed once. Any number of processes may share it.
   * What nobody has used for 30 days is removed.
   *
   * @default - `layers` in the folder of the context `cdk-lambda-kit:cache`, without which it is `.cache/cdk-lambda-kit` in the home
   * directory; when it cannot be written, a folder of the cloud assembly.
   */
  readonly cacheFolder?: string;
}

/**
 * A layer with packages for Node.js in `nodejs/node_modules`, installed exactly as the lockfile says, for Lambda's platform.
 *
 * The same `package.json` and lockfile give the same asset on every machine. Install scripts are not run; packages that have
 * some are named in a warning. Fails when the package manager is missing or cannot install, and when there are 250 MB or more.
 *
 * Functions have to leave the packages out of their bundles: `bundling: { externalModules: [ … ] }`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-layers.html
 */
export class NodeModulesLayer extends lambda.LayerVersion {
  constructor(scope: Construct, id: string, props: NodeModulesLayerProps = {}) {
    const place = placeOf(scope, id);
    const { packageJson = 'package.json', packages, lockFile, cacheFolder: given, ...options } = props;
    const { architecture = lambda.Architecture.ARM_64, ...layerOptions } = options;
    checkLayerOptions(place, layerOptions);
    if (packages?.length === 0) throw new ConstructError(place, 'LAYER_EMPTY', 'packages must not be empty.');
    const project = nodeProject(place, packageJson, lockFile, packages);
    const installed = Stack.of(scope).bundlingRequired
      ? installedOnce(cacheFolder(scope, 'layers', given), nodeInstallation(place, project, platformOf(architecture), FOR_LAYER))
      : undefined;
    if (installed?.files.length === 0)
      throw new ConstructError(place, 'LAYER_EMPTY', `packageJson '${packageJson}' has no dependencies.`);
    checkLayerSize(place, bytesOf(installed));

    super(scope, id, {
      ...layerOptions,
      compatibleArchitectures: installed?.notes.native ? [architecture] : undefined,
      code: new BundledFolder(path.dirname(path.resolve(packageJson)), installed),
    });
    rememberPaths(this, ['nodejs/node_modules/']);
    for (const warning of installed?.notes.warnings ?? []) {
      Annotations.of(this).addWarningV2('cdk-lambda-kit:layer-install-scripts', warning);
    }
  }

  /** Lets an account, or all of an organization, use this version; fails when Lambda would refuse whom it names. */
  public override addPermission(id: string, permission: lambda.LayerVersionPermission): void {
    checkLayerPermission(this, permission);
    super.addPermission(id, permission);
  }
}

function platformOf(architecture: lambda.Architecture): NodePlatform {
  return { os: 'linux', cpu: architecture.name === 'arm64' ? 'arm64' : 'x64', libc: 'glibc' };
}

function bytesOf(installed: Installed | undefined): number {
  return installed?.files.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
}
