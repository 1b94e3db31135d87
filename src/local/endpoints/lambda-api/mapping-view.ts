import type { CreateEventSourceMappingRequest, EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { MappingSettings } from '../../../model/event-source-mapping';
import type { RegisteredMapping } from '../../engine/registry/state';

/** The settings among the members of a request. */
const SETTINGS: readonly (keyof MappingSettings & keyof CreateEventSourceMappingRequest)[] = [
  ...(['StartingPosition', 'BatchSize', 'MaximumBatchingWindowInSeconds', 'ParallelizationFactor', 'FilterCriteria'] as const),
  ...(['DestinationConfig', 'Topics', 'Queues', 'SourceAccessConfigurations', 'SelfManagedEventSource'] as const),
  ...(['MaximumRecordAgeInSeconds', 'BisectBatchOnFunctionError', 'MaximumRetryAttempts', 'TumblingWindowInSeconds'] as const),
  ...(['FunctionResponseTypes', 'AmazonManagedKafkaEventSourceConfig', 'SelfManagedKafkaEventSourceConfig'] as const),
  ...(['ScalingConfig', 'DocumentDBEventSourceConfig', 'MetricsConfig', 'LoggingConfig', 'ProvisionedPollerConfig'] as const),
];

/** What a request says of a mapping; what it does not say is absent. */
export function mappingSettings(
  input: Partial<Pick<CreateEventSourceMappingRequest, 'StartingPositionTimestamp' | (typeof SETTINGS)[number]>>,
): MappingSettings {
  const given = Object.fromEntries(SETTINGS.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])));
  const { StartingPositionTimestamp: from } = input;
  return { ...given, ...(from && { StartingPositionTimestamp: from.getTime() / 1000 }) };
}

/** ESM-31 to ESM-34. */
export function mappingView(mapping: RegisteredMapping): EventSourceMappingConfiguration {
  const { StartingPositionTimestamp: from, FilterCriteria: filters, ...settings } = mapping.settings;
  const byUser = mapping.kind === 'sqs' || mapping.kind === 'self-managed-kafka';
  const isStream = mapping.kind === 'kinesis' || mapping.kind === 'dynamodb';
  return {
    UUID: mapping.uuid,
    EventSourceMappingArn: mapping.arn,
    EventSourceArn: mapping.eventSourceArn,
    FunctionArn: mapping.functionArn,
    State: mapping.state,
    StateTransitionReason: byUser ? 'USER_INITIATED' : 'User action',
    LastModified: new Date(mapping.lastModified),
    ...(isStream && { LastProcessingResult: mapping.lastProcessingResult ?? 'No records processed' }),
    ...(from !== undefined && { StartingPositionTimestamp: new Date(from * 1000) }),
    ...(filters?.Filters?.length && { FilterCriteria: filters }),
    ...settings,
  } as EventSourceMappingConfiguration;
}
