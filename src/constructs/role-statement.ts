import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

const ID = 'RolePolicy';

/** Whether the role is in another stack, whose policies must not know of what is in this one: the stacks would wait for each other. */
export function isElsewhere(fn: lambda.Function, role: iam.IRole): boolean {
  return Stack.of(role) !== Stack.of(fn);
}

/** Adds to what a given role allows; false when it cannot be changed. */
export function addToRole(fn: lambda.Function, role: iam.IRole, statement: iam.PolicyStatement): boolean {
  if (isElsewhere(fn, role)) return addBeside(fn, role, statement);

  const { statementAdded, policyDependable } = role.addToPrincipalPolicy(statement);
  // A role that cannot be changed says that it took the statement. The others have a role, or name what holds the statement.
  const holds = Construct.isConstruct(policyDependable) || role.node.findAll().some((node) => iam.Role.isRole(node));
  return statementAdded && holds;
}

/** In a policy of the function's own stack. */
function addBeside(fn: lambda.Function, role: iam.IRole, statement: iam.PolicyStatement): boolean {
  const before = fn.node.tryFindChild(ID) as iam.Policy | undefined;
  if (before) {
    before.addStatements(statement);
    return true;
  }
  const policy = new iam.Policy(fn, ID, { statements: [statement] });
  role.attachInlinePolicy(policy);
  const { roles } = policy.node.defaultChild as iam.CfnPolicy;
  const attached: unknown = Stack.of(fn).resolve(roles);
  if (Array.isArray(attached) && attached.length > 0) {
    fn.node.defaultChild?.node.addDependency(policy);
    return true;
  }
  fn.node.tryRemoveChild(ID);
  return false;
}
