import { connect } from 'node:net';
import { VirtualClock } from '../../../../src/local/time/virtual-clock';
import { eventOf, fakeLambda } from '../scene';
import { integration, route, socketScene, until } from './scene';

const echo = fakeLambda(({ payload }) => ({
  result: { statusCode: 200, body: JSON.parse(Buffer.from(payload).toString()).body },
}));

test('what the integration answers is sent back only where the route has a response, whatever its status (APW-04)', async () => {
  const lambda = fakeLambda(({ payload }) => {
    const { body } = JSON.parse(Buffer.from(payload).toString()) as { body?: string };
    return { result: { statusCode: body?.includes('teapot') ? 418 : 200, body: `re: ${body}` } };
  });
  const scene = await socketScene({ lambda, routes: [route('quiet'), route('loud', { responds: true })] });
  const { client, next } = await scene.connect();

  client.send('{"action":"quiet"}');
  client.send('{"action":"loud"}');
  client.send('{"action":"loud","a":"teapot"}');

  expect(await next()).toBe('re: {"action":"loud"}');
  expect(await next()).toBe('re: {"action":"loud","a":"teapot"}');
});

test('a message that no route is for is forbidden, in API Gateway’s words', async () => {
  const scene = await socketScene({ routes: [route('known')] });
  const { client, next } = await scene.connect();

  client.send('{"action":"$connect"}');

  expect(await next()).toMatch(/^\{"message": "Forbidden", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/);
  expect(scene.told('webSocket.message')).toMatchObject([{ refused: 'No route is for $connect, and there is no $default.' }]);
});

test.each([
  ['fails', { functionError: 'Unhandled' as const }],
  ['cannot be reached', { kind: 'awsError' as const, type: 'ServiceException', status: 500, message: 'gone' }],
])('a function that %s is told to the client, which stays connected', async (_, behaviour) => {
  const lambda = fakeLambda(() => behaviour);
  const scene = await socketScene({ lambda, routes: [route('$default')] });
  const { client, next } = await scene.connect();

  client.send('hello');

  expect(await next()).toMatch(/^\{"message": "Internal server error", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/);
  expect(client.readyState).toBe(client.OPEN);
});

test('an answer that is no response is told to the client only where it waits for one', async () => {
  const lambda = fakeLambda(() => ({ result: 'hello' }));
  const scene = await socketScene({ lambda, routes: [route('quiet'), route('loud', { responds: true })] });
  const { client, next } = await scene.connect();

  client.send('{"action":"quiet"}');
  await until(() => lambda.requests.length === 1);
  client.send('{"action":"loud"}');

  expect(await next()).toContain('Internal server error');
  expect(scene.told('webSocket.message').map(({ response }) => response === undefined)).toEqual([true, false]);
});

test.each([
  ['${request.body.kind}-${request.body.version}', '{"kind":"order","version":2}', 'order-2'],
  ['$request.body.a.b', '{"a":{"b":"order-2"}}', 'order-2'],
  ['$request.body.list[1]', '{"list":["x","order-2"]}', 'order-2'],
  ['$request.body.action', '{"action":["order-2"]}', '$default'],
  ['$request.body.action', '"order-2"', '$default'],
  ['$request.body.action', '{"action":"order-2"', '$default'],
  ['$request.body.toString', '{}', '$default'],
  ['$request.body.action', '', '$default'],
])('%s of %s is for %s', async (routeSelection, body, expected) => {
  const scene = await socketScene({ api: { routeSelection }, routes: [route('order-2'), route('$default')] });
  const { client } = await scene.connect();

  client.send(body);
  await until(() => scene.lambda.requests.length === 1);

  expect(eventOf(scene.lambda)).toMatchObject({ requestContext: { routeKey: expected }, body });
});

test('messages of one client are under way at once', async () => {
  const waiting: (() => void)[] = [];
  const lambda = fakeLambda(() => new Promise((settle) => waiting.push(() => settle({ result: null }))));
  const scene = await socketScene({ lambda, routes: [route('$default')] });
  const { client } = await scene.connect();

  client.send('one');
  client.send('two');
  await until(() => waiting.length === 2);

  expect(scene.webSockets.gateway.pending).toHaveLength(2);
  for (const go of waiting) go();
  await until(() => scene.webSockets.gateway.pending.length === 0);
});

test('an integration that takes longer than it may is given up, and the client is told', async () => {
  const lambda = fakeLambda(() => new Promise(() => undefined));
  const scene = await socketScene({ lambda, routes: [route('$default', { integration: integration({ timeoutMs: 50 }) })] });
  const { client, next } = await scene.connect();

  client.send('hello');

  expect(await next()).toContain('Internal server error');
  expect(scene.told('webSocket.message')).toMatchObject([{ refused: expect.stringContaining('did not answer within 50 ms') }]);
});

test.each([
  ['a frame of more than 32 KB', [32_769]],
  ['a message of more than 128 KB', [32_768, 32_768, 32_768, 32_768, 1]],
])('%s closes the connection with 1009 (APW-02)', async (_, frames) => {
  const scene = await socketScene();
  const { client, closed } = await scene.connect();

  frames.forEach((size, at) => client.send('x'.repeat(size), { fin: at === frames.length - 1 }));

  expect((await closed)[0]).toBe(1009);
  await until(() => scene.lambda.requests.length === 2);
  expect(eventOf(scene.lambda, 1).requestContext).toMatchObject({ eventType: 'DISCONNECT', disconnectStatusCode: 1009 });
  expect(scene.webSockets.gateway.connections.size).toBe(0);
});

test('a message of 128 KB in frames of 32 KB is taken, and answered in such frames', async () => {
  const scene = await socketScene({ lambda: echo, routes: [route('$default', { responds: true })] });
  const { client, next } = await scene.connect();

  for (let at = 0; at < 4; at++) client.send('é'.repeat(16_384), { fin: at === 3 });

  expect((await next()).length).toBe(65_536);
});

test('a binary frame closes the connection with 1003', async () => {
  const scene = await socketScene();
  const { client, closed } = await scene.connect();

  client.send(Buffer.from([1, 2, 3]));

  expect((await closed)[0]).toBe(1003);
  await until(() => scene.told('webSocket.disconnect').length === 1);
  expect(scene.told('webSocket.message')).toEqual([]);
});

test('text that is no UTF-8 closes the connection with 1007', async () => {
  const scene = await socketScene();
  const { client, closed } = await scene.connect();

  client.send(Buffer.from([0xff, 0xfe]), { binary: false });

  expect((await closed)[0]).toBe(1007);
  await until(() => scene.told('webSocket.disconnect').length === 1);
  expect(scene.told('webSocket.disconnect')).toMatchObject([{ code: 1007 }]);
});

test('pings are answered, and keep a connection alive', async () => {
  const clock = new VirtualClock();
  const scene = await socketScene({ clock });
  const { client } = await scene.connect();
  const ponged = new Promise((settle) => client.once('pong', settle));
  await clock.advance({ minutes: 9 });

  client.ping();
  await ponged;
  await clock.advance({ minutes: 9 });

  expect(scene.webSockets.gateway.connections.size).toBe(1);
});

test('ten minutes without a word close a connection with 1001, under the clock (APW-02)', async () => {
  const clock = new VirtualClock();
  const scene = await socketScene({ clock });
  const { closed } = await scene.connect();

  await clock.advance({ minutes: 10 });

  expect(await closed).toEqual([1001, 'Going away']);
  await until(() => scene.lambda.requests.length === 2);
  expect(eventOf(scene.lambda, 1).requestContext).toMatchObject({ disconnectStatusCode: 1001, disconnectReason: 'Going away' });
});

test.each([
  ['without a code', [], { disconnectStatusCode: 1005, disconnectReason: 'Client-side close frame status not set' }],
  ['with a code', [4001, 'enough'], { disconnectStatusCode: 4001, disconnectReason: 'enough' }],
])('a client that leaves %s is told to $disconnect (APW-03)', async (_, code, expected) => {
  const scene = await socketScene();
  const { client, closed } = await scene.connect();

  client.close(...(code as [number?, string?]));
  await closed;
  await until(() => scene.lambda.requests.length === 2);

  expect(eventOf(scene.lambda, 1).requestContext).toMatchObject(expected);
});

test('a client that vanishes is told to $disconnect as 1006', async () => {
  const scene = await socketScene();
  const { client } = await scene.connect();

  client.terminate();
  await until(() => scene.told('webSocket.disconnect').length === 1);

  expect(scene.told('webSocket.disconnect')).toMatchObject([{ code: 1006 }]);
});

test('bytes that are no frames do no harm to anybody else', async () => {
  const scene = await socketScene({ lambda: echo, routes: [route('$default', { responds: true })] });
  const { client, next } = await scene.connect();
  const key = Buffer.alloc(16).toString('base64');
  const head = `GET ${new URL(scene.address).pathname} HTTP/1.1\r\nHost: 127.0.0.1:${scene.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`;
  const socket = connect(scene.port, '127.0.0.1', () => socket.write(head));
  const ended = new Promise((settle) => socket.once('close', settle));

  socket.once('data', () => socket.write('GET / HTTP/1.1\r\n\r\n'.repeat(100)));
  socket.on('error', () => undefined);
  await ended;

  client.send('still here');
  expect(await next()).toBe('still here');
  expect(scene.bugs).toEqual([]);
});

test('a thousand connections leave nothing behind', async () => {
  const scene = await socketScene({ lambda: echo, routes: [route('$default', { responds: true })] });
  const held = () => scene.webSockets.gateway.connections.size;
  for (let round = 0; round < 10; round++) {
    const conversations = await Promise.all(Array.from({ length: 100 }, () => scene.connect()));
    expect(held()).toBe(100);
    for (const { client } of conversations) client.send('hello');
    await Promise.all(conversations.map(({ next }) => next()));
    conversations.forEach(({ client }, at) => (at % 2 === 0 ? client.close() : client.terminate()));
    await until(() => held() === 0);
  }
  await until(() => scene.webSockets.gateway.pending.length === 0);

  expect(scene.bugs).toEqual([]);
}, 60_000);

test('what asks for another protocol than WebSockets, or at no API, is answered like any request', async () => {
  const scene = await socketScene();
  const answerTo = (path: string, upgrade: string) =>
    new Promise<string>((settle) => {
      const socket = connect(scene.port, '127.0.0.1', () => {
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${scene.port}\r\nUpgrade: ${upgrade}\r\nConnection: Upgrade\r\nContent-Length: 2\r\n\r\n{}`,
        );
      });
      socket.once('data', (data) => {
        settle(data.toString().split('\r\n')[0] as string);
        socket.destroy();
      });
    });

  expect(await answerTo('/nowhere', 'h2c')).toBe('HTTP/1.1 404 Not Found');
  expect(await answerTo('/nowhere', 'websocket')).toBe('HTTP/1.1 404 Not Found');
  expect(await answerTo('/_api/zzzzzzzzzz/prod', 'websocket')).toBe('HTTP/1.1 403 Forbidden');
});

test('fails when a web page of another name asks for a connection', async () => {
  const scene = await socketScene();

  await expect(scene.connect({ headers: { host: `evil.example:${scene.port}` } })).rejects.toThrow('403');
  expect(scene.lambda.requests).toEqual([]);
});
