import { get } from 'node:http';
import { functionUrlHref } from '../../../src/local/endpoints/function-url-place';
import { awsError } from '../../../src/local/engine/aws-error';
import { eventOf, fakeLambda, NOON, REGION, raw, requestText, scene, URL_ID } from './scene';

const FORBIDDEN = {
  Message:
    'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
};
const HOST = `${URL_ID}.lambda-url.${REGION}.localhost`;

const answering = (result: unknown) => fakeLambda(() => ({ result }));

function atHost(port: number, host: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ port, path, headers: { host: `${host}:${port}` } }, (response) => resolve(response.resume().statusCode)).on(
      'error',
      reject,
    );
  });
}

test('a call through the URL invokes the function and gives its response', async () => {
  const lambda = answering({
    statusCode: 201,
    headers: { 'X-Own': 'a' },
    cookies: ['a=1; Secure', 'b=2'],
    body: '{"made":true}',
  });
  const served = await scene({ lambda });

  const response = await fetch(`${served.href}/things?x=1`, { method: 'POST', body: 'text' });

  expect([response.status, await response.json()]).toEqual([201, { made: true }]);
  expect(response.headers.get('x-own')).toBe('a');
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.getSetCookie()).toEqual(['a=1; Secure', 'b=2']);
  expect(response.headers.get('date')).not.toBeNull();
  expect(lambda.requests).toMatchObject([
    { functionName: `arn:aws:lambda:${REGION}:123456789012:function:fn`, type: 'RequestResponse', logType: 'None' },
  ]);
  expect(lambda.requests[0]).not.toHaveProperty('qualifier');
});

test('the id and the trace of the response are those of the invocation and of its event', async () => {
  const served = await scene();

  const response = await fetch(served.href);

  const { requestId, traceHeader } = served.lambda.requests[0] ?? {};
  const event = eventOf(served.lambda);
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(traceHeader).toMatch(/^Root=1-6b[0-9a-f]{6}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  expect([response.headers.get('x-amzn-requestid'), event.requestContext.requestId]).toEqual([requestId, requestId]);
  expect([response.headers.get('x-amzn-trace-id'), event.headers['x-amzn-trace-id']]).toEqual([
    traceHeader,
    traceHeader?.split(';')[0],
  ]);
});

test('a call that is not let in has the headers seen on AWS, and no trace (URL-30)', async () => {
  const { port } = await scene({ url: { authType: 'AWS_IAM' } });

  const [head = '', body = ''] = (await raw(port, requestText(port, `GET /_url/${URL_ID}/`))).split('\r\n\r\n');

  const [line, ...headers] = head.split('\r\n');
  expect([line, JSON.parse(body)]).toEqual(['HTTP/1.1 403 Forbidden', FORBIDDEN]);
  expect(headers.map((each) => each.replace(/(?<=^(Date|x-amzn-RequestId): ).*$/, '…')).sort()).toEqual([
    'Connection: close',
    'Content-Length: 144',
    'Content-Type: application/json',
    'Date: …',
    'x-amzn-ErrorType: AccessDeniedException',
    'x-amzn-RequestId: …',
  ]);
});

test('a trace that the client began goes on (INV-51)', async () => {
  const served = await scene();
  const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793';

  const response = await fetch(served.href, { headers: { 'X-Amzn-Trace-Id': trace } });

  const whole = new RegExp(`^${trace};Parent=[0-9a-f]{16};Sampled=0$`);
  expect(eventOf(served.lambda).headers['x-amzn-trace-id']).toBe(trace);
  expect(served.lambda.requests[0]?.traceHeader).toMatch(whole);
  expect(response.headers.get('x-amzn-trace-id')).toBe(served.lambda.requests[0]?.traceHeader);
});

test('the URL of an alias invokes the alias', async () => {
  const served = await scene({
    url: { qualifier: 'live' },
    permissions: [{ address: { stack: '', logicalId: '', path: '' }, action: 'lambda:*', principal: '*', qualifier: 'live' }],
  });

  await fetch(served.href);

  expect(served.lambda.requests[0]).toMatchObject({ qualifier: 'live' });
});

test.each([
  ['', '/'],
  ['/', '/'],
  ['/a/', '/a/'],
  ['/pa2%2Fth/1', '/pa2%2Fth/1'],
  ['//a', '//a'],
  ['?q=1', '/'],
])('under its path, %p is the path %p of the function', async (path, rawPath) => {
  const served = await scene();

  await raw(served.port, requestText(served.port, `GET /_url/${URL_ID}${path}`));

  expect(eventOf(served.lambda).rawPath).toBe(rawPath);
});

test('at its host name the whole path is the function’s', async () => {
  const served = await scene();

  const status = await atHost(served.port, HOST, '/_url/other/2015-03-31/functions/f');

  expect(status).toBe(200);
  expect(eventOf(served.lambda)).toMatchObject({
    rawPath: '/_url/other/2015-03-31/functions/f',
    headers: { host: `${HOST}:${served.port}` },
  });
});

test('both ways in give the function the same event but for the time and the ids', async () => {
  const one = await scene();
  const other = await scene();
  const stable = (served: typeof one) => JSON.stringify(eventOf(served.lambda)).replaceAll(String(served.port), 'PORT');

  await raw(one.port, requestText(one.port, `GET /_url/${URL_ID}/a?b`));
  await raw(other.port, `GET /a?b HTTP/1.1\r\nHost: ${HOST}:${other.port}\r\nConnection: close\r\n\r\n`);

  expect(stable(one)).toBe(stable(other));
});

test('the address of the URL leads to it', async () => {
  const served = await scene();
  const href = functionUrlHref({ id: URL_ID }, served.origin);

  expect((await fetch(href)).status).toBe(200);
  expect((await fetch(new URL('below?x', href))).status).toBe(200);
  expect(eventOf(served.lambda, 1)).toMatchObject({ rawPath: '/below', rawQueryString: 'x' });
});

test.each([
  ['an unknown id in the path', '127.0.0.1', '/_url/nobody/x'],
  ['an unknown id in the host', `nobody.lambda-url.${REGION}.localhost`, '/'],
  ['another region in the host', `${URL_ID}.lambda-url.us-east-1.localhost`, '/'],
])('fails when there is %s', async (_, host, path) => {
  const served = await scene();

  const text = await raw(served.port, `GET ${path} HTTP/1.1\r\nHost: ${host}:${served.port}\r\nConnection: close\r\n\r\n`);

  expect(text).toMatch(/^HTTP\/1\.1 403 /);
  expect(text).toMatch(/\r\nContent-Type: application\/json\r\nx-amzn-ErrorType: AccessDeniedException\r\n/);
  expect(text).toMatch(/\r\n\r\n{"Message":null}$/);
  expect(served.http()).toMatchObject([{ status: 403, refused: 'the app has no function URL of this id' }]);
});

test.each([
  ['127.0.0.1', '/2015-03-31/functions/a/b/invocations'],
  ['127.0.0.1', '/_url'],
  [`${URL_ID}.lambda-url.${REGION}.more.localhost`, '/'],
  [`${URL_ID}.lambda-url.${REGION}.localhost.localhost`, '/'],
])('nothing is found at host %s and path %s', async (host, path) => {
  const served = await scene();

  const text = await raw(served.port, `POST ${path} HTTP/1.1\r\nHost: ${host}:${served.port}\r\nConnection: close\r\n\r\n`);

  expect(text).toMatch(/^HTTP\/1\.1 404 /);
  expect(served.lambda.requests).toEqual([]);
});

test('a function error is 502 and says nothing of the error', async () => {
  const lambda = fakeLambda(() => ({ result: { errorMessage: 'secret' }, functionError: 'Unhandled' }));
  const served = await scene({ lambda });

  const response = await fetch(served.href);

  expect([response.status, await response.text()]).toEqual([502, 'Internal Server Error']);
  expect(served.http()).toEqual([expect.not.objectContaining({ refused: expect.anything() })]);
});

test('a result that is no response is 502, with the reason for the developer', async () => {
  const served = await scene({ lambda: answering({ statusCode: 'abc\n' }) });

  const response = await fetch(served.href);

  expect([response.status, await response.text()]).toEqual([502, 'Internal Server Error']);
  expect(response.headers.get('x-lambda-kit-reason')).toBe('statusCode is "abc\\n", not a number from 200 to 599');
});

test.each([
  [
    awsError('TooManyRequestsException', 429, 'Rate Exceeded.', { Reason: 'Why' }),
    429,
    { Reason: 'Why', Type: 'User', message: 'Rate Exceeded.' },
  ],
  [awsError('ResourceNotFoundException', 404, 'Function not found: x'), 403, FORBIDDEN],
  [awsError('RequestEntityTooLargeException', 413, 'Too large.'), 413, { Message: 'Too large.' }],
])('fails when Lambda answers %p', async (error, status, body) => {
  const served = await scene({ lambda: fakeLambda(() => error) });

  const response = await fetch(served.href);

  expect([response.status, await response.json()]).toEqual([status, body]);
  expect(served.http()).toMatchObject([{ status, refused: `${error.type}: ${error.message}` }]);
});

test('fails when Lambda itself fails', async () => {
  const served = await scene({ lambda: fakeLambda(() => awsError('ServiceException', 500, 'Oh.')) });

  const response = await fetch(served.href);

  expect([response.status, await response.text()]).toEqual([502, 'Internal Server Error']);
  expect(response.headers.get('x-lambda-kit-reason')).toBe('Oh.');
});

test.each([
  ['text', 'text/plain', 6_290_000, 200, undefined],
  ['text', 'text/plain', 6_291_457, 413, /^Request must be smaller than 6291456 bytes for the InvokeFunction operation$/],
  ['bytes', 'image/png', 4_717_500, 200, undefined],
  [
    'bytes, which base64 makes a third longer',
    'image/png',
    4_718_592,
    413,
    /^629[2-3]\d{3} byte payload is too large for the RequestResponse invocation type \(limit 6291456 bytes\)$/,
  ],
])('a body of %s (%s) with %p bytes gets status %p (INV-22)', async (_, type, length, status, message) => {
  const served = await scene();

  const response = await fetch(served.href, {
    method: 'POST',
    headers: { 'Content-Type': type },
    body: Buffer.alloc(length, 'x'),
  });

  expect(response.status).toBe(status);
  expect(served.lambda.requests).toHaveLength(status === 200 ? 1 : 0);
  if (!message) return;
  expect(response.headers.get('x-amzn-errortype')).toBe('RequestEntityTooLargeException');
  expect(await response.json()).toEqual({ Message: expect.stringMatching(message) });
});

test('HEAD reaches the function, and its body stays here', async () => {
  const served = await scene({ lambda: answering({ statusCode: 200, headers: { 'X-Own': 'a' }, body: 'body' }) });

  const response = await fetch(served.href, { method: 'HEAD' });

  expect(eventOf(served.lambda).requestContext.http.method).toBe('HEAD');
  expect([response.status, response.headers.get('x-own'), await response.text()]).toEqual([200, 'a', '']);
});

test.each([
  { statusCode: 201, headers: { a: 'b' }, body: 'x' },
  'text',
  [1],
])('behind RESPONSE_STREAM the result %j of a handler that does not stream is the body', async (result) => {
  const served = await scene({ url: { invokeMode: 'RESPONSE_STREAM' }, lambda: answering(result) });

  const response = await fetch(served.href);

  expect([response.status, await response.text()]).toEqual([200, JSON.stringify(result)]);
});

test('the journal has an entry for every call', async () => {
  const served = await scene({ lambda: answering({ statusCode: 418 }) });

  await fetch(`${served.href}/a?b=c`, { method: 'DELETE' });

  const { requestId } = served.lambda.requests[0] ?? {};
  expect(served.http()).toEqual([
    { at: NOON, kind: 'http', door: 'functionUrl', id: URL_ID, requestId, method: 'DELETE', path: '/a', status: 418 },
  ]);
});
