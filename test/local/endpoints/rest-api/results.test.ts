import { get } from 'node:http';
import { awsError } from '../../../../src/local/engine/aws-error';
import { aFunction } from '../http-api/scene';
import { fakeLambda, permission } from '../scene';
import { API_ARN, functionUri, integration, method, resource, restScene } from './scene';

const FAILED = { message: 'Internal server error' };
const answering = (result: unknown) => fakeLambda(() => ({ result }));

/** Names as they are written on the wire. */
function rawHeaders(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ list: string[]; body: Buffer; status: number }> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ list: response.rawHeaders, body: Buffer.concat(chunks), status: response.statusCode ?? 0 }),
      );
    }).on('error', reject);
  });
}

test.each([
  ['{ statusCode: 200 }', { statusCode: 200 }, 200, ''],
  ['{}', {}, 200, ''],
  ['headers alone', { headers: { 'X-A': 'b' } }, 200, ''],
  ['a status in a string', { statusCode: '201' }, 201, ''],
  ['headers: null', { statusCode: 200, headers: null }, 200, ''],
  ['multiValueHeaders: null', { statusCode: 200, multiValueHeaders: null }, 200, ''],
  ['body: null', { statusCode: 200, body: null }, 200, ''],
  ['text', { statusCode: 202, body: 'ü' }, 202, 'ü'],
])('a result of %s is a response (APR-20)', async (_, result, status, body) => {
  const served = await restScene({ lambda: answering(result) });

  const response = await fetch(served.href);

  expect([response.status, await response.text()]).toEqual([status, body]);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('x-amzn-trace-id')).toMatch(/^Root=1-/);
  expect(served.requests()).toMatchObject([{ status, integrationStatus: 200 }]);
});

test('headers and multiValueHeaders are merged; booleans are text, and the multi-value spelling wins (APR-21)', async () => {
  const headers = { 'test-multi': 'solo', 'X-Bool': true, 'X-Number': 5, 'X-Null': null };
  const multiValueHeaders = { 'tesT-Multi': ['multi', 'again'], 'Set-Cookie': ['a=1', 'b=2'] };
  const served = await restScene({ lambda: answering({ statusCode: 200, headers, multiValueHeaders }) });

  const { list } = await rawHeaders(served.href);

  const pairs = list.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${list[at + 1]}`] : []));
  expect(pairs).toEqual(expect.arrayContaining(['X-Bool: true', 'X-Number: 5', 'Set-Cookie: a=1', 'Set-Cookie: b=2']));
  expect(pairs.filter((each) => /^test-multi/i.test(each))).toEqual([
    'tesT-Multi: solo',
    'tesT-Multi: multi',
    'tesT-Multi: again',
  ]);
  expect(list).not.toContain('X-Null');
});

test('headers of the connection are renamed, and a content type of its own is kept', async () => {
  const headers = {
    'Content-Type': 'text/html',
    Date: 'today',
    server: 'mine',
    'WWW-Authenticate': 'Basic',
    Connection: 'close',
  };
  const served = await restScene({ lambda: answering({ headers, body: 'a' }) });

  const { list } = await rawHeaders(served.href);

  expect(list).toEqual(expect.arrayContaining(['x-amzn-Remapped-Date', 'today', 'x-amzn-Remapped-server', 'mine']));
  expect(list).toEqual(expect.arrayContaining(['x-amzn-Remapped-WWW-Authenticate', 'x-amzn-Remapped-Connection', 'text/html']));
});

const PIXEL = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff]);

test.each([
  [[], 'image/png', false],
  [['image/png'], 'image/png', true],
  [['image/png'], 'image/png,*/*', true],
  [['image/png'], 'image/jpg', false],
  [['image/png'], 'image/*', false],
  [['image/png'], '*/*', false],
  [['image/png'], 'image/webp,image/png,*/*', false],
  [['application/*'], 'application/whatever', true],
  [['application/*'], 'application/*', true],
  [['application/*'], 'application', false],
  [['*/test'], 'image/test', false],
  [['*/*'], 'text/html', true],
])('where %p are binary, and the client accepts %s, base64 is decoded: %s (APR-14)', async (binaryMediaTypes, accept, decoded) => {
  const body = PIXEL.toString('base64');
  const served = await restScene({ lambda: answering({ body, isBase64Encoded: true }), api: { binaryMediaTypes } });

  const { body: got } = await rawHeaders(served.href, { accept });

  expect(got).toEqual(decoded ? PIXEL : Buffer.from(body));
});

test.each([
  ['a string', 'text'],
  ['a list', []],
  ['nothing', null],
  ['a status that is no number', { statusCode: 'test' }],
  ['a status that there is not', { statusCode: 1000 }],
  ['an unknown member', { statusCode: 200, wrongValue: 'value' }],
  ['cookies', { statusCode: 200, cookies: ['a=1'] }],
  ['a multi-value header that is no list', { multiValueHeaders: { a: 'b' } }],
  ['headers that are a list', { headers: [] }],
  ['a header that is an object', { headers: { a: {} } }],
  ['a header with a line break', { headers: { a: 'b\nc' } }],
  ['a body that is an object', { body: {} }],
  ['a body that is a number', { body: 7 }],
  ['isBase64Encoded in a string', { body: 'a', isBase64Encoded: 'true' }],
])('fails when a function answers %s: 502 (APR-22)', async (_, result) => {
  const served = await restScene({ lambda: answering(result) });

  const response = await fetch(served.href);

  expect([response.status, await response.json()]).toEqual([502, FAILED]);
  expect(response.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException');
  expect(response.headers.get('x-amzn-trace-id')).toBeNull();
  expect(served.requests()).toMatchObject([{ status: 502, integrationStatus: 200, refused: expect.any(String) }]);
});

test('fails when a body that is to be decoded is no base64: 500', async () => {
  const served = await restScene({ lambda: answering({ body: '*', isBase64Encoded: true }), api: { binaryMediaTypes: ['*/*'] } });

  expect((await fetch(served.href)).status).toBe(500);
});

test('fails when the function fails: 502', async () => {
  const served = await restScene({ lambda: fakeLambda(() => ({ functionError: 'Unhandled', errorType: 'Error', result: {} })) });

  const response = await fetch(served.href);

  expect([response.status, await response.json()]).toEqual([502, FAILED]);
  expect(served.requests()).toMatchObject([{ refused: 'the function failed: Error' }]);
});

test('fails when Lambda does not run the function: 500', async () => {
  const served = await restScene({ lambda: fakeLambda(() => awsError('TooManyRequestsException', 429, 'Rate Exceeded.')) });

  const response = await fetch(served.href);

  expect([response.status, await response.json()]).toEqual([500, FAILED]);
  expect(served.requests()).toMatchObject([{ integrationStatus: 429 }]);
});

test.each([
  ['has no policy', [], undefined],
  ['lets another service', [permission({ principal: 's3.amazonaws.com' })], undefined],
  [
    'lets it for another stage',
    [permission({ principal: 'apigateway.amazonaws.com', sourceArn: `${API_ARN}/test/*/*` })],
    undefined,
  ],
  ['lets another alias', [permission({ principal: 'apigateway.amazonaws.com', qualifier: 'live' })], undefined],
])('fails when the function %s: 500, and it is not invoked (APR-02)', async (_, permissions) => {
  const served = await restScene({ functions: [aFunction('fn', { permissions })] });

  const response = await fetch(served.href);

  expect([response.status, await response.json()]).toEqual([500, FAILED]);
  expect(served.lambda.requests).toEqual([]);
});

test.each([
  [
    'a permission for path parameters',
    { permissions: [permission({ principal: 'apigateway.amazonaws.com', sourceArn: `${API_ARN}/prod/GET/orders/*` })] },
    {},
  ],
  ['a role of the integration', { permissions: [] }, { credentialsArn: 'arn:aws:iam::123456789012:role/api' }],
])('%s is enough', async (_, fn, values) => {
  const served = await restScene({
    functions: [aFunction('fn', fn)],
    resources: [resource('/orders/{id}', method({ integration: integration(values) }))],
  });

  expect((await fetch(`${served.href}/orders/7`)).status).toBe(200);
});

test('fails when the integration calls the function with another method than POST: 500 (APR-01)', async () => {
  const served = await restScene({ resources: [resource('/', method({ integration: integration({ method: 'GET' }) }))] });

  const response = await fetch(served.href);

  expect([response.status, await response.json()]).toEqual([500, FAILED]);
});

test('fails when the integration is late: 504 after the time that it has (APR-03)', async () => {
  let asked: () => void = () => undefined;
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const lambda = fakeLambda(() => {
    asked();
    return new Promise(() => undefined);
  });
  const served = await restScene({
    lambda,
    resources: [resource('/', method({ integration: integration({ timeoutMs: 5000 }) }))],
  });

  const answered = fetch(served.href);
  await isAsked;
  await served.clock.advance(5000);
  const response = await answered;

  expect([response.status, await response.json()]).toEqual([504, { message: 'Endpoint request timed out' }]);
  expect(response.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException');
  expect(served.requests()).toMatchObject([{ status: 504, latencyMs: 5000, integrationLatencyMs: 5000 }]);
});

test('fails when a body is larger than 10 MB, or the event larger than 6 MB: 413', async () => {
  const served = await restScene();

  const statuses = [];
  for (const length of [10_485_761, 7_000_000]) {
    statuses.push((await fetch(served.href, { method: 'POST', body: 'a'.repeat(length) })).status);
  }

  expect(statuses).toEqual([413, 413]);
  expect(served.lambda.requests).toEqual([]);
});

test('fails when an integration is behind a VPC link: 500, with the reason', async () => {
  const linked = { type: 'HTTP_PROXY', uri: 'http://127.0.0.1:1', connectionType: 'VPC_LINK' } as const;
  const served = await restScene({ resources: [resource('/', method({ integration: integration(linked) }))] });

  const response = await fetch(served.href);

  expect(response.status).toBe(500);
  expect(response.headers.get('x-lambda-kit-reason')).toBe('What is behind a VPC link cannot be reached.');
});

const streaming = (uri = functionUri('fn', 'response-streaming-invocations')) => [
  resource('/', method({ integration: integration({ transferMode: 'STREAM', uri }) })),
];

/** A function that writes these pieces. */
const writing = (...pieces: readonly (string | Buffer)[]) =>
  fakeLambda(async ({ sink }) => {
    sink?.begin({ contentType: 'application/octet-stream' });
    for (const piece of pieces) await sink?.write(Buffer.from(piece));
    sink?.end();
    return {};
  });

test('a streamed response begins with what its prelude says (APR-23)', async () => {
  const prelude = { statusCode: 202, headers: { 'X-A': 'b' }, multiValueHeaders: { 'X-M': ['1', '2'] }, cookies: ['c=1', 'd=2'] };
  const text = JSON.stringify(prelude);
  const lambda = writing(text.slice(0, 20), text.slice(20), '\0\0\0', '\0\0\0\0\0one ', 'two');
  const served = await restScene({ lambda, resources: streaming() });

  const response = await fetch(served.href);

  expect([response.status, await response.text()]).toEqual([202, 'one two']);
  expect([response.headers.get('x-a'), response.headers.get('x-m')]).toEqual(['b', '1, 2']);
  expect(response.headers.getSetCookie()).toEqual(['c=1', 'd=2']);
});

test.each([
  ['has no end', ['{"statusCode":200}']],
  ['is no JSON', ['text\0\0\0\0\0\0\0\0body']],
  ['is a list', ['[]\0\0\0\0\0\0\0\0body']],
  ['has a status that there is not', ['{"statusCode":"x"}\0\0\0\0\0\0\0\0body']],
  ['is longer than 16 KB', [`{"statusCode":200,"headers":{"a":"${'a'.repeat(17_000)}"}}\0\0\0\0\0\0\0\0`]],
])('fails when the prelude of a stream %s: 500 (APR-23)', async (_, pieces) => {
  const served = await restScene({ lambda: writing(...pieces), resources: streaming() });

  expect((await fetch(served.href)).status).toBe(500);
});

test('fails when a function behind a streaming integration does not stream: 500', async () => {
  const served = await restScene({ resources: streaming() });

  expect((await fetch(served.href)).status).toBe(500);
});

test('fails when the URI is not for streaming, and the integration is: 500', async () => {
  const served = await restScene({ resources: streaming(functionUri()) });

  expect((await fetch(served.href)).headers.get('x-lambda-kit-reason')).toMatch(/response-streaming-invocations/);
});
