import {
  CreateStreamCommand,
  KinesisClient,
  MergeShardsCommand,
  PutRecordCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { CreateEventSourceMappingCommand, LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Stream, StreamConsumer, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import {
  KinesisConsumerEventSource,
  KinesisEventSource,
  type KinesisEventSourceProps,
  S3OnFailureDestination,
  SqsDlq,
} from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { LocalExecutor } from '../../src/local/executor';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const KEEP = 'exports.handler = async () => {};';
const FAIL = 'exports.handler = async () => { throw new Error("no"); };';
/** Fails for batches with a record whose text begins with «bad». */
const FAIL_BAD = `
const texts = ({ Records }) => Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
exports.handler = async (event) => { if (texts(event).some((text) => text.startsWith('bad'))) throw new Error('bad'); };`;

/** A running app with a stream `Orders` that is read by a function `Ship`. */
function shipping(
  source: string,
  props: (stack: Stack) => Partial<KinesisEventSourceProps> = () => ({}),
  { clock = 'virtual', shards = 1 }: { clock?: 'virtual' | 'system'; shards?: number } = {},
) {
  return running(
    appOf((stack) => {
      const orders = new Stream(stack, 'Orders', { shardCount: shards });
      const ship = nodeFunction(stack, 'Ship', source);
      ship.addEventSource(new KinesisEventSource(orders, { startingPosition: StartingPosition.TRIM_HORIZON, ...props(stack) }));
    }),
    { clock },
  );
}

interface KinesisRecord {
  readonly kinesis: { readonly data: string };
}
const textsOf = (event: { Records: KinesisRecord[] }) =>
  event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
const batches = (local: LocalExecutor, name = 'Ship') =>
  local.function(name).invocations.map(({ event }) => textsOf(event).join(' '));

function clientsOf(local: LocalExecutor) {
  const options = { endpoint: local.endpoint, region: 'us-east-1', credentials: local.credentials };
  return { kinesis: new KinesisClient(options), lambda: new LambdaClient(options) };
}

const HALF = (2n ** 127n).toString();

test('a function is invoked with the records of a stream, as Lambda hands them over (KIN-03, KIN-07, KIN-10)', async () => {
  const local = await shipping(KEEP);
  expect(local.application.unsupported).toEqual([]);
  const orders = local.stream('Orders');
  const at = local.clock.now().getTime() / 1000;
  const first = orders.put('customer-1', { id: 7 });
  orders.put('customer-2', new Uint8Array([255, 0]));
  await local.settle();

  const [only, ...others] = local.function('Ship').invocations;
  expect(others).toEqual([]);
  const { configuration } = local.application.functions[0] ?? {};
  expect(only?.event).toEqual({
    Records: [
      {
        kinesis: {
          ...{ kinesisSchemaVersion: '1.0', partitionKey: 'customer-1', sequenceNumber: first.sequenceNumber },
          ...{ data: 'eyJpZCI6N30=', approximateArrivalTimestamp: at },
        },
        eventSource: 'aws:kinesis',
        eventVersion: '1.0',
        eventID: `shardId-000000000000:${first.sequenceNumber}`,
        eventName: 'aws:kinesis:record',
        invokeIdentityArn: configuration?.roleArn,
        awsRegion: 'us-east-1',
        eventSourceARN: orders.arn,
      },
      expect.objectContaining({ kinesis: expect.objectContaining({ partitionKey: 'customer-2', data: '/wA=' }) }),
    ],
  });
  expect(only?.startedAt.getTime()).toBe(1000 * (at + 1));
  expect(orders.records).toMatchObject([
    { partitionKey: 'customer-1', json: { id: 7 }, ...first },
    { partitionKey: 'customer-2', data: new Uint8Array([255, 0]) },
  ]);
});

test('streams have the name, the shards and the consumers of the template', async () => {
  const local = await running(
    appOf((stack) => {
      new Stream(stack, 'Named', { streamName: 'named', shardCount: 2, retentionPeriod: Duration.hours(48) });
      const demand = new Stream(stack, 'Demand', { streamMode: StreamMode.ON_DEMAND, removalPolicy: RemovalPolicy.DESTROY });
      new StreamConsumer(stack, 'Audit', { streamConsumerName: 'audit', stream: demand });
    }),
    { clock: 'virtual' },
  );
  expect(local.application.streams).toMatchObject([
    ...[{ name: 'named', shards: 2, retentionHours: 48, mode: 'PROVISIONED', encryptionKey: 'alias/aws/kinesis' }],
    ...[{ shards: 4, retentionHours: 24, mode: 'ON_DEMAND' }],
  ]);
  expect(local.application.unsupported).toEqual([]);
  expect(local.stream('named').arn).toBe('arn:aws:kinesis:us-east-1:000000000000:stream/named');
  expect(local.stream('Demand').shards).toHaveLength(4);
  expect(local.application.streamConsumers).toMatchObject([{ name: 'audit', streamArn: local.stream('Demand').arn }]);
  expect(() => local.stream('Other')).toThrow(/There is no stream Other; there are\n {2}App\/Named/);
  expect(() => local.stream('named').put('', 'x')).toThrow(/^ValidationException: .*'partitionKey'/);
  expect(() => local.stream('named').put('k', undefined)).toThrow(/must be bytes, text or something JSON can hold/);
});

test('a handler writes to a stream with the SDK, and another one reads it', async () => {
  const source = `
const { KinesisClient, PutRecordsCommand } = require('@aws-sdk/client-kinesis');
const client = new KinesisClient();
exports.handler = async ({ names }) => {
  const Records = names.map((name) => ({ PartitionKey: name, Data: Buffer.from(name) }));
  return client.send(new PutRecordsCommand({ StreamName: process.env.ORDERS, Records }));
};`;
  const local = await running(
    appOf((stack) => {
      const orders = new Stream(stack, 'Orders');
      nodeFunction(stack, 'Take', source, { environment: { ORDERS: orders.streamName } });
      nodeFunction(stack, 'Ship', KEEP).addEventSource(
        new KinesisEventSource(orders, { startingPosition: StartingPosition.LATEST }),
      );
    }),
    { clock: 'virtual' },
  );
  const { payload } = await local.function('Take').invoke({ names: ['a', 'b', 'c'] });
  expect(payload).toMatchObject({ FailedRecordCount: 0, EncryptionType: 'KMS' });
  await local.settle();
  expect(batches(local)).toEqual(['a b c']);
});

test('filters look into data that is JSON, and at the partition key (FIL-02, FIL-10, FIL-11)', async () => {
  const local = await shipping(KEEP, () => ({
    filters: [
      FilterCriteria.filter({ data: { stage: FilterRule.isEqual('open') } }),
      FilterCriteria.filter({ partitionKey: FilterRule.isEqual('always') }),
    ],
  }));
  const orders = local.stream('Orders');
  orders.put('a', { stage: 'open' });
  orders.put('b', { stage: 'sent' });
  orders.put('c', 'open');
  orders.put('always', 'text');
  await local.settle();
  expect(batches(local)).toEqual(['{"stage":"open"} text']);
});

test('what always fails is split and tried again, and its numbers end in a queue (STR-02, STR-05, STR-07)', async () => {
  const local = await shipping(FAIL_BAD, (stack) => ({
    onFailure: new SqsDlq(new Queue(stack, 'Failed')),
    ...{ retryAttempts: 1, bisectBatchOnError: true },
  }));
  const orders = local.stream('Orders');
  const [, bad] = ['a', 'bad', 'b', 'c'].map((text) => orders.put('key', text));
  await local.settle();
  expect(batches(local)).toEqual(['a bad b c', 'a bad', 'a', 'bad', 'bad', 'b c']);
  const [message, ...others] = local.queue('Failed').messages;
  expect(others).toEqual([]);
  expect(message?.json).toEqual({
    requestContext: {
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionArn: local.function('Ship').arn,
      ...{ condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: expect.stringMatching(/^2026-01-01T00:00:\d\d\.\d{3}Z$/),
    KinesisBatchInfo: {
      shardId: 'shardId-000000000000',
      startSequenceNumber: bad?.sequenceNumber,
      endSequenceNumber: bad?.sequenceNumber,
      approximateArrivalOfFirstRecord: '2026-01-01T00:00:00.000Z',
      approximateArrivalOfLastRecord: '2026-01-01T00:00:00.000Z',
      batchSize: 1,
      streamArn: orders.arn,
    },
  });
});

test('records that are too old are given up, and a bucket gets the event (STR-03, STR-08, STR-09)', async () => {
  const local = await shipping(FAIL, (stack) => ({
    onFailure: new S3OnFailureDestination(new Bucket(stack, 'Failed')),
    maxRecordAge: Duration.minutes(1),
  }));
  local.stream('Orders').put('key', 'a');
  await local.settle();
  const [object] = local.bucket('Failed').objects;
  expect(object?.key).toMatch(
    /^aws\/lambda\/[0-9a-f-]{36}\/shardId-000000000000\/2026\/01\/01\/2026-01-01T00\.0\d\.\d\d-[0-9a-f-]{36}$/,
  );
  expect(object?.json).toMatchObject({ requestContext: { condition: 'RecordAgeExceeded' } });
  expect(textsOf(JSON.parse(object?.json.payload))).toEqual(['a']);
});

test('reported failures are tried again from the lowest on (PBR-07, PBR-20, PBR-21)', async () => {
  const source = `
const seen = new Set();
exports.handler = async ({ Records }) => {
  const bad = Records.filter(({ kinesis: { partitionKey, sequenceNumber } }) => partitionKey === 'bad' && !seen.has(sequenceNumber));
  for (const { kinesis } of bad) seen.add(kinesis.sequenceNumber);
  return { batchItemFailures: bad.map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })) };
};`;
  const local = await shipping(source, () => ({ reportBatchItemFailures: true }));
  for (const key of ['a', 'bad', 'b']) local.stream('Orders').put(key, key);
  await local.settle();
  expect(batches(local)).toEqual(['a bad b', 'bad b']);
});

test('tumbling windows carry state over the batches of a shard (STR-12)', async () => {
  const source = `
exports.handler = async ({ Records, state }) => ({ state: { count: (state.count ?? 0) + Records.length } });`;
  const local = await shipping(source, () => ({ tumblingWindow: Duration.minutes(1), batchSize: 2 }));
  const orders = local.stream('Orders');
  for (const text of ['a', 'b', 'c']) orders.put(text, text);
  await local.clock.advance({ seconds: 70 });
  orders.put('d', 'd');
  await local.settle();
  const { invocations } = local.function('Ship');
  expect(invocations.map(({ event }) => [textsOf(event).join(''), event.state, event.isFinalInvokeForWindow])).toEqual([
    ['ab', {}, false],
    ['c', { count: 2 }, false],
    ['', { count: 3 }, true],
    ['d', {}, false],
    ['', { count: 1 }, true],
  ]);
  expect(invocations[0]?.event).toMatchObject({
    window: { start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:01:00Z' },
    ...{ shardId: 'shardId-000000000000', eventSourceARN: orders.arn },
  });
});

test('shards are read at once, and lanes of a shard keep the order of each partition key (KIN-04 to KIN-06)', async () => {
  const local = await shipping(KEEP, () => ({ parallelizationFactor: 3, batchSize: 2 }), { shards: 3 });
  const orders = local.stream('Orders');
  const keys = Array.from({ length: 9 }, (_, at) => `key${at}`);
  for (const turn of [1, 2, 3]) for (const key of keys) orders.put(key, `${key}-${turn}`);
  await local.settle();
  const all = batches(local).flatMap((batch) => batch.split(' '));
  expect([...all].sort()).toEqual(keys.flatMap((key) => [1, 2, 3].map((turn) => `${key}-${turn}`)));
  for (const key of keys) expect(all.filter((text) => text.startsWith(key))).toEqual([1, 2, 3].map((turn) => `${key}-${turn}`));
  expect(new Set(orders.records.map(({ shardId }) => shardId)).size).toBe(3);
});

test('children of a shard are read when everything of their parents is done (KIN-08)', async () => {
  const source = `
let failures = 3;
exports.handler = async ({ Records: [{ kinesis }] }) => {
  const text = Buffer.from(kinesis.data, 'base64').toString();
  if (text === 'parent-1' && failures-- > 0) throw new Error('not yet');
};`;
  const local = await shipping(source, () => ({ startingPosition: StartingPosition.LATEST, batchSize: 1 }));
  const { kinesis } = clientsOf(local);
  const orders = local.stream('Orders');
  const at = (explicitHashKey: string, text: string) => orders.put('key', text, { explicitHashKey });
  const StreamARN = orders.arn;
  at('0', 'parent-1');
  at('0', 'parent-2');
  await kinesis.send(new SplitShardCommand({ StreamARN, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: HALF }));
  at('0', 'lower-1');
  at(HALF, 'upper-1');
  await kinesis.send(
    new MergeShardsCommand({ StreamARN, ShardToMerge: 'shardId-000000000001', AdjacentShardToMerge: 'shardId-000000000002' }),
  );
  at('5', 'merged-1');
  await local.settle();

  const order = batches(local);
  expect(order.slice(0, 5)).toEqual(['parent-1', 'parent-1', 'parent-1', 'parent-1', 'parent-2']);
  expect(order.slice(5, 7).sort()).toEqual(['lower-1', 'upper-1']);
  expect(order.slice(7)).toEqual(['merged-1']);
  expect(orders.shards.map(({ isOpen, parents }) => [isOpen, parents.length])).toEqual([
    [false, 0],
    [false, 1],
    [false, 1],
    [true, 2],
  ]);
  kinesis.destroy();
});

test('a mapping made at run time begins at a time, or with what comes, also in the children of shards (KIN-07)', async () => {
  const local = await running(
    appOf((stack) => {
      new Stream(stack, 'Orders');
      for (const id of ['Since', 'Latest', 'Soon']) nodeFunction(stack, id, KEEP);
    }),
    { clock: 'virtual' },
  );
  const { kinesis, lambda } = clientsOf(local);
  const orders = local.stream('Orders');
  const map = async (FunctionName: string, StartingPosition: 'LATEST' | 'AT_TIMESTAMP', StartingPositionTimestamp?: Date) => {
    const position = { StartingPosition, StartingPositionTimestamp, EventSourceArn: orders.arn };
    await lambda.send(new CreateEventSourceMappingCommand({ FunctionName: local.function(FunctionName).name, ...position }));
  };
  orders.put('k', 'a');
  await local.clock.advance({ minutes: 1 });
  const since = local.clock.now();
  orders.put('k', 'b');
  await kinesis.send(
    new SplitShardCommand({ StreamARN: orders.arn, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: HALF }),
  );
  orders.put('k', 'c');
  await map('Since', 'AT_TIMESTAMP', since);
  await map('Soon', 'AT_TIMESTAMP', new Date(since.getTime() + 60_000));
  await map('Latest', 'LATEST');
  await local.clock.advance({ seconds: 30 });
  orders.put('k', 'd');
  await local.clock.advance({ seconds: 60 });
  orders.put('k', 'e');
  await local.settle();

  const read = (name: string) => batches(local, name).join(' ');
  expect([read('Since'), read('Soon'), read('Latest')]).toEqual(['b c d e', 'e', 'd e']);
  expect((await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings).toMatchObject(
    [1, 2, 3].map(() => ({ LastProcessingResult: 'OK', EventSourceArn: orders.arn })),
  );
  kinesis.destroy();
  lambda.destroy();
});

test('a consumer is read without waiting for the next second (KIN-02)', async () => {
  const local = await running(
    appOf((stack) => {
      const orders = new Stream(stack, 'Orders');
      const audit = new StreamConsumer(stack, 'Audit', { streamConsumerName: 'audit', stream: orders });
      nodeFunction(stack, 'Ship', KEEP).addEventSource(
        new KinesisConsumerEventSource(audit, { startingPosition: StartingPosition.TRIM_HORIZON }),
      );
    }),
    { clock: 'virtual' },
  );
  expect(local.application.unsupported).toEqual([]);
  const began = local.clock.now().getTime();
  local.stream('Orders').put('k', 'a');
  await local.settle();
  const [only] = local.function('Ship').invocations;
  expect((only?.startedAt.getTime() ?? 0) - began).toBe(70);
  expect(only?.event.Records[0].eventSourceARN).toBe(local.application.streamConsumers?.[0]?.arn);
});

test('a mapping of a stream that is not here says so, and reads it once it is made', async () => {
  const local = await running(
    appOf((stack) => {
      const orders = Stream.fromStreamArn(stack, 'Orders', 'arn:aws:kinesis:us-east-1:000000000000:stream/elsewhere');
      nodeFunction(stack, 'Ship', KEEP).addEventSource(
        new KinesisEventSource(orders, { startingPosition: StartingPosition.LATEST }),
      );
    }),
    { clock: 'virtual' },
  );
  expect(local.journal.entries).toContainEqual(
    expect.objectContaining({ kind: 'notEmulated', why: expect.stringContaining('There is no stream arn:aws:kinesis') }),
  );
  expect(local.application.unsupported).toMatchObject([
    { why: expect.stringContaining('stream/elsewhere is no stream of this app') },
  ]);
  const { kinesis } = clientsOf(local);
  await kinesis.send(new CreateStreamCommand({ StreamName: 'elsewhere', ShardCount: 1 }));
  await kinesis.send(new PutRecordCommand({ StreamName: 'elsewhere', PartitionKey: 'k', Data: Buffer.from('a') }));
  await local.settle();
  expect(batches(local)).toEqual(['a']);
  kinesis.destroy();
});

/** What the journal says of a run, without what the processes' speed decides. */
async function toldOf(clock: 'virtual' | 'system') {
  const local = await shipping(FAIL_BAD, () => ({ retryAttempts: 1, batchSize: 2, bisectBatchOnError: true }), { clock });
  const orders = local.stream('Orders');
  for (const text of ['a', 'b', 'bad', 'c', 'd']) orders.put('key', text);
  await local.settle();
  const numbers = orders.records.map(({ sequenceNumber }) => sequenceNumber);
  const place = (number: unknown) => numbers.indexOf(String(number));
  return local.journal.entries.flatMap((entry) => {
    if (!entry.kind.startsWith('stream.')) return [];
    const { first, last, sequenceNumber, tried, why, condition } = entry as unknown as Record<string, unknown>;
    return [[entry.kind, ...[first, last, sequenceNumber].filter(Boolean).map(place), tried, why, condition]];
  });
}

test('under the system clock the journal tells the same as under the virtual one, and two virtual runs are alike', async () => {
  const virtual = await toldOf('virtual');
  expect(await toldOf('virtual')).toEqual(virtual);
  expect(await toldOf('system')).toEqual(virtual);
  expect(virtual.filter(([kind]) => kind === 'stream.gaveUp')).toHaveLength(1);
});
