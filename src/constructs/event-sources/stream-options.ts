import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Duration } from 'aws-cdk-lib/core';
import type { BatchOptions, FilterOptions, MappingOptions, RetryOptions } from './mapping-options';

/** What can be said of a function that reads a stream of Kinesis or DynamoDB. */
export interface StreamEventSourceProps extends MappingOptions, BatchOptions, FilterOptions, RetryOptions {
  /**
   * Where Lambda begins to read: at the oldest record that is kept (`TRIM_HORIZON`), or with those to come (`LATEST`). Kinesis only:
   * at a time (`AT_TIMESTAMP`). It cannot be changed later.
   */
  readonly startingPosition: lambda.StartingPosition;

  /**
   * How many batches of one shard are handled at once: a whole number from 1 to 10. The order of records with the same key is kept.
   *
   * Warns when a function has less concurrency reserved than it takes for all shards of its stream.
   *
   * @default 1
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
   */
  readonly parallelizationFactor?: number;

  /**
   * How long the windows are over which the function adds up records: whole seconds up to 900. The function must return its `state`.
   *
   * @default - No windows.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html
   */
  readonly tumblingWindow?: Duration;
}
