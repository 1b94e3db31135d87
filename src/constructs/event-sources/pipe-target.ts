import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as pipes from 'aws-cdk-lib/aws-pipes';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { PIPE_INPUT_TEMPLATE } from '../../spec/event-sources/pipe';
import { fitting } from '../check';
import { ConstructError, type Place } from '../construct-error';
import { sends } from './pipe-source';
import { mayInvoke } from './service-role';

/** What is done to a record on its way to where it goes. */
export interface PipeTargetOptions {
  /**
   * JSON or text with parts of the record in it, as `<$.body.id>`: at most 8192 characters.
   *
   * @default - What the function answered, as it is.
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
   */
  readonly inputTemplate?: string;
}

/** What events of a pipe say of themselves on a bus. */
export interface PipeBusOptions extends PipeTargetOptions {
  /** The `detail-type` of the events. */
  readonly detailType: string;

  /** The `source` of the events. */
  readonly source: string;
}

/** How a pipe invokes. */
export enum PipeInvocationType {
  /** The pipe waits for the function, and tries what failed again. */
  REQUEST_RESPONSE = 'REQUEST_RESPONSE',
  /** The pipe goes on at once, and knows nothing of failures. */
  FIRE_AND_FORGET = 'FIRE_AND_FORGET',
}

interface PipeSending {
  readonly arn: string;
  readonly parameters: pipes.CfnPipe.PipeTargetParametersProperty;
  readonly statements: readonly iam.PolicyStatement[];
}

/** Where a pipe takes what a function has made of its records. */
export class PipeTarget {
  /** A standard queue of SQS. */
  public static queue(queue: sqs.IQueue, options: PipeTargetOptions = {}): PipeTarget {
    return new PipeTarget(options, (place) => {
      refuseFifo(place, queue);
      const statements = sends('sqs:SendMessage', queue.queueArn, queue.encryptionMasterKey);
      return { arn: queue.queueArn, parameters: {}, statements };
    });
  }

  /** A standard topic of SNS. */
  public static topic(topic: sns.ITopic, options: PipeTargetOptions = {}): PipeTarget {
    return new PipeTarget(options, (place) => {
      refuseFifo(place, topic);
      return { arn: topic.topicArn, parameters: {}, statements: sends('sns:Publish', topic.topicArn, topic.masterKey) };
    });
  }

  /** A bus of EventBridge. */
  public static eventBus(bus: events.IEventBus, options: PipeBusOptions): PipeTarget {
    const { detailType, source } = options;
    return new PipeTarget(options, () => ({
      arn: bus.eventBusArn,
      parameters: { eventBridgeEventBusParameters: { detailType, source } },
      statements: sends('events:PutEvents', bus.eventBusArn),
    }));
  }

  /** Another function, an alias or a version, for whose answer the pipe waits. */
  public static function(fn: lambda.IFunction, options: PipeTargetOptions = {}): PipeTarget {
    return new PipeTarget(options, () => ({
      arn: fn.functionArn,
      parameters: { lambdaFunctionParameters: { invocationType: PipeInvocationType.REQUEST_RESPONSE } },
      statements: [mayInvoke(fn)],
    }));
  }

  /** @internal */
  public readonly _send: (place: Place) => PipeSending;

  private constructor(options: PipeTargetOptions, send: (place: Place) => PipeSending) {
    const { inputTemplate } = options;
    this._send = (place) => {
      if (inputTemplate !== undefined) fitting(place, 'inputTemplate of the target', inputTemplate, PIPE_INPUT_TEMPLATE);
      const { parameters, ...others } = send(place);
      return { ...others, parameters: { ...parameters, inputTemplate } };
    };
  }
}

function refuseFifo(place: Place, destination: sqs.IQueue | sns.ITopic): void {
  if (!destination.fifo) return;
  throw new ConstructError(place, 'PIPE_TARGET_FIFO', `target ${destination.node.path} must not be FIFO.`);
}
