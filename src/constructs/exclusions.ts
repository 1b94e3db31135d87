import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import { atSynthesis } from './at-synthesis';
import { ConstructError } from './construct-error';

/** What makes provisioned concurrency for a version or an alias. */
const PROVISIONED = ['ProvisionedConcurrencyConfig', 'ProvisionedConcurrencyConfiguration'];
const VERSIONS = ['AWS::Lambda::Version', 'AWS::Lambda::Alias'];

/** Refuses what SnapStart (FN-66) and tenant isolation (FN-68) exclude, wherever in the stack it is made. */
export function checkExclusionsAtSynthesis(fn: lambda.Function, { snapStart, tenancyConfig }: lambda.FunctionOptions): void {
  if (!snapStart && !tenancyConfig) return;
  atSynthesis(fn, (resource) => {
    const isolated = tenancyConfig !== undefined;
    for (const user of usersOf(resource)) {
      const { cfnResourceType: type } = user;
      if (provisions(user)) {
        const [code, option] = isolated
          ? (['TENANCY_EXCLUDES', 'tenancyConfig'] as const)
          : (['SNAP_START_WITH_PROVISIONED', 'snapStart'] as const);
        throw new ConstructError(fn, code, `${option} must not meet the provisioned concurrency of ${pathOf(user)}.`);
      }
      if (isolated && (type === 'AWS::Lambda::EventSourceMapping' || type === 'AWS::Lambda::Url')) {
        throw new ConstructError(fn, 'TENANCY_EXCLUDES', `tenancyConfig must not meet ${pathOf(user)}.`);
      }
    }
  });
}

/** What of the stack keeps environments of the function ready. */
export function provisionersOf(fn: lambda.CfnFunction): readonly CfnResource[] {
  return usersOf(fn).filter(provisions);
}

function provisions(user: CfnResource): boolean {
  const { cfnResourceType: type } = user;
  return (VERSIONS.includes(type) && isProvisioned(user)) || type === 'AWS::ApplicationAutoScaling::ScalableTarget';
}

const INTERESTING = [
  ...VERSIONS,
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Url',
];

/** Resources of the stack that name the function, or one of its aliases. */
export function usersOf(fn: lambda.CfnFunction): readonly CfnResource[] {
  const users = usersIn(Stack.of(fn));
  const direct = users.get(idOf(fn)) ?? [];
  const aliases = direct.filter((node) => VERSIONS.includes(node.cfnResourceType));
  return [...new Set([...direct, ...aliases.flatMap((node) => users.get(idOf(node)) ?? [])])];
}

type Users = ReadonlyMap<string, readonly CfnResource[]>;

/** Of stacks that are being synthesized, which are walked through once and not for every function. */
const known = new WeakMap<Stack, Users>();
const watched = new WeakSet<Stack>();

/** Forgotten with each synthesis, before which something may have changed. */
function usersIn(stack: Stack): Users {
  if (!watched.has(stack)) {
    watched.add(stack);
    // The stack is validated once, before all that is in it or after all.
    stack.node.addValidation({
      validate() {
        known.delete(stack);
        return [];
      },
    });
  }
  const users = known.get(stack) ?? findUsers(stack);
  known.set(stack, users);
  return users;
}

const NAMED = /\{"(?:Ref":|Fn::GetAtt":\[)"(\w+)"/g;

/** The interesting resources of a stack, by the logical ids that they name. */
function findUsers(stack: Stack): Users {
  const users = new Map<string, CfnResource[]>();
  for (const node of stack.node.findAll()) {
    if (!CfnResource.isCfnResource(node) || node.stack !== stack || !INTERESTING.includes(node.cfnResourceType)) continue;
    const named = [...JSON.stringify(propertiesOf(node)).matchAll(NAMED)].map(([, id = '']) => id);
    for (const id of new Set(named)) {
      const others = users.get(id);
      if (others) others.push(node);
      else users.set(id, [node]);
    }
  }
  return users;
}

function idOf(resource: CfnResource): string {
  return Stack.of(resource).resolve(resource.logicalId) as string;
}

function isProvisioned(resource: CfnResource): boolean {
  const properties = propertiesOf(resource);
  return PROVISIONED.some((name) => properties[name] !== undefined);
}

/** As they will stand in the template. */
export function propertiesOf(resource: CfnResource): Record<string, unknown> {
  const template = Stack.of(resource).resolve(resource._toCloudFormation()) as {
    Resources?: Record<string, { Properties?: Record<string, unknown> }>;
  };
  return Object.values(template.Resources ?? {})[0]?.Properties ?? {};
}

export function pathOf({ node: { id, path, scope } }: CfnResource): string {
  return id === 'Resource' && scope ? scope.node.path : path;
}
