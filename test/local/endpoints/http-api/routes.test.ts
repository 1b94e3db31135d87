import { get } from 'node:http';
import { RouteTable } from '../../../../src/local/endpoints/http-api/route-table';
import { eventOf } from '../scene';
import { API_ID, httpScene, route } from './scene';

const DOCUMENTED = ['$default', 'ANY /{proxy+}', 'GET /pets/{proxy+}', 'GET /pets/dog/{id}', 'GET /pets/dog/1'];

test.each([
  ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
  ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
  ['GET', '/pets/cat/1', 'GET /pets/{proxy+}'],
  ['POST', '/test/5', 'ANY /{proxy+}'],
  ['GET', '/', '$default'],
  ['GET', '/pets/dog/1/2', 'GET /pets/{proxy+}'],
  ['POST', '/pets/dog/1', 'ANY /{proxy+}'],
])('%s %s is taken by %s, as documented (APH-08)', (method, path, key) => {
  expect(new RouteTable(DOCUMENTED.map((each) => route(each))).find(method, path)?.route.key).toBe(key);
});

test.each([
  [['ANY /a', 'GET /a'], 'GET', '/a', 'GET /a'],
  [['ANY /a', 'GET /a'], 'PUT', '/a', 'ANY /a'],
  [['GET /{x}/b', 'ANY /a/b'], 'GET', '/a/b', 'ANY /a/b'],
  [['GET /a'], 'GET', '/a/', undefined],
  [['GET /a/'], 'GET', '/a', undefined],
  [['GET /{x}'], 'GET', '/', undefined],
  [['GET /'], 'GET', '/', 'GET /'],
  [['GET /A'], 'GET', '/a', undefined],
])('of %j, %s %s is taken by %s', (keys, method, path, key) => {
  expect(new RouteTable(keys.map((each) => route(each))).find(method, path)?.route.key).toBe(key);
});

test('a greedy variable takes all that is left of the path', () => {
  const table = new RouteTable([route('GET /a/{one}/{rest+}')]);

  expect(table.find('GET', '/a/b/c/d')?.pathParameters).toEqual({ one: 'b', rest: 'c/d' });
});

test('a named stage takes what begins with its name, and $default the rest', async () => {
  const stages = [
    { name: '$default', deploymentId: 'd', variables: {} },
    { name: 'prod', deploymentId: 'd', variables: {} },
    { name: 'empty', variables: {} },
  ];
  const scene = await httpScene({ routes: [route('GET /x'), route('GET /')], api: { stages } });

  const answers = await Promise.all(
    ['/x', '/prod/x', '/prod', '/produce', '/empty/x'].map(async (path) => (await fetch(`${scene.href}${path}`)).status),
  );

  expect(answers).toEqual([200, 200, 200, 404, 404]);
  expect([0, 1, 2].map((n) => eventOf(scene.lambda, n).rawPath).sort()).toEqual(['/prod', '/prod/x', '/x']);
});

test('an API is also reached by its host name, in its Region', async () => {
  const scene = await httpScene();
  const at = (host: string) =>
    new Promise((resolve) => {
      get({ port: scene.port, path: '/a', headers: { host: `${host}:${scene.port}` } }, (response) =>
        resolve(response.resume().statusCode),
      );
    });

  expect(await at(`${API_ID}.execute-api.eu-west-1.localhost`)).toBe(200);
  expect(await at(`${API_ID}.execute-api.us-east-1.localhost`)).toBe(403);
  expect(await at(`other.execute-api.eu-west-1.localhost`)).toBe(403);
});

test('fails when no route takes the request, the API is unknown or its endpoint is disabled', async () => {
  const scene = await httpScene({ routes: [route('GET /a')] });
  const disabled = await httpScene({ api: { endpointDisabled: true } });

  const unknown = await fetch(`${scene.href}/b`);
  expect([unknown.status, await unknown.json()]).toEqual([404, { message: 'Not Found' }]);
  expect((await fetch(`${scene.href}/a`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${scene.origin}/_api/other/a`)).status).toBe(403);
  expect((await fetch(`${disabled.href}/a`)).status).toBe(404);
  expect(scene.requests()).toMatchObject([{ status: 404, refused: 'no route takes GET /b' }, { status: 404 }]);
});

test('a domain of the app leads to the stages of its APIs, by the longest key', async () => {
  const address = { stack: 'App', logicalId: 'Domain', path: 'App/Domain' };
  const mappings = [
    { apiId: API_ID, stage: '$default' },
    { apiId: API_ID, stage: 'prod', key: 'v1/orders' },
    { apiId: 'other', stage: 'prod', key: 'other' },
  ];
  const stages = ['$default', 'prod'].map((name) => ({ name, deploymentId: 'd', variables: { name } }));
  const scene = await httpScene({
    routes: [route('GET /x')],
    api: { stages, endpointDisabled: true },
    domains: [{ address, name: 'api.example.com', mappings }],
  });
  const base = `${scene.origin}/_api/api.example.com`;

  const answers = await Promise.all(
    ['/x', '/v1/orders/x', '/v1/ordersx', '/other/x'].map(async (path) => (await fetch(base + path)).status),
  );

  expect(answers).toEqual([200, 200, 404, 403]);
  expect([eventOf(scene.lambda, 0), eventOf(scene.lambda, 1)]).toMatchObject([
    { rawPath: '/x', requestContext: { stage: '$default', domainName: 'api.example.com', domainPrefix: 'api' } },
    { rawPath: '/v1/orders/x', requestContext: { stage: 'prod' }, headers: { host: `api.example.com.localhost:${scene.port}` } },
  ]);
});
