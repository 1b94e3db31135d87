import type { GatewayResponse } from '../../../../src/model/rest-api';
import { fakeLambda } from '../scene';
import { method, resource, restScene, stage } from './scene';

function answer(type: string, values: Partial<GatewayResponse> = {}): GatewayResponse {
  return { type, parameters: {}, templates: {}, ...values };
}

const MISSING = [resource('/orders')];

function answering(...gatewayResponses: readonly GatewayResponse[]) {
  return restScene({ resources: MISSING, api: { gatewayResponses, stages: [stage('prod', { variables: { site: 'shop' } })] } });
}

test('the app has another status, headers and a body of its own', async () => {
  const parameters = {
    'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
    'gatewayresponse.header.X-Origin': 'method.request.header.origin',
    'gatewayresponse.header.X-Query': 'method.request.querystring.q',
    'gatewayresponse.header.X-Path': 'context.path',
    'gatewayresponse.header.X-Site': 'stageVariables.site',
    'gatewayresponse.header.X-Missing': 'method.request.header.none',
  };
  const template =
    '{"m":$context.error.messageString,"t":"$context.error.responseType","s":"$context.stage","n":"$context.none","v":"${stageVariables.site}"}';
  const served = await answering(
    answer('MISSING_AUTHENTICATION_TOKEN', { statusCode: '404', parameters, templates: { 'application/json': template } }),
  );

  const response = await fetch(`${served.href}/nowhere?q=1`, { headers: { origin: 'https://a.example' } });

  expect([response.status, await response.json()]).toEqual([
    404,
    { m: 'Missing Authentication Token', t: 'MISSING_AUTHENTICATION_TOKEN', s: 'prod', n: '', v: 'shop' },
  ]);
  const names = ['access-control-allow-origin', 'x-origin', 'x-query', 'x-path', 'x-site', 'x-missing', 'x-amzn-errortype'];
  expect(names.map((name) => response.headers.get(name))).toEqual([
    ...['*', 'https://a.example', '1', '/prod/nowhere', 'shop', null],
    'MissingAuthenticationTokenException',
  ]);
});

test('one response stands for all of its kind; the more exact one goes before it', async () => {
  const parameters = { 'gatewayresponse.header.X-Kind': "'4xx'" };
  const served = await answering(
    answer('DEFAULT_4XX', { parameters }),
    answer('DEFAULT_5XX', { statusCode: '599' }),
    answer('ACCESS_DENIED', { statusCode: '418' }),
  );

  const response = await fetch(`${served.href}/nowhere`);

  expect([response.status, response.headers.get('x-kind')]).toEqual([403, '4xx']);
  expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
});

test('an integration that fails has the response for 5XX', async () => {
  const served = await restScene({
    lambda: fakeLambda(() => ({ result: 'text' })),
    api: { gatewayResponses: [answer('DEFAULT_5XX', { templates: { 'text/html': '<b>$context.error.message</b>' } })] },
  });

  const response = await fetch(served.href);

  expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html']);
  expect(await response.text()).toBe('<b>Internal server error</b>');
});

test('the template is the one for what the client accepts', async () => {
  const templates = { 'application/json': '{"a":1}', 'text/html': '<a/>' };
  const served = await answering(answer('DEFAULT_4XX', { templates }));

  const html = await fetch(`${served.href}/nowhere`, { headers: { accept: 'text/html, */*' } });
  const other = await fetch(`${served.href}/nowhere`, { headers: { accept: 'text/csv' } });

  expect([html.headers.get('content-type'), await html.text()]).toEqual(['text/html', '<a/>']);
  expect([other.headers.get('content-type'), await other.text()]).toEqual(['application/json', '{"a":1}']);
});

test('a body that is refused tells why, where the template asks for it', async () => {
  const models = [{ name: 'Order', contentType: 'application/json', schema: { type: 'object', required: ['id'] } }];
  const templates = { 'application/json': '{"why":"$context.error.validationErrorString"}' };
  const served = await restScene({
    api: { models, gatewayResponses: [answer('BAD_REQUEST_BODY', { statusCode: '422', templates })] },
    resources: [
      resource(
        '/',
        method({ validator: { id: 'v', body: true, parameters: false }, requestModels: { 'application/json': 'Order' } }),
      ),
    ],
  });

  const response = await fetch(served.href, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });

  expect([response.status, await response.json()]).toEqual([422, { why: 'the body has no id' }]);
});

test('a header that cannot be sent is left out, and a status that there is not is the one by default', async () => {
  const parameters = { 'gatewayresponse.header.X-Bad': "'a\nb'" };
  const served = await answering(answer('DEFAULT_4XX', { statusCode: '1000', parameters }));

  expect((await fetch(`${served.href}/nowhere`)).status).toBe(403);
});
