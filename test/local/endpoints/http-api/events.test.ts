import { get } from 'node:http';
import { eventOf } from '../scene';
import { API_ID, httpScene, integration, route } from './scene';

const ORDERS = [
  route('POST /orders/{id}'),
  route('GET /orders/{id}'),
  route('GET /old/{id}', { integration: integration({ payloadFormat: '1.0' }) }),
];

test('an event of format 2.0 has the members of a real one, and no others (APH-03)', async () => {
  const scene = await httpScene({ routes: ORDERS });

  await fetch(`${scene.href}/orders/7?tag=a&tag=b&q=a%20b`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: 'session=s1; theme=dark', 'User-Agent': 'curl/8.7.1', Accept: '*/*' },
    body: '{"a":1}',
  });

  const event = eventOf(scene.lambda);
  expect(event).toEqual({
    version: '2.0',
    routeKey: 'POST /orders/{id}',
    rawPath: '/orders/7',
    rawQueryString: 'tag=a&tag=b&q=a%20b',
    cookies: ['session=s1', 'theme=dark'],
    headers: expect.objectContaining({
      accept: '*/*',
      'content-length': '7',
      'content-type': 'application/json',
      host: `${API_ID}.execute-api.eu-west-1.localhost:${scene.port}`,
      'user-agent': 'curl/8.7.1',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': String(scene.port),
      'x-forwarded-proto': 'http',
    }),
    queryStringParameters: { tag: 'a,b', q: 'a b' },
    requestContext: {
      accountId: '123456789012',
      apiId: API_ID,
      domainName: `${API_ID}.execute-api.eu-west-1.amazonaws.com`,
      domainPrefix: API_ID,
      http: { method: 'POST', path: '/orders/7', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'curl/8.7.1' },
      requestId: expect.stringMatching(/^[\w+/]{15}=$/),
      routeKey: 'POST /orders/{id}',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: scene.clock.now(),
    },
    pathParameters: { id: '7' },
    body: '{"a":1}',
    isBase64Encoded: false,
  });
  expect(event.headers).not.toHaveProperty('cookie');
  expect(event.headers).not.toHaveProperty('connection');
});

test('what a request does not have is not in an event of format 2.0, and null in one of format 1.0 (APH-02, APH-03)', async () => {
  const scene = await httpScene({
    routes: [route('GET /new'), route('GET /old', { integration: integration({ payloadFormat: '1.0' }) })],
  });

  await fetch(`${scene.href}/new`);
  await fetch(`${scene.href}/old`);

  const [v2, v1] = [eventOf(scene.lambda, 0), eventOf(scene.lambda, 1)];
  for (const member of ['cookies', 'queryStringParameters', 'pathParameters', 'stageVariables', 'body']) {
    expect(v2).not.toHaveProperty(member);
  }
  expect([v2.rawQueryString, v2.isBase64Encoded, v2.headers['content-length']]).toEqual(['', false, '0']);
  expect(v1).toMatchObject({
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
  });
});

test('an event of format 1.0 looks like that of a REST API (APH-02)', async () => {
  const scene = await httpScene({ routes: ORDERS });

  const headers = ['Host', `127.0.0.1:${scene.port}`, 'X-Two', 'a', 'x-two', 'b', 'User-Agent', 'curl/8.7.1'];
  await new Promise((resolve) => get(`${scene.href}/old/7?tag=a&tag=b`, { headers: headers as never }, resolve));

  expect(eventOf(scene.lambda)).toMatchObject({
    version: '1.0',
    resource: '/old/{id}',
    path: '/old/7',
    httpMethod: 'GET',
    headers: { 'X-Two': 'b', 'Content-Length': '0' },
    multiValueHeaders: { 'X-Two': ['a', 'b'], 'User-Agent': ['curl/8.7.1'] },
    queryStringParameters: { tag: 'b' },
    multiValueQueryStringParameters: { tag: ['a', 'b'] },
    requestContext: {
      ...{ accountId: '123456789012', apiId: API_ID, domainPrefix: API_ID, httpMethod: 'GET', path: '/old/7' },
      ...{ protocol: 'HTTP/1.1', resourcePath: '/old/{id}', stage: '$default', deploymentId: 'dep123' },
      identity: { sourceIp: '127.0.0.1', userAgent: 'curl/8.7.1', accessKey: null, userArn: null },
    },
    pathParameters: { id: '7' },
    isBase64Encoded: false,
  });
});

test.each([
  ['/plain', '/plain'],
  ['/space%20value', '/space value'],
  ['/question%3Fvalue', '/question'],
  ['/hash%23value', '/hash#value'],
  ['/slash%2Fvalue', '/slash/value'],
  ['/unicode-%CE%BB', '/unicode-λ'],
  ['/literal%252Fvalue', '/literal/value'],
  ['/literal%253Fvalue', '/literal?value'],
  ['/literal%2525value', '/literal%value'],
])('the path %s is delivered as %s, as recorded of a real API', async (sent, delivered) => {
  const scene = await httpScene();

  await fetch(`${scene.href}${sent}`);

  expect(eventOf(scene.lambda)).toMatchObject({ rawPath: delivered, requestContext: { http: { path: delivered } } });
});

test('fails when a path is no encoding of UTF-8 once it is decoded', async () => {
  const scene = await httpScene();

  expect((await fetch(`${scene.href}/percent%25done`)).status).toBe(400);
  expect(scene.lambda.requests).toEqual([]);
});

test.each([
  ['text/html; charset=utf-8', false],
  ['application/json', false],
  ['application/xml', false],
  ['application/javascript', false],
  ['application/x-www-form-urlencoded', true],
  ['application/problem+json', true],
  ['image/png', true],
  ['', true],
])('a body of type %p is in base64: %p (APH-05)', async (type, isBase64Encoded) => {
  const scene = await httpScene();

  await fetch(`${scene.href}/`, { method: 'POST', headers: { 'content-type': type }, body: Buffer.from('a=1') });

  expect(eventOf(scene.lambda)).toMatchObject({ isBase64Encoded, body: isBase64Encoded ? 'YT0x' : 'a=1' });
});

test('bytes that are no text come in base64 whatever their type', async () => {
  const scene = await httpScene();

  await fetch(`${scene.href}/`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: Buffer.from([255, 254]) });

  expect(eventOf(scene.lambda)).toMatchObject({ isBase64Encoded: true, body: '//4=' });
});
