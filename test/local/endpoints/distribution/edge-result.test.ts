import type { EdgeCall } from '../../../../src/local/endpoints/distribution/edge-event';
import { edgeEvent } from '../../../../src/local/endpoints/distribution/edge-event';
import { edgeHeaders } from '../../../../src/local/endpoints/distribution/edge-message';
import { edgeResult } from '../../../../src/local/endpoints/distribution/edge-result';
import { forwarded } from '../../../../src/local/endpoints/distribution/forwarded';
import type { Behavior, Distribution, EdgeEvent, Forwarding, Origin, Selection } from '../../../../src/model/distribution';

const ORIGIN: Origin = {
  ...{ id: 'o', domainName: 'origin.example.com', path: '', customHeaders: [], kind: 'custom', port: 443, protocol: 'https' },
  ...{ readTimeout: 30, keepaliveTimeout: 5, sslProtocols: ['TLSv1.2'], isSigned: false, hasIdentity: false },
};
const REQUEST = {
  ...{ clientIp: '203.0.113.178', method: 'POST', uri: '/pic.jpg', querystring: 'size=large' },
  headers: edgeHeaders([
    ['Host', 'example.com'],
    ['User-Agent', 'curl/8.7.1'],
  ]),
  body: Buffer.from('{"a":1}'),
};
const RESPONSE = {
  ...{ status: 200, statusDescription: 'OK', body: 'old' },
  headers: edgeHeaders([
    ['Content-Type', 'image/jpeg'],
    ['Warning', 'none'],
  ]),
};

function callAt(event: EdgeEvent, includesBody = false): EdgeCall {
  return {
    distribution: { domainName: 'd111111abcdef8.cloudfront.net', id: 'EDFDVBD6EXAMPLE' } as Distribution,
    association: { event, functionArn: 'arn', includesBody },
    requestId: 'id',
    request: REQUEST,
    ...(event === 'origin-request' && { origin: ORIGIN }),
    ...(event.endsWith('response') && { response: RESPONSE }),
  };
}

/** What comes of the function's own event after a change. */
// biome-ignore lint/suspicious/noExplicitAny: functions do with it what they like
function changed(call: EdgeCall, change: (parts: { request: any; response: any }) => unknown) {
  const { Records } = JSON.parse(JSON.stringify(edgeEvent(call)));
  const returned = change(Records[0].cf);
  return edgeResult(Buffer.from(JSON.stringify(returned) ?? ''), call);
}

test('the event of an origin’s request is that of CloudFront (EDG-05)', () => {
  expect(edgeEvent(callAt('origin-request', true))).toEqual({
    Records: [
      {
        cf: {
          config: {
            distributionDomainName: 'd111111abcdef8.cloudfront.net',
            distributionId: 'EDFDVBD6EXAMPLE',
            eventType: 'origin-request',
            requestId: 'id',
          },
          request: {
            clientIp: '203.0.113.178',
            headers: {
              host: [{ key: 'Host', value: 'example.com' }],
              'user-agent': [{ key: 'User-Agent', value: 'curl/8.7.1' }],
            },
            method: 'POST',
            querystring: 'size=large',
            uri: '/pic.jpg',
            body: { action: 'read-only', encoding: 'base64', data: 'eyJhIjoxfQ==', inputTruncated: false },
            origin: {
              custom: {
                ...{ customHeaders: {}, domainName: 'origin.example.com', keepaliveTimeout: 5, path: '', port: 443 },
                ...{ protocol: 'https', readTimeout: 30, sslProtocols: ['TLSv1.2'] },
              },
            },
          },
        },
      },
    ],
  });
});

test('a request may go on changed, to another origin and with another body', () => {
  const result = changed(callAt('origin-request', true), ({ request }) => {
    request.uri = '/new';
    request.headers.host = [{ key: 'Host', value: 'site.s3.eu-west-1.amazonaws.com' }];
    request.body = { action: 'replace', encoding: 'base64', data: 'YQ==' };
    request.origin = {
      s3: { authMethod: 'origin-access-identity', domainName: 'site.s3.eu-west-1.amazonaws.com', path: '', customHeaders: {} },
    };
    return request;
  });

  expect(result).toMatchObject({
    kind: 'request',
    request: { uri: '/new', body: Buffer.from('a') },
    origin: { kind: 's3', bucket: { name: 'site', mayRead: true } },
  });
});

test('a response may be replaced, and keeps the body that it is not given', () => {
  const kept = changed(callAt('origin-response'), ({ response }) => response);
  const replaced = changed(callAt('origin-response'), () => ({ status: 404, body: 'bm8=', bodyEncoding: 'base64' }));

  expect(kept).toMatchObject({ kind: 'response', response: { status: 200, body: 'old' } });
  expect(replaced).toMatchObject({
    kind: 'response',
    response: { status: 404, statusDescription: 'Not Found', body: Buffer.from('no'), headers: {} },
  });
});

const set = (headers: object) => (message: { headers: object }) => ({ ...message, headers: { ...message.headers, ...headers } });

test.each<[EdgeEvent, string, (parts: { request: never; response: never }) => unknown, string]>([
  ['viewer-request', 'a host', ({ request }) => set({ host: [{ value: 'other' }] })(request), 'read-only header host'],
  ['viewer-request', 'Connection', ({ request }) => set({ connection: [{ value: 'a' }] })(request), 'connection is not allowed'],
  ['viewer-request', 'X-Edge-A', ({ request }) => set({ 'X-Edge-A': [{ value: 'a' }] })(request), 'x-edge-a is not allowed'],
  ['viewer-request', 'text for a list', ({ request }) => set({ 'x-a': 'b' })(request), 'is not a list'],
  ['viewer-request', 'another key', ({ request }) => set({ 'x-a': [{ key: 'X-B', value: 'b' }] })(request), 'has the key X-B'],
  ['viewer-request', 'no value', ({ request }) => set({ 'x-a': [{ key: 'X-A' }] })(request), 'has no value'],
  ['viewer-request', 'a broken line', ({ request }) => set({ 'x-a': [{ value: 'b\r\nc: d' }] })(request), 'Invalid character'],
  ['viewer-request', 'a method', ({ request }) => ({ ...(request as object), method: 'PUT' }), 'method is read-only'],
  ['viewer-request', 'an address', ({ request }) => ({ ...(request as object), clientIp: '::1' }), 'clientIp is read-only'],
  ['viewer-request', 'no path', ({ request }) => ({ ...(request as object), uri: 'a' }), 'uri must begin'],
  ['viewer-request', 'a blank', ({ request }) => ({ ...(request as object), querystring: 'a b' }), 'has a blank'],
  ['viewer-request', 'a long URL', ({ request }) => ({ ...(request as object), uri: `/${'a'.repeat(8182)}` }), '8192 characters'],
  ['viewer-request', 'text', () => 'no', 'not an object'],
  ['viewer-request', 'nothing', () => undefined, 'not JSON'],
  ['viewer-request', 'a status that is none', () => ({ status: '20' }), 'status is "20"'],
  ['viewer-request', 'a large response', () => ({ status: '200', body: 'a'.repeat(40_961) }), 'at most 40960'],
  ['viewer-request', 'another encoding', () => ({ status: '200', body: '', bodyEncoding: 'gzip' }), 'bodyEncoding'],
  ['origin-request', 'Via', ({ request }) => set({ via: [{ value: 'a' }] })(request), 'read-only header via'],
  ['origin-request', 'an empty origin', ({ request }) => ({ ...(request as object), origin: {} }), 'neither s3 nor custom'],
  ['origin-request', 'a large response', () => ({ status: '200', body: 'a'.repeat(1_048_577) }), 'at most 1048576'],
  ['origin-response', 'Via', ({ response }) => set({ via: [{ value: 'a' }] })(response), 'read-only header via'],
  ['viewer-response', 'a status', ({ response }) => ({ ...(response as object), status: '404' }), 'status is read-only'],
  ['viewer-response', 'no Warning', ({ response }) => ({ ...(response as object), headers: {} }), 'read-only header warning'],
])('fails when a function of %s returns %s (EDGE-06, EDGE-07)', (event, _, change, why) => {
  expect(changed(callAt(event), change as never)).toEqual({ kind: 'invalid', why: expect.stringContaining(why) });
});

test('responses and bodies are taken up to their limits (EDGE-04)', () => {
  const made = changed(callAt('viewer-request'), () => ({ status: '200', body: 'a'.repeat(40_960) }));
  const replacing = (data: string) =>
    changed(callAt('viewer-request', true), ({ request }) => ({
      ...request,
      body: { action: 'replace', encoding: 'text', data },
    }));

  expect([made, replacing('a'.repeat(40_960)), replacing('a'.repeat(40_961))].map(({ kind }) => kind)).toEqual([
    ...['response', 'request', 'invalid'],
  ]);
});

test.each<[string, Selection]>([
  ['none', { takes: 'none', names: [] }],
  ['host, user-agent', { takes: 'all', names: [] }],
  ['user-agent', { takes: 'only', names: ['user-agent'] }],
  ['user-agent', { takes: 'except', names: ['host'] }],
])('of the viewer’s headers the origin sees %s by its policy', (expected, headers) => {
  const forwarding: Forwarding = { headers: [headers], cookies: [], queries: [], acceptEncoding: false };
  const seen = forwarded(REQUEST, { forwarding } as Behavior, ORIGIN, 'via');

  const own = ['host', 'user-agent'].filter((name) => seen.headers[name]?.[0]?.value === REQUEST.headers[name]?.[0]?.value);
  expect(own.join(', ') || 'none').toBe(expected);
});

test('cookies and parameters go to the origin by their names', () => {
  const only = (...names: string[]): Selection => ({ takes: 'only', names });
  const request = { ...REQUEST, querystring: 'a=1&b=2&a=3', headers: edgeHeaders([['Cookie', 'c=1; d=2']]) };
  const forwarding: Forwarding = { headers: [], cookies: [only('d')], queries: [only('a')], acceptEncoding: false };

  const seen = forwarded(request, { forwarding } as Behavior, ORIGIN, 'via');

  expect([seen.querystring, seen.headers.cookie?.[0]?.value]).toEqual(['a=1&a=3', 'd=2']);
});
