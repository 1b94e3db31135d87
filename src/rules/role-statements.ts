import { MANAGED_POLICIES } from '../spec/managed-policies';
import { PLACEHOLDER_ACCOUNT } from '../spec/pseudo-parameters';
import type { App } from './app';
import type { Declaration } from './declaration';
import type { Part } from './part';
import { type Answer, both, denies, evaluate, type Statement, statementsIn } from './policy-statements';
import { resourcePolicyAllows } from './resource-statements';

/** What the policies of a role say. */
export interface RoleStatements {
  readonly statements: readonly Statement[];
  /** False when it may have policies that are not known: those of AWS that we do not know, those made elsewhere. */
  readonly isWhole: boolean;
  /** The same of its permissions boundary, where it has one. */
  readonly boundary?: RoleStatements;
}

const ROLE = 'AWS::IAM::Role';
const MANAGED = 'AWS::IAM::ManagedPolicy';
const NOTHING_KNOWN: RoleStatements = { statements: [], isWhole: false };

/**
 * Whether a role may do this, by the policies of the app: its own and those of the resource.
 *
 * `role` is its ARN, or what `Ref` gives; `resource` is an ARN, or `*` for actions that are allowed on everything or not at all.
 * `unknown` for roles of other apps, and wherever a policy, a condition or a permissions boundary leaves it open. What
 * organizations forbid is not looked at.
 */
export function allows(app: App, role: string | undefined, action: string, resource: string): Answer {
  const found = app.named(role, ROLE);
  if (found === undefined) return 'unknown';
  const policies = statementsOf(app, found);
  const own = answerOf(policies, action, resource);
  return own === 'no' && !denies(policies.statements, action, resource)
    ? resourcePolicyAllows(app, found, action, resource)
    : own;
}

/** The first of the actions that the role surely lacks; undefined when there is none. */
export function lacks(app: App, role: string | undefined, actions: readonly string[], resource: string): string | undefined {
  return actions.find((action) => allows(app, role, action, resource) === 'no');
}

/** Everything that the policies of a role of the app say. */
export function statementsOf(app: App, role: Declaration): RoleStatements {
  const known = app.once('statements of roles', () => new Map<Declaration, RoleStatements>());
  const found = known.get(role) ?? gathered(app, role);
  known.set(role, found);
  return found;
}

function answerOf({ statements, isWhole, boundary }: RoleStatements, action: string, resource: string): Answer {
  const own = evaluate(statements, isWhole, action, resource);
  return boundary === undefined ? own : both(own, answerOf(boundary, action, resource));
}

function gathered(app: App, role: Declaration): RoleStatements {
  const inline = listed(role, 'Policies')?.map((policy) => documentOf(policy.part('PolicyDocument')));
  const managed = listed(role, 'ManagedPolicyArns')?.map((arn) => managedPolicy(app, arn));
  const attached = (attachments(app).get(keyOf(role, role.ref)) ?? []).map((policy) => documentOf(policy.part('PolicyDocument')));
  const all = together([...(inline ?? [NOTHING_KNOWN]), ...(managed ?? [NOTHING_KNOWN]), ...attached]);
  const isWhole = all.isWhole && !app.once('policies of unknown roles', () => [...policiesOf(app)].some(hasUnknownRole));
  const boundary = role.has('PermissionsBoundary') ? managedPolicy(app, role.part('PermissionsBoundary')) : undefined;
  return { statements: all.statements, isWhole, ...(boundary && { boundary }) };
}

function together(all: readonly RoleStatements[]): RoleStatements {
  return { statements: all.flatMap(({ statements }) => statements), isWhole: all.every(({ isWhole }) => isWhole) };
}

/** Undefined when the list is not known. */
function listed(role: Declaration, property: string): readonly Part[] | undefined {
  if (!role.has(property)) return [];
  return role.isKnown(property) ? role.parts(property) : undefined;
}

function documentOf(document: Part): RoleStatements {
  const statements = statementsIn(document);
  return statements === undefined ? NOTHING_KNOWN : { statements, isWhole: true };
}

function managedPolicy(app: App, arn: Part): RoleStatements {
  const text = arn.isKnown() ? arn.text() : undefined;
  const own = app.named(text, MANAGED);
  if (own !== undefined) return documentOf(own.part('PolicyDocument'));
  const name = /^arn:[^:]+:iam::aws:policy\/(?:.+\/)?([^/]+)$/.exec(text ?? '')?.[1] ?? '';
  const statements = Object.hasOwn(MANAGED_POLICIES, name) ? MANAGED_POLICIES[name] : undefined;
  if (statements === undefined) return NOTHING_KNOWN;
  return { statements: statements.map((each) => ({ ...each, effect: 'Allow', isPlain: true })), isWhole: true };
}

/** The policies of the app that are attached to roles from outside. */
function* policiesOf(app: App): Generator<Declaration> {
  yield* app.ofType('AWS::IAM::Policy', 'AWS::IAM::RolePolicy', MANAGED);
}

function rolesOf(policy: Declaration): readonly Part[] {
  if (policy.has('RoleName')) return [policy.part('RoleName')];
  return policy.has('Roles') && policy.isKnown('Roles') ? policy.parts('Roles') : [];
}

function hasUnknownRole(policy: Declaration): boolean {
  return (policy.has('Roles') && !policy.isKnown('Roles')) || rolesOf(policy).some((role) => !role.isKnown());
}

/** The policies by the role that they are attached to. */
function attachments(app: App): ReadonlyMap<string, readonly Declaration[]> {
  return app.once('attached policies', () => {
    const found = new Map<string, Declaration[]>();
    for (const policy of policiesOf(app)) {
      for (const role of rolesOf(policy)) {
        const key = keyOf(policy, role.isKnown() ? role.text() : undefined);
        const others = found.get(key);
        if (others === undefined) found.set(key, [policy]);
        else others.push(policy);
      }
    }
    return found;
  });
}

/** A role's name is unique in its account. */
function keyOf({ account = PLACEHOLDER_ACCOUNT }: Declaration, roleName: string | undefined): string {
  return `${account} ${roleName}`;
}
