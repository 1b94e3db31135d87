import * as fs from 'node:fs';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Bundle } from './bundle';
import { BundledAsset } from './bundled-asset';

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
    const files = (bundle?.files ?? []).map(({ path, isExecutable = false, contents }) => ({
      path,
      isExecutable,
      write: (target: string) => fs.writeFileSync(target, contents),
    }));
    super(unbundled.folder, bundle && { hash: bundle.hash, files }, 'Code');
  }

  override bind(scope: Construct): lambda.CodeConfig {
    for (const warning of this.bundle?.warnings ?? []) Annotations.of(scope).addWarningV2('cdk-lambda-kit:bundling', warning);
    return super.bind(scope);
  }

  protected standInName(): string {
    return `not bundled: ${this.unbundled.name}`;
  }
}
