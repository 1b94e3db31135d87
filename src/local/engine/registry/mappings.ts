import type { EventSourceMapping, MappingSettings } from '../../../model/event-source-mapping';
import { CHANGE_TAKES_MS } from '../../../spec/control-plane';
import { KIND_BY_SERVICE, type SourceKind } from '../../../spec/event-source-mapping';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { Instant } from '../../time/clock';
import type { AwsError } from '../aws-error';
import type { Change } from './change-result';
import { defaultsOf } from './mapping-defaults';
import { notFound } from './not-found';
import { conflict } from './preconditions';
import type { Moment, RegisteredMapping, RegistryState } from './state';

/** A mapping that the app declares reads its source, if it is to, from the beginning. */
export function declaredMapping({ address: _, ...mapping }: EventSourceMapping, { now }: Moment): RegisteredMapping {
  const kind = kindOf(mapping.eventSourceArn) ?? 'self-managed-kafka';
  return {
    ...mapping,
    arn: arnOf(mapping),
    kind,
    settings: { ...defaultsOf(kind), ...mapping.settings },
    state: mapping.enabled ? 'Enabled' : 'Disabled',
    lastModified: now,
  };
}

/** Undefined for an ARN of something that cannot be read. */
export function kindOf(eventSourceArn: string | undefined): SourceKind | undefined {
  return KIND_BY_SERVICE[eventSourceArn?.split(':')[2] ?? ''];
}

export type NewMapping = Omit<EventSourceMapping, 'address' | 'uuid'> & { readonly kind: SourceKind };

/** ESM-30, ESM-50 to ESM-52. */
export function createMapping(state: RegistryState, wanted: NewMapping, { now, newId }: Moment): Change<RegisteredMapping> {
  const twin = state.mappings.find((each) => each.state !== 'Deleting' && isAlike(each, wanted));
  if (twin) return duplicate(twin);
  const uuid = newId();
  const mapping: RegisteredMapping = {
    ...wanted,
    uuid,
    arn: arnOf({ ...wanted, uuid }),
    lastModified: now,
    ...(wanted.enabled ? underWay('Creating', now) : { state: 'Disabled' as const }),
  };
  return [{ ...state, mappings: [...state.mappings, mapping] }, mapping];
}

/** What a request changes; what it does not say stays as it is. */
export interface MappingWish {
  readonly enabled?: boolean;
  readonly functionArn?: string;
  readonly settings: MappingSettings;
}

/** ESM-30: pausing and resuming, or other settings. */
export function updateMapping(state: RegistryState, uuid: string, wish: MappingWish, { now }: Moment): Change<RegisteredMapping> {
  const present = existing(state, uuid);
  if ('type' in present) return present;
  const { until: _, ...rest } = present;
  const enabled = wish.enabled ?? present.enabled;
  const way = enabled === present.enabled ? 'Updating' : enabled ? 'Enabling' : 'Disabling';
  const mapping: RegisteredMapping = {
    ...rest,
    enabled,
    functionArn: wish.functionArn ?? present.functionArn,
    settings: { ...present.settings, ...wish.settings },
    lastModified: now,
    ...underWay(way, now),
  };
  return [{ ...state, mappings: state.mappings.map((each) => (each === present ? mapping : each)) }, mapping];
}

/** ESM-30: it is told of once more, and is then gone. */
export function deleteMapping(state: RegistryState, uuid: string, { now }: Moment): Change<RegisteredMapping> {
  const present = existing(state, uuid);
  if ('type' in present) return present;
  const mapping: RegisteredMapping = { ...present, enabled: false, lastModified: now, ...underWay('Deleting', now) };
  return [{ ...state, mappings: state.mappings.map((each) => (each === present ? mapping : each)) }, mapping];
}

/** The mapping when what was on its way by `now` has arrived; none when it is gone. */
export function settledMapping(mapping: RegisteredMapping, now: Instant): readonly RegisteredMapping[] {
  const { until, ...rest } = mapping;
  if (until === undefined || until > now) return [mapping];
  if (mapping.state === 'Deleting') return [];
  return [{ ...rest, state: mapping.enabled ? 'Enabled' : 'Disabled' }];
}

/** Whether its source is read now: it is paused as soon as that is asked for. */
export function isRead({ state, enabled }: RegisteredMapping): boolean {
  return enabled && state !== 'Creating' && state !== 'Deleting';
}

export function existing(state: RegistryState, uuid: string): RegisteredMapping | AwsError {
  return state.mappings.find((each) => each.uuid === uuid) ?? notFound('The resource you requested does not exist.');
}

function underWay(state: RegisteredMapping['state'], now: Instant): Pick<RegisteredMapping, 'state' | 'until'> {
  return { state, until: now + CHANGE_TAKES_MS };
}

function arnOf({ region, account, uuid }: Pick<EventSourceMapping, 'region' | 'account' | 'uuid'>): string {
  return `arn:${partitionOf(region).id}:lambda:${region}:${account}:event-source-mapping:${uuid}`;
}

function isAlike(one: Omit<NewMapping, 'enabled'>, other: NewMapping): boolean {
  if (one.functionArn !== other.functionArn || one.eventSourceArn !== other.eventSourceArn) return false;
  const brokers = ({ settings }: Pick<NewMapping, 'settings'>) =>
    [settings.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS, settings.Topics, settings.Queues].join();
  return brokers(one) === brokers(other);
}

function duplicate({ kind, eventSourceArn, functionArn, uuid, settings }: RegisteredMapping): AwsError {
  const instead = `Please update or delete the existing mapping with UUID ${uuid}`;
  const name = functionArn.split(':')[6] ?? functionArn;
  if (kind === 'sqs') {
    return conflict(
      `An event source mapping with SQS arn (" ${eventSourceArn} ") and function (" ${name} ") already exists. ${instead}`,
    );
  }
  if (kind === 'kinesis' || kind === 'dynamodb') {
    return conflict(
      `The event source arn (" ${eventSourceArn} ") and function (" ${name} ") provided mapping already exists. ${instead}`,
    );
  }
  const brokers = settings.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
  const source = eventSourceArn ?? brokers.join(',');
  const topics = [...(settings.Topics ?? []), ...(settings.Queues ?? [])].join(',');
  return conflict(
    `An event source mapping with event source ("${source}"), function ("${functionArn}"), topics ("${topics}") already exists. ${instead}`,
  );
}
