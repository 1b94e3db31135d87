import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import {
  ApiDefinition,
  CognitoUserPoolsAuthorizer,
  JsonSchemaType,
  LambdaIntegration,
  LambdaRestApi,
  Period,
  ResponseTransferMode,
  ResponseType,
  RestApi,
  SpecRestApi,
  TokenAuthorizer,
} from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { appOf, nodeFunction, running, stopAll, temporaryFolder } from './scene';

afterEach(stopAll);

const ECHO =
  'exports.handler = async (event, context) => ({ statusCode: 200, body: JSON.stringify({ version: context.functionVersion, event }) });';

test('a browser reaches a function through a REST API (APR-01, APR-10)', async () => {
  const local = await running(
    appOf((stack) => {
      const api = new RestApi(stack, 'Api', { deployOptions: { variables: { mode: 'test' } } });
      const orders = api.root.addResource('orders').addResource('{id}');
      orders.addMethod('POST', new LambdaIntegration(nodeFunction(stack, 'Orders', ECHO), { timeout: Duration.seconds(5) }));
    }),
  );

  expect(local.apis).toEqual([
    { kind: 'restApi', path: 'App/Api', stage: 'prod', url: expect.stringMatching(/\/_api\/[a-z0-9]{10}\/prod\/$/) },
  ]);
  const response = await fetch(`${local.apis[0]?.url}orders/7?tag=a&tag=b`, { method: 'POST', body: '{"a":1}' });

  const { event } = (await response.json()) as { event: object };
  expect(event).toMatchObject({
    ...{ resource: '/orders/{id}', path: '/orders/7', httpMethod: 'POST', pathParameters: { id: '7' } },
    ...{ queryStringParameters: { tag: 'b' }, multiValueQueryStringParameters: { tag: ['a', 'b'] } },
    ...{ stageVariables: { mode: 'test' }, body: '{"a":1}', isBase64Encoded: false },
    requestContext: { stage: 'prod', resourcePath: '/orders/{id}', requestId: response.headers.get('x-amzn-requestid') },
  });
  expect(local.journal.entries.filter(({ kind }) => kind === 'httpRequest')).toMatchObject([
    {
      ...{ door: 'restApi', api: 'App/Api', stage: 'prod', method: 'POST', path: '/prod/orders/7' },
      ...{ route: 'POST /orders/{id}', status: 200, integrationStatus: 200, integration: local.function('Orders').arn },
    },
  ]);
  expect(local.application.unsupported).toEqual([]);
});

test('an alias streams its response through a proxy resource (APR-23)', async () => {
  const local = await running(
    appOf((stack) => {
      const fn = nodeFunction(
        stack,
        'Stream',
        `exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
          const out = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-version': context.functionVersion } });
          out.write('one ');
          out.write(event.path);
          out.end();
        });`,
      );
      const live = new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
      new LambdaRestApi(stack, 'Api', {
        handler: live,
        integrationOptions: { responseTransferMode: ResponseTransferMode.STREAM },
      });
    }),
  );

  const response = await fetch(`${local.apis[0]?.url}a/b`);

  expect([response.status, await response.text(), response.headers.get('x-version')]).toEqual([201, 'one /a/b', '1']);
});

test('a token of a user pool lets the caller in; one of another does not (AUT-01)', async () => {
  const local = await running(
    appOf((stack) => {
      const pool = new UserPool(stack, 'Pool');
      const authorizer = new CognitoUserPoolsAuthorizer(stack, 'Guard', { cognitoUserPools: [pool] });
      const api = new RestApi(stack, 'Api');
      const integration = new LambdaIntegration(nodeFunction(stack, 'Orders', ECHO));
      api.root.addMethod('GET', integration, { authorizer });
      api.root.addMethod('PUT', integration, { authorizer, authorizationScopes: ['orders/write'] });
    }),
  );
  const ask = (authorization: string, method = 'GET') => fetch(`${local.apis[0]?.url}`, { method, headers: { authorization } });

  const response = await ask(`Bearer ${local.mintToken({ subject: 'ada', claims: { email: 'ada@example.com' } })}`);

  const { event } = (await response.json()) as { event: { requestContext: { authorizer: object } } };
  expect(event.requestContext.authorizer).toMatchObject({ claims: { sub: 'ada', email: 'ada@example.com', token_use: 'id' } });
  const statuses = [
    (await ask(local.mintToken({ issuer: 'https://other.example' }))).status,
    (await ask(local.mintToken({ scopes: ['orders/write'] }), 'PUT')).status,
    (await ask(local.mintToken({ scopes: ['orders/read'] }), 'PUT')).status,
    (await ask(local.mintToken(), 'PUT')).status,
  ];
  expect(statuses).toEqual([401, 200, 401, 401]);
});

test('an authorizer, a key, a plan, a model and a response of the app’s own work together as the CDK makes them', async () => {
  const local = await running(
    appOf((stack) => {
      const handler = nodeFunction(
        stack,
        'Guard',
        `exports.handler = async ({ authorizationToken, methodArn }) => {
          if (authorizationToken === 'Bearer none') throw new Error('Unauthorized');
          const Effect = authorizationToken === 'Bearer good' ? 'Allow' : 'Deny';
          const Statement = [{ Action: 'execute-api:Invoke', Effect, Resource: methodArn }];
          return { principalId: 'ada', policyDocument: { Version: '2012-10-17', Statement }, context: { tenant: 'acme' } };
        };`,
      );
      const api = new RestApi(stack, 'Api');
      const model = api.addModel('Order', { schema: { type: JsonSchemaType.OBJECT, required: ['id'] } });
      api.root.addResource('orders').addMethod('POST', new LambdaIntegration(nodeFunction(stack, 'Orders', ECHO)), {
        authorizer: new TokenAuthorizer(stack, 'Authorizer', { handler, validationRegex: 'Bearer .+' }),
        apiKeyRequired: true,
        requestModels: { 'application/json': model },
        requestValidatorOptions: { validateRequestBody: true },
      });
      const plan = api.addUsagePlan('Plan', { quota: { limit: 2, period: Period.DAY } });
      plan.addApiKey(api.addApiKey('Key', { value: 'abcdefghijklmnopqrst' }));
      plan.addApiStage({ stage: api.deploymentStage });
      api.addGatewayResponse('Denied', {
        type: ResponseType.ACCESS_DENIED,
        statusCode: '418',
        responseHeaders: { 'x-a': "'b'" },
      });
    }),
    { clock: 'virtual' },
  );
  const ask = (token: string, body = '{"id":1}', key = 'abcdefghijklmnopqrst') =>
    fetch(`${local.apis[0]?.url}orders`, {
      ...{ method: 'POST', body },
      headers: { 'content-type': 'application/json', authorization: token, 'x-api-key': key },
    });
  const statuses = [];
  for (const asked of [
    () => ask('good'),
    () => ask('Bearer none'),
    () => ask('Bearer bad'),
    () => ask('Bearer good', '{"id":1}', 'other'),
    () => ask('Bearer good', '{}'),
    () => ask('Bearer good'),
    () => ask('Bearer good'),
  ]) {
    statuses.push((await asked()).status);
  }
  expect(statuses).toEqual([401, 401, 418, 403, 400, 200, 429]);
  await local.clock.advance({ days: 1 });
  const { event } = (await (await ask('Bearer good')).json()) as { event: { requestContext: object } };
  expect(event.requestContext).toMatchObject({ authorizer: { principalId: 'ada', tenant: 'acme' } });
  expect(local.function('Guard').invocations).toHaveLength(4);
});

test('an API that is made of an OpenAPI document is served', async () => {
  const local = await running(
    appOf((stack) => {
      const fn = nodeFunction(stack, 'Orders', ECHO);
      fn.addPermission('Api', { principal: new ServicePrincipal('apigateway.amazonaws.com') });
      const uri = `arn:${stack.partition}:apigateway:${stack.region}:lambda:path/2015-03-31/functions/${fn.functionArn}/invocations`;
      const integration = { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri } };
      new SpecRestApi(stack, 'Api', {
        apiDefinition: ApiDefinition.fromInline({
          openapi: '3.0.1',
          info: { title: 'A' },
          paths: { '/orders/{id}': { get: integration } },
        }),
      });
    }),
  );

  const response = await fetch(`${local.apis[0]?.url}orders/7`);

  expect(await response.json()).toMatchObject({ event: { resource: '/orders/{id}', pathParameters: { id: '7' } } });
});

test('an API that is made of a document which the app uploads is served', async () => {
  const file = join(temporaryFolder(), 'api.json');
  const arn = 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:orders';
  const uri = `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
  const get = { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri } };
  writeFileSync(file, JSON.stringify({ openapi: '3.0.1', info: { title: 'A' }, paths: { '/orders/{id}': { get } } }));
  const local = await running(
    appOf((stack) => {
      const fn = nodeFunction(stack, 'Orders', ECHO, { functionName: 'orders' });
      fn.addPermission('Api', { principal: new ServicePrincipal('apigateway.amazonaws.com') });
      new SpecRestApi(stack, 'Api', { apiDefinition: ApiDefinition.fromAsset(file) });
    }),
  );

  const response = await fetch(`${local.apis[0]?.url}orders/7`);

  expect(await response.json()).toMatchObject({ event: { pathParameters: { id: '7' } } });
});
