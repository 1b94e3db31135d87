import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpScene, integration, route } from './scene';

let server: Server;
let origin: string;
let arrived: () => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/silent') {
      arrived();
      return;
    }
    if (request.url === '/cut') {
      request.socket.destroy();
      return;
    }
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.writeHead(202, { 'x-own': 'yes' });
      response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const to = (key: string, uri: string, more = {}) =>
  route(key, { integration: integration({ type: 'HTTP_PROXY', uri, method: 'ANY', payloadFormat: '1.0', ...more }) });

test('a request is passed on to a server on this machine, and its answer back', async () => {
  const scene = await httpScene({ routes: [to('ANY /api/{proxy+}', `${origin}/below/{proxy}`)] });

  const response = await fetch(`${scene.href}/api/a/b%20c?x=1`, { method: 'PUT', headers: { 'x-own': 'one' }, body: 'text' });

  expect([response.status, response.headers.get('x-own'), response.headers.getSetCookie()]).toEqual([202, 'yes', ['a=1', 'b=2']]);
  expect(await response.json()).toMatchObject({
    method: 'PUT',
    url: '/below/a/b%20c?x=1',
    body: 'text',
    headers: { host: origin.slice('http://'.length), 'x-own': 'one', via: 'HTTP/1.1 AmazonAPIGateway' },
  });
  expect(scene.requests()).toMatchObject([{ integration: `${origin}/below/a/b%20c?x=1`, integrationStatus: 202, status: 202 }]);
});

test('$default keeps the whole path, other routes only what their address says, with a method of their own', async () => {
  const scene = await httpScene({
    routes: [to('$default', origin), to('GET /fixed', `${origin}/elsewhere`, { method: 'POST' })],
  });

  expect(await (await fetch(`${scene.href}/store/checkout`)).json()).toMatchObject({ method: 'GET', url: '/store/checkout' });
  expect(await (await fetch(`${scene.href}/fixed`)).json()).toMatchObject({ method: 'POST', url: '/elsewhere' });
});

test.each([
  'https://example.com/',
  'http://10.0.0.1/',
  'http://127.0.0.1.example.com/',
  'file:///etc/passwd',
  'nonsense',
])('fails when the address is %s, which is not on this machine', async (uri) => {
  const scene = await httpScene({ routes: [to('GET /a', uri)] });

  const response = await fetch(`${scene.href}/a`);

  expect(response.status).toBe(500);
  expect(response.headers.get('x-lambda-kit-reason')).toBeTruthy();
});

test('fails when the server is silent, breaks off or is not there', async () => {
  const routes = [
    to('GET /silent', `${origin}/silent`, { timeoutMs: 50 }),
    to('GET /cut', `${origin}/cut`),
    to('GET /none', 'http://127.0.0.1:1/'),
  ];
  const scene = await httpScene({ routes });

  const begun = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const silent = fetch(`${scene.href}/silent`);
  await begun;
  await scene.clock.advance(50);

  expect((await silent).status).toBe(503);
  expect((await fetch(`${scene.href}/cut`)).status).toBe(503);
  expect((await fetch(`${scene.href}/none`)).status).toBe(503);
  expect(scene.bugs).toEqual([]);
});
