import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type CfnResource, FileAssetPackaging, Stack, Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** A folder that is to become an asset. */
export interface MadeFolder {
  /** Of everything in it. */
  readonly hash: string;
  readonly files: readonly MadeFile[];
}

export interface MadeFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly isExecutable: boolean;
  /** Writes the file there; modes are not its concern. */
  write(target: string): void;
}

/** Where nothing was made, for stacks that are not deployed this time, the sources stand in, as with CDK's own bundling. */
export interface StandIn {
  readonly sources: string;
  /** What the asset is told apart by; the same on every machine. */
  readonly name: string;
}

/** An asset as it is registered. */
export interface Registered {
  /** As seen from the cloud assembly. */
  readonly path: string;
  readonly location: lambda.CodeConfig['s3Location'] & object;
}

/** Puts an asset into the cloud assembly without a detour; one folder for all that has the same bytes. */
export function registered(scope: Construct, made: MadeFolder | undefined, standIn: StandIn): Registered {
  const stack = Stack.of(scope);
  const stage = Stage.of(scope);
  if (!stage) throw new Error(`bug: ${scope.node.path} is in no stage`);

  const fileName = made ? path.relative(stage.outdir, written(made, stage.assetOutdir)) : standIn.sources;
  const location = stack.synthesizer.addFileAsset({
    fileName,
    packaging: FileAssetPackaging.ZIP_DIRECTORY,
    sourceHash: made?.hash ?? createHash('sha256').update(standIn.name).digest('hex'),
    deployTime: true,
    displayName: `${scope.node.path.slice(stack.node.path.length).replace(/^\//, '')}/Code`,
  });
  return { path: fileName, location: { bucketName: location.bucketName, objectKey: location.objectKey } };
}

/** Code that is there when its function or layer is created. */
export abstract class BundledAsset extends lambda.Code {
  readonly isInline = false;
  private assetPath?: string;

  constructor(
    private readonly sources: string,
    private readonly made: MadeFolder | undefined,
    private readonly property: 'Code' | 'Content',
  ) {
    super();
  }

  /** What the asset is told apart by where nothing was made; the same on every machine. */
  protected abstract standInName(scope: Construct): string;

  bind(scope: Construct): lambda.CodeConfig {
    const asset = registered(scope, this.made, { sources: this.sources, name: this.standInName(scope) });
    this.assetPath = asset.path;
    return { s3Location: asset.location };
  }

  /** Tells tools that read templates, as SAM CLI does, where the code lies. */
  override bindToResource(resource: CfnResource, options: lambda.ResourceBindOptions = {}): void {
    if (!resource.node.tryGetContext('aws:cdk:enable-asset-metadata')) return;
    resource.addMetadata('aws:asset:path', this.assetPath);
    resource.addMetadata('aws:asset:is-bundled', this.made !== undefined);
    resource.addMetadata('aws:asset:property', options.resourceProperty ?? this.property);
  }
}

/** Gives the asset's folder, which appears whole or not at all. */
function written(made: MadeFolder, assets: string): string {
  const folder = path.join(assets, `asset.${made.hash}`);
  if (fs.existsSync(folder)) return folder;

  const unfinished = fs.mkdtempSync(`${folder}.`);
  try {
    for (const file of made.files) {
      const target = path.join(unfinished, file.path);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      file.write(target);
      // Lambda reads code and layers as a user of its own, whatever umask there is here.
      fs.chmodSync(target, file.isExecutable ? 0o755 : 0o644);
    }
    fs.chmodSync(unfinished, 0o755);
    fs.renameSync(unfinished, folder);
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    // Another process with the same assembly was faster, with the same bytes.
    if (!fs.existsSync(folder)) throw error;
  }
  return folder;
}
