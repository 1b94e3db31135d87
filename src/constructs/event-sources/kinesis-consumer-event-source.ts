import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Names } from 'aws-cdk-lib/core';
import { CONSUMER_ACTIONS } from '../../spec/event-sources/kinesis';
import type { Place } from '../construct-error';
import type { KinesisEventSourceProps } from './kinesis-options';
import { kinesisMapping, streamStatements } from './kinesis-stream';
import { PolledEventSource } from './polled-event-source';
import { readBy } from './polled-mapping';

/**
 * A consumer of a Kinesis data stream, through which a function reads with a throughput of its own (enhanced fan-out).
 *
 * The function's role gets the five actions that Lambda needs on the stream, two on the consumer, and `kms:Decrypt` where the stream
 * has a key of its own. Fails when Lambda would refuse the mapping; warns when a single bad record would hold up its shard.
 *
 * `KinesisFanOutEventSource` makes the consumer as well.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export class KinesisConsumerEventSource extends PolledEventSource {
  /** The consumer through which the stream is read. */
  public readonly streamConsumer: kinesis.IStreamConsumer;

  /** @internal */
  protected readonly _place: Place;
  private readonly props: KinesisEventSourceProps;

  constructor(streamConsumer: kinesis.IStreamConsumer, props: KinesisEventSourceProps) {
    super();
    this.streamConsumer = streamConsumer;
    this._place = streamConsumer;
    this.props = props;
  }

  public bind(target: lambda.IFunction): void {
    const { stream, streamConsumerArn: arn, node } = this.streamConsumer;
    const mapping = readBy(target, {
      ...kinesisMapping(target, stream, this.props),
      id: `KinesisConsumerEventSource:${Names.nodeUniqueId(node)}`,
      source: { eventSourceArn: arn },
      statements: [...streamStatements(stream), new iam.PolicyStatement({ actions: [...CONSUMER_ACTIONS], resources: [arn] })],
    });
    this._keep(mapping);
  }
}
