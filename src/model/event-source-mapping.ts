import type { ResourceAddress } from './address';

/** An event source mapping: what reads a source and invokes a function with what it finds. */
export interface EventSourceMapping {
  readonly address: ResourceAddress;
  readonly uuid: string;
  readonly region: string;
  readonly account: string;
  /** With the qualifier, where one is named. */
  readonly functionArn: string;
  /** Absent for a Kafka cluster of one's own. */
  readonly eventSourceArn?: string;
  readonly enabled: boolean;
  readonly settings: MappingSettings;
}

/** As Lambda's API and its resource in CloudFormation name them; the units are in the names. */
export interface MappingSettings {
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string }[] };
  readonly StartingPosition?: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  /** Seconds since 1970. */
  readonly StartingPositionTimestamp?: number;
  readonly ParallelizationFactor?: number;
  readonly TumblingWindowInSeconds?: number;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly ProvisionedPollerConfig?: {
    readonly MinimumPollers?: number;
    readonly MaximumPollers?: number;
    readonly PollerGroupName?: string;
  };
  readonly Topics?: readonly string[];
  readonly Queues?: readonly string[];
  readonly SourceAccessConfigurations?: readonly { readonly Type?: string; readonly URI?: string }[];
  readonly SelfManagedEventSource?: { readonly Endpoints?: { readonly KAFKA_BOOTSTRAP_SERVERS?: readonly string[] } };
  readonly AmazonManagedKafkaEventSourceConfig?: KafkaSettings;
  readonly SelfManagedKafkaEventSourceConfig?: KafkaSettings;
  readonly DocumentDBEventSourceConfig?: {
    readonly DatabaseName?: string;
    readonly CollectionName?: string;
    readonly FullDocument?: string;
  };
  readonly MetricsConfig?: { readonly Metrics?: readonly string[] };
  readonly LoggingConfig?: { readonly SystemLogLevel?: string };
}

interface KafkaSettings {
  readonly ConsumerGroupId?: string;
}
