import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  ResourceNotFoundException,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { closeTables, dynamodb, order, orders } from '../../support/dynamodb';

const TableName = 'Orders';
const ADA = order('ada', 1);

afterEach(closeTables);

/** An order of ada's with these attributes, and a way to update it. */
async function updated(attributes: object, input: Partial<UpdateItemCommandInput>) {
  const { client, put } = await orders();
  await put({ ...ADA, ...attributes });
  const answer = await client.send(new UpdateItemCommand({ TableName, Key: ADA, ReturnValues: 'ALL_NEW', ...input }));
  return answer.Attributes;
}

test('an item is put, read and deleted', async () => {
  const { client } = await orders();
  const Item = { ...ADA, state: { S: 'open' }, parts: { L: [{ M: { sku: { S: 'X-1' } } }] }, blob: { B: Uint8Array.of(1, 2) } };

  await client.send(new PutItemCommand({ TableName, Item }));
  expect((await client.send(new GetItemCommand({ TableName, Key: ADA }))).Item).toEqual(Item);

  const deleted = await client.send(new DeleteItemCommand({ TableName, Key: ADA, ReturnValues: 'ALL_OLD' }));
  expect(deleted.Attributes).toEqual(Item);
  expect((await client.send(new GetItemCommand({ TableName, Key: ADA }))).Item).toBeUndefined();
  expect((await client.send(new DeleteItemCommand({ TableName, Key: ADA, ReturnValues: 'ALL_OLD' }))).Attributes).toBeUndefined();
});

test('a table is named by its ARN too', async () => {
  const { client, put } = await orders();
  await put(ADA);
  const arn = 'arn:aws:dynamodb:eu-west-1:210987654321:table/Orders';
  expect((await client.send(new GetItemCommand({ TableName: arn, Key: ADA }))).Item).toEqual(ADA);
});

test('a put replaces the whole item and gives the old one', async () => {
  const { client, put } = await orders();
  await put({ ...ADA, state: { S: 'open' } });
  const Item = { ...ADA, amount: { N: '3' } };
  const { Attributes } = await client.send(new PutItemCommand({ TableName, Item, ReturnValues: 'ALL_OLD' }));
  expect(Attributes).toEqual({ ...ADA, state: { S: 'open' } });
  expect((await client.send(new GetItemCommand({ TableName, Key: ADA }))).Item).toEqual(Item);
});

test('only the parts of an item that a projection names are given', async () => {
  const { client, put } = await orders();
  const line = (sku: string) => ({ M: { sku: { S: sku }, count: { N: '1' } } });
  await put({ ...ADA, size: { S: 'L' }, parts: { L: [line('a'), line('b'), line('c')] }, set: { SS: ['x'] } });
  const { Item } = await client.send(
    new GetItemCommand({
      TableName,
      Key: ADA,
      ProjectionExpression: '#s, parts[2].sku, parts[0], absent.deep',
      ExpressionAttributeNames: { '#s': 'size' },
    }),
  );
  expect(Item).toEqual({ size: { S: 'L' }, parts: { L: [line('a'), { M: { sku: { S: 'c' } } }] } });
});

test.each([
  ['1E2', '100'],
  ['-0.0', '0'],
  ['007.50', '7.5'],
  ['.5', '0.5'],
  ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ['1e-130', `0.${'0'.repeat(129)}1`],
  ['-9.9999999999999999999999999999999999999E+125', `-99999999999999999999999999999999999999${'0'.repeat(88)}`],
])('the number %s is kept as %s', async (written, kept) => {
  const { client, put } = await orders();
  await put({ ...ADA, n: { N: written }, ns: { NS: [written, '5'] } });
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: ADA }));
  expect(Item).toMatchObject({ n: { N: kept }, ns: { NS: [kept, '5'] } });
});

test.each([
  [{ N: '' }, 'The parameter cannot be converted to a numeric value'],
  [{ N: 'ten' }, 'The parameter cannot be converted to a numeric value: ten'],
  [{ N: '1e126' }, 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
  [{ N: '1e-131' }, 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
  [{ N: '123456789012345678901234567890123456789' }, 'Attempting to store more than 38 significant digits in a Number'],
  [{ SS: [] }, 'One or more parameter values were invalid: An string set  may not be empty'],
  [{ SS: ['a', 'b', 'a'] }, 'One or more parameter values were invalid: Input collection [a, b, a] contains duplicates.'],
  [{ NS: ['1', '1.0'] }, 'Input collection contains duplicates'],
  [{ NULL: false }, 'One or more parameter values were invalid: Null attribute value types must have the value of true'],
  [{}, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
  [
    { S: 'a', N: '1' },
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  ],
])('fails when an attribute is %j', async (value, message) => {
  const { origin, bugs } = await orders();
  // SDK clients write no value of two types, others may.
  const answer = await fetch(origin, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ TableName, Item: { ...ADA, odd: value } }),
  });
  expect(await answer.json()).toMatchObject({ __type: 'com.amazon.coral.validate#ValidationException', message });
  expect(bugs).toEqual([]);
});

test('fails when the key is not that of the table', async () => {
  const { client } = await orders();
  const mismatch = 'The provided key element does not match the schema';
  const get = (Key: object) => client.send(new GetItemCommand({ TableName, Key: Key as never }));
  await expect(get({ customer: { S: 'ada' } })).rejects.toThrow(mismatch);
  await expect(get({ ...ADA, more: { S: '' } })).rejects.toThrow(mismatch);
  await expect(get({ customer: { S: 'ada' }, number: { S: '1' } })).rejects.toThrow(mismatch);
  await expect(get({ customer: { S: '' }, number: { N: '1' } })).rejects.toThrow(
    'The AttributeValue for a key attribute cannot contain an empty string value. Key: customer',
  );
  const put = (Item: object) => client.send(new PutItemCommand({ TableName, Item: Item as never }));
  await expect(put({ customer: { S: 'ada' } })).rejects.toThrow('Missing the key number in the item');
  await expect(put({ customer: { N: '1' }, number: { N: '1' } })).rejects.toThrow(
    'Type mismatch for key customer expected: S actual: N',
  );
  await expect(put({ customer: { S: 'x'.repeat(2049) }, number: { N: '1' } })).rejects.toThrow('Size of hashkey has exceeded');
});

test('fails when there is no such table', async () => {
  const { client } = await dynamodb();
  const call = client.send(new GetItemCommand({ TableName: 'Nothing', Key: ADA }));
  await expect(call).rejects.toThrow(ResourceNotFoundException);
  await expect(call).rejects.toThrow('Requested resource not found');
});

test('fails when an item is larger than 400 KB', async () => {
  const { client, put } = await orders();
  // customer (8) + ada (3) + number (6) + 1 (2) + blob (4).
  const largest = { ...ADA, blob: { B: new Uint8Array(409_600 - 23) } };
  await put(largest);
  await expect(put({ ...largest, x: { S: '' } })).rejects.toThrow('Item size has exceeded the maximum allowed size');
  const grown = new UpdateItemCommand({
    ...{ TableName, Key: ADA, UpdateExpression: 'SET x = :x', ExpressionAttributeValues: { ':x': { S: '' } } },
  });
  await expect(client.send(grown)).rejects.toThrow('Item size to update has exceeded the maximum allowed size');
});

test('names of attributes may be those of every object', async () => {
  const { client, put } = await orders();
  const names = { toString: { S: 'a' }, constructor: { S: 'b' }, hasOwnProperty: { S: 'c' } };
  const Item = { ...ADA, ...names, m: { M: JSON.parse('{"__proto__":{"S":"d"}}') } };
  await put(Item);
  const { Item: found } = await client.send(
    new GetItemCommand({ TableName, Key: ADA, ProjectionExpression: 'toString, valueOf' }),
  );
  expect(found).toEqual({ toString: { S: 'a' } });
});

describe('conditions', () => {
  const condition = async (ConditionExpression: string, values: object = {}, names: Record<string, string> = {}) => {
    const { client, put } = await orders();
    await put({
      ...ADA,
      state: { S: 'open' },
      amount: { N: '10' },
      tags: { SS: ['a', 'b'] },
      parts: { L: [{ S: 'x' }, { N: '2' }] },
      nothing: { NULL: true },
      deep: { M: { flag: { BOOL: true } } },
      bytes: { B: Uint8Array.of(1, 2, 3) },
    });
    const call = new DeleteItemCommand({
      ...{ TableName, Key: ADA, ConditionExpression },
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values as never }),
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    });
    try {
      await client.send(call);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  test.each([
    ['attribute_exists(amount)', {}, true],
    ['attribute_not_exists(amount)', {}, false],
    ['attribute_exists(deep.flag) AND NOT attribute_exists(deep.extra)', {}, true],
    ['attribute_exists(parts[1])', {}, true],
    ['attribute_exists(parts[2])', {}, false],
    ['amount = :v', { ':v': { N: '10.0' } }, true],
    ['amount <> :v', { ':v': { S: '10' } }, true],
    ['absent <> :v', { ':v': { S: '10' } }, true],
    ['absent = :v', { ':v': { S: '10' } }, false],
    ['NOT absent < :v', { ':v': { S: '10' } }, true],
    ['amount < :v', { ':v': { N: '9' } }, false],
    ['amount < :v', { ':v': { N: '10.5' } }, true],
    ['amount < :v', { ':v': { S: 'zzz' } }, false],
    [':v >= amount', { ':v': { N: '10' } }, true],
    ['amount BETWEEN :a AND :b', { ':a': { N: '9' }, ':b': { N: '10' } }, true],
    ['#state IN (:a, :b)', { ':a': { S: 'closed' }, ':b': { S: 'open' } }, true],
    ['begins_with(#state, :v)', { ':v': { S: 'op' } }, true],
    ['begins_with(bytes, :v)', { ':v': { B: Uint8Array.of(1, 2) } }, true],
    ['contains(#state, :v)', { ':v': { S: 'pe' } }, true],
    ['contains(tags, :v)', { ':v': { S: 'b' } }, true],
    ['contains(#parts, :v)', { ':v': { N: '2.0' } }, true],
    ['contains(bytes, :v)', { ':v': { B: Uint8Array.of(2, 3) } }, true],
    ['tags = :v', { ':v': { SS: ['b', 'a'] } }, true],
    ['deep = :v', { ':v': { M: { flag: { BOOL: true } } } }, true],
    ['attribute_type(nothing, :v)', { ':v': { S: 'NULL' } }, true],
    ['size(tags) = :v', { ':v': { N: '2' } }, true],
    ['size(#state) > size(#parts)', {}, true],
    ['size(amount) > :v', { ':v': { N: '0' } }, false],
    ['(amount = :v OR #state = :w) AND attribute_exists(tags)', { ':v': { N: '1' }, ':w': { S: 'open' } }, true],
    ['amount = :v OR #state = :w AND attribute_exists(absent)', { ':v': { N: '10' }, ':w': { S: 'x' } }, true],
    ['not (amount = :v)', { ':v': { N: '1' } }, true],
  ])('%s with %j is %p', async (expression, values, expected) => {
    const names = Object.fromEntries([...new Set(expression.match(/#\w+/g) ?? [])].map((name) => [name, name.slice(1)]));
    expect(await condition(expression, values, names)).toBe(expected);
  });

  test.each([
    ['amount = = :v', { ':v': { N: '1' } }, 'Invalid ConditionExpression: Syntax error; token: "=", near: "= = :v"'],
    ['amount =', {}, 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "="'],
    ['amount', {}, 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "amount"'],
    ['amount ! :v', { ':v': { N: '1' } }, 'Invalid ConditionExpression: Syntax error; token: "!", near: "amount !"'],
    ['state = :v', { ':v': { S: 'a' } }, 'Attribute name is a reserved keyword; reserved keyword: state'],
    ['a = :b', { ':v': { S: 'a' } }, 'An expression attribute value used in expression is not defined; attribute value: :b'],
    ['#b = :v', { ':v': { S: 'a' } }, 'attribute name used in the document path is not defined; attribute name: #b'],
    ['a = :v', { ':v': { S: 'a' }, ':w': { S: 'a' } }, 'unused in expressions: keys: {:w}'],
    ['exists(a)', {}, 'Invalid ConditionExpression: Invalid function name; function: exists'],
    ['attribute_exists(a, b)', {}, 'operator or function: attribute_exists, number of operands: 2'],
    ['attribute_exists(:v)', { ':v': { S: 'a' } }, 'requires a document path; operator or function: attribute_exists'],
    ['begins_with(a, :v)', { ':v': { N: '1' } }, 'operator or function: begins_with, operand type: N'],
    ['attribute_type(a, :v)', { ':v': { S: 'X' } }, 'Invalid attribute type name found; type: X'],
    ['a = attribute_exists(b)', {}, 'not allowed to be used this way in an expression; function: attribute_exists'],
    ['size(a)', {}, 'not allowed to be used this way in an expression; function: size'],
    ['((a = :v))', { ':v': { S: 'a' } }, 'The expression has redundant parentheses;'],
    ['a = a', {}, 'must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]'],
    ['a BETWEEN :b AND :a', { ':a': { N: '1' }, ':b': { N: '2' } }, 'upper bound to be greater than or equal to lower bound'],
    ['a < :v', { ':v': { BOOL: true } }, 'operand type: BOOL'],
    ['customer.x = :v', { ':v': { S: 'a' } }, 'Key attributes must be scalars'],
    [' ', {}, 'Invalid ConditionExpression: The expression can not be empty;'],
    ['a = :v', { ':v': { N: 'x' } }, 'ExpressionAttributeValues contains invalid value'],
    ['a = :v', { 'v!': { N: 'x' } }, 'ExpressionAttributeValues contains invalid key: Syntax error; key: "v!"'],
  ])('fails when the condition is %s', async (expression, values, message) => {
    await expect(condition(expression, values)).rejects.toThrow(message);
  });

  test('the item that was in the way is told when asked for', async () => {
    const { client, put } = await orders();
    await put({ ...ADA, state: { S: 'open' } });
    const input = { TableName, Item: ADA, ConditionExpression: 'attribute_not_exists(customer)' };
    const plain = await client.send(new PutItemCommand(input)).catch((error) => error);
    expect(plain).toBeInstanceOf(ConditionalCheckFailedException);
    expect(plain).toMatchObject({ message: 'The conditional request failed' });
    expect(plain.Item).toBeUndefined();
    const told = new PutItemCommand({ ...input, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    await expect(client.send(told)).rejects.toMatchObject({ Item: { ...ADA, state: { S: 'open' } } });
  });

  test('fails when placeholders stand for nothing', async () => {
    const { client } = await orders();
    const Key = ADA;
    await expect(client.send(new DeleteItemCommand({ TableName, Key, ExpressionAttributeNames: { '#a': 'a' } }))).rejects.toThrow(
      'ExpressionAttributeNames can only be specified when using expressions',
    );
    await expect(
      client.send(new DeleteItemCommand({ TableName, Key, ExpressionAttributeValues: { ':a': { S: 'a' } } })),
    ).rejects.toThrow('ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null');
  });
});

describe('updates', () => {
  const V = (value: object) => ({ ExpressionAttributeValues: { ':v': value as never } });

  test.each([
    ['SET a = :v', { S: 'x' }, {}, { a: { S: 'x' } }],
    ['SET n = n + :v', { N: '0.1' }, { n: { N: '0.2' } }, { n: { N: '0.3' } }],
    ['SET n = :v - n', { N: '1' }, { n: { N: '3' } }, { n: { N: '-2' } }],
    ['SET n = if_not_exists(n, :v) + :v', { N: '1' }, {}, { n: { N: '2' } }],
    ['SET l = list_append(:v, l)', { L: [{ S: 'a' }] }, { l: { L: [{ S: 'b' }] } }, { l: { L: [{ S: 'a' }, { S: 'b' }] } }],
    [
      'SET l[0] = l[1], l[1] = l[0], l[9] = :v',
      { S: 'c' },
      { l: { L: [{ S: 'a' }, { S: 'b' }] } },
      { l: { L: [{ S: 'b' }, { S: 'a' }, { S: 'c' }] } },
    ],
    ['SET m.b.c = :v', { S: 'c' }, { m: { M: { b: { M: {} } } } }, { m: { M: { b: { M: { c: { S: 'c' } } } } } }],
    ['SET a = b, b = a, c = :v', { S: 'c' }, { a: { S: '1' }, b: { S: '2' } }, { a: { S: '2' }, b: { S: '1' }, c: { S: 'c' } }],
    [
      'REMOVE l[0], l[2] SET c = :v',
      { S: 'c' },
      { l: { L: [{ S: 'a' }, { S: 'b' }, { S: 'c' }] } },
      { l: { L: [{ S: 'b' }] }, c: { S: 'c' } },
    ],
    ['ADD n :v', { N: '-5' }, { n: { N: '3' } }, { n: { N: '-2' } }],
    ['ADD n :v', { N: '5' }, {}, { n: { N: '5' } }],
    ['ADD s :v', { SS: ['b', 'c'] }, { s: { SS: ['a', 'b'] } }, { s: { SS: ['a', 'b', 'c'] } }],
    ['ADD s :v', { BS: [Uint8Array.of(1)] }, { s: { BS: [Uint8Array.of(1)] } }, { s: { BS: [Uint8Array.of(1)] } }],
    ['DELETE s :v', { NS: ['1.0'] }, { s: { NS: ['1', '2'] } }, { s: { NS: ['2'] } }],
    ['DELETE s :v', { NS: ['1'] }, { s: { NS: ['1'] } }, {}],
    ['remove a set c=:v', { S: 'c' }, { a: { S: 'a' } }, { c: { S: 'c' } }],
    ['SET n = (n + :v)', { N: '1' }, { n: { N: '1' } }, { n: { N: '2' } }],
  ])('%s with %j makes %j to %j', async (UpdateExpression, value, before, after) => {
    expect(await updated(before, { UpdateExpression, ...V(value) })).toEqual({ ...ADA, ...after });
  });

  test.each([
    ['SET a :v', {}, 'Invalid UpdateExpression: Syntax error; token: ":v", near: "a :v"'],
    ['SET', {}, 'Invalid UpdateExpression: Syntax error; token: "<EOF>", near: "SET"'],
    ['SET a = :v SET b = :v', {}, 'The "SET" section can only be used once in an update expression;'],
    [
      'SET a = :v, a.b = :v',
      {},
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
    ],
    ['SET a[1] = :v, a.b = :v', {}, 'Two document paths conflict with each other'],
    ['SET customer = :v', {}, 'Cannot update attribute customer. This attribute is part of the key'],
    ['SET status = :v', {}, 'Attribute name is a reserved keyword; reserved keyword: status'],
    ['SET a = b, c = :v', {}, 'The provided expression refers to an attribute that does not exist in the item'],
    ['SET a.b = :v', {}, 'The document path provided in the update expression is invalid for update'],
    ['SET s[0] = :v', { s: { S: 'a' } }, 'The document path provided in the update expression is invalid for update'],
    ['SET a = now(:v)', {}, 'Invalid function name; function: now'],
    ['SET a = :v + :v', {}, 'Incorrect operand type for operator or function; operator or function: +, operand type: S'],
    [
      'SET a = s + s2, b = :v',
      { s: { S: 'a' }, s2: { S: 'a' } },
      'An operand in the update expression has an incorrect data type',
    ],
    ['SET a = list_append(a, :v)', {}, 'operator or function: list_append, operand type: S'],
    ['ADD a :v', {}, 'Incorrect operand type for operator or function; operator: ADD, operand type: STRING'],
    ['DELETE a :v', {}, 'Incorrect operand type for operator or function; operator: DELETE, operand type: STRING'],
    ['SET a = :w', {}, 'An expression attribute value used in expression is not defined; attribute value: :w'],
  ])('fails when the update is %s', async (UpdateExpression, before, message) => {
    await expect(updated(before, { UpdateExpression, ...V({ S: 'x' }) })).rejects.toThrow(message);
  });

  test('fails when a sum has more than 38 digits', async () => {
    const input = { UpdateExpression: 'ADD n :v', ...V({ N: '1' }) };
    await expect(updated({ n: { N: '1E38' } }, input)).rejects.toThrow('more than 38 significant digits');
  });

  test('an item that is not there is made, and what is asked for is returned', async () => {
    const { client } = await orders();
    const update = (ReturnValues: 'UPDATED_OLD' | 'UPDATED_NEW' | 'ALL_OLD' | 'ALL_NEW' | 'NONE') =>
      client
        .send(
          new UpdateItemCommand({
            ...{ TableName, Key: ADA, ReturnValues, UpdateExpression: 'ADD n :v SET m = if_not_exists(m, :m)' },
            ExpressionAttributeValues: { ':v': { N: '1' }, ':m': { S: 'm' } },
          }),
        )
        .then(({ Attributes }) => Attributes);
    expect(await update('ALL_OLD')).toBeUndefined();
    expect(await update('UPDATED_OLD')).toEqual({ n: { N: '1' }, m: { S: 'm' } });
    expect(await update('UPDATED_NEW')).toEqual({ n: { N: '3' }, m: { S: 'm' } });
    expect(await update('NONE')).toBeUndefined();
    expect(await update('ALL_NEW')).toEqual({ ...ADA, n: { N: '5' }, m: { S: 'm' } });
  });

  test('without an expression, only the key is made', async () => {
    const { client } = await orders();
    await client.send(new UpdateItemCommand({ TableName, Key: ADA }));
    expect((await client.send(new GetItemCommand({ TableName, Key: ADA }))).Item).toEqual(ADA);
  });
});

test('units are told when asked for', async () => {
  const { client, put } = await orders();
  await put({ ...ADA, blob: { B: new Uint8Array(5000) } });
  const get = async (input: object) =>
    (await client.send(new GetItemCommand({ TableName, Key: ADA, ...input }))).ConsumedCapacity;
  expect(await get({})).toBeUndefined();
  expect(await get({ ReturnConsumedCapacity: 'TOTAL' })).toEqual({ TableName, CapacityUnits: 1 });
  expect(await get({ ReturnConsumedCapacity: 'INDEXES', ConsistentRead: true })).toEqual({
    ...{ TableName, CapacityUnits: 2, Table: { CapacityUnits: 2 } },
  });
  const { ConsumedCapacity } = await client.send(new DeleteItemCommand({ TableName, Key: ADA, ReturnConsumedCapacity: 'TOTAL' }));
  expect(ConsumedCapacity).toEqual({ TableName, CapacityUnits: 5 });
});

test('fails when a legacy parameter or PartiQL is used, and names it', async () => {
  const { client } = await orders();
  await expect(
    client.send(new PutItemCommand({ TableName, Item: ADA, Expected: { a: { Exists: false } } })),
  ).rejects.toMatchObject({
    name: 'NotEmulatedException',
    message: 'lambda-kit does not emulate Expected of PutItem: it is a legacy parameter; use ConditionExpression.',
  });
  await expect(
    client.send(new UpdateItemCommand({ TableName, Key: ADA, AttributeUpdates: { a: { Action: 'DELETE' } } })),
  ).rejects.toThrow('lambda-kit does not emulate AttributeUpdates of UpdateItem');
  await expect(client.send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM Orders' }))).rejects.toThrow(
    'lambda-kit does not emulate ExecuteStatement of dynamodb.',
  );
});
