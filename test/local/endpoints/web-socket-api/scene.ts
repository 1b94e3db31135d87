import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import WebSocket from 'ws';
import { seededChance } from '../../../../src/local/chance';
import { callIntegration } from '../../../../src/local/endpoints/mapping/call-integration';
import type { AwsBackend } from '../../../../src/local/endpoints/mapping/types';
import { type RunningServer, startServer } from '../../../../src/local/endpoints/server';
import type { Credentials } from '../../../../src/local/endpoints/sigv4';
import { unknownApiDoor } from '../../../../src/local/endpoints/unknown-api';
import { type WebSockets, wireWebSockets } from '../../../../src/local/endpoints/web-socket-api/wire';
import { turnsAsTheyCome } from '../../../../src/local/engine/turns';
import { Journal } from '../../../../src/local/journal/journal';
import type { Clock } from '../../../../src/local/time/clock';
import { SystemClock } from '../../../../src/local/time/system-clock';
import type { LambdaFunction } from '../../../../src/model/function';
import type { WebSocketApi, WebSocketIntegration, WebSocketRoute } from '../../../../src/model/web-socket-api';
import { aFunction } from '../http-api/scene';
import { ACCOUNT, type FakeLambda, fakeLambda, REGION } from '../scene';

export const API_ID = 'a1b2c3d4e5';
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:fn`;
const ADDRESS = { stack: 'App', logicalId: 'Chat', path: 'App/Chat' };

export function integration(values: Partial<WebSocketIntegration> = {}): WebSocketIntegration {
  return { id: 'i', type: 'AWS_PROXY', uri: FUNCTION_ARN, responses: [], ...values };
}

export function route(key: string, values: Partial<WebSocketRoute> = {}): WebSocketRoute {
  return { address: ADDRESS, id: key, key, authorization: 'NONE', responds: false, integration: integration(), ...values };
}

export interface SocketSceneOptions {
  readonly lambda?: FakeLambda;
  readonly api?: Partial<WebSocketApi>;
  readonly routes?: readonly WebSocketRoute[];
  readonly functions?: readonly LambdaFunction[];
  readonly clock?: Clock;
  readonly credentials?: Credentials;
  readonly verify?: boolean;
  readonly aws?: AwsBackend;
}

export interface SocketScene extends RunningServer {
  readonly lambda: FakeLambda;
  readonly journal: Journal;
  readonly bugs: unknown[];
  readonly webSockets: WebSockets;
  /** Of the API's stage `prod`. */
  readonly address: string;
  /** Of what was journalled, by what happened. */
  readonly told: (kind: string) => readonly Record<string, unknown>[];
  connect(options?: ConnectOptions): Promise<Conversation>;
  management(): ApiGatewayManagementApiClient;
}

export interface ConnectOptions extends WebSocket.ClientOptions {
  readonly path?: string;
  readonly protocols?: string[];
}

const open: { close(): unknown }[] = [];

/** A WebSocket API over functions that are played; everything is closed after the test. */
export async function socketScene(options: SocketSceneOptions = {}): Promise<SocketScene> {
  const lambda = options.lambda ?? fakeLambda(() => ({ result: { statusCode: 200 } }));
  const clock = options.clock ?? new SystemClock();
  const journal = new Journal(() => clock.now());
  const chance = seededChance('sockets');
  const turns = turnsAsTheyCome(journal, chance);
  const bugs: unknown[] = [];
  const functions = options.functions ?? [aFunction('fn')];
  const api: WebSocketApi = {
    address: ADDRESS,
    ...{ region: REGION, account: ACCOUNT, id: API_ID, name: 'chat' },
    domainName: `${API_ID}.execute-api.${REGION}.amazonaws.com`,
    routeSelection: '$request.body.action',
    stages: [{ name: 'prod', variables: {} }],
    routes: options.routes ?? [route('$connect'), route('$disconnect'), route('$default')],
    ...options.api,
  };
  const webSockets = wireWebSockets({
    application: { stacks: [], functions, webSocketApis: [api], unsupported: [], findings: [] },
    authentication: {
      mode: options.verify ? 'verify' : 'any',
      credentials: options.credentials ?? (() => undefined),
      clock: new SystemClock(),
    },
    schema: (service) => readFileSync(join(__dirname, '../../../../assets/aws', `${service}.json`), 'utf8'),
    ...{ chance, clock, lambda, port: 0, callIntegration, functions: () => functions },
    aws: options.aws ?? (() => Promise.reject(new Error('no service is played'))),
    turnFor: () => turns.begin(),
    ended: () => undefined,
  }) as WebSockets;
  const server = await startServer({ doors: [...webSockets.doors, unknownApiDoor], onBug: (error) => bugs.push(error) });
  server.openForUpgrades(webSockets.upgrades);
  open.push({
    close: () => {
      webSockets.stop();
      return server.close();
    },
  });
  const base = `${server.origin.replace('http', 'ws')}/_api/${API_ID}`;
  return {
    ...server,
    ...{ lambda, journal, bugs, webSockets },
    address: `${base}/prod`,
    told: (kind) => journal.entries.filter((entry) => entry.kind === kind) as never,
    connect: ({ path = '/prod', protocols = [], ...more } = {}) => converse(`${base}${path}`, protocols, more),
    management: () => {
      const client = new ApiGatewayManagementApiClient({
        endpoint: `${server.origin}/_api/${API_ID}/prod`,
        region: REGION,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
        maxAttempts: 1,
      });
      open.push({ close: () => client.destroy() });
      return client;
    },
  };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** A client, once it is connected. */
export interface Conversation {
  readonly client: WebSocket;
  /** The next message, text as it is. */
  next(): Promise<string>;
  readonly closed: Promise<readonly [code: number, reason: string]>;
}

/** Fails, with the status as message, when the handshake is refused. */
export async function converse(
  address: string,
  protocols: string[] = [],
  options: WebSocket.ClientOptions = {},
): Promise<Conversation> {
  const client = new WebSocket(address, protocols, options);
  open.push({ close: () => client.terminate() });
  const messages: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  client.on('message', (data) => {
    const first = waiting.shift();
    if (first) first(String(data));
    else messages.push(String(data));
  });
  const closed = new Promise<[number, string]>((settle) => {
    client.on('close', (code, reason) => settle([code, reason.toString()]));
  });
  await new Promise((settle, fail) => {
    client.once('open', settle);
    client.once('unexpected-response', (_, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('end', () => fail(new Refused(response.statusCode ?? 0, body, response.headers)));
    });
    client.once('error', fail);
  });
  client.on('error', () => undefined);
  return {
    client,
    closed,
    next: () => {
      const first = messages.shift();
      return first === undefined ? new Promise((settle) => waiting.push(settle)) : Promise.resolve(first);
    },
  };
}

/** What a client gets instead of a connection. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
    readonly headers: Readonly<Record<string, string | string[] | undefined>>,
  ) {
    super(String(status));
  }
}

/** Settles when something has become true, in real time. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((settle) => setTimeout(settle, 5));
}
