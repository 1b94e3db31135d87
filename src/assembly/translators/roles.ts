import type { Policies, Role } from '../../model/role';
import { MANAGED_POLICIES } from '../../spec/managed-policies';
import { isList, isObject, member, textFrom } from '../json';
import type { Resource } from '../resource';
import { attempt } from '../unresolved';
import type { Translation } from './draft';
import { documentOf, NO_POLICIES, NOTHING_KNOWN, policiesIn, together } from './policy-statements';

const MANAGED = 'AWS::IAM::ManagedPolicy';
/** What is attached to roles by their names. */
const ATTACHED: readonly string[] = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', MANAGED];

/** The roles that the app makes, each with all that its policies say, wherever in the app they stand. */
export function translateRoles(of: (type: string) => readonly Resource[], context: Translation): readonly Role[] {
  const managed = new Map(of(MANAGED).flatMap((each) => named(each, () => String(each.home.ref(each.logicalId)))));
  const attached = attachments(ATTACHED.flatMap(of), context);
  return of('AWS::IAM::Role').flatMap((role) => {
    const [identity] = named(role, () => String(role.home.attribute(role.logicalId, 'Arn')));
    if (identity === undefined) return [];
    const [arn] = identity;
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    const own = attached.of(role, name);
    const boundary = role.has('PermissionsBoundary') ? listedPolicies(role, 'PermissionsBoundary', managed, context) : undefined;
    return {
      ...{ address: role.address, name, arn, account: role.account },
      policies: together([inline(role, context), listedPolicies(role, 'ManagedPolicyArns', managed, context), own]),
      ...(boundary && { boundary }),
    };
  });
}

function inline(role: Resource, context: Translation): Policies {
  const { value: listed, problem } = attempt(() => role.open('Policies'));
  if (problem !== undefined) return NOTHING_KNOWN;
  if (listed === undefined) return NO_POLICIES;
  if (!isList(listed)) return NOTHING_KNOWN;
  return together(
    listed.map((policy) => {
      const { value: decided, problem: undecided } = attempt(() => role.home.decide(policy));
      if (undecided !== undefined) return NOTHING_KNOWN;
      if (decided === undefined) return NO_POLICIES;
      return isObject(decided) ? policiesIn(role, member(decided, 'PolicyDocument'), context) : NOTHING_KNOWN;
    }),
  );
}

/** Of policies by their ARNs: those of the app, and those of AWS that are known here. */
function listedPolicies(
  role: Resource,
  property: string,
  managed: ReadonlyMap<string, Resource>,
  context: Translation,
): Policies {
  if (!role.has(property)) return NO_POLICIES;
  const { value, problem } = attempt(() => role.value(property));
  if (problem !== undefined) return NOTHING_KNOWN;
  const arns = (isList(value) ? value : [value]).filter((each) => each !== undefined);
  return together(
    arns.map((arn) => {
      const own = managed.get(textFrom(arn));
      return own === undefined ? ofAws(textFrom(arn)) : documentOf(own, 'PolicyDocument', context);
    }),
  );
}

function ofAws(arn: string): Policies {
  const name = /^arn:[^:]+:iam::aws:policy\/(?:.+\/)?([^/]+)$/.exec(arn)?.[1] ?? '';
  const statements = Object.hasOwn(MANAGED_POLICIES, name) ? MANAGED_POLICIES[name] : undefined;
  if (statements === undefined) return NOTHING_KNOWN;
  return {
    statements: statements.map(({ actions, resources }) => ({
      written: { Effect: 'Allow', Action: actions, Resource: resources },
    })),
    isWhole: true,
  };
}

/** The policies that name their roles. One that names nobody knows whom may be for every role. */
function attachments(policies: readonly Resource[], context: Translation) {
  const byRole = new Map<string, Policies[]>();
  let isWhole = true;
  for (const policy of policies) {
    const property = policy.type === 'AWS::IAM::RolePolicy' ? 'RoleName' : 'Roles';
    const { value, problem } = attempt(() => policy.value(property));
    if (problem !== undefined) isWhole = false;
    const names = (isList(value) ? value : [value]).filter((each) => typeof each === 'string');
    if (names.length === 0) continue;
    const said = documentOf(policy, 'PolicyDocument', context);
    for (const name of names) {
      const key = keyOf(policy, name);
      byRole.set(key, [...(byRole.get(key) ?? []), said]);
    }
  }
  return {
    of: (role: Resource, name: string): Policies =>
      together([...(byRole.get(keyOf(role, name)) ?? []), { statements: [], isWhole }]),
  };
}

/** A role's name is unique in its account. */
function keyOf({ account }: Resource, roleName: string): string {
  return `${account} ${roleName}`;
}

function named(resource: Resource, arn: () => string): readonly (readonly [string, Resource])[] {
  const { value } = attempt(arn);
  return value === undefined ? [] : [[value, resource]];
}
