import {
  ConditionalCheckFailedException,
  DescribeEndpointsCommand,
  DescribeLimitsCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { closeTables, order, orders } from '../../support/dynamodb';
import { recording, servedServices } from '../../support/served-services';

afterEach(closeTables);

test('the quotas of an account and the endpoint of its Region are told', async () => {
  const { client } = await orders();

  expect(await client.send(new DescribeLimitsCommand({}))).toMatchObject({
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  });
  expect((await client.send(new DescribeEndpointsCommand({}))).Endpoints).toEqual([
    { Address: 'dynamodb.eu-west-1.amazonaws.com', CachePeriodInMinutes: 1440 },
  ]);
});

async function errorOf(origin: string, operation: string, body: string) {
  const answer = await fetch(origin, {
    method: 'POST',
    headers: { 'x-amz-target': `DynamoDB_20120810.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
    body,
  });
  return { status: answer.status, ...((await answer.json()) as { __type: string; message: string }) };
}

test.each([
  [
    'its own',
    'GetItem',
    { TableName: 'None', Key: { customer: { S: 'a' } } },
    'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
  ],
  [
    'those of its validator',
    'PutItem',
    { TableName: 'Orders', Item: { a: {} } },
    'com.amazon.coral.validate#ValidationException',
  ],
  ['what cannot be read', 'GetItem', { TableName: 7 }, 'com.amazon.coral.service#SerializationException'],
  ['what it does not do', 'MakeCoffee', {}, 'com.amazon.coral.service#UnknownOperationException'],
  ['what is not done here', 'ExecuteStatement', { Statement: 'SELECT * FROM Orders' }, 'NotEmulatedException'],
])('a client without an SDK is told of %s with the space of the name', async (_, operation, input, __type) => {
  const { origin } = await orders();

  expect(await errorOf(origin, operation, JSON.stringify(input))).toMatchObject({ status: 400, __type });
});

test('who is not known is told so in the words of the frame', async () => {
  const { service } = recording('dynamodb', 'ListTables', {});
  const { origin } = await servedServices([service], 'verify');

  expect(await errorOf(origin, 'ListTables', '{}')).toMatchObject({
    status: 400,
    __type: 'com.amazon.coral.service#MissingAuthenticationTokenException',
  });
});

test('clients of the SDK tell errors by their names as ever', async () => {
  const { client, put: putAll } = await orders();
  await putAll(order('ada', 1));
  const put = new PutItemCommand({
    TableName: 'Orders',
    Item: order('ada', 1),
    ConditionExpression: 'attribute_not_exists(customer)',
  });

  const failed = client.send(put);

  await expect(failed).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  await expect(failed).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
});
