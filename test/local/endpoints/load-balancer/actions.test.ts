import type { Listener, ListenerAction, ListenerRule } from '../../../../src/model/load-balancer';
import { ask } from '../../../support/http-client';
import { eventOf, fakeLambda, REGION } from '../scene';
import { FORWARD, FUNCTION_ARN, GROUP_ARN, scene, targetGroup } from './scene';

const ADDRESS = { stack: 'App', logicalId: 'Rule', path: 'App/Rule' };
const OTHER_GROUP = `${GROUP_ARN}0`;

const rule = (values: Partial<ListenerRule>): ListenerRule => ({
  ...{ address: ADDRESS, priority: 1, conditions: [], action: FORWARD, rewrites: [], ...values },
});
const doing = (defaultAction: ListenerAction, more: Partial<Listener> = {}) => scene({ listener: { defaultAction, ...more } });

test('a fixed response has the status, type and text of the action', async () => {
  const served = await doing({ kind: 'fixedResponse', status: 418, contentType: 'application/json', body: '{}' });

  const answer = await ask(served.href);

  expect([answer.status, answer.text]).toEqual([418, '{}']);
  expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '2', server: 'awselb/2.0' });
});

test('a redirect fills in what the request has', async () => {
  const served = await doing({
    ...{ kind: 'redirect', status: 302, protocol: 'HTTPS', host: 'www.#{host}', port: '8443' },
    ...{ path: '/new/#{path}', query: 'from=#{port}&#{query}' },
  });

  const answer = await ask(`${served.href}/a/b?c=d`);

  expect(answer.status).toBe(302);
  expect(answer.headers.location).toBe(`https://www.shop-1.${REGION}.elb.amazonaws.com:8443/new/a/b?from=80&c=d`);
});

test('a redirect keeps what it does not name, and has no question mark without a query', async () => {
  const served = await doing({ kind: 'redirect', status: 301, host: 'example.com' });

  expect((await ask(`${served.href}/a`)).headers.location).toBe('http://example.com:80/a');
});

test('a redirect of a host that was asked for leads to that host at the other listener', async () => {
  const listener = (port: number): Listener => ({
    ...{ address: ADDRESS, arn: `${port}`, port, protocol: port === 443 ? 'HTTPS' : 'HTTP', attributes: {}, rules: [] },
    defaultAction: port === 443 ? FORWARD : { kind: 'redirect', status: 301, protocol: 'HTTPS', port: '443' },
  });
  const served = await scene({ balancer: { listeners: [listener(80), listener(443)] } });
  const local = `shop-1.${REGION}.elb.localhost:${served.port}`;

  const redirected = await ask(`http://app.example.com.${local}/a`);
  await ask(String(redirected.headers.location));

  expect(redirected.headers.location).toBe(`http://app.example.com.443.${local}/a`);
  expect(eventOf(served.lambda).headers).toMatchObject({ host: 'app.example.com', 'x-forwarded-proto': 'https' });
});

test('the event of an unusual port names it with the host', async () => {
  const served = await scene({ listener: { port: 8080 } });

  await ask(`http://app.example.com.8080.shop-1.${REGION}.elb.localhost:${served.port}/`);

  expect(eventOf(served.lambda).headers).toMatchObject({ host: 'app.example.com:8080', 'x-forwarded-port': '8080' });
});

test('fails when users would have to be authenticated: 501', async () => {
  const served = await doing({ kind: 'notEmulated', why: 'Authentication by a load balancer is not emulated.' });

  const answer = await ask(served.href);

  expect([answer.status, answer.headers['x-lambda-kit-reason']]).toEqual([
    501,
    'Authentication by a load balancer is not emulated.',
  ]);
});

test('fails when no group of the action has a weight: 503', async () => {
  const served = await doing({ kind: 'forward', groups: [{ arn: GROUP_ARN, weight: 0 }] });

  expect((await ask(served.href)).status).toBe(503);
});

test('a client stays with the target group that it was sent to first', async () => {
  const groups = [GROUP_ARN, OTHER_GROUP].map((arn) => ({ arn, weight: 1 }));
  const served = await scene({
    lambda: fakeLambda(() => ({ result: { statusCode: 200 } })),
    groups: [targetGroup(), targetGroup({ arn: OTHER_GROUP, functionArn: FUNCTION_ARN })],
    listener: { defaultAction: { kind: 'forward', groups, stickySeconds: 60 } },
  });

  const first = await ask(served.href);
  const cookies = (first.headers['set-cookie'] as string[]).map((cookie) => cookie.split(';')[0] as string);
  for (let i = 0; i < 8; i++) await ask(served.href, { headers: { cookie: cookies[i % 2] as string } });

  const groupOf = (n: number) => eventOf(served.lambda, n).requestContext.elb.targetGroupArn;
  expect(first.headers['set-cookie']).toEqual([
    expect.stringMatching(/^AWSALBTG=[\w-]+; Expires=Fri, 20 Nov 2026 12:01:00 GMT; Path=\/$/),
    expect.stringMatching(/^AWSALBTGCORS=[\w-]+; Expires=Fri, 20 Nov 2026 12:01:00 GMT; Path=\/; SameSite=None$/),
  ]);
  expect(new Set(served.lambda.requests.map((_, n) => groupOf(n)))).toEqual(new Set([groupOf(0)]));
});

test('transforms rewrite the host and the URL that the function sees, after the rule was chosen', async () => {
  const served = await scene({
    listener: {
      defaultAction: { kind: 'fixedResponse', status: 404, body: '' },
      rules: [
        rule({
          conditions: [{ field: 'path-pattern', values: ['/api/*'], regexValues: [] }],
          rewrites: [
            { of: 'url', regex: '^/api/(.+?)\\?(.*)$', replace: '/$1?old=1&$2' },
            { of: 'host', regex: '^shop-(.+?)\\..*$', replace: 'internal-$1.example.com' },
          ],
        }),
      ],
    },
  });

  await ask(`${served.href}/api/orders?a=b`);

  expect(eventOf(served.lambda)).toMatchObject({
    path: '/orders',
    queryStringParameters: { old: '1', a: 'b' },
    headers: { host: 'internal-1.example.com' },
  });
});

test('attributes of the listener set headers of every response, and take that of the server', async () => {
  const served = await doing(FORWARD, {
    attributes: {
      'routing.http.response.server.enabled': 'false',
      'routing.http.response.strict_transport_security.header_value': 'max-age=1',
    },
  });

  const { headers } = await ask(served.href);

  expect(headers['strict-transport-security']).toBe('max-age=1');
  expect(headers).not.toHaveProperty('server');
});

test('fails when nobody listens there: 404', async () => {
  const served = await scene();

  const answers = await Promise.all([
    ask(`${served.origin}/_alb/other/80/`),
    ask(`${served.origin}/_alb/shop/81/`),
    ask(`http://shop-1.us-east-1.elb.localhost:${served.port}/`),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(answers[1]?.text).toContain('shop that listens on port 81');
});
