import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { seededChance } from '../../../src/local/chance';
import { wireTables } from '../../../src/local/services/dynamodb/wire';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import { closeServed, servedServices } from '../../support/served-services';

const open: { destroy(): void }[] = [];

afterEach(async () => {
  for (const client of open.splice(0)) client.destroy();
  await closeServed();
});

const TableName = 'Orders';
const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' as const }];

/** A table with a stream. */
async function scene() {
  const clock = new VirtualClock();
  const { services } = wireTables({ tables: [], clock, chance: seededChance('tables') });
  const { client } = await servedServices(services);
  const [tables, streams] = [new DynamoDBClient(client), new DynamoDBStreamsClient(client)];
  open.push(tables, streams);
  const { TableDescription } = await tables.send(
    new CreateTableCommand({
      ...{ TableName, KeySchema, BillingMode: 'PAY_PER_REQUEST' },
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  const StreamArn = TableDescription?.LatestStreamArn as string;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId as string;
  const put = (id: string, more: object = {}) => tables.send(new PutItemCommand({ TableName, Item: { id: { S: id }, ...more } }));
  const iterator = async (more: Partial<GetShardIteratorCommandInput> = {}) => {
    const input = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const, ...more };
    return (await streams.send(new GetShardIteratorCommand(input))).ShardIterator as string;
  };
  const read = async (ShardIterator: string, Limit?: number) => streams.send(new GetRecordsCommand({ ShardIterator, Limit }));
  return { ...{ clock, tables, streams, StreamArn, ShardId, put, iterator, read }, description: StreamDescription };
}

test('streams of tables are listed and described', async () => {
  const { tables, streams, StreamArn, ShardId, description, put } = await scene();
  expect((await streams.send(new ListStreamsCommand({}))).Streams).toEqual([
    { StreamArn, TableName, StreamLabel: '2026-01-01T00:00:00.000' },
  ]);
  expect((await streams.send(new ListStreamsCommand({ TableName: 'Other' }))).Streams).toEqual([]);
  expect(description).toEqual({
    ...{ StreamArn, TableName, KeySchema, StreamLabel: '2026-01-01T00:00:00.000', StreamStatus: 'ENABLED' },
    ...{ StreamViewType: 'NEW_AND_OLD_IMAGES', CreationRequestDateTime: new Date('2026-01-01T00:00:00Z') },
    Shards: [{ ShardId, SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^\d{21}$/) } }],
  });
  await put('a');
  await tables.send(new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }));
  expect((await streams.send(new DescribeStreamCommand({ StreamArn }))).StreamDescription).toMatchObject({
    StreamStatus: 'DISABLED',
    Shards: [{ SequenceNumberRange: { EndingSequenceNumber: expect.any(String) } }],
  });
});

test('changes are read page by page, as the API tells of them (DDB-07 to DDB-09)', async () => {
  const { clock, tables, put, iterator, read } = await scene();
  await tables.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'ends' } }),
  );
  await put('a', { bytes: { B: new Uint8Array([1, 2]) }, list: { L: [{ M: { n: { N: '1' } } }] } });
  await put('b', { ends: { N: String(clock.now() / 1000 + 60) } });
  await tables.send(new DeleteItemCommand({ TableName, Key: { id: { S: 'a' } } }));
  await clock.advance(60_000);

  const first = await read(await iterator(), 2);
  expect(first.Records).toEqual([
    {
      ...{ eventID: expect.stringMatching(/^[0-9a-f]{32}$/), eventName: 'INSERT', eventVersion: '1.1' },
      ...{ eventSource: 'aws:dynamodb', awsRegion: 'eu-west-1' },
      dynamodb: {
        ApproximateCreationDateTime: new Date('2026-01-01T00:00:00Z'),
        Keys: { id: { S: 'a' } },
        NewImage: { id: { S: 'a' }, bytes: { B: new Uint8Array([1, 2]) }, list: { L: [{ M: { n: { N: '1' } } }] } },
        ...{ SequenceNumber: expect.stringMatching(/^\d{21}$/), SizeBytes: expect.any(Number) },
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    },
    expect.objectContaining({ eventName: 'INSERT' }),
  ]);
  const second = await read(first.NextShardIterator as string);
  expect(second.Records).toMatchObject([
    { eventName: 'REMOVE', dynamodb: { Keys: { id: { S: 'a' } } } },
    { eventName: 'REMOVE', userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' } },
  ]);
  expect((await read(second.NextShardIterator as string)).Records).toEqual([]);
});

test('iterators begin at the newest record, at one or behind one; a stream that is off ends', async () => {
  const { tables, put, iterator, read } = await scene();
  for (const id of ['a', 'b', 'c']) await put(id);
  const ids = async (at: Promise<string>) => (await read(await at)).Records?.map(({ dynamodb }) => dynamodb?.Keys?.id?.S);
  const { Records = [] } = await read(await iterator());
  const SequenceNumber = Records[1]?.dynamodb?.SequenceNumber;
  expect(await ids(iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber }))).toEqual(['b', 'c']);
  expect(await ids(iterator({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber }))).toEqual(['c']);
  const latest = iterator({ ShardIteratorType: 'LATEST' });
  await latest;
  await put('d');
  expect(await ids(latest)).toEqual(['d']);
  await tables.send(new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }));
  expect((await read(await iterator(), 3)).NextShardIterator).toBeDefined();
  expect((await read(await iterator())).NextShardIterator).toBeUndefined();
});

test('fails when an iterator is too old, or made up', async () => {
  const { clock, iterator, read } = await scene();
  const old = await iterator();
  await clock.advance(900_000);
  await read(old);
  await clock.advance(1);
  await expect(read(old)).rejects.toMatchObject({ name: 'ExpiredIteratorException' });
  await expect(read('arn:aws:dynamodb|1|AAAA')).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(read(await iterator(), 1001)).rejects.toMatchObject({ name: 'ValidationException' });
});

test('fails when the stream, the shard or the record is not there any more', async () => {
  const { clock, put, iterator, read, StreamArn } = await scene();
  await put('a');
  const SequenceNumber = (await read(await iterator())).Records?.[0]?.dynamodb?.SequenceNumber;
  const at = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber } as const;
  await clock.advance({ hours: 25 });
  await put('b');
  await expect(iterator(at)).rejects.toMatchObject({ name: 'TrimmedDataAccessException' });
  await expect(iterator({ ...at, SequenceNumber: undefined })).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(iterator({ ShardId: 'shardId-00000000000000000000-00000000' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(iterator({ StreamArn: `${StreamArn}0` })).rejects.toMatchObject({
    ...{ name: 'ResourceNotFoundException', message: `Requested resource not found: Stream: ${StreamArn}0 not found` },
  });
});
