import { existsSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { RunFolder } from '../../../src/local/drivers/run-folder';
import { RuntimeApi } from '../../../src/local/endpoints/runtime-api';
import type { Marks, OfferedInvocation, RuntimeAnswer, RuntimeSession } from '../../../src/local/engine/runtime-port';
import { NotingSink } from '../../support/noting-sink';

let folder: RunFolder;
let api: RuntimeApi;
beforeEach(async () => {
  folder = RunFolder.create();
  api = await RuntimeApi.listen(folder.path);
});
afterEach(async () => {
  await api.close();
  expect(existsSync(`${folder.path}/runtime.sock`)).toBe(false);
  await folder.remove();
});

const INVOCATION: OfferedInvocation = {
  requestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
  payload: Buffer.from('{"greeting":"grüß"}'),
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders',
  traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
  deadline: 1_790_000_000_000,
};

interface Heard {
  readonly session: RuntimeSession;
  readonly said: unknown[];
}

function open(id = 'environment/1', door = api): Heard {
  const said: unknown[] = [];
  const note = (what: string, answer: RuntimeAnswer | undefined, marks: Marks) =>
    said.push([
      what,
      answer && { ...answer, ...('payload' in answer && { payload: Buffer.from(answer.payload).toString() }) },
      marks,
    ]);
  const session = door.open(
    id,
    {
      ready: (marks) => note('ready', undefined, marks),
      initFailed: (failure, marks) => note('initFailed', failure, marks),
      answered: (answer, marks) => note('answered', answer, marks),
    },
    {
      about: { functionName: 'orders', functionVersion: '7', handler: 'index.handler', accountId: '111122223333' },
      changed: () => {},
      subscribed: () => {},
      now: () => 0,
    },
  );
  return { session, said };
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function call(
  { session }: Heard,
  method: string,
  path: string,
  body = '',
  more: { headers?: Record<string, string>; trailers?: Record<string, string> } = {},
) {
  const { socketPath, prefix } = session.address;
  return new Promise<Reply>((resolve, reject) => {
    const sent = request(
      { socketPath, path: `${prefix}/2018-06-01/runtime/${path}`, method, headers: more.headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    sent.on('error', reject);
    if (more.trailers) {
      sent.write(body);
      sent.addTrailers(more.trailers);
      sent.end();
    } else sent.end(body);
  });
}

const NO_MARKS = { logBytes: 0, ending: false };
const ID = INVOCATION.requestId;

async function underWay(): Promise<Heard & { readonly invocationId: string }> {
  const heard = open();
  heard.session.offer(INVOCATION);
  const { headers } = await call(heard, 'GET', 'invocation/next');
  heard.said.length = 0;
  return { ...heard, invocationId: String(headers['lambda-runtime-invocation-id']) };
}

test('a poll waits for an invocation and gets it with its headers (RT-10)', async () => {
  const heard = open();
  const poll = call(heard, 'GET', 'invocation/next');
  heard.session.offer({ ...INVOCATION, clientContext: '{"custom":\n{"ключ":1}}' });

  const { status, headers, body } = await poll;

  expect(status).toBe(200);
  expect(body).toBe('{"greeting":"grüß"}');
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': ID,
    'lambda-runtime-deadline-ms': '1790000000000',
    'lambda-runtime-invoked-function-arn': INVOCATION.invokedFunctionArn,
    'lambda-runtime-trace-id': INVOCATION.traceHeader,
    'lambda-runtime-invocation-id': expect.stringMatching(/./),
  });
  expect(Buffer.from(String(headers['lambda-runtime-client-context']), 'latin1').toString()).toBe('{"custom": {"ключ":1}}');
  expect(heard.said).toEqual([['ready', undefined, NO_MARKS]]);
});

test('a response is accepted once (RT-11)', async () => {
  const heard = await underWay();

  const first = await call(heard, 'POST', `invocation/${ID}/response`, '{"ok":true}', {
    headers: { 'Lambda-Runtime-Invocation-Id': heard.invocationId, 'Lambda-Kit-Marks': '12;34567' },
  });
  const second = await call(heard, 'POST', `invocation/${ID}/response`, '{}');

  expect(first).toMatchObject({ status: 202, body: '{"status":"OK"}\n' });
  expect(second.status).toBe(403);
  expect(JSON.parse(second.body)).toMatchObject({ errorType: 'InvalidStateTransition' });
  expect(heard.said).toEqual([
    ['answered', { kind: 'succeeded', payload: '{"ok":true}' }, { logBytes: 12, peakMemoryKb: 34567, ending: false }],
  ]);
});

test('an error is passed on unchanged (RT-13)', async () => {
  const heard = await underWay();

  const reply = await call(heard, 'POST', `invocation/${ID}/error`, '{"errorMessage":"no"}', {
    headers: { 'Lambda-Runtime-Function-Error-Type': 'Function.Own', 'Lambda-Kit-Marks': '0;1;ending' },
  });

  expect(reply).toMatchObject({ status: 202, body: '{"status":"OK"}\n' });
  expect(heard.said).toEqual([
    [
      'answered',
      { kind: 'failed', errorType: 'Function.Own', payload: '{"errorMessage":"no"}' },
      { logBytes: 0, peakMemoryKb: 1, ending: true },
    ],
  ]);
});

test('an error of Init is accepted before the first poll only (RT-13)', async () => {
  const failing = open('failing');
  const ready = await underWay();

  expect(await call(failing, 'POST', 'init/error', '{"errorMessage":"no"}')).toMatchObject({ status: 202 });
  expect(await call(ready, 'POST', 'init/error', '{}')).toMatchObject({ status: 403 });

  expect(failing.said).toEqual([
    ['initFailed', { kind: 'failed', errorType: 'Function.Unknown', payload: '{"errorMessage":"no"}' }, NO_MARKS],
  ]);
  expect(ready.said).toEqual([]);
});

const UNKNOWN_MODE = { 'Lambda-Runtime-Function-Response-Mode': 'x' };

test.each([
  ['another request id', 'POST', 'invocation/other/response', {}, 400, 'InvalidRequestID', 'Invalid request ID'],
  [
    'another invocation id',
    'POST',
    `invocation/${ID}/response`,
    { 'Lambda-Runtime-Invocation-Id': 'x' },
    400,
    'InvalidInvocationId',
    /./,
  ],
  ['a second poll', 'GET', 'invocation/next', {}, 403, 'InvalidStateTransition', /./],
])('fails when there is %s', async (_, method, path, headers, status, errorType, errorMessage) => {
  const heard = await underWay();

  const reply = await call(heard, method, path, '{}', { headers: headers as Record<string, string> });

  expect(reply.status).toBe(status);
  expect(JSON.parse(reply.body)).toEqual({ errorType, errorMessage: expect.stringMatching(errorMessage) });
  expect(heard.said).toEqual([]);
});

test('fails when a response has an unknown mode, which ends the invocation (RT-11, RT-43)', async () => {
  const heard = await underWay();

  const reply = await call(heard, 'POST', `invocation/${ID}/response`, '{}', { headers: UNKNOWN_MODE });

  expect(reply.status).toBe(400);
  expect(JSON.parse(reply.body)).toEqual({
    errorType: 'InvalidFunctionResponseMode',
    errorMessage: 'Invalid function response mode',
  });
  expect(heard.said).toMatchObject([['answered', { kind: 'broken', errorType: 'Runtime.InvalidResponseModeHeader' }, NO_MARKS]]);
});

test('the mode of an error is not looked at', async () => {
  const heard = await underWay();

  const reply = await call(heard, 'POST', `invocation/${ID}/error`, '{}', { headers: UNKNOWN_MODE });

  expect(reply.status).toBe(202);
  expect(heard.said).toMatchObject([['answered', { kind: 'failed' }, NO_MARKS]]);
});

test.each([
  ['POST', 'invocation/next', 405, ''],
  ['GET', 'init/error', 405, ''],
  ['GET', `invocation/${ID}/response`, 405, ''],
  ['GET', 'restore/next', 404, '404 page not found\n'],
])('fails when there is no route for %s %s', async (method, path, status, body) => {
  const heard = await underWay();

  await expect(call(heard, method, path, method === 'GET' ? undefined : '{}')).resolves.toMatchObject({ status, body });
  expect(heard.said).toEqual([]);
});

test('fails when a response is larger than 6,291,556 bytes', async () => {
  const heard = await underWay();

  const reply = await call(heard, 'POST', `invocation/${ID}/response`, 'x'.repeat(6_291_557));

  expect(reply.status).toBe(413);
  expect(JSON.parse(reply.body)).toEqual({
    errorType: 'RequestEntityTooLarge',
    errorMessage: 'Exceeded maximum allowed payload size (6291556 bytes).',
  });
  expect(heard.said).toEqual([['answered', { kind: 'responseTooLarge' }, NO_MARKS]]);
});

describe('a streamed response (RT-12)', () => {
  const STREAMING = { 'Lambda-Runtime-Function-Response-Mode': 'streaming', 'Transfer-Encoding': 'chunked' };
  const WITH_TRAILERS = { ...STREAMING, Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body' };
  const MIDWAY = {
    'Lambda-Runtime-Function-Error-Type': 'Function.Midway',
    'Lambda-Runtime-Function-Error-Body': Buffer.from('{"errorMessage":"midway"}').toString('base64'),
  };
  const post = (heard: Heard, body: string, headers: Record<string, string>, trailers?: Record<string, string>) =>
    call(heard, 'POST', `invocation/${ID}/response`, body, { headers, ...(trailers && { trailers }) });

  async function underWayInto(sink?: NotingSink): Promise<Heard> {
    const heard = open();
    heard.session.offer({ ...INVOCATION, ...(sink && { sink }) });
    await call(heard, 'GET', 'invocation/next');
    heard.said.length = 0;
    return heard;
  }

  /** As the runtime does when it is through with an invocation; what it is then told of is not waited for. */
  async function askForNext(heard: Heard): Promise<void> {
    const asked = call(heard, 'GET', 'invocation/next');
    await until(() => heard.said.length > 0);
    heard.session.close();
    await asked.catch(() => undefined);
  }

  test('is handed on, and its invocation is over when the runtime asks for the next', async () => {
    const sink = new NotingSink();
    const heard = await underWayInto(sink);

    const reply = await post(heard, 'all of it', { ...STREAMING, 'Content-Type': 'text/plain' });

    expect([reply.status, sink.told, heard.said]).toEqual([202, ['begins as text/plain', 'all of it', 'ends'], []]);
    await askForNext(heard);
    expect(heard.said).toEqual([
      ['answered', { kind: 'succeeded', contentType: 'text/plain', payload: 'all of it', streamedBytes: 9 }, NO_MARKS],
    ]);
  });

  test('is collected when nobody takes it', async () => {
    const heard = await underWayInto();

    await post(heard, 'all of it', STREAMING, {});
    await askForNext(heard);

    expect(heard.said).toEqual([
      ['answered', { kind: 'succeeded', contentType: 'application/octet-stream', payload: 'all of it' }, NO_MARKS],
    ]);
  });

  test('without a byte has a beginning and an end', async () => {
    const sink = new NotingSink();

    await post(await underWayInto(sink), '', STREAMING);

    expect(sink.told).toEqual(['begins as application/octet-stream', 'ends']);
  });

  test.each([
    ['before its first byte', '', []],
    ['in its middle', 'half of', ['begins as application/octet-stream', 'half of']],
  ])('fails %s when its trailers say so', async (_, body, told) => {
    const sink = new NotingSink();
    const heard = await underWayInto(sink);

    await post(heard, body, WITH_TRAILERS, MIDWAY);
    await askForNext(heard);

    expect(sink.told).toEqual(told);
    expect(heard.said).toEqual([
      ['answered', { kind: 'failed', errorType: 'Function.Midway', payload: '{"errorMessage":"midway"}' }, NO_MARKS],
    ]);
  });

  test('fails when the runtime closes the connection before the end (INV-46)', async () => {
    const sink = new NotingSink();
    const heard = await underWayInto(sink);
    const { socketPath, prefix } = heard.session.address;
    const path = `${prefix}/2018-06-01/runtime/invocation/${ID}/response`;
    const cut = request({ socketPath, path, method: 'POST', headers: STREAMING, agent: false });
    cut.on('error', () => {});
    cut.write('half of');
    await sink.until('half of');

    cut.destroy();
    await heard.session.drained();
    await askForNext(heard);

    expect(sink.told).toEqual(['begins as application/octet-stream', 'half of']);
    expect(heard.said).toMatchObject([['answered', { kind: 'broken', errorType: 'Runtime.TruncatedResponse' }, NO_MARKS]]);
  });

  test('is read no faster than it is taken', async () => {
    const sink = new NotingSink(true);
    const heard = await underWayInto(sink);
    const much = 'x'.repeat(8_000_000);

    const reply = post(heard, much, STREAMING);
    await until(() => sink.bytes > 0);
    const before = sink.bytes;
    expect(before).toBeLessThan(100_000);
    const taking = setInterval(() => sink.take(), 0);
    await reply;
    clearInterval(taking);

    expect(sink.bytes).toBe(much.length);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((settle) => setImmediate(settle));
}

test('environments are kept apart, and a closed one is gone', async () => {
  const [one, other] = [open('one'), open('other')];
  const polls = [call(one, 'GET', 'invocation/next'), call(other, 'GET', 'invocation/next')];
  other.session.offer({ ...INVOCATION, requestId: 'for-other' });
  await expect(polls[1]).resolves.toMatchObject({ headers: { 'lambda-runtime-aws-request-id': 'for-other' } });

  one.session.close();

  await expect(polls[0]).rejects.toThrow();
  await expect(call(one, 'GET', 'invocation/next')).resolves.toMatchObject({ status: 404 });
});

test('an environment has an address of its own, where paths are as in Lambda, until its session is closed (RT-10)', async () => {
  const [one, other] = [open('one'), open('other')];
  const [address, ofOther] = await Promise.all([one.session.listen(), other.session.listen()]);
  one.session.offer(INVOCATION);

  const next = await fetch(`http://${address}/2018-06-01/runtime/invocation/next`);
  const answer = await fetch(`http://${address}/2018-06-01/runtime/invocation/${ID}/response`, { method: 'POST', body: '1' });

  expect(await one.session.listen()).toBe(address);
  expect(ofOther).not.toBe(address);
  expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(next.headers.get('lambda-runtime-aws-request-id')).toBe(ID);
  expect(answer.status).toBe(202);
  expect(one.said).toEqual([
    ['ready', undefined, NO_MARKS],
    ['answered', { kind: 'succeeded', payload: '1' }, NO_MARKS],
  ]);
  one.session.close();
  await expect(fetch(`http://${address}/2018-06-01/runtime/invocation/next`)).rejects.toThrow();
});

test('an environment’s address answers a ping', async () => {
  const address = await open().session.listen();

  const pong = await fetch(`http://${address}/2018-06-01/ping`);

  expect([pong.status, await pong.text()]).toEqual([200, 'pong']);
});

test.each([
  ['a path that the Runtime API does not have', '/2018-06-01/runtime/restore/next', {}, 404],
  ['a path of another API', '/2015-03-31/functions', {}, 404],
  ['the name of another machine', '/2018-06-01/runtime/invocation/next', { Host: 'example.com' }, 403],
  ['the name that containers have for this one', '/2018-06-01/runtime/invocation/next', { Host: 'host.docker.internal' }, 403],
])('fails when an environment’s address is asked for %s', async (_, path, headers, status) => {
  const heard = open();
  const [host, port] = (await heard.session.listen()).split(':');

  const seen = await new Promise((resolve) => {
    request({ host, port, path, headers, agent: false }, (response) => resolve(response.resume().statusCode)).end();
  });

  expect(seen).toBe(status);
  expect(heard.said).toEqual([]);
});

test('containers in a virtual machine reach an environment’s address by the name that they have for this machine', async () => {
  const inMachine = RunFolder.create();
  const door = await RuntimeApi.listen(inMachine.path, 'host.docker.internal');
  const { session, said } = open('one', door);
  const [host, port] = (await session.listen()).split(':');
  session.offer(INVOCATION);

  const headers = { Host: `host.docker.internal:${port}` };
  const seen = await new Promise((resolve) => {
    const path = '/2018-06-01/runtime/invocation/next';
    request({ host, port, path, headers, agent: false }, (response) => resolve(response.resume().statusCode)).end();
  });

  expect(seen).toBe(200);
  expect(said).toEqual([['ready', undefined, NO_MARKS]]);
  await door.close();
  await inMachine.remove();
});

test('fails when an invocation is answered before there was one (RT-11)', async () => {
  const reply = await call(open(), 'POST', `invocation/${ID}/response`, '{}');

  expect(reply.status).toBe(400);
  expect(JSON.parse(reply.body)).toMatchObject({ errorType: 'InvalidRequestID' });
});
