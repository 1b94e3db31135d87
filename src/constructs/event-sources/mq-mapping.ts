import * as lambda from 'aws-cdk-lib/aws-lambda';
import { MAPPED_QUEUE_NAME } from '../../spec/event-source-mapping';
import { fitting } from '../check';
import type { MqEventSourceProps } from './mq-options';
import type { PolledMapping } from './polled-mapping';
import { checkArn, environmentOf } from './source-arn';
import { networkStatement, readStatement, secretStatements } from './source-statements';

/** What reading brokers of both engines has in common (MQ-01, MQ-02). */
export function mqMapping(target: lambda.IFunction, props: MqEventSourceProps, virtualHost?: string): Omit<PolledMapping, 'id'> {
  const { brokerArn, queue, secret } = props;
  checkArn(target, 'brokerArn', brokerArn, /^arn:[\w-]+:mq:[\w-]*:\d*:broker:.+/, 'a broker of Amazon MQ');
  fitting(target, 'queue', queue, MAPPED_QUEUE_NAME);

  const { BASIC_AUTH, VIRTUAL_HOST } = lambda.SourceAccessConfigurationType;
  return {
    kind: 'mq',
    source: { eventSourceArn: brokerArn },
    environment: environmentOf(brokerArn),
    statements: [readStatement('mq', brokerArn), networkStatement(), ...secretStatements(secret)],
    options: props,
    more: {
      queues: [queue],
      sourceAccessConfigurations: [
        { type: BASIC_AUTH.type, uri: secret.secretArn },
        ...(virtualHost === undefined ? [] : [{ type: VIRTUAL_HOST.type, uri: virtualHost }]),
      ],
    },
  };
}
