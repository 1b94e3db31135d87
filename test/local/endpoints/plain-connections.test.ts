import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Door, HttpResponse, RequestHead } from '../../../src/local/endpoints/http';
import { PlainConnections } from '../../../src/local/endpoints/plain-connections';
import { plainRequestIn } from '../../../src/local/endpoints/plain-request';
import { type RunningServer, startServer } from '../../../src/local/endpoints/server';

const PATH = '/2015-03-31/functions/hello/invocations';
const open: RunningServer[] = [];
const sockets: Socket[] = [];

type Answers = (head: RequestHead, body: string) => HttpResponse | Promise<HttpResponse>;

/** Tells what it was asked. */
const echo: Answers = ({ method, rawPath, rawQuery, rawHeaders, headers, hostName, port, peer }, body) => ({
  status: 200,
  headers: ['Content-Type', 'application/json'],
  body: JSON.stringify({ method, rawPath, rawQuery, rawHeaders, headers, hostName, peer, body }).replaceAll(`${port}`, 'PORT'),
});

async function serving(answers: Answers, bodyLimit = 100_000): Promise<RunningServer & { bugs: unknown[] }> {
  const bugs: unknown[] = [];
  const door: Door = (head) => ({ bodyLimit, answer: (body) => answers(head, body.toString()) });
  const server = await startServer({ doors: [door], onBug: (error) => bugs.push(error) });
  open.push(server);
  return { ...server, bugs };
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** A connection, and the answers that come over it. */
async function client(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  let text = '';
  let wake = (): void => undefined;
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    wake();
  });
  socket.on('close', () => wake());
  /** The next answer, its body included; rejects when the connection ends before. */
  const answer = async (): Promise<string> => {
    for (;;) {
      const head = text.indexOf('\r\n\r\n');
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0);
      if (head >= 0 && text.length >= head + 4 + length) {
        const found = text.slice(0, head + 4 + length);
        text = text.slice(head + 4 + length);
        return found.replace(/\r\nDate: [^\r]*/, '\r\nDate: then');
      }
      if (socket.destroyed) throw new Error(`the connection ended after ${JSON.stringify(text)}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { socket, answer };
}

function post(port: number, body: string, headers: readonly string[] = [], path = PATH): string {
  const lines = [`POST ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** What Node's own server makes of it: it has each connection whose first request does not come at once. */
async function byNode(port: number, text: string): Promise<string> {
  const { socket, answer } = await client(port);
  socket.write(post(port, '', ['Connection: Keep-Alive, x'], '/2015-03-31/functions/first/invocations'));
  await answer();
  socket.write(text);
  return answer();
}

async function straight(port: number, text: string): Promise<string> {
  const { socket, answer } = await client(port);
  socket.write(text);
  return answer();
}

test.each<[string, string, string[], string?]>([
  ['nothing but a host and a length', '{}', []],
  ['no body', '', []],
  [
    'what the SDK sends',
    '{"a":1}',
    ['x-amz-user-agent: aws-sdk-js/3', 'Authorization: AWS4-HMAC-SHA256 x/y, z=', 'connection: keep-alive'],
  ],
  ['values with blanks around and tabs within', '{}', ['X-One:   a\tb  ', 'X-Two:', 'x-three:\tc']],
  ['a query and escapes', '{}', [], '/2015-03-31/functions/a%20b%3A/invocations?Qualifier=live&x=%zz'],
  ['characters beyond ASCII in its body', '{"name":"Grüße, 世界"}', []],
])('a plain request with %s is read and answered as Node’s own server does', async (_, body, headers, ...[path]) => {
  const { port, bugs } = await serving(echo);
  const text = post(port, body, headers, path);

  expect(plainRequestIn(Buffer.from(text))).toBeDefined();
  expect(await straight(port, text)).toBe(await byNode(port, text));
  expect(bugs).toEqual([]);
});

test.each<[string, HttpResponse]>([
  ['no content', { status: 204, headers: ['X-One', 'a'], body: '' }],
  ['an error with a reason of its own', { status: 429, reason: 'Slow', headers: ['x-amzn-ErrorType', 'T'], body: '{"a":"ü"}' }],
  ['bytes', { status: 200, headers: [], body: new Uint8Array([1, 2, 250, 0]) }],
  ['many bytes', { status: 200, headers: [], body: Buffer.alloc(300_000, 'é') }],
])('an answer with %s is written as Node’s own server does', async (_, response) => {
  const { port } = await serving(() => response);

  expect(await straight(port, post(port, '{}'))).toBe(await byNode(port, post(port, '{}')));
});

test('a body that is too long is told apart', async () => {
  const { port } = await serving((_, body) => ({ status: 200, headers: [], body }), 5);

  expect(await straight(port, post(port, '12345'))).toMatch(/12345$/);
  expect(await straight(port, post(port, '123456'))).toMatch(/tooLarge$/);
});

const changed = (from: string, to: string) => (text: string) => text.replace(from, to);

test.each<[string, (text: string) => string]>([
  ['another method', changed('POST', 'PUT')],
  ['another operation', changed('2015-03-31', '2014-11-13')],
  ['HTTP/1.0', changed('HTTP/1.1', 'HTTP/1.0')],
  ['a bare line feed', changed('\r\nX-A', '\nX-A')],
  ['a folded header', changed('X-A: a', 'X-A: a\r\n b')],
  ['a blank before the colon', changed('X-A:', 'X-A :')],
  ['a header without a colon', changed('X-A: a', 'X-A')],
  ['a header without a name', changed('X-A:', ':')],
  ['a header whose name is one of JavaScript’s own', changed('X-A:', '__proto__:')],
  ['a hidden character', changed('X-A: a', 'X-A: a\0')],
  ['a character beyond ASCII in a header', changed('X-A: a', 'X-A: ü')],
  ['a header that comes twice', changed('X-A: a', 'X-A: a\r\nx-a: b')],
  ['two lengths', changed('X-A: a', 'Content-Length: 2')],
  ['no length', changed('Content-Length: 2\r\n', '')],
  ['a length that is not one', changed('Content-Length: 2', 'Content-Length: +2')],
  ['a length in hexadecimal digits', changed('Content-Length: 2', 'Content-Length: 0x2')],
  ['chunks', changed('X-A: a', 'Transfer-Encoding: chunked')],
  ['the wish to be told to go on', changed('X-A: a', 'Expect: 100-continue')],
  ['another protocol', changed('X-A: a', 'Upgrade: websocket')],
  ['a connection that is to be closed', changed('X-A: a', 'Connection: close')],
  ['a connection through a proxy that is to be closed', changed('X-A: a', 'Proxy-Connection: close')],
  ['no host', changed('Host: 127.0.0.1:80\r\n', '')],
  ['a part of its head', (text) => text.slice(0, 60)],
  ['a part of its body', (text) => text.slice(0, -1)],
])('a request with %s is left to Node’s own server', (_, change) => {
  const text = post(80, '{}', ['X-A: a']);

  expect(plainRequestIn(Buffer.from(text))).toBeDefined();
  expect(plainRequestIn(Buffer.from(change(text)))).toBeUndefined();
});

test('fails when the host is not one of ours, as everywhere', async () => {
  const { port } = await serving(echo);

  expect(await straight(port, post(port, '{}').replace('127.0.0.1', 'evil.example'))).toMatch(/^HTTP\/1\.1 403 /);
});

test('requests that are sent without waiting are answered one after the other, in their order', async () => {
  let under = 0;
  const { port } = await serving(async (_, body) => {
    under++;
    await new Promise((resolve) => setImmediate(resolve));
    const together = under--;
    return { status: 200, headers: [], body: `${body} ${together}` };
  });
  const { socket, answer } = await client(port);

  socket.write([1, 2, 3].map((n) => post(port, `${n}`)).join(''));

  for (const n of [1, 2, 3]) expect(await answer()).toMatch(new RegExp(`\r\n\r\n${n} 1$`));
});

test('a connection goes over to Node’s own server with the first request that is not plain, wherever its bytes are cut', async () => {
  const { port, bugs } = await serving((head, body) => ({ status: 200, headers: [], body: `${head.method} ${body}` }));
  const chunked = post(port, '').replace('Content-Length: 0\r\n\r\n', 'Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
  const whole = `${post(port, 'one')}${chunked}${post(port, 'two')}GET / HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`;

  for (let cut = 0; cut < whole.length; cut += 7) {
    const { socket, answer } = await client(port);
    socket.write(whole.slice(0, cut));
    await new Promise((resolve) => setImmediate(resolve));
    socket.write(whole.slice(cut));

    const answers = [await answer(), await answer(), await answer(), await answer()];
    expect(answers.map((text) => text.split('\r\n\r\n')[1])).toEqual(['POST one', 'POST abc', 'POST two', 'GET ']);
    socket.destroy();
  }
  expect(bugs).toEqual([]);
});

test('a client that hangs up is told of, and the server goes on', async () => {
  let release = (): void => undefined;
  let gone = (): void => undefined;
  const told = new Promise<void>((resolve) => {
    gone = resolve;
  });
  let began = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    began = resolve;
  });
  const { port, bugs } = await serving(async ({ whenGone }, body) => {
    if (body === 'quick') return { status: 200, headers: [], body };
    whenGone?.(gone);
    began();
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return { status: 200, headers: [], body };
  });
  const { socket } = await client(port);
  socket.write(post(port, 'slow'));
  await begun;

  socket.resetAndDestroy();
  await told;
  release();

  expect(await straight(port, post(port, 'quick'))).toMatch(/quick$/);
  expect(bugs).toEqual([]);
});

test('whoever waits for the end of a request is told when it has its answer', async () => {
  let told = 0;
  const { port } = await serving(({ whenGone }, body) => {
    whenGone?.(() => told++);
    return { status: 200, headers: [], body: `${body} ${told}` };
  });
  const { socket, answer } = await client(port);

  socket.write(post(port, 'one') + post(port, 'two'));

  expect([await answer(), await answer()].map((text) => text.split('\r\n\r\n')[1])).toEqual(['one 0', 'two 1']);
});

test('a client that has said all it has to say gets its connection ended, as by Node’s own server', async () => {
  const { port } = await serving(echo);
  const { socket, answer } = await client(port);
  socket.write(post(port, '{}'));
  await answer();

  const ended = once(socket, 'end');
  socket.end();

  await ended;
});

test('a closed server ends connections at once, idle ones and those that wait for an answer', async () => {
  const { port, close } = await serving((_, body) =>
    body === 'idle' ? { status: 200, headers: [], body } : new Promise<never>(() => undefined),
  );
  const [idle, busy] = [await client(port), await client(port)];
  idle.socket.write(post(port, 'idle'));
  await idle.answer();
  busy.socket.write(post(port, 'busy'));
  await new Promise((resolve) => setImmediate(resolve));
  const ended = Promise.all([idle, busy].map(({ socket }) => new Promise((resolve) => socket.once('close', resolve))));

  await close();

  await ended;
});

/** Connections that all begin with plain requests, with `keepAliveMs` of their own. */
async function impatient(answers: () => Promise<HttpResponse>) {
  const bugs: unknown[] = [];
  const isOwnHost = () => true;
  const connections = new PlainConnections({ isOwnHost, answered: answers, keepAliveMs: 50, onBug: (error) => bugs.push(error) });
  const taken: Socket[] = [];
  const server = createServer((socket) => {
    taken.push(socket);
    socket.once('data', (heard) => {
      socket.pause();
      connections.take(socket, heard, () => bugs.push('it was left'));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    connections.close();
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as { port: number }).port, taken, bugs, close };
}

test('a connection that nobody uses any more is ended', async () => {
  const { port, close } = await impatient(async () => ({ status: 204, headers: [], body: '' }));
  const { socket, answer } = await client(port);
  const ended = new Promise((resolve) => socket.once('close', resolve));

  socket.write(post(port, '{}'));

  expect(await answer()).toMatch(/^HTTP\/1\.1 204 /);
  await ended;
  await close();
});

test('a client that is slow to read keeps its connection until it has all of the answer, and one that waits keeps it, too', async () => {
  const body = Buffer.alloc(20_000_000, 'x');
  let release = (): void => undefined;
  const { port, taken, bugs, close } = await impatient(async () => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return { status: 200, headers: [], body };
  });
  const { socket } = await client(port);
  socket.pause();
  socket.write(post(port, '{}'));
  while (taken.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await once(taken[0] as Socket, 'timeout');
  release();
  await once(taken[0] as Socket, 'timeout');

  socket.removeAllListeners('data');
  let length = 0;
  socket.on('data', (chunk) => {
    length += chunk.length;
  });
  socket.resume();
  while (length < body.length) await once(socket, 'data');

  expect(length).toBeGreaterThan(body.length);
  expect(bugs).toEqual([]);
  await close();
});

test.each<[string, HttpResponse]>([
  ['a header that would begin another', { status: 200, headers: ['X-One', 'a\r\nX-Two: b'], body: '' }],
  ['pieces', { status: 200, headers: [], body: (async function* () {})() }],
])('fails when a door answers with %s: the connection is cut, and the bug is told', async (_, response) => {
  const { port, bugs } = await serving(() => response);

  await expect(straight(port, post(port, '{}'))).rejects.toThrow('the connection ended after ""');
  expect(bugs).toEqual([expect.objectContaining({ message: expect.stringMatching(/^bug: /) })]);
});

test('a bug in a door is told and answered with 500', async () => {
  const { port, bugs } = await serving(() => Promise.reject(new Error('bug: x')));

  expect(await straight(port, post(port, '{}'))).toMatch(/^HTTP\/1\.1 500 [^]*\{"message":"bug: x"\}$/);
  expect(bugs).toEqual([new Error('bug: x')]);
});
