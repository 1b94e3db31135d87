import type { RestMethod } from '../../../../src/model/rest-api';
import { method, resource, restScene } from './scene';

const ORDER = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer', minimum: 1 }, item: { $ref: 'https://apigateway.amazonaws.com/restapis/x/models/Item' } },
};
const ITEM = { type: 'object', properties: { name: { type: 'string', maxLength: 3 } }, additionalProperties: false };
const models = [
  { name: 'Order', contentType: 'application/json', schema: ORDER },
  { name: 'Item', contentType: 'application/json', schema: ITEM },
];

function validating(values: Partial<RestMethod>, parameters = true, body = true) {
  const validator = { id: 'v', body, parameters };
  return restScene({ api: { models }, resources: [resource('/{id}', method({ validator, ...values }))] });
}

const REQUIRED = {
  'method.request.querystring.q': true,
  'method.request.header.X-Need': true,
  'method.request.path.id': true,
  'method.request.querystring.maybe': false,
};

test.each([
  ['/7?q=1', { 'x-need': 'a' }, undefined],
  ['/7', {}, 'X-Need, q'],
  ['/7?q=', { 'x-need': 'a' }, 'q'],
  ['/7?q=1', { 'x-need': ' ' }, 'X-Need'],
])('of the required parameters, %s with %j lacks %s', async (path, headers, missing) => {
  const served = await validating({ requestParameters: REQUIRED });

  const response = await fetch(served.href + path, { headers });

  expect(response.status).toBe(missing === undefined ? 200 : 400);
  if (missing === undefined) return;
  expect(await response.json()).toEqual({ message: `Missing required request parameters: [${missing}]` });
  expect(response.headers.get('x-amzn-errortype')).toBe('BadRequestException');
  expect(served.lambda.requests).toEqual([]);
});

const json = { 'content-type': 'application/json' };

test.each([
  ['{"id":1}', json, 200],
  ['{"id":1}', { 'content-type': 'application/json; charset=utf-8' }, 200],
  ['{"id":1,"item":{"name":"abc"}}', json, 200],
  ['{"id":0}', json, 400],
  ['{"id":1.5}', json, 400],
  ['{"id":1,"item":{"name":"abcd"}}', json, 400],
  ['{"id":1,"item":{"other":1}}', json, 400],
  ['{"item":{}}', json, 400],
  ['[]', json, 400],
  ['{"id":', json, 400],
  ['', json, 400],
  ['<id/>', { 'content-type': 'application/xml' }, 200],
])('a body %s of %j has the answer %d', async (body, headers, status) => {
  const served = await validating({ requestModels: { 'application/json': 'Order' } });

  const response = await fetch(`${served.href}/7`, { method: 'POST', headers, body });

  expect(response.status).toBe(status);
  if (status === 400) expect(await response.json()).toEqual({ message: 'Invalid request body' });
  if (status === 400) expect(response.headers.get('x-lambda-kit-reason')).not.toBeNull();
});

test('a model for everything else takes what has none of its own', async () => {
  const served = await validating({ requestModels: { 'application/json': 'Empty', $default: 'Order' } });

  const statuses = [];
  for (const type of ['application/json', 'text/plain']) {
    statuses.push((await fetch(`${served.href}/7`, { method: 'POST', headers: { 'content-type': type }, body: '{}' })).status);
  }

  expect(statuses).toEqual([200, 400]);
});

test('only what the validator is for is looked at', async () => {
  const values = { requestParameters: REQUIRED, requestModels: { 'application/json': 'Order' } };
  const body = await validating(values, false, true);
  const parameters = await validating(values, true, false);

  expect((await fetch(`${body.href}/7`, { method: 'POST', body: '{"id":1}', headers: json })).status).toBe(200);
  expect(
    (await fetch(`${parameters.href}/7?q=1`, { method: 'POST', body: '{}', headers: { ...json, 'x-need': 'a' } })).status,
  ).toBe(200);
});

test('fails when a model is not there: 400', async () => {
  const served = await validating({ requestModels: { 'application/json': 'Nothing' } });

  expect((await fetch(`${served.href}/7`, { method: 'POST', body: '{}', headers: json })).status).toBe(400);
});
