import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import WebSocket from 'ws';
import type { Identity } from '../../../../src/local/endpoints/sigv4';
import { awsError } from '../../../../src/local/engine/aws-error';
import type { WebSocketAuthorizer } from '../../../../src/model/web-socket-api';
import { aFunction } from '../http-api/scene';
import { ACCOUNT, eventOf, fakeLambda, REGION } from '../scene';
import {
  API_ID,
  converse,
  FUNCTION_ARN,
  integration,
  Refused,
  route,
  type SocketSceneOptions,
  socketScene,
  until,
} from './scene';

/** What a client that is refused gets. */
async function refusal(options: SocketSceneOptions, connect: { path?: string; headers?: Record<string, string> } = {}) {
  const scene = await socketScene(options);
  const refused = await scene.connect(connect).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(refused instanceof Refused)) throw new Error('the client has been let in');
  return { scene, refused };
}

const answering = (result: unknown) => fakeLambda(() => ({ result }));

test.each([200, 201, '204'])('a client is let in when $connect answers %p (APW-04)', async (statusCode) => {
  const scene = await socketScene({ lambda: answering({ statusCode }) });

  const { client } = await scene.connect();

  expect(client.readyState).toBe(client.OPEN);
  expect(scene.told('webSocket.connect')).toMatchObject([{ status: 101, integration: FUNCTION_ARN }]);
});

test.each([301, 401, 403, 501])('fails when $connect answers %p, with that status (APW-04)', async (statusCode) => {
  const lambda = answering({ statusCode, headers: { Location: '/elsewhere' }, body: 'not you' });
  const { refused, scene } = await refusal({ lambda });

  expect(refused).toMatchObject({ status: statusCode, body: 'not you', headers: { location: '/elsewhere' } });
  expect(scene.webSockets.gateway.connections.size).toBe(0);
  expect(scene.told('webSocket.connect')).toMatchObject([{ status: statusCode, integrationStatus: statusCode }]);
});

test.each([
  ['fails', fakeLambda(() => ({ functionError: 'Unhandled' })), 502],
  ['answers nothing', answering(null), 502],
  ['answers without a status', answering({ body: 'hi' }), 502],
  ['answers a status that is none', answering({ statusCode: 42 }), 502],
  ['is throttled', fakeLambda(() => awsError('TooManyRequestsException', 429, 'Rate Exceeded.')), 500],
])('fails when the function of $connect %s', async (_, lambda, status) => {
  const { refused, scene } = await refusal({ lambda });

  expect(refused.status).toBe(status);
  expect(JSON.parse(refused.body)).toEqual({
    message: 'Internal server error',
    connectionId: expect.stringMatching(/^[\w-]{15}=$/),
    requestId: expect.stringMatching(/^[\w-]{15}=$/),
  });
  expect(scene.webSockets.gateway.connections.size).toBe(0);
});

test('fails when the function of $connect may not be invoked by the API (PRM-01)', async () => {
  const { refused, scene } = await refusal({ functions: [aFunction('fn', { permissions: [] })] });

  expect(refused.status).toBe(500);
  expect(scene.lambda.requests).toEqual([]);
  expect(scene.told('webSocket.connect')).toMatchObject([
    {
      refused: `The resource policy of ${FUNCTION_ARN} does not let apigateway.amazonaws.com invoke it for arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}/prod/$connect.`,
    },
  ]);
});

test.each(['/', '/test', '/prod/more'])('fails when the client asks for %p, where no stage is', async (path) => {
  const { refused } = await refusal({}, { path });

  expect([refused.status, refused.body]).toEqual([403, '{"message":"Forbidden"}']);
});

test('fails when the stage was never deployed', async () => {
  const { refused } = await refusal({ api: { stages: [{ name: 'prod', undeployed: true, variables: {} }] } });

  expect(refused.status).toBe(403);
});

test('an API without $connect lets everybody in', async () => {
  const scene = await socketScene({ routes: [route('$default')] });

  const { client } = await scene.connect();

  expect(client.readyState).toBe(client.OPEN);
  expect(scene.lambda.requests).toEqual([]);
});

test('the subprotocol is the one that $connect chooses, or none', async () => {
  const chooses = await socketScene({ lambda: answering({ statusCode: 200, headers: { 'sec-websocket-protocol': 'two' } }) });
  const { client } = await chooses.connect({ protocols: ['one', 'two'] });
  expect(client.protocol).toBe('two');
  expect(eventOf(chooses.lambda).headers['Sec-WebSocket-Protocol']).toBe('one,two');

  // The client insists on one of those that it has asked for (RFC 6455, 4.1).
  const chooseNone = await socketScene();
  await expect(chooseNone.connect({ protocols: ['one'] })).rejects.toThrow(/subprotocol/);
});

test('stage variables are in events and in addresses of functions', async () => {
  const scene = await socketScene({
    api: { stages: [{ name: 'prod', variables: { fn: 'fn', level: '7' } }] },
    routes: [route('$connect', { integration: integration({ uri: FUNCTION_ARN.replace(/fn$/, '${stageVariables.fn}') }) })],
  });

  await scene.connect();

  expect(eventOf(scene.lambda)).toMatchObject({ stageVariables: { fn: 'fn', level: '7' } });
});

test('a client that is gone before $connect has answered is told to $disconnect', async () => {
  let answer: (value: object) => void = () => undefined;
  const lambda = fakeLambda(({ payload }) =>
    Buffer.from(payload).includes('"CONNECT"')
      ? new Promise((settle) => {
          answer = settle as never;
        })
      : { result: null },
  );
  const scene = await socketScene({ lambda });
  const client = new WebSocket(scene.address).on('error', () => undefined);
  const closed = new Promise((settle) => client.once('close', settle));
  await until(() => lambda.requests.length === 1);
  client.terminate();
  await closed;

  answer({ result: { statusCode: 200 } });
  await until(() => lambda.requests.length === 2);

  expect(eventOf(lambda, 1).requestContext).toMatchObject({ eventType: 'DISCONNECT', disconnectStatusCode: 1006 });
  expect(scene.webSockets.gateway.connections.size).toBe(0);
  expect(scene.bugs).toEqual([]);
});

describe('a function that authorizes', () => {
  const AUTHORIZER: WebSocketAuthorizer = {
    id: 'auth01',
    name: 'Door keeper',
    uri: FUNCTION_ARN.replace(/fn$/, 'keeper'),
    identitySources: ['route.request.querystring.token'],
  };
  const authorized = (result: unknown, values: Partial<WebSocketAuthorizer> = {}): SocketSceneOptions => ({
    lambda: fakeLambda(({ functionName }) =>
      functionName.endsWith('keeper')
        ? result === Error
          ? { functionError: 'Unhandled', payload: Buffer.from('{"errorMessage":"Unauthorized"}') }
          : { result }
        : { result: { statusCode: 200 } },
    ),
    functions: [aFunction('fn'), aFunction('keeper')],
    routes: [
      route('$connect', { authorization: 'CUSTOM', authorizer: { ...AUTHORIZER, ...values } }),
      route('$default', { responds: true }),
    ],
  });
  const policy = (Effect: string, Resource = '*') => ({
    principalId: 'user',
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
    context: { name: 'Ann', level: 3, admin: true },
  });
  const METHOD = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}/prod/$connect`;

  test('lets clients in, and every later event has its context (AUT-03, AUT-04)', async () => {
    const scene = await socketScene(authorized(policy('Allow', METHOD)));

    const { client } = await scene.connect({ path: '/prod?token=abc' });
    client.send('hello');
    await until(() => scene.lambda.requests.length === 3);

    expect(eventOf(scene.lambda, 0)).toMatchObject({
      type: 'REQUEST',
      methodArn: METHOD,
      queryStringParameters: { token: 'abc' },
      multiValueQueryStringParameters: { token: ['abc'] },
      stageVariables: {},
      requestContext: { routeKey: '$connect', eventType: 'CONNECT', stage: 'prod', apiId: API_ID },
    });
    const authorizer = { principalId: 'user', name: 'Ann', level: '3', admin: 'true', integrationLatency: expect.any(Number) };
    expect(eventOf(scene.lambda, 1).requestContext.authorizer).toEqual(authorizer);
    expect(eventOf(scene.lambda, 2).requestContext.authorizer).toEqual(authorizer);
    expect(scene.told('webSocket.connect')).toMatchObject([
      { authorizer: { name: 'Door keeper', outcome: 'allowed', principal: 'user' }, status: 101 },
    ]);
  });

  test.each([
    ['denies it', policy('Deny'), 403, 'User is not authorized to access this resource with an explicit deny'],
    ['is for something else', policy('Allow', `${METHOD}/x`), 403, 'User is not authorized to access this resource'],
    ['throws Unauthorized', Error, 401, 'Unauthorized'],
    ['answers nonsense', { isAuthorized: true }, 500, 'Internal server error'],
    ['has a context that nests', { ...policy('Allow'), context: { user: {} } }, 500, 'Internal server error'],
  ])('fails when the policy %s (AUT-06)', async (_, result, status, message) => {
    const { refused, scene } = await refusal(authorized(result), { path: '/prod?token=abc' });

    expect([refused.status, refused.body]).toEqual([status, expect.stringContaining(`"${message}"`)]);
    expect(scene.lambda.requests).toHaveLength(1);
  });

  test('fails when an identity source is missing or empty, and is not asked then (AUT-06)', async () => {
    for (const path of ['/prod', '/prod?token=']) {
      const { refused, scene } = await refusal(authorized(policy('Allow')), { path });
      expect([refused.status, scene.lambda.requests.length]).toEqual([401, 0]);
    }
  });

  test('is asked by headers, stage variables and what is known of the request', async () => {
    const identitySources = ['route.request.header.X-Token', 'context.identity.sourceIp', 'stageVariables.level'];
    const options = {
      ...authorized(policy('Allow'), { identitySources }),
      api: { stages: [{ name: 'prod', variables: { level: '1' } }] },
    };
    const scene = await socketScene(options);

    await scene.connect({ headers: { 'x-token': 'abc' } });

    await expect(scene.connect()).rejects.toThrow('401');
  });
});

describe('IAM authorization', () => {
  const IDENTITY: Identity = {
    ...{ secretAccessKey: 'secret', account: ACCOUNT, userId: 'AIDAUSER', allows: 'everything' },
    arn: `arn:aws:iam::${ACCOUNT}:user/ann`,
  };
  const options: SocketSceneOptions = {
    credentials: (accessKeyId) => (accessKeyId === 'AKID' ? IDENTITY : undefined),
    routes: [route('$connect', { authorization: 'AWS_IAM' })],
  };

  test('lets in who has signed the address, and tells who that is', async () => {
    const scene = await socketScene(options);
    const host = `${API_ID}.execute-api.${REGION}.localhost:${scene.port}`;
    const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
    const signer = new SignatureV4({ service: 'execute-api', region: REGION, credentials, sha256: Sha256 });
    const asked = { method: 'GET', protocol: 'wss:', hostname: host, path: '/prod', headers: { host } };
    const { query = {} } = await signer.presign(asked);

    const address = `ws://127.0.0.1:${scene.port}/prod?${new URLSearchParams(query as Record<string, string>)}`;
    await converse(address, [], { headers: { host } });

    expect(eventOf(scene.lambda).requestContext.identity).toMatchObject({
      accountId: ACCOUNT,
      userArn: IDENTITY.arn,
      accessKey: 'AKID',
    });
  });

  test('fails when the address is not signed', async () => {
    const { refused, scene } = await refusal(options);

    expect([refused.status, JSON.parse(refused.body).message]).toEqual([403, 'Missing Authentication Token']);
    expect(scene.lambda.requests).toEqual([]);
  });
});
