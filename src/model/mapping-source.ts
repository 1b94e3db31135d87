import { KIND_BY_SERVICE, type SourceKind, UNWINDOWED_BATCH_SIZE } from '../spec/event-source-mapping';
import { STREAM_BATCH_SIZE } from '../spec/stream-poller';
import type { EventSourceMapping, MappingSettings } from './event-source-mapping';
import type { FunctionSource, FunctionSourceKind } from './function-source';

const KINDS: Readonly<Record<SourceKind, FunctionSourceKind>> = {
  sqs: 'queue',
  kinesis: 'stream',
  dynamodb: 'table',
  msk: 'kafka',
  'self-managed-kafka': 'kafka',
  mq: 'broker',
  documentdb: 'documentDb',
};

/** A mapping as what sets its function off; `why` it does not. */
export function mappingSource(
  { eventSourceArn, enabled, settings }: EventSourceMapping,
  pathOf: (arn: string) => string,
  why: string | undefined,
): Omit<FunctionSource, 'qualifier'> {
  const kind = eventSourceArn === undefined ? 'self-managed-kafka' : KIND_BY_SERVICE[eventSourceArn.split(':')[2] ?? ''];
  const [server = 'unknown'] = settings.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
  return {
    kind: kind === undefined ? 'other' : KINDS[kind],
    source: eventSourceArn === undefined ? server : pathOf(eventSourceArn),
    how: kind === undefined ? [] : howOf(settings, kind),
    ...(!enabled && { disabled: true }),
    ...(why !== undefined && { why }),
  };
}

function howOf(settings: MappingSettings, kind: SourceKind): readonly string[] {
  // Of everything but queues, a hundred at a time.
  const { BatchSize = kind === 'sqs' ? UNWINDOWED_BATCH_SIZE : STREAM_BATCH_SIZE } = settings;
  const { MaximumBatchingWindowInSeconds: window, FilterCriteria } = settings;
  const {
    ParallelizationFactor: parallel = 1,
    TumblingWindowInSeconds: tumbling,
    ScalingConfig,
    FunctionResponseTypes,
  } = settings;
  const filters = FilterCriteria?.Filters?.length ?? 0;
  const most = ScalingConfig?.MaximumConcurrency;
  return [
    ...(settings.Topics ?? settings.Queues ?? []),
    `batches of ${BatchSize}`,
    ...(window ? [`gathered for ${window} s`] : []),
    ...(filters > 0 ? [`${filters} ${filters === 1 ? 'filter' : 'filters'}`] : []),
    ...(parallel > 1 ? [`${parallel} at once of a shard`] : []),
    ...(tumbling ? [`windows of ${tumbling} s`] : []),
    ...(most === undefined ? [] : [`at most ${most} at once`]),
    ...(FunctionResponseTypes?.includes('ReportBatchItemFailures') ? ['item failures'] : []),
  ];
}
