import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { type Duration, Names, Token } from 'aws-cdk-lib/core';
import { BATCHING_WINDOW } from '../../spec/event-sources/mapping';
import {
  DEFAULT_VISIBILITY_TIMEOUT_SECONDS,
  SQS_ACTIONS,
  SQS_BATCH,
  SQS_MAX_CONCURRENCY,
  SQS_MAXIMUM_POLLERS,
  SQS_MINIMUM_POLLERS,
  SQS_SMALL_BATCH,
  VISIBILITY_MARGIN,
} from '../../spec/event-sources/sqs';
import { within } from '../check';
import { ConstructError, type Place } from '../construct-error';
import { warn } from '../construct-warning';
import { timeoutSeconds } from './function-behind';
import { allowTarget } from './role-of-target';

export interface SqsEventSourceProps {
  /**
   * The most messages handed to one invocation: a whole number from 1 to 10; up to 10,000 for a standard queue with a
   * `maxBatchingWindow` of at least 1 second.
   *
   * @default 10
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
   */
  readonly batchSize?: number;

  /**
   * How long Lambda gathers a batch: whole seconds up to 300; standard queues only.
   *
   * @default Duration.seconds(0)
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
   */
  readonly maxBatchingWindow?: Duration;

  /**
   * Whether the function tells which messages of a batch failed, so that only those come back.
   *
   * The function must return `{ batchItemFailures: [{ itemIdentifier: messageId }] }`.
   *
   * @default false
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
   */
  readonly reportBatchItemFailures?: boolean;

  /**
   * The most invocations at once that this queue may cause: a whole number from 2 to 1000. Not together with
   * `provisionedPollerConfig`.
   *
   * @default - No limit of its own.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  readonly maxConcurrency?: number;

  /**
   * Pollers that are kept ready: from 2 to 200 at least, from 2 to 2000 at most. Not together with `maxConcurrency`.
   *
   * @default - Lambda scales the pollers by itself.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  readonly provisionedPollerConfig?: lambda.ProvisionedPollerConfig;

  /**
   * Whether Lambda reads the queue.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Which messages are handed to the function; those that match none of the filters are deleted. Five at most, ten where the
   * quota was raised.
   *
   * @default - All.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
   */
  readonly filters?: { [key: string]: any }[]; // eslint-disable-line @typescript-eslint/no-explicit-any

  /**
   * The key that encrypts the filters.
   *
   * @default - A key of AWS.
   */
  readonly filterEncryption?: kms.IKey;

  /**
   * Metrics of the mapping.
   *
   * @default - None beside those that are free.
   */
  readonly metricsConfig?: lambda.MetricsConfig;

  /**
   * Whether the role of the function has the permissions already, so that nothing is added to it. For roles that cannot be
   * changed here.
   *
   * @default false
   */
  readonly roleHasPermissions?: boolean;
}

/**
 * An SQS queue that a function reads.
 *
 * The function's role gets the three actions that Lambda needs on the queue, and `kms:Decrypt` where the queue has a key of its
 * own. Fails when Lambda would refuse the mapping; warns when messages would come back while they are still worked on.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export class SqsEventSource implements lambda.IEventSource {
  /** The queue that is read. */
  public readonly queue: sqs.IQueue;
  private readonly props: SqsEventSourceProps;

  constructor(queue: sqs.IQueue, props: SqsEventSourceProps = {}) {
    this.queue = queue;
    this.props = props;
  }

  /** Connects the queue to a function, an alias or a version. */
  public bind(target: lambda.IFunction): void {
    const { queue, props } = this;
    const { roleHasPermissions, ...mapping } = props;
    checkBatch(target, queue, props);
    checkScaling(target, props);
    checkVisibility(target, queue, props);

    allowTarget(target, target, statements(queue), roleHasPermissions);
    // The id that aws-cdk-lib gives: who comes from there keeps the mapping.
    target.addEventSourceMapping(`SqsEventSource:${Names.nodeUniqueId(queue.node)}`, {
      ...mapping,
      eventSourceArn: queue.queueArn,
    });
  }
}

function checkBatch(place: Place, queue: sqs.IQueue, { batchSize, maxBatchingWindow }: SqsEventSourceProps): void {
  const window = within(place, 'maxBatchingWindow', maxBatchingWindow?.toSeconds() ?? 0, BATCHING_WINDOW);
  if (queue.fifo && !Token.isUnresolved(window) && window > 0) {
    throw new ConstructError(
      place,
      'WINDOW_OF_FIFO_QUEUE',
      `maxBatchingWindow must not be given for the FIFO queue ${queue.node.path}, but is ${window} s (SQS-05).`,
    );
  }
  if (batchSize === undefined) return;
  within(place, 'batchSize', batchSize, queue.fifo ? SQS_SMALL_BATCH : SQS_BATCH);
  if (Token.isUnresolved(batchSize) || Token.isUnresolved(window)) return;
  if (batchSize > SQS_SMALL_BATCH.max && window < 1) {
    throw new ConstructError(
      place,
      'BATCHING_WINDOW_MISSING',
      `batchSize ${batchSize} is above ${SQS_SMALL_BATCH.max} messages and needs a maxBatchingWindow of at least 1 second (SQS-04).`,
    );
  }
}

function checkScaling(place: Place, { maxConcurrency, provisionedPollerConfig: pollers }: SqsEventSourceProps): void {
  if (maxConcurrency !== undefined) within(place, 'maxConcurrency', maxConcurrency, SQS_MAX_CONCURRENCY);
  if (pollers === undefined) return;
  if (maxConcurrency !== undefined) {
    throw new ConstructError(
      place,
      'POLLERS_WITH_MAX_CONCURRENCY',
      `maxConcurrency ${maxConcurrency} must not be given together with provisionedPollerConfig (SQS-08).`,
    );
  }
  const { minimumPollers: least, maximumPollers: most } = pollers;
  if (least !== undefined) within(place, 'minimumPollers', least, SQS_MINIMUM_POLLERS);
  if (most !== undefined) within(place, 'maximumPollers', most, SQS_MAXIMUM_POLLERS);
  if (least === undefined || most === undefined || Token.isUnresolved(least) || Token.isUnresolved(most) || least <= most) return;
  throw new ConstructError(place, 'POLLERS_RANGE', `minimumPollers ${least} is above maximumPollers ${most}.`);
}

/** A queue of another app is not looked at (SQS-06). */
function checkVisibility(target: lambda.IFunction, queue: sqs.IQueue, { maxBatchingWindow }: SqsEventSourceProps): void {
  const resource = queue.node.defaultChild;
  const timeout = timeoutSeconds(target);
  if (!(resource instanceof sqs.CfnQueue) || timeout === undefined) return;
  const visibility = resource.visibilityTimeout ?? DEFAULT_VISIBILITY_TIMEOUT_SECONDS;
  if (Token.isUnresolved(visibility)) return;
  if (visibility < timeout) {
    throw new ConstructError(
      target,
      'VISIBILITY_BELOW_TIMEOUT',
      `visibilityTimeout of ${queue.node.path} must not be below the timeout of the function, ${timeout} s, but is ${visibility} s (SQS-06).`,
    );
  }
  const window = maxBatchingWindow?.toSeconds() ?? 0;
  const wanted = VISIBILITY_MARGIN * timeout + (Token.isUnresolved(window) ? 0 : window);
  if (visibility < wanted) {
    warn(queue, 'VISIBILITY_MARGIN', `visibilityTimeout is ${visibility} s, and ${target.node.path} wants ${wanted} s (SQS-06).`);
  }
}

function statements({ queueArn, encryptionMasterKey: key }: sqs.IQueue): readonly iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({ actions: [...SQS_ACTIONS], resources: [queueArn] }),
    ...(key ? [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] })] : []),
  ];
}
