import type { Application } from '../../../model/application';
import type { LambdaFunction } from '../../../model/function';
import type { Clock } from '../../time/clock';
import type { Turn } from '../turns';
import type { IdentityPolicies } from './identity-policies';
import { Permissions } from './permissions';
import { arnOf } from './places/place';

export interface AppPermissionsOptions {
  readonly application: Application;
  readonly mode: IdentityPolicies;
  readonly clock: Pick<Clock, 'now'>;
  /** As they are now. */
  readonly functions: () => readonly LambdaFunction[];
  /** The whole ARN of a secret that a call names without the end of it; others as they are. */
  readonly fullArn: (arn: string) => string;
  /** Whether a queue or topic has got a policy at run time. */
  readonly hasNewPolicy: (arn: string) => boolean;
  /** The place of a call in the journal; `key` tells it from others that the same handler makes. */
  readonly turnFor: (traceHeader: string | undefined, key: string) => Pick<Turn, 'append' | 'end'>;
}

/** What the roles of an app allow; undefined where nobody looks. */
export function appPermissions(options: AppPermissionsOptions): Permissions | undefined {
  const { application, mode, turnFor, ...now } = options;
  if (mode === 'ignore') return undefined;
  const isEnforced = mode === 'enforce';
  const paths = pathsOf(application);
  return new Permissions({
    ...{ paths, isEnforced, ...now },
    roles: application.roles ?? [],
    resourcePolicies: application.resourcePolicies ?? [],
    own: new Set([...paths.keys(), ...application.stacks.map((stack) => arnOf('events', 'event-bus/default', stack))]),
    tell(missing, session, { traceHeader }) {
      const { action, resource } = missing;
      const turn = turnFor(traceHeader, `permission ${action} ${resource}`);
      turn.append({ kind: 'permission.missing', ...missing, function: session.function.name, refused: isEnforced });
      turn.end();
    },
  });
}

function pathsOf(application: Application): ReadonlyMap<string, string> {
  const {
    functions,
    tables = [],
    queues = [],
    topics = [],
    buckets = [],
    streams = [],
    buses = [],
    parameters = [],
    secrets = [],
  } = application;
  const all = [...functions, ...tables, ...queues, ...topics, ...buckets, ...streams, ...buses, ...parameters, ...secrets];
  return new Map(all.map(({ arn, address }) => [arn, address.path]));
}
