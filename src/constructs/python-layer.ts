import * as path from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { NEWEST_PYTHON_RUNTIME } from '../spec/python-runtimes';
import { pythonPlatform } from '../spec/python-wheels';
import { installedOnce } from './bundle-cache';
import { cacheFolder } from './bundle-cache-folder';
import { readRequirements } from './bundle-requirements';
import { pythonInstallation } from './bundle-wheels';
import { BundledFolder } from './bundled-folder';
import { ConstructError, placeOf } from './construct-error';
import { checkLayerOptions, checkLayerPermission } from './layer-options';
import { rememberPaths } from './layer-paths';
import { checkLayerSize } from './unzipped-size';

export interface PythonLayerProps extends lambda.LayerVersionOptions {
  /**
   * The `requirements.txt`, with one version of each package, also of those that others need (`pip freeze` and `pip-compile` write
   * such files). Files that it names are looked for beside it.
   *
   * A relative path starts at the current working directory, which is the folder of `cdk.json` under `cdk synth`.
   *
   * @default 'requirements.txt'
   */
  readonly requirements?: string;

  /**
   * The Python runtime that the packages are installed for, and that may use the layer.
   *
   * @default - python3.14
   */
  readonly runtime?: lambda.Runtime;

  /**
   * The architecture that packages with native code are installed for. A layer without such packages serves both.
   *
   * @default lambda.Architecture.ARM_64
   */
  readonly architecture?: lambda.Architecture;

  /**
   * Where installed packages are kept, so that the same requirements are installed once. Any number of processes may share it.
   * What nobody has used for 30 days is removed.
   *
   * @default - `layers` in the folder of the context `cdk-lambda-kit:cache`, without which it is `.cache/cdk-lambda-kit` in the home
   * directory; when it cannot be written, a folder of the cloud assembly.
   */
  readonly cacheFolder?: string;
}

/**
 * A layer with packages for Python in `python`, installed by pip for Lambda's platform, without a container.
 *
 * The same requirements give the same asset on every machine. Only wheels are installed, nothing is built. Fails when pip is
 * missing or cannot install, when a version is left open, and when there are 250 MB or more.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/python-layers.html
 */
export class PythonLayer extends lambda.LayerVersion {
  constructor(scope: Construct, id: string, props: PythonLayerProps = {}) {
    const place = placeOf(scope, id);
    const { requirements: given = 'requirements.txt', cacheFolder: cache, ...options } = props;
    const { architecture = lambda.Architecture.ARM_64, runtime = newestPython(), ...layerOptions } = options;
    checkLayerOptions(place, layerOptions);
    const platform = pythonPlatform(runtime.name, architecture.name === 'arm64' ? 'arm64' : 'x86_64');
    if (!platform) {
      throw new ConstructError(place, 'RUNTIME_NOT_PYTHON', `runtime must be a Python 3 runtime, but is ${runtime.name}.`);
    }
    const requirements = readRequirements(place, given);
    if (requirements.pins.size === 0) throw new ConstructError(place, 'LAYER_EMPTY', `requirements '${given}' has no packages.`);
    const installed = Stack.of(scope).bundlingRequired
      ? installedOnce(cacheFolder(scope, 'layers', cache), pythonInstallation(place, requirements, platform))
      : undefined;
    checkLayerSize(place, installed?.files.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0);

    super(scope, id, {
      ...layerOptions,
      compatibleRuntimes: [runtime],
      compatibleArchitectures: installed?.notes.native ? [architecture] : undefined,
      code: new BundledFolder(path.dirname(path.resolve(given)), installed),
    });
    rememberPaths(this, ['python/']);
  }

  /** Lets an account, or all of an organization, use this version; fails when Lambda would refuse whom it names. */
  public override addPermission(id: string, permission: lambda.LayerVersionPermission): void {
    checkLayerPermission(this, permission);
    super.addPermission(id, permission);
  }
}

function newestPython(): lambda.Runtime {
  return new lambda.Runtime(NEWEST_PYTHON_RUNTIME, lambda.RuntimeFamily.PYTHON, { supportsInlineCode: true });
}
