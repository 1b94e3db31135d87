import { TemplateError } from '../../../../src/local/endpoints/mapping/velocity/template-error';
import { mapRequest, mapResponse } from '../../../../src/local/endpoints/service-integrations/map-parameters';
import { request } from '../mapping/scene';

const GIVEN = request({ headers: ['A', '1', 'b', '2'], path: '/orders/7', body: '{"x": {"y": [1, 2]}}' });

test.each([
  [{ 'append:header.a': 'new' }, { headers: ['A', '1', 'b', '2', 'a', 'new'] }],
  [{ 'overwrite:header.a': '$request.header.B' }, { headers: ['b', '2', 'a', '2'] }],
  [{ 'remove:header.A': '' }, { headers: ['b', '2'] }],
  [{ 'append:header.c': '$request.body.x.y[1]' }, { headers: ['A', '1', 'b', '2', 'c', '2'] }],
  [{ 'append:header.c': '$context.identity.sourceIp' }, { headers: ['A', '1', 'b', '2', 'c', '127.0.0.1'] }],
  [{ 'append:header.c': '$request.header.none' }, { headers: ['A', '1', 'b', '2'] }],
  [{ 'append:querystring.q': 'c' }, { query: { q: ['a', 'b', 'c'] } }],
  [{ 'overwrite:querystring.q': '$request.querystring.q' }, { query: { q: ['a,b'] } }],
  [{ 'remove:querystring.q': "''" }, { query: {} }],
  [{ 'overwrite:path': '/v2/${request.path.id}-${stageVariables.table}' }, { path: '/v2/7-Orders' }],
  [{ 'overwrite:path': '$request.path' }, { path: '/orders/7' }],
])('a request with %p', (parameters: Record<string, string>, expected) => {
  expect(mapRequest(parameters, GIVEN)).toEqual({ headers: GIVEN.headers, query: GIVEN.query, ...expected });
});

const RESPONSE = { status: 404, headers: ['A', '1'], body: Buffer.from('{"code": 410}') };

test.each([
  [{ 'append:header.b': '$response.header.a' }, { headers: ['A', '1', 'b', '1'] }],
  [{ 'overwrite:header.a': '$context.stage' }, { headers: ['a', 'prod'] }],
  [{ 'remove:header.a': '' }, { headers: [] }],
  [{ 'overwrite:statuscode': '403' }, { status: 403 }],
  [{ 'overwrite:statuscode': '$response.body.code' }, { status: 410 }],
])('a response with %p', (parameters: Record<string, string>, expected) => {
  expect(mapResponse({ '404': parameters, '200': { 'remove:header.a': '' } }, RESPONSE, GIVEN)).toEqual({
    status: 404,
    headers: RESPONSE.headers,
    ...expected,
  });
});

test('a response of another status stays as it is', () => {
  const { status, headers } = RESPONSE;
  expect(mapResponse({ '200': { 'remove:header.a': '' } }, RESPONSE, GIVEN)).toEqual({ status, headers });
});

test.each([
  'append:path',
  'overwrite:cookie.a',
  'overwrite:header',
  'add:header.a',
  'remove:path',
  'overwrite:header.Authorization',
  'append:header.x-amz-target',
  'overwrite:header.Via',
  'overwrite:statuscode',
])('fails when a parameter of a request is %s', (key) => {
  expect(() => mapRequest({ [key]: 'a' }, GIVEN)).toThrow(TemplateError);
});

test.each(['99', '600', 'x', ''])('fails when the status is overwritten with %p', (status) => {
  expect(() => mapResponse({ '404': { 'overwrite:statuscode': status } }, RESPONSE, GIVEN)).toThrow(TemplateError);
});
