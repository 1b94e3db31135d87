import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteStreamCommand,
  DescribeLimitsCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  EnableEnhancedMonitoringCommand,
  IncreaseStreamRetentionPeriodCommand,
  type KinesisClient,
  ListShardsCommand,
  ListStreamsCommand,
  ListTagsForResourceCommand,
  ListTagsForStreamCommand,
  MergeShardsCommand,
  RemoveTagsFromStreamCommand,
  SplitShardCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
  waitUntilStreamExists,
  waitUntilStreamNotExists,
} from '@aws-sdk/client-kinesis';
import { closeKinesis, servedKinesis } from '../../support/kinesis';

afterEach(closeKinesis);

const StreamName = 'Orders';
const StreamARN = 'arn:aws:kinesis:eu-west-1:210987654321:stream/Orders';
const HALF = 2n ** 127n;
const LAST = 2n ** 128n - 1n;
const id = (index: number) => `shardId-${String(index).padStart(12, '0')}`;

async function served(ShardCount = 1) {
  const scene = await servedKinesis();
  await scene.kinesis.send(new CreateStreamCommand({ StreamName, ShardCount }));
  return scene;
}

async function shards(kinesis: KinesisClient) {
  const { StreamDescription } = await kinesis.send(new DescribeStreamCommand({ StreamName }));
  return StreamDescription?.Shards ?? [];
}

/** Open shards with their first and last hash keys. */
async function open(kinesis: KinesisClient) {
  return (await shards(kinesis))
    .filter(({ SequenceNumberRange }) => SequenceNumberRange?.EndingSequenceNumber === undefined)
    .map(({ HashKeyRange }) => [BigInt(HashKeyRange?.StartingHashKey ?? -1), BigInt(HashKeyRange?.EndingHashKey ?? -1)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

test('a stream is made, described and deleted', async () => {
  const { kinesis, clock } = await served(3);
  await waitUntilStreamExists({ client: kinesis, maxWaitTime: 20 }, { StreamName });
  const common = {
    ...{ StreamName, StreamARN, StreamStatus: 'ACTIVE', StreamModeDetails: { StreamMode: 'PROVISIONED' } },
    StreamCreationTimestamp: new Date(clock.now()),
  };
  const details = { RetentionPeriodHours: 24, EnhancedMonitoring: [{ ShardLevelMetrics: [] }], EncryptionType: 'NONE' };

  const { StreamDescription } = await kinesis.send(new DescribeStreamCommand({ StreamARN }));
  expect(StreamDescription).toMatchObject({ ...common, ...details, HasMoreShards: false });
  const third = 2n ** 128n / 3n;
  expect(StreamDescription?.Shards?.map(({ ShardId, HashKeyRange }) => [ShardId, HashKeyRange])).toEqual([
    [id(0), { StartingHashKey: '0', EndingHashKey: `${third - 1n}` }],
    [id(1), { StartingHashKey: `${third}`, EndingHashKey: `${2n * third - 1n}` }],
    [id(2), { StartingHashKey: `${2n * third}`, EndingHashKey: `${LAST}` }],
  ]);
  expect((await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary).toEqual({
    ...{ ...common, ...details, OpenShardCount: 3, ConsumerCount: 0, MaxRecordSizeInKiB: 1024 },
  });
  expect(await kinesis.send(new ListStreamsCommand({}))).toMatchObject({
    ...{ StreamNames: [StreamName], HasMoreStreams: false, StreamSummaries: [common] },
  });

  await kinesis.send(new DeleteStreamCommand({ StreamName }));
  await waitUntilStreamNotExists({ client: kinesis, maxWaitTime: 20 }, { StreamName });
});

test('streams and shards are listed page by page', async () => {
  const { kinesis, clock } = await served(5);
  for (const name of ['b', 'a']) await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));

  const first = await kinesis.send(new ListStreamsCommand({ Limit: 2 }));
  expect(first).toMatchObject({ StreamNames: ['Orders', 'a'], HasMoreStreams: true });
  expect(await kinesis.send(new ListStreamsCommand({ NextToken: first.NextToken }))).toMatchObject({ StreamNames: ['b'] });
  expect(await kinesis.send(new ListStreamsCommand({ ExclusiveStartStreamName: 'a' }))).toMatchObject({ StreamNames: ['b'] });
  expect(await kinesis.send(new DescribeStreamCommand({ StreamName, Limit: 2, ExclusiveStartShardId: id(0) }))).toMatchObject({
    StreamDescription: { HasMoreShards: true, Shards: [{ ShardId: id(1) }, { ShardId: id(2) }] },
  });

  const page = await kinesis.send(new ListShardsCommand({ StreamName, MaxResults: 3 }));
  expect(page.Shards?.map(({ ShardId }) => ShardId)).toEqual([id(0), id(1), id(2)]);
  const { NextToken } = page;
  const rest = await kinesis.send(new ListShardsCommand({ NextToken }));
  expect(rest.Shards?.map(({ ShardId }) => ShardId)).toEqual([id(3), id(4)]);
  expect(rest.NextToken).toBeUndefined();
  await expect(kinesis.send(new ListShardsCommand({ NextToken, StreamName }))).rejects.toMatchObject({
    ...{ name: 'InvalidArgumentException', message: 'NextToken and StreamName cannot be provided together.' },
  });
  await clock.advance(300_001);
  await expect(kinesis.send(new ListShardsCommand({ NextToken }))).rejects.toMatchObject({ name: 'ExpiredNextTokenException' });
});

test('a shard is split, and two are merged', async () => {
  const { kinesis, clock } = await served();
  await clock.advance(60_000);
  await kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: id(0), NewStartingHashKey: `${HALF}` }));
  await clock.advance(60_000);
  await kinesis.send(new MergeShardsCommand({ StreamName, ShardToMerge: id(1), AdjacentShardToMerge: id(2) }));

  const [parent, lower, upper, merged] = await shards(kinesis);
  expect(parent?.SequenceNumberRange?.EndingSequenceNumber).toMatch(/^49\d{54}$/);
  expect(lower).toMatchObject({ ParentShardId: id(0), HashKeyRange: { StartingHashKey: '0', EndingHashKey: `${HALF - 1n}` } });
  expect(upper).toMatchObject({ ParentShardId: id(0), HashKeyRange: { StartingHashKey: `${HALF}`, EndingHashKey: `${LAST}` } });
  expect(merged).toMatchObject({
    ...{ ShardId: id(3), ParentShardId: id(1), AdjacentParentShardId: id(2) },
    HashKeyRange: { StartingHashKey: '0', EndingHashKey: `${LAST}` },
  });
  expect(merged?.SequenceNumberRange?.EndingSequenceNumber).toBeUndefined();

  const listed = async (Type: string, more: object = {}) => {
    const command = new ListShardsCommand({ StreamName, ShardFilter: { Type: Type as 'AT_LATEST', ...more } });
    return (await kinesis.send(command)).Shards?.map(({ ShardId }) => Number(ShardId?.slice(-2)));
  };
  const ago = (ms: number) => ({ Timestamp: new Date(clock.now() - ms) });
  expect(await listed('AT_LATEST')).toEqual([3]);
  expect(await listed('AT_TRIM_HORIZON')).toEqual([0]);
  expect(await listed('FROM_TRIM_HORIZON')).toEqual([0, 1, 2, 3]);
  expect(await listed('AT_TIMESTAMP', ago(30_000))).toEqual([1, 2]);
  expect(await listed('AT_TIMESTAMP', ago(90_000))).toEqual([0]);
  expect(await listed('FROM_TIMESTAMP', ago(30_000))).toEqual([1, 2, 3]);
  expect(await listed('AFTER_SHARD_ID', { ShardId: id(1) })).toEqual([2, 3]);
  await expect(listed('AFTER_SHARD_ID')).rejects.toMatchObject({ name: 'InvalidArgumentException' });

  // Closed shards are there as long as records in them could be.
  await clock.advance({ hours: 25 });
  expect((await shards(kinesis)).map(({ ShardId }) => ShardId)).toEqual([id(3)]);
});

test.each([
  [2, 3],
  [3, 2],
  [2, 4],
  [5, 7],
  [7, 4],
])('from %i shards to %i: they are of one size, and hold every hash key', async (from, to) => {
  const { kinesis } = await served(from);
  const answer = await kinesis.send(
    new UpdateShardCountCommand({ StreamName, TargetShardCount: to, ScalingType: 'UNIFORM_SCALING' }),
  );
  expect(answer).toMatchObject({ StreamName, StreamARN, CurrentShardCount: from, TargetShardCount: to });
  const ranges = await open(kinesis);
  expect(ranges).toHaveLength(to);
  expect([ranges[0]?.[0], ranges.at(-1)?.[1]]).toEqual([0n, LAST]);
  for (const [at, [start]] of ranges.entries()) if (at > 0) expect(start).toBe((ranges[at - 1]?.[1] ?? 0n) + 1n);
  const sizes = ranges.slice(0, -1).map(([start, end]) => end - start);
  expect(new Set(sizes).size).toBe(1);
});

test('retention is longer or shorter, within its limits', async () => {
  const { kinesis } = await served();
  const increase = (RetentionPeriodHours: number) =>
    kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }));
  const decrease = (RetentionPeriodHours: number) =>
    kinesis.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }));
  await increase(8760);
  await decrease(48);
  await expect(increase(47)).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message:
      'Requested retention period (47 hours) for stream Orders can not be shorter than existing retention period (48 hours). Use DecreaseRetentionPeriod API.',
  });
  await expect(decrease(49)).rejects.toThrow(/can not be longer .* Use IncreaseRetentionPeriod API\./);
  await expect(decrease(23)).rejects.toThrow(/Minimum allowed retention period is 24 hours/);
  await expect(increase(8761)).rejects.toThrow(/Maximum allowed retention period is 8760 hours/);
});

test('streams and consumers have tags', async () => {
  const { kinesis } = await served();
  await kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: { team: 'shop', stage: 'test' } }));
  await kinesis.send(new TagResourceCommand({ ResourceARN: StreamARN, Tags: { team: 'sales' } }));
  expect(await kinesis.send(new ListTagsForStreamCommand({ StreamName, Limit: 1 }))).toMatchObject({
    ...{ Tags: [{ Key: 'stage', Value: 'test' }], HasMoreTags: true },
  });
  await kinesis.send(new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ['stage'] }));
  expect(await kinesis.send(new ListTagsForResourceCommand({ ResourceARN: StreamARN }))).toMatchObject({
    Tags: [{ Key: 'team', Value: 'sales' }],
  });
  await kinesis.send(new UntagResourceCommand({ ResourceARN: StreamARN, TagKeys: ['team'] }));
  expect((await kinesis.send(new ListTagsForStreamCommand({ StreamName }))).Tags).toEqual([]);
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`tag${at}`, '']));
  await expect(kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: many }))).rejects.toMatchObject({
    name: 'InvalidArgumentException',
  });
});

test('an on-demand stream has four shards, and is not split by hand', async () => {
  const { kinesis } = await servedKinesis();
  await kinesis.send(new CreateStreamCommand({ StreamName, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }));
  expect(await open(kinesis)).toHaveLength(4);
  const scale = () =>
    kinesis.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 8, ScalingType: 'UNIFORM_SCALING' }));
  await expect(scale()).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await kinesis.send(new DescribeLimitsCommand({}))).toMatchObject({ OpenShardCount: 4, OnDemandStreamCount: 1 });
  await kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode: 'PROVISIONED' } }));
  await scale();
  expect(await open(kinesis)).toHaveLength(8);
});

test('fails when a shard cannot be split or merged so', async () => {
  const { kinesis } = await served(3);
  const split = (ShardToSplit: string, NewStartingHashKey: string) =>
    kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey }));
  await expect(split(id(0), '1')).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message: expect.stringMatching(
      /^NewStartingHashKey 1 used in SplitShard\(\) on shard shardId-000000000000 .* is not both greater than one plus the shard's StartingHashKey 0 and less than/,
    ),
  });
  await expect(split(id(9), `${HALF}`)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(
    kinesis.send(new MergeShardsCommand({ StreamName, ShardToMerge: id(0), AdjacentShardToMerge: id(2) })),
  ).rejects.toThrow(/are not an adjacent pair of shards eligible for merging/);
  await split(id(1), `${HALF}`);
  await expect(split(id(1), `${HALF + 5n}`)).rejects.toMatchObject({ name: 'ResourceInUseException' });
});

test('fails when a count of shards is too far from the present one, or is updated too often', async () => {
  const { kinesis, clock } = await served(4);
  const scale = (TargetShardCount: number) =>
    kinesis.send(new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }));
  await expect(scale(9)).rejects.toMatchObject({
    name: 'LimitExceededException',
    message:
      'UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 4, Target shard count: 9',
  });
  await expect(scale(1)).rejects.toThrow(/below half/);
  for (let at = 0; at < 10; at++) await scale(4 + (at % 2));
  await expect(scale(4)).rejects.toMatchObject({ name: 'LimitExceededException' });
  await clock.advance({ hours: 24 });
  await scale(4);
});

test.each([
  ['the name is taken', { StreamName }, 'ResourceInUseException', 'Stream Orders under account 210987654321 already exists.'],
  [
    'the name has a blank',
    { StreamName: 'my stream' },
    'ValidationException',
    /'streamName' failed .* pattern: \[a-zA-Z0-9_\.-\]\+/,
  ],
  ['there are no shards', { StreamName: 'o', ShardCount: undefined }, 'InvalidArgumentException', /ShardCount/],
  [
    'there are too many shards',
    { StreamName: 'o', ShardCount: 500 },
    'LimitExceededException',
    /Current shard count for the account: 1\. Limit: 500/,
  ],
  [
    'warm throughput is wanted',
    { StreamName: 'o', WarmThroughputMiBps: 5 },
    'NotEmulatedException',
    /WarmThroughputMiBps of CreateStream/,
  ],
  [
    'records are to be huge',
    { StreamName: 'o', MaxRecordSizeInKiB: 10_241 },
    'ValidationException',
    /less than or equal to 10240/,
  ],
])('fails when a stream is made and %s', async (_, input, name, message) => {
  const { kinesis } = await served();
  await expect(kinesis.send(new CreateStreamCommand({ ShardCount: 1, ...input }))).rejects.toMatchObject({
    ...{ name, message: typeof message === 'string' ? message : expect.stringMatching(message) },
  });
});

test('fails by name when an operation is not emulated', async () => {
  const { kinesis } = await served();
  const command = new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ['ALL'] });
  await expect(kinesis.send(command)).rejects.toMatchObject({
    ...{ name: 'NotEmulatedException', message: 'lambda-kit does not emulate EnableEnhancedMonitoring of kinesis.' },
  });
});
