import {
  type AttributeValue,
  paginateQuery,
  paginateScan,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { closeTables, order, orders } from '../../support/dynamodb';

const TableName = 'Orders';

afterEach(closeTables);

const BY_STATE = {
  AttributeDefinitions: [
    { AttributeName: 'stage', AttributeType: 'S' as const },
    { AttributeName: 'placed', AttributeType: 'S' as const },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'ByStage',
      KeySchema: [
        { AttributeName: 'stage', KeyType: 'HASH' as const },
        { AttributeName: 'placed', KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['amount'] },
    },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: 'ByTime',
      KeySchema: [
        { AttributeName: 'customer', KeyType: 'HASH' as const },
        { AttributeName: 'placed', KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    },
  ],
};

const placed = (customer: string, number: number, stage: string, at: string) => ({
  ...{ ...order(customer, number), stage: { S: stage }, placed: { S: at }, amount: { N: '5' }, note: { S: 'n' } },
});

/** Orders with indexes by stage and by time. */
async function indexed() {
  const scene = await orders(BY_STATE);
  await scene.put(
    placed('ada', 1, 'open', '2026-03'),
    placed('ada', 2, 'open', '2026-01'),
    placed('bob', 1, 'open', '2026-02'),
    placed('bob', 2, 'sent', '2026-01'),
    order('cid', 1),
  );
  return scene;
}

/** Orders 1 to 10 of ada and one of bob. */
async function tenOrders() {
  const scene = await orders();
  await scene.put(order('bob', 1));
  await scene.put(
    ...[10, 3, 1, 7, 2, 9, 4, 8, 5, 6].map((number) => ({ ...order('ada', number), even: { BOOL: number % 2 === 0 } })),
  );
  const query = (input: Partial<QueryCommandInput>) => scene.client.send(new QueryCommand({ TableName, ...input }));
  return { ...scene, query };
}

const numbers = (items: Record<string, AttributeValue>[] | undefined) => items?.map((item) => Number(item.number?.N));
const names = (items: Record<string, AttributeValue>[] | undefined) =>
  items?.map((item) => `${item.customer?.S}${item.number?.N}`);

const ADA = { ':c': { S: 'ada' } };

test.each([
  ['customer = :c', {}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  [':c = customer', {}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ['customer = :c AND #n = :a', { ':a': '7' }, [7]],
  ['customer = :c AND #n < :a', { ':a': '3' }, [1, 2]],
  ['customer = :c AND #n <= :a', { ':a': '3' }, [1, 2, 3]],
  ['customer = :c AND #n > :a', { ':a': '8' }, [9, 10]],
  ['#n >= :a AND customer = :c', { ':a': '9.5' }, [10]],
  ['customer = :c AND :a > #n', { ':a': '3' }, [1, 2]],
  ['customer = :c AND (#n BETWEEN :a AND :b)', { ':a': '2', ':b': '4' }, [2, 3, 4]],
  ['customer = :c AND #n > :a', { ':a': '10' }, []],
])('%s with %j finds the orders %j in order', async (KeyConditionExpression, given, expected) => {
  const { query } = await tenOrders();
  const values = Object.fromEntries(Object.entries(given).map(([name, N]) => [name, { N: N as string }]));
  const input = {
    KeyConditionExpression,
    ExpressionAttributeValues: { ...ADA, ...values },
    ...(KeyConditionExpression.includes('#n') && { ExpressionAttributeNames: { '#n': 'number' } }),
  };
  expect(numbers((await query(input)).Items)).toEqual(expected);
  expect(numbers((await query({ ...input, ScanIndexForward: false })).Items)).toEqual([...expected].reverse());
});

test('texts are in the order of their bytes, and are found by how they begin', async () => {
  const { client, put } = await orders({
    AttributeDefinitions: [{ AttributeName: 'name', AttributeType: 'S' }],
    LocalSecondaryIndexes: [
      {
        IndexName: 'ByName',
        KeySchema: [
          { AttributeName: 'customer', KeyType: 'HASH' },
          { AttributeName: 'name', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  const texts = ['\u{1f600}', 'Z', 'a', '\uff5e', 'ab', 'é', 'a#1', 'b'];
  await put(...texts.map((name, at) => ({ ...order('ada', at), name: { S: name } })));
  const find = async (expression: string, start?: string) => {
    const { Items } = await client.send(
      new QueryCommand({
        ...{ TableName, IndexName: 'ByName', KeyConditionExpression: `customer = :c${expression}` },
        ExpressionAttributeValues: { ...ADA, ...(start !== undefined && { ':s': { S: start } }) },
        ...(expression !== '' && { ExpressionAttributeNames: { '#n': 'name' } }),
      }),
    );
    return Items?.map((item) => item.name?.S);
  };
  expect(await find('')).toEqual(['Z', 'a', 'a#1', 'ab', 'b', 'é', '\uff5e', '\u{1f600}']);
  expect(await find(' AND begins_with(#n, :s)', 'a')).toEqual(['a', 'a#1', 'ab']);
});

test('negative and large numbers are in order', async () => {
  const { client, put } = await orders();
  const sorted = ['-1e100', '-100', '-99.5', '-99', '-1e-100', '0', '1e-100', '0.5', '1', '9', '10', '10.01', '1e100'];
  await put(...[...sorted].reverse().map((number) => order('ada', number)));
  const { Items } = await client.send(
    new QueryCommand({ TableName, KeyConditionExpression: 'customer = :c', ExpressionAttributeValues: ADA }),
  );
  expect(numbers(Items)).toEqual(sorted.map(Number));
});

test('a page has at most as many as the limit, and the next begins behind it', async () => {
  const { client, query } = await tenOrders();
  const input = { KeyConditionExpression: 'customer = :c', ExpressionAttributeValues: ADA };
  const first = await query({ ...input, Limit: 4 });
  expect(first).toMatchObject({ Count: 4, ScannedCount: 4, LastEvaluatedKey: order('ada', 4) });
  const back = await query({ ...input, Limit: 3, ScanIndexForward: false, ExclusiveStartKey: order('ada', 4) });
  expect(numbers(back.Items)).toEqual([3, 2, 1]);
  const between = await query({ ...input, ExclusiveStartKey: order('ada', '4.5') });
  expect(numbers(between.Items)).toEqual([5, 6, 7, 8, 9, 10]);
  expect(between.LastEvaluatedKey).toBeUndefined();
  const pages: (number[] | undefined)[] = [];
  for await (const page of paginateQuery({ client, pageSize: 5 }, { TableName, ...input })) pages.push(numbers(page.Items));
  expect(pages).toEqual([[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], []]);
});

test('the filter leaves out what was read', async () => {
  const { query } = await tenOrders();
  const answer = await query({
    ...{ KeyConditionExpression: 'customer = :c', FilterExpression: 'even = :t', Limit: 4 },
    ExpressionAttributeValues: { ...ADA, ':t': { BOOL: true } },
  });
  expect(answer).toMatchObject({ Count: 2, ScannedCount: 4, LastEvaluatedKey: order('ada', 4) });
  expect(numbers(answer.Items)).toEqual([2, 4]);
  const count = await query({ KeyConditionExpression: 'customer = :c', ExpressionAttributeValues: ADA, Select: 'COUNT' });
  expect(count).toMatchObject({ Count: 10, ScannedCount: 10 });
  expect(count.Items).toBeUndefined();
});

test('a page ends with the item that makes it 1 MB', async () => {
  const { client, put } = await orders();
  await put(...[1, 2, 3, 4].map((number) => ({ ...order('ada', number), blob: { B: new Uint8Array(400_000) } })));
  const input = { TableName, KeyConditionExpression: 'customer = :c', ExpressionAttributeValues: ADA };
  const first = await client.send(new QueryCommand({ ...input, ReturnConsumedCapacity: 'TOTAL' }));
  expect(first).toMatchObject({ Count: 3, LastEvaluatedKey: order('ada', 3), ConsumedCapacity: { CapacityUnits: 146.5 } });
  const second = await client.send(new QueryCommand({ ...input, ExclusiveStartKey: first.LastEvaluatedKey }));
  expect(second).toMatchObject({ Count: 1 });
  expect(second.LastEvaluatedKey).toBeUndefined();
});

test('a scan finds everything, once, page by page and in segments', async () => {
  const { client, put } = await orders();
  const all = Array.from({ length: 300 }, (_, at) => order(`customer-${at}`, at));
  await put(...all);
  const found: string[] = [];
  for await (const { Items } of paginateScan({ client, pageSize: 70 }, { TableName })) found.push(...(names(Items) ?? []));
  expect(new Set(found).size).toBe(300);
  expect(found).toHaveLength(300);
  const scan = (input: Partial<ScanCommandInput>) => client.send(new ScanCommand({ TableName, ...input }));
  const segments = await Promise.all([0, 1, 2].map((Segment) => scan({ Segment, TotalSegments: 3 })));
  expect(segments.flatMap(({ Items }) => names(Items) ?? []).sort()).toEqual([...found].sort());
  for (const { Count } of segments) expect(Count).toBeGreaterThan(50);
});

test('an index has the items with its key, in its order, and what it projects', async () => {
  const { client } = await indexed();
  const query = (input: Partial<QueryCommandInput>) =>
    client.send(
      new QueryCommand({
        ...{ TableName, IndexName: 'ByStage', KeyConditionExpression: 'stage = :s' },
        ...{ ExpressionAttributeValues: { ':s': { S: 'open' } }, ...input },
      }),
    );
  const found = await query({});
  expect(names(found.Items)).toEqual(['ada2', 'bob1', 'ada1']);
  expect(Object.keys(found.Items?.[0] ?? {}).sort()).toEqual(['amount', 'customer', 'number', 'placed', 'stage']);
  const first = await query({ Limit: 1 });
  expect(first.LastEvaluatedKey).toEqual({ ...order('ada', 2), stage: { S: 'open' }, placed: { S: '2026-01' } });
  expect(names((await query({ ExclusiveStartKey: first.LastEvaluatedKey })).Items)).toEqual(['bob1', 'ada1']);
  const scanned = await client.send(new ScanCommand({ TableName, IndexName: 'ByStage' }));
  expect(names(scanned.Items)?.sort()).toEqual(['ada1', 'ada2', 'bob1', 'bob2']);
});

test('an item leaves an index and comes back as its attributes do', async () => {
  const { client, put } = await indexed();
  const open = async () => {
    const { Items } = await client.send(
      new QueryCommand({
        ...{ TableName, IndexName: 'ByStage', KeyConditionExpression: 'stage = :s' },
        ExpressionAttributeValues: { ':s': { S: 'open' } },
      }),
    );
    return names(Items);
  };
  await put(placed('ada', 1, 'sent', '2026-03'), order('ada', 2), placed('cid', 1, 'open', '2026-09'));
  expect(await open()).toEqual(['bob1', 'cid1']);
});

test('attributes that a local index has not are read from the table', async () => {
  const { client } = await indexed();
  const query = (input: Partial<QueryCommandInput>) =>
    client.send(
      new QueryCommand({
        ...{ TableName, IndexName: 'ByTime', KeyConditionExpression: 'customer = :c', ExpressionAttributeValues: ADA },
        ...{ ReturnConsumedCapacity: 'INDEXES', ...input },
      }),
    );
  const keys = await query({});
  expect(keys.Items?.[0]).toEqual({ ...order('ada', 2), placed: { S: '2026-01' } });
  expect(keys.ConsumedCapacity).toMatchObject({ CapacityUnits: 0.5, LocalSecondaryIndexes: { ByTime: { CapacityUnits: 0.5 } } });
  const whole = await query({ Select: 'ALL_ATTRIBUTES', ConsistentRead: true });
  expect(whole.Items?.[0]).toEqual(placed('ada', 2, 'open', '2026-01'));
  expect((await query({ ProjectionExpression: 'note' })).Items).toEqual([{ note: { S: 'n' } }, { note: { S: 'n' } }]);
});

test('a global index may have several attributes of a kind', async () => {
  const { client, put } = await orders({
    AttributeDefinitions: ['country', 'city', 'street'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'ByPlace',
        KeySchema: [
          { AttributeName: 'country', KeyType: 'HASH' },
          { AttributeName: 'city', KeyType: 'RANGE' },
          { AttributeName: 'street', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  const at = (number: number, city: string, street: string) => ({
    ...{ ...order('ada', number), country: { S: 'at' }, city: { S: city }, street: { S: street } },
  });
  await put(at(1, 'Wien', 'Ring'), at(2, 'Graz', 'Annen'), at(3, 'Wien', 'Graben'), at(4, 'Graz', 'Haupt'));
  const find = (condition: string, values: Record<string, AttributeValue>) =>
    client.send(
      new QueryCommand({
        ...{ TableName, IndexName: 'ByPlace', KeyConditionExpression: condition },
        ExpressionAttributeValues: { ':a': { S: 'at' }, ...values },
      }),
    );
  expect(numbers((await find('country = :a', {})).Items)).toEqual([2, 4, 3, 1]);
  const wien = await find('country = :a AND city = :c AND street > :s', { ':c': { S: 'Wien' }, ':s': { S: 'H' } });
  expect(numbers(wien.Items)).toEqual([1]);
  await expect(find('country = :a AND street = :s', { ':s': { S: 'Ring' } })).rejects.toThrow(
    'Query condition missed key schema element: city',
  );
});

test.each<[string, Partial<QueryCommandInput>]>([
  ['Query condition missed key schema element: customer', { KeyConditionExpression: 'x = :c' }],
  ['Query key condition not supported', { KeyConditionExpression: 'customer > :c' }],
  [
    'KeyConditionExpressions must only contain one condition per key',
    { KeyConditionExpression: 'customer = :c AND customer = :c' },
  ],
  ['Invalid operator used in KeyConditionExpression: OR', { KeyConditionExpression: 'customer = :c OR x = :c' }],
  ['Invalid operator used in KeyConditionExpression: contains', { KeyConditionExpression: 'contains(customer, :c)' }],
  ['KeyConditionExpressions cannot contain nested operations', { KeyConditionExpression: 'size(customer) = :c' }],
  ['KeyConditionExpressions cannot have conditions on nested attributes', { KeyConditionExpression: 'customer.x = :c' }],
  [
    'Condition parameter type does not match schema type',
    { KeyConditionExpression: 'customer = :c', ExpressionAttributeValues: { ':c': { N: '1' } } },
  ],
  [
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: customer',
    { KeyConditionExpression: 'customer = :c', FilterExpression: 'customer = :c' },
  ],
  ['The table does not have the specified index: Nope', { KeyConditionExpression: 'customer = :c', IndexName: 'Nope' }],
  [
    'Consistent reads are not supported on global secondary indexes',
    { KeyConditionExpression: 'stage = :c', IndexName: 'ByStage', ConsistentRead: true },
  ],
  [
    'Select type ALL_ATTRIBUTES is not supported for global secondary index ByStage',
    { KeyConditionExpression: 'stage = :c', IndexName: 'ByStage', Select: 'ALL_ATTRIBUTES' },
  ],
  [
    'Global secondary index ByStage does not project [note]',
    { KeyConditionExpression: 'stage = :c', IndexName: 'ByStage', ProjectionExpression: 'note' },
  ],
  ["Value '0' at 'limit' failed to satisfy constraint", { KeyConditionExpression: 'customer = :c', Limit: 0 }],
  [
    'The provided starting key is invalid',
    { KeyConditionExpression: 'customer = :c', ExclusiveStartKey: { customer: { S: 'ada' } } },
  ],
  [
    'The provided starting key is outside query boundaries',
    { KeyConditionExpression: 'customer = :c', ExclusiveStartKey: order('bob', 1) },
  ],
  [
    'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    { ExpressionAttributeValues: undefined },
  ],
  [
    'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    { KeyConditionExpression: 'customer = :c', Select: 'ALL_PROJECTED_ATTRIBUTES' },
  ],
  ['lambda-kit does not emulate KeyConditions of Query', { KeyConditions: {}, ExpressionAttributeValues: undefined }],
])('fails with «%s»', async (message, input) => {
  const { client } = await indexed();
  const call = client.send(new QueryCommand({ TableName, ExpressionAttributeValues: ADA, ...input }));
  await expect(call).rejects.toThrow(message);
});

test('fails when the segments of a scan are not in order', async () => {
  const { client } = await orders();
  const scan = (input: Partial<ScanCommandInput>) => client.send(new ScanCommand({ TableName, ...input }));
  await expect(scan({ Segment: 1 })).rejects.toThrow('The TotalSegments parameter is required');
  await expect(scan({ TotalSegments: 1 })).rejects.toThrow('The Segment parameter is required');
  await expect(scan({ Segment: 2, TotalSegments: 2 })).rejects.toThrow('Segment: 2 is not less than TotalSegments: 2');
});
