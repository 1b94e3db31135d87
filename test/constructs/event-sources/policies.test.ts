import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DynamoEventSource } from '../../../src/constructs/event-sources/dynamo-event-source';
import { KinesisEventSource } from '../../../src/constructs/event-sources/kinesis-event-source';
import { KinesisFanOutEventSource } from '../../../src/constructs/event-sources/kinesis-fan-out-event-source';
import { ManagedKafkaEventSource } from '../../../src/constructs/event-sources/managed-kafka-event-source';
import { RabbitMqEventSource } from '../../../src/constructs/event-sources/rabbit-mq-event-source';
import { SqsEventSource } from '../../../src/constructs/event-sources/sqs-event-source';
import { shipIn } from './source-scene';

const startingPosition = lambda.StartingPosition.LATEST;
const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };

/** Rules of the AwsSolutions pack that what is made below the function breaks. */
function findings(make: (stack: Stack) => lambda.IEventSource): string[] {
  const { stack, ship } = shipIn();
  ship.addEventSource(make(stack));
  Template.fromStack(stack);
  const { violations } = new AwsSolutionsChecks().validateScope(stack.node.root);
  const ofShip = violations.filter(({ violatingResources }) =>
    violatingResources.some(({ constructPath = '' }) => constructPath.startsWith('Shop/Ship')),
  );
  return ofShip.map(({ ruleName }) => ruleName);
}

test.each([
  ['a queue', (stack: Stack) => new SqsEventSource(new sqs.Queue(stack, 'Orders'))],
  ['a stream', (stack: Stack) => new KinesisEventSource(new kinesis.Stream(stack, 'Orders'), { startingPosition })],
  ['a consumer', (stack: Stack) => new KinesisFanOutEventSource(new kinesis.Stream(stack, 'Orders'), { startingPosition })],
  [
    'a table, with a destination of failures',
    (stack: Stack) => {
      const table = new dynamodb.Table(stack, 'Orders', { partitionKey, stream: dynamodb.StreamViewType.NEW_IMAGE });
      return new DynamoEventSource(table, { startingPosition, onFailure: new SqsDlq(new sqs.Queue(stack, 'Failed')) });
    },
  ],
])('cdk-nag finds nothing in what %s takes', (_kind, make) => {
  expect(findings(make)).toEqual([]);
});

test.each([
  [
    'a topic',
    () => {
      const clusterArn = 'arn:aws:kafka:us-east-1:111111111111:cluster/shop/1234-5';
      return new ManagedKafkaEventSource({ clusterArn, topic: 'orders', startingPosition, consumerGroupId: 'shipping' });
    },
  ],
  [
    'a queue of a broker',
    (stack: Stack) => {
      const brokerArn = 'arn:aws:mq:us-east-1:111111111111:broker:shop:b-1234';
      return new RabbitMqEventSource({ brokerArn, queue: 'orders', secret: new secretsmanager.Secret(stack, 'Login') });
    },
  ],
])('of %s it finds the network interfaces, which have no narrower resource', (_kind, make) => {
  expect(findings(make)).toEqual(['AwsSolutions-IAM5[Resource::*]']);
});
