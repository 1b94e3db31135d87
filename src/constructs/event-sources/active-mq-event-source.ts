import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Place } from '../construct-error';
import { mqMapping } from './mq-mapping';
import type { MqEventSourceProps } from './mq-options';
import { PolledEventSource } from './polled-event-source';
import { readBy } from './polled-mapping';
import { nameOfArn } from './source-arn';

/** What can be said of a function that reads a queue of ActiveMQ. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- so that it can have some without a change for its users
export interface ActiveMqEventSourceProps extends MqEventSourceProps {}

/**
 * A queue of an ActiveMQ broker of Amazon MQ that a function reads.
 *
 * The function's role may describe the broker, read the secret, and do what Lambda needs with network interfaces. Fails when Lambda
 * would refuse the mapping.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 */
export class ActiveMqEventSource extends PolledEventSource {
  /** @internal */
  protected readonly _place: Place = { node: { path: 'ActiveMqEventSource' } };
  private readonly props: ActiveMqEventSourceProps;

  constructor(props: ActiveMqEventSourceProps) {
    super();
    this.props = props;
  }

  public bind(target: lambda.IFunction): void {
    const { props } = this;
    const id = `ActiveMqEventSource:${nameOfArn(target, props.brokerArn)}:${nameOfArn(target, props.queue)}`;
    this._keep(readBy(target, { ...mqMapping(target, props), id }));
  }
}
