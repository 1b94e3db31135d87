import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { CfnApiMapping, CfnDomainName, HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer, ListenerAction, ListenerCondition } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LambdaTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const ECHO = `exports.handler = async ({ rawPath, path, rawQueryString, body, requestContext }) => ({
  statusCode: 200, headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ path: rawPath ?? path, query: rawQueryString, body, stage: requestContext.stage }),
});`;
const MOVED = "exports.handler = async () => ({ statusCode: 302, headers: { location: 'https://example.com/' } });";

function orders(stack: Stack): void {
  const api = new HttpApi(stack, 'Orders', { apiName: 'orders' });
  const route = (path: string, source: string) => {
    const integration = new HttpLambdaIntegration(`At${path.length}`, nodeFunction(stack, `Fn${path.length}`, source));
    api.addRoutes({ path, methods: [HttpMethod.ANY], integration });
  };
  route('/{proxy+}', ECHO);
  route('/moved', MOVED);
  new HttpStage(stack, 'Dev', { httpApi: api, stageName: 'dev', autoDeploy: true });
}

test('a test asks an HTTP API without knowing its port, also under the virtual clock', async () => {
  const local = await running(appOf(orders), { clock: 'virtual' });
  const api = local.api('Orders');

  const response = await api.fetch('/a/b?q=1', { method: 'POST', body: 'hello' });

  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ path: '/a/b', query: 'q=1', body: 'hello', stage: '$default' });
  expect([api.kind, api.name, api.path]).toEqual(['httpApi', 'orders', 'App/Orders']);
  expect(api.url).toBe(local.apis.find(({ stage }) => stage === '$default')?.url);
  expect(api.routes.map(({ key, target }) => [key, target])).toEqual([
    ['ANY /{proxy+}', 'App/Fn9'],
    ['ANY /moved', 'App/Fn6'],
  ]);
});

test('another stage is asked when it is named', async () => {
  const local = await running(appOf(orders), { clock: 'virtual' });
  const dev = local.api('Orders', { stage: 'dev' });

  expect(dev.url).toBe(local.apis.find(({ stage }) => stage === 'dev')?.url);
  expect(await (await dev.fetch('a')).json()).toMatchObject({ path: '/dev/a', stage: 'dev' });
});

test('a redirect is the answer, and is not followed away from this machine', async () => {
  const local = await running(appOf(orders), { clock: 'virtual' });

  const response = await local.api('Orders').fetch('/moved');

  expect([response.status, response.headers.get('location')]).toEqual([302, 'https://example.com/']);
});

test.each(['https://example.com/', '//example.com/', '/../../../elsewhere'])('fails when what is fetched is %s', async (path) => {
  const local = await running(appOf(orders), { clock: 'virtual' });

  await expect(local.api('Orders').fetch(path)).rejects.toMatchObject({ code: 'OPTION_INVALID' });
});

test('a REST API is found by logical id, name, id and domain name, and served at its only stage', async () => {
  const app = appOf((stack) => {
    const rest = new apigateway.LambdaRestApi(stack, 'Shop', { restApiName: 'shop', handler: nodeFunction(stack, 'Fn', ECHO) });
    expect(rest.node.path).toBe('App/Shop');
  });
  const local = await running(app, { clock: 'virtual' });
  const { id, logicalId } = local.api('Shop');

  for (const name of [logicalId, 'App/Shop', 'shop', id, `${id}.execute-api.us-east-1.amazonaws.com`]) {
    expect(local.api(name).id).toBe(id);
  }
  expect(await (await local.api('shop').fetch()).json()).toMatchObject({ path: '/', stage: 'prod' });
});

test('fails when there is no such API, no such stage, or none is chosen of several', async () => {
  const app = appOf((stack) => {
    orders(stack);
    const rest = new apigateway.RestApi(stack, 'Shop');
    rest.root.addMethod('GET');
    new apigateway.Stage(stack, 'Next', { deployment: rest.latestDeployment as apigateway.Deployment, stageName: 'next' });
  });
  const local = await running(app, { clock: 'virtual' });

  expect(() => local.api('Nobody')).toThrow(
    /^There is no HTTP or REST API Nobody; there are\n {2}App\/Orders \(Orders\w+\)\n {2}App\/Shop/,
  );
  expect(() => local.loadBalancer('Shop')).toThrow('There is no load balancer Shop; the app has none.');
  expect(() => local.api('Orders', { stage: 'test' }).url).toThrow('App/Orders has no stage test; there are: $default, dev.');
  expect(() => local.api('Shop').url).toThrow('stage must say which stage of App/Shop is meant; there are: prod, next.');
  expect(local.api('Shop').routes).toHaveLength(1);
  await local.stop();
  expect(() => local.api('Orders')).toThrow('stopped');
});

test('a domain of its own is asked with the paths that clients use', async () => {
  const app = appOf((stack) => {
    const api = new HttpApi(stack, 'Orders');
    const integration = new HttpLambdaIntegration('All', nodeFunction(stack, 'Fn', ECHO));
    api.addRoutes({ path: '/{proxy+}', methods: [HttpMethod.ANY], integration });
    const { ref } = new CfnDomainName(stack, 'Domain', { domainName: 'api.example.com' });
    new CfnApiMapping(stack, 'Mapping', { apiId: api.apiId, domainName: ref, stage: '$default', apiMappingKey: 'v1' });
  });
  const local = await running(app, { clock: 'virtual' });

  const response = await local.api('api.example.com').fetch('/v1/orders');

  expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ path: '/v1/orders' })]);
});

test('a listener of a load balancer is asked at its port', async () => {
  const app = appOf((stack) => {
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      ...{ vpcId: 'vpc-1', availabilityZones: ['us-east-1a', 'us-east-1b'], publicSubnetIds: ['subnet-1', 'subnet-2'] },
    });
    const balancer = new ApplicationLoadBalancer(stack, 'Balancer', { vpc });
    for (const port of [80, 8080]) {
      const targets = [new LambdaTarget(nodeFunction(stack, `Fn${port}`, ECHO))];
      balancer.addListener(`Http${port}`, { port, open: false }).addTargets('Fn', { targets });
    }
  });
  const local = await running(app, { clock: 'virtual' });

  const response = await local.loadBalancer('Balancer', { port: 8080 }).fetch('/a');

  expect(await response.json()).toMatchObject({ path: '/a' });
  expect(() => local.loadBalancer('Balancer').url).toThrow(
    'port must say which listener of App/Balancer is meant; there are: 80, 8080.',
  );
});

test('a load balancer is asked for the host names of its rules', async () => {
  const app = appOf((stack) => {
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      ...{ vpcId: 'vpc-1', availabilityZones: ['us-east-1a', 'us-east-1b'], publicSubnetIds: ['subnet-1', 'subnet-2'] },
    });
    const listener = new ApplicationLoadBalancer(stack, 'Shop', { vpc }).addListener('Http', { port: 80, open: false });
    listener.addAction('Other', { action: ListenerAction.fixedResponse(404) });
    const conditions = [ListenerCondition.hostHeaders(['orders.example.com'])];
    const source = 'exports.handler = async (event) => ({ statusCode: 200, headers: {}, body: event.headers.host });';
    listener.addTargets('Fn', { priority: 1, conditions, targets: [new LambdaTarget(nodeFunction(stack, 'Fn', source))] });
    const action = ListenerAction.redirect({ path: '/', permanent: true });
    listener.addAction('Old', { priority: 2, conditions: [ListenerCondition.pathPatterns(['/old'])], action });
  });
  const local = await running(app, { clock: 'virtual' });
  const orders = local.loadBalancer('Shop', { host: 'orders.example.com' });

  expect(await (await orders.fetch('/')).text()).toBe('orders.example.com');
  expect((await local.loadBalancer('Shop').fetch('/')).status).toBe(404);
  const old = local.loadBalancer('Shop', { host: 'www.example.com' });
  expect((await old.fetch('/old')).headers.get('location')).toBe(old.url);
  await expect(orders.fetch('/', { headers: { host: 'orders.example.com' } })).rejects.toThrow(
    /loadBalancer\('.*', \{ host \}\)\.$/,
  );
  expect(() => local.loadBalancer('Shop', { host: 'http://a' })).toThrow('host is a name, as shop.example.com, without a port');
});

test('a distribution is asked as its viewers do', async () => {
  const app = appOf((stack) => {
    const url = nodeFunction(stack, 'Fn', ECHO).addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    new Distribution(stack, 'Cdn', { defaultBehavior: { origin: new FunctionUrlOrigin(url) } });
  });
  const local = await running(app, { clock: 'virtual' });

  const response = await local.distribution('Cdn').fetch('/a?q=1');

  expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ path: '/a' })]);
});
