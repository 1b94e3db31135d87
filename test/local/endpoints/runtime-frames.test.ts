import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { RunFolder } from '../../../src/local/drivers/run-folder';
import { RuntimeApi } from '../../../src/local/endpoints/runtime-api';
import { type Frame, FrameReader, KINDS } from '../../../src/local/endpoints/runtime-frame';
import type { Marks, OfferedInvocation, RuntimeAnswer, RuntimeSession } from '../../../src/local/engine/runtime-port';

let folder: RunFolder;
let api: RuntimeApi;
const sockets: Socket[] = [];
beforeEach(async () => {
  folder = RunFolder.create();
  api = await RuntimeApi.listen(folder.path);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await api.close();
  expect(existsSync(`${folder.path}/frames.sock`)).toBe(false);
  await folder.remove();
});

const INVOCATION: OfferedInvocation = {
  requestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
  payload: Buffer.from('{"greeting":"grüß"}'),
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders',
  traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
  deadline: 1_790_000_000_000,
};
const LIMIT = 6_291_556;

function frame(kind: number, more: { text?: string; body?: Uint8Array; ending?: boolean } = {}): Buffer {
  const text = Buffer.from(more.text ?? '');
  const body = more.body ?? new Uint8Array();
  const head = Buffer.alloc(22);
  head.writeUInt8(kind, 0);
  head.writeUInt8(more.ending ? 1 : 0, 1);
  head.writeDoubleBE(7, 2);
  head.writeUInt32BE(40_960, 10);
  head.writeUInt32BE(text.length, 14);
  head.writeUInt32BE(body.length, 18);
  return Buffer.concat([head, text, body]);
}

const MARKS: Marks = { logBytes: 7, peakMemoryKb: 40_960, ending: false };

interface Scene {
  readonly session: RuntimeSession;
  readonly socket: Socket;
  readonly said: unknown[];
  /** The next reply, in whatever pieces it comes. */
  reply(): Promise<{ about: unknown; payload: string }>;
  /** Settles when the listener has been told so many things. */
  told(count: number): Promise<void>;
}

async function scene(hello = '/environment-1'): Promise<Scene> {
  const said: unknown[] = [];
  const watchers: (() => void)[] = [];
  const note = (...what: unknown[]) => {
    said.push(what);
    for (const watcher of watchers) watcher();
  };
  const inText = (answer: RuntimeAnswer) =>
    'payload' in answer ? { ...answer, payload: Buffer.from(answer.payload).toString() } : answer;
  const session = api.open(
    'environment-1',
    {
      ready: (marks) => note('ready', marks),
      initFailed: (failure, marks) => note('initFailed', inText(failure), marks),
      answered: (answer, marks) => note('answered', inText(answer), marks),
    },
    {
      about: { functionName: 'orders', functionVersion: '7', handler: 'index.handler', accountId: '111122223333' },
      changed: () => {},
      subscribed: () => {},
      now: () => 0,
    },
  );
  const socket = connect(session.address.framesPath);
  sockets.push(socket);
  socket.on('error', () => {});
  socket.write(frame(KINDS.hello, { text: hello.slice(1) }));
  let bytes = Buffer.alloc(0);
  const grown = () => new Promise<void>((settle) => socket.once('data', () => settle()));
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
  });
  return {
    session,
    socket,
    said,
    async reply() {
      const length = () => (bytes.length < 8 ? Number.POSITIVE_INFINITY : 8 + bytes.readUInt32BE(0) + bytes.readUInt32BE(4));
      while (bytes.length < length()) await grown();
      const end = 8 + bytes.readUInt32BE(0);
      const about = end === 8 ? undefined : (JSON.parse(bytes.toString('utf8', 8, end)) as unknown);
      const payload = bytes.toString('utf8', end, length());
      bytes = bytes.subarray(length());
      return { about, payload };
    },
    async told(count) {
      while (said.length < count) await new Promise<void>((settle) => watchers.push(settle));
    },
  };
}

test('a runtime asks, is handed the invocation, and its answer is followed by the next one', async () => {
  const { session, socket, said, reply, told } = await scene();
  socket.write(frame(KINDS.next));
  session.offer({ ...INVOCATION, clientContext: '{"client":{"app_title":"Ü"}}', tenantId: 'blue' });

  const { payload, about } = await reply();
  const { payload: _, ...rest } = INVOCATION;
  expect([payload, about]).toEqual([
    '{"greeting":"grüß"}',
    { ...rest, clientContext: '{"client":{"app_title":"Ü"}}', tenantId: 'blue' },
  ]);

  socket.write(frame(KINDS.succeeded, { body: Buffer.from('"danke"') }));
  await told(2);
  session.offer({ ...INVOCATION, payload: Buffer.from('2') });
  expect((await reply()).payload).toBe('2');
  expect(said).toEqual([
    ['ready', MARKS],
    ['answered', { kind: 'succeeded', payload: '"danke"' }, MARKS],
  ]);
});

test('events and answers of 6 MB go through whole (INV-20)', async () => {
  const { session, socket, said, reply, told } = await scene();
  const event = `"${'e'.repeat(LIMIT - 2)}"`;
  session.offer({ ...INVOCATION, payload: Buffer.from(event) });
  socket.write(frame(KINDS.next));
  expect((await reply()).payload === event).toBe(true);

  socket.write(frame(KINDS.succeeded, { body: Buffer.alloc(LIMIT, 'a') }));
  await told(2);
  expect(said[1]).toEqual(['answered', { kind: 'succeeded', payload: 'a'.repeat(LIMIT) }, MARKS]);
});

test('fails when an answer is a byte longer, and what comes behind it is heard (INV-21)', async () => {
  const { session, socket, said, reply, told } = await scene();
  session.offer(INVOCATION);
  socket.write(frame(KINDS.next));
  await reply();
  socket.write(frame(KINDS.succeeded, { body: Buffer.alloc(LIMIT + 1) }));
  await told(2);
  session.offer(INVOCATION);
  await reply();
  socket.write(frame(KINDS.failed, { text: 'TypeError', body: Buffer.from('{}') }));
  await told(3);

  expect(said.slice(1)).toEqual([
    ['answered', { kind: 'responseTooLarge' }, MARKS],
    ['answered', { kind: 'failed', errorType: 'TypeError', payload: '{}' }, MARKS],
  ]);
});

test('an error that ends the process is acknowledged, during Init and later', async () => {
  const { socket, said, reply } = await scene();
  socket.write(frame(KINDS.initFailed, { text: 'Runtime.ImportModuleError', body: Buffer.from('{"a":1}'), ending: true }));

  expect(await reply()).toEqual({ about: undefined, payload: '' });
  expect(said).toEqual([
    ['initFailed', { kind: 'failed', errorType: 'Runtime.ImportModuleError', payload: '{"a":1}' }, { ...MARKS, ending: true }],
  ]);
});

test.each([
  ['that nobody has opened', [frame(KINDS.hello, { text: 'another' })]],
  ['of an unknown kind', [frame(99)]],
  ['that answers what nobody has asked', [frame(KINDS.next), frame(KINDS.succeeded, { body: Buffer.from('1') })]],
  ['that asks twice', [frame(KINDS.next), frame(KINDS.next)]],
  ['with a piece of no response', [frame(KINDS.next), frame(KINDS.piece, { body: Buffer.from('1') })]],
])('fails when there is a frame %s: the connection is closed', async (_, frames) => {
  const { socket } = await scene();
  const closed = once(socket, 'close');
  socket.resume().write(Buffer.concat(frames));

  await expect(closed).resolves.toEqual([false]);
});

test('a session that is closed closes the connection that waits for an invocation', async () => {
  const { session, socket, told } = await scene();
  const closed = once(socket, 'close');
  socket.write(frame(KINDS.next));
  await told(1);
  session.close();

  await expect(closed).resolves.toEqual([false]);
});

test.each([1, 3, 21, 22, 23, 64])('frames are put together from pieces of %i bytes', (size) => {
  const frames: Frame[] = [];
  const reader = new FrameReader(10, (each) => frames.push(each));
  const all = Buffer.concat([
    frame(KINDS.begin, { text: 'text/plain; charset=ü' }),
    frame(KINDS.piece, { body: Buffer.from('0123456789') }),
    frame(KINDS.piece, { body: Buffer.from('0123456789a') }),
    frame(KINDS.end, { ending: true }),
  ]);
  for (let at = 0; at < all.length; at += size) reader.read(all.subarray(at, at + size));

  expect(frames.map(({ kind, text, body, marks }) => [kind, text, body.toString(), marks.ending])).toEqual([
    [KINDS.begin, 'text/plain; charset=ü', '', false],
    [KINDS.piece, '', '0123456789', false],
    [KINDS.piece, '', 'tooLarge', false],
    [KINDS.end, '', '', true],
  ]);
});
