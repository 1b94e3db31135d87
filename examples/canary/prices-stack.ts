import * as path from 'node:path';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { FunctionAlias, NodeFunction, Release, UrlAuth } from 'cdk-lambda-kit';
import type { Construct } from 'constructs';

export interface PricesStackProps extends StackProps {
  /** The output `PricesRecord` of the last deployment. */
  readonly record?: string;
  /** What the version of this deployment gets, from 0 to 1. */
  readonly share: number;
}

/** Prices behind an alias, which can be shared by the version that is live and the one that is published. */
export class PricesStack extends Stack {
  readonly release: Release;

  constructor(scope: Construct, id: string, { record, share, ...props }: PricesStackProps) {
    super(scope, id, props);
    const prices = new NodeFunction(this, 'Prices', { entry: path.join(__dirname, 'handlers', 'prices.ts') });

    this.release = new Release(this, 'Release', { function: prices, record, keep: 2 });
    const live = new FunctionAlias(this, 'Live', { aliasName: 'live', traffic: this.traffic(share) });
    live.addUrl({ auth: UrlAuth.iam() });

    new CfnOutput(this, 'PricesRecord', { value: this.release.record });
  }

  private traffic(share: number) {
    if (share === 1) return this.release.promote();
    return share === 0 ? this.release.withdraw() : this.release.split(share);
  }
}
