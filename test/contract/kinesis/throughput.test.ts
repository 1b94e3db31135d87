import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ProvisionedThroughputExceededException,
  PutRecordCommand,
  PutRecordsCommand,
  UpdateMaxRecordSizeCommand,
} from '@aws-sdk/client-kinesis';
import { bytes, closeKinesis, servedKinesis } from '../../support/kinesis';

afterEach(closeKinesis);

const StreamName = 'Orders';
const [LOWER, UPPER] = ['0', '170141183460469231731687303715884105728'];
const RATE = 'Rate exceeded for shard shardId-000000000000 in stream Orders under account 210987654321.';
const KIB = 1024;

/** A stream whose shards are as fast as those of Kinesis. */
async function limited(ShardCount = 1) {
  const scene = await servedKinesis(true);
  await scene.kinesis.send(new CreateStreamCommand({ StreamName, ShardCount }));
  const put = (kib: number, PartitionKey = 'k', ExplicitHashKey = LOWER) =>
    scene.kinesis.send(
      new PutRecordCommand({ StreamName, PartitionKey, ExplicitHashKey, Data: new Uint8Array(kib * KIB - PartitionKey.length) }),
    );
  const putMany = (count: number, hashKey: (at: number) => string = () => LOWER) => {
    const Records = Array.from({ length: count }, (_, at) => {
      return { PartitionKey: 'k', ExplicitHashKey: hashKey(at), Data: bytes(`${at}`) };
    });
    return scene.kinesis.send(new PutRecordsCommand({ StreamName, Records }));
  };
  const iterator = async () => {
    const place = { StreamName, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' } as const;
    return (await scene.kinesis.send(new GetShardIteratorCommand(place))).ShardIterator as string;
  };
  const read = async (Limit?: number) => scene.kinesis.send(new GetRecordsCommand({ ShardIterator: await iterator(), Limit }));
  return { ...scene, put, putMany, read };
}

test('a shard takes a thousand records a second; of a batch, those that are too many fail by themselves (KIN-04)', async () => {
  const { putMany, clock } = await limited();
  await putMany(500);
  await clock.advance(400);
  await putMany(490);

  const batch = await putMany(20);
  expect(batch.FailedRecordCount).toBe(10);
  expect(batch.Records?.[9]).toMatchObject({ ShardId: 'shardId-000000000000', SequenceNumber: expect.any(String) });
  expect(batch.Records?.[10]).toEqual({ ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: RATE });

  await clock.advance(599);
  expect((await putMany(1)).FailedRecordCount).toBe(1);
  await clock.advance(1);
  expect((await putMany(500)).FailedRecordCount).toBe(0);
  expect((await putMany(1)).FailedRecordCount).toBe(1);
});

test('each shard has its own rate', async () => {
  const { putMany } = await limited(2);
  await putMany(500);
  await putMany(500);

  const { Records } = await putMany(4, (at) => (at % 2 === 0 ? LOWER : UPPER));
  expect(Records?.map(({ ErrorCode }) => ErrorCode === undefined)).toEqual([false, true, false, true]);
});

test('a shard takes a mebibyte a second, with the partition keys (KIN-04)', async () => {
  const { put, clock, streams } = await limited();
  await put(1000);
  await put(24);

  const failed = put(1);
  await expect(failed).rejects.toBeInstanceOf(ProvisionedThroughputExceededException);
  await expect(failed).rejects.toMatchObject({ message: RATE, $metadata: { httpStatusCode: 400 } });
  await clock.advance(1000);
  await put(1);
  expect(streams.streams.records('arn:aws:kinesis:eu-west-1:210987654321:stream/Orders')).toHaveLength(3);
});

test('a record of several mebibytes keeps its shard busy for as many seconds', async () => {
  const { kinesis, put, clock } = await limited();
  const StreamARN = 'arn:aws:kinesis:eu-west-1:210987654321:stream/Orders';
  await kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 10_240 }));
  await put(3 * KIB);

  await clock.advance(2999);
  await expect(put(1)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  await clock.advance(1);
  await put(1);
});

test('a shard is read five times a second (KIN-04)', async () => {
  const { read, put, clock } = await limited();
  await put(1);
  for (let count = 0; count < 5; count++) await read();

  await expect(read()).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException', message: RATE });
  await clock.advance(1000);
  expect((await read()).Records).toHaveLength(1);
});

test('a shard gives two mebibytes a second; who has got more waits for it (KIN-04)', async () => {
  const { read, put, clock } = await limited();
  for (let count = 0; count < 8; count++) {
    await put(1024);
    await clock.advance(1000);
  }

  await read(1);
  await read(1);
  await expect(read(1)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  await clock.advance(1000);
  expect((await read()).Records).toHaveLength(8);
  await clock.advance(3999);
  await expect(read(1)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  await clock.advance(1);
  await read(1);
});

test('without limits, as under a virtual clock, a shard takes and gives what is asked for', async () => {
  const { kinesis } = await servedKinesis();
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const Records = Array.from({ length: 500 }, () => ({ PartitionKey: 'k', Data: bytes('x') }));

  for (let count = 0; count < 3; count++) {
    expect((await kinesis.send(new PutRecordsCommand({ StreamName, Records }))).FailedRecordCount).toBe(0);
  }
});
