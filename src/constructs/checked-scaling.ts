import type * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { UTILIZATION_TARGET } from '../spec/provisioned-concurrency-limits';
import { within } from './check';
import { checkRange } from './provisioned-concurrency';

/** The scaling of an alias, which refuses what Lambda or Application Auto Scaling would refuse. */
export class CheckedScaling extends Construct implements lambda.IScalableFunctionAttribute {
  constructor(
    private readonly alias: lambda.Alias,
    private readonly scaling: lambda.IScalableFunctionAttribute,
  ) {
    super(alias, 'Scaling');
  }

  public scaleOnUtilization(options: lambda.UtilizationScalingOptions): void {
    within(this.alias, 'utilizationTarget', options.utilizationTarget, UTILIZATION_TARGET);
    this.scaling.scaleOnUtilization(options);
  }

  public scaleOnSchedule(id: string, actions: appscaling.ScalingSchedule): void {
    checkRange(this.alias, actions, this.alias.lambda);
    this.scaling.scaleOnSchedule(id, actions);
  }
}
