import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { type Duration, Names, Token } from 'aws-cdk-lib/core';
import { BATCHING_WINDOW, FIRST_POLLERS, MAXIMUM_CONCURRENCY } from '../../spec/event-source-mapping';
import { SQS_BATCH, SQS_SMALL_BATCH } from '../../spec/event-sources/sqs';
import { DEFAULT_VISIBILITY_TIMEOUT_SECONDS, VISIBILITY_MARGIN } from '../../spec/sqs';
import { within } from '../check';
import { ConstructError, type Place } from '../construct-error';
import { warn } from '../construct-warning';
import { reservedConcurrency, timeoutSeconds } from './function-behind';
import type { FilterOptions, MappingOptions } from './mapping-options';
import { PolledEventSource } from './polled-event-source';
import { readBy } from './polled-mapping';
import { checkPollers, pollerProperty } from './pollers';
import { checkRedriveAtSynthesis } from './redrive';
import { decryptStatements, readStatement } from './source-statements';
import { secondsWithin, wholeSeconds } from './whole-seconds';

export interface SqsEventSourceProps extends MappingOptions, FilterOptions {
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
   * `provisionedPollerConfig`. Warns when it is above the reserved concurrency of the function.
   *
   * @default - No limit of its own.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  readonly maxConcurrency?: number;

  /**
   * Pollers that are kept ready: from 2 to 200 at least, from 2 to 2000 at most. Not together with `maxConcurrency`.
   *
   * Up to 10,000 are let through with a warning, as the API takes them and the guide does not name them.
   *
   * @default - Lambda scales the pollers by itself.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  readonly provisionedPollerConfig?: lambda.ProvisionedPollerConfig;
}

/**
 * An SQS queue that a function reads.
 *
 * The function's role gets the three actions that Lambda needs on the queue, and `kms:Decrypt` where the queue has a key of its
 * own. Fails when Lambda would refuse the mapping; warns when messages would come back while they are still worked on, or would
 * never be set aside.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export class SqsEventSource extends PolledEventSource {
  /** The queue that is read. */
  public readonly queue: sqs.IQueue;

  /** @internal */
  protected readonly _place: Place;
  private readonly props: SqsEventSourceProps;

  constructor(queue: sqs.IQueue, props: SqsEventSourceProps = {}) {
    super();
    this.queue = queue;
    this._place = queue;
    this.props = props;
  }

  public bind(target: lambda.IFunction): void {
    const { queue, props } = this;
    checkBatch(target, queue, props);
    checkScaling(target, props);
    checkVisibility(target, queue, props);

    const mapping = readBy(target, {
      kind: 'sqs',
      id: `SqsEventSource:${Names.nodeUniqueId(queue.node)}`,
      source: { eventSourceArn: queue.queueArn },
      environment: queue.env,
      statements: statements(queue),
      options: props,
      more: {
        scalingConfig: props.maxConcurrency === undefined ? undefined : { maximumConcurrency: props.maxConcurrency },
        provisionedPollerConfig: pollerProperty('sqs', props.provisionedPollerConfig),
      },
    });
    this._keep(mapping);
    checkRedriveAtSynthesis(mapping, queue);
  }
}

function checkBatch(place: Place, queue: sqs.IQueue, { batchSize, maxBatchingWindow }: SqsEventSourceProps): void {
  const window = maxBatchingWindow ? secondsWithin(place, 'maxBatchingWindow', maxBatchingWindow, BATCHING_WINDOW) : 0;
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

function checkScaling(target: lambda.IFunction, { maxConcurrency, provisionedPollerConfig: pollers }: SqsEventSourceProps): void {
  if (maxConcurrency !== undefined) within(target, 'maxConcurrency', maxConcurrency, MAXIMUM_CONCURRENCY);
  if (pollers && maxConcurrency !== undefined) {
    throw new ConstructError(
      target,
      'POLLERS_WITH_MAX_CONCURRENCY',
      `maxConcurrency ${maxConcurrency} must not be given together with provisionedPollerConfig (SQS-08).`,
    );
  }
  if (pollers) checkPollers(target, 'sqs', pollers);

  const reserved = reservedConcurrency(target);
  if (reserved === undefined || pollers || Token.isUnresolved(maxConcurrency)) return;
  if (maxConcurrency !== undefined && maxConcurrency > reserved) {
    warn(
      target,
      'QUEUE_ABOVE_RESERVED',
      `maxConcurrency is ${maxConcurrency}, and the function has ${reserved} reserved (SQS-08).`,
    );
  } else if (maxConcurrency === undefined && reserved < FIRST_POLLERS) {
    const message = `reservedConcurrentExecutions is ${reserved}, and ${FIRST_POLLERS} pollers begin at once (SQS-10).`;
    warn(target, 'QUEUE_ABOVE_RESERVED', message);
  }
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
  const window = maxBatchingWindow ? wholeSeconds(maxBatchingWindow) : 0;
  const wanted = VISIBILITY_MARGIN * timeout + (Token.isUnresolved(window) ? 0 : window);
  if (visibility < wanted) {
    warn(queue, 'VISIBILITY_MARGIN', `visibilityTimeout is ${visibility} s, and ${target.node.path} wants ${wanted} s (SQS-06).`);
  }
}

function statements(queue: sqs.IQueue): readonly iam.PolicyStatement[] {
  return [readStatement('sqs', queue.queueArn), ...decryptStatements(queue.encryptionMasterKey)];
}
