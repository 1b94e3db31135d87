import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { Fn, type Stack, Token } from 'aws-cdk-lib';
import { CfnApi, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, type CfnFunction, FunctionUrlAuthType, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { LocalExecutor } from '../../src/local/executor';
import { appOf, nodeFunction, running, stopAll, temporaryFolder } from './scene';

afterEach(stopAll);

const ECHO = `exports.handler = async (event, context) => ({
  statusCode: 200,
  body: JSON.stringify({ version: context.functionVersion, event }),
});`;
const GUARD = 'exports.handler = async ({ identitySource: [who] }) => ({ isAuthorized: who === "ada", context: { who } });';

/** An HTTP API that is made of a document, as CDK apps write one that no construct of the CDK makes for them. */
function documentApi(stack: Stack, document: object, props: object = {}): CfnApi {
  const api = new CfnApi(stack, 'Api', { body: { openapi: '3.0.1', info: { title: 'Orders' }, ...document }, ...props });
  new CfnStage(stack, 'Stage', { apiId: api.ref, stageName: '$default', autoDeploy: true, stageVariables: { alias: 'live' } });
  return api;
}

/** A function that API Gateway may invoke. */
function invocable(stack: Stack, id: string, source: string): LambdaFunction {
  const fn = nodeFunction(stack, id, source);
  fn.addPermission('Api', { principal: new ServicePrincipal('apigateway.amazonaws.com') });
  return fn;
}

const invocations = (stack: Stack, arn: string) =>
  stack.formatArn({
    ...{ service: 'apigateway', account: 'lambda', resource: 'path' },
    resourceName: `2015-03-31/functions/${arn}/invocations`,
  });
const to = (uri: unknown, more: object = {}) => ({
  'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', payloadFormatVersion: '2.0', uri, ...more },
});

async function signatureOf(href: string, credentials: LocalExecutor['credentials']): Promise<Record<string, string>> {
  const { hostname, port, pathname, host } = new URL(href);
  const signer = new SignatureV4({ service: 'execute-api', region: 'us-east-1', credentials, sha256: Sha256 });
  const asked = { method: 'GET', protocol: 'http:', hostname, port: Number(port), path: pathname, headers: { host } };
  return (await signer.sign(asked)).headers;
}

test('requests reach functions through an HTTP API that is made of an OpenAPI document (APH-01, APH-08)', async () => {
  const local = await running(
    appOf((stack) => {
      const fn = invocable(stack, 'Orders', ECHO);
      const live = new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
      live.addPermission('Api', { principal: new ServicePrincipal('apigateway.amazonaws.com') });
      const url = fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
      documentApi(stack, {
        'x-amazon-apigateway-cors': { allowOrigins: ['https://a.example'], allowMethods: ['GET'] },
        components: {
          'x-amazon-apigateway-integrations': {
            aliased: {
              type: 'AWS_PROXY',
              payloadFormatVersion: 1.0,
              uri: invocations(stack, `${fn.functionArn}:\${stageVariables.alias}`),
            },
          },
        },
        paths: {
          '/orders/{id}': {
            get: to(fn.functionArn),
            'x-amazon-apigateway-any-method': {
              'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/aliased' },
            },
          },
          '/files/{proxy+}': { get: to(invocations(stack, fn.functionArn)) },
          '/url': { get: to(url.url, { type: 'http_proxy', httpMethod: 'GET', payloadFormatVersion: '1.0' }) },
          '/$default': { 'x-amazon-apigateway-any-method': { isDefaultRoute: true, ...to(fn.functionArn) } },
        },
      });
    }),
  );
  const ask = async (path: string, init: RequestInit = {}) =>
    (await (await fetch(`${local.apis[0]?.url}${path}`, init)).json()) as object;

  expect(local.apis).toMatchObject([{ kind: 'httpApi', path: 'App/Api', stage: '$default' }]);
  expect(await ask('orders/7')).toMatchObject({
    version: '$LATEST',
    event: { version: '2.0', routeKey: 'GET /orders/{id}', pathParameters: { id: '7' } },
  });
  expect(await ask('orders/7', { method: 'POST' })).toMatchObject({
    version: '1',
    event: { version: '1.0', httpMethod: 'POST', resource: '/orders/{id}' },
  });
  expect(await ask('files/a/b')).toMatchObject({ event: { pathParameters: { proxy: 'a/b' } } });
  expect(await ask('url')).toMatchObject({ event: { rawPath: '/' } });
  expect(await ask('other', { method: 'PUT' })).toMatchObject({ event: { routeKey: '$default', rawPath: '/other' } });
  const preflight = { origin: 'https://a.example', 'access-control-request-method': 'GET' };
  const answer = await fetch(`${local.apis[0]?.url}orders/7`, { method: 'OPTIONS', headers: preflight });
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, 'https://a.example']);
});

test('tokens, functions and signatures open the routes of a document (APH-07, AUT-05)', async () => {
  const local = await running(
    appOf((stack) => {
      const fn = invocable(stack, 'Orders', ECHO);
      const guard = invocations(stack, invocable(stack, 'Guarding', GUARD).functionArn);
      const scheme = (type: string, authorizer: object) => ({ type, 'x-amazon-apigateway-authorizer': authorizer });
      documentApi(stack, {
        components: {
          securitySchemes: {
            jwt: scheme('oauth2', {
              ...{ type: 'jwt', identitySource: '$request.header.Authorization' },
              jwtConfiguration: { issuer: 'https://issuer.example', audience: ['web'] },
            }),
            guard: scheme('apiKey', {
              ...{ type: 'request', authorizerUri: guard, authorizerPayloadFormatVersion: '2.0', enableSimpleResponses: true },
              ...{ identitySource: '$request.header.X-Who', authorizerResultTtlInSeconds: 60 },
            }),
            sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
          },
        },
        security: [{ jwt: ['read'] }],
        paths: {
          '/token': { get: to(fn.functionArn) },
          '/guarded': { get: { security: [{ guard: [] }], ...to(fn.functionArn) } },
          '/signed': { get: { security: [{ sigv4: [] }], ...to(fn.functionArn) } },
          '/open': { get: { security: [], ...to(fn.functionArn) } },
        },
      });
    }),
  );
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${local.apis[0]?.url}${path}`, { headers });
    return response.ok ? ((await response.json()) as { event: unknown }).event : response.status;
  };
  const bearer = (scopes: string[]) => ({ authorization: `Bearer ${local.mintToken({ subject: 'ada', scopes })}` });

  expect(await ask('token', bearer(['read']))).toMatchObject({
    requestContext: { authorizer: { jwt: { claims: { sub: 'ada' }, scopes: ['read'] } } },
  });
  expect([await ask('token'), await ask('token', bearer(['write']))]).toEqual([401, 403]);
  expect(await ask('guarded', { 'x-who': 'ada' })).toMatchObject({ requestContext: { authorizer: { lambda: { who: 'ada' } } } });
  await ask('guarded', { 'x-who': 'ada' });
  expect([await ask('guarded'), await ask('guarded', { 'x-who': 'eve' })]).toEqual([401, 403]);
  expect(local.function('Guarding').invocations).toHaveLength(2);
  expect(await ask('signed')).toBe(403);
  expect(await ask('signed', await signatureOf(`${local.apis[0]?.url}signed`, local.credentials))).toMatchObject({
    requestContext: { authorizer: { iam: { accessKey: local.credentials.accessKeyId } } },
  });
  expect(await ask('open')).toMatchObject({ routeKey: 'GET /open' });
});

test('a request becomes a message of a queue, as a document says', async () => {
  const local = await running(
    appOf((stack) => {
      const queue = new Queue(stack, 'Orders', { queueName: 'orders' });
      const integration = {
        ...{ type: 'aws_proxy', integrationSubtype: 'SQS-SendMessage', payloadFormatVersion: '1.0', timeoutInMillis: 5_000 },
        credentials: 'arn:aws:iam::123456789012:role/sender',
        requestParameters: { QueueUrl: queue.queueUrl, MessageBody: '$request.body.order' },
      };
      documentApi(stack, { paths: { '/orders': { post: { 'x-amazon-apigateway-integration': integration } } } });
    }),
  );

  const response = await fetch(`${local.apis[0]?.url}orders`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: '{"order":"a pen"}',
  });

  expect(response.status).toBe(200);
  expect(local.queue('orders').messages.map(({ body }) => body)).toEqual(['a pen']);
});

test('a file with a document may have functions of CloudFormation, when AWS::Include puts it into the template', async () => {
  const file = join(temporaryFolder(), 'api.json');
  const get = to({ 'Fn::GetAtt': ['OrdersFunction', 'Arn'] });
  writeFileSync(file, JSON.stringify({ openapi: '3.0.1', info: { title: 'Orders' }, paths: { '/orders/{id}': { get } } }));
  const local = await running(
    appOf((stack) => {
      (invocable(stack, 'Orders', ECHO).node.defaultChild as CfnFunction).overrideLogicalId('OrdersFunction');
      const { s3ObjectUrl: Location } = new Asset(stack, 'Document', { path: file });
      const api = new CfnApi(stack, 'Api', { body: Fn.transform('AWS::Include', { Location }) });
      new CfnStage(stack, 'Stage', { apiId: api.ref, stageName: '$default', autoDeploy: true });
    }),
  );

  const response = await fetch(`${local.apis[0]?.url}orders/7`);

  expect(await response.json()).toMatchObject({ event: { routeKey: 'GET /orders/{id}', pathParameters: { id: '7' } } });
});

test('fails when a document is broken: its API is not served, and the others are', async () => {
  const local = await running(
    appOf((stack) => {
      documentApi(stack, { openapi: undefined, swagger: '2.0' });
      const other = new CfnApi(stack, 'Other', {
        body: { openapi: '3.0.1', paths: { '/a': { get: to(invocable(stack, 'Orders', ECHO).functionArn) }, '/b': { get: {} } } },
      });
      new CfnStage(stack, 'OtherStage', { apiId: Token.asString(other.ref), stageName: '$default', autoDeploy: true });
    }),
  );

  expect(local.apis.map(({ path }) => path)).toEqual(['App/Other']);
  const statuses = ['a', 'b'].map(async (path) => (await fetch(`${local.apis[0]?.url}${path}`)).status);
  expect(await Promise.all(statuses)).toEqual([200, 404]);
});
