import { generatedName, STATEMENT_ID_LENGTH } from '../spec/generated-names';
import { LARGE_POLICY_ABOVE, permissionStatement, policyBytes, RESOURCE_POLICY } from '../spec/resource-policy';
import type { App, FunctionTarget } from './app';
import { nameOf } from './call';
import type { Declaration } from './declaration';
import { type Grant, grants } from './grants';
import { knownText } from './known';
import { each, type Rule } from './rule';

interface Policy {
  readonly target: FunctionTarget;
  readonly permissions: readonly Declaration[];
  /** At least so long: what is not known of it is not counted. */
  readonly bytes: number;
}

/** The policy of each function, alias and version that has permissions. */
function policies(app: App): readonly Policy[] {
  return app.once('resource policies', () => [...grants(app).values()].flatMap(byQualifier));
}

function byQualifier(all: readonly Grant[]): readonly Policy[] {
  const found = new Map<string | undefined, Grant[]>();
  for (const grant of all) {
    const others = found.get(grant.target.qualifier);
    if (others === undefined) found.set(grant.target.qualifier, [grant]);
    else others.push(grant);
  }
  return [...found.values()].map((members) => {
    const [{ target }] = members as [Grant];
    const permissions = members.map(({ permission }) => permission);
    const bytes = policyBytes(permissions.map((permission) => JSON.stringify(statementOf(permission, target)).length));
    return { target, permissions, bytes };
  });
}

function statementOf(permission: Declaration, { fn, qualifier }: FunctionTarget): unknown {
  const { stack, logicalId } = permission.address;
  const text = (name: string) => knownText(permission, name);
  return permissionStatement({
    id: generatedName(stack, logicalId, STATEMENT_ID_LENGTH),
    principal: text('Principal') ?? '',
    action: text('Action') ?? '',
    resource: [fn.arn ?? '', ...(qualifier === undefined ? [] : [qualifier])].join(':'),
    sourceArn: text('SourceArn'),
    sourceAccount: text('SourceAccount'),
    eventSourceToken: text('EventSourceToken'),
    organization: text('PrincipalOrgID'),
    urlAuthType: text('FunctionUrlAuthType'),
    viaUrl: text('InvokedViaFunctionUrl') === 'true',
  });
}

const { source: SOURCE } = RESOURCE_POLICY;
const REMEDY =
  'Let one permission stand for many sources, with an asterisk in SourceArn: for REST APIs scopePermissionToMethod: false, for rules a common beginning of their names.';
const sentence = ({ target, permissions, bytes }: Policy) =>
  `The policy of ${nameOf(target)} has ${bytes} bytes in ${permissions.length} statements, ${RESOURCE_POLICY.max} can be.`;

export const RESOURCE_POLICIES: readonly Rule[] = [
  {
    id: 'IAM-02',
    severity: 'error',
    title: 'The policy of a function is longer than Lambda takes',
    why: 'Lambda refuses the permission that is too much with PolicyLengthExceededException: the deployment fails.',
    remedy: REMEDY,
    source: SOURCE,
    check: each(policies, function* (policy) {
      if (policy.bytes > RESOURCE_POLICY.max) yield { on: policy.target.fn, message: sentence(policy) };
    }),
  },
  {
    id: 'IAM-02-near',
    severity: 'warning',
    title: 'The policy of a function is nearly as long as Lambda takes',
    why: 'A few permissions more, and the deployment fails with PolicyLengthExceededException.',
    remedy: REMEDY,
    source: SOURCE,
    check: each(policies, function* (policy) {
      if (policy.bytes <= LARGE_POLICY_ABOVE || policy.bytes > RESOURCE_POLICY.max) return;
      yield { on: policy.target.fn, message: sentence(policy) };
    }),
  },
];
