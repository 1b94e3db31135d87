import { CfnManagedPolicy, CfnPolicy, CfnRole, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import { type MatcherResult, result, shown } from './matcher';
import { logicalId, resourceOf } from './template-of';

interface Statement {
  readonly Effect: string;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/**
 * Whether the policies of this app allow a function, or another grantee with a role of the app, an action on a resource: without a
 * condition, and without another statement that denies it. Managed policies of AWS are not looked into.
 */
export function toBeAllowed(grantee: IGrantable, action: string, on: string): MatcherResult {
  const role = roleOf(grantee);
  const resource: unknown = Stack.of(role).resolve(on);
  const statements = statementsOf(role);
  const about = statements.filter((each) => covers(each.Action, action) && reaches(each.Resource, resource));
  const isDenied = about.some(({ Effect, Condition }) => Effect === 'Deny' && Condition === undefined);
  const pass = !isDenied && about.some(({ Effect, Condition }) => Effect === 'Allow' && Condition === undefined);

  const what = `${action} on ${shown(resource)}`;
  return result(
    pass,
    `expected ${role.node.path} ${pass ? 'not ' : ''}to be allowed ${what}\nits statements: ${shown(statements)}`,
  );
}

function roleOf(grantee: IGrantable): CfnRole {
  const principal: unknown = grantee.grantPrincipal;
  const role = Construct.isConstruct(principal) ? (principal as IConstruct).node.defaultChild : undefined;
  if (role instanceof CfnRole) return role;
  throw new Error(`${principal} is no role of this app, so its policies are not known`);
}

function statementsOf(role: CfnRole): readonly Statement[] {
  const reference = shown({ Ref: logicalId(role) });
  const attached = role.node.root.node
    .findAll()
    .filter((node) => node instanceof CfnPolicy || node instanceof CfnManagedPolicy)
    .filter((node) => Stack.of(node) === Stack.of(role))
    .map((node) => resourceOf(node).Properties ?? {})
    .filter(({ Roles }) => Array.isArray(Roles) && Roles.some((each) => shown(each) === reference))
    .map(({ PolicyDocument }) => PolicyDocument);
  const inline = (resourceOf(role).Properties?.Policies ?? []) as ReadonlyArray<{ readonly PolicyDocument: unknown }>;
  return [...attached, ...inline.map(({ PolicyDocument }) => PolicyDocument)].flatMap(
    (document) => (document as { readonly Statement: readonly Statement[] }).Statement,
  );
}

function covers(written: unknown, action: string): boolean {
  return listOf(written).some((each) => typeof each === 'string' && wildcard(each).test(action));
}

/** A resource is compared as it is written; only texts have wildcards that can be told. */
function reaches(written: unknown, resource: unknown): boolean {
  return listOf(written).some((each) => {
    if (each === '*' || shown(each) === shown(resource)) return true;
    return typeof each === 'string' && typeof resource === 'string' && wildcard(each).test(resource);
  });
}

function listOf(written: unknown): readonly unknown[] {
  if (written === undefined) return [];
  return Array.isArray(written) ? written : [written];
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 'i');
}
