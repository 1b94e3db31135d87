import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { allowService, type InvokingSource } from './allow-service';

/** The permission for what may be said in several sources: one for the target, however many say it. Undefined where it cannot be made. */
export function allowOnce(
  target: lambda.IFunction,
  scope: Construct,
  id: string,
  source: InvokingSource,
): lambda.CfnPermission | undefined {
  if (scope.node.tryFindChild(id) === undefined) allowService(target, scope, id, source);
  const made = scope.node.tryFindChild(id);
  return made instanceof lambda.CfnPermission ? made : undefined;
}
