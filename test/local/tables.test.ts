import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table, type TableProps, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { CallRefused } from 'cdk-lambda-kit/local';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const COUNT = `
const { DynamoDBClient, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient();
exports.handler = async ({ id }) => {
  const { Attributes } = await client.send(new UpdateItemCommand({
    TableName: process.env.TABLE,
    Key: { id: { S: id } },
    UpdateExpression: 'ADD visits :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
    ReturnValues: 'UPDATED_NEW',
  }));
  return Number(Attributes.visits.N);
};`;

function visits(stack: Stack, props: Partial<TableProps> = {}): Table {
  return new Table(stack, 'Visits', { partitionKey: { name: 'id', type: AttributeType.STRING }, ...props });
}

test('a handler counts in a table of the app, and a test reads what it counted', async () => {
  const local = await running(
    appOf((stack) => {
      const table = visits(stack);
      table.grantReadWriteData(nodeFunction(stack, 'Count', COUNT, { environment: { TABLE: table.tableName } }));
    }),
    { clock: 'virtual' },
  );
  expect(local.application.unsupported).toEqual([]);
  const [count, table] = [local.function('Count'), local.table('Visits')];
  table.put({ id: 'ada', visits: 41 });

  expect((await count.invoke({ id: 'ada' })).payload).toBe(42);
  expect((await count.invoke({ id: 'bob' })).payload).toBe(1);

  expect(table.items).toEqual([
    { id: 'ada', visits: 42 },
    { id: 'bob', visits: 1 },
  ]);
  expect(table.get({ id: 'ada' })).toEqual({ id: 'ada', visits: 42 });
  table.delete({ id: 'ada' });
  expect(table.get({ id: 'ada' })).toBeUndefined();
});

test('a table is found by its logical id, path, name and ARN, and SDK clients find it under its name', async () => {
  const local = await running(
    appOf(
      (stack) =>
        void new TableV2(stack, 'Visits', { tableName: 'visits', partitionKey: { name: 'id', type: AttributeType.STRING } }),
    ),
  );
  const { arn, logicalId } = local.table('App/Visits');
  for (const name of ['visits', arn, logicalId, 'Visits']) expect(local.table(name).path).toBe('App/Visits');
  expect(() => local.table('Orders')).toThrow('There is no table Orders; there are\n  App/Visits');
  local.table('visits').put({ id: 'ada' });
  const client = new DynamoDBClient({ endpoint: local.endpoint, region: 'us-east-1', credentials: local.credentials });
  const { Item } = await client.send(new GetItemCommand({ TableName: 'visits', Key: { id: { S: 'ada' } } }));
  client.destroy();
  expect(Item).toEqual({ id: { S: 'ada' } });
});

test('values come back as they were put', async () => {
  const local = await running(appOf((stack) => void visits(stack)));
  const item = {
    ...{ id: 'a', n: -1.5, big: 12345678901234567890n, no: null, yes: true, bytes: Uint8Array.of(1) },
    ...{ list: [1, 'a', [true]], map: { deep: { x: 1 } }, texts: new Set(['b', 'a']), numbers: new Set([2, 1]) },
    small: 1e-7,
  };
  local.table('Visits').put({ ...item, missing: undefined });
  expect(local.table('Visits').get({ id: 'a' })).toEqual(item);
});

test('fails when DynamoDB would refuse an item, or it is none', async () => {
  const local = await running(appOf((stack) => void visits(stack)));
  const table = local.table('Visits');
  expect(() => table.put({ id: 1 })).toThrow(CallRefused);
  expect(() => table.put({ id: 1 })).toThrow('Type mismatch for key id expected: S actual: N');
  expect(() => table.put({ id: 'a', when: new Date(0) })).toThrow(
    'when is an instance of Date, which no attribute of a table can be.',
  );
  expect(() => table.put({ id: 'a', odd: new Set([1, 'a']) })).toThrow('odd is a set of several types');
});

test('changes of a table with a stream are told, also those that time makes', async () => {
  const local = await running(
    appOf((stack) => void visits(stack, { stream: StreamViewType.NEW_AND_OLD_IMAGES, timeToLiveAttribute: 'ends' })),
    { clock: 'virtual' },
  );
  const table = local.table('Visits');
  const ends = local.clock.now().getTime() / 1000 + 60;
  table.put({ id: 'ada' }, { id: 'ada', ends }, { id: 'ada', ends });
  await local.clock.advance({ minutes: 2 });
  expect(table.items).toEqual([]);
  expect(table.changes).toMatchObject([
    { eventName: 'INSERT', key: { id: 'ada' }, after: { id: 'ada' }, expired: false },
    { eventName: 'MODIFY', before: { id: 'ada' }, after: { id: 'ada', ends } },
    { eventName: 'REMOVE', before: { id: 'ada', ends }, expired: true, at: new Date('2026-01-01T00:01:00Z') },
  ]);
});
