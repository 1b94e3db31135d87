import { Stack } from 'aws-cdk-lib';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { KinesisConsumerEventSource } from '../../../src/constructs/event-sources/kinesis-consumer-event-source';
import { KinesisFanOutEventSource } from '../../../src/constructs/event-sources/kinesis-fan-out-event-source';
import { stackIn } from '../scene';
import { names, propertiesOf, shipIn, statementsOf } from './source-scene';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const CONSUMER = 'AWS::Kinesis::StreamConsumer';
const startingPosition = lambda.StartingPosition.TRIM_HORIZON;

const encryption = kinesis.StreamEncryption.MANAGED;

test('a consumer needs a mapping, five actions on its stream and two on itself (KIN-01)', () => {
  const { stack, ship } = shipIn();
  const stream = new kinesis.Stream(stack, 'Orders', { encryption });
  const consumer = new kinesis.StreamConsumer(stack, 'Consumer', { stream, streamConsumerName: 'ship' });
  ship.addEventSource(new KinesisConsumerEventSource(consumer, { startingPosition, batchSize: 7 }));

  const arn = stack.resolve(consumer.streamConsumerArn) as unknown;
  expect(propertiesOf(stack, MAPPING)).toEqual([
    { EventSourceArn: arn, FunctionName: names(stack, ship).ref, StartingPosition: 'TRIM_HORIZON', BatchSize: 7 },
  ]);
  expect(statementsOf(stack)).toEqual([
    expect.objectContaining({ Action: expect.arrayContaining(['kinesis:GetRecords']), Resource: names(stack, stream).arn }),
    { Effect: 'Allow', Action: ['kinesis:SubscribeToShard', 'kinesis:DescribeStreamConsumer'], Resource: arn },
  ]);
});

test('a consumer can be made for the function, beside it', () => {
  const stack = stackIn();
  const streams = new Stack(stack.node.root as never, 'Streams');
  const stream = new kinesis.Stream(streams, 'Orders', { encryption });
  const { ship } = shipIn(stack);
  const source = new KinesisFanOutEventSource(stream, { startingPosition });
  ship.addEventSource(source);

  const arn = stack.resolve(source.streamConsumer.streamConsumerArn) as unknown;
  expect(propertiesOf(stack, CONSUMER)).toEqual([
    { ConsumerName: 'ShopShipAF077F15-StreamsOrders5EAACF0E', StreamARN: expect.anything() as unknown },
  ]);
  expect(propertiesOf(stack, MAPPING)).toMatchObject([{ EventSourceArn: arn }]);
  expect(stack.resolve(source.eventSourceMappingId)).toEqual({ Ref: expect.any(String) as unknown });
  expect(streams.dependencies).toEqual([]);
});

test('each of several functions gets a consumer of its own, under a name if one is given', () => {
  const { stack, ship, alias } = shipIn();
  const stream = new kinesis.Stream(stack, 'Orders');
  ship.addEventSource(new KinesisFanOutEventSource(stream, { startingPosition, consumerName: 'ship' }));
  alias.addEventSource(new KinesisFanOutEventSource(stream, { startingPosition, consumerName: 'live' }));

  expect(propertiesOf(stack, CONSUMER).map(({ ConsumerName }) => ConsumerName)).toEqual(['ship', 'live']);
});

test.each(['a b', '', 'x'.repeat(129)])('fails when the name of the consumer is «%s»', (consumerName) => {
  const { stack, ship } = shipIn();
  const source = new KinesisFanOutEventSource(new kinesis.Stream(stack, 'Orders'), { startingPosition, consumerName });
  expect(() => ship.addEventSource(source)).toThrow(/consumerName must have from 1 to 128 characters, letters, digits/);
});

test('fails when the function has a consumer of the stream already', () => {
  const { stack, ship } = shipIn();
  const source = new KinesisFanOutEventSource(new kinesis.Stream(stack, 'Orders'), { startingPosition });
  expect(() => source.streamConsumer).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);
  expect(() => ship.addEventSource(source)).toThrow(/a consumer of Shop\/Orders is there already.*\n.*SOURCE_TWICE/);
});
