import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { WebSocketApi, type WebSocketApiProps, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import WebSocket from 'ws';
import type { LocalExecutor } from '../../src/local/executor';
import { appOf, nodeFunction, running, stopAll, temporaryFolder } from './scene';

const clients: WebSocket[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  await stopAll();
});

const OK = 'exports.handler = async (event) => ({ statusCode: 200, body: "ok" });';
const ECHO = 'exports.handler = async (event) => ({ statusCode: 200, body: event.body });';

function chat(stack: Stack, routes: Readonly<Record<string, string>>, props: WebSocketApiProps = {}): WebSocketApi {
  const api = new WebSocketApi(stack, 'Chat', props);
  for (const [key, source] of Object.entries(routes)) {
    const name = key.replace(/\W/g, '');
    const handler = nodeFunction(stack, name.charAt(0).toUpperCase() + name.slice(1), source);
    api.addRoute(key, {
      integration: new WebSocketLambdaIntegration(`${name}Integration`, handler),
      returnResponse: key === 'echo' || key === '$default',
    });
  }
  new WebSocketStage(stack, 'Stage', { webSocketApi: api, stageName: 'prod', autoDeploy: true });
  return api;
}

function addressOf(local: LocalExecutor, more = ''): string {
  const api = local.application.webSocketApis?.[0];
  return `${local.endpoint.replace('http', 'ws')}/_api/${api?.id}/prod${more}`;
}

interface Conversation {
  readonly client: WebSocket;
  readonly next: () => Promise<string>;
  readonly closed: Promise<[number, string]>;
}

async function connected(
  address: string,
  options: WebSocket.ClientOptions = {},
  protocols: string[] = [],
): Promise<Conversation> {
  const client = new WebSocket(address, protocols, options);
  clients.push(client);
  const messages: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  client.on('message', (data) => {
    const text = String(data);
    const first = waiting.shift();
    if (first) first(text);
    else messages.push(text);
  });
  const closed = new Promise<[number, string]>((settle) => {
    client.on('close', (code, reason) => settle([code, reason.toString()]));
  });
  await new Promise((settle, fail) => {
    client.once('open', settle);
    client.once('unexpected-response', (_, response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => fail(Object.assign(new Error(`${response.statusCode}`), { body, headers: response.headers })));
    });
    client.once('error', fail);
  });
  return {
    client,
    closed,
    next: () => {
      const first = messages.shift();
      return first === undefined ? new Promise((settle) => waiting.push(settle)) : Promise.resolve(first);
    },
  };
}

test('a client connects, sends messages along their routes, is answered where a route responds, and leaves (APW-01, APW-03, APW-04)', async () => {
  const local = await running(
    appOf((stack) => {
      chat(stack, { $connect: OK, $disconnect: OK, $default: ECHO, echo: ECHO, quiet: OK });
    }),
  );
  const { client, next, closed } = await connected(addressOf(local, '?token=abc'), { headers: { 'User-Agent': 'tests' } });

  client.send(JSON.stringify({ action: 'echo', text: 'hi' }));
  expect(await next()).toBe('{"action":"echo","text":"hi"}');
  client.send('no JSON at all');
  expect(await next()).toBe('no JSON at all');
  client.send(JSON.stringify({ action: 'quiet' }));
  client.send(JSON.stringify({ action: 'unknown' }));
  expect(await next()).toBe('{"action":"unknown"}');
  const left = new Promise<void>((resolve) => {
    local.journal.subscribe(({ kind }) => kind === 'webSocket.disconnect' && resolve());
  });
  client.close(1000, 'bye');
  // The executor may learn a moment later than the client that the connection is closed.
  await Promise.all([closed, left]);
  await local.settle();

  const [connect] = local.function('Connect').invocations;
  const api = local.application.webSocketApis?.[0];
  expect(connect?.event).toMatchObject({
    headers: { 'User-Agent': 'tests', 'Sec-WebSocket-Version': '13', 'X-Forwarded-Proto': 'http' },
    multiValueHeaders: { 'User-Agent': ['tests'] },
    queryStringParameters: { token: 'abc' },
    multiValueQueryStringParameters: { token: ['abc'] },
    requestContext: {
      routeKey: '$connect',
      eventType: 'CONNECT',
      messageDirection: 'IN',
      stage: 'prod',
      identity: { sourceIp: '127.0.0.1', userAgent: 'tests' },
      domainName: `${api?.id}.execute-api.us-east-1.amazonaws.com`,
      apiId: api?.id,
    },
    isBase64Encoded: false,
  });
  const { connectionId, connectedAt, requestId, extendedRequestId } = connect?.event.requestContext ?? {};
  expect(connectionId).toMatch(/^[\w-]{15}=$/);
  expect(extendedRequestId).toBe(requestId);
  expect(local.function('Echo').invocations[0]?.event).toMatchObject({
    requestContext: { routeKey: 'echo', eventType: 'MESSAGE', connectionId, connectedAt, messageId: expect.stringMatching(/=$/) },
    body: '{"action":"echo","text":"hi"}',
    isBase64Encoded: false,
  });
  expect(local.function('Quiet').invocations).toHaveLength(1);
  expect(local.function('Disconnect').invocations[0]?.event).toMatchObject({
    headers: { 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' },
    requestContext: { eventType: 'DISCONNECT', disconnectStatusCode: 1000, disconnectReason: 'bye', connectionId },
  });
  const kinds = local.journal.entries.map(({ kind }) => kind).filter((kind) => kind.startsWith('webSocket.'));
  expect(kinds[0]).toBe('webSocket.connect');
  expect(kinds.filter((kind) => kind === 'webSocket.message')).toHaveLength(4);
  expect(kinds.filter((kind) => kind === 'webSocket.disconnect')).toHaveLength(1);
});

const POSTS = `
  const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require('@aws-sdk/client-apigatewaymanagementapi');
  exports.handler = async ({ body, requestContext: { domainName, stage, connectionId } }) => {
    const client = new ApiGatewayManagementApiClient({ endpoint: 'https://' + domainName + '/' + stage });
    await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'pushed: ' + body }));
    return { statusCode: 200 };
  };`;

test('a handler posts to a connection through the address that it builds of the event, as it does on AWS (APW-05)', async () => {
  const local = await running(appOf((stack) => chat(stack, { push: POSTS })));
  const { client, next } = await connected(addressOf(local));

  client.send(JSON.stringify({ action: 'push' }));

  expect(await next()).toBe('pushed: {"action":"push"}');
  await local.settle();
  expect(local.journal.entries.filter(({ kind }) => kind === 'webSocket.managed')).toMatchObject([
    { operation: 'PostToConnection', status: 200, body: 'pushed: {"action":"push"}' },
  ]);
});

/** Stands for the part of botocore that sends requests. */
const HTTP_SESSION = `
import http.client
from urllib.parse import urlsplit

class Request:
    def __init__(self, method, url, body):
        self.method, self.url, self.body, self.headers = method, url, body, {}

class URLLib3Session:
    def send(self, request):
        there = urlsplit(request.url)
        connections = {'http': http.client.HTTPConnection, 'https': http.client.HTTPSConnection}
        connection = connections[there.scheme](there.netloc, timeout=5)
        connection.request(request.method, there.path, request.body, request.headers)
        return connection.getresponse().status
`;
const POSTS_IN_PYTHON = `
from botocore.httpsession import Request, URLLib3Session

def handler(event, context):
    about = event['requestContext']
    address = f"https://{about['domainName']}/{about['stage']}/@connections/"
    post = lambda to, data: URLLib3Session().send(Request('POST', address + to, data))
    post(about['connectionId'], 'from Python')
    post(about['connectionId'], str(post('AAAAAAAAAAAAAAA%3D', 'to nobody')))
    return {'statusCode': 200}
`;

test('what boto3 sends to the address on AWS reaches the connection, too (APW-05)', async () => {
  const code = temporaryFolder();
  mkdirSync(join(code, 'botocore'));
  writeFileSync(join(code, 'botocore', '__init__.py'), '');
  writeFileSync(join(code, 'botocore', 'httpsession.py'), HTTP_SESSION);
  writeFileSync(join(code, 'index.py'), POSTS_IN_PYTHON);
  const local = await running(
    appOf((stack) => {
      const api = chat(stack, {});
      const handler = nodeFunction(stack, 'Push', '-', { runtime: Runtime.PYTHON_3_13, code: Code.fromAsset(code) });
      api.addRoute('push', { integration: new WebSocketLambdaIntegration('Push', handler) });
    }),
  );
  const { client, next } = await connected(addressOf(local));

  client.send(JSON.stringify({ action: 'push' }));

  expect([await next(), await next()]).toEqual(['from Python', '410']);
});
