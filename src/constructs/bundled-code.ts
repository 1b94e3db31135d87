import * as fs from 'node:fs';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Bundle } from './bundle';
import { BundledAsset, type MadeFolder } from './bundled-asset';

/** What stands in for the bundle in a stack that is not deployed this time. */
export interface Unbundled {
  readonly folder: string;
  /** The same on every machine. */
  readonly name: string;
}

/** Code that is in memory. */
export class BundledCode extends BundledAsset {
  constructor(
    private readonly unbundled: Unbundled,
    private readonly bundle: Bundle | undefined,
  ) {
    super(unbundled.folder, bundle && madeOf(bundle), 'Code');
  }

  override bind(scope: Construct): lambda.CodeConfig {
    for (const warning of this.bundle?.warnings ?? []) Annotations.of(scope).addWarningV2('cdk-lambda-kit:bundling', warning);
    return super.bind(scope);
  }

  protected standInName(): string {
    return `not bundled: ${this.unbundled.name}`;
  }
}

export function madeOf({ hash, files }: Bundle): MadeFolder {
  return {
    hash,
    files: files.map((file) => ({
      path: file.path,
      isExecutable: file.isExecutable ?? false,
      write: (target) =>
        file.source === undefined
          ? fs.writeFileSync(target, file.contents)
          : fs.copyFileSync(file.source, target, fs.constants.COPYFILE_FICLONE),
    })),
  };
}
