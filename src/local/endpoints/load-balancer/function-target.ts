import type { LambdaFunction } from '../../../model/function';
import type { AwsError } from '../../engine/aws-error';
import type { InvokeAnswer, Lambda } from '../../engine/ports';
import { serviceMayInvoke } from '../../engine/service-permission';
import { findTarget, isTraced } from '../../engine/target';

export interface TargetPorts {
  readonly lambda: Lambda;
  readonly functions: () => readonly LambdaFunction[];
}

/** What the function of a group answered, or why it was not invoked. */
export type TargetAnswer = InvokeAnswer | AwsError | { readonly kind: 'refused'; readonly why: string };

/** A function behind a target group. */
export interface FunctionTarget {
  readonly functionArn: string;
  /** Of the target group. */
  readonly arn: string;
  readonly account: string;
  /** The service that the target group is of. */
  readonly principal: string;
}

/** Invokes the function of a target group, where its policy lets the service (ALB-01, ALB-02, LAT-01). */
export async function invokeTarget(
  { lambda, functions }: TargetPorts,
  group: FunctionTarget,
  event: object,
  /** The trace header of the invocation, by whether the function traces what its callers have not decided on. */
  trace: (isActive: boolean) => string,
): Promise<TargetAnswer> {
  const target = findTarget(functions(), group.functionArn);
  if (target.kind === 'awsError') return target;
  const service = { principal: group.principal, sourceArn: group.arn, sourceAccount: group.account };
  if (!serviceMayInvoke(target.function, target.qualifier, service)) {
    return { kind: 'refused', why: `the resource policy of ${group.functionArn} does not let ${group.principal} invoke it` };
  }
  return lambda.invoke({
    functionName: group.functionArn,
    type: 'RequestResponse',
    logType: 'None',
    payload: Buffer.from(JSON.stringify(event)),
    traceHeader: trace(isTraced(target.function, target.qualifier)),
  });
}
