import type { LambdaFunction } from '../../../model/function';
import type { ResourcePolicy, Role } from '../../../model/role';
import type { AwsServiceId } from '../../../spec/aws-services';
import { PLACEHOLDER_ACCOUNT } from '../../../spec/pseudo-parameters';
import type { Clock } from '../../time/clock';
import type { AwsError } from '../aws-error';
import type { Call, RoleSession } from '../service-port';
import { denial } from './denial';
import type { Gate } from './gate';
import { type KnownPolicies, knownPolicies } from './known-statement';
import { type Denied, type MissingPermission, remedyOf, whyDenied } from './missing-permission';
import { needsOf } from './needs';
import type { Asked } from './places/place';
import { isChanging, requestContext } from './request-context';
import { holderOf, ResourcePolicies } from './resource-policies';
import { type Verdict, verdictOf } from './verdict';

export interface PermissionsOptions {
  readonly roles: readonly Role[];
  readonly resourcePolicies: readonly ResourcePolicy[];
  /** The construct paths of what the app makes, by ARN. */
  readonly paths: ReadonlyMap<string, string>;
  /** The ARNs of what surely has no other policy than one of those; what the app does not make may have. */
  readonly own: ReadonlySet<string>;
  /** As they are now. */
  readonly functions: () => readonly LambdaFunction[];
  /** The whole ARN of what a call names by a part of it. @default it is whole */
  readonly fullArn?: (arn: string) => string;
  /** Whether a resource has got another policy than that of the app, which may let in whom that does not. */
  readonly hasNewPolicy: (arn: string) => boolean;
  /** Whether what is not allowed is refused, and not only told. */
  readonly isEnforced: boolean;
  readonly clock: Pick<Clock, 'now'>;
  /** Told of every such call: which of those that are under way at once was the first differs from run to run. */
  readonly tell: (missing: MissingPermission & { readonly finding: string }, session: RoleSession, call: Call) => void;
}

interface KnownRole {
  readonly identity: KnownPolicies;
  readonly boundary?: KnownPolicies;
  readonly account: string;
  /** Whether some condition looks at what changes from request to request. */
  readonly isChanging: boolean;
}

/** How many verdicts of one session, and how many findings, are kept: choices, so that names made at run time do not fill the memory. */
const KEPT_VERDICTS = 10_000;
const KEPT_FINDINGS = 1_000;

/** Whether the roles of functions allow what their handlers do. */
export class Permissions implements Gate {
  private readonly found = new Map<string, MissingPermission>();
  private readonly verdicts = new WeakMap<RoleSession, Map<string, Verdict>>();
  private readonly roles: ReadonlyMap<string, Role>;
  private readonly known = new Map<string, KnownRole>();
  private readonly resources: ResourcePolicies;

  constructor(private readonly options: PermissionsOptions) {
    this.roles = new Map(options.roles.map((role) => [role.arn, role]));
    this.resources = new ResourcePolicies({
      policies: options.resourcePolicies,
      own: options.own,
      functions: options.functions,
    });
  }

  /** What was done without permission so far: each function, action and resource once. */
  get missing(): readonly MissingPermission[] {
    return [...this.found.values()];
  }

  refusal(service: AwsServiceId, operation: string, input: object, call: Call): AwsError | undefined {
    const session = call.caller?.session;
    const needs = session && needsOf(service, operation);
    if (!needs) return undefined;
    let refused: AwsError | undefined;
    for (const { action, place } of needs) {
      for (const named of place(input as never, call) ?? []) {
        const asked = typeof named === 'string' ? (this.options.fullArn?.(named) ?? named) : named;
        const verdict = this.judge(service, session, action, asked, call);
        const resource = typeof asked === 'string' ? asked : asked[0];
        if (verdict.is !== 'denied' || (verdict.how === 'implicitly' && this.options.hasNewPolicy(resource))) continue;
        this.note(session, action, resource, verdict, call);
        refused ??= denial(service, call.caller?.arn ?? '', action, resource, verdict);
      }
    }
    return this.options.isEnforced ? refused : undefined;
  }

  /** Of a resource that policies write in several ways, one is enough. */
  private judge(service: AwsServiceId, session: RoleSession, action: string, asked: Asked, call: Call): Verdict {
    if (typeof asked === 'string') return this.verdict(service, session, action, asked, call);
    const verdicts = asked.map((arn) => this.verdict(service, session, action, arn, call));
    const explicit = verdicts.find((each) => each.is === 'denied' && each.how === 'explicitly');
    return explicit ?? verdicts.find((each) => each.is !== 'denied') ?? (verdicts[0] as Verdict);
  }

  private verdict(service: AwsServiceId, session: RoleSession, action: string, resource: string, call: Call): Verdict {
    const role = this.roleOf(session.roleArn);
    if (!role) return { is: 'unknown' };
    const policy = this.resources.of(resource, action);
    const isLasting = !role.isChanging && !isChangingIn(policy) && !action.startsWith('lambda:');
    const kept = isLasting ? this.verdictsOf(session) : undefined;
    // Which service a role is passed to is a condition's affair.
    const key = `${service} ${action} ${resource}`;
    const before = kept?.get(key);
    if (before) return before;
    const { identity, boundary, account } = role;
    const where = resource.split(':', 5)[4] ?? '';
    const isElsewhere = where !== '' && where !== account;
    const verdict = verdictOf(
      {
        identity,
        ...(boundary && { boundary }),
        ...(policy && { resource: policy }),
        // A stack for any account may be deployed to the other one's.
        isForeign: isElsewhere && where !== PLACEHOLDER_ACCOUNT && account !== PLACEHOLDER_ACCOUNT,
      },
      {
        ...{ action, resource },
        context: requestContext(service, session, call, this.options.clock.now()),
        who: { roleArn: session.roleArn, sessionArn: call.caller?.arn ?? '', account },
      },
    );
    kept?.set(key, verdict);
    return verdict;
  }

  private roleOf(arn: string): KnownRole | undefined {
    const known = this.known.get(arn);
    if (known) return known;
    const role = this.roles.get(arn);
    if (!role) return undefined;
    const identity = knownPolicies(role.policies);
    const boundary = role.boundary && knownPolicies(role.boundary);
    const found: KnownRole = {
      identity,
      ...(boundary && { boundary }),
      account: role.account,
      isChanging: isChangingIn(identity) || isChangingIn(boundary),
    };
    this.known.set(arn, found);
    return found;
  }

  private verdictsOf(session: RoleSession): Map<string, Verdict> {
    let kept = this.verdicts.get(session);
    if (!kept || kept.size >= KEPT_VERDICTS) {
      kept = new Map();
      this.verdicts.set(session, kept);
    }
    return kept;
  }

  private note(session: RoleSession, action: string, resource: string, denied: Denied, call: Call): void {
    const key = `${session.function.arn} ${session.roleArn} ${action} ${kindOf(resource)}`;
    const known = this.found.get(key);
    if (!known && this.found.size >= KEPT_FINDINGS) return;
    const resourcePath = this.options.paths.get(holderOf(resource));
    const missing: MissingPermission = {
      function: session.function.path,
      roleArn: session.roleArn,
      ...{ action, resource },
      ...(resourcePath !== undefined && { resourcePath }),
      why: whyDenied(denied),
      remedy: remedyOf(denied, action),
    };
    if (!known) this.found.set(key, missing);
    this.options.tell({ finding: key, ...missing }, session, call);
  }
}

function isChangingIn(policies: KnownPolicies | undefined): boolean {
  return policies?.statements.some(({ statement }) => statement.conditions.some(({ key }) => isChanging(key))) ?? false;
}

/** Resources without number are alike: objects of a bucket, streams of a log group, connections of an API. */
function kindOf(resource: string): string {
  if (/^arn:[^:]*:s3:/.test(resource)) return resource.replace(/\/.*$/s, '/*');
  return resource.replace(/(:log-stream:|\/@connections\/).*$/s, '$1*');
}
