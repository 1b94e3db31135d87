import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callIntegration } from '../../../../src/local/endpoints/mapping/call-integration';
import { httpBackend } from '../../../../src/local/endpoints/rest-api/http-backend';
import type { RestIntegration } from '../../../../src/model/rest-integration';
import { integration, method, resource, restScene } from './scene';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** The origin of a server on this machine that answers so. */
async function serverThat(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => answer(request, response, body));
  });
  closing.push(() => server.close().closeAllConnections());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function httpScene(values: Partial<RestIntegration>, localAddress = (uri: string) => uri) {
  const aws = () => Promise.reject(new Error('bug: no service is asked'));
  return restScene({
    resources: [resource('/{proxy+}', method({ integration: integration({ type: 'HTTP_PROXY', method: 'ANY', ...values }) }))],
    mapping: { callIntegration, aws, http: httpBackend(localAddress) },
  });
}

const PATH = { 'integration.request.path.proxy': 'method.request.path.proxy' };

test('a server on this machine answers in the place of a function', async () => {
  const origin = await serverThat(({ url, method: asked, headers }, response, body) => {
    response.writeHead(201, { 'x-own': 'a', server: 'mine', 'content-type': 'text/plain' });
    response.end(`${asked} ${url} ${headers['x-client']} ${body}`);
  });
  const served = await httpScene({ uri: `${origin}/base/{proxy}`, requestParameters: PATH });

  const response = await fetch(`${served.href}/a/b?q=1&q=2`, { method: 'POST', headers: { 'x-client': 'c' }, body: 'text' });

  expect([response.status, await response.text()]).toEqual([201, 'POST /base/a/b?q=1&q=2 c text']);
  expect([response.headers.get('x-own'), response.headers.get('x-amzn-remapped-server')]).toEqual(['a', 'mine']);
  expect(served.requests()).toMatchObject([{ status: 201, integrationStatus: 201, integration: `${origin}/base/{proxy}` }]);
});

test('what was a door of the app on AWS is asked where it is served here', async () => {
  const origin = await serverThat((_, response) => response.end('here'));
  const served = await httpScene({ uri: 'https://abc.execute-api.eu-west-1.amazonaws.com/prod' }, (uri) =>
    uri.replace('https://abc.execute-api.eu-west-1.amazonaws.com', origin),
  );

  expect(await (await fetch(`${served.href}/a`)).text()).toBe('here');
});

test.each([
  ['a server elsewhere', 'https://example.com/orders', /not on this machine/],
  ['a server that is not there', 'http://127.0.0.1:1/', /ECONNREFUSED/],
  ['something else than a server', 'ftp://127.0.0.1/', /no address of a server/],
])('fails when the integration is for %s: 504, with the reason', async (_, uri, reason) => {
  const served = await httpScene({ uri });

  const response = await fetch(`${served.href}/a`);

  expect(response.status).toBe(504);
  expect(response.headers.get('x-lambda-kit-reason')).toMatch(reason);
});
