import { awsError } from '../../../../src/local/engine/aws-error';
import type { InvokeRequest } from '../../../../src/local/engine/ports';
import type { HttpRoute, LambdaAuthorizer } from '../../../../src/model/http-api';
import { type Behaviour, eventOf, fakeLambda, permission } from '../scene';
import { ALLOWED, API_ARN, aFunction, httpScene, integration, route } from './scene';

const GUARD = 'arn:aws:lambda:eu-west-1:123456789012:function:guard';

function guarded(key: string, values: Partial<LambdaAuthorizer> = {}, more: Partial<HttpRoute> = {}): HttpRoute {
  const authorizer: LambdaAuthorizer = {
    ...{ type: 'REQUEST', id: 'auth1', name: 'Guard', uri: GUARD, payloadFormat: '2.0', simpleResponses: true, ttlSeconds: 0 },
    identitySources: ['$request.header.Authorization'],
    ...values,
  };
  return route(key, { authorization: 'CUSTOM', authorizer, ...more });
}

const isGuard = (request: InvokeRequest) => request.functionName === GUARD;

/** The guard answers so; the function behind it gives its event. */
function guardedScene(routes: readonly HttpRoute[], answer: (request: InvokeRequest) => object | Promise<object>) {
  const lambda = fakeLambda(async (request) => {
    if (!isGuard(request)) return { result: JSON.parse(Buffer.from(request.payload).toString()) };
    const given = await answer(request);
    return 'functionError' in given || 'kind' in given ? (given as Behaviour) : { result: given };
  });
  return httpScene({ lambda, routes, functions: [aFunction('fn'), aFunction('guard')] });
}

const policy = (effect: string, resource: string) => ({
  principalId: 'user-7',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }] },
  context: { tenant: 'acme', level: 3 },
});

const bearer = (token: string) => ({ headers: { authorization: token } });

test('an authorizer of format 2.0 sees the request, and what it says goes to the function (AUT-03, AUT-05, APH-07)', async () => {
  const answer = { isAuthorized: true, context: { tenant: 'acme', nested: { a: 1 } } };
  const scene = await guardedScene([guarded('GET /orders/{id}')], () => answer);

  const response = await fetch(`${scene.href}/orders/7?a=b`, bearer('Bearer abc'));

  expect(eventOf(scene.lambda, 0)).toMatchObject({
    version: '2.0',
    type: 'REQUEST',
    routeArn: `${API_ARN}/$default/GET/orders/7`,
    identitySource: ['Bearer abc'],
    routeKey: 'GET /orders/{id}',
    rawPath: '/orders/7',
    rawQueryString: 'a=b',
    headers: { authorization: 'Bearer abc' },
    queryStringParameters: { a: 'b' },
    pathParameters: { id: '7' },
    requestContext: { routeKey: 'GET /orders/{id}', stage: '$default', http: { method: 'GET', path: '/orders/7' } },
  });
  expect(eventOf(scene.lambda, 0)).not.toHaveProperty('body');
  expect(await response.json()).toMatchObject({ requestContext: { authorizer: { lambda: answer.context } } });
  expect(scene.requests()).toMatchObject([{ authorizer: { name: 'Guard', outcome: 'allowed' }, status: 200 }]);
});

test('an authorizer of format 1.0 sees the request as one of a REST API does (AUT-03)', async () => {
  const routes = [
    guarded(
      'GET /orders',
      { payloadFormat: '1.0', simpleResponses: false },
      { integration: integration({ payloadFormat: '2.0' }) },
    ),
    guarded('GET /old', { payloadFormat: '1.0', simpleResponses: false }, { integration: integration({ payloadFormat: '1.0' }) }),
  ];
  const scene = await guardedScene(routes, () => policy('Allow', `${API_ARN}/*/GET/*`));

  const response = await fetch(`${scene.href}/orders`, bearer('Bearer abc'));
  await fetch(`${scene.href}/old`, bearer('Bearer abc'));

  expect(eventOf(scene.lambda, 0)).toMatchObject({
    version: '1.0',
    type: 'REQUEST',
    methodArn: `${API_ARN}/$default/GET/orders`,
    identitySource: 'Bearer abc',
    authorizationToken: 'Bearer abc',
    resource: '/orders',
    path: '/orders',
    httpMethod: 'GET',
    headers: { authorization: 'Bearer abc' },
    queryStringParameters: {},
    pathParameters: {},
    stageVariables: null,
  });
  expect(await response.json()).toMatchObject({ requestContext: { authorizer: { lambda: { tenant: 'acme', level: 3 } } } });
  expect(eventOf(scene.lambda, 3)).toMatchObject({
    requestContext: { authorizer: { principalId: 'user-7', tenant: 'acme', level: 3 } },
  });
  expect(scene.requests()[0]).toMatchObject({ authorizer: { principal: 'user-7' } });
});

test('who does not say who they are is not asked about (AUT-06)', async () => {
  const scene = await guardedScene([guarded('GET /a')], () => ({ isAuthorized: true }));

  const response = await fetch(`${scene.href}/a`);

  expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
  expect(scene.lambda.requests).toEqual([]);
  expect(scene.requests()).toMatchObject([{ authorizer: { outcome: 'denied' } }]);
});

test.each([
  ['says no', { isAuthorized: false }, 403],
  ['does not say that it is', { context: {} }, 403],
  ['says yes in another way', { isAuthorized: 'true' }, 403],
  ['fails', { functionError: 'Unhandled', payload: Buffer.from('{"errorMessage":"boom"}') }, 500],
  ['fails with Unauthorized', { functionError: 'Unhandled', payload: Buffer.from('{"errorMessage":"Unauthorized"}') }, 401],
  ['is throttled', awsError('TooManyRequestsException', 429, 'Rate Exceeded.'), 500],
  ['answers a context that is none', { isAuthorized: true, context: 'acme' }, 500],
])('the client is told of an authorizer that %s', async (_, answer, status) => {
  const scene = await guardedScene([guarded('GET /a')], () => answer);

  expect((await fetch(`${scene.href}/a`, bearer('x'))).status).toBe(status);
  expect(scene.lambda.requests.filter((request) => !isGuard(request))).toEqual([]);
  expect(scene.bugs).toEqual([]);
});

test.each([
  ['allows another path', policy('Allow', `${API_ARN}/*/GET/other`), 403],
  ['denies it', policy('Deny', '*'), 403],
  ['allows it', policy('Allow', `${API_ARN}/$default/GET/a`), 200],
  ['has no principal', { ...policy('Allow', '*'), principalId: undefined }, 500],
  ['is no policy', { principalId: 'a', policyDocument: 'yes' }, 500],
  ['nests its context', { ...policy('Allow', '*'), context: { a: { b: 1 } } }, 500],
])('a policy that %s counts (AUT-04)', async (_, answer, status) => {
  const scene = await guardedScene([guarded('GET /a', { simpleResponses: false })], () => answer);

  expect((await fetch(`${scene.href}/a`, bearer('x'))).status).toBe(status);
});

test('an answer is kept for the identity as long as it counts, also for other routes (AUT-07)', async () => {
  const routes = [guarded('GET /a', { ttlSeconds: 60 }), guarded('GET /b', { ttlSeconds: 60 })];
  const scene = await guardedScene(routes, () => ({ isAuthorized: true, context: { n: scene.lambda.requests.length } }));
  const asked = () => scene.lambda.requests.filter(isGuard).length;

  await fetch(`${scene.href}/a`, bearer('one'));
  await fetch(`${scene.href}/b`, bearer('one'));
  expect(asked()).toBe(1);
  await fetch(`${scene.href}/a`, bearer('two'));
  expect(asked()).toBe(2);
  await scene.clock.advance({ seconds: 60 });
  await fetch(`${scene.href}/a`, bearer('one'));

  expect(asked()).toBe(3);
  expect(scene.requests()[1]).toMatchObject({ authorizer: { outcome: 'allowed', cached: true } });
});

test('a kept policy is held against each request', async () => {
  const guard = { ttlSeconds: 60, simpleResponses: false };
  const scene = await guardedScene([guarded('GET /a', guard), guarded('GET /b', guard)], () =>
    policy('Allow', `${API_ARN}/*/GET/a`),
  );

  const answers = [await fetch(`${scene.href}/a`, bearer('x')), await fetch(`${scene.href}/b`, bearer('x'))];

  expect(answers.map(({ status }) => status)).toEqual([200, 403]);
  expect(scene.lambda.requests.filter(isGuard)).toHaveLength(1);
});

test('without sources of identity it is always asked', async () => {
  const scene = await guardedScene([guarded('GET /a', { identitySources: [], ttlSeconds: 60 })], () => ({ isAuthorized: true }));

  await fetch(`${scene.href}/a`);
  await fetch(`${scene.href}/a`);

  expect(scene.lambda.requests.filter(isGuard)).toHaveLength(2);
});

test('identity comes from headers, the query, stage variables and the context', async () => {
  const identitySources = [
    '$request.querystring.key',
    '$stageVariables.table',
    '$context.routeKey',
    '$context.identity.sourceIp',
  ];
  const scene = await httpScene({
    lambda: fakeLambda(() => ({ result: { isAuthorized: true } })),
    routes: [guarded('GET /a', { identitySources })],
    functions: [aFunction('fn'), aFunction('guard')],
    api: { stages: [{ name: '$default', deploymentId: 'd', variables: { table: 'orders' } }] },
  });

  await fetch(`${scene.href}/a?key=1&key=2`);

  expect(eventOf(scene.lambda, 0).identitySource).toEqual(['1,2', 'orders', 'GET /a', '127.0.0.1']);
});

test('fails when the function that authorizes does not let the API invoke it (AUT-02)', async () => {
  const only = (sourceArn: string) => aFunction('guard', { permissions: [permission({ ...ALLOWED, sourceArn })] });
  const scenes = [`${API_ARN}/authorizers/auth1`, `${API_ARN}/authorizers/other`].map((sourceArn) =>
    httpScene({
      lambda: fakeLambda(() => ({ result: { isAuthorized: true } })),
      routes: [guarded('GET /a')],
      functions: [aFunction('fn'), only(sourceArn)],
    }),
  );

  const answers = await Promise.all(scenes.map(async (each) => (await fetch(`${(await each).href}/a`, bearer('x'))).status));

  expect(answers).toEqual([200, 500]);
});

test('fails when an authorizer takes longer than ten seconds (SIM-20)', async () => {
  let arrived: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const scene = await guardedScene([guarded('GET /a')], () => {
    arrived();
    return new Promise(() => undefined);
  });

  const answer = fetch(`${scene.href}/a`, bearer('x'));
  await begun;
  await scene.clock.advance({ seconds: 10 });

  expect((await answer).status).toBe(500);
});
