import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { DescribeStreamSummaryCommand, KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import type { Door } from '../../../src/local/endpoints/http';
import { type RunningServer, startServer } from '../../../src/local/endpoints/server';
import { closeServed, recording, servedServices } from '../../support/served-services';

const open: RunningServer[] = [];
const sessions: ClientHttp2Session[] = [];

afterEach(async () => {
  for (const session of sessions.splice(0)) session.destroy();
  await Promise.all(open.splice(0).map((server) => server.close()));
  await closeServed();
});

const echo: Door = (head) => ({
  bodyLimit: 100,
  answer: (body) => ({
    status: head.method === 'DELETE' ? 204 : 200,
    headers: ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'Connection', 'close', 'X-Names', head.rawHeaders.join(' ')],
    body: body === 'tooLarge' ? body : `${head.method} ${head.rawPath} ${head.rawQuery} ${head.hostName} ${body.toString()}`,
  }),
});

async function serving(...doors: Door[]) {
  const bugs: unknown[] = [];
  const server = await startServer({ doors, onBug: (error) => bugs.push(error) });
  open.push(server);
  return { ...server, bugs };
}

function session(origin: string): ClientHttp2Session {
  const opened = connect(origin).on('error', () => undefined);
  sessions.push(opened);
  return opened;
}

async function ask(client: ClientHttp2Session, headers: Record<string, string>, body?: string) {
  const stream = client.request(headers, { endStream: body === undefined });
  if (body !== undefined) stream.end(body);
  const [answer] = await once(stream, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return { headers: answer, body: Buffer.concat(chunks).toString() };
}

test('one port serves HTTP/2 with prior knowledge beside HTTP/1.1', async () => {
  const { origin, port } = await serving(echo);
  const client = session(origin);

  const [get, post, head, none] = await Promise.all([
    ask(client, { ':path': '/a%20b?c=1', 'x-own': 'yes' }),
    ask(client, { ':path': '/', ':method': 'POST' }, 'text'),
    ask(client, { ':path': '/', ':method': 'HEAD' }),
    ask(client, { ':path': '/', ':method': 'DELETE' }),
  ]);

  expect(get.body).toBe('GET /a%20b c=1 127.0.0.1 ');
  expect(get.headers).toMatchObject({
    ...{ ':status': 200, 'set-cookie': ['a=1', 'b=2'], 'content-length': '25' },
    'x-names': `host 127.0.0.1:${port} x-own yes`,
  });
  expect(get.headers).not.toHaveProperty('connection');
  expect(post.body).toBe('POST /  127.0.0.1 text');
  expect([head.headers[':status'], head.body]).toEqual([200, '']);
  expect([none.headers[':status'], none.body]).toEqual([204, '']);
  expect(await (await fetch(`${origin}/`, { method: 'POST', body: 'text' })).text()).toBe('POST /  127.0.0.1 text');
});

test('fails when a request of HTTP/2 names a foreign host, and nothing is kept of a body that is too long', async () => {
  const { origin } = await serving(echo);
  const client = session(origin);

  expect((await ask(client, { ':path': '/', ':authority': 'evil.example' })).headers[':status']).toBe(403);
  expect((await ask(client, { ':path': '/', ':method': 'POST' }, 'x'.repeat(200_000))).body).toBe('tooLarge');
});

test('a body that comes by and by is streamed, and the one of a client that hangs up is given up', async () => {
  let endings = 0;
  async function* pieces() {
    try {
      for (let i = 0; ; i++) {
        yield Buffer.from(`${i} `);
        await new Promise((next) => setImmediate(next));
      }
    } finally {
      endings++;
    }
  }
  const { origin, bugs } = await serving(() => ({ bodyLimit: 0, answer: () => ({ status: 200, headers: [], body: pieces() }) }));
  const stream = session(origin)
    .request({ ':path': '/' })
    .on('error', () => undefined);
  let heard = '';
  stream.on('data', (chunk) => {
    heard += chunk;
    if (heard.includes('3 ')) stream.close();
  });
  await once(stream, 'close');
  while (endings === 0) await new Promise((next) => setImmediate(next));

  expect(heard).toMatch(/^0 1 2 3 /);
  expect(bugs).toEqual([]);
});

test('a preface in single bytes is understood, and so is a request of HTTP/1.1', async () => {
  const { port } = await serving(echo);
  const drip = async (text: string) => {
    const socket = connectTcp({ port, host: '127.0.0.1', noDelay: true }).on('error', () => undefined);
    await once(socket, 'connect');
    for (const letter of text.slice(0, 5)) {
      socket.write(letter);
      await new Promise((next) => setImmediate(next));
    }
    socket.write(text.slice(5), 'latin1');
    const [answer] = await once(socket, 'data');
    socket.destroy();
    return answer as Buffer;
  };

  const settings = await drip('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0');
  const put = await drip(`PUT / HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Length: 2\r\n\r\nok`);

  // The type of a frame: settings.
  expect(settings[3]).toBe(4);
  expect(put.toString()).toContain('PUT /  localhost ok');
});

test('a closed server ends sessions, and connections that have said nothing or too little', async () => {
  const { port, origin, close, bugs } = await serving(() => ({
    bodyLimit: 0,
    answer: () => new Promise<never>(() => undefined),
  }));
  const client = session(origin);
  const busy = client.request({ ':path': '/' }).on('error', () => undefined);
  await once(client, 'remoteSettings');
  const others = ['', 'P'].map((text) => {
    const socket = connectTcp(port, '127.0.0.1').on('error', () => undefined);
    if (text) socket.write(text);
    return socket.resume();
  });
  await Promise.all(others.map((socket) => once(socket, 'connect')));
  // Some of them end with an error, which `once` would not like.
  const ended = Promise.all([client, busy, ...others].map((each) => new Promise((resolve) => each.on('close', resolve))));

  await close();
  await ended;

  expect(bugs).toEqual([]);
});

test('what breaks the rules of HTTP/2 ends its own connection only', async () => {
  const { port, origin, bugs } = await serving(echo);
  const socket = connectTcp(port, '127.0.0.1').on('error', () => undefined);
  socket.write(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'x'.repeat(100)}`);
  await once(socket.resume(), 'close');

  expect((await ask(session(origin), { ':path': '/' })).headers[':status']).toBe(200);
  expect(bugs).toEqual([]);
});

test('the SDK’s client of Kinesis, which speaks HTTP/2, is answered, and its signature verified', async () => {
  const { service } = recording('kinesis', 'ListStreams', { StreamNames: ['Orders'], HasMoreStreams: false });
  const { client } = await servedServices([service], 'verify');
  const kinesis = new KinesisClient(client);
  const forger = new KinesisClient({ ...client, credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'guessed' } });

  expect(await kinesis.send(new ListStreamsCommand({}))).toMatchObject({ StreamNames: ['Orders'] });
  await expect(kinesis.send(new DescribeStreamSummaryCommand({ StreamName: 'Orders' }))).rejects.toMatchObject({
    name: 'NotEmulatedException',
  });
  await expect(forger.send(new ListStreamsCommand({}))).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  kinesis.destroy();
  forger.destroy();
});
