import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { VIRTUAL_HOST_NAME } from '../../spec/event-sources/mq';
import { fitting } from '../check';
import type { Place } from '../construct-error';
import { mqMapping } from './mq-mapping';
import type { MqEventSourceProps } from './mq-options';
import { PolledEventSource } from './polled-event-source';
import { readBy } from './polled-mapping';
import { nameOfArn } from './source-arn';

/** What can be said of a function that reads a queue of RabbitMQ. */
export interface RabbitMqEventSourceProps extends MqEventSourceProps {
  /**
   * The virtual host of the queue: 1 to 200 characters. It cannot be changed later.
   *
   * @default '/'
   */
  readonly virtualHost?: string;
}

/**
 * A queue of a RabbitMQ broker of Amazon MQ that a function reads.
 *
 * The function's role may describe the broker, read the secret, and do what Lambda needs with network interfaces. Fails when Lambda
 * would refuse the mapping.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 */
export class RabbitMqEventSource extends PolledEventSource {
  /** @internal */
  protected readonly _place: Place = { node: { path: 'RabbitMqEventSource' } };
  private readonly props: RabbitMqEventSourceProps;

  constructor(props: RabbitMqEventSourceProps) {
    super();
    this.props = props;
  }

  public bind(target: lambda.IFunction): void {
    const { props } = this;
    const { virtualHost = '/', brokerArn, queue } = props;
    fitting(target, 'virtualHost', virtualHost, VIRTUAL_HOST_NAME);
    const id = ['RabbitMqEventSource', brokerArn, virtualHost, queue].map((name) => nameOfArn(target, name)).join(':');
    this._keep(readBy(target, { ...mqMapping(target, props, virtualHost), id }));
  }
}
