import {
  BATCH_SIZE,
  BATCHING_WINDOW,
  FILTERS,
  MAPPING_RETRIES,
  MAXIMUM_CONCURRENCY,
  NO_LIMIT,
  PARALLELIZATION_FACTOR,
  POLLERS,
  RECORD_AGE,
  TUMBLING_WINDOW,
} from '../event-source-mapping';
import { ARN, READ_NAME, RESOURCE_ARN } from './names';
import { DESTINATIONS } from './setting-inputs';
import { list, type Members, map, members, number, one, structure, text } from './shape';

const URI = text({ min: 1, max: 200 }, '[a-zA-Z0-9-\\/*:_+=.@-]*');
const KAFKA = structure({ ConsumerGroupId: URI });

/** What creating and updating a mapping have in common. */
const SETTINGS = {
  BatchSize: number(BATCH_SIZE.min, BATCH_SIZE.max),
  FilterCriteria: structure({ Filters: list(structure({ Pattern: text({ min: 0, max: FILTERS.patternCharacters }, '.*') })) }),
  MaximumBatchingWindowInSeconds: number(BATCHING_WINDOW.min, BATCHING_WINDOW.max),
  ParallelizationFactor: number(PARALLELIZATION_FACTOR.min, PARALLELIZATION_FACTOR.max),
  DestinationConfig: DESTINATIONS,
  MaximumRecordAgeInSeconds: number(NO_LIMIT, RECORD_AGE.max),
  MaximumRetryAttempts: number(MAPPING_RETRIES.min, MAPPING_RETRIES.max),
  TumblingWindowInSeconds: number(TUMBLING_WINDOW.min, TUMBLING_WINDOW.max),
  SourceAccessConfigurations: list(
    structure({
      Type: one(
        ...['BASIC_AUTH', 'VPC_SUBNET', 'VPC_SECURITY_GROUP', 'SASL_SCRAM_512_AUTH', 'SASL_SCRAM_256_AUTH', 'VIRTUAL_HOST'],
        ...['CLIENT_CERTIFICATE_TLS_AUTH', 'SERVER_ROOT_CA_CERTIFICATE'],
      ),
      URI,
    }),
    0,
    22,
  ),
  FunctionResponseTypes: list(one('ReportBatchItemFailures'), 0, 1),
  ScalingConfig: structure({ MaximumConcurrency: number(MAXIMUM_CONCURRENCY.min, MAXIMUM_CONCURRENCY.max) }),
  AmazonManagedKafkaEventSourceConfig: KAFKA,
  SelfManagedKafkaEventSourceConfig: KAFKA,
  DocumentDBEventSourceConfig: structure({
    DatabaseName: text({ min: 1, max: 63 }, '[^ /\\.$\\x22]*'),
    CollectionName: text({ min: 1, max: 57 }, '(^(?!(system\\x2e)))(^[_a-zA-Z0-9])([^$]*)'),
    FullDocument: one('UpdateLookup', 'Default'),
  }),
  KMSKeyArn: RESOURCE_ARN,
  MetricsConfig: structure({ Metrics: list(one('EventCount', 'ErrorCount', 'KafkaMetrics'), 0, 3) }),
  LoggingConfig: structure({ SystemLogLevel: one('DEBUG', 'INFO', 'WARN') }),
  ProvisionedPollerConfig: structure({
    MinimumPollers: number(1, POLLERS.minimum.max),
    MaximumPollers: number(1, POLLERS.maximum.max),
    PollerGroupName: text({ min: 0, max: 128 }, '[a-zA-Z0-9-_]*'),
  }),
};

/** What the requests about event source mappings are made of. Source: service model 2015-03-31; ESM-01 to ESM-21. */
export const MAPPING_INPUTS: Readonly<Record<string, Members>> = {
  CreateEventSourceMapping: members({
    EventSourceArn: ARN,
    'FunctionName!': READ_NAME,
    StartingPosition: one('LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON'),
    ...SETTINGS,
    Topics: list(text({ min: 1, max: 249 }, '[^.]([a-zA-Z0-9\\-_.]+)'), 1, 1),
    Queues: list(text({ min: 1, max: 1000 }, '[\\s\\S]*'), 1, 1),
    SelfManagedEventSource: structure({
      Endpoints: map(one('KAFKA_BOOTSTRAP_SERVERS'), list(text({ min: 1, max: 300 }), 1, 10)),
    }),
  }),
  UpdateEventSourceMapping: members({ 'UUID!': text(), FunctionName: READ_NAME, ...SETTINGS }),
  GetEventSourceMapping: members({ 'UUID!': text() }),
  DeleteEventSourceMapping: members({ 'UUID!': text() }),
};
