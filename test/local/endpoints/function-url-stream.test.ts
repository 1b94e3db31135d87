import { get, type IncomingMessage } from 'node:http';
import type { InvokeAnswer, InvokeRequest } from '../../../src/local/engine/ports';
import { eventOf, fakeLambda, raw, requestText, type Scene, scene, URL_ID } from './scene';

const PRELUDE_TYPE = 'application/vnd.awslambda.http-integration-response';
const END = '\0'.repeat(8);
const bytes = (text: string) => Buffer.from(text);

type Sink = NonNullable<InvokeRequest['sink']>;

/** A URL of mode RESPONSE_STREAM whose function does this. */
function streaming(behave: (sink: Sink, request: InvokeRequest) => Promise<Partial<InvokeAnswer>>): Promise<Scene> {
  const lambda = fakeLambda((request) => behave(request.sink as Sink, request));
  return scene({ lambda, url: { invokeMode: 'RESPONSE_STREAM' } });
}

/** One that streams these pieces as `contentType`. */
const writing = (contentType: string, ...pieces: string[]) =>
  streaming(async (sink) => {
    sink.begin({ contentType });
    for (const piece of pieces) await sink.write(bytes(piece));
    sink.end();
    return {};
  });

function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = () => {};
  const given = new Promise<void>((settle) => {
    give = settle;
  });
  return { given, give };
}

const FAILED = { functionError: 'Unhandled', errorType: 'Error', payload: bytes('{}') } as const;

test('a client reads what the function writes while it is still running (URL-28)', async () => {
  const goOn = signal();
  const served = await streaming(async (sink) => {
    sink.begin({ contentType: 'text/event-stream' });
    await sink.write(bytes('one'));
    await goOn.given;
    await sink.write(bytes('two'));
    sink.end();
    return {};
  });

  const response = await fetch(served.href);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const first = await reader.read();
  goOn.give();
  const second = await reader.read();

  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  expect([first, second].map(({ value }) => Buffer.from(value as Uint8Array).toString())).toEqual(['one', 'two']);
  expect((await reader.read()).done).toBe(true);
  expect(served.http()).toMatchObject([{ status: 200 }]);
});

test.each([
  ['in one piece', [`{"statusCode":418,"headers":{"x-a":"b"},"cookies":["c=1","d=2"]}${END}body`]],
  [
    'in pieces that cut everything',
    ['{"statusCode":418,"headers":{"x-a":"b"},', '"cookies":["c=1","d=2"]}\0\0\0', '\0\0\0\0', '\0bo', 'dy'],
  ],
])('a prelude %s sets status, headers and cookies (URL-28)', async (_, pieces) => {
  const response = await fetch((await writing(PRELUDE_TYPE, ...pieces)).href);

  expect([response.status, response.headers.get('x-a'), response.headers.getSetCookie(), await response.text()]).toEqual([
    418,
    'b',
    ['c=1', 'd=2'],
    'body',
  ]);
});

test('a prelude is all that a response without a body needs', async () => {
  const response = await fetch((await writing(PRELUDE_TYPE, `{"statusCode":302,"headers":{"location":"/x"}}${END}`)).href, {
    redirect: 'manual',
  });

  expect([response.status, response.headers.get('location'), await response.text()]).toEqual([302, '/x', '']);
});

test.each([204, 304])('a body behind status %d is not sent, and the connection can be used again', async (status) => {
  const served = await writing(PRELUDE_TYPE, `{"statusCode":${status}}${END}`, 'body');

  const response = await raw(served.port, requestText(served.port, `GET /_url/${URL_ID}/`));

  expect(response).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(response.endsWith('\r\n\r\n')).toBe(true);
});

test('HEAD gets the head of a streamed response', async () => {
  const response = await fetch((await writing('text/html', 'body')).href, { method: 'HEAD' });

  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'text/html', '']);
});

test.each([
  ['has no prelude', '{"statusCode":200}', /^the stream has no end of its prelude/],
  ['has one that is not JSON', `{"statusCode"${END}`, /^the prelude of the stream is not JSON/],
  ['begins with more than 1 MB without an end', 'x'.repeat(1_048_577), /is longer than 1048576 bytes$/],
])('fails with 502 when a stream of that type %s', async (_, piece, reason) => {
  const response = await fetch((await writing(PRELUDE_TYPE, piece)).href);

  expect([response.status, await response.text()]).toEqual([502, 'Internal Server Error']);
  expect(response.headers.get('x-lambda-kit-reason')).toMatch(reason);
});

test('fails with 502 when the function fails before its first byte (URL-31)', async () => {
  const response = await fetch((await streaming(async () => FAILED)).href);

  expect([response.status, await response.text()]).toEqual([502, 'Internal Server Error']);
});

test.each([
  ['text/plain', ['half']],
  [PRELUDE_TYPE, [`{}${END}half`]],
])('the connection is cut when the function fails behind its first byte, as %s', async (contentType, pieces) => {
  const served = await streaming(async (sink) => {
    sink.begin({ contentType });
    for (const piece of pieces) await sink.write(bytes(piece));
    return FAILED;
  });

  const response = await fetch(served.href);

  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
  expect(served.bugs).toEqual([]);
});

test('a client that hangs up does not hold the function back, which goes on', async () => {
  const hungUp = signal();
  const over = signal();
  let written = 0;
  const served = await streaming(async (sink) => {
    sink.begin({ contentType: 'text/plain' });
    await sink.write(bytes('first'));
    await hungUp.given;
    for (; written < 1000; written++) await sink.write(Buffer.alloc(65_536));
    over.give();
    return {};
  });

  const response = await new Promise<IncomingMessage>((resolve) => get(served.href, resolve));
  await new Promise((read) => response.once('data', read));
  response.on('error', () => {});
  response.destroy();
  hungUp.give();
  await over.given;

  expect([written, served.bugs]).toEqual([1000, []]);
});

test('a client that does not read holds the function back', async () => {
  let written = 0;
  const stop = signal();
  const served = await streaming(async (sink) => {
    sink.begin({ contentType: 'text/plain' });
    const all = (async () => {
      for (; written < 1000; written++) await sink.write(Buffer.alloc(65_536));
    })();
    await Promise.race([all, stop.given]);
    return FAILED;
  });

  const response = await new Promise<IncomingMessage>((resolve) => get(served.href, resolve));
  for (let before = -1; before !== written; ) {
    before = written;
    await new Promise((settle) => setTimeout(settle, 50));
  }

  expect(written).toBeLessThan(200);
  response.on('error', () => {});
  stop.give();
  response.destroy();
});

test('the end of a response waits a moment for that of its invocation, and no longer', async () => {
  const stop = signal();
  const served = await streaming(async (sink) => {
    sink.begin({ contentType: 'text/plain' });
    await sink.write(bytes('all'));
    sink.end();
    await stop.given;
    return {};
  });

  expect(await (await fetch(served.href)).text()).toBe('all');
  stop.give();
});

test('a streamed response has the headers for pages of other origins, and ids', async () => {
  const lambda = fakeLambda(async ({ sink }) => {
    sink?.begin({ contentType: 'text/plain' });
    sink?.end();
    return {};
  });
  const served = await scene({ lambda, url: { invokeMode: 'RESPONSE_STREAM', cors: { allowOrigins: ['*'] } } });

  const { headers } = await fetch(served.href, { headers: { Origin: 'https://a.example' } });

  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(headers.get('x-amzn-requestid')).toBe(lambda.requests[0]?.requestId);
  expect(headers.get('x-amzn-trace-id')).toMatch(/^Root=/);
});

test('a body that comes in chunks reaches the function whole', async () => {
  const served = await scene();
  const body = '3\r\nabc\r\n2;more=x\r\nde\r\n0\r\n\r\n';
  const headers = ['Content-Type: text/plain', 'Transfer-Encoding: chunked'];

  await raw(served.port, requestText(served.port, `POST /_url/${URL_ID}/`, headers, body));

  expect(eventOf(served.lambda)).toMatchObject({ body: 'abcde', isBase64Encoded: false });
  expect(eventOf(served.lambda).headers).not.toHaveProperty('transfer-encoding');
});

test('a client of HTTP/1.0 gets a streamed response up to the end of the connection', async () => {
  const served = await writing('text/plain', 'one', 'two');

  const text = await raw(served.port, `GET /_url/${URL_ID}/ HTTP/1.0\r\nHost: 127.0.0.1:${served.port}\r\n\r\n`);

  expect(text).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n\r\nonetwo$/);
});

test('a URL of mode BUFFERED takes no stream', async () => {
  const lambda = fakeLambda(() => ({ result: 'x' }));

  await fetch((await scene({ lambda })).href);

  expect(lambda.requests[0]?.sink).toBeUndefined();
});
