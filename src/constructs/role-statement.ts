import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { beforePreparation } from './before-preparation';

/** The function that takes a role, by its place: it need not be made yet. */
export interface RoleUser {
  readonly scope: Construct;
  readonly id: string;
}

export function userOf(fn: Construct): RoleUser {
  const { scope, id } = fn.node;
  if (!Construct.isConstruct(scope)) throw new Error(`bug: ${fn.node.path} has no scope`);
  return { scope, id };
}

/** Whether the role is in another stack, whose policies must not know of what is in this one: the stacks would wait for each other. */
export function isElsewhere({ scope }: RoleUser, role: iam.IRole): boolean {
  return Stack.of(role) !== Stack.of(scope);
}

/** Adds to what a given role allows; false when it cannot be changed. The function waits for it. */
export function addToRole(user: RoleUser, role: iam.IRole, statement: iam.PolicyStatement): boolean {
  if (isElsewhere(user, role)) return addBeside(user, role, statement);

  const { statementAdded, policyDependable } = role.addToPrincipalPolicy(statement);
  // A role that cannot be changed says that it took the statement. The others have a role, or name what holds the statement.
  const holds = Construct.isConstruct(policyDependable) || role.node.findAll().some((node) => iam.Role.isRole(node));
  return statementAdded && holds;
}

/** In a policy of the function's own stack. */
function addBeside({ scope, id }: RoleUser, role: iam.IRole, statement: iam.PolicyStatement): boolean {
  const policyId = `${id}RolePolicy`;
  const before = scope.node.tryFindChild(policyId) as iam.Policy | undefined;
  if (before) {
    before.addStatements(statement);
    return true;
  }
  const policy = new iam.Policy(scope, policyId, { statements: [statement] });
  role.attachInlinePolicy(policy);
  const { roles } = policy.node.defaultChild as iam.CfnPolicy;
  const attached: unknown = Stack.of(scope).resolve(roles);
  if (Array.isArray(attached) && attached.length > 0) {
    beforePreparation(scope, () => scope.node.tryFindChild(id)?.node.defaultChild?.node.addDependency(policy));
    return true;
  }
  scope.node.tryRemoveChild(policyId);
  return false;
}
