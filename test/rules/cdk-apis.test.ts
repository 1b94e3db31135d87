import { join } from 'node:path';
import * as api from 'aws-cdk-lib/aws-apigateway';
import * as api2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as integrations from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as elbTargets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { PushedApp } from './pushed-app';

/** The integration of a function with the alias that a variable of the stage names. */
function staged(functionArn: string): api.AwsIntegration {
  const path = `2015-03-31/functions/${functionArn}:\${stageVariables.alias}/invocations`;
  return new api.AwsIntegration({ service: 'lambda', path, integrationHttpMethod: 'POST', proxy: true });
}

test('a function that runs for longer than its REST API waits is found once, however many methods it has', () => {
  const scene = new PushedApp();
  const integration = new api.LambdaIntegration(scene.fn('Slow', { timeout: Duration.seconds(60) }));
  const rest = new api.RestApi(scene.stack, 'Api');
  for (const name of ['a', 'b', 'c']) rest.root.addResource(name).addMethod('GET', integration);

  expect(scene.findings()).toEqual(['APR-03 S/Slow']);
});

test('a function whose integration waits long enough is fine', () => {
  const scene = new PushedApp();
  const fn = scene.fn('Slow', { timeout: Duration.seconds(60) });
  new api.RestApi(scene.stack, 'Api').root.addMethod('GET', new api.LambdaIntegration(fn, { timeout: Duration.seconds(60) }));

  expect(scene.findings()).toEqual([]);
});

test('functions and aliases behind REST APIs of their own and of other stacks are fine', () => {
  const scene = new PushedApp();
  const fn = scene.fn();
  const alias = fn.addAlias('live');
  const other = scene.another('Other');
  const rest = new api.RestApi(other, 'Api', { deployOptions: { stageName: 'v1' } });
  rest.root.addMethod('ANY', new api.LambdaIntegration(fn));
  const authorizer = new api.TokenAuthorizer(other, 'Authorizer', { handler: scene.fn('Auth', {}, other) });
  const orders = rest.root.addResource('orders').addResource('{id}');
  orders.addMethod('GET', new api.LambdaIntegration(alias), { authorizer });
  orders.addResource('{proxy+}').addMethod('ANY', new api.LambdaIntegration(alias, { allowTestInvoke: false }));
  new api.LambdaRestApi(scene.stack, 'Proxy', { handler: alias });

  expect(scene.findings()).toEqual([]);
});

test('a stage variable for an alias is found when the permission is for the function only', () => {
  const scene = new PushedApp();
  const fn = scene.fn();
  fn.addAlias('live');
  const rest = new api.RestApi(scene.stack, 'Api', { deployOptions: { variables: { alias: 'live' } } });
  rest.root.addMethod('GET', staged(fn.functionArn));
  fn.addPermission('Permission', {
    principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: rest.arnForExecuteApi(),
  });

  expect(scene.findings()).toEqual(['PRM-02 S/Fn/Permission']);
});

test('a stage variable for an alias is fine when the alias has the permission', () => {
  const scene = new PushedApp();
  const fn = scene.fn();
  const rest = new api.RestApi(scene.stack, 'Api', { deployOptions: { variables: { alias: 'live' } } });
  rest.root.addMethod('GET', staged(fn.functionArn));
  const permission = { principal: new iam.ServicePrincipal('apigateway.amazonaws.com'), sourceArn: rest.arnForExecuteApi() };
  fn.addAlias('live').addPermission('Permission', permission);

  expect(scene.findings()).toEqual([]);
});

test('a method without a permission for its function is found', () => {
  const scene = new PushedApp();
  const rest = new api.RestApi(scene.stack, 'Api');
  const uri = `arn:aws:apigateway:${Stack.of(rest).region}:lambda:path/2015-03-31/functions/${scene.fn().functionArn}/invocations`;
  rest.root.addMethod('GET', new api.Integration({ type: api.IntegrationType.AWS_PROXY, integrationHttpMethod: 'POST', uri }));

  expect(scene.findings()).toEqual(['APR-02 S/Api/Default/GET']);
});

test('HTTP and WebSocket APIs, with their authorizers, are fine', () => {
  const scene = new PushedApp();
  const fn = scene.fn();
  const integration = new integrations.HttpLambdaIntegration('Integration', fn.addAlias('live'));
  const http = new api2.HttpApi(scene.stack, 'Http', {
    defaultIntegration: new integrations.HttpLambdaIntegration('Fallback', fn),
  });
  const authorizer = new authorizers.HttpLambdaAuthorizer('Authorizer', scene.fn('Auth'));
  http.addRoutes({ path: '/orders/{id}', methods: [api2.HttpMethod.GET, api2.HttpMethod.PUT], integration, authorizer });
  const socket = new api2.WebSocketApi(scene.stack, 'Socket', {
    connectRouteOptions: {
      integration: new integrations.WebSocketLambdaIntegration('Connect', fn),
      authorizer: new authorizers.WebSocketLambdaAuthorizer('SocketAuthorizer', scene.fn('SocketAuth')),
    },
  });
  new api2.WebSocketStage(scene.stack, 'Stage', { webSocketApi: socket, stageName: 'dev', autoDeploy: true });

  expect(scene.findings()).toEqual([]);
});

test('functions that run for longer than HTTP APIs, their authorizers and WebSocket APIs wait are found', () => {
  const scene = new PushedApp();
  const slow = (id: string, seconds: number) => scene.fn(id, { timeout: Duration.seconds(seconds) });
  const authorizer = new authorizers.HttpLambdaAuthorizer('Authorizer', slow('Auth', 11));
  const integration = new integrations.HttpLambdaIntegration('Integration', slow('Slow', 31));
  new api2.HttpApi(scene.stack, 'Http').addRoutes({ path: '/', integration, authorizer });
  const socket = new api2.WebSocketApi(scene.stack, 'Socket');
  socket.addRoute('send', { integration: new integrations.WebSocketLambdaIntegration('Send', slow('Sender', 30)) });

  expect(scene.findings()).toEqual(['AUT-01-timeout S/Auth', 'APW-02 S/Sender', 'APH-01-timeout S/Slow']);
});

test('a load balancer is fine, and a second target is found', () => {
  const scene = new PushedApp();
  const vpc = new ec2.Vpc(scene.stack, 'Vpc', { natGateways: 0 });
  const balancer = new elb.ApplicationLoadBalancer(scene.stack, 'Balancer', { vpc });
  const listener = balancer.addListener('Listener', { port: 80 });
  listener.addTargets('Targets', { targets: [new elbTargets.LambdaTarget(scene.fn())] });
  expect(scene.findings()).toEqual([]);

  const other = new PushedApp();
  const [one, two] = [other.fn('One'), other.fn('Two')];
  const targets = [one, two].map(({ functionArn: id }) => ({ id }));
  const group = new elb.CfnTargetGroup(other.stack, 'Group', { targetType: 'lambda', targets });
  for (const fn of [one, two]) {
    const principal = new iam.ServicePrincipal('elasticloadbalancing.amazonaws.com');
    fn.addPermission('Permission', { principal });
    group.node.addDependency(fn);
  }
  expect(other.findings()).toEqual(['ALB-01 S/Group']);
});

test('an AppSync authorizer that everyone may invoke is found; with the feature flag it is fine', () => {
  const scene = new PushedApp();
  const flagged = scene.another('Flagged');
  flagged.node.setContext('@aws-cdk/aws-appsync:appSyncGraphQLAPIScopeLambdaPermission', true);
  for (const stack of [scene.stack, flagged]) {
    const lambdaAuthorizerConfig = { handler: scene.fn('Auth', {}, stack) };
    new appsync.GraphqlApi(stack, 'Api', {
      name: 'api',
      definition: appsync.Definition.fromSchema(new appsync.SchemaFile({ filePath: join(__dirname, 'schema.graphql') })),
      authorizationConfig: {
        defaultAuthorization: { authorizationType: appsync.AuthorizationType.LAMBDA, lambdaAuthorizerConfig },
      },
    });
  }

  expect(scene.findings()).toEqual(['PRM-04 S/Auth/Api-appsync']);
});
