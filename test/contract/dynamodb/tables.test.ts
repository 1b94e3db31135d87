import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { closeTables, dynamodb, order, orders } from '../../support/dynamodb';

const TableName = 'Orders';
const TableArn = 'arn:aws:dynamodb:eu-west-1:210987654321:table/Orders';
const ADA = order('ada', 1);

afterEach(closeTables);

const LEAST: CreateTableCommandInput = {
  TableName: 'Things',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};
const GLOBAL = {
  IndexName: 'ByStage',
  KeySchema: [{ AttributeName: 'stage', KeyType: 'HASH' as const }],
  Projection: { ProjectionType: 'ALL' as const },
};

test('a table is made, described, listed and deleted', async () => {
  const { client } = await dynamodb();
  const made = await client.send(new CreateTableCommand(LEAST));
  expect(made.TableDescription).toMatchObject({ TableName: 'Things', TableStatus: 'CREATING', ItemCount: 0 });
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName: 'Things' });
  await client.send(new PutItemCommand({ TableName: 'Things', Item: { id: { S: 'a' } } }));
  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'Things' }));
  expect(Table).toMatchObject({
    ...{ TableStatus: 'ACTIVE', ItemCount: 1, TableSizeBytes: 3, KeySchema: LEAST.KeySchema },
    ...{ AttributeDefinitions: LEAST.AttributeDefinitions, BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } },
    TableArn: 'arn:aws:dynamodb:eu-west-1:210987654321:table/Things',
    CreationDateTime: new Date('2026-01-01T00:00:00Z'),
    DeletionProtectionEnabled: false,
  });
  await expect(client.send(new CreateTableCommand(LEAST))).rejects.toThrow(ResourceInUseException);
  expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual(['Things']);

  const deleted = await client.send(new DeleteTableCommand({ TableName: 'Things' }));
  expect(deleted.TableDescription).toMatchObject({ TableStatus: 'DELETING' });
  await waitUntilTableNotExists({ client, maxWaitTime: 30 }, { TableName: 'Things' });
  const gone = client.send(new DescribeTableCommand({ TableName: 'Things' }));
  await expect(gone).rejects.toThrow(ResourceNotFoundException);
  await expect(gone).rejects.toThrow('Requested resource not found: Table: Things not found');
});

test('tables are listed page by page', async () => {
  const { client } = await dynamodb();
  for (const name of ['ccc', 'aaa', 'bbb']) await client.send(new CreateTableCommand({ ...LEAST, TableName: name }));
  expect(await client.send(new ListTablesCommand({ Limit: 2 }))).toMatchObject({
    ...{ TableNames: ['aaa', 'bbb'], LastEvaluatedTableName: 'bbb' },
  });
  const rest = await client.send(new ListTablesCommand({ ExclusiveStartTableName: 'bbb' }));
  expect(rest.TableNames).toEqual(['ccc']);
  expect(rest.LastEvaluatedTableName).toBeUndefined();
});

test.each<[string, Partial<CreateTableCommandInput>]>([
  ['TableName must be at least 3 characters long', { TableName: 'ab' }],
  ['Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+', { TableName: 'a b c' }],
  ['The first KeySchemaElement is not a HASH key type', { KeySchema: [{ AttributeName: 'id', KeyType: 'RANGE' }] }],
  [
    'Some index key attributes are not defined in AttributeDefinitions. Keys: [other], AttributeDefinitions: [id]',
    { KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }] },
  ],
  [
    'have the same name',
    {
      KeySchema: [
        { AttributeName: 'id', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' },
      ],
    },
  ],
  [
    'Number of attributes in KeySchema does not exactly match',
    { AttributeDefinitions: [...(LEAST.AttributeDefinitions ?? []), { AttributeName: 'x', AttributeType: 'S' }] },
  ],
  [
    'Member must satisfy enum value set: [B, N, S]',
    { AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'BOOL' as 'S' }] },
  ],
  ['must both be specified when BillingMode is PROVISIONED', { BillingMode: 'PROVISIONED' }],
  [
    'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified',
    { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
  ],
  [
    'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    { LocalSecondaryIndexes: [GLOBAL] },
  ],
  ['List of GlobalSecondaryIndexes is empty', { GlobalSecondaryIndexes: [] }],
  ['StreamViewType must be specified if StreamEnabled is true', { StreamSpecification: { StreamEnabled: true } }],
  [
    'lambda-kit does not emulate SSESpecification of CreateTable: nothing is encrypted here',
    { SSESpecification: { Enabled: true } },
  ],
])('fails with «%s»', async (message, input) => {
  const { client } = await dynamodb();
  await expect(client.send(new CreateTableCommand({ ...LEAST, ...input }))).rejects.toThrow(message);
});

test('indexes, streams, throughput and protection are changed at run time', async () => {
  const { client, put } = await orders();
  await put({ ...ADA, stage: { S: 'open' } });
  const update = (input: object) => client.send(new UpdateTableCommand({ TableName, ...input }));
  const made = await update({
    AttributeDefinitions: [{ AttributeName: 'stage', AttributeType: 'S' }],
    GlobalSecondaryIndexUpdates: [{ Create: GLOBAL }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    DeletionProtectionEnabled: true,
  });
  expect(made.TableDescription).toMatchObject({
    ...{ TableStatus: 'UPDATING', LatestStreamLabel: '2026-01-01T00:00:00.000' },
    LatestStreamArn: `${TableArn}/stream/2026-01-01T00:00:00.000`,
    GlobalSecondaryIndexes: [{ IndexName: 'ByStage', IndexStatus: 'CREATING', ItemCount: 1 }],
  });
  const query = { TableName, IndexName: 'ByStage', KeyConditionExpression: 'stage = :s' };
  const values = { ExpressionAttributeValues: { ':s': { S: 'open' } } };
  expect((await client.send(new QueryCommand({ ...query, ...values }))).Count).toBe(1);
  await expect(client.send(new DeleteTableCommand({ TableName }))).rejects.toThrow('protected against deletion');
  await expect(update({ StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } })).rejects.toThrow(
    'Table already has an enabled stream',
  );

  await update({
    GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'ByStage' } }],
    StreamSpecification: { StreamEnabled: false },
  });
  await update({ BillingMode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 1 } });
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({ ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 1 } });
  expect(Table?.GlobalSecondaryIndexes).toBeUndefined();
  expect(Table?.LatestStreamArn).toBeUndefined();
  await expect(update({})).rejects.toThrow('At least one of ProvisionedThroughput');
});

test('fails when an item has something else in the key of an index', async () => {
  const { client, put } = await orders({
    AttributeDefinitions: [{ AttributeName: 'stage', AttributeType: 'S' }],
    GlobalSecondaryIndexes: [GLOBAL],
  });
  await expect(put({ ...ADA, stage: { N: '1' } })).rejects.toThrow(
    'Type mismatch for Index Key stage Expected: S Actual: N IndexName: ByStage',
  );
  await expect(put({ ...ADA, stage: { S: '' } })).rejects.toThrow('cannot contain an empty string value');
  const update = new UpdateItemCommand({
    ...{ TableName, Key: ADA, UpdateExpression: 'SET stage = :v', ExpressionAttributeValues: { ':v': { N: '1' } } },
  });
  await expect(client.send(update)).rejects.toThrow('Type mismatch for Index Key stage');
});

test('items end by the clock when the table says so', async () => {
  const { client, put, clock } = await orders();
  const read = async () => (await client.send(new GetItemCommand({ TableName, Key: ADA }))).Item;
  const specification = { AttributeName: 'ends', Enabled: true };
  const end = Math.floor(clock.now() / 1000) + 3600;
  await put({ ...ADA, ends: { N: String(end) } }, { ...order('bob', 1), ends: { S: String(end) } });
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: specification }));
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ends' });

  await clock.advance({ minutes: 59 });
  expect(await read()).toBeDefined();
  await clock.advance({ minutes: 1 });
  expect(await read()).toBeUndefined();
  expect((await client.send(new GetItemCommand({ TableName, Key: order('bob', 1) }))).Item).toBeDefined();

  await expect(client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: specification }))).rejects.toThrow(
    'TimeToLive is already enabled',
  );
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { ...specification, Enabled: false } }));
  await put({ ...ADA, ends: { N: '1000' } });
  await clock.advance({ days: 1 });
  expect(await read()).toBeDefined();
});

test('tables have tags', async () => {
  const { client } = await orders({ Tags: [{ Key: 'team', Value: 'a' }] });
  const tags = async () => (await client.send(new ListTagsOfResourceCommand({ ResourceArn: TableArn }))).Tags;
  await client.send(new TagResourceCommand({ ResourceArn: TableArn, Tags: [{ Key: 'stage', Value: 'test' }] }));
  expect(await tags()).toEqual([
    { Key: 'team', Value: 'a' },
    { Key: 'stage', Value: 'test' },
  ]);
  await client.send(new UntagResourceCommand({ ResourceArn: TableArn, TagKeys: ['team'] }));
  expect(await tags()).toEqual([{ Key: 'stage', Value: 'test' }]);
});

test('fails when there would be more items than the executor keeps', async () => {
  const { client } = await dynamodb(1000);
  await client.send(new CreateTableCommand(LEAST));
  const put = (length: number) =>
    client.send(new PutItemCommand({ TableName: 'Things', Item: { id: { S: 'a' }, blob: { B: new Uint8Array(length) } } }));
  await put(900);
  await put(950);
  await expect(put(1000)).rejects.toThrow('lambda-kit keeps at most 512 MB of items in memory.');
});
