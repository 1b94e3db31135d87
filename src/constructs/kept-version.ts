import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/**
 * The resource of a version that an earlier deployment has published.
 *
 * It is as it was in that deployment's template, metadata included, so that CloudFormation finds nothing to do and its number
 * stays what it is. It is left out where the function has become again what it was then: the current version is this one.
 */
export class KeptVersion extends lambda.CfnVersion {
  constructor(
    scope: Construct,
    id: string,
    current: lambda.CfnVersion,
    private readonly isCurrent: () => boolean,
  ) {
    super(scope, id, { functionName: current.functionName });
    this.overrideLogicalId(id);
    for (const [key, value] of Object.entries(current.cfnOptions.metadata ?? {})) this.addMetadata(key, value);
  }

  protected override shouldSynthesize(): boolean {
    return !this.isCurrent();
  }
}
