import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Annotations, type CfnResource, FileAssetPackaging, Stack, Stage } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Bundle } from './bundle';

/** What stands in for the bundle in a stack that is not deployed this time. */
export interface Unbundled {
  readonly folder: string;
  /** The same on every machine. */
  readonly name: string;
}

/** Code that is in memory and goes into the cloud assembly without a detour; one folder for all functions with the same bytes. */
export class BundledCode extends lambda.Code {
  readonly isInline = false;
  private assetPath?: string;

  /** Without a bundle, for stacks that are not deployed this time, the folder of the sources stands in, as with CDK's own bundling. */
  constructor(
    private readonly sources: Unbundled,
    private readonly bundle: Bundle | undefined,
  ) {
    super();
  }

  bind(scope: Construct): lambda.CodeConfig {
    const stack = Stack.of(scope);
    const stage = Stage.of(scope);
    if (!stage) throw new Error(`bug: ${scope.node.path} is in no stage`);

    for (const warning of this.bundle?.warnings ?? []) Annotations.of(scope).addWarningV2('cdk-lambda-kit:bundling', warning);

    this.assetPath = this.bundle ? path.relative(stage.outdir, written(this.bundle, stage.assetOutdir)) : this.sources.folder;
    const location = stack.synthesizer.addFileAsset({
      fileName: this.assetPath,
      packaging: FileAssetPackaging.ZIP_DIRECTORY,
      sourceHash: this.bundle?.hash ?? createHash('sha256').update(`not bundled: ${this.sources.name}`).digest('hex'),
      deployTime: true,
      displayName: `${scope.node.path.slice(stack.node.path.length).replace(/^\//, '')}/Code`,
    });
    return { s3Location: { bucketName: location.bucketName, objectKey: location.objectKey } };
  }

  /** Tells tools that read templates, as SAM CLI does, where the code lies. */
  override bindToResource(resource: CfnResource, options: lambda.ResourceBindOptions = {}): void {
    if (!resource.node.tryGetContext('aws:cdk:enable-asset-metadata')) return;
    resource.addMetadata('aws:asset:path', this.assetPath);
    resource.addMetadata('aws:asset:is-bundled', this.bundle !== undefined);
    resource.addMetadata('aws:asset:property', options.resourceProperty ?? 'Code');
  }
}

/** Gives the asset's folder, which appears whole or not at all. */
function written(bundle: Bundle, assets: string): string {
  const folder = path.join(assets, `asset.${bundle.hash}`);
  if (fs.existsSync(folder)) return folder;

  const unfinished = fs.mkdtempSync(`${folder}.`);
  try {
    for (const file of bundle.files) {
      const target = path.join(unfinished, file.path);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, file.contents);
      // Lambda runs code as a user of its own, whatever umask there is here.
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
