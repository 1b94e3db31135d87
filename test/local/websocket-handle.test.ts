import type { Stack } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { ConnectionRefused } from '../../src/local/websocket-handle';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

/** Keeps who is there in a table, and sends what one says to all. */
const CHAT = `
  const { DynamoDBClient, PutItemCommand, DeleteItemCommand, ScanCommand } = require('@aws-sdk/client-dynamodb');
  const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require('@aws-sdk/client-apigatewaymanagementapi');
  const db = new DynamoDBClient({});
  const TableName = process.env.TABLE;
  exports.handler = async ({ requestContext: { eventType, connectionId, domainName, stage }, queryStringParameters, body }) => {
    const Key = { id: { S: connectionId } };
    if (eventType === 'CONNECT') {
      if (!queryStringParameters?.name) return { statusCode: 400, body: 'who are you?' };
      await db.send(new PutItemCommand({ TableName, Item: { ...Key, name: { S: queryStringParameters.name } } }));
    } else if (eventType === 'DISCONNECT') {
      await db.send(new DeleteItemCommand({ TableName, Key }));
    } else {
      const { Items } = await db.send(new ScanCommand({ TableName }));
      const from = Items.find(({ id }) => id.S === connectionId).name.S;
      const client = new ApiGatewayManagementApiClient({ endpoint: 'https://' + domainName + '/' + stage });
      const Data = JSON.stringify({ from, text: JSON.parse(body).text });
      await Promise.all(Items.map(({ id }) => client.send(new PostToConnectionCommand({ ConnectionId: id.S, Data }))));
    }
    return { statusCode: 200 };
  };`;

function chatIn(stack: Stack): void {
  const table = new Table(stack, 'People', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const handler = nodeFunction(stack, 'Handler', CHAT, { environment: { TABLE: table.tableName } });
  const integration = () => new WebSocketLambdaIntegration('Integration', handler);
  const webSocketApi = new WebSocketApi(stack, 'Chat', {
    connectRouteOptions: { integration: integration() },
    disconnectRouteOptions: { integration: integration() },
    defaultRouteOptions: { integration: integration() },
  });
  new WebSocketStage(stack, 'Stage', { webSocketApi, stageName: 'prod', autoDeploy: true });
}

async function chat() {
  const local = await running(appOf(chatIn), { clock: 'virtual' });
  return { local, api: local.webSocketApi('Chat') };
}

test('clients of a test talk to each other, and what is sent has arrived when the message is settled', async () => {
  const { local, api } = await chat();
  const ann = await api.connect({ query: { name: 'Ann' } });
  const bob = await api.connect({ query: { name: 'Bob' } });
  expect(api.connections.map(({ connectionId }) => connectionId)).toEqual([ann.connectionId, bob.connectionId]);

  await ann.send({ text: 'hello' });
  await bob.close(1000, 'bye');
  await ann.send({ text: 'are you there?' });

  expect(bob.received).toEqual([{ from: 'Ann', text: 'hello' }]);
  expect(ann.received).toEqual([
    { from: 'Ann', text: 'hello' },
    { from: 'Ann', text: 'are you there?' },
  ]);
  expect(await ann.next()).toEqual({ from: 'Ann', text: 'hello' });
  expect(bob.closed).toEqual({ code: 1000, reason: 'bye' });
  await expect(bob.send('more')).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  expect(local.table('People').items).toMatchObject([{ name: 'Ann' }]);
});

test('a client that is not let in is told so', async () => {
  const { api } = await chat();

  const refused = api.connect();

  await expect(refused).rejects.toThrow(ConnectionRefused);
  await expect(refused).rejects.toMatchObject({ statusCode: 400, body: 'who are you?' });
  await expect(api.connect({ stage: 'test', query: { name: 'Ann' } })).rejects.toMatchObject({ statusCode: 403 });
});

test('time passes for connections as it does for everything: ten minutes without a word end one', async () => {
  const { local, api } = await chat();
  const ann = await api.connect({ query: { name: 'Ann' } });
  const bob = await api.connect({ query: { name: 'Bob' } });
  await local.clock.advance({ minutes: 9 });
  await bob.send({ text: 'still here' });
  await bob.send({ text: 'still here' });

  await local.clock.advance({ minutes: 9, seconds: 59 });
  expect([ann.closed, bob.closed]).toEqual([undefined, undefined]);
  await local.clock.advance({ seconds: 1 });
  await local.settle();

  expect([ann.closed, bob.closed]).toEqual([
    { code: 1001, reason: 'Going away' },
    { code: 1001, reason: 'Going away' },
  ]);
  expect(api.connections).toEqual([]);
  expect(local.table('People').items).toEqual([]);
});

test('two runs of one conversation are told alike', async () => {
  const tell = async () => {
    const { local, api } = await chat();
    const clients = await Promise.all(['Ann', 'Bob'].map((name) => api.connect({ query: { name } })));
    await Promise.all(clients.map((client, at) => client.send({ text: `number ${at}` })));
    await local.settle();
    const told = local.journal.entries.filter(({ kind }) => kind.startsWith('webSocket.'));
    return JSON.stringify(told).replaceAll(/:\d+"/g, '');
  };

  expect(await tell()).toBe(await tell());
});

test('fails when there is no such API, or when it is not said which stage is meant', async () => {
  const local = await running(
    appOf((stack) => {
      chatIn(stack);
      const webSocketApi = stack.node.findChild('Chat') as WebSocketApi;
      new WebSocketStage(stack, 'Second', { webSocketApi, stageName: 'test', autoDeploy: true });
    }),
  );

  expect(() => local.webSocketApi('Talk')).toThrow(/There is no WebSocket API Talk; there are\n {2}App\/Chat/);
  await expect(local.webSocketApi('Chat').connect()).rejects.toThrow(/stage must say which stage.*prod, test/);
});
