import { createHash } from 'node:crypto';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  IncreaseStreamRetentionPeriodCommand,
  type KinesisClient,
  PutRecordCommand,
  PutRecordsCommand,
  SplitShardCommand,
  UpdateMaxRecordSizeCommand,
} from '@aws-sdk/client-kinesis';
import { bytes, closeKinesis, servedKinesis, text } from '../../support/kinesis';

afterEach(closeKinesis);

const StreamName = 'Orders';
const ShardId = 'shardId-000000000000';

async function served(ShardCount = 1) {
  const scene = await servedKinesis();
  await scene.kinesis.send(new CreateStreamCommand({ StreamName, ShardCount }));
  return scene;
}

const put = (kinesis: KinesisClient, name: string, PartitionKey = 'key') =>
  kinesis.send(new PutRecordCommand({ StreamName, PartitionKey, Data: bytes(name) }));

async function iterator(kinesis: KinesisClient, input: Partial<GetShardIteratorCommandInput>) {
  const command = new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON', ...input });
  return (await kinesis.send(command)).ShardIterator as string;
}

async function read(kinesis: KinesisClient, input: Partial<GetShardIteratorCommandInput> = {}, Limit?: number) {
  const ShardIterator = await iterator(kinesis, input);
  return kinesis.send(new GetRecordsCommand({ ShardIterator, Limit }));
}

const names = ({ Records }: { Records: { Data: Uint8Array | undefined }[] | undefined }) =>
  (Records ?? []).map(({ Data }) => text(Data));

test('records are written and read in order, with numbers of the form that Kinesis gives', async () => {
  const { kinesis, clock, journal } = await served();
  const first = await put(kinesis, 'one');
  await clock.advance(1234);
  const second = await put(kinesis, 'two');

  expect(first).toMatchObject({ ShardId, SequenceNumber: expect.stringMatching(/^49\d{54}$/), EncryptionType: 'NONE' });
  expect(BigInt(second.SequenceNumber as string)).toBeGreaterThan(BigInt(first.SequenceNumber as string));
  // Version 2: a leading bit, seconds, nibble of the shard, count, a byte, seconds, index of the shard, version.
  const hex = BigInt(second.SequenceNumber as string).toString(16);
  expect(hex).toBe(
    `2${Math.floor((clock.now() - 1234) / 1000)
      .toString(16)
      .padStart(9, '0')}00000000000000002${'00'}${Math.floor(clock.now() / 1000)
      .toString(16)
      .padStart(9, '0')}000000002`,
  );
  const { Records, MillisBehindLatest } = await read(kinesis);
  expect(MillisBehindLatest).toBe(0);
  expect(Records).toEqual([
    expect.objectContaining({
      ...{ SequenceNumber: first.SequenceNumber, PartitionKey: 'key', EncryptionType: 'NONE' },
      ApproximateArrivalTimestamp: new Date(clock.now() - 1234),
    }),
    expect.objectContaining({ SequenceNumber: second.SequenceNumber }),
  ]);
  expect(text(Records?.[0]?.Data)).toBe('one');
  expect(journal.entries).toMatchObject([{ kind: 'stream.put', shardId: ShardId, partitionKey: 'key' }, { kind: 'stream.put' }]);
});

test('partition keys and hash keys choose the shard', async () => {
  const { kinesis } = await served(4);
  const { Records, FailedRecordCount } = await kinesis.send(
    new PutRecordsCommand({
      StreamName,
      Records: [
        ...['customer-1', 'customer-3', 'e'].map((PartitionKey) => ({ PartitionKey, Data: bytes(PartitionKey) })),
        ...['0', '170141183460469231731687303715884105728', '340282366920938463463374607431768211455'].map((ExplicitHashKey) => ({
          ...{ PartitionKey: 'key', ExplicitHashKey, Data: bytes('') },
        })),
      ],
    }),
  );
  expect(FailedRecordCount).toBe(0);
  const quarter = (key: string) => createHash('md5').update(key).digest().readUInt8(0) >> 6;
  expect(Records?.map((record) => Number(record.ShardId?.slice(-1)))).toEqual([
    ...[quarter('customer-1'), quarter('customer-3'), quarter('e')],
    ...[0, 2, 3],
  ]);
});

test('iterators of all types begin where they say', async () => {
  const { kinesis, clock } = await served();
  const numbers: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    await clock.advance(1000);
    numbers.push((await put(kinesis, name)).SequenceNumber as string);
  }
  const [, StartingSequenceNumber] = numbers;
  const Timestamp = new Date(clock.now() - 500);
  const latest = await iterator(kinesis, { ShardIteratorType: 'LATEST' });
  await put(kinesis, 'd');

  expect(names(await read(kinesis))).toEqual(['a', 'b', 'c', 'd']);
  expect(names(await read(kinesis, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber }))).toEqual([
    'b',
    'c',
    'd',
  ]);
  expect(names(await read(kinesis, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber }))).toEqual(['c', 'd']);
  expect(names(await read(kinesis, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp }))).toEqual(['c', 'd']);
  expect(names(await read(kinesis, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(0) }))).toEqual(['a', 'b', 'c', 'd']);
  expect(names(await kinesis.send(new GetRecordsCommand({ ShardIterator: latest })))).toEqual(['d']);
});

test('pages follow each other by the next iterator, and tell how far behind they are', async () => {
  const { kinesis, clock } = await served();
  for (const name of ['a', 'b', 'c']) {
    await put(kinesis, name);
    await clock.advance(1000);
  }
  const first = await read(kinesis, {}, 2);
  const second = await kinesis.send(new GetRecordsCommand({ ShardIterator: first.NextShardIterator as string }));
  const third = await kinesis.send(new GetRecordsCommand({ ShardIterator: second.NextShardIterator as string }));

  expect([names(first), names(second), names(third)]).toEqual([['a', 'b'], ['c'], []]);
  expect([first, second, third].map(({ MillisBehindLatest }) => MillisBehindLatest)).toEqual([2000, 0, 0]);
});

test('what one GetRecords gives has at most 10 MiB', async () => {
  const { kinesis } = await served();
  const Data = new Uint8Array(1_000_000);
  for (let at = 0; at < 12; at++) await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data }));
  expect((await read(kinesis)).Records).toHaveLength(10);
});

test('an iterator lives five minutes, by the executor’s clock', async () => {
  const { kinesis, clock } = await served();
  const ShardIterator = await iterator(kinesis, {});
  await clock.advance(300_000);
  await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  await clock.advance(1);
  await expect(kinesis.send(new GetRecordsCommand({ ShardIterator }))).rejects.toMatchObject({
    name: 'ExpiredIteratorException',
    message:
      'Iterator expired. The iterator was created at time Thu Jan 01 00:00:00 UTC 2026 while right now it is Thu Jan 01 00:05:00 UTC 2026 which is further in the future than the tolerated delay of 300000 milliseconds.',
  });
});

test('records are kept for 24 hours, or as long as the stream says', async () => {
  const { kinesis, clock } = await served();
  await put(kinesis, 'a');
  await clock.advance({ hours: 24 });
  expect(names(await read(kinesis))).toEqual(['a']);
  await kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }));
  await clock.advance({ hours: 24 });
  await put(kinesis, 'b');
  expect(names(await read(kinesis))).toEqual(['a', 'b']);
  await clock.advance(1);
  expect(names(await read(kinesis))).toEqual(['b']);
});

test('a closed shard is read to its end, which tells of its children', async () => {
  const { kinesis } = await served();
  await put(kinesis, 'a');
  const NewStartingHashKey = (2n ** 127n).toString();
  await kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: ShardId, NewStartingHashKey }));

  expect((await put(kinesis, 'b')).ShardId).not.toBe(ShardId);
  const first = await read(kinesis, {}, 1);
  expect(names(first)).toEqual(['a']);
  expect(first.NextShardIterator).toBeUndefined();
  expect(first.ChildShards).toMatchObject([
    { ShardId: 'shardId-000000000001', ParentShards: [ShardId], HashKeyRange: { StartingHashKey: '0' } },
    { ShardId: 'shardId-000000000002', ParentShards: [ShardId], HashKeyRange: { StartingHashKey: NewStartingHashKey } },
  ]);
});

test('numbers of later records are behind the one given for ordering', async () => {
  const { kinesis } = await served();
  const { SequenceNumber } = await put(kinesis, 'a');
  const next = await kinesis.send(
    new PutRecordCommand({ StreamName, PartitionKey: 'key', Data: bytes('b'), SequenceNumberForOrdering: SequenceNumber }),
  );
  expect(BigInt(next.SequenceNumber as string)).toBeGreaterThan(BigInt(SequenceNumber as string));
});

test('a stream takes records of 1 MiB, and larger ones when it says so', async () => {
  const { kinesis } = await served();
  const record = (size: number) => new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: new Uint8Array(size) });
  await kinesis.send(record(1_048_575));
  await expect(kinesis.send(record(1_048_576))).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  await expect(kinesis.send(record(1_048_577))).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      "1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have length less than or equal to 1048576",
  });
  await kinesis.send(
    new UpdateMaxRecordSizeCommand({
      StreamARN: `arn:aws:kinesis:eu-west-1:210987654321:stream/${StreamName}`,
      MaxRecordSizeInKiB: 10_240,
    }),
  );
  await kinesis.send(record(10_485_759));
});

test('a batch has 500 records and 10 MiB at most', async () => {
  const { kinesis } = await served();
  const batch = (count: number, size: number) =>
    new PutRecordsCommand({
      StreamName,
      Records: Array.from({ length: count }, () => ({ PartitionKey: 'key', Data: new Uint8Array(size) })),
    });
  expect((await kinesis.send(batch(500, 1))).Records).toHaveLength(500);
  await expect(kinesis.send(batch(501, 1))).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(kinesis.send(batch(0, 1))).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(kinesis.send(batch(11, 1_000_000))).rejects.toMatchObject({ name: 'InvalidArgumentException' });
});

test.each([
  [
    'there is no such stream',
    { StreamName: 'Other' },
    'ResourceNotFoundException',
    'Stream Other under account 210987654321 not found.',
  ],
  ['no stream is named', { StreamName: undefined }, 'InvalidArgumentException', /StreamName or StreamARN/],
  [
    'the partition key is empty',
    { PartitionKey: '' },
    'ValidationException',
    /'partitionKey' failed.*greater than or equal to 1/,
  ],
  ['the partition key is missing', { PartitionKey: undefined }, 'ValidationException', /Value null at 'partitionKey'/],
  ['the partition key is long', { PartitionKey: 'k'.repeat(257) }, 'ValidationException', /less than or equal to 256/],
  ['the hash key is no number', { ExplicitHashKey: '01' }, 'ValidationException', /regular expression pattern: 0\|\(\[1-9\]/],
  [
    'the hash key is too large',
    { ExplicitHashKey: (2n ** 128n).toString() },
    'InvalidArgumentException',
    'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456',
  ],
  [
    'the number for ordering is none',
    { SequenceNumberForOrdering: '5' },
    'InvalidArgumentException',
    'ExclusiveMinimumSequenceNumber 5 used in PutRecord on stream Orders under account 210987654321 is invalid.',
  ],
  ['it is a dry run', { DryRun: true }, 'NotEmulatedException', /DryRun/],
])('fails when %s', async (_, input, name, message) => {
  const { kinesis, streams } = await served();
  const command = new PutRecordCommand({ StreamName, PartitionKey: 'key', Data: bytes('x'), ...input });
  await expect(kinesis.send(command)).rejects.toMatchObject({
    name,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
  expect(streams.streams.records(`arn:aws:kinesis:eu-west-1:210987654321:stream/${StreamName}`)).toEqual([]);
});

test.each([
  ['there is no such shard', { ShardId: 'shardId-000000000009' }, 'ResourceNotFoundException', /Could not find shard/],
  ['the type is none', { ShardIteratorType: 'NEWEST' as never }, 'ValidationException', /enum value set/],
  [
    'a number is missing',
    { ShardIteratorType: 'AT_SEQUENCE_NUMBER' as const },
    'InvalidArgumentException',
    /and no StartingSequenceNumber/,
  ],
  ['a number is too much', { StartingSequenceNumber: '1' }, 'InvalidArgumentException', /and also a StartingSequenceNumber/],
  [
    'a number is none of Kinesis',
    { ShardIteratorType: 'AT_SEQUENCE_NUMBER' as const, StartingSequenceNumber: '7' },
    'InvalidArgumentException',
    /StartingSequenceNumber 7 used in GetShardIterator on shard shardId-000000000000 in stream Orders under account \d+ is invalid\./,
  ],
  ['a time is missing', { ShardIteratorType: 'AT_TIMESTAMP' as const }, 'InvalidArgumentException', /no timestamp parameter/],
  [
    'a time is to come',
    { ShardIteratorType: 'AT_TIMESTAMP' as const, Timestamp: new Date('2027-01-01') },
    'InvalidArgumentException',
    /cannot be greater than the currentTimestampInMillis/,
  ],
])('fails when an iterator is asked for and %s', async (_, input, name, message) => {
  const { kinesis } = await served();
  await expect(iterator(kinesis, input)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
});

test('fails when a number is of another shard, or of another stream', async () => {
  const { kinesis } = await served(2);
  const { SequenceNumber } = await kinesis.send(
    new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: bytes('x'), ExplicitHashKey: (2n ** 127n).toString() }),
  );
  const at = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: SequenceNumber } as const;
  await expect(iterator(kinesis, at)).rejects.toThrow(/It encodes shardId-000000000001, while .* shardId-000000000000/);
  await kinesis.send(new DeleteStreamCommand({ StreamName }));
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  await expect(iterator(kinesis, { ...at, ShardId: 'shardId-000000000001' })).rejects.toThrow(/did not come from this stream/);
});

test('fails when an iterator is made up, or its stream is gone', async () => {
  const { kinesis } = await served();
  for (const ShardIterator of ['AAAA', Buffer.from('\0\0\0\0\0\0\0\u0001{}').toString('base64')]) {
    await expect(kinesis.send(new GetRecordsCommand({ ShardIterator }))).rejects.toMatchObject({
      ...{ name: 'InvalidArgumentException', message: 'Invalid ShardIterator.' },
    });
  }
  const ShardIterator = await iterator(kinesis, {});
  await expect(kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 10_001 }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await kinesis.send(new DeleteStreamCommand({ StreamName }));
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await expect(kinesis.send(new GetRecordsCommand({ ShardIterator }))).rejects.toMatchObject({
    ...{
      name: 'ResourceNotFoundException',
      message: `Shard ${ShardId} in stream Orders under account 210987654321 does not exist`,
    },
  });
});
