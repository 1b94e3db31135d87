import * as api from 'aws-cdk-lib/aws-apigateway';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { PushedApp } from './pushed-app';

/** A REST API with so many methods on one function. */
function methods(count: number, options: api.LambdaIntegrationOptions = {}): PushedApp {
  const scene = new PushedApp();
  const rest = new api.RestApi(scene.stack, 'Api');
  const integration = new api.LambdaIntegration(scene.fn(), options);
  for (let i = 0; i < count; i++) rest.root.addResource(`resource${i}`).addMethod('GET', integration);
  return scene;
}

function rules(count: number): PushedApp {
  const scene = new PushedApp();
  const fn = scene.fn();
  for (let i = 0; i < count; i++) {
    new events.Rule(scene.stack, `Rule${i}`, { eventPattern: { source: [`s${i}`] }, targets: [new targets.LambdaFunction(fn)] });
  }
  return scene;
}

test('a policy that forty methods make too long is found; with one permission for all of them it is fine', () => {
  expect(methods(40).findings()).toEqual(['IAM-02 S/Fn']);
  expect(methods(40, { scopePermissionToMethod: false }).findings()).toEqual([]);
});

test('a policy that sixty rules make too long is found; forty fit, nearly fifty are told of', () => {
  expect(rules(60).findings()).toEqual(['IAM-02 S/Fn']);
  expect(rules(40).findings()).toEqual([]);
  expect(rules(46).findings()).toEqual(['IAM-02-near S/Fn']);
});

test('a service that may invoke for anyone is found; with a source it is fine', () => {
  const scene = new PushedApp();
  scene.fn('Open').grantInvoke(new iam.ServicePrincipal('s3.amazonaws.com'));
  const conditions = { ArnLike: { 'aws:SourceArn': 'arn:aws:events:us-east-1:111111111111:rule/r' } };
  scene.fn('Closed').grantInvoke(new iam.ServicePrincipal('events.amazonaws.com', { conditions }));
  scene.fn('Account').grantInvoke(new iam.AccountPrincipal('111111111111'));
  scene.fn('Organization').grantInvoke(new iam.OrganizationPrincipal('o-1234567890'));
  new secrets.Secret(scene.stack, 'Secret').addRotationSchedule('Rotation', { rotationLambda: scene.fn('Rotate') });

  const findings = scene.findings();
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(/^PRM-04 S\/Open\//);
});

test('URLs for everyone, for callers by name and for a distribution are fine', () => {
  const scene = new PushedApp();
  scene.fn('Everyone').addAlias('live').addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
  const named = scene.fn('Named').addFunctionUrl();
  named.grantInvokeUrl(new iam.AccountPrincipal('111111111111'));
  named.grantInvokeUrl(new iam.Role(scene.stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  const origin = origins.FunctionUrlOrigin.withOriginAccessControl(scene.fn('Site').addFunctionUrl());
  new cloudfront.Distribution(scene.stack, 'Distribution', { defaultBehavior: { origin } });

  expect(scene.findings()).toEqual([]);
});

test('a URL without permissions, or with one of the two, is found', () => {
  const scene = new PushedApp();
  const url = (id: string) => {
    const fn = scene.fn(id);
    new lambda.CfnUrl(scene.stack, `${id}Url`, { targetFunctionArn: fn.functionArn, authType: 'NONE' });
    return fn;
  };
  url('Neither');
  url('Half').addPermission('Permission', {
    principal: new iam.AnyPrincipal(),
    action: 'lambda:InvokeFunctionUrl',
    functionUrlAuthType: lambda.FunctionUrlAuthType.NONE,
  });

  expect(scene.findings()).toEqual(['URL-11 S/HalfUrl', 'URL-12 S/NeitherUrl']);
});

test('what browsers and runtimes cannot do with a URL is found', () => {
  const scene = new PushedApp();
  scene.fn('Cookies').addFunctionUrl({ cors: { allowedOrigins: ['*'], allowCredentials: true } });
  scene.fn('Origin').addFunctionUrl({ cors: { allowedOrigins: ['app.example.com'] } });
  const runtime = lambda.Runtime.PYTHON_3_14;
  scene.fn('Python', { runtime }).addFunctionUrl({ invokeMode: lambda.InvokeMode.RESPONSE_STREAM });
  scene
    .fn('Node')
    .addFunctionUrl({ invokeMode: lambda.InvokeMode.RESPONSE_STREAM, cors: { allowedOrigins: ['https://a.example'] } });

  expect(scene.findings()).toEqual([
    'URL-40-origin S/Origin/FunctionUrl',
    'URL-40-credentials S/Cookies/FunctionUrl',
    'URL-29 S/Python/FunctionUrl',
  ]);
});
