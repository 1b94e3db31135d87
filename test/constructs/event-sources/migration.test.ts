import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as theirs from 'aws-cdk-lib/aws-lambda-event-sources';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ours from '../../../src/index';
import { shipIn } from './source-scene';

const startingPosition = lambda.StartingPosition.LATEST;
const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
const clusterArn = 'arn:aws:kafka:us-east-1:111111111111:cluster/shop/1234-5';

/** What an app writes; only the import differs. */
const SOURCES: Record<string, (stack: Stack, from: typeof theirs | typeof ours) => lambda.IEventSource> = {
  SqsEventSource: (stack, { SqsEventSource }) => new SqsEventSource(new sqs.Queue(stack, 'Orders')),
  KinesisEventSource: (stack, { KinesisEventSource }) => {
    return new KinesisEventSource(new kinesis.Stream(stack, 'Orders'), { startingPosition });
  },
  KinesisConsumerEventSource: (stack, { KinesisConsumerEventSource }) => {
    const stream = new kinesis.Stream(stack, 'Orders');
    const consumer = new kinesis.StreamConsumer(stack, 'Consumer', { stream, streamConsumerName: 'ship' });
    return new KinesisConsumerEventSource(consumer, { startingPosition });
  },
  DynamoEventSource: (stack, { DynamoEventSource }) => {
    const table = new dynamodb.Table(stack, 'Orders', { partitionKey, stream: dynamodb.StreamViewType.NEW_IMAGE });
    return new DynamoEventSource(table, { startingPosition });
  },
  ManagedKafkaEventSource: (_stack, { ManagedKafkaEventSource }) => {
    return new ManagedKafkaEventSource({ clusterArn, topic: 'orders', startingPosition });
  },
  SelfManagedKafkaEventSource: (stack, { SelfManagedKafkaEventSource }) => {
    const secret = new secretsmanager.Secret(stack, 'Login');
    return new SelfManagedKafkaEventSource({ bootstrapServers: ['a:9092'], topic: 'orders', secret, startingPosition });
  },
};

test.each(Object.keys(SOURCES))('an app that comes from the %s of aws-cdk-lib keeps its mapping', (name) => {
  const [before, after] = [theirs, ours].map((from) => {
    const { stack, ship } = shipIn();
    const make = SOURCES[name];
    if (make) ship.addEventSource(make(stack, from));
    return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::EventSourceMapping'));
  });

  expect(after).toEqual(before);
  expect(after).toHaveLength(1);
});
