import type { Limit, TextLimit } from './limit';

/** What a mapping reads from. */
export type SourceKind = 'sqs' | 'kinesis' | 'dynamodb' | 'msk' | 'self-managed-kafka' | 'mq' | 'documentdb';

/** The kind of source by the service in its ARN. */
export const KIND_BY_SERVICE: Readonly<Record<string, SourceKind>> = {
  sqs: 'sqs',
  kinesis: 'kinesis',
  dynamodb: 'dynamodb',
  kafka: 'msk',
  mq: 'mq',
  rds: 'documentdb',
};

/** Those that the executor reads. */
export const POLLED_KINDS: readonly SourceKind[] = ['sqs', 'dynamodb', 'kinesis'];

/** In a sentence. */
export const KIND_NAMES: Readonly<Record<SourceKind, string>> = {
  sqs: 'an SQS queue',
  kinesis: 'a Kinesis stream',
  dynamodb: 'a DynamoDB stream',
  msk: 'an MSK cluster',
  'self-managed-kafka': 'a Kafka cluster of your own',
  mq: 'an Amazon MQ broker',
  documentdb: 'a DocumentDB cluster',
};

export const MAPPING_SOURCE = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html';
const whole = { whole: true, source: MAPPING_SOURCE };

export const BATCH_SIZE: Limit = { min: 1, max: 10_000, unit: 'records', rule: 'ESM-01', ...whole };
export const BATCHING_WINDOW: Limit = { min: 0, max: 300, unit: 'seconds', rule: 'ESM-02', ...whole };
export const PARALLELIZATION_FACTOR: Limit = { min: 1, max: 10, unit: 'batches', rule: 'ESM-04', ...whole };
export const TUMBLING_WINDOW: Limit = { min: 0, max: 900, unit: 'seconds', rule: 'ESM-05', ...whole };
/** -1: until the records expire. */
export const MAPPING_RETRIES: Limit = { min: -1, max: 10_000, unit: 'attempts', rule: 'ESM-06', ...whole };
/** -1, for no limit, besides. */
export const RECORD_AGE: Limit = { min: 60, max: 604_800, unit: 'seconds', rule: 'ESM-06', ...whole };
export const NO_LIMIT = -1;
export const MAXIMUM_CONCURRENCY: Limit = { min: 2, max: 1000, unit: 'invocations', rule: 'ESM-08', ...whole };

/** Messages of one invocation, of a FIFO queue (SQS-04). */
export const FIFO_BATCH_SIZE = 10;
/** Messages of one invocation, when nothing is waited for (ESM-03). */
export const UNWINDOWED_BATCH_SIZE = 10;

/** Pollers of provisioned mode (ESM-09). The API takes more than the guide and the CDK name (DSP-02). */
export const POLLERS = {
  minimum: { sqs: 2, kafka: 1, max: 200 },
  maximum: { documented: 2000, max: 10_000 },
} as const;

/** ESM-16: the quota can be raised from the first to the second. */
export const FILTERS = { quota: 5, max: 10, patternCharacters: 4096 } as const;

/** How long a function behind Kafka, MQ or DocumentDB may run, in seconds (ESM-65). */
export const SLOW_SOURCE_TIMEOUT_SECONDS = 840;
export const SLOW_SOURCES: readonly SourceKind[] = ['msk', 'self-managed-kafka', 'mq', 'documentdb'];

/** How long a durable execution may take that a mapping began, in seconds; on managed instances, but not for all sources (ESM-66). */
export const DURABLE_BEHIND_MAPPING = { seconds: 900, onInstancesSeconds: 5400, neverLonger: ['mq', 'documentdb'] } as const;

const STREAMS: readonly SourceKind[] = ['kinesis', 'dynamodb'];
const KAFKA: readonly SourceKind[] = ['msk', 'self-managed-kafka'];

interface Support {
  /** As in a template. */
  readonly property: string;
  readonly kinds: readonly SourceKind[];
  /** Kinds that take it in provisioned mode only. */
  readonly provisioned?: readonly SourceKind[];
  readonly rule: string;
}

/** Which sources take which property; what is not here is for all of them. */
export const SUPPORT: readonly Support[] = [
  { property: 'ParallelizationFactor', kinds: STREAMS, rule: 'ESM-04' },
  { property: 'TumblingWindowInSeconds', kinds: STREAMS, rule: 'ESM-05' },
  { property: 'MaximumRetryAttempts', kinds: STREAMS, provisioned: KAFKA, rule: 'ESM-06' },
  { property: 'MaximumRecordAgeInSeconds', kinds: STREAMS, provisioned: KAFKA, rule: 'ESM-06' },
  { property: 'BisectBatchOnFunctionError', kinds: STREAMS, provisioned: KAFKA, rule: 'ESM-07' },
  { property: 'ScalingConfig', kinds: ['sqs'], rule: 'ESM-08' },
  { property: 'ProvisionedPollerConfig', kinds: ['sqs', ...KAFKA], rule: 'ESM-09' },
  { property: 'FunctionResponseTypes', kinds: ['sqs', ...STREAMS], provisioned: KAFKA, rule: 'ESM-10' },
  { property: 'StartingPosition', kinds: [...STREAMS, ...KAFKA, 'documentdb'], rule: 'ESM-11' },
  { property: 'StartingPositionTimestamp', kinds: [...STREAMS, ...KAFKA, 'documentdb'], rule: 'ESM-11' },
  { property: 'Topics', kinds: KAFKA, rule: 'ESM-12' },
  { property: 'Queues', kinds: ['mq'], rule: 'ESM-12' },
  { property: 'SourceAccessConfigurations', kinds: [...KAFKA, 'mq', 'documentdb'], rule: 'ESM-13' },
  { property: 'FilterCriteria', kinds: ['sqs', ...STREAMS, ...KAFKA, 'mq'], rule: 'ESM-16' },
  { property: 'DestinationConfig', kinds: [...STREAMS, ...KAFKA], rule: 'ESM-17' },
  { property: 'LoggingConfig', kinds: KAFKA, rule: 'ESM-19' },
  { property: 'AmazonManagedKafkaEventSourceConfig', kinds: ['msk'], rule: 'ESM-20' },
  { property: 'SelfManagedKafkaEventSourceConfig', kinds: ['self-managed-kafka'], rule: 'ESM-20' },
  { property: 'DocumentDBEventSourceConfig', kinds: ['documentdb'], rule: 'ESM-21' },
];

/** Kinds that must be told where to begin (ESM-11); Kafka clusters of one's own begin at the oldest record. */
export const NEEDS_STARTING_POSITION: readonly SourceKind[] = ['kinesis', 'dynamodb', 'msk', 'documentdb'];
export const AT_TIMESTAMP = 'AT_TIMESTAMP';

/** Sources that must be in the account of the function, too (MQ-02, DOC-01). */
export const OWN_ACCOUNT_ONLY: readonly SourceKind[] = ['mq', 'documentdb'];

/** Readers of one DynamoDB stream: of a table, and of a table that is copied to other Regions (DDB-03). */
export const STREAM_READERS = { table: 2, replicated: 1 } as const;

/** Hours that a stream keeps records: of Kinesis unless it says otherwise, of DynamoDB always (KIN-13, DDB-04). */
export const STREAM_RETENTION_HOURS = 24;

/** Receives of a message after which it should be set aside at the earliest (SQS-07). */
export const RECOMMENDED_RECEIVES = 5;

/** Pollers that begin at once with a standard queue (SQS-10, SQS-30). */
export const FIRST_POLLERS = 5;

const text = { source: MAPPING_SOURCE };

export const TOPIC_NAME: TextLimit = {
  ...{ min: 2, max: 249, rule: 'ESM-12' },
  pattern: { matches: /^[^.][a-zA-Z0-9\-_.]+$/, words: 'letters, digits, dots, hyphens and underscores, no dot first' },
  ...text,
};
export const MAPPED_QUEUE_NAME: TextLimit = { min: 1, max: 1000, rule: 'ESM-12', ...text };
export const CONSUMER_GROUP: TextLimit = {
  ...{ min: 1, max: 200, rule: 'ESM-15' },
  pattern: { matches: /^[a-zA-Z0-9\-/*:_+=.@]+$/, words: 'letters, digits and - / * : _ + = . @' },
  ...text,
};
export const DATABASE_NAME: TextLimit = { min: 1, max: 63, rule: 'ESM-21', ...text };
export const COLLECTION_NAME: TextLimit = {
  ...{ min: 1, max: 57, rule: 'ESM-21' },
  pattern: { matches: /^(?!system\.)/, words: 'no `system.` first' },
  ...text,
};
/** ESM-11, ESM-44. */
export const STARTING_POSITIONS: readonly string[] = ['TRIM_HORIZON', 'LATEST', AT_TIMESTAMP];
/** ESM-10. */
export const RESPONSE_TYPES: readonly string[] = ['ReportBatchItemFailures'];
