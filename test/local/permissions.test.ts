import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IdentityPolicies, LocalExecutor } from 'cdk-lambda-kit/local';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

/** Sends the command that the event names, and answers how it ended. */
const CALL = `
const sdk = { dynamodb: () => require('@aws-sdk/client-dynamodb'), sqs: () => require('@aws-sdk/client-sqs') };
const clients = { dynamodb: 'DynamoDBClient', sqs: 'SQSClient' };
exports.handler = async ({ service, command, input }) => {
  const { [clients[service]]: Client, [command + 'Command']: Command } = sdk[service]();
  const given = JSON.parse(JSON.stringify(input).replaceAll('$TABLE', process.env.TABLE).replaceAll('$QUEUE', process.env.QUEUE));
  try {
    await new Client().send(new Command(given));
    return 'done';
  } catch (error) {
    return { name: error.name, message: error.message, status: error.$metadata?.httpStatusCode };
  }
};`;

const KEY = { id: { S: '1' } };
const GET = { service: 'dynamodb', command: 'GetItem', input: { TableName: '$TABLE', Key: KEY } };
const PUT = { service: 'dynamodb', command: 'PutItem', input: { TableName: '$TABLE', Item: KEY } };
const SEND = { service: 'sqs', command: 'SendMessage', input: { QueueUrl: '$QUEUE', MessageBody: 'x' } };

interface Made {
  readonly stack: Stack;
  readonly fn: ReturnType<typeof nodeFunction>;
  readonly table: Table;
  readonly queue: Queue;
}

/** A function `Orders`, with a table and a queue that it may use as `grant` has it. */
function orders(grant: (made: Made) => void, identityPolicies?: IdentityPolicies): Promise<LocalExecutor> {
  const app = appOf((stack) => {
    const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    table.addGlobalSecondaryIndex({ indexName: 'byName', partitionKey: { name: 'name', type: AttributeType.STRING } });
    const queue = new Queue(stack, 'Queue');
    const environment = { TABLE: table.tableName, QUEUE: queue.queueUrl };
    grant({ stack, table, queue, fn: nodeFunction(stack, 'Orders', CALL, { environment }) });
  });
  return running(app, { clock: 'virtual', ...(identityPolicies && { identityPolicies }) });
}

const call = async (local: LocalExecutor, event: object) => (await local.function('Orders').invoke(event)).payload;

test('what a role does not allow is done, and told once with what to do', async () => {
  const local = await orders(({ table, fn }) => void table.grantReadData(fn));

  expect(await call(local, GET)).toBe('done');
  expect(local.permissions.missing).toEqual([]);
  for (let time = 0; time < 3; time++) expect(await call(local, PUT)).toBe('done');

  const { arn } = local.table('Table');
  const roleArn = local.application.functions[0]?.configuration.roleArn;
  const finding = {
    ...{ roleArn, action: 'dynamodb:PutItem', resource: arn, resourcePath: 'App/Table' },
    why: 'no policy of its role allows it',
    remedy: 'Grant it with table.grantWriteData(fn), or add the action to its role with fn.addToRolePolicy(…).',
  };
  expect(local.permissions.missing).toEqual([{ function: 'App/Orders', ...finding }]);
  const entries = local.journal.entries.filter(({ kind }) => kind === 'permission.missing');
  expect(entries).toEqual([expect.objectContaining({ function: local.function('Orders').name, ...finding, refused: false })]);
  expect(local.table('Table').items).toHaveLength(1);
});

test('grants of the CDK are enough for what they are for', async () => {
  const local = await orders(({ table, queue, fn }) => {
    table.grantReadWriteData(fn);
    queue.grantSendMessages(fn);
    queue.grantConsumeMessages(fn);
  });
  const TableName = '$TABLE';
  const QueueUrl = '$QUEUE';
  for (const [command, input] of Object.entries({
    GetItem: GET.input,
    PutItem: PUT.input,
    Query: {
      ...{ TableName, IndexName: 'byName', KeyConditionExpression: '#n = :n' },
      ...{ ExpressionAttributeNames: { '#n': 'name' }, ExpressionAttributeValues: { ':n': { S: 'a' } } },
    },
    Scan: { TableName },
    BatchGetItem: { RequestItems: { $TABLE: { Keys: [KEY] } } },
    BatchWriteItem: { RequestItems: { $TABLE: [{ PutRequest: { Item: KEY } }] } },
    TransactGetItems: { TransactItems: [{ Get: { TableName, Key: KEY } }] },
    TransactWriteItems: { TransactItems: [{ Put: { TableName, Item: KEY } }] },
    DescribeTable: { TableName },
  })) {
    expect([command, await call(local, { service: 'dynamodb', command, input })]).toEqual([command, 'done']);
  }
  for (const [command, input] of Object.entries({
    SendMessage: SEND.input,
    SendMessageBatch: { QueueUrl, Entries: [{ Id: 'a', MessageBody: 'a' }] },
    ReceiveMessage: { QueueUrl },
    GetQueueAttributes: { QueueUrl, AttributeNames: ['All'] },
  })) {
    expect([command, await call(local, { service: 'sqs', command, input })]).toEqual([command, 'done']);
  }
  expect(local.permissions.missing).toEqual([]);
});

test('each item of a transaction needs its own action, and an index is a resource of its own', async () => {
  const local = await orders(({ table, fn }) => {
    fn.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:PutItem', 'dynamodb:Query'], resources: [table.tableArn] }));
  });
  const TableName = '$TABLE';
  const TransactItems = [
    { Put: { TableName, Item: KEY } },
    { Delete: { TableName, Key: { id: { S: '2' } } } },
    { ConditionCheck: { TableName, Key: { id: { S: '3' } }, ConditionExpression: 'attribute_not_exists(id)' } },
  ];
  await call(local, { service: 'dynamodb', command: 'TransactWriteItems', input: { TransactItems } });
  const query = { KeyConditionExpression: '#n = :n', ExpressionAttributeNames: { '#n': 'name' } };
  const values = { ExpressionAttributeValues: { ':n': { S: 'a' } } };
  await call(local, { service: 'dynamodb', command: 'Query', input: { TableName, IndexName: 'byName', ...query, ...values } });

  const { arn } = local.table('Table');
  expect(local.permissions.missing.map(({ action, resource }) => [action, resource])).toEqual([
    ['dynamodb:DeleteItem', arn],
    ['dynamodb:ConditionCheckItem', arn],
    ['dynamodb:Query', `${arn}/index/byName`],
  ]);
});

test('fails when a handler does what its role does not allow and identity policies are enforced', async () => {
  const local = await orders(({ table, fn }) => void table.grantReadData(fn), 'enforce');
  const { name, arn } = local.function('Orders');
  const role = local.application.functions[0]?.configuration.roleArn.split('/').at(-1);
  const who = `User: arn:aws:sts::000000000000:assumed-role/${role}/${name} is not authorized to perform:`;

  expect(await call(local, GET)).toBe('done');
  expect(await call(local, PUT)).toEqual({
    name: 'AccessDeniedException',
    message: `${who} dynamodb:PutItem on resource: ${local.table('Table').arn} because no identity-based policy allows the dynamodb:PutItem action`,
    status: 400,
  });
  expect(local.table('Table').items).toEqual([]);
  expect(await call(local, SEND)).toEqual({
    name: 'AccessDenied',
    message: `${who} sqs:sendmessage on resource: ${local.queue('Queue').arn} because no identity-based policy allows the sqs:sendmessage action`,
    status: 403,
  });
  expect(local.permissions.missing).toHaveLength(2);
  expect(arn).toContain(name);
});

test('nobody looks when identity policies are ignored', async () => {
  const local = await orders(() => undefined, 'ignore');
  expect(await call(local, PUT)).toBe('done');
  expect(local.permissions.missing).toEqual([]);
});

test('policies of AWS that are not known here leave open what they allow, and those that are known do not', async () => {
  const known = await orders(({ fn }) => {
    fn.role?.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaSQSQueueExecutionRole'));
  });
  await call(known, SEND);
  await call(known, { service: 'sqs', command: 'ReceiveMessage', input: { QueueUrl: '$QUEUE' } });
  expect(known.permissions.missing.map(({ action }) => action)).toEqual(['sqs:SendMessage']);

  const unknown = await orders(({ fn }) => {
    fn.role?.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AmazonSQSFullAccess'));
  });
  await call(unknown, SEND);
  expect(unknown.permissions.missing).toEqual([]);
});

test('the policy of a queue that names the role is enough', async () => {
  const local = await orders(({ queue, fn }) => {
    const role = fn.role as NonNullable<typeof fn.role>;
    queue.addToResourcePolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], principals: [role], resources: [queue.queueArn] }),
    );
  });
  await call(local, SEND);
  await call(local, { service: 'sqs', command: 'PurgeQueue', input: { QueueUrl: '$QUEUE' } });
  expect(local.permissions.missing.map(({ action }) => action)).toEqual(['sqs:PurgeQueue']);
});

test('a policy that a queue has got at run time may let in whomever', async () => {
  const local = await orders(() => undefined);
  const client = new SQSClient({ endpoint: local.endpoint, region: 'us-east-1', credentials: local.credentials });
  const QueueUrl = `${local.endpoint}/000000000000/${local.queue('Queue').name}`;
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '{"Statement":[]}' } }));
  client.destroy();
  await call(local, SEND);
  expect(local.permissions.missing).toEqual([]);
});

test('managed policies of the app and permissions boundaries count', async () => {
  const local = await orders(({ stack, table, queue, fn }) => {
    const statement = (...actions: string[]) => new PolicyStatement({ actions, resources: [table.tableArn, queue.queueArn] });
    new ManagedPolicy(stack, 'Work', {
      statements: [statement('dynamodb:PutItem', 'sqs:SendMessage')],
      roles: [fn.role as NonNullable<typeof fn.role>],
    });
    const boundary = new ManagedPolicy(stack, 'Boundary', { statements: [statement('dynamodb:*')] });
    (fn.role?.node.defaultChild as unknown as { permissionsBoundary: string }).permissionsBoundary = boundary.managedPolicyArn;
  });
  await call(local, PUT);
  await call(local, SEND);
  expect(local.permissions.missing.map(({ action, why }) => [action, why])).toEqual([
    ['sqs:SendMessage', 'the permissions boundary of its role does not allow it'],
  ]);
});

test('clients that are no handlers are let in', async () => {
  const local = await orders(() => undefined, 'enforce');
  local.table('Table').put({ id: '1' });
  await local.queue('Queue').send('x');
  expect(local.permissions.missing).toEqual([]);
});

test('fails when identityPolicies is something else', async () => {
  await expect(orders(() => undefined, 'strict' as IdentityPolicies)).rejects.toThrow(
    'identityPolicies is enforce or report or ignore; this is strict.',
  );
});
