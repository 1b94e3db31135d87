import { eventOf, NOON, REGION, raw, requestText, type Scene, scene, URL_ID } from './scene';

/** The event of this request to the URL. */
async function eventFor(served: Scene, line: string, headers: string[] = [], body = '') {
  const [method, path] = line.split(' ');
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`];
  await raw(
    served.port,
    Buffer.from(requestText(served.port, `${method} /_url/${URL_ID}${path}`, [...headers, ...length], body), 'latin1'),
  );
  return eventOf(served.lambda);
}

test('the event of a public URL is the one captured from AWS', async () => {
  const served = await scene();

  const event = await eventFor(
    served,
    'POST /a%20b?x=1',
    ['User-Agent: UA/1', 'Accept: */*', 'Content-Type: text/plain', 'X-Case: KeepsIt'],
    'text',
  );

  const requestId = served.lambda.requests[0]?.requestId;
  const host = `${URL_ID}.lambda-url.${REGION}.localhost:${served.port}`;
  expect(event).toEqual({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/a%20b',
    rawQueryString: 'x=1',
    headers: {
      accept: '*/*',
      'content-length': '4',
      'content-type': 'text/plain',
      host,
      'user-agent': 'UA/1',
      'x-amzn-trace-id': served.lambda.requests[0]?.traceHeader?.split(';')[0],
      'x-case': 'KeepsIt',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': String(served.port),
      'x-forwarded-proto': 'http',
    },
    queryStringParameters: { x: '1' },
    requestContext: {
      accountId: 'anonymous',
      apiId: URL_ID,
      domainName: `${URL_ID}.lambda-url.${REGION}.on.aws`,
      domainPrefix: URL_ID,
      http: { method: 'POST', path: '/a%20b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'UA/1' },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: '20/Nov/2026:12:00:00 +0000',
      timeEpoch: NOON,
    },
    body: 'text',
    isBase64Encoded: false,
  });
  expect(Object.keys(event)).toEqual([
    'version',
    'routeKey',
    'rawPath',
    'rawQueryString',
    'headers',
    'queryStringParameters',
    'requestContext',
    'body',
    'isBase64Encoded',
  ]);
});

test('what does not apply is left out', async () => {
  const served = await scene();

  const event = await eventFor(served, 'GET /');

  for (const absent of ['cookies', 'queryStringParameters', 'body', 'pathParameters', 'stageVariables'])
    expect(event).not.toHaveProperty(absent);
  expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false, requestContext: { http: { userAgent: '' } } });
});

test('a client on the IPv6 loopback address is named by it', async () => {
  const served = await scene();

  await fetch(`http://[::1]:${served.port}/_url/${URL_ID}`);

  expect(eventOf(served.lambda)).toMatchObject({
    headers: { 'x-forwarded-for': '::1' },
    requestContext: { http: { sourceIp: '::1' } },
  });
});

test('headers that come twice are joined with a comma, cookies are listed and kept', async () => {
  const served = await scene();

  const event = await eventFor(served, 'GET /', [
    'X-A: 1',
    'x-a: 2',
    'Content-Type: a/b',
    'Content-Type: c/d',
    'Cookie: a=1;  b=2;',
    'Cookie: c="x y"',
    '__proto__: p',
  ]);

  expect(event.headers).toMatchObject({ 'x-a': '1,2', 'content-type': 'a/b,c/d', cookie: 'a=1;  b=2;; c="x y"' });
  expect(Object.entries(event.headers)).toContainEqual(['__proto__', 'p']);
  expect(event.cookies).toEqual(['a=1', 'b=2', 'c="x y"']);
});

test('headers of the connection do not reach the function, and what proxies said is kept', async () => {
  const served = await scene();

  const event = await eventFor(served, 'GET /', [
    'TE: trailers',
    'Keep-Alive: x',
    'X-Forwarded-For: 10.0.0.1',
    'X-Forwarded-Proto: gopher',
    'Authorization: Bearer t',
  ]);

  for (const name of ['connection', 'te', 'keep-alive', 'transfer-encoding']) expect(event.headers).not.toHaveProperty(name);
  expect(event.headers).toMatchObject({
    'x-forwarded-for': '10.0.0.1, 127.0.0.1',
    'x-forwarded-proto': 'http',
    authorization: 'Bearer t',
  });
});

test.each([
  ['a=foo&a=%2Fbar', { a: 'foo,/bar' }],
  ['a=1&b=&c&=d', { a: '1', b: '', c: '', '': 'd' }],
  ['a=x+y&b=%C3%A9&%61=z', { a: 'x y,z', b: 'é' }],
  ['a=%zz&b=100%&c=%ff', { a: '%zz', b: '100%', c: '%ff' }],
  ['__proto__=p&&a=b=c', JSON.parse('{"__proto__":"p","a":"b=c"}')],
])('the query %s is kept as it is and taken apart', async (query, parameters) => {
  const served = await scene();

  const event = await eventFor(served, `GET /?${query}`);

  expect(event.rawQueryString).toBe(query);
  expect(Object.entries(event.queryStringParameters)).toEqual(Object.entries(parameters));
});

test.each(['/pa2%2Fth/1', '/%zz', '/%', '/a/../b', "/~!*'();:@&=+$,"])('the path %s is kept as it is', async (path) => {
  const served = await scene();

  const event = await eventFor(served, `GET ${path}`);

  expect([event.rawPath, event.requestContext.http.path]).toEqual([path, path]);
});

const UTF8 = Buffer.from('é').toString('latin1');

test.each([
  ['application/json', '{"a":1}', false],
  ['application/json; charset=utf-8', UTF8, false],
  ['application/problem+json', '{}', false],
  ['image/svg+xml', '<svg/>', true],
  ['application/xml', '<a/>', false],
  ['TEXT/HTML;charset=utf-8', '<p>', false],
  ['text/plain', '\xff\xfe', true],
  ['application/jsonx', '{}', true],
  ['application/x-www-form-urlencoded', 'a=1', true],
  ['multipart/form-data; boundary=b', '--b--', true],
  ['application/octet-stream', 'x', true],
  [undefined, 'x', true],
])('a body of type %s comes as text or base64', async (type, body, isBase64Encoded) => {
  const served = await scene();
  const bytes = Buffer.from(body, 'latin1');

  const event = await eventFor(served, 'POST /', type === undefined ? [] : [`Content-Type: ${type}`], body);

  expect(event).toMatchObject({ body: bytes.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded });
});

test('a body that is packed is base64, whatever is in it', async () => {
  const served = await scene();

  const event = await eventFor(served, 'POST /', ['Content-Type: text/plain', 'Content-Encoding: gzip'], 'x');

  expect(event).toMatchObject({ body: 'eA==', isBase64Encoded: true });
});
