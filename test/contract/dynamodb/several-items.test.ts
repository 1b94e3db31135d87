import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  GetItemCommand,
  IdempotentParameterMismatchException,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { closeTables, order, orders } from '../../support/dynamodb';

const TableName = 'Orders';
const [ADA, BOB, CID, DAN] = ['ada', 'bob', 'cid', 'dan'].map((name) => order(name, 1)) as [
  ...Record<string, { S: string }>[],
] as [Record<string, { S: string }>, Record<string, { S: string }>, Record<string, { S: string }>, Record<string, { S: string }>];

afterEach(closeTables);

test('many items are written and read in one request', async () => {
  const { client, put } = await orders();
  await put(DAN);
  const RequestItems = {
    Orders: [{ PutRequest: { Item: { ...ADA, x: { S: 'x' } } } }, { PutRequest: { Item: BOB } }, { DeleteRequest: { Key: DAN } }],
  };
  const written = await client.send(new BatchWriteItemCommand({ RequestItems, ReturnConsumedCapacity: 'TOTAL' }));
  expect(written).toMatchObject({ UnprocessedItems: {}, ConsumedCapacity: [{ TableName, CapacityUnits: 3 }] });

  const read = await client.send(new BatchGetItemCommand({ RequestItems: { Orders: { Keys: [BOB, DAN, ADA] } } }));
  expect(read).toMatchObject({ Responses: { Orders: [BOB, { ...ADA, x: { S: 'x' } }] }, UnprocessedKeys: {} });
  const parts = { Orders: { Keys: [ADA], ProjectionExpression: '#x', ExpressionAttributeNames: { '#x': 'x' } } };
  expect((await client.send(new BatchGetItemCommand({ RequestItems: parts }))).Responses).toEqual({
    Orders: [{ x: { S: 'x' } }],
  });
});

test('keys that do not fit into 16 MB are given back', async () => {
  const { client, put } = await orders();
  const keys = Array.from({ length: 42 }, (_, at) => order('ada', at));
  await put(...keys.map((key) => ({ ...key, blob: { B: new Uint8Array(400_000) } })));
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetItemCommand({ RequestItems: { Orders: { Keys: keys, ConsistentRead: true } } }),
  );
  expect(Responses?.Orders).toHaveLength(41);
  expect(UnprocessedKeys).toEqual({ Orders: { Keys: [keys[41]], ConsistentRead: true } });
});

test('fails when a batch is empty, too large, or has an item twice', async () => {
  const { client } = await orders();
  const get = (Keys: Record<string, { S: string }>[]) =>
    client.send(new BatchGetItemCommand({ RequestItems: { Orders: { Keys } } }));
  await expect(get([])).rejects.toThrow('Member must have length greater than or equal to 1');
  await expect(get([ADA, ADA])).rejects.toThrow('Provided list of item keys contains duplicates');
  const many = Array.from({ length: 101 }, (_, at) => order('ada', at)) as never;
  await expect(get(many)).rejects.toThrow('Member must have length less than or equal to 100');
  const write = (Items: Record<string, { S: string }>[]) =>
    client.send(new BatchWriteItemCommand({ RequestItems: { Orders: Items.map((Item) => ({ PutRequest: { Item } })) } }));
  await expect(write([ADA, { ...ADA, x: { S: '' } }])).rejects.toThrow('Provided list of item keys contains duplicates');
  await expect(write(Array.from({ length: 26 }, (_, at) => order('ada', at)) as never)).rejects.toThrow(
    'Member must have length less than or equal to 25',
  );
  await expect(client.send(new BatchWriteItemCommand({ RequestItems: {} }))).rejects.toThrow("at 'requestItems'");
});

test('a transaction reads all items as of one instant', async () => {
  const { client, put } = await orders();
  await put({ ...ADA, x: { S: 'x' } });
  const TransactItems = [{ Get: { TableName, Key: ADA, ProjectionExpression: 'x' } }, { Get: { TableName, Key: BOB } }];
  const read = await client.send(new TransactGetItemsCommand({ TransactItems, ReturnConsumedCapacity: 'TOTAL' }));
  expect(read.Responses).toEqual([{ Item: { x: { S: 'x' } } }, {}]);
  expect(read.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 4, ReadCapacityUnits: 4 }]);
});

test('a transaction writes everything, or nothing and says why', async () => {
  const { client, put } = await orders();
  await put({ ...ADA, n: { N: '1' } }, BOB, CID);
  const run = (...TransactItems: TransactWriteItem[]) => client.send(new TransactWriteItemsCommand({ TransactItems }));
  const all = async () => (await client.send(new ScanCommand({ TableName }))).Items;
  const before = await all();

  const cancelled = await run(
    { Update: { TableName, Key: ADA, UpdateExpression: 'ADD n :v', ExpressionAttributeValues: { ':v': { N: '1' } } } },
    {
      Put: {
        TableName,
        Item: BOB,
        ConditionExpression: 'attribute_not_exists(customer)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    { ConditionCheck: { TableName, Key: DAN, ConditionExpression: 'attribute_exists(customer)' } },
    { Delete: { TableName, Key: CID } },
  ).catch((error) => error);
  expect(cancelled).toBeInstanceOf(TransactionCanceledException);
  expect(cancelled.message).toBe(
    'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed, None]',
  );
  expect(cancelled.CancellationReasons).toEqual([
    { Code: 'None' },
    { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item: BOB },
    { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    { Code: 'None' },
  ]);
  expect(await all()).toEqual(before);

  await run(
    { Update: { TableName, Key: ADA, UpdateExpression: 'ADD n :v', ExpressionAttributeValues: { ':v': { N: '1' } } } },
    { Put: { TableName, Item: DAN, ConditionExpression: 'attribute_not_exists(customer)' } },
    { ConditionCheck: { TableName, Key: BOB, ConditionExpression: 'attribute_exists(customer)' } },
    { Delete: { TableName, Key: CID } },
  );
  expect((await client.send(new GetItemCommand({ TableName, Key: ADA }))).Item).toEqual({ ...ADA, n: { N: '2' } });
  expect((await all())?.map((item) => item.customer?.S).sort()).toEqual(['ada', 'bob', 'dan']);
});

test('what is wrong with an item cancels a transaction', async () => {
  const { client, put } = await orders();
  await put({ ...ADA, n: { S: 'x' } });
  const update = { TableName, Key: ADA, UpdateExpression: 'ADD n :v', ExpressionAttributeValues: { ':v': { N: '1' } } };
  await expect(client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update: update }] }))).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'ValidationError', Message: 'An operand in the update expression has an incorrect data type' }],
  });
});

test('fails when a transaction is empty, too long or writes an item twice', async () => {
  const { client } = await orders();
  const run = (TransactItems: TransactWriteItem[]) => client.send(new TransactWriteItemsCommand({ TransactItems }));
  await expect(run([])).rejects.toThrow('Member must have length greater than or equal to 1');
  await expect(run(Array.from({ length: 101 }, (_, at) => ({ Delete: { TableName, Key: order('ada', at) } })))).rejects.toThrow(
    'Member must have length less than or equal to 100',
  );
  await expect(run([{ Delete: { TableName, Key: ADA } }, { Put: { TableName, Item: ADA } }])).rejects.toThrow(
    'Transaction request cannot include multiple operations on one item',
  );
  await expect(run([{}])).rejects.toThrow('TransactItems can only contain one of Check, Put, Update or Delete');
  await expect(run([{ Delete: { TableName, Key: ADA, ConditionExpression: 'x y' } }])).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('the same transaction with the same token is done once, for ten minutes', async () => {
  const { client, clock } = await orders();
  const add = (N: string) =>
    client.send(
      new TransactWriteItemsCommand({
        ClientRequestToken: 'token',
        TransactItems: [
          { Update: { TableName, Key: ADA, UpdateExpression: 'ADD n :v', ExpressionAttributeValues: { ':v': { N } } } },
        ],
      }),
    );
  await add('1');
  await add('1');
  await expect(add('2')).rejects.toThrow(IdempotentParameterMismatchException);
  await clock.advance({ minutes: 11 });
  await add('2');
  expect((await client.send(new GetItemCommand({ TableName, Key: ADA }))).Item).toMatchObject({ n: { N: '3' } });
});
