import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Names } from 'aws-cdk-lib/core';
import { CONSUMER_NAME } from '../../spec/event-sources/kinesis';
import { fitting } from '../check';
import { ConstructError, type Place } from '../construct-error';
import { KinesisConsumerEventSource } from './kinesis-consumer-event-source';
import type { KinesisEventSourceProps } from './kinesis-options';
import { PolledEventSource } from './polled-event-source';

/** What can be said of a function that reads a stream through a consumer that is made for it. */
export interface KinesisFanOutEventSourceProps extends KinesisEventSourceProps {
  /**
   * The name of the consumer: 1 to 128 letters, digits, `_`, `.` and `-`; of its own among those of the stream.
   *
   * @default - Made from the paths of the function and the stream.
   */
  readonly consumerName?: string;
}

/**
 * A Kinesis data stream that a function reads with a throughput of its own (enhanced fan-out), through a consumer that is made for it.
 *
 * The consumer belongs to the function: it is in its stack, and goes with it. For one that is there already, or that several functions
 * read, see `KinesisConsumerEventSource`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export class KinesisFanOutEventSource extends PolledEventSource {
  /** The stream that is read. */
  public readonly stream: kinesis.IStream;

  /** @internal */
  protected readonly _place: Place;
  private readonly props: KinesisFanOutEventSourceProps;
  private consumer?: kinesis.StreamConsumer;

  constructor(stream: kinesis.IStream, props: KinesisFanOutEventSourceProps) {
    super();
    this.stream = stream;
    this._place = stream;
    this.props = props;
  }

  /** The consumer; the newest, when several functions have the source. Fails while none has it. */
  public get streamConsumer(): kinesis.IStreamConsumer {
    if (this.consumer) return this.consumer;
    throw new ConstructError(this._place, 'SOURCE_NOT_BOUND', 'the consumer of the stream is not made yet.');
  }

  public bind(target: lambda.IFunction): void {
    const { consumerName, ...props } = this.props;
    this.consumer = consumerFor(target, this.stream, consumerName);
    const source = new KinesisConsumerEventSource(this.consumer, props);
    source.bind(target);
    this._keep(source._mapping());
  }
}

/** Beside the function: the stack of the stream need not know who reads it. */
function consumerFor(target: lambda.IFunction, stream: kinesis.IStream, name: string | undefined): kinesis.StreamConsumer {
  const id = `ConsumerOf${Names.nodeUniqueId(stream.node)}`;
  if (target.node.tryFindChild(id) !== undefined) {
    throw new ConstructError(target, 'SOURCE_TWICE', `a consumer of ${stream.node.path} is there already (ESM-51).`);
  }
  if (name !== undefined) fitting(target, 'consumerName', name, CONSUMER_NAME);
  const half = (construct: lambda.IFunction | kinesis.IStream) => Names.uniqueResourceName(construct, { maxLength: 63 });
  const streamConsumerName = name ?? `${half(target)}-${half(stream)}`;
  return new kinesis.StreamConsumer(target as lambda.Function, id, { stream, streamConsumerName });
}
