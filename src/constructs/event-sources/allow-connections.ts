import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import { executeApiArn } from './allow-api';
import { idFor } from './allow-service';
import { functionBehind } from './function-behind';
import { allowTarget } from './role-of-target';

/** Lets a function send to the clients of a WebSocket API (APW-05). */
export function allowConnections(target: lambda.IFunction, api: apigatewayv2.IWebSocketApi & Construct, stage: string): void {
  const statement = new iam.PolicyStatement({
    actions: ['execute-api:ManageConnections'],
    resources: [executeApiArn(api, api.apiId, `${stage}/*/@connections/*`)],
  });
  if (Stack.of(api) === Stack.of(functionBehind(target) ?? target)) allowTarget(target, target, [statement]);
  else allowBesideApi(target, api, statement);
}

/** The stack of the API knows the function already, so that the function's must not know the API. */
function allowBesideApi(target: lambda.IFunction, api: Construct, statement: iam.PolicyStatement): void {
  const id = idFor('ManageConnections', target);
  if (api.node.tryFindChild(id)) return;
  const policy = new iam.Policy(api, id, { statements: [statement] });
  // A role that cannot be changed does not take it.
  target.role?.attachInlinePolicy(policy);
  const { roles } = policy.node.defaultChild as iam.CfnPolicy;
  const attached: unknown = Stack.of(api).resolve(roles);
  if (Array.isArray(attached) && attached.length > 0) return;
  api.node.tryRemoveChild(id);
  throw new ConstructError(
    target,
    'SOURCE_ROLE_UNCHANGEABLE',
    `the role of ${target.node.path} cannot be changed here and must allow ${statement.actions.join(', ')} on ${statement.resources.join(', ')}.`,
  );
}
