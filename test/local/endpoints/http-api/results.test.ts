import { functionResponse } from '../../../../src/local/endpoints/http-api/function-result';
import { awsError } from '../../../../src/local/engine/aws-error';
import { fakeLambda, permission } from '../scene';
import { API_ARN, aFunction, FUNCTION_ARN, httpScene, integration, route } from './scene';

const response = (result: unknown, format: '1.0' | '2.0' = '2.0') =>
  functionResponse(Buffer.from(JSON.stringify(result)), format);

test.each([
  [{ name: 'John' }, '{"name":"John"}'],
  [[1, 2], '[1,2]'],
  ['Hello "World"', 'Hello "World"'],
  ['', ''],
  [42, '42'],
  [true, 'true'],
  [null, 'null'],
])('a result %j of format 2.0 without a status is the body (APH-06)', (result, body) => {
  expect(response(result)).toEqual({ status: 200, headers: ['Content-Type', 'application/json'], body });
});

test('what is no JSON is the body of format 2.0 too, and malformed in format 1.0', () => {
  expect(functionResponse(Buffer.from('{"name":'), '2.0')).toMatchObject({ status: 200, body: '{"name":' });
  expect(functionResponse(Buffer.from('{"name":'), '1.0')).toEqual({ malformed: 'the result is not JSON' });
});

test('cookies become headers of their own, and the default type is text', () => {
  expect(
    response({ statusCode: '201', headers: { 'x-a': 1, 'x-b': true, 'x-c': null }, cookies: ['a=1', 'b=2'], body: 'ok' }),
  ).toEqual({
    status: 201,
    headers: ['x-a', '1', 'x-b', 'true', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'Content-Type', 'text/plain; charset=utf-8'],
    body: 'ok',
  });
});

test('headers with one and with many values are merged in format 1.0 (APR-21)', () => {
  const result = { statusCode: 200, headers: { 'x-a': 'last', 'x-b': 'b' }, multiValueHeaders: { 'X-A': ['1', '2'] } };

  expect(response(result, '1.0')).toMatchObject({
    headers: ['X-A', '1', 'X-A', '2', 'X-A', 'last', 'x-b', 'b', 'Content-Type', 'text/plain; charset=utf-8'],
  });
});

test('a body in base64 is sent as bytes', () => {
  expect(response({ statusCode: 200, body: '//4=', isBase64Encoded: true })).toMatchObject({ body: Buffer.from([255, 254]) });
});

test.each([
  [{ statusCode: 200.5 }],
  [{ statusCode: 0 }],
  [{ statusCode: 'test' }],
  [{ statusCode: 101 }],
  [{ statusCode: 200, body: { a: 1 } }],
  [{ statusCode: 200, body: 7 }],
  [{ statusCode: 200, headers: ['a'] }],
  [{ statusCode: 200, headers: { a: ['b'] } }],
  [{ statusCode: 200, headers: { 'a b': 'c' } }],
  [{ statusCode: 200, headers: { a: 'b\n' } }],
  [{ statusCode: 200, cookies: 'a=1' }],
  [{ statusCode: 200, body: '%', isBase64Encoded: true }],
  [{ statusCode: 200, isBase64Encoded: 'yes' }],
])('fails when a function answers %j', async (result) => {
  const scene = await httpScene({ lambda: fakeLambda(() => ({ result })) });

  const answer = await fetch(scene.href);

  expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  expect(answer.headers.get('x-lambda-kit-reason')).toBeTruthy();
  expect(scene.bugs).toEqual([]);
});

test.each([
  [{}],
  ['text'],
  [null],
  [{ body: 'x' }],
  [{ statusCode: 200, multiValueHeaders: { a: 'b' } }],
])('fails when a function answers %j in format 1.0', async (result) => {
  const routes = [route('$default', { integration: integration({ payloadFormat: '1.0' }) })];
  const scene = await httpScene({ routes, lambda: fakeLambda(() => ({ result })) });

  expect((await fetch(scene.href)).status).toBe(500);
});

test.each([
  ['fails', { functionError: 'Unhandled' as const }, 500],
  ['is throttled', awsError('TooManyRequestsException', 429, 'Rate Exceeded.'), 503],
  ['is gone', awsError('ResourceNotFoundException', 404, 'Function not found'), 500],
  ['gets too much', awsError('RequestTooLargeException', 413, 'Request must be smaller'), 413],
])('a function that %s is told to the client', async (_, behaviour, status) => {
  const scene = await httpScene({ lambda: fakeLambda(() => behaviour) });

  expect((await fetch(scene.href)).status).toBe(status);
});

test('fails when a function takes longer than its integration waits', async () => {
  const routes = [route('$default', { integration: integration({ timeoutMs: 50 }) })];
  let arrived: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const lambda = fakeLambda(() => {
    arrived();
    return new Promise(() => undefined);
  });
  const scene = await httpScene({ routes, lambda });

  const answer = fetch(scene.href);
  await begun;
  await scene.clock.advance(50);

  expect([(await answer).status, await (await answer).json()]).toEqual([503, { message: 'Service Unavailable' }]);
});

test('fails when the resource policy of the function does not let the API invoke it', async () => {
  const only = permission({ principal: 'apigateway.amazonaws.com', sourceArn: `${API_ARN}/*/*/allowed` });
  const scene = await httpScene({
    functions: [aFunction('fn', { permissions: [only] })],
    routes: [route('GET /allowed'), route('GET /other'), route('$default')],
  });

  expect((await fetch(`${scene.href}/allowed`)).status).toBe(200);
  expect((await fetch(`${scene.href}/other`)).status).toBe(500);
  expect((await fetch(`${scene.href}/third`)).status).toBe(500);
  expect(scene.requests()[1]).toMatchObject({
    integration: FUNCTION_ARN,
    refused: expect.stringContaining('/$default/GET/other'),
  });
});

test('a role of the integration stands for the permission', async () => {
  const routes = [route('$default', { integration: integration({ credentialsArn: 'arn:aws:iam::123456789012:role/api' }) })];
  const scene = await httpScene({ routes, functions: [aFunction('fn', { permissions: [] })] });

  expect((await fetch(scene.href)).status).toBe(200);
});

test('stage variables choose the function, in every form of its address', async () => {
  const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION_ARN}-\${stageVariables.which}:live/invocations`;
  const stages = ['blue', 'green'].map((which) => ({ name: which, deploymentId: 'd', variables: { which } }));
  const scene = await httpScene({
    routes: [route('GET /', { integration: integration({ uri }) })],
    functions: [aFunction('fn-blue'), aFunction('fn-green')],
    api: { stages },
  });

  await fetch(`${scene.href}/blue`);
  await fetch(`${scene.href}/green`);

  expect(scene.lambda.requests.map(({ functionName }) => functionName)).toEqual([
    `${FUNCTION_ARN}-blue:live`,
    `${FUNCTION_ARN}-green:live`,
  ]);
});

test('fails when a body has more than 10 MB or the headers more than 10,240 bytes', async () => {
  const scene = await httpScene();

  const large = await fetch(scene.href, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
  expect(large.status).toBe(413);
  expect((await fetch(scene.href, { headers: { 'x-long': 'a'.repeat(10_240) } })).status).toBe(431);
  expect(scene.lambda.requests).toEqual([]);
});

test('an API goes on when clients hang up before they are answered', async () => {
  let arrived: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const lambda = fakeLambda(() => {
    if (lambda.requests.length > 1) return { result: { statusCode: 201 } };
    arrived();
    return new Promise(() => undefined);
  });
  const scene = await httpScene({ lambda });
  const leaving = new AbortController();

  const left = fetch(scene.href, { signal: leaving.signal });
  await begun;
  leaving.abort();
  await expect(left).rejects.toThrow();

  expect((await fetch(scene.href)).status).toBe(201);
  expect(scene.bugs).toEqual([]);
});
