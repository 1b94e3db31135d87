import type { LambdaFunction } from '../../../model/function';
import type { Permission } from '../../../model/permission';
import type { ResourcePolicy } from '../../../model/role';
import { permissionStatement } from '../../../spec/resource-policy';
import { type KnownPolicies, knownPolicies } from './known-statement';

export interface ResourcePolicyOptions {
  readonly policies: readonly ResourcePolicy[];
  /** The ARNs of what the app makes: those that are not among the policies have none. */
  readonly own: ReadonlySet<string>;
  /** As they are now. */
  readonly functions: () => readonly LambdaFunction[];
}

const NOTHING_KNOWN: KnownPolicies = { statements: [], isWhole: false };
/** Services whose resources cannot have a policy that lets roles of the account in, of those that are emulated. */
const WITHOUT_POLICIES = /^(logs|scheduler|ssm|sts|iam|execute-api):/;

/** What the policies of resources say, as far as the app knows. */
export class ResourcePolicies {
  private readonly known: ReadonlyMap<string, KnownPolicies>;

  constructor(private readonly options: ResourcePolicyOptions) {
    this.known = new Map(options.policies.map(({ resourceArn, policies }) => [resourceArn, knownPolicies(policies)]));
  }

  /** Undefined where there surely is none. */
  of(arn: string, action: string): KnownPolicies | undefined {
    // What is only just made has none yet.
    if (!arn.startsWith('arn:') || WITHOUT_POLICIES.test(action) || /:Create[A-Z]/.test(action)) return undefined;
    if (action.startsWith('lambda:')) return this.ofFunction(arn);
    const base = holderOf(arn);
    const found = this.known.get(base);
    if (found) return found;
    return this.options.own.has(base) ? undefined : NOTHING_KNOWN;
  }

  private ofFunction(arn: string): KnownPolicies | undefined {
    const fn = this.options.functions().find((each) => arn === each.arn || arn.startsWith(`${each.arn}:`));
    if (fn === undefined) return NOTHING_KNOWN;
    // Nearly all are for services, which are others than a role.
    const guests = fn.permissions.filter(({ principal }) => principal === '*' || principal.startsWith('arn:'));
    if (guests.length === 0) return undefined;
    return knownPolicies({ statements: guests.map((each) => ({ written: statementOf(fn, each) })), isWhole: true });
  }
}

function statementOf({ arn }: LambdaFunction, permission: Permission): Readonly<Record<string, unknown>> {
  const { principal, action, sourceArn, sourceAccount, eventSourceToken } = permission;
  return permissionStatement({
    ...{ id: permission.address.logicalId, principal, action, sourceArn, sourceAccount, eventSourceToken },
    resource: permission.qualifier === undefined ? arn : `${arn}:${permission.qualifier}`,
    organization: permission.principalOrgId,
    urlAuthType: permission.functionUrlAuthType,
    viaUrl: permission.invokedViaFunctionUrl,
  });
}

/** Where the policy of a resource is: at the bucket of an object, the table of an index, the stream of a consumer, the bus of a rule. */
export function holderOf(arn: string): string {
  const service = arn.split(':', 3)[2];
  if (service === 's3') return arn.replace(/\/.*$/s, '');
  if (service === 'dynamodb') return arn.replace(/^([^/]*\/[^/]*)\/.*$/, '$1');
  if (service === 'kinesis') return arn.replace(/\/consumer\/.*$/, '');
  if (service === 'events') {
    return arn.replace(/:rule\/(?:([^/]+)\/)?[^/]+$/, (_, bus: string | undefined) => `:event-bus/${bus ?? 'default'}`);
  }
  return service === 'lambda' ? arn.split(':', 7).join(':') : arn;
}
