import { eventOf } from '../scene';
import { method, resource, restScene, stage } from './scene';

const MISSING = { message: 'Missing Authentication Token' };

test.each([
  ['GET', '/', '/', {}],
  ['GET', '/orders', '/orders', {}],
  ['GET', '/orders/', '/orders', {}],
  ['GET', '/orders/special', '/orders/special', {}],
  ['GET', '/orders/7', '/orders/{id}', { id: '7' }],
  ['GET', '/orders/7/items', '/orders/{id}/items', { id: '7' }],
  ['GET', '/orders/7/items/8', '/{proxy+}', { proxy: 'orders/7/items/8' }],
  ['GET', '/orders/special/items', '/orders/{id}/items', { id: 'special' }],
  ['GET', '/files/a/b', '/files/{path+}', { path: 'a/b' }],
  ['GET', '/other', '/{proxy+}', { proxy: 'other' }],
])('%s %s leads to %s', async (httpMethod, path, resourcePath, pathParameters) => {
  const paths = ['/', '/{proxy+}', '/orders/{id}', '/orders', '/orders/{id}/items', '/orders/special', '/files/{path+}'];
  const served = await restScene({ resources: [resource('/files', method()), ...paths.map((each) => resource(each))] });

  await fetch(`${served.href}${path}`, { method: httpMethod });

  const event = eventOf(served.lambda);
  expect([event.resource, event.pathParameters ?? {}]).toEqual([resourcePath, pathParameters]);
  expect(served.requests()).toMatchObject([{ route: `ANY ${resourcePath}`, stage: 'prod', status: 200 }]);
});

test('the method that is asked for goes before ANY', async () => {
  const served = await restScene({
    resources: [resource('/', method({ operationName: 'any' }), method({ httpMethod: 'GET', operationName: 'get' }))],
  });

  await fetch(served.href);
  await fetch(served.href, { method: 'PUT' });

  expect([0, 1].map((n) => eventOf(served.lambda, n).requestContext.operationName)).toEqual(['get', 'any']);
});

test.each([
  ['an unknown path', 'GET', '/orders/7/8'],
  ['a method that the resource has not', 'POST', '/orders'],
  ['a resource that is only on the way', 'GET', '/shops'],
])('fails when the request is for %s: 403, and nothing is invoked', async (_, httpMethod, path) => {
  const served = await restScene({
    resources: [
      resource('/orders', method({ httpMethod: 'GET' })),
      { id: 's', path: '/shops', methods: [] },
      resource('/shops/{id}'),
    ],
  });

  const response = await fetch(`${served.href}${path}`, { method: httpMethod });

  expect([response.status, await response.json()]).toEqual([403, MISSING]);
  expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(response.headers.get('x-amz-apigw-id')).toMatch(/=$/);
  expect(served.lambda.requests).toEqual([]);
  expect(served.requests()).toMatchObject([{ status: 403, refused: expect.stringMatching(/^no method takes/) }]);
});

test('fails when the path begins with no stage of the API: 403', async () => {
  const served = await restScene();

  const response = await fetch(`${served.href.replace(/prod$/, 'test')}/orders`);

  expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }]);
  expect(response.headers.get('x-amzn-errortype')).toBe('ForbiddenException');
});

test('fails when the default endpoint of the API is disabled: 403', async () => {
  const served = await restScene({ api: { endpointDisabled: true } });

  expect((await fetch(served.href)).status).toBe(403);
});

test('a domain of the app leads to the stages behind its base paths', async () => {
  const mapped = { apiId: 'r1s2t3a4p5' };
  const mappings = [
    { ...mapped, basePath: '', stage: 'prod' },
    { ...mapped, basePath: 'v2', stage: 'next' },
    { ...mapped, basePath: 'all' },
  ];
  const address = { stack: 'App', logicalId: 'Domain', path: 'App/Domain' };
  const served = await restScene({
    api: { stages: [stage('prod'), stage('next')], endpointDisabled: true },
    application: { restDomains: [{ address, name: 'api.example.com', mappings }] },
  });
  const at = `${served.origin}/_api/api.example.com`;

  const statuses = [];
  for (const path of ['/orders', '/v2/orders', '/all/next/orders', '/all/none/orders']) {
    statuses.push((await fetch(`${at}${path}`)).status);
  }

  expect(statuses).toEqual([200, 200, 200, 403]);
  const events = [0, 1, 2].map((n) => eventOf(served.lambda, n));
  expect(events.map(({ path, pathParameters, requestContext }) => [path, pathParameters.proxy, requestContext.stage])).toEqual([
    ['/orders', 'orders', 'prod'],
    ['/v2/orders', 'orders', 'next'],
    ['/all/next/orders', 'orders', 'next'],
  ]);
});
