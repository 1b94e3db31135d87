import { createHash } from 'node:crypto';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import { Dependable, type IConstruct } from 'constructs';
import { COMPACT_POLICY_ABOVE } from '../../spec/resource-policy';
import { constructsOf, stageOf } from '../before-preparation';
import { keyOf } from '../vpc/reference-key';
import { type MergeableSource, mergeableSource } from './mergeable-source';
import { likelyBytes } from './permission-facts';
import type { Policy } from './policy-ledger';

interface Member {
  readonly permission: lambda.CfnPermission;
  readonly source: MergeableSource;
}

/** Permissions of one policy that can be one, and what tells them from others. */
interface Group {
  readonly key: string;
  readonly members: Member[];
}

/** What was made here, which is never merged again. */
const MADE = new WeakSet<IConstruct>();

/** Where the CDK writes down the path of a resource. */
const PATH = 'aws:cdk:path';

/**
 * Makes one of the permissions of a policy that differ only in the tail of their source, until the policy is small enough; those
 * first with which most is won, so that no more becomes wider than must.
 */
export function compact(policy: Policy): void {
  if (policy.bytes <= COMPACT_POLICY_ABOVE) return;
  for (const group of groupsOf(policy)) {
    if (policy.bytes <= COMPACT_POLICY_ABOVE) return;
    merge(policy, group);
  }
}

function groupsOf(policy: Policy): Group[] {
  const fixed = waitedForByResource(policy);
  const groups = new Map<string, Group>();
  for (const permission of policy.permissions) {
    if (MADE.has(permission) || fixed.has(permission) || isTouched(permission)) continue;
    const source = mergeableSource(permission);
    if (!source) continue;
    const key = keyOfStatement(policy, permission, source);
    const group = groups.get(key) ?? { key, members: [] };
    groups.set(key, group);
    group.members.push({ permission, source });
  }
  const bytes = ({ members }: Group): number => members.reduce((sum, { permission }) => sum + policy.bytesOf(permission), 0);
  return [...groups.values()]
    .filter(({ members }) => members.length > 1)
    .sort((one, other) => bytes(other) - bytes(one) || (one.key < other.key ? -1 : 1));
}

/** All that two statements must have in common, and the stack, so that nothing new stands between stacks. */
function keyOfStatement({ owner }: Policy, permission: lambda.CfnPermission, source: MergeableSource): string {
  const { action, principal, sourceAccount, eventSourceToken, principalOrgId, functionUrlAuthType } = permission;
  const viaUrl = permission.invokedViaFunctionUrl;
  const values = [action, principal, sourceAccount, eventSourceToken, principalOrgId, functionUrlAuthType, viaUrl];
  const texts = values.map((value) => (value === undefined ? '' : keyOf(permission, value)));
  return [owner.node.path, Stack.of(permission).node.path, ...texts, source.group].join('\n');
}

/** Those that a resource waits for without the construct tree knowing. */
function waitedForByResource(policy: Policy): ReadonlySet<unknown> {
  const found = new Set<unknown>();
  for (const construct of constructsOf(stageOf(policy.owner))) {
    if (!CfnResource.isCfnResource(construct)) continue;
    for (const target of construct.obtainDependencies()) found.add(target);
  }
  return found;
}

/** What somebody has given a condition, a policy or values past its properties means more than its properties say. */
function isTouched(permission: lambda.CfnPermission): boolean {
  const { rawOverrides } = permission as unknown as { readonly rawOverrides?: object };
  const { metadata = {}, ...options } = permission.cfnOptions;
  const isMarked = Object.keys(metadata).some((key) => key !== PATH);
  return Object.keys(rawOverrides ?? {}).length > 0 || isMarked || Object.values(options).some((value) => value !== undefined);
}

function merge(policy: Policy, { key, members }: Group): void {
  const [first] = members;
  const sourceArn = first?.source.together(members.map(({ source }) => source.name));
  if (!first || sourceArn === undefined) return;

  const { action, principal, functionName, sourceAccount, eventSourceToken, principalOrgId, functionUrlAuthType } =
    first.permission;
  const scope = Stack.of(first.permission);
  const hash = createHash('sha256').update(key).digest('hex');
  // Neither the function nor a source: what they wait for, these permissions must not wait for.
  const together = new lambda.CfnPermission(scope, freeId(scope, `LambdaPermission${hash.slice(0, 8).toUpperCase()}`), {
    action,
    principal,
    functionName,
    sourceArn,
    sourceAccount,
    eventSourceToken,
    principalOrgId,
    functionUrlAuthType,
    invokedViaFunctionUrl: first.permission.invokedViaFunctionUrl,
  });
  const before = members.reduce((sum, { permission }) => sum + policy.bytesOf(permission), 0);
  if (likelyBytes(together) >= before) {
    scope.node.tryRemoveChild(together.node.id);
    return;
  }
  MADE.add(together);
  policy.add(together);
  for (const { permission } of members) {
    policy.remove(permission);
    replace(permission, together);
  }
}

/** Free after a second synthesis, too, which has found more permissions. */
function freeId(scope: IConstruct, id: string): string {
  return scope.node.tryFindChild(id) ? freeId(scope, `${id}_`) : id;
}

/** Leaves a permission out; what waits for it, or for something that it is in, waits for the other one. */
function replace(permission: lambda.CfnPermission, other: lambda.CfnPermission): void {
  Dependable.implement(permission, { dependencyRoots: [other] });
  const stack = Stack.of(permission);
  for (const scope of permission.node.scopes) {
    if (scope !== permission && !stack.node.scopes.includes(scope)) alsoWaitFor(scope, other);
  }
  permission.node.scope?.node.tryRemoveChild(permission.node.id);
}

/** What stands in for permissions that were in a construct. */
const INSTEAD = new WeakMap<IConstruct, Set<IConstruct>>();

function alsoWaitFor(scope: IConstruct, other: IConstruct): void {
  const known = INSTEAD.get(scope);
  if (known) {
    known.add(other);
    return;
  }
  const instead = new Set([other]);
  INSTEAD.set(scope, instead);
  const before = Dependable.of(scope);
  Dependable.implement(scope, {
    get dependencyRoots() {
      return [...before.dependencyRoots, ...instead];
    },
  });
}
