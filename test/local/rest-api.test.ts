import { Duration } from 'aws-cdk-lib';
import {
  CognitoUserPoolsAuthorizer,
  LambdaIntegration,
  LambdaRestApi,
  ResponseTransferMode,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { appOf, nodeFunction, running, stopAll } from './scene';

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
