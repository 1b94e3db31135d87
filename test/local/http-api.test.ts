import {
  CfnApi,
  CfnApiGatewayManagedOverrides,
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpStage,
  MappingValue,
  ParameterMapping,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer, HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, HttpSqsIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const ECHO = 'exports.handler = async (event, context) => ({ version: context.functionVersion, event });';

test('a browser reaches a function through an HTTP API (APH-01, APH-03)', async () => {
  const local = await running(
    appOf((stack) => {
      const api = new HttpApi(stack, 'Api');
      const integration = new HttpLambdaIntegration('Integration', nodeFunction(stack, 'Orders', ECHO));
      api.addRoutes({ path: '/orders/{id}', methods: [HttpMethod.POST], integration });
    }),
  );

  expect(local.apis).toEqual([
    {
      kind: 'httpApi',
      path: 'App/Api',
      stage: '$default',
      url: expect.stringMatching(/^http:\/\/127.0.0.1:\d+\/_api\/[a-z0-9]{10}\/$/),
    },
  ]);
  expect(local.urls()).toEqual([{ kind: 'httpApi', api: 'App/Api', stage: '$default', href: local.apis[0]?.url }]);
  const response = await fetch(`${local.apis[0]?.url}orders/7?tag=a&tag=b&q=a%20b`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: 'session=s1; theme=dark' },
    body: '{"a":1}',
  });

  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(response.headers.get('apigw-requestid')).toMatch(/^[\w+/]{15}=$/);
  const { event } = (await response.json()) as { event: object };
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'POST /orders/{id}',
    rawPath: '/orders/7',
    rawQueryString: 'tag=a&tag=b&q=a%20b',
    cookies: ['session=s1', 'theme=dark'],
    queryStringParameters: { tag: 'a,b', q: 'a b' },
    pathParameters: { id: '7' },
    body: '{"a":1}',
    isBase64Encoded: false,
    requestContext: { stage: '$default', routeKey: 'POST /orders/{id}', requestId: response.headers.get('apigw-requestid') },
  });
  expect(local.journal.entries.filter(({ kind }) => kind === 'httpRequest')).toMatchObject([
    {
      ...{ door: 'httpApi', api: 'App/Api', stage: '$default', method: 'POST', path: '/orders/7' },
      ...{ route: 'POST /orders/{id}', status: 200, integrationStatus: 200 },
      integration: local.function('Orders').arn,
    },
  ]);
});

test('an alias behind a named stage is invoked with what the stage says', async () => {
  const local = await running(
    appOf((stack) => {
      const fn = nodeFunction(stack, 'Orders', ECHO);
      const live = new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
      const api = new HttpApi(stack, 'Api', { createDefaultStage: false });
      new HttpStage(stack, 'Prod', { httpApi: api, stageName: 'prod', autoDeploy: true, stageVariables: { table: 'orders' } });
      const integration = new HttpLambdaIntegration('I', live, { payloadFormatVersion: PayloadFormatVersion.VERSION_1_0 });
      api.addRoutes({ path: '/{proxy+}', integration: new HttpLambdaIntegration('J', live) });
      api.addRoutes({ path: '/old', integration });
    }),
  );
  const [api] = local.apis;
  expect(api?.url).toMatch(/\/prod\/$/);

  const response = await fetch(`${api?.url}a/b`);

  expect(await response.json()).toMatchObject({
    version: '1',
    event: { rawPath: '/prod/a/b', stageVariables: { table: 'orders' }, pathParameters: { proxy: 'a/b' } },
  });
  expect((await fetch(`${local.endpoint}/_api/${api?.url.split('/')[4]}/other`)).status).toBe(404);
  expect((await fetch(`${api?.url}old`)).status).toBe(500);
});

test('a handler finds the API of its own app where its environment says it is', async () => {
  const local = await running(
    appOf((stack) => {
      const api = new HttpApi(stack, 'Api', { corsPreflight: { allowMethods: [CorsHttpMethod.ANY], allowOrigins: ['*'] } });
      const fn = nodeFunction(stack, 'Asked', 'exports.handler = async () => ({ hello: "world" });');
      api.addRoutes({ path: '/hello', integration: new HttpLambdaIntegration('I', fn) });
      const asking = 'exports.handler = async () => (await fetch(process.env.API + "/hello")).json();';
      nodeFunction(stack, 'Asking', asking, { environment: { API: api.apiEndpoint } });
    }),
  );

  expect((await local.function('Asking').invoke({})).payload).toEqual({ hello: 'world' });
});

test('a token that a test mints opens a route, until it expires (APH-07)', async () => {
  const local = await running(
    appOf((stack) => {
      const authorizer = new HttpJwtAuthorizer('Issuer', 'https://issuer.example', { jwtAudience: ['web'] });
      const api = new HttpApi(stack, 'Api', { defaultAuthorizer: authorizer, defaultAuthorizationScopes: ['read'] });
      api.addRoutes({ path: '/orders', integration: new HttpLambdaIntegration('I', nodeFunction(stack, 'Orders', ECHO)) });
    }),
    { clock: 'virtual' },
  );
  const ask = async (token: string) => {
    const response = await fetch(`${local.apis[0]?.url}orders`, { headers: { authorization: `Bearer ${token}` } });
    return response.ok ? ((await response.json()) as { event: unknown }).event : response.status;
  };
  const token = local.mintToken({ subject: 'ada', scopes: ['read'] });

  expect(await ask(token)).toMatchObject({
    requestContext: {
      authorizer: { jwt: { claims: { iss: 'https://issuer.example', aud: 'web', sub: 'ada' }, scopes: ['read'] } },
    },
  });
  expect(await ask(local.mintToken())).toBe(403);
  expect(await ask(local.mintToken({ issuer: 'https://other.example' }))).toBe(401);
  await local.clock.advance({ hours: 1 });
  expect(await ask(token)).toBe(401);
});

test('a function decides who may call another one, and is asked once for each of them (AUT-05, AUT-07)', async () => {
  const guard = 'exports.handler = async ({ identitySource: [who] }) => ({ isAuthorized: who !== "eve", context: { who } });';
  const local = await running(
    appOf((stack) => {
      const authorizer = new HttpLambdaAuthorizer('Guard', nodeFunction(stack, 'Guarding', guard), {
        responseTypes: [HttpLambdaResponseType.SIMPLE],
        identitySource: ['$request.header.X-Who'],
      });
      const api = new HttpApi(stack, 'Api', { defaultAuthorizer: authorizer });
      api.addRoutes({ path: '/{proxy+}', integration: new HttpLambdaIntegration('I', nodeFunction(stack, 'Orders', ECHO)) });
    }),
  );
  const ask = (path: string, who: string) => fetch(`${local.apis[0]?.url}${path}`, { headers: { 'x-who': who } });

  const ada = await ask('a', 'ada');

  expect([ada.status, (await ask('b', 'ada')).status, (await ask('a', 'eve')).status]).toEqual([200, 200, 403]);
  expect(await ada.json()).toMatchObject({ event: { requestContext: { authorizer: { lambda: { who: 'ada' } } } } });
  expect(local.function('Guarding').invocations).toHaveLength(2);
});

test('fails when keys of an issuer are not there, or the issuer of a token cannot be told', async () => {
  const app = appOf((stack) => nodeFunction(stack, 'Orders', ECHO));

  await expect(running(app, { jwtKeys: { 'https://issuer.example': 'nowhere.json' } })).rejects.toMatchObject({
    code: 'JWT_KEYS_INVALID',
  });
  await expect(running(app, { jwtKeys: { 'https://issuer.example': { keys: [{}] } as never } })).rejects.toMatchObject({
    code: 'JWT_KEYS_INVALID',
  });
  const local = await running(app);
  expect(() => local.mintToken()).toThrow('The issuer of the token must be given: the app has no JWT authorizer.');
});

test('a request becomes a message of a queue without a function between (APH-01)', async () => {
  const local = await running(
    appOf((stack) => {
      const api = new HttpApi(stack, 'Api');
      const integration = new HttpSqsIntegration('I', { queue: new Queue(stack, 'Orders', { queueName: 'orders' }) });
      api.addRoutes({ path: '/orders', methods: [HttpMethod.POST], integration });
    }),
  );
  const response = await fetch(`${local.apis[0]?.url}orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ MessageBody: 'a pen' }),
  });

  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('MessageId')]);
  expect(local.queue('orders').messages.map(({ body }) => body)).toEqual(['a pen']);
  expect(local.journal.entries.filter(({ kind }) => kind === 'httpRequest')).toMatchObject([
    { route: 'POST /orders', integration: 'SQS-SendMessage', integrationStatus: 200, status: 200 },
  ]);
});

test('parameters are mapped on the way to a function', async () => {
  const local = await running(
    appOf((stack) => {
      const parameterMapping = new ParameterMapping()
        .appendHeader('x-id', MappingValue.requestPathParam('id'))
        .overwriteQueryString('q', MappingValue.custom('${request.querystring.q}-${stageVariables.none}!'))
        .removeHeader('x-secret')
        .overwritePath(MappingValue.custom('/mapped/$request.path.id'));
      const api = new HttpApi(stack, 'Api');
      const orders = nodeFunction(stack, 'Orders', ECHO);
      api.addRoutes({ path: '/orders/{id}', integration: new HttpLambdaIntegration('I', orders, { parameterMapping }) });
    }),
  );

  const response = await fetch(`${local.apis[0]?.url}orders/7?q=a`, { headers: { 'x-secret': 's', 'x-id': '0' } });

  const { event } = (await response.json()) as { event: { headers: object } };
  expect(event).toMatchObject({ headers: { 'x-id': '0,7' }, queryStringParameters: { q: 'a-!' }, pathParameters: { id: '7' } });
  expect(event.headers).not.toHaveProperty('x-secret');
});

test('an API that is declared with a target leads to it, as its overrides say (APH-01)', async () => {
  const local = await running(
    appOf((stack) => {
      const orders = nodeFunction(
        stack,
        'Orders',
        'exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });',
      );
      orders.addPermission('Api', { principal: new ServicePrincipal('apigateway.amazonaws.com') });
      new CfnApi(stack, 'All', { name: 'all', protocolType: 'HTTP', target: orders.functionArn });
      const one = new CfnApi(stack, 'One', { name: 'one', protocolType: 'HTTP', target: orders.functionArn, routeKey: 'GET /a' });
      new CfnApiGatewayManagedOverrides(stack, 'Overrides', { apiId: one.ref, integration: { payloadFormatVersion: '1.0' } });
      const url = orders.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
      new CfnApi(stack, 'Proxy', { name: 'proxy', protocolType: 'HTTP', target: url });
    }),
  );
  const urls = Object.fromEntries(local.apis.map(({ path, url }) => [path, url]));
  const ask = async (url: string) => (await (await fetch(url)).json()) as object;

  expect(await ask(`${urls['App/All']}any/thing`)).toMatchObject({ version: '2.0', routeKey: '$default', rawPath: '/any/thing' });
  expect(await ask(`${urls['App/One']}a`)).toMatchObject({ version: '1.0', resource: '/a' });
  expect((await fetch(`${urls['App/One']}b`)).status).toBe(404);
  expect(await ask(`${urls['App/Proxy']}a/b`)).toMatchObject({ version: '2.0', rawPath: '/a/b' });
});
