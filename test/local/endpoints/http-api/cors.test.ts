import { fakeLambda } from '../scene';
import { httpScene, route } from './scene';

const CORS = {
  allowOrigins: ['https://web.example', 'http://*'],
  allowMethods: ['GET', 'POST'],
  allowHeaders: ['content-type'],
  exposeHeaders: ['x-total'],
  maxAgeSeconds: 300,
  allowCredentials: true,
};
const ASKING = { origin: 'https://web.example', 'access-control-request-method': 'POST' };
const own = (response: Response) =>
  Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-')));

test.each(['/a', '/none'])('the API answers preflight requests to %s itself', async (path) => {
  const scene = await httpScene({ routes: [route('GET /a')], api: { cors: CORS } });

  const response = await fetch(`${scene.href}${path}`, { method: 'OPTIONS', headers: ASKING });

  expect([response.status, own(response)]).toEqual([
    204,
    {
      'access-control-allow-origin': 'https://web.example',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '300',
    },
  ]);
  expect(scene.lambda.requests).toEqual([]);
});

test('what the API allows replaces what the function says', async () => {
  const result = { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*', 'access-control-allow-methods': 'PUT' } };
  const scene = await httpScene({ api: { cors: CORS }, lambda: fakeLambda(() => ({ result })) });

  const from = async (origin: string) => own(await fetch(scene.href, { headers: { origin } }));

  const allowed = { 'access-control-allow-credentials': 'true', 'access-control-expose-headers': 'x-total' };
  expect(await from('https://web.example')).toEqual({ 'access-control-allow-origin': 'https://web.example', ...allowed });
  expect(await from('http://any.example')).toEqual({ 'access-control-allow-origin': 'http://any.example', ...allowed });
  expect(await from('https://other.example')).toEqual({});
});

test('every origin is allowed with a star, and without CORS the function speaks for itself', async () => {
  const result = { statusCode: 200, headers: { 'access-control-allow-origin': 'https://own.example' } };
  const lambda = fakeLambda(() => ({ result }));
  const star = await httpScene({ api: { cors: { allowOrigins: ['*'] } }, lambda });
  const without = await httpScene({ lambda });

  expect(own(await fetch(star.href, { headers: { origin: 'https://a.example' } }))).toEqual({
    'access-control-allow-origin': '*',
  });
  expect(own(await fetch(without.href))).toEqual({ 'access-control-allow-origin': 'https://own.example' });
  expect((await fetch(without.href, { method: 'OPTIONS', headers: ASKING })).status).toBe(200);
});

test('fails when a preflight request comes to a route for every method that has an authorizer', async () => {
  const authorizer = {
    ...{ type: 'JWT' as const, id: 'j', name: 'J', issuer: 'https://i.example', audience: [] },
    identitySources: ['$request.header.Authorization'],
  };
  const routes = [route('ANY /a', { authorization: 'JWT', authorizer }), route('OPTIONS /b')];
  const scene = await httpScene({ routes, api: { cors: CORS } });

  const ask = (path: string) => fetch(`${scene.href}${path}`, { method: 'OPTIONS', headers: ASKING });

  expect((await ask('/a')).status).toBe(401);
  expect((await ask('/b')).status).toBe(204);
});
