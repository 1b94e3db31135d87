import { eventOf, raw, requestText } from '../scene';
import { API_ID, integration, method, resource, restScene, stage } from './scene';

const HOST = `${API_ID}.execute-api.eu-west-1.localhost`;

test('a function receives the request as recorded: single and multiple values, context, what is absent as null (APR-10 to APR-12)', async () => {
  const served = await restScene({ resources: [resource('/orders/{proxy+}', method({ httpMethod: 'POST' }))] });

  await raw(
    served.port,
    requestText(
      served.port,
      `POST /_api/${API_ID}/prod/orders/7/?tag=a&tag=b&q=a%20b&plus=a%2Bb&space=a+b&empty`,
      [
        ...['Accept: */*', 'Content-Type: application/json', 'User-Agent: curl/8.7.1', 'tEsT: one', 'test: two'],
        'Content-Length: 7',
      ],
      '{"a":1}',
    ),
  );

  const event = eventOf(served.lambda);
  const trace = expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  expect(event).toEqual({
    resource: '/orders/{proxy+}',
    path: '/orders/7/',
    httpMethod: 'POST',
    headers: {
      ...{ Accept: '*/*', 'Content-Type': 'application/json', 'User-Agent': 'curl/8.7.1', tEsT: 'two' },
      ...{ Host: `${HOST}:${served.port}`, 'X-Amzn-Trace-Id': trace },
      ...{ 'X-Forwarded-For': '127.0.0.1', 'X-Forwarded-Port': String(served.port), 'X-Forwarded-Proto': 'http' },
    },
    multiValueHeaders: {
      ...{ Accept: ['*/*'], 'Content-Type': ['application/json'], 'User-Agent': ['curl/8.7.1'], tEsT: ['one', 'two'] },
      ...{ Host: [`${HOST}:${served.port}`], 'X-Amzn-Trace-Id': [trace] },
      ...{ 'X-Forwarded-For': ['127.0.0.1'], 'X-Forwarded-Port': [String(served.port)], 'X-Forwarded-Proto': ['http'] },
    },
    queryStringParameters: { tag: 'b', q: 'a b', plus: 'a+b', space: 'a b', empty: '' },
    multiValueQueryStringParameters: { tag: ['a', 'b'], q: ['a b'], plus: ['a+b'], space: ['a b'], empty: [''] },
    pathParameters: { proxy: '7' },
    stageVariables: null,
    requestContext: {
      ...{ accountId: '123456789012', apiId: API_ID, deploymentId: 'dep123', domainPrefix: API_ID, httpMethod: 'POST' },
      domainName: `${API_ID}.execute-api.eu-west-1.amazonaws.com`,
      extendedRequestId: expect.stringMatching(/^[\w+/]{15}=$/),
      identity: {
        ...{ accessKey: null, accountId: null, caller: null, cognitoAuthenticationProvider: null },
        ...{ cognitoAuthenticationType: null, cognitoIdentityId: null, cognitoIdentityPoolId: null, principalOrgId: null },
        ...{ sourceIp: '127.0.0.1', user: null, userAgent: 'curl/8.7.1', userArn: null },
      },
      path: '/prod/orders/7/',
      protocol: 'HTTP/1.1',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      requestTime: '01/Jan/2026:00:00:00 +0000',
      requestTimeEpoch: 1767225600000,
      ...{ resourceId: 'id of /orders/{proxy+}', resourcePath: '/orders/{proxy+}', stage: 'prod' },
    },
    body: '{"a":1}',
    isBase64Encoded: false,
  });
});

test.each([
  ['/prod', '/', '/prod'],
  ['/prod/', '/', '/prod/'],
  ['/prod/a', '/a', '/prod/a'],
  ['/prod//a', '/a', '/prod//a'],
  ['/prod/a/', '/a/', '/prod/a/'],
  ['/prod/user/test%2Balias@x.com/test+alias@x.com', '/user/test%2Balias@x.com/test+alias@x.com', undefined],
])('the path %s is %s for the function, and is not decoded', async (path, own, full = path) => {
  const served = await restScene();

  await raw(served.port, requestText(served.port, `GET /_api/${API_ID}${path}`));

  const event = eventOf(served.lambda);
  expect([event.path, event.requestContext.path]).toEqual([own, full]);
  expect(event.pathParameters).toEqual(own === '/' ? null : { proxy: own.slice(1).replace(/\/$/, '') });
  expect([event.queryStringParameters, event.multiValueQueryStringParameters, event.body]).toEqual([null, null, null]);
});

test.each([
  ['application/json', [], 'text', false],
  ['image/png', ['image/png'], 'dGV4dA==', true],
  ['image/png', ['image/*'], 'dGV4dA==', true],
  ['image/png; charset=binary', ['image/png'], 'dGV4dA==', true],
  ['image/png', ['application/*'], 'text', false],
  ['text/plain', ['*/*'], 'dGV4dA==', true],
])('a body of %s is base64 where %p are binary: %s (APR-13)', async (type, binaryMediaTypes, body, isBase64Encoded) => {
  const served = await restScene({ api: { binaryMediaTypes } });

  await fetch(served.href, { method: 'POST', headers: { 'content-type': type }, body: Buffer.from('text') });

  expect(eventOf(served.lambda)).toMatchObject({ body, isBase64Encoded });
});

test('stage variables are in the event, and name the function that is invoked', async () => {
  const uri = integration().uri?.replace('function:fn', 'function:${stageVariables.name}');
  const served = await restScene({
    resources: [resource('/', method({ integration: integration({ uri: uri as string }) }))],
    api: { stages: [stage('prod', { variables: { name: 'fn' } })] },
  });

  const response = await fetch(served.href);

  expect(response.status).toBe(200);
  expect(served.lambda.requests[0]?.functionName).toMatch(/:function:fn$/);
  expect(eventOf(served.lambda).stageVariables).toEqual({ name: 'fn' });
});

test('a canary answers its share of the requests with variables of its own', async () => {
  const canary = { percentTraffic: 30, deploymentId: 'new', variables: { mode: 'new' } };
  const served = await restScene({ api: { stages: [stage('prod', { variables: { mode: 'old', a: 'b' }, canary })] } });

  for (let i = 0; i < 100; i++) await fetch(served.href);

  const events = served.lambda.requests.map((_, n) => eventOf(served.lambda, n));
  const news = events.filter((event) => event.requestContext.isCanaryRequest);
  expect(news.length).toBeGreaterThan(15);
  expect(news.length).toBeLessThan(45);
  expect(news[0]).toMatchObject({ stageVariables: { mode: 'new', a: 'b' }, requestContext: { deploymentId: 'new' } });
  const old = events.find((event) => !event.requestContext.isCanaryRequest);
  expect(old).toMatchObject({ stageVariables: { mode: 'old', a: 'b' }, requestContext: { deploymentId: 'dep123' } });
});
