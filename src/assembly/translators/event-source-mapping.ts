import type { EventSourceMapping, MappingSettings } from '../../model/event-source-mapping';
import { KIND_BY_SERVICE, KIND_NAMES, POLLED_KINDS } from '../../spec/event-source-mapping';
import { defined, isObject, type Json, member } from '../json';
import type { Resource } from '../resource';
import { optional, qualifierOf, type Translation, targetOf, translated } from './draft';

/** In the order of the API; all others of the resource are not settings of the poller. */
const SETTINGS: readonly (keyof MappingSettings)[] = [
  ...(['BatchSize', 'MaximumBatchingWindowInSeconds', 'FilterCriteria', 'StartingPosition'] as const),
  ...(['StartingPositionTimestamp', 'ParallelizationFactor', 'TumblingWindowInSeconds', 'MaximumRetryAttempts'] as const),
  ...(['MaximumRecordAgeInSeconds', 'BisectBatchOnFunctionError', 'DestinationConfig', 'FunctionResponseTypes'] as const),
  ...(['ScalingConfig', 'ProvisionedPollerConfig', 'Topics', 'Queues', 'SourceAccessConfigurations'] as const),
  ...(['AmazonManagedKafkaEventSourceConfig', 'SelfManagedKafkaEventSourceConfig'] as const),
  ...(['DocumentDBEventSourceConfig', 'MetricsConfig', 'LoggingConfig'] as const),
];

/** A mapping of the app, which has queues and data streams with the ARNs `here`; undefined, with a report, when its function or its source cannot be had. */
export function translateMapping(
  resource: Resource,
  context: Translation,
  here: readonly string[],
): EventSourceMapping | undefined {
  const target = targetOf(resource, 'FunctionName', context);
  if (target === undefined) return undefined;
  const essentials = translated(resource, context, () => ({
    qualifier: qualifierOf(resource, target),
    eventSourceArn: resource.text('EventSourceArn'),
    enabled: resource.flag('Enabled') ?? true,
  }));
  if (essentials === undefined) return undefined;
  const { qualifier, eventSourceArn, enabled } = essentials;
  const { arn } = target.draft;
  const why = whyNotRead(eventSourceArn, here);
  if (why !== undefined) context.report.leaveOut(resource, why);
  return defined({
    address: resource.address,
    uuid: resource.uuid(),
    region: resource.region,
    account: resource.account,
    functionArn: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    eventSourceArn,
    enabled,
    settings: settingsOf(resource, context),
  });
}

/** The mapping can be seen and changed all the same. */
function whyNotRead(arn: string | undefined, here: readonly string[]): string | undefined {
  const kind = arn === undefined ? 'self-managed-kafka' : KIND_BY_SERVICE[arn.split(':')[2] ?? ''];
  if (kind === undefined || !POLLED_KINDS.includes(kind)) {
    const source = kind === undefined ? `${arn}` : KIND_NAMES[kind];
    return `Nothing is read from ${source} here yet; invoke the function with an event instead.`;
  }
  if (kind === 'dynamodb' || here.includes(arn ?? '')) return undefined;
  return `${arn} is no ${kind === 'sqs' ? 'queue' : 'stream'} of this app, so nothing is read from it until somebody makes it here.`;
}

function settingsOf(resource: Resource, context: Translation): MappingSettings {
  const settings = Object.fromEntries(
    SETTINGS.map((name) => [name, optional(resource, context, name, () => asWritten(resource.value(name)))]),
  );
  const servers = optional(resource, context, 'SelfManagedEventSource', () =>
    resource.texts('SelfManagedEventSource', 'Endpoints', 'KafkaBootstrapServers'),
  );
  return defined({
    ...settings,
    ...(servers && { SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } } }),
  });
}

/** Templates may write numbers and flags as text. */
function asWritten(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') {
    if (/^-?\d+$/.test(value)) return Number(value);
    return value === 'true' ? true : value === 'false' ? false : value;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value).map((name) => [name, name === 'Pattern' ? member(value, name) : asWritten(member(value, name))]),
  );
}
