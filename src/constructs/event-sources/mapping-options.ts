import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Duration } from 'aws-cdk-lib/core';

/** What can be said of the event source mapping of every source that Lambda polls. */
export interface MappingOptions {
  /**
   * Whether Lambda reads the source. A mapping that is disabled keeps its place in a stream.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Metrics of the mapping.
   *
   * @default - None beside those that are free.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
   */
  readonly metricsConfig?: lambda.MetricsConfig;

  /**
   * Tags of the mapping, beside those that it takes over from the stack and the function.
   *
   * @default - None.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/tags-esm.html
   */
  readonly tags?: { [key: string]: string };

  /**
   * Whether the role of the function has the permissions already, so that nothing is added to it. For roles that cannot be
   * changed here.
   *
   * @default false
   */
  readonly roleHasPermissions?: boolean;
}

/** What can be said of sources whose records can be filtered. */
export interface FilterOptions {
  /**
   * Which records are handed to the function: those that match at least one of the filters. The others count as handled; messages
   * of a queue are deleted. Five filters at most, ten where the quota was raised.
   *
   * Made with `EventFilter`, or with `lambda.FilterCriteria.filter`. Fails when a filter is no event pattern, or can match nothing
   * that this source sends.
   *
   * @default - All records.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
   */
  readonly filters?: { [key: string]: any }[]; // eslint-disable-line @typescript-eslint/no-explicit-any

  /**
   * The key that encrypts the filters. Its policy is told to let Lambda decrypt with it for the mappings of this account. Not
   * without `filters`.
   *
   * @default - A key of AWS.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filter-criteria-encryption
   */
  readonly filterEncryption?: kms.IKey;
}

/** How the records of a stream, a topic or a broker are put into batches. */
export interface BatchOptions {
  /**
   * The most records handed to one invocation: a whole number from 1 to 10,000.
   *
   * @default 100
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
   */
  readonly batchSize?: number;

  /**
   * How long Lambda gathers a batch: whole seconds up to 300.
   *
   * @default - Kinesis and DynamoDB: not at all. Kafka, Amazon MQ and DocumentDB: 500 ms, which cannot be had again once another
   * time was set.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
   */
  readonly maxBatchingWindow?: Duration;
}

/** What Lambda does with records that the function fails on. Of Kafka, all of it but `onFailure` needs `provisionedPollerConfig`. */
export interface RetryOptions {
  /**
   * How often Lambda tries a failing batch again: a whole number from 0 to 10,000, or -1 for as long as the source keeps the
   * records.
   *
   * @default -1
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
   */
  readonly retryAttempts?: number;

  /**
   * How old a record may be and still be handed to the function: whole seconds from 60 to 604,800, which are 7 days.
   *
   * @default - As old as the source keeps records.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
   */
  readonly maxRecordAge?: Duration;

  /**
   * Whether a failing batch is split in two before it is tried again, which finds the record that is to blame.
   *
   * @default false
   */
  readonly bisectBatchOnError?: boolean;

  /**
   * Whether the function tells from which record on a batch failed, so that those before it are not handed to it again.
   *
   * The function must return `{ batchItemFailures: [{ itemIdentifier }] }`.
   *
   * @default false
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
   */
  readonly reportBatchItemFailures?: boolean;

  /**
   * Where Lambda tells of records that it gives up: `SqsDlq`, `SnsDlq`, `S3OnFailureDestination` or `KafkaDlq` of
   * `aws-cdk-lib/aws-lambda-event-sources`. Standard queues and topics only; a topic of Kafka for Kafka in provisioned mode only.
   *
   * The role of the function is allowed to send there, and no more than that.
   *
   * @default - Nowhere.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
   */
  readonly onFailure?: lambda.IEventSourceDlq;
}
