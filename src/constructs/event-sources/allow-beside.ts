import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ConstructError } from '../construct-error';
import { idFor } from './allow-service';

/**
 * Lets the target do something to a source that names the target itself, in a policy beside the source.
 *
 * The policies that belong to the function come before it, and so does their stack: with the source in one of them, each would
 * wait for the other.
 */
export function allowBeside(
  target: lambda.IFunction,
  scope: Construct,
  kind: string,
  statements: readonly iam.PolicyStatement[],
  roleHasPermissions = false,
): iam.Policy | undefined {
  if (roleHasPermissions) return undefined;
  const id = idFor(kind, target);
  const before = scope.node.tryFindChild(id);
  if (before instanceof iam.Policy) {
    before.addStatements(...statements);
    return before;
  }
  const { role } = target;
  if (role !== undefined) {
    const policy = new iam.Policy(scope, id, { statements: [...statements] });
    role.attachInlinePolicy(policy);
    const attached: unknown = Stack.of(scope).resolve((policy.node.defaultChild as iam.CfnPolicy).roles);
    if (Array.isArray(attached) && attached.length > 0) return policy;
    scope.node.tryRemoveChild(id);
  }
  const wanted = statements.map(({ actions, resources }) => `${actions.join(', ')} on ${resources.join(', ')}`).join('; ');
  throw new ConstructError(
    scope,
    'SOURCE_ROLE_UNCHANGEABLE',
    `the role of ${target.node.path} cannot be changed here and must allow ${wanted}.`,
  );
}
