import type { Cors } from '../../../src/model/function-url';
import { fakeLambda, scene } from './scene';

const ORIGIN = 'https://app.example';

const FULL: Cors = {
  allowCredentials: true,
  allowHeaders: ['x-a', 'x-b'],
  allowMethods: ['GET', 'PUT'],
  allowOrigins: ['https://other.example', ORIGIN],
  exposeHeaders: ['x-c', 'x-d'],
  maxAgeSeconds: 60,
};

/** The status, and the headers that have to do with CORS. */
async function call(
  cors: Cors | undefined,
  method: string,
  headers: Record<string, string>,
  lambda = fakeLambda(() => ({ result: 'hi' })),
) {
  const served = await scene({ lambda, url: { ...(cors && { cors }) } });
  const response = await fetch(served.href, { method, headers });
  const related = [...response.headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary');
  return {
    status: response.status,
    headers: Object.fromEntries(related),
    invoked: served.lambda.requests.length,
    served,
    body: await response.text(),
  };
}

const PREFLIGHT = { Origin: ORIGIN, 'Access-Control-Request-Method': 'PUT' };

test('a preflight request is answered from the configuration, without invoking the function', async () => {
  const { served, ...answer } = await call(FULL, 'OPTIONS', PREFLIGHT);

  expect(answer).toEqual({
    status: 200,
    headers: {
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,PUT',
      'access-control-allow-headers': 'x-a,x-b',
      'access-control-max-age': '60',
      vary: 'Origin',
    },
    invoked: 0,
    body: '',
  });
  expect(served.http()).toMatchObject([{ method: 'OPTIONS', status: 200, refused: expect.stringContaining('preflight') }]);
});

test('a preflight request needs no signature', async () => {
  const served = await scene({ url: { authType: 'AWS_IAM', cors: FULL }, permissions: [] });

  const response = await fetch(served.href, { method: 'OPTIONS', headers: PREFLIGHT });

  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN]);
});

test('other requests get the origin, the exposed headers and whether credentials may be sent', async () => {
  const { headers, invoked } = await call(FULL, 'GET', { Origin: ORIGIN });

  expect(invoked).toBe(1);
  expect(headers).toEqual({
    'access-control-allow-origin': ORIGIN,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'x-c,x-d',
    vary: 'Origin',
  });
});

test('any origin is allowed with an asterisk', async () => {
  const { headers } = await call({ allowOrigins: ['*'], allowMethods: ['*'], allowHeaders: ['*'] }, 'OPTIONS', PREFLIGHT);

  expect(headers).toEqual({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': '*',
    'access-control-allow-headers': '*',
  });
});

test.each<[string, Record<string, string>]>([
  ['no origin', {}],
  ['an origin that is not allowed', { Origin: 'https://evil.example' }],
  ['an origin with another scheme', { Origin: 'http://app.example' }],
])('there are no headers for %s, and the function runs all the same', async (_, headers) => {
  const [other, preflight] = [await call(FULL, 'GET', headers), await call(FULL, 'OPTIONS', headers)];

  expect([other.status, other.headers, other.invoked]).toEqual([200, {}, 1]);
  expect([preflight.status, preflight.headers, preflight.invoked]).toEqual([200, {}, 0]);
});

test('without a configuration OPTIONS reaches the function', async () => {
  const answer = await call(undefined, 'OPTIONS', PREFLIGHT);

  expect([answer.headers, answer.invoked, answer.body]).toEqual([{}, 1, 'hi']);
});

test('a header that the function sends too comes twice, as on AWS', async () => {
  const lambda = fakeLambda(() => ({ result: { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } } }));

  const { headers } = await call(FULL, 'GET', { Origin: ORIGIN }, lambda);

  expect(headers['access-control-allow-origin']).toBe(`*, ${ORIGIN}`);
});

test('a failed function has the headers, so that a page can see the status', async () => {
  const lambda = fakeLambda(() => ({ functionError: 'Unhandled' }));

  expect(await call(FULL, 'GET', { Origin: ORIGIN }, lambda)).toMatchObject({
    status: 502,
    headers: { 'access-control-allow-origin': ORIGIN },
  });
});
