import type { RestApi } from '../../src/model/rest-api';
import { appOf, fn } from './scratch-assembly';

const REF = { RestApiId: { Ref: 'Api' } };
const ROOT = { ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } };
const API = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'shop' } };
const uri = (id: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${id}.Arn}/invocations`,
});
const PROXY = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri('F') };

function part(kind: string, properties: object = {}) {
  return { Type: `AWS::ApiGateway::${kind}`, Properties: { ...REF, ...properties } };
}

function methodOn(resource: unknown, properties: object = {}) {
  return part('Method', {
    ResourceId: resource,
    HttpMethod: 'GET',
    AuthorizationType: 'NONE',
    Integration: PROXY,
    ...properties,
  });
}

function restApi(resources: Record<string, unknown>): RestApi {
  const app = appOf({ F: fn({ FunctionName: 'f' }), Api: API, ...resources });
  expect(app.findings).toEqual([]);
  expect(app.unsupported).toEqual([]);
  return app.restApis?.[0] as RestApi;
}

test('an API is read with its paths, methods, authorizers, models, responses and stages', () => {
  const api = restApi({
    Orders: part('Resource', { ...ROOT, PathPart: 'orders' }),
    Order: part('Resource', { ParentId: { Ref: 'Orders' }, PathPart: '{id}' }),
    Guard: part('Authorizer', { Type: 'TOKEN', Name: 'guard', AuthorizerUri: uri('F'), IdentityValidationExpression: 'B.*' }),
    Check: part('RequestValidator', { ValidateRequestBody: true, ValidateRequestParameters: 'false' }),
    Model: part('Model', { Name: 'Order', Schema: { type: 'object' } }),
    Denied: part('GatewayResponse', {
      ...{ ResponseType: 'ACCESS_DENIED', StatusCode: '418' },
      ResponseParameters: { 'gatewayresponse.header.a': "'b'" },
    }),
    Get: methodOn(
      { Ref: 'Order' },
      {
        ...{ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Guard' }, ApiKeyRequired: 'true' },
        ...{ RequestValidatorId: { Ref: 'Check' }, RequestModels: { 'application/json': { Ref: 'Model' } } },
        ...{ RequestParameters: { 'method.request.querystring.q': true }, OperationName: 'getOrder' },
        Integration: { ...PROXY, TimeoutInMillis: '5000' },
        MethodResponses: [{ StatusCode: 200, ResponseParameters: { 'method.response.header.a': true } }],
      },
    ),
    Deployment: part('Deployment'),
    Stage: part('Stage', {
      ...{ StageName: 'prod', DeploymentId: { Ref: 'Deployment' }, Variables: { a: 'b' } },
      CanarySetting: { PercentTraffic: 10, StageVariableOverrides: { a: 'c' } },
      MethodSettings: [
        { ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 5, ThrottlingBurstLimit: '6' },
        { ResourcePath: '/~1orders~1{id}', HttpMethod: 'GET', ThrottlingRateLimit: 1 },
        { ResourcePath: '/', HttpMethod: 'GET', LoggingLevel: 'OFF' },
      ],
    }),
  });

  expect(api).toMatchObject({
    name: 'shop',
    domainName: `${api.id}.execute-api.us-east-1.amazonaws.com`,
    apiKeySource: 'HEADER',
    binaryMediaTypes: [],
    resources: [{ path: '/' }, { path: '/orders' }, { path: '/orders/{id}' }],
    models: [{ name: 'Order', contentType: 'application/json', schema: { type: 'object' } }],
    gatewayResponses: [
      { type: 'ACCESS_DENIED', statusCode: '418', parameters: { 'gatewayresponse.header.a': "'b'" }, templates: {} },
    ],
    stages: [
      {
        name: 'prod',
        variables: { a: 'b' },
        canary: { percentTraffic: 10, variables: { a: 'c' } },
        methodThrottles: { '*/*': { perSecond: 5, burst: 6 }, '/orders/{id}/GET': { perSecond: 1 } },
      },
    ],
  });
  expect(api.resources[2]?.methods).toMatchObject([
    {
      ...{ httpMethod: 'GET', authorization: 'CUSTOM', apiKeyRequired: true, operationName: 'getOrder' },
      authorizer: {
        ...{ type: 'TOKEN', name: 'guard', ttlSeconds: 300, validation: 'B.*' },
        identitySources: ['method.request.header.Authorization'],
      },
      ...{ requestParameters: { 'method.request.querystring.q': true }, requestModels: { 'application/json': 'Order' } },
      validator: { body: true, parameters: false },
      integration: { type: 'AWS_PROXY', method: 'POST', timeoutMs: 5000 },
      responses: [{ statusCode: '200', parameters: ['method.response.header.a'] }],
    },
  ]);
});

test('keys, plans and domains are read', () => {
  const app = appOf({
    Api: API,
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Value: 'abc', Enabled: true, Name: 'mine' } },
    Plan: {
      Type: 'AWS::ApiGateway::UsagePlan',
      Properties: {
        ...{ UsagePlanName: 'basic', Quota: { Limit: 5, Period: 'WEEK' }, Throttle: { RateLimit: 1, BurstLimit: 2 } },
        ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'prod', Throttle: { '/a/GET': { RateLimit: 3 } } }],
      },
    },
    InPlan: {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
    },
    Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'Api.example.com' } },
    Mapping: {
      Type: 'AWS::ApiGateway::BasePathMapping',
      Properties: { DomainName: { Ref: 'Domain' }, RestApiId: { Ref: 'Api' }, BasePath: '/v1/', Stage: 'prod' },
    },
  });

  const apiId = app.restApis?.[0]?.id;
  expect(app.restApiKeys).toMatchObject([{ name: 'mine', value: 'abc', enabled: true }]);
  expect(app.usagePlans).toMatchObject([
    {
      name: 'basic',
      keyIds: [app.restApiKeys?.[0]?.id],
      stages: [{ apiId, stage: 'prod', methodThrottles: { '/a/GET': { perSecond: 3 } } }],
      throttle: { perSecond: 1, burst: 2 },
      quota: { limit: 5, offset: 0, period: 'WEEK' },
    },
  ]);
  expect(app.restDomains).toMatchObject([{ name: 'api.example.com', mappings: [{ basePath: 'v1', apiId, stage: 'prod' }] }]);
});

test('a deployment can make a stage', () => {
  const api = restApi({ D: part('Deployment', { StageName: 'test', StageDescription: { Variables: { a: 'b' } } }) });

  expect(api.stages).toMatchObject([{ name: 'test', variables: { a: 'b' } }]);
});

test('what a part asks for that is not done is said', () => {
  const { findings } = appOf({
    Api: { Type: API.Type, Properties: { MinimumCompressionSize: 0 } },
    Stage: part('Stage', { StageName: 'prod', CacheClusterEnabled: true, AccessLogSetting: { DestinationArn: 'x' } }),
  });

  expect(findings.map(({ code, where }) => [code, where])).toEqual([
    ['PROPERTY_NOT_EMULATED', 'S/Api'],
    ['PROPERTY_NOT_EMULATED', 'S/Stage'],
    ['PROPERTY_NOT_EMULATED', 'S/Stage'],
  ]);
});

test('fails when a part is of no API of the app, or cannot be had: the rest is whole', () => {
  const app = appOf({
    F: fn(),
    Api: API,
    Lost: methodOn({ Ref: 'Orders' }, { RestApiId: 'other' }),
    Nowhere: methodOn('none'),
    Orphan: part('Resource', { ParentId: 'none', PathPart: 'a' }),
    Broken: methodOn({ 'Fn::GetAtt': ['Api', 'RootResourceId'] }, { Integration: { Type: 'MAGIC' } }),
    Good: methodOn({ 'Fn::GetAtt': ['Api', 'RootResourceId'] }),
    Elsewhere: { Type: API.Type, Properties: { BodyS3Location: { Bucket: 'b', Key: 'k' } } },
  });

  expect(app.unsupported.map(({ address, why }) => `${address.path}: ${why}`)).toEqual([
    'S/Lost: Its API other is not one of this app, or is not served.',
    'S/Nowhere: Its resource none is not one of the API.',
    'S/Orphan: Its parent none is not one of the API.',
    expect.stringMatching(/^S\/Broken: It cannot be run: Integration.Type must be AWS or AWS_PROXY or/),
    expect.stringMatching(/^S\/Elsewhere: It is made from an OpenAPI document .*: the document k in S3 is not in the assembly/),
  ]);
  expect(app.restApis?.[0]?.resources[0]?.methods).toHaveLength(1);
});

const INTEGRATION = { type: 'aws_proxy', httpMethod: 'POST', uri: uri('F') };

test('an API is read from an OpenAPI document of version 3', () => {
  const document = {
    openapi: '3.0.1',
    info: { title: 'Imported' },
    'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
    'x-amazon-apigateway-request-validator': 'all',
    'x-amazon-apigateway-binary-media-types': ['image/png'],
    'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
    'x-amazon-apigateway-gateway-responses': {
      DEFAULT_4XX: { statusCode: 404, responseTemplates: { 'application/json': '{}' } },
    },
    components: {
      schemas: { Order: { type: 'object' } },
      securitySchemes: {
        key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
        iam: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
        guard: {
          ...{ type: 'apiKey', name: 'X-Token', in: 'header', 'x-amazon-apigateway-authtype': 'custom' },
          'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: uri('F'), authorizerResultTtlInSeconds: 0 },
        },
        pool: {
          ...{ type: 'apiKey', name: 'Authorization', in: 'header' },
          'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: ['arn:pool'] },
        },
      },
    },
    security: [{ iam: [] }],
    paths: {
      '/orders/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true }],
        get: { security: [{ guard: [], key: [] }], 'x-amazon-apigateway-integration': INTEGRATION },
        post: {
          operationId: 'make',
          security: [{ pool: ['orders/write'] }],
          parameters: [{ name: 'q', in: 'query' }],
          requestBody: {
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/Order' } },
              'text/json': { schema: { type: 'array' } },
            },
          },
          responses: { 200: { headers: { 'X-A': {} } } },
          'x-amazon-apigateway-integration': {
            ...{ type: 'mock', passthroughBehavior: 'when_no_match', requestTemplates: { 'application/json': '{}' } },
            responses: { default: { statusCode: '200' }, '4\\d\\d': { statusCode: '400', responseTemplates: { a: 'b' } } },
          },
        },
        'x-amazon-apigateway-any-method': { 'x-amazon-apigateway-integration': INTEGRATION },
        put: { 'x-amazon-apigateway-integration': { type: 'magic' } },
        head: { 'x-amazon-apigateway-integration': { $ref: '#/components/nothing' } },
      },
    },
  };
  const { restApis, findings } = appOf({ F: fn(), Api: { Type: API.Type, Properties: { Body: document } } });
  const [api] = restApis ?? [];

  expect(findings).toMatchObject([
    { message: expect.stringMatching(/^PUT \/orders\/\{id\} is left out: Integration.Type/) },
    { message: expect.stringMatching(/^HEAD \/orders\/\{id\} is left out: the document has nothing at #\/components\/nothing/) },
  ]);
  expect(api).toMatchObject({
    ...{ name: 'Imported', binaryMediaTypes: ['image/png'], apiKeySource: 'AUTHORIZER' },
    gatewayResponses: [{ type: 'DEFAULT_4XX', statusCode: '404', templates: { 'application/json': '{}' } }],
  });
  expect(api?.models.map(({ name }) => name)).toEqual(['Order', 'POST /orders/{id} text/json']);
  const methods = api?.resources.find(({ path }) => path === '/orders/{id}')?.methods ?? [];
  expect(methods).toMatchObject([
    {
      ...{ httpMethod: 'GET', authorization: 'CUSTOM', apiKeyRequired: true },
      authorizer: { type: 'TOKEN', name: 'guard', identitySources: ['method.request.header.X-Token'], ttlSeconds: 0 },
      requestParameters: { 'method.request.path.id': true },
      integration: { type: 'AWS_PROXY', method: 'POST', uri: expect.stringContaining(':function:') },
    },
    {
      ...{ httpMethod: 'POST', authorization: 'COGNITO_USER_POOLS', scopes: ['orders/write'], operationName: 'make' },
      requestParameters: { 'method.request.path.id': true, 'method.request.querystring.q': false },
      requestModels: { 'application/json': 'Order', 'text/json': 'POST /orders/{id} text/json' },
      validator: { id: 'all', body: true, parameters: true },
      responses: [{ statusCode: '200', parameters: ['method.response.header.X-A'] }],
      integration: {
        ...{ type: 'MOCK', passthrough: 'WHEN_NO_MATCH' },
        responses: [{ statusCode: '200' }, { statusCode: '400', selectionPattern: '4\\d\\d', responseTemplates: { a: 'b' } }],
      },
    },
    { httpMethod: 'ANY', authorization: 'AWS_IAM' },
  ]);
});

test('a document of version 2 says the same in other places', () => {
  const document = {
    swagger: '2.0',
    securityDefinitions: { key: { type: 'apiKey', name: 'X-API-Key', in: 'header' } },
    definitions: { Order: { type: 'object' } },
    paths: {
      '/': {
        post: {
          security: [{ key: [] }],
          parameters: [{ in: 'body', name: 'order', schema: { $ref: '#/definitions/Order' } }],
          'x-amazon-apigateway-integration': INTEGRATION,
        },
      },
    },
  };
  const { restApis } = appOf({ F: fn(), Api: { Type: API.Type, Properties: { Name: 'own', Body: document } } });

  expect(restApis).toMatchObject([{ name: 'own', models: [{ name: 'Order' }] }]);
  expect(restApis?.[0]?.resources[0]?.methods).toMatchObject([
    { httpMethod: 'POST', apiKeyRequired: true, requestModels: { 'application/json': 'Order' } },
  ]);
});

test.each([
  ['text'],
  [[]],
  [{}],
  [{ paths: [] }],
])('fails when the document is %j: nothing is imported, and that is said', (Body) => {
  const { restApis, findings } = appOf({ Api: { Type: API.Type, Properties: { Body } } });

  expect(restApis?.[0]?.resources.flatMap(({ methods }) => methods)).toEqual([]);
  expect(findings).toMatchObject([{ code: 'PROPERTY_INVALID', where: 'S/Api' }]);
});

test('a method of a document is left out when its authorizer is not understood, or a value of it cannot be had', () => {
  const lost = { 'Fn::ImportValue': 'elsewhere' };
  const scheme = (authorizer: object) => ({
    type: 'apiKey',
    name: 'a',
    in: 'header',
    'x-amazon-apigateway-authorizer': authorizer,
  });
  const secured = (security: unknown) => ({ security, 'x-amazon-apigateway-integration': INTEGRATION });
  const document = {
    openapi: '3.0.1',
    'x-amazon-apigateway-gateway-responses': { DEFAULT_4XX: { statusCode: lost } },
    components: {
      securitySchemes: {
        nowhere: scheme({ type: 'token' }),
        jwt: scheme({ type: 'jwt' }),
        lost: scheme({ type: 'token', authorizerUri: lost }),
        text: { type: 'apiKey', 'x-amazon-apigateway-authorizer': 'guard' },
      },
    },
    paths: {
      '/a': {
        get: secured([]),
        put: secured([{ nowhere: [] }]),
        post: secured([{ jwt: [] }]),
        delete: secured([{ lost: [] }]),
        head: secured('nowhere'),
        options: secured([{ text: [] }]),
        patch: { 'x-amazon-apigateway-integration': { ...INTEGRATION, uri: lost } },
      },
      '/b': lost,
    },
  };
  const app = (Body: object) => appOf({ F: fn(), Api: { Type: API.Type, Properties: { Body } } });

  const { restApis, findings } = app(document);
  const methods = restApis?.[0]?.resources.find(({ path }) => path === '/a')?.methods ?? [];
  expect(methods.map(({ httpMethod }) => httpMethod)).toEqual(['GET']);
  expect(findings.map(({ message }) => message.split(': ').slice(0, 2).join(': '))).toEqual([
    expect.stringMatching(/^What cannot be had of x-amazon-apigateway-gateway-responses is left out/),
    expect.stringMatching(/^PUT \/a is left out: the authorizer nowhere has no authorizerUri/),
    expect.stringMatching(/^POST \/a is left out: the authorizer jwt is of type JWT/),
    expect.stringMatching(/^DELETE \/a is left out: no stack/),
    expect.stringMatching(/^OPTIONS \/a is left out: the authorizer text must be an object, not "guard"/),
    expect.stringMatching(/^HEAD \/a is left out: security must be a list/),
    expect.stringMatching(/^PATCH \/a is left out: no stack/),
    expect.stringMatching(/^\/b is left out: no stack/),
  ]);
  expect(app({ ...document, 'x-amazon-apigateway-policy': { Statement: lost } }).unsupported).toMatchObject([
    { address: { logicalId: 'Api' } },
  ]);
});

test('an API whose resource policy cannot be had is not served, since it would be open to everybody', () => {
  const withPolicy = (Policy: unknown) => appOf({ F: fn(), Api: { Type: API.Type, Properties: { Name: 'shop', Policy } } });
  const statement = { Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' };
  const lost = withPolicy({ Statement: [{ ...statement, Resource: { 'Fn::ImportValue': 'none' } }] });

  expect(lost.restApis ?? []).toEqual([]);
  expect(lost.findings).toEqual([
    {
      ...{ code: 'IMPORT_UNKNOWN', where: 'S/Api' },
      message: expect.stringMatching(/^It is left out: Policy: .+; without its Policy it would be open to everybody, so that/),
    },
  ]);
  expect(lost.unsupported).toMatchObject([{ address: { logicalId: 'Api' }, why: expect.stringContaining('open to everybody') }]);
  expect(withPolicy('{').restApis ?? []).toEqual([]);
  expect(withPolicy(JSON.stringify({ Statement: [statement] })).restApis?.[0]?.policy).toEqual({ Statement: [statement] });
  expect(withPolicy({ Ref: 'AWS::NoValue' }).restApis?.[0]).not.toHaveProperty('policy');
});

test.each([
  ['ignore', ['/', '/e']],
  ['prepend', ['/a/b/c', '/a/b/c/e']],
  ['split', ['/b/c', '/b/c/e']],
])('the paths of a document begin as the parameter basepath %s says', (basepath, paths) => {
  const get = { 'x-amazon-apigateway-integration': INTEGRATION };
  const pathsOf = (document: object) => {
    const Body = { ...document, paths: { '/': { get }, '/e/': { get } } };
    const app = appOf({ F: fn(), Api: { Type: API.Type, Properties: { Body, Parameters: { basepath } } } });
    return app.restApis?.[0]?.resources.filter(({ methods }) => methods.length > 0).map(({ path }) => path);
  };

  expect(pathsOf({ swagger: '2.0', basePath: '/a/b/c' })).toEqual(paths);
  expect(pathsOf({ openapi: '3.0.1', servers: [{ url: 'https://x.example/a/b/c' }] })).toEqual(paths);
});

test('what cannot be had beside it leaves the rest of a document as it is, and is told of in shared schemas too', () => {
  const lost = { 'Fn::ImportValue': 'elsewhere' };
  const pairs = { type: 'object', properties: { pair: { enum: [[1, 2], [3]] } } };
  const paths = { '/a': { get: { 'x-amazon-apigateway-integration': INTEGRATION } } };
  const Body = { openapi: '3.0.1', components: { schemas: { Pairs: pairs, Lost: { type: 'object', required: lost } } }, paths };

  const { restApis, findings } = appOf({ F: fn(), Api: { Type: API.Type, Properties: { Body } } });

  expect(restApis?.[0]?.models.find(({ name }) => name === 'Pairs')?.schema).toEqual(pairs);
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^What cannot be had of components.schemas is left out: no stack/),
  ]);
});

const LOST = { 'Fn::ImportValue': 'elsewhere' };

test.each([
  ['the scheme', { components: { securitySchemes: { guard: LOST } } }],
  ['all schemes', { components: { securitySchemes: LOST } }],
  ['all components', { components: LOST }],
  ['all definitions of version 2', { securityDefinitions: LOST }],
])('an operation is not opened to everybody when %s that it asks for cannot be had', (_, schemes) => {
  const paths = { '/a': { get: { security: [{ guard: [] }], 'x-amazon-apigateway-integration': INTEGRATION } } };

  const { restApis, findings } = appOf({ F: fn(), Api: { Type: API.Type, Properties: { Body: { ...schemes, paths } } } });

  expect(restApis?.[0]?.resources.flatMap(({ methods }) => methods)).toEqual([]);
  expect(findings.map(({ message }) => message)).toEqual([expect.stringMatching(/^GET \/a is left out: no stack/)]);
});

test('schemes are found in both places of a document', () => {
  const guard = { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
  const get = { security: [{ guard: [] }], 'x-amazon-apigateway-integration': INTEGRATION };
  const Body = { securityDefinitions: {}, components: { securitySchemes: { guard } }, paths: { '/a': { get } } };

  const { restApis } = appOf({ F: fn(), Api: { Type: API.Type, Properties: { Body } } });

  expect(restApis?.[0]?.resources.flatMap(({ methods }) => methods)).toMatchObject([{ authorization: 'AWS_IAM' }]);
});
