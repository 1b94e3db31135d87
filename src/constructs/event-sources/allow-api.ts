import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * Lets API Gateway invoke exactly this function, alias or version for a part of one API.
 *
 * The ARN of an API names its account, so that nothing is gained by naming it once more (PRM-05). Like the API, the permission is
 * in `scope`: the function's stack need not know of it.
 */
export function allowApi(target: lambda.IFunction, scope: Construct, id: string, sourceArn: string): void {
  target.addPermission(id, {
    scope,
    principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn,
  });
}

/** The ARN of a part of an API: `STAGE/METHOD/PATH`, `authorizers/ID`. */
export function executeApiArn(scope: Construct, apiId: string, part: string): string {
  return Stack.of(scope).formatArn({ service: 'execute-api', resource: apiId, resourceName: part });
}
