import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Names } from 'aws-cdk-lib/core';
import type { Place } from '../construct-error';
import type { KinesisEventSourceProps } from './kinesis-options';
import { kinesisMapping, streamStatements } from './kinesis-stream';
import { PolledEventSource } from './polled-event-source';
import { readBy } from './polled-mapping';

/**
 * A Kinesis data stream that a function reads, sharing its throughput with other readers.
 *
 * The function's role gets the five actions that Lambda needs on the stream, and `kms:Decrypt` where the stream has a key of its
 * own. Fails when Lambda would refuse the mapping; warns when a single bad record would hold up its shard.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export class KinesisEventSource extends PolledEventSource {
  /** The stream that is read. */
  public readonly stream: kinesis.IStream;

  /** @internal */
  protected readonly _place: Place;
  private readonly props: KinesisEventSourceProps;

  constructor(stream: kinesis.IStream, props: KinesisEventSourceProps) {
    super();
    this.stream = stream;
    this._place = stream;
    this.props = props;
  }

  public bind(target: lambda.IFunction): void {
    const { stream, props } = this;
    const mapping = readBy(target, {
      ...kinesisMapping(target, stream, props),
      id: `KinesisEventSource:${Names.nodeUniqueId(stream.node)}`,
      source: { eventSourceArn: stream.streamArn },
      statements: streamStatements(stream),
    });
    this._keep(mapping);
  }
}
