import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { BatchOptions, FilterOptions, MappingOptions, RetryOptions } from './mapping-options';

/** What can be said of a function that reads a topic of Kafka. */
export interface KafkaEventSourceProps extends MappingOptions, BatchOptions, FilterOptions, RetryOptions {
  /** The topic that is read: 2 to 249 letters, digits, `-`, `_` and `.`, of which the first is not a dot. */
  readonly topic: string;

  /** Where Lambda begins to read: at the oldest record, with those to come, or at a time. It cannot be changed later. */
  readonly startingPosition: lambda.StartingPosition;

  /**
   * The time from which on Lambda reads, in seconds since 1970. With the `startingPosition` `AT_TIMESTAMP`, and only then.
   *
   * @default - None.
   */
  readonly startingPositionTimestamp?: number;

  /**
   * The secret that Lambda logs in with. The role of the function may read it.
   *
   * @default - None.
   */
  readonly secret?: secretsmanager.ISecret;

  /**
   * The consumer group that the mapping joins: 1 to 200 letters, digits and `- / * : _ + = . @`. It cannot be changed later.
   *
   * @default - One that Lambda makes up.
   */
  readonly consumerGroupId?: string;

  /**
   * Pollers that are kept ready, from 1 to 200 at least and from 1 to 2000 at most (provisioned mode). With them come retries, record
   * age, bisecting, partial responses, schema registries and topics for failures.
   *
   * Up to 10,000 are let through with a warning, as the API takes them and the guide does not name them.
   *
   * @default - Lambda scales the pollers by itself.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html
   */
  readonly provisionedPollerConfig?: lambda.ProvisionedPollerConfig;

  /**
   * The registry that records are checked and read with: `GlueSchemaRegistry` or `ConfluentSchemaRegistry` of
   * `aws-cdk-lib/aws-lambda-event-sources`. Not without `provisionedPollerConfig`.
   *
   * @default - Records are handed on as they are.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html
   */
  readonly schemaRegistryConfig?: lambda.ISchemaRegistry;

  /**
   * What the mapping tells to its log: `DEBUG`, `INFO` or `WARN`; the values of `lambda.EventSourceMappingLogLevel`.
   *
   * @default - Nothing.
   */
  readonly logLevel?: string;
}
