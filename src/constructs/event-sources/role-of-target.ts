import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IDependable } from 'constructs';
import { ConstructError, type Place } from '../construct-error';
import { addToRole, userOf } from '../role-statement';
import { functionBehind } from './function-behind';

/**
 * Lets the target do to the source what Lambda needs, in its execution role. Gives what the mapping has to wait for beside the
 * function: Lambda looks at the role when the mapping is made.
 *
 * Fails when the role cannot be changed, unless the author says that it may do so already.
 */
export function allowTarget(
  place: Place,
  target: lambda.IFunction,
  statements: readonly iam.PolicyStatement[],
  roleHasPermissions = false,
): readonly IDependable[] {
  if (roleHasPermissions) return [];
  const fn = functionBehind(target);
  const { role } = target;
  const policies = new Set<IDependable>();
  for (const statement of statements) {
    const added =
      role !== undefined &&
      (fn === undefined ? addToImported(role, statement, policies) : addToRole(userOf(fn), role, statement));
    if (added) continue;
    throw new ConstructError(
      place,
      'SOURCE_ROLE_UNCHANGEABLE',
      `the role of ${target.node.path} cannot be changed here and must allow ${statement.actions.join(', ')} on ${statement.resources.join(', ')}.`,
    );
  }
  return [...policies];
}

/** The role of a function of another app, which was imported with it. */
function addToImported(role: iam.IRole, statement: iam.PolicyStatement, policies: Set<IDependable>): boolean {
  const { statementAdded, policyDependable } = role.addToPrincipalPolicy(statement);
  if (policyDependable) policies.add(policyDependable);
  return statementAdded;
}
