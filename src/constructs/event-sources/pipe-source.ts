import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as pipes from 'aws-cdk-lib/aws-pipes';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { type Duration, Token } from 'aws-cdk-lib/core';
import { PIPE_SMALL_BATCH } from '../../spec/event-sources/pipe';
import { KEY_ACTIONS_OF_SENDERS } from '../../spec/execution-role';
import { PIPE_SOURCE_RANGES } from '../../spec/pipe-limits';
import { within } from '../check';
import { ConstructError, type Place } from '../construct-error';
import { decryptStatements, readStatement } from './source-statements';
import { wholeSeconds } from './whole-seconds';

/** How a pipe reads a queue. */
export interface PipeQueueOptions {
  /**
   * The most messages of one invocation: a whole number from 1 to 10; up to 10,000 for a standard queue with a `maxBatchingWindow`.
   *
   * @default 10
   */
  readonly batchSize?: number;

  /**
   * How long the pipe gathers a batch: whole seconds up to 300; standard queues only.
   *
   * @default Duration.seconds(0)
   */
  readonly maxBatchingWindow?: Duration;
}

/** How a pipe reads the stream of a table. */
export interface PipeTableOptions {
  /**
   * The first record that is read.
   *
   * @default lambda.StartingPosition.LATEST
   */
  readonly startingPosition?: lambda.StartingPosition;

  /**
   * The most records of one invocation: a whole number from 1 to 10,000.
   *
   * @default 100
   */
  readonly batchSize?: number;

  /**
   * How long the pipe gathers a batch: whole seconds up to 300.
   *
   * @default Duration.seconds(0)
   */
  readonly maxBatchingWindow?: Duration;

  /**
   * How many batches of one shard are worked on at once: a whole number from 1 to 10.
   *
   * @default 1
   */
  readonly parallelizationFactor?: number;

  /**
   * How often a batch is tried again: a whole number from 0 to 10,000, or -1 for as long as the records are there.
   *
   * @default -1
   */
  readonly retryAttempts?: number;

  /**
   * How old a record may be: whole seconds from 60 to 604,800.
   *
   * @default - As old as the stream keeps records.
   */
  readonly maxRecordAge?: Duration;

  /**
   * Whether a batch of which the function reports failures is halved and tried again.
   *
   * @default false
   */
  readonly bisectOnPartialFailure?: boolean;

  /**
   * A standard queue that is told of records that are given up; the role of the pipe may send there.
   *
   * @default - Nobody is told.
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * A standard topic that is told of records that are given up, in place of a queue; the role of the pipe may publish there.
   *
   * @default - Nobody is told.
   */
  readonly deadLetterTopic?: sns.ITopic;
}

/** How a pipe reads a stream of Kinesis. */
export interface PipeStreamOptions extends PipeTableOptions {
  /**
   * The time of the first record that is read, with `StartingPosition.AT_TIMESTAMP`.
   *
   * @default - Given by `startingPosition`.
   */
  readonly startingPositionTimestamp?: Date;
}

/** What the pipe of a source is made of. */
interface PipeReading {
  readonly arn: string;
  /** What the source is, in an error. */
  readonly path: string;
  readonly parameters: pipes.CfnPipe.PipeSourceParametersProperty;
  /** What must be the same as long as the pipe is. */
  readonly identity: string;
  readonly statements: readonly iam.PolicyStatement[];
}

/** What a pipe reads from. */
export class PipeSource {
  /** A queue of SQS. */
  public static queue(queue: sqs.IQueue, options: PipeQueueOptions = {}): PipeSource {
    return new PipeSource((place) => {
      checkQueue(place, queue, options);
      const { batchSize, maxBatchingWindow } = options;
      const sqsQueueParameters = { batchSize, maximumBatchingWindowInSeconds: maxBatchingWindow?.toSeconds() };
      return {
        arn: queue.queueArn,
        path: queue.node.path,
        parameters: { sqsQueueParameters },
        identity: '',
        statements: [readStatement('sqs', queue.queueArn), ...decryptStatements(queue.encryptionMasterKey)],
      };
    });
  }

  /** A stream of Kinesis. */
  public static stream(stream: kinesis.IStream, options: PipeStreamOptions = {}): PipeSource {
    return new PipeSource((place) => {
      const { startingPosition = lambda.StartingPosition.LATEST, startingPositionTimestamp } = options;
      const atTime = startingPosition === lambda.StartingPosition.AT_TIMESTAMP;
      if (atTime !== (startingPositionTimestamp !== undefined)) {
        const code = atTime ? 'STARTING_TIMESTAMP_MISSING' : 'STARTING_TIMESTAMP_UNUSED';
        const message = `startingPositionTimestamp must ${atTime ? '' : 'not '}be given with ${startingPosition} (ESM-11).`;
        throw new ConstructError(place, code, message);
      }
      checkStream(place, options);
      const timestamp = startingPositionTimestamp?.toISOString();
      const kinesisStreamParameters = {
        ...streamParameters(options),
        startingPosition,
        startingPositionTimestamp: timestamp,
      };
      return {
        arn: stream.streamArn,
        path: stream.node.path,
        parameters: { kinesisStreamParameters },
        identity: `${startingPosition} ${timestamp}`,
        statements: [
          readStatement('kinesis', stream.streamArn),
          ...decryptStatements(stream.encryptionKey),
          ...deadLetters(options),
        ],
      };
    });
  }

  /** The stream of a DynamoDB table, which must have one. */
  public static table(table: dynamodb.ITable, options: PipeTableOptions = {}): PipeSource {
    return new PipeSource((place) => {
      const { tableStreamArn: arn } = table;
      const { startingPosition = lambda.StartingPosition.LATEST } = options;
      if (arn === undefined) {
        throw new ConstructError(place, 'TABLE_WITHOUT_STREAM', `${table.node.path} has no stream (DDB-01).`);
      }
      if (startingPosition === lambda.StartingPosition.AT_TIMESTAMP) {
        const message = `startingPosition of ${table.node.path} must not be AT_TIMESTAMP (ESM-11).`;
        throw new ConstructError(place, 'STARTING_POSITION_OF_TABLE', message);
      }
      checkStream(place, options);
      return {
        arn,
        path: table.node.path,
        parameters: { dynamoDbStreamParameters: { ...streamParameters(options), startingPosition } },
        identity: startingPosition,
        statements: [readStatement('dynamodb', arn), ...deadLetters(options)],
      };
    });
  }

  /** @internal */
  public readonly _read: (place: Place) => PipeReading;

  private constructor(read: (place: Place) => PipeReading) {
    this._read = read;
  }
}

function checked(place: Place, prop: string, value: number | undefined, property: string): number | undefined {
  const limit = PIPE_SOURCE_RANGES[property];
  return value === undefined || limit === undefined ? undefined : within(place, prop, value, limit);
}

function secondsOf(duration: Duration | undefined): number | undefined {
  return duration && wholeSeconds(duration);
}

function checkQueue(place: Place, queue: sqs.IQueue, { batchSize, maxBatchingWindow }: PipeQueueOptions): void {
  checked(place, 'batchSize', batchSize, 'BatchSize');
  const window = checked(place, 'maxBatchingWindow', secondsOf(maxBatchingWindow), 'MaximumBatchingWindowInSeconds') ?? 0;
  const isKnown = !Token.isUnresolved(window);
  if (queue.fifo && isKnown && window > 0) {
    const message = `maxBatchingWindow must not be given for the FIFO queue ${queue.node.path}, but is ${window} s (SQS-05).`;
    throw new ConstructError(place, 'WINDOW_OF_FIFO_QUEUE', message);
  }
  if (batchSize === undefined || Token.isUnresolved(batchSize) || batchSize <= PIPE_SMALL_BATCH) return;
  if (queue.fifo) {
    const message = `batchSize of the FIFO queue ${queue.node.path} must be at most ${PIPE_SMALL_BATCH} messages, but is ${batchSize} (SQS-04).`;
    throw new ConstructError(place, 'VALUE_OUT_OF_RANGE', message);
  }
  if (isKnown && window < 1) {
    const message = `batchSize ${batchSize} is above ${PIPE_SMALL_BATCH} messages and needs a maxBatchingWindow of at least 1 second (SQS-04).`;
    throw new ConstructError(place, 'BATCHING_WINDOW_MISSING', message);
  }
}

function checkStream(place: Place, options: PipeTableOptions): void {
  checked(place, 'batchSize', options.batchSize, 'BatchSize');
  checked(place, 'maxBatchingWindow', secondsOf(options.maxBatchingWindow), 'MaximumBatchingWindowInSeconds');
  checked(place, 'parallelizationFactor', options.parallelizationFactor, 'ParallelizationFactor');
  checked(place, 'retryAttempts', options.retryAttempts, 'MaximumRetryAttempts');
  checked(place, 'maxRecordAge', secondsOf(options.maxRecordAge), 'MaximumRecordAgeInSeconds');
  const { deadLetterQueue: queue, deadLetterTopic: topic } = options;
  if (queue && topic) {
    throw new ConstructError(place, 'PIPE_DEAD_LETTERS_TWICE', 'deadLetterQueue and deadLetterTopic must not be given together.');
  }
  if (queue?.fifo || topic?.fifo) {
    const message = `${(queue ?? topic)?.node.path} must not be FIFO (PIP-07).`;
    throw new ConstructError(place, 'PIPE_TARGET_FIFO', message);
  }
}

function streamParameters(
  options: PipeTableOptions,
): Omit<pipes.CfnPipe.PipeSourceDynamoDBStreamParametersProperty, 'startingPosition'> {
  const arn = options.deadLetterQueue?.queueArn ?? options.deadLetterTopic?.topicArn;
  return {
    batchSize: options.batchSize,
    maximumBatchingWindowInSeconds: options.maxBatchingWindow?.toSeconds(),
    parallelizationFactor: options.parallelizationFactor,
    maximumRetryAttempts: options.retryAttempts,
    maximumRecordAgeInSeconds: options.maxRecordAge?.toSeconds(),
    onPartialBatchItemFailure: options.bisectOnPartialFailure ? 'AUTOMATIC_BISECT' : undefined,
    deadLetterConfig: arn === undefined ? undefined : { arn },
  };
}

function deadLetters({ deadLetterQueue: queue, deadLetterTopic: topic }: PipeTableOptions): readonly iam.PolicyStatement[] {
  if (queue) return sends('sqs:SendMessage', queue.queueArn, queue.encryptionMasterKey);
  return topic ? sends('sns:Publish', topic.topicArn, topic.masterKey) : [];
}

/** Leave to send to a queue, topic or bus, and to encrypt for it. */
export function sends(action: string, arn: string, key?: kms.IKey): readonly iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({ actions: [action], resources: [arn] }),
    ...(key ? [new iam.PolicyStatement({ actions: [...KEY_ACTIONS_OF_SENDERS], resources: [key.keyArn] })] : []),
  ];
}
