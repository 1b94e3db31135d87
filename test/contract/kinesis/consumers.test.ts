import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListStreamConsumersCommand,
  ListTagsForResourceCommand,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
  SubscribeToShardCommand,
  type SubscribeToShardEvent,
} from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { bytes, closeKinesis, servedKinesis, text } from '../../support/kinesis';

afterEach(closeKinesis);

const StreamName = 'Orders';
const StreamARN = 'arn:aws:kinesis:eu-west-1:210987654321:stream/Orders';
const ShardId = 'shardId-000000000000';

async function served() {
  const scene = await servedKinesis();
  const { kinesis } = scene;
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const { Consumer } = await kinesis.send(
    new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'Audit', Tags: { a: '1' } }),
  );
  const ConsumerARN = Consumer?.ConsumerARN as string;
  const put = (name: string) => kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'key', Data: bytes(name) }));
  return { ...scene, ConsumerARN, put };
}

async function subscribed(kinesis: KinesisClient, ConsumerARN: string, Type: 'LATEST' | 'TRIM_HORIZON' = 'TRIM_HORIZON') {
  const command = new SubscribeToShardCommand({ ConsumerARN, ShardId, StartingPosition: { Type } });
  const { EventStream } = await kinesis.send(command);
  if (!EventStream) throw new Error('there is no event stream');
  const events = EventStream[Symbol.asyncIterator]();
  return {
    next: async (): Promise<SubscribeToShardEvent | undefined> => {
      const { done, value } = await events.next();
      return done ? undefined : value.SubscribeToShardEvent;
    },
    hangUp: () => events.return?.(),
  };
}

const names = (event: SubscribeToShardEvent | undefined) => event?.Records?.map(({ Data }) => text(Data));

test('a consumer is registered, described, listed and deregistered', async () => {
  const { kinesis, clock, ConsumerARN } = await served();
  const consumer = {
    ...{ ConsumerName: 'Audit', ConsumerARN: `${StreamARN}/consumer/Audit:${clock.now() / 1000}`, ConsumerStatus: 'ACTIVE' },
    ConsumerCreationTimestamp: new Date(clock.now()),
  };
  expect(ConsumerARN).toBe(consumer.ConsumerARN);
  expect((await kinesis.send(new DescribeStreamConsumerCommand({ ConsumerARN }))).ConsumerDescription).toEqual({
    ...consumer,
    StreamARN,
  });
  expect((await kinesis.send(new ListTagsForResourceCommand({ ResourceARN: ConsumerARN }))).Tags).toEqual([
    { Key: 'a', Value: '1' },
  ]);
  await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'Backup' }));
  const first = await kinesis.send(new ListStreamConsumersCommand({ StreamARN, MaxResults: 1 }));
  expect(first.Consumers).toEqual([consumer]);
  expect(await kinesis.send(new ListStreamConsumersCommand({ StreamARN, NextToken: first.NextToken }))).toMatchObject({
    Consumers: [{ ConsumerName: 'Backup' }],
  });
  expect((await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary?.ConsumerCount).toBe(2);

  await expect(kinesis.send(new DeleteStreamCommand({ StreamName }))).rejects.toMatchObject({ name: 'ResourceInUseException' });
  await kinesis.send(new DeregisterStreamConsumerCommand({ StreamARN, ConsumerName: 'Backup' }));
  await expect(kinesis.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: 'Backup' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await kinesis.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
});

test('fails when a consumer is registered twice, and when there are more than twenty', async () => {
  const { kinesis } = await served();
  const register = (ConsumerName: string) => kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
  await expect(register('Audit')).rejects.toMatchObject({ name: 'ResourceInUseException' });
  for (let at = 1; at < 20; at++) await register(`c${at}`);
  await expect(register('c20')).rejects.toMatchObject({ name: 'LimitExceededException' });
});

test('a subscriber is sent what is there and then what comes', async () => {
  const { kinesis, ConsumerARN, put, bugs } = await served();
  await put('a');
  const { next, hangUp } = await subscribed(kinesis, ConsumerARN);
  expect(await next()).toMatchObject({
    ...{ MillisBehindLatest: 0, ContinuationSequenceNumber: expect.stringMatching(/^49\d{54}$/) },
    Records: [{ PartitionKey: 'key', ApproximateArrivalTimestamp: expect.any(Date), Data: bytes('a') }],
  });
  const later = next();
  await put('b');
  expect(names(await later)).toEqual(['b']);
  await hangUp();
  expect(bugs).toEqual([]);
});

test('subscribers over HTTP/1.1 are served alike', async () => {
  const { kinesis, ConsumerARN, put } = await served();
  const endpoint = await kinesis.config.endpoint?.();
  const url = `http://${endpoint?.hostname}:${endpoint?.port}`;
  const older = new KinesisClient({
    ...{ endpoint: url, region: 'eu-west-1', credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' } },
    // The usual one, which Kinesis' client does not have.
    requestHandler: new LambdaClient({ region: 'eu-west-1' }).config.requestHandler,
  });
  const { next, hangUp } = await subscribed(older, ConsumerARN, 'LATEST');
  expect(names(await next())).toEqual([]);
  const later = next();
  await put('a');
  expect(names(await later)).toEqual(['a']);
  await hangUp();
  older.destroy();
});

test('a subscription gives signs of life, and ends after five minutes', async () => {
  const { kinesis, clock, ConsumerARN } = await served();
  const { next } = await subscribed(kinesis, ConsumerARN);
  expect(names(await next())).toEqual([]);
  const sign = next();
  await clock.advance(5_000);
  expect(names(await sign)).toEqual([]);
  await clock.advance(295_000);
  while (await next());
});

test('a subscription ends with its shard, and tells of the children', async () => {
  const { kinesis, ConsumerARN, put } = await served();
  const { next } = await subscribed(kinesis, ConsumerARN);
  await next();
  const events = [next(), next()];
  await put('a');
  await kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: ShardId, NewStartingHashKey: '1000' }));
  const [first, last] = await Promise.all(events);
  expect(names(first)).toEqual(['a']);
  expect(last).toMatchObject({ Records: [], ChildShards: [{ ParentShards: [ShardId] }, { ParentShards: [ShardId] }] });
  expect(last?.ContinuationSequenceNumber).toBeUndefined();
  expect(await next()).toBeUndefined();
});

test('a later subscription takes over, though not within five seconds', async () => {
  const { kinesis, clock, ConsumerARN, put } = await served();
  const first = await subscribed(kinesis, ConsumerARN);
  await first.next();
  await expect(subscribed(kinesis, ConsumerARN)).rejects.toMatchObject({ name: 'ResourceInUseException' });
  await clock.advance(5_000);
  const second = await subscribed(kinesis, ConsumerARN);
  while (await first.next());
  await second.next();
  const later = second.next();
  await put('a');
  expect(names(await later)).toEqual(['a']);
  await kinesis.send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
  expect(await second.next()).toBeUndefined();
});

test('fails when there is no such consumer', async () => {
  const { kinesis, ConsumerARN } = await served();
  await expect(subscribed(kinesis, `${ConsumerARN}0`)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
