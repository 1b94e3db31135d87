import { once } from 'node:events';
import { Agent, get, request } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import type { Door } from '../../../src/local/endpoints/http';
import { type RunningServer, startServer } from '../../../src/local/endpoints/server';
import { LocalError } from '../../../src/local/errors';
import { raw, requestText } from './scene';

const echo: Door = (head) => ({
  bodyLimit: 100,
  answer: (body) => ({
    status: 200,
    headers: [],
    body: body === 'tooLarge' ? body : `${head.method} ${head.rawPath} ${head.rawQuery} ${head.hostName} ${body.toString()}`,
  }),
});

const open: RunningServer[] = [];

async function serving(...doors: Door[]): Promise<RunningServer & { bugs: unknown[] }> {
  const bugs: unknown[] = [];
  const server = await startServer({ doors, onBug: (error) => bugs.push(error) });
  open.push(server);
  return { ...server, bugs };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** Serves at the port that has just become free; tried anew when another program has taken it in between. */
async function untilOurs(freed: () => Promise<number>): Promise<void> {
  for (let tries = 1; ; tries++) {
    const port = await freed();
    try {
      const server = await startServer({ port, doors: [echo], onBug: () => undefined });
      return await server.close();
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

const withHost = (port: number, host: string) =>
  raw(port, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`).then((text) => text.split(' ')[1]);

test('the first door that takes a request answers it', async () => {
  const never: Door = () => undefined;
  const { origin } = await serving(never, echo, () => ({ bodyLimit: 0, answer: () => ({ status: 500, headers: [], body: '' }) }));

  const response = await fetch(`${origin}/a%20b?c=%zz&d`, { method: 'POST', body: 'text' });

  expect(await response.text()).toBe('POST /a%20b c=%zz&d 127.0.0.1 text');
});

test('what no door takes is not found', async () => {
  const { origin } = await serving();

  const response = await fetch(`${origin}/favicon.ico`);

  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ message: 'Nothing is served at GET /favicon.ico.' });
});

test('the server is reached over both loopback addresses', async () => {
  const { port } = await serving(echo);

  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('127.0.0.1');
  expect(await (await fetch(`http://[::1]:${port}/`)).text()).toContain('[::1]');
});

test.each([
  '127.0.0.1',
  'localhost',
  'LOCALHOST',
  '[::1]',
  'a.localhost',
  'x.lambda-url.eu-west-1.localhost',
])('host %s is answered', async (host) => {
  const { port } = await serving(echo);

  expect(await withHost(port, `${host}:${port}`)).toBe('200');
});

test.each([
  'evil.example:PORT',
  'localhost',
  'localhost:1',
  '127.0.0.2:PORT',
  'localhost.evil.example:PORT',
  'alocalhost:PORT',
  '',
])('fails when the host is %p', async (host) => {
  const { port } = await serving(echo);

  expect(await withHost(port, host.replace('PORT', String(port)))).toBe('403');
});

test.each([
  ['http://localhost:PORT/a?b', 'other.example', '200', 'GET /a b'],
  ['HTTP://localhost:PORT', 'other.example', '200', 'GET / '],
  ['http://localhost:PORT?b', 'other.example', '200', 'GET / b'],
  ['http://other.example/a', 'localhost:PORT', '403', 'Host header'],
  ['ftp://localhost:PORT/', 'localhost:PORT', '400', 'must begin with a slash'],
  ['*', 'localhost:PORT', '400', 'must begin with a slash'],
])('the target %s is asked for at the host that it names, whatever the header says', async (target, host, status, said) => {
  const { port } = await serving(echo);

  const text = await raw(
    port,
    `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`.replaceAll('PORT', `${port}`),
  );

  expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(text).toContain(said);
});

test('the name by which containers call this machine is answered only where they do, as 127.0.0.1', async () => {
  const hostName = 'host.docker.internal';
  const server = await startServer({ hostName, doors: [echo], onBug: () => undefined });
  open.push(server);
  const without = await serving(echo);

  const text = await raw(server.port, `GET / HTTP/1.1\r\nHost: ${hostName}:${server.port}\r\nConnection: close\r\n\r\n`);
  expect(text).toMatch(/^HTTP\/1\.1 200 [^]*GET \/ {2}127\.0\.0\.1 /);
  expect(await withHost(server.port, `${hostName}:1`)).toBe('403');
  expect(await withHost(without.port, `${hostName}:${without.port}`)).toBe('403');
});

test('fails when the port is taken, and names it', async () => {
  const { port } = await serving(echo);

  const second = startServer({ port, doors: [], onBug: () => undefined });

  await expect(second).rejects.toThrow(LocalError);
  await expect(second).rejects.toMatchObject({ code: 'PORT_BUSY', message: expect.stringContaining(String(port)) });
});

test('fails when the port is taken on the IPv6 loopback address alone, and frees the other', async () => {
  await untilOurs(async () => {
    const other = createTcpServer().listen(0, '::1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };

    await expect(startServer({ port, doors: [], onBug: () => undefined })).rejects.toMatchObject({ code: 'PORT_BUSY' });

    other.close();
    await once(other, 'close');
    return port;
  });
});

test('a closed server ends idle, silent and busy connections at once and frees its port', () => untilOurs(freedByClose));

async function freedByClose(): Promise<number> {
  const { port, close } = await serving(() => ({ bodyLimit: 0, answer: () => new Promise<never>(() => undefined) }));
  const agent = new Agent({ keepAlive: true });
  const busy = get({ port, agent, path: '/', headers: { host: `localhost:${port}` } });
  const failed = once(busy, 'error');
  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  const kept = connect(port, '127.0.0.1', () => kept.write(`GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n`));
  await once(kept, 'data');
  const ended = Promise.all([once(silent.resume(), 'close'), once(kept.resume(), 'close')]);

  await close();
  await close();

  await Promise.all([failed, ended]);
  agent.destroy();
  return port;
}

test('a body may come in chunks, and is the same', async () => {
  const { port } = await serving(echo);

  const text = await raw(
    port,
    requestText(port, 'PUT /', ['Transfer-Encoding: chunked'], '3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: t\r\n\r\n'),
  );

  expect(text).toMatch(/PUT \/ {2}127\.0\.0\.1 abcdefg$/);
});

test.each([
  100, 101, 5_000_000,
])('a body of %p bytes is whole up to the limit of 100, and a longer one is told apart', async (length) => {
  const { origin } = await serving(echo);
  const body = 'x'.repeat(length);

  const text = await (await fetch(origin, { method: 'POST', body })).text();

  expect(text).toBe(length === 100 ? `POST /  127.0.0.1 ${body}` : 'tooLarge');
});

test('HTTP/1.0 is answered, and the connection ends', async () => {
  const { port } = await serving(echo);

  expect(await raw(port, `GET /old HTTP/1.0\r\nHost: localhost:${port}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 200 [\s\S]*GET \/old {2}localhost $/,
  );
  expect(await raw(port, 'GET /old HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
});

test('headers may have 900 kB together, and a thousand names', async () => {
  const { port } = await serving((head) => ({
    bodyLimit: 0,
    answer: () => ({ status: 200, headers: [], body: `${head.rawHeaders.length} ${String(head.headers['x-long']).length}` }),
  }));
  const many = Array.from({ length: 3000 }, (_, i) => `x-${i}: ${i}`);

  const text = await raw(port, requestText(port, 'GET /', [`x-long: ${'y'.repeat(900_000)}`, ...many]));

  expect(text).toMatch(/6006 900000$/);
});

test.each([
  ['more than 1 MB of headers', (port: number) => requestText(port, 'GET /', [`x: ${'y'.repeat(1_100_000)}`]), '431'],
  ['something that is not HTTP', () => 'hello there\r\n\r\n', '400'],
  ['a length that is not one', (port: number) => requestText(port, 'POST /', ['Content-Length: many'], 'x'), '400'],
  ['two lengths', (port: number) => requestText(port, 'POST /', ['Content-Length: 1', 'Content-Length: 2'], 'xx'), '400'],
  [
    'a length and chunks',
    (port: number) => requestText(port, 'POST /', ['Content-Length: 3', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
    '400',
  ],
  ['no host', () => 'GET / HTTP/1.1\r\n\r\n', '400'],
  ['a target without a slash', (port: number) => requestText(port, 'OPTIONS *'), '400'],
  ['the target of a proxy', (port: number) => requestText(port, 'GET http://evil.example/'), '403'],
])('fails when a client sends %s, and the server goes on', async (_, text, status) => {
  const { port, origin, bugs } = await serving(echo);

  const answer = await raw(port, text(port)).catch((error: NodeJS.ErrnoException) => error.code as string);

  // The server may close before all of a long head is written, which the client sees as a broken pipe.
  expect(status === '431' ? [' 431', 'ECONNRESET', 'EPIPE'] : [` ${status}`]).toContain(
    answer.startsWith('HTTP') ? answer.slice(8, 12) : answer,
  );
  expect((await fetch(origin)).status).toBe(200);
  expect(bugs).toEqual([]);
});

test('a client that hangs up in its request or before the answer does no harm', async () => {
  let release = (): void => undefined;
  let began = (): void => undefined;
  const invoked = new Promise<void>((resolve) => {
    began = resolve;
  });
  const slow: Door = (head) =>
    head.rawPath !== '/slow'
      ? undefined
      : {
          bodyLimit: 100,
          answer: () => {
            began();
            return new Promise((resolve) => {
              release = () => resolve({ status: 200, headers: [], body: 'late' });
            });
          },
        };
  const { port, origin, bugs } = await serving(slow, echo);

  const half = connect(port, '127.0.0.1', () => half.write(requestText(port, 'POST /', ['Content-Length: 50'], 'half')));
  await once(half, 'connect');
  half.resetAndDestroy();
  const waiting = request({ port, path: '/slow', headers: { host: `localhost:${port}` } });
  const gone = new Promise((resolve) => waiting.on('close', resolve));
  waiting.on('error', () => undefined).end();
  await invoked;
  waiting.destroy();
  await gone;
  release();

  expect((await fetch(origin)).status).toBe(200);
  expect(bugs).toEqual([]);
});

test('a bug in a door is told and answered with 500; the next request is served', async () => {
  const broken: Door = (head) =>
    head.rawPath === '/bug' ? { bodyLimit: 0, answer: () => Promise.reject(new Error('bug: x')) } : undefined;
  const { origin, bugs } = await serving(broken, echo);

  const response = await fetch(`${origin}/bug`);

  expect([response.status, await response.json()]).toEqual([500, { message: 'bug: x' }]);
  expect(bugs).toEqual([new Error('bug: x')]);
  expect((await fetch(origin)).status).toBe(200);
});

test('what the person running the app can put right is told to the client, in words', async () => {
  const { origin, bugs } = await serving(() => ({
    bodyLimit: 0,
    answer: () => Promise.reject(new LocalError('RUNTIME_UNSUPPORTED', 'Function f uses ruby3.4.')),
  }));

  const response = await fetch(origin);

  expect([response.status, await response.json()]).toEqual([
    400,
    { __type: 'RUNTIME_UNSUPPORTED', message: 'Function f uses ruby3.4.' },
  ]);
  expect(bugs).toEqual([]);
});

test('an answer without a body has no length, and one to HEAD has the length of the body that is left out', async () => {
  const { origin } = await serving((head) => ({
    bodyLimit: 0,
    answer: () => ({ status: Number(head.rawPath.slice(1)), headers: [], body: 'body' }),
  }));

  const [none, notModified, head] = await Promise.all([
    fetch(`${origin}/204`),
    fetch(`${origin}/304`),
    fetch(`${origin}/200`, { method: 'HEAD' }),
  ]);

  expect([none.headers.get('content-length'), await none.text()]).toEqual([null, '']);
  expect([notModified.headers.get('content-length'), await notModified.text()]).toEqual([null, '']);
  expect([head.headers.get('content-length'), await head.text()]).toEqual(['4', '']);
});
