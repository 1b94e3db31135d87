import type { Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  CfnListenerRule,
  CfnLoadBalancer,
  ListenerAction,
  ListenerCertificate,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LambdaTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import type { LocalExecutor } from '../../src/local/executor';
import { apiDoorsOf } from '../../src/model/api-doors';
import { ask } from '../support/http-client';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const ECHO = `exports.handler = async (event, context) => ({
  isBase64Encoded: false, statusCode: 200, statusDescription: '200 OK',
  headers: { 'content-type': 'application/json', arn: context.invokedFunctionArn }, body: JSON.stringify(event),
});`;
const CERTIFICATE = ListenerCertificate.fromArn('arn:aws:acm:us-east-1:123456789012:certificate/abc');

function balancerOf(stack: Stack): ApplicationLoadBalancer {
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    publicSubnetIds: ['subnet-1', 'subnet-2'],
  });
  return new ApplicationLoadBalancer(stack, 'Shop', { vpc, internetFacing: true, loadBalancerName: 'shop' });
}

function fixed(listener: ApplicationListener, priority: number, conditions: ListenerCondition[]): void {
  listener.addAction(`Rule${priority}`, {
    priority,
    conditions,
    action: ListenerAction.fixedResponse(200, { contentType: 'text/plain', messageBody: `rule ${priority}` }),
  });
}

async function shop(build: (stack: Stack, balancer: ApplicationLoadBalancer) => void): Promise<LocalExecutor> {
  return running(
    appOf((stack) => build(stack, balancerOf(stack))),
    { clock: 'virtual' },
  );
}

test('a listener hands requests to the alias of a function', async () => {
  const local = await shop((stack, balancer) => {
    const live = nodeFunction(stack, 'Orders', ECHO).addAlias('live');
    balancer.addListener('Http', { port: 80 }).addTargets('Orders', { targets: [new LambdaTarget(live)] });
  });

  const answer = await ask(`${local.endpoint}/_alb/shop/80/orders?q=a%20b`, { headers: { 'X-Own': 'a' } });

  const event = JSON.parse(answer.text);
  const { dnsName = '' } = local.application.loadBalancers?.[0] ?? {};
  const { arn } = local.application.targetGroups?.[0] ?? {};
  const { port } = new URL(local.endpoint);
  expect([answer.status, answer.reason, answer.headers.server]).toEqual([200, 'OK', 'awselb/2.0']);
  expect(answer.headers.arn).toMatch(/:live$/);
  expect(event).toEqual({
    requestContext: { elb: { targetGroupArn: arn } },
    httpMethod: 'GET',
    path: '/orders',
    queryStringParameters: { q: 'a%20b' },
    headers: {
      host: `80.${dnsName.replace('.amazonaws.com', '.localhost').toLowerCase()}:${port}`,
      'x-own': 'a',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '80',
      'x-forwarded-proto': 'http',
    },
    body: '',
    isBase64Encoded: false,
  });
  expect(local.application.unsupported).toEqual([]);
  expect(local.journal.entries.filter(({ kind }) => kind === 'httpRequest')).toEqual([
    {
      ...{ at: expect.any(Number), kind: 'httpRequest', door: 'loadBalancer', api: 'App/Shop', requestId: expect.any(String) },
      ...{ method: 'GET', path: '/orders', route: '80:default', integration: expect.stringMatching(/:live$/) },
      ...{ integrationStatus: 200, integrationLatencyMs: 0, status: 200, latencyMs: 0 },
    },
  ]);
});

test('rules are tried by their priority, and what they cannot have takes the default action', async () => {
  const local = await shop((stack, balancer) => {
    const listener = balancer.addListener('Http', { port: 80, defaultAction: ListenerAction.fixedResponse(404) });
    fixed(listener, 20, [ListenerCondition.pathPatterns(['/orders/*'])]);
    fixed(listener, 10, [ListenerCondition.pathPatterns(['/orders/?']), ListenerCondition.httpRequestMethods(['POST'])]);
    fixed(listener, 30, [ListenerCondition.hostHeaders(['*.example.com'])]);
    fixed(listener, 40, [ListenerCondition.httpHeader('X-Own', ['a*'])]);
    fixed(listener, 50, [ListenerCondition.queryStrings([{ key: 'v', value: '2' }])]);
    fixed(listener, 60, [ListenerCondition.sourceIps(['127.0.0.0/8']), ListenerCondition.pathPatterns(['/here'])]);
  });
  const port = new URL(local.endpoint).port;
  const at = `${local.endpoint}/_alb/shop/80`;
  const label = local.application.loadBalancers?.[0]?.dnsName.split('.')[0];
  const region = local.application.loadBalancers?.[0]?.region;

  const answers = [
    await ask(`${at}/orders/7`, { method: 'POST' }),
    await ask(`${at}/orders/7`),
    await ask(`${at}/`, { headers: { Host: `shop.example.com.localhost:${port}` } }),
    await ask(`${local.endpoint}/_alb/shop.example.com@shop/80/`),
    await ask(`http://shop.example.com.${label}.${region}.elb.localhost:${port}/`),
    await ask(`${at}/`, { headers: { 'x-own': 'ABC' } }),
    await ask(`${at}/?V=2`),
    await ask(`${at}/here`),
    await ask(`http://${label}.${region}.elb.localhost:${port}/`),
  ];

  expect(answers.map(({ status, text }) => `${status} ${text}`)).toEqual([
    ...[
      '200 rule 10',
      '200 rule 20',
      '200 rule 30',
      '200 rule 30',
      '200 rule 30',
      '200 rule 40',
      '200 rule 50',
      '200 rule 60',
      '404 ',
    ],
  ]);
});

test('a redirect to HTTPS leads to the listener of HTTPS, which says in the event what it is', async () => {
  const local = await shop((stack, balancer) => {
    balancer.addRedirect();
    const listener = balancer.addListener('Https', { port: 443, certificates: [CERTIFICATE] });
    listener.addTargets('Orders', { targets: [new LambdaTarget(nodeFunction(stack, 'Orders', ECHO))] });
  });

  const redirected = await ask(`${local.endpoint}/_alb/shop/80/a/b?c=d`);
  const answer = await ask(String(redirected.headers.location));

  expect(redirected.status).toBe(301);
  expect(redirected.headers.location).toBe(`${local.endpoint}/_alb/shop/443/a/b?c=d`);
  expect(redirected.text).toHaveLength(134);
  expect(JSON.parse(answer.text)).toMatchObject({
    path: '/a/b',
    headers: { 'x-forwarded-port': '443', 'x-forwarded-proto': 'https' },
  });
});

test('traffic is divided by weights, the same in every run', async () => {
  const answers = async () => {
    const local = await shop((stack, balancer) => {
      const answer = (name: string) => `exports.handler = async () => ({ statusCode: 200, body: '${name}' });`;
      const listener = balancer.addListener('Http', { port: 80, defaultAction: ListenerAction.fixedResponse(404) });
      const [one, other] = ['One', 'Other'].map((name) =>
        listener.addTargets(name, {
          priority: name === 'One' ? 1 : 2,
          conditions: [ListenerCondition.pathPatterns([`/${name}`])],
          targets: [new LambdaTarget(nodeFunction(stack, `Fn${name}`, answer(name)))],
        }),
      );
      const groups = [
        { targetGroup: one as never, weight: 3 },
        { targetGroup: other as never, weight: 1 },
      ];
      listener.addAction('Both', {
        priority: 3,
        conditions: [ListenerCondition.pathPatterns(['/both'])],
        action: ListenerAction.weightedForward(groups),
      });
    });
    const texts: string[] = [];
    for (let i = 0; i < 20; i++) texts.push((await ask(`${local.endpoint}/_alb/shop/80/both`)).text);
    return texts;
  };

  const [first, second] = [await answers(), await answers()];

  expect(first).toEqual(second);
  expect(new Set(first)).toEqual(new Set(['One', 'Other']));
});

test('health checks invoke the function at their interval, and tell when it does not work any more', async () => {
  const local = await shop((stack, balancer) => {
    const fn = nodeFunction(
      stack,
      'Orders',
      `let n = 0;
       exports.handler = async (event) => {
         console.log(JSON.stringify(event));
         return { statusCode: ++n < 2 ? 200 : 500, headers: {}, body: '', isBase64Encoded: false };
       };`,
    );
    balancer.addListener('Http', { port: 80 }).addTargets('Orders', {
      targets: [new LambdaTarget(fn)],
      healthCheck: { enabled: true, path: '/health?deep=1' },
    });
  });

  await local.clock.advance({ seconds: 35 * 4 });
  const answer = await ask(`${local.endpoint}/_alb/shop/80/`);

  const { arn: targetGroupArn } = local.application.targetGroups?.[0] ?? {};
  const [check] = local.function('Orders').invocations;
  expect(check?.event).toEqual({
    requestContext: { elb: { targetGroupArn } },
    httpMethod: 'GET',
    path: '/health',
    queryStringParameters: { deep: '1' },
    headers: { 'user-agent': 'ELB-HealthChecker/2.0' },
    body: '',
    isBase64Encoded: false,
  });
  expect(local.function('Orders').invocations).toHaveLength(5);
  const health = local.journal.entries.flatMap((entry) => (entry.kind === 'targetGroup.health' ? [entry] : []));
  const start = Date.UTC(2026, 0, 1);
  expect(health.map((entry) => [entry.health, (entry.at - start) / 1000, entry.why])).toEqual([
    ['healthy', 35, undefined],
    ['unhealthy', 105, 'it answered 500, not 200'],
  ]);
  // It is the only target, so that requests go to it all the same.
  expect(answer.status).toBe(500);
});

test('handlers find the load balancer where it is served, and so do people', async () => {
  const local = await shop((stack, balancer) => {
    const show = 'exports.handler = async () => process.env.SHOP;';
    nodeFunction(stack, 'Show', show, { environment: { SHOP: `http://${balancer.loadBalancerDnsName}/orders` } });
    balancer.addListener('Http', { port: 80, defaultAction: ListenerAction.fixedResponse(404) });
    const listener = balancer.addListener('Other', { port: 8080, protocol: ApplicationProtocol.HTTP });
    const target = new LambdaTarget(nodeFunction(stack, 'Orders', ECHO));
    listener.addTargets('Orders', { targets: [target] });
    fixed(listener, 1, [ListenerCondition.pathPatterns(['/a', '/b']), ListenerCondition.hostHeaders(['x.com'])]);
  });

  const { payload } = await local.function('Show').invoke({});

  expect(payload).toBe(`${local.endpoint}/_alb/shop/80/orders`);
  expect(local.apis).toEqual([
    { kind: 'loadBalancer', path: 'App/Shop', url: `${local.endpoint}/_alb/shop/80/` },
    { kind: 'loadBalancer', path: 'App/Shop', url: `${local.endpoint}/_alb/shop/8080/` },
  ]);
  expect(apiDoorsOf(local.application)[0]?.routes).toMatchObject([
    { key: '80 default', target: 'fixed response 404' },
    { key: '8080 path-pattern /a or /b and host-header x.com', target: 'fixed response 200' },
    { key: '8080 default', target: 'App/Orders', functions: [expect.stringContaining(':function:')] },
  ]);
});

test('what is not served is said: other kinds of load balancers and targets, authentication, listeners of others', async () => {
  const local = await shop((stack, balancer) => {
    const listener = balancer.addListener('Http', { port: 80, defaultAction: ListenerAction.fixedResponse(404) });
    listener.addTargets('Machines', { priority: 1, conditions: [ListenerCondition.pathPatterns(['/m'])], port: 80, targets: [] });
    new CfnLoadBalancer(stack, 'Network', { type: 'network' });
    const authenticate = {
      authorizationEndpoint: 'a',
      clientId: 'b',
      clientSecret: 'c',
      issuer: 'd',
      tokenEndpoint: 'e',
      userInfoEndpoint: 'f',
    };
    new CfnListenerRule(stack, 'Login', {
      ...{ listenerArn: listener.listenerArn, priority: 2 },
      conditions: [{ field: 'path-pattern', values: ['/login'] }],
      actions: [
        { type: 'authenticate-oidc', order: 1, authenticateOidcConfig: authenticate },
        { type: 'fixed-response', order: 2, fixedResponseConfig: { statusCode: '200' } },
      ],
    });
    new CfnListenerRule(stack, 'Foreign', {
      ...{ listenerArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/x/1/2', priority: 2 },
      conditions: [{ field: 'path-pattern', values: ['/'] }],
      actions: [{ type: 'fixed-response', fixedResponseConfig: { statusCode: '200' } }],
    });
  });

  const statuses = await Promise.all(
    ['/m', '/login', '/'].map(async (path) => (await ask(`${local.endpoint}/_alb/shop/80${path}`)).status),
  );

  expect(statuses).toEqual([503, 501, 404]);
  expect(local.application.unsupported.map(({ address, why }) => [address.logicalId.slice(0, 7), why.slice(0, 48)])).toEqual([
    ['ShopHtt', 'Targets of type instance are not run here: reque'],
    ['Network', 'Load balancers of type network have no functions'],
    ['Login', 'Authentication by a load balancer is not emulate'],
    ['Foreign', 'Its listener arn:aws:elasticloadbalancing:us-eas'],
  ]);
});
