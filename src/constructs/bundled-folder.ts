import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type CfnResource, FileAssetPackaging, Stack, Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Installed } from './bundle-cache';

/** Code that a package manager has installed. */
export class BundledFolder extends lambda.Code {
  readonly isInline = false;
  private assetPath?: string;

  /** Without an installation, for stacks that are not deployed this time, the folder of the sources stands in, as with CDK's own bundling. */
  constructor(
    private readonly sources: string,
    private readonly installed: Installed | undefined,
  ) {
    super();
  }

  bind(scope: Construct): lambda.CodeConfig {
    const stack = Stack.of(scope);
    const stage = Stage.of(scope);
    if (!stage) throw new Error(`bug: ${scope.node.path} is in no stage`);

    this.assetPath = this.installed ? path.relative(stage.outdir, copied(this.installed, stage.assetOutdir)) : this.sources;
    const location = stack.synthesizer.addFileAsset({
      fileName: this.assetPath,
      packaging: FileAssetPackaging.ZIP_DIRECTORY,
      sourceHash: this.installed?.hash ?? notInstalled(scope.node.path),
      deployTime: true,
      displayName: `${scope.node.path.slice(stack.node.path.length).replace(/^\//, '')}/Code`,
    });
    return { s3Location: { bucketName: location.bucketName, objectKey: location.objectKey } };
  }

  /** Tells tools that read templates where the layer lies. */
  override bindToResource(resource: CfnResource, options: lambda.ResourceBindOptions = {}): void {
    if (!resource.node.tryGetContext('aws:cdk:enable-asset-metadata')) return;
    resource.addMetadata('aws:asset:path', this.assetPath);
    resource.addMetadata('aws:asset:is-bundled', this.installed !== undefined);
    resource.addMetadata('aws:asset:property', options.resourceProperty ?? 'Content');
  }
}

function notInstalled(path: string): string {
  return createHash('sha256').update(`not installed: ${path}`).digest('hex');
}

/** Gives the asset's folder, which appears whole or not at all. */
function copied({ folder, files, hash }: Installed, assets: string): string {
  const asset = path.join(assets, `asset.${hash}`);
  if (fs.existsSync(asset)) return asset;

  const unfinished = fs.mkdtempSync(`${asset}.`);
  try {
    for (const file of files) {
      const target = path.join(unfinished, file.path);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.copyFileSync(path.join(folder, file.path), target, fs.constants.COPYFILE_FICLONE);
      // Lambda reads layers as a user of its own, whatever umask there is here.
      fs.chmodSync(target, file.executable ? 0o755 : 0o644);
    }
    fs.chmodSync(unfinished, 0o755);
    fs.renameSync(unfinished, asset);
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    // Another process with the same assembly was faster, with the same bytes.
    if (!fs.existsSync(asset)) throw error;
  }
  return asset;
}
