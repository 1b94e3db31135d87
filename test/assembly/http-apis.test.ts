import { apiDoorsOf } from '../../src/model/api-doors';
import type { HttpApi } from '../../src/model/http-api';
import { appOf, fn } from './scratch-assembly';

const ref = (Ref: string) => ({ Ref });
const api = (values: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Api',
  Properties: { Name: 'api', ProtocolType: 'HTTP', ...values },
});
const part = (kind: string, values: object = {}) => ({
  Type: `AWS::ApiGatewayV2::${kind}`,
  Properties: { ApiId: ref('Api'), ...values },
});
const target = (integration: string) => ({ 'Fn::Join': ['/', ['integrations', ref(integration)]] });
const STAGE = part('Stage', { StageName: '$default', AutoDeploy: true });
const INTEGRATION = part('Integration', {
  IntegrationType: 'AWS_PROXY',
  IntegrationUri: { 'Fn::GetAtt': ['F', 'Arn'] },
  PayloadFormatVersion: '2.0',
});

const only = ({ httpApis }: { readonly httpApis?: readonly HttpApi[] }) => httpApis?.[0] as HttpApi;

test('routes, integrations, authorizers and stages hang on their API', () => {
  const app = appOf({
    F: fn(),
    Api: api({ CorsConfiguration: { AllowOrigins: ['*'], MaxAge: '300' }, DisableExecuteApiEndpoint: 'true' }),
    I: INTEGRATION,
    A: part('Authorizer', {
      AuthorizerType: 'REQUEST',
      Name: 'guard',
      AuthorizerUri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/x/invocations',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 30,
      IdentitySource: ['$request.header.Authorization'],
    }),
    J: part('Authorizer', {
      AuthorizerType: 'JWT',
      Name: 'jwt',
      JwtConfiguration: { Issuer: 'https://i.example', Audience: ['a'] },
    }),
    R1: part('Route', { RouteKey: 'GET /a', Target: target('I'), AuthorizationType: 'CUSTOM', AuthorizerId: ref('A') }),
    R2: part('Route', {
      RouteKey: '$default',
      Target: target('I'),
      AuthorizationType: 'JWT',
      AuthorizerId: ref('J'),
      AuthorizationScopes: ['s'],
    }),
    R3: part('Route', { RouteKey: 'ANY /b', AuthorizationType: 'AWS_IAM' }),
    S: part('Stage', { StageName: 'prod', StageVariables: { a: 1 }, DefaultRouteSettings: { ThrottlingBurstLimit: 5 } }),
    D: STAGE,
  });

  expect(only(app)).toMatchObject({
    endpointDisabled: true,
    cors: { allowOrigins: ['*'], maxAgeSeconds: 300 },
    stages: [
      { name: 'prod', variables: { a: '1' }, throttle: { burst: 5 } },
      { name: '$default', deploymentId: expect.any(String) },
    ],
    routes: [
      {
        key: 'GET /a',
        authorization: 'CUSTOM',
        authorizer: { type: 'REQUEST', name: 'guard', simpleResponses: true, ttlSeconds: 30, payloadFormat: '2.0' },
        integration: { type: 'AWS_PROXY', payloadFormat: '2.0' },
      },
      { key: '$default', scopes: ['s'], authorizer: { type: 'JWT', issuer: 'https://i.example', audience: ['a'] } },
      { key: 'ANY /b', authorization: 'AWS_IAM' },
    ],
  });
  expect(only(app).stages[0]).not.toHaveProperty('deploymentId');
  expect(app.unsupported).toEqual([]);
  expect(apiDoorsOf(app)[0]?.routes).toMatchObject([
    { key: 'GET /a', target: expect.stringMatching(/\/F$/), authorizer: 'guard' },
    { key: '$default', authorizer: 'jwt' },
    { key: 'ANY /b', target: 'nothing', authorizer: 'AWS_IAM', why: 'It has no integration.' },
  ]);
});

test('an API that is declared with a target has a route and a stage of its own', () => {
  const app = appOf({ F: fn(), Api: api({ Target: { 'Fn::GetAtt': ['F', 'Arn'] } }) });

  expect(only(app)).toMatchObject({
    stages: [{ name: '$default', deploymentId: 'quick' }],
    routes: [{ key: '$default', integration: { type: 'AWS_PROXY', payloadFormat: '2.0' } }],
  });
});

test('what is made for an API with a target is changed by its overrides', () => {
  const app = appOf({
    F: fn(),
    Api: api({ Target: { 'Fn::GetAtt': ['F', 'Arn'] }, RouteKey: 'GET /a', CredentialsArn: 'arn:aws:iam::000000000000:role/r' }),
    J: part('Authorizer', { AuthorizerType: 'JWT', JwtConfiguration: { Issuer: 'https://i.example', Audience: ['a'] } }),
    O: part('ApiGatewayManagedOverrides', {
      Integration: { PayloadFormatVersion: '1.0', TimeoutInMillis: 500 },
      Route: { AuthorizationType: 'JWT', AuthorizerId: ref('J'), AuthorizationScopes: ['s'] },
      Stage: { StageVariables: { a: 1 }, DefaultRouteSettings: { ThrottlingBurstLimit: 5 }, AccessLogSettings: { Format: 'f' } },
    }),
  });

  expect(only(app)).toMatchObject({
    stages: [{ name: '$default', deploymentId: 'quick', variables: { a: '1' }, throttle: { burst: 5 } }],
    routes: [
      {
        ...{ key: 'GET /a', authorization: 'JWT', authorizer: { issuer: 'https://i.example' }, scopes: ['s'] },
        integration: {
          type: 'AWS_PROXY',
          payloadFormat: '1.0',
          timeoutMs: 500,
          credentialsArn: expect.stringMatching(/role\/r$/),
        },
      },
    ],
  });
  expect(app.unsupported).toEqual([]);
  expect(app.findings.map(({ code }) => code)).toEqual(['PROPERTY_NOT_EMULATED']);
});

test('fails when an API with a target cannot say who may call it, or has no route key: it then has no route', () => {
  const target = { Target: { 'Fn::GetAtt': ['F', 'Arn'] } };
  const guarded = part('ApiGatewayManagedOverrides', { Route: { AuthorizationType: 'JWT', AuthorizerId: 'none' } });
  const unguarded = appOf({ F: fn(), Api: api(target), O: guarded });
  const unnamed = appOf({ F: fn(), Api: api({ ...target, RouteKey: 'a' }), O: part('ApiGatewayManagedOverrides') });

  expect([only(unguarded).routes, only(unnamed).routes]).toEqual([[], []]);
  expect(unguarded.unsupported.map(({ address }) => address.logicalId)).toEqual(['O']);
  expect(unnamed.unsupported.map(({ address }) => address.logicalId)).toEqual(['Api', 'O']);
});

test('overrides are said to be left out where nothing is made that they could change', () => {
  const overrides = part('ApiGatewayManagedOverrides');
  const webSocket = api({ ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' });

  for (const Api of [api(), webSocket, api({ Body: { openapi: '3.0.1', paths: {} } })]) {
    expect(appOf({ Api, O: overrides }).unsupported.map(({ address }) => address.logicalId)).toEqual(['O']);
  }
});

test('what is not understood of an API is told, and the rest of it is served', () => {
  const app = appOf({
    F: fn(),
    Api: api(),
    I: INTEGRATION,
    Bad: part('Route', { RouteKey: 'GET', Target: target('I') }),
    Unguarded: part('Route', { RouteKey: 'GET /u', AuthorizationType: 'JWT', AuthorizerId: 'none' }),
    Twice: part('Route', { RouteKey: 'GET /a', Target: target('I') }),
    Again: part('Route', { RouteKey: 'GET /a', Target: target('I') }),
    Orphan: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: 'elsewhere', RouteKey: 'GET /o' } },
    Logged: part('Stage', { StageName: '$default', AutoDeploy: true, AccessLogSettings: { Format: '$context.requestId' } }),
  });

  expect(only(app).routes.map(({ key }) => key)).toEqual(['GET /a']);
  expect(app.unsupported.map(({ address }) => address.logicalId)).toEqual(['Bad', 'Unguarded', 'Orphan']);
  expect(app.findings.map(({ code }) => code).sort()).toEqual(['PROPERTY_INVALID', 'PROPERTY_INVALID', 'PROPERTY_NOT_EMULATED']);
});

test('a domain has the mappings of HTTP APIs, and says which others it does not serve', () => {
  const app = appOf({
    Api: api(),
    D: STAGE,
    Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'API.example.com' } },
    M: part('ApiMapping', { DomainName: ref('Domain'), Stage: '$default', ApiMappingKey: 'v1' }),
    Other: { Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { ApiId: 'rest', DomainName: ref('Domain'), Stage: 'prod' } },
  });

  expect(app.httpDomains).toMatchObject([{ name: 'api.example.com', mappings: [{ key: 'v1', stage: '$default' }] }]);
  expect(app.unsupported.map(({ address }) => address.logicalId)).toEqual(['Other']);
});

test('an integration that leads to another machine is told not to be served', () => {
  const proxy = (IntegrationUri: string) =>
    part('Integration', { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', IntegrationUri });
  const app = appOf({
    F: fn(),
    Api: api(),
    There: proxy('https://example.com/a'),
    Here: proxy('http://localhost:3000/a'),
    R1: part('Route', { RouteKey: 'GET /there', Target: target('There') }),
    R2: part('Route', { RouteKey: 'GET /here', Target: target('Here') }),
  });

  const [there, here] = apiDoorsOf(app)[0]?.routes ?? [];
  expect(there).toMatchObject({
    target: 'https://example.com/a',
    why: 'example.com is not on this machine, and no other is asked.',
  });
  expect(here).not.toHaveProperty('why');
});

test('limits of a stage that are no numbers are left out, and that is said', () => {
  const app = appOf({
    Api: api(),
    S: part('Stage', {
      StageName: 'prod',
      DefaultRouteSettings: { ThrottlingBurstLimit: 'many' },
      RouteSettings: { 'GET /a': { ThrottlingRateLimit: [] } },
    }),
  });

  expect(only(app).stages[0]).toEqual({ name: 'prod', variables: {} });
  expect(app.findings.map(({ message }) => message)).toEqual([
    expect.stringContaining('ThrottlingBurstLimit must be a number, not "many"'),
    expect.stringContaining('ThrottlingRateLimit must be a number, not []'),
  ]);
});
