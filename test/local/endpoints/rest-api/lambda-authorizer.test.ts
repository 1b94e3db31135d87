import type { RestLambdaAuthorizer } from '../../../../src/model/rest-api';
import { aFunction } from '../http-api/scene';
import { eventOf, type FakeLambda, fakeLambda, permission } from '../scene';
import { API_ARN, functionUri, method, resource, restScene } from './scene';

const DENIED = { Message: 'User is not authorized to access this resource' };

const TOKEN: RestLambdaAuthorizer = {
  ...{ type: 'TOKEN', id: 'auth1', name: 'Guard', uri: functionUri('authorizer'), ttlSeconds: 300 },
  identitySources: ['method.request.header.Authorization'],
};

const REQUEST: RestLambdaAuthorizer = {
  ...TOKEN,
  type: 'REQUEST',
  identitySources: ['method.request.header.X-Who', 'method.request.querystring.q', 'stageVariables.v', 'context.httpMethod'],
};

function policy(Effect: string, Resource: unknown = '*') {
  return { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] };
}

/** The authorizer answers `result`, which may be a function error; the other function 200. */
function guarded(result: unknown): FakeLambda {
  return fakeLambda(({ functionName }) => {
    if (functionName.endsWith(':fn')) return { result: { statusCode: 200 } };
    return result instanceof Error
      ? { functionError: 'Unhandled', errorType: result.name, result: { errorType: result.name, errorMessage: result.message } }
      : { result };
  });
}

const asked = (lambda: FakeLambda) => lambda.requests.filter(({ functionName }) => functionName.endsWith(':authorizer')).length;

function guardedScene(
  result: unknown,
  authorizer: Partial<RestLambdaAuthorizer> = {},
  options: Parameters<typeof restScene>[0] = {},
) {
  const guard = { ...TOKEN, ...authorizer } as RestLambdaAuthorizer;
  const guardedMethod = method({ authorization: 'CUSTOM', authorizer: guard });
  return restScene({
    lambda: guarded(result),
    resources: ['/', '/{proxy+}'].map((path) => resource(path, guardedMethod)),
    ...options,
  });
}

const withToken = { headers: { authorization: 'Bearer abc' } };

test('a function that is asked about a token lets the caller in, and tells the function who it is (AUT-03, AUT-04)', async () => {
  const context = { tenant: 'acme', admin: false, level: 3 };
  const served = await guardedScene({ principalId: 'user-7', policyDocument: policy('Allow'), context });

  const response = await fetch(`${served.href}/orders`, withToken);

  expect(response.status).toBe(200);
  expect(eventOf(served.lambda, 0)).toEqual({
    type: 'TOKEN',
    methodArn: `${API_ARN}/prod/GET/orders`,
    authorizationToken: 'Bearer abc',
  });
  expect(eventOf(served.lambda, 1).requestContext.authorizer).toEqual({
    ...{ principalId: 'user-7', tenant: 'acme', admin: 'false', level: '3', integrationLatency: 0 },
  });
  expect(served.requests()).toMatchObject([{ authorizer: { name: 'Guard', outcome: 'allowed', principal: 'user-7' } }]);
});

test('a function that is asked about a request sees it, without its body (AUT-03)', async () => {
  const served = await guardedScene(
    { principalId: 'user', policyDocument: policy('Allow') },
    { ...REQUEST, identitySources: [] },
  );

  await fetch(`${served.href}/orders?q=1`, { method: 'POST', body: 'secret' });

  const event = eventOf(served.lambda, 0);
  expect(event).toMatchObject({
    ...{ type: 'REQUEST', methodArn: `${API_ARN}/prod/POST/orders`, resource: '/{proxy+}', path: '/orders', httpMethod: 'POST' },
    ...{ queryStringParameters: { q: '1' }, pathParameters: { proxy: 'orders' }, stageVariables: {} },
    requestContext: { stage: 'prod', resourcePath: '/{proxy+}' },
  });
  expect(event).not.toHaveProperty('body');
});

test.each([
  ['denies it', policy('Deny'), `${DENIED.Message} with an explicit deny`],
  ['allows something else', policy('Allow', `${API_ARN}/prod/GET/other`), DENIED.Message],
  ['allows another method', policy('Allow', `${API_ARN}/prod/POST/*`), DENIED.Message],
])('fails when the policy %s: 403 (AUT-06)', async (_, policyDocument, Message) => {
  const served = await guardedScene({ principalId: 'user', policyDocument });

  const response = await fetch(`${served.href}/orders`, withToken);

  expect([response.status, await response.json()]).toEqual([403, { Message }]);
  expect(response.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
  expect(served.requests()).toMatchObject([{ authorizer: { outcome: 'denied', principal: 'user' }, status: 403 }]);
});

test.each([
  ['there is no token', {}, {}],
  ['the token is empty', {}, { headers: { authorization: '' } }],
  ['the token is of another form', { validation: 'Token .+' }, withToken],
  ['only a part of the token is of the form', { validation: 'Bearer' }, withToken],
])('fails when %s: 401, and the authorizer is not asked (AUT-06)', async (_, authorizer, init) => {
  const served = await guardedScene({ principalId: 'user', policyDocument: policy('Allow') }, authorizer);

  const response = await fetch(served.href, init);

  expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
  expect(response.headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
  expect(served.lambda.requests).toEqual([]);
});

test('fails when one of several identity sources is missing: 401', async () => {
  const served = await guardedScene({ principalId: 'user', policyDocument: policy('Allow') }, REQUEST);

  expect((await fetch(`${served.href}?q=1`, { headers: { 'x-who': 'me' } })).status).toBe(401);
  expect(served.lambda.requests).toEqual([]);
});

test('fails when the authorizer throws Unauthorized: 401 (AUT-06)', async () => {
  const served = await guardedScene(new Error('Unauthorized'));

  const response = await fetch(served.href, withToken);

  expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
});

test.each([
  ['throws something else', new Error('no'), {}],
  ['answers text', 'yes', {}],
  ['answers no policy', { principalId: 'user' }, {}],
  ['answers a policy that is none', { principalId: 'user', policyDocument: { Statement: [{ Effect: 'Maybe' }] } }, {}],
  ['answers a nested context', { principalId: 'user', policyDocument: policy('Allow'), context: { a: {} } }, {}],
  ['is no function', {}, { uri: 'arn:aws:apigateway:eu-west-1:s3:path/bucket' }],
  ['has a form that is no expression', {}, { validation: '(' }],
])('fails when the authorizer %s: 500 without a message', async (_, result, authorizer) => {
  const served = await guardedScene(result, authorizer);

  const response = await fetch(served.href, withToken);

  expect([response.status, await response.json()]).toEqual([500, { message: null }]);
  expect(response.headers.get('x-amzn-errortype')).toBe('AuthorizerConfigurationException');
  expect(served.requests()).toMatchObject([{ authorizer: { name: 'Guard', outcome: 'failed', why: expect.any(String) } }]);
});

test('fails when the API may not invoke the authorizer: 500; a permission for the authorizer alone is enough (AUT-02)', async () => {
  const allowed = { principalId: 'user', policyDocument: policy('Allow') };
  const statuses = [];
  for (const sourceArn of [`${API_ARN}/authorizers/other`, `${API_ARN}/authorizers/auth1`]) {
    const permissions = [permission({ principal: 'apigateway.amazonaws.com', sourceArn })];
    const functions = [aFunction('fn'), aFunction('authorizer', { permissions })];
    const served = await guardedScene(allowed, {}, { functions });
    statuses.push((await fetch(served.href, withToken)).status);
  }

  expect(statuses).toEqual([500, 200]);
});

test('fails when the authorizer is late: 500', async () => {
  let isAsked: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const lambda = fakeLambda(() => {
    isAsked();
    return new Promise(() => undefined);
  });
  const served = await guardedScene({}, {}, { lambda });

  const answered = fetch(served.href, withToken);
  await begun;
  await served.clock.advance({ seconds: 29 });

  expect((await answered).status).toBe(500);
});

test('what the authorizer said counts for every method until it is too old (AUT-07)', async () => {
  const only = policy('Allow', [`${API_ARN}/prod/GET/a`, `${API_ARN}/prod/GET/b`]);
  const served = await guardedScene({ principalId: 'user', policyDocument: only });
  const statuses = async () => {
    const list = [];
    for (const path of ['/a', '/b', '/c']) list.push((await fetch(served.href + path, withToken)).status);
    return list;
  };

  expect(await statuses()).toEqual([200, 200, 403]);
  expect(asked(served.lambda)).toBe(1);
  expect((await fetch(`${served.href}/a`, { headers: { authorization: 'Bearer other' } })).status).toBe(200);
  expect(asked(served.lambda)).toBe(2);
  await served.clock.advance({ seconds: 300 });
  expect(await statuses()).toEqual([200, 200, 403]);
  expect(asked(served.lambda)).toBe(3);
  expect(served.requests()[1]).toMatchObject({ authorizer: { outcome: 'allowed', cached: true } });
});

test('an authorizer that does not keep results is asked each time; one that throws is, too', async () => {
  const fresh = await guardedScene({ principalId: 'user', policyDocument: policy('Allow') }, { ttlSeconds: 0 });
  const failing = await guardedScene(new Error('Unauthorized'));

  for (const served of [fresh, failing]) {
    await fetch(served.href, withToken);
    await fetch(served.href, withToken);
    expect(asked(served.lambda)).toBe(2);
  }
});

test('all identity sources together tell callers apart', async () => {
  const served = await guardedScene(
    { principalId: 'user', policyDocument: policy('Allow') },
    { ...REQUEST, identitySources: REQUEST.identitySources.filter((source) => !source.startsWith('stage')) },
  );
  const call = (q: string, who: string, httpMethod = 'GET') =>
    fetch(`${served.href}?q=${q}`, { headers: { 'x-who': who }, method: httpMethod });

  for (const [q, who, httpMethod] of [
    ['1', 'a'],
    ['1', 'a'],
    ['2', 'a'],
    ['1', 'b'],
    ['1', 'a', 'POST'],
  ] as const) {
    expect((await call(q, who, httpMethod)).status).toBe(200);
  }

  expect(asked(served.lambda)).toBe(4);
});
