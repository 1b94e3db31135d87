import { readAssembly } from '../../src/assembly/read-assembly';
import { apiDoorsOf } from '../../src/model/api-doors';
import type { Application } from '../../src/model/application';
import type { HttpApi } from '../../src/model/http-api';
import { appOf, assemblyOf, fn } from './scratch-assembly';

const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
const invocations = (name: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations`,
});
const to = (uri: unknown, more: object = {}) => ({
  'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', payloadFormatVersion: '2.0', uri, ...more },
});
const OPEN = to(arnOf('F'));
const STAGE = {
  Type: 'AWS::ApiGatewayV2::Stage',
  Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
};

/** An app with a function `F` and an API of this document. */
function imported(document: unknown, properties: object = {}, resources: object = {}): Application {
  const Body = typeof document === 'object' ? { openapi: '3.0.1', info: { title: 'Orders' }, ...document } : document;
  const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Body, ...properties } };
  return appOf({ F: fn(), Api: api, S: STAGE, ...resources }, { Conditions: { Always: { 'Fn::Equals': ['a', 'a'] } } });
}

const apiOf = ({ httpApis }: Application) => httpApis?.[0] as HttpApi;
const keysOf = (app: Application) => apiOf(app).routes.map(({ key }) => key);
const messagesOf = ({ findings }: Application) => findings.map(({ message }) => message);

test('routes, integrations and CORS are read from the document of an HTTP API (APH-01)', () => {
  const app = imported({
    'x-amazon-apigateway-importexport-version': '1.0',
    'x-amazon-apigateway-cors': { allowOrigins: ['*'], allowMethods: ['GET'], maxAge: 300, allowCredentials: false },
    servers: [{ url: 'https://a.example', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
    components: {
      'x-amazon-apigateway-integrations': {
        shared: {
          type: 'AWS_PROXY',
          uri: { 'Fn::Join': ['', [arnOf('F'), ':live']] },
          payloadFormatVersion: 1.0,
          timeoutInMillis: 900,
        },
      },
    },
    paths: {
      '/orders/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        get: { operationId: 'read', ...to(invocations('F')) },
        'x-amazon-apigateway-any-method': {
          'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/shared' },
        },
      },
      '/files/{proxy+}': {
        put: to('http://localhost:3000/{proxy}', {
          ...{ type: 'http_proxy', httpMethod: 'ANY', payloadFormatVersion: '1.0', connectionType: 'INTERNET' },
          requestParameters: { 'append:header.who': '$context.requestId' },
        }),
      },
      '/jobs': {
        post: {
          'x-amazon-apigateway-integration': {
            ...{ type: 'aws_proxy', integrationSubtype: 'SQS-SendMessage', payloadFormatVersion: '1.0' },
            credentials: 'arn:aws:iam::${AWS::AccountId}:role/r',
            requestParameters: { QueueUrl: 'q', MessageBody: '$request.body' },
          },
        },
      },
      $default: { 'x-amazon-apigateway-any-method': { isDefaultRoute: true, ...OPEN } },
    },
  });

  expect(app.findings).toEqual([]);
  expect(app.unsupported).toEqual([]);
  const arn = expect.stringMatching(/^arn:aws:lambda:.*:function:[\w-]+$/);
  expect(apiOf(app)).toMatchObject({
    name: 'Orders',
    endpointDisabled: true,
    cors: { allowOrigins: ['*'], allowMethods: ['GET'], maxAgeSeconds: 300, allowCredentials: false },
    stages: [{ name: '$default' }],
    routes: [
      {
        key: 'GET /orders/{id}',
        authorization: 'NONE',
        integration: { type: 'AWS_PROXY', payloadFormat: '2.0', uri: expect.stringMatching(/:function:[\w-]+\/invocations$/) },
      },
      {
        key: 'ANY /orders/{id}',
        integration: { payloadFormat: '1.0', timeoutMs: 900, uri: expect.stringMatching(/:live$/) },
      },
      {
        key: 'PUT /files/{proxy+}',
        integration: {
          ...{ type: 'HTTP_PROXY', method: 'ANY', connectionType: 'INTERNET' },
          requestParameters: { 'append:header.who': '$context.requestId' },
        },
      },
      {
        key: 'POST /jobs',
        integration: {
          ...{ subtype: 'SQS-SendMessage', requestParameters: { QueueUrl: 'q', MessageBody: '$request.body' } },
          credentialsArn: 'arn:aws:iam::000000000000:role/r',
        },
      },
      { key: '$default', integration: { uri: arn } },
    ],
  });
  expect(apiDoorsOf(app)[0]?.routes).toMatchObject([
    { key: 'GET /orders/{id}', target: 'S/F' },
    { key: 'ANY /orders/{id}', target: 'S/F:live' },
    { key: 'PUT /files/{proxy+}', target: 'http://localhost:3000/{proxy}' },
    { key: 'POST /jobs', target: 'SQS-SendMessage' },
    { key: '$default', target: 'S/F' },
  ]);
});

test('operations say who may call them, or the document says it for all (AUT-01, APH-07)', () => {
  const uri = invocations('F');
  const app = imported({
    components: {
      securitySchemes: {
        jwt: {
          type: 'oauth2',
          'x-amazon-apigateway-authorizer': {
            ...{ type: 'jwt', identitySource: '$request.header.Authorization' },
            jwtConfiguration: { issuer: 'https://i.example', audience: ['web'] },
          },
        },
        openId: {
          ...{ type: 'openIdConnect', openIdConnectUrl: 'https://o.example/p/.well-known/openid-configuration' },
          'x-amazon-apigateway-authorizer': {
            ...{ type: 'jwt', identitySource: '$request.querystring.token' },
            jwtConfiguration: { audience: ['web'] },
          },
        },
        guard: {
          ...{ type: 'apiKey', name: 'Unused', in: 'header' },
          'x-amazon-apigateway-authorizer': {
            ...{ type: 'request', authorizerUri: uri, authorizerPayloadFormatVersion: 2.0, enableSimpleResponses: true },
            ...{ identitySource: '$request.header.A, $context.routeKey', authorizerResultTtlInSeconds: 60 },
          },
        },
        listed: {
          ...{ type: 'apiKey', name: 'Unused', in: 'header' },
          'x-amazon-apigateway-authorizer': {
            ...{ type: 'request', authorizerUri: uri, authorizerPayloadFormatVersion: '1.0' },
            identitySource: ['$request.header.A', '$stageVariables.b'],
          },
        },
        sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
      },
    },
    security: [{ jwt: ['read'] }],
    paths: {
      '/a': {
        get: OPEN,
        put: { ...OPEN, security: [{ openId: [] }] },
        post: { ...OPEN, security: [{ guard: [] }] },
        delete: { ...OPEN, security: [{ listed: [] }] },
        options: { ...OPEN, security: [] },
        head: { ...OPEN, security: [{ NONE: [] }] },
        patch: { ...OPEN, security: [{ sigv4: [] }] },
      },
      '/b': { get: { ...OPEN, security: [], 'x-amazon-apigateway-auth': { type: 'aws_iam' } } },
    },
  });

  expect(app.findings).toEqual([]);
  const routes = Object.fromEntries(apiOf(app).routes.map((route) => [route.key, route]));
  expect(routes).toMatchObject({
    'GET /a': {
      authorization: 'JWT',
      scopes: ['read'],
      authorizer: {
        name: 'jwt',
        issuer: 'https://i.example',
        audience: ['web'],
        identitySources: ['$request.header.Authorization'],
      },
    },
    'PUT /a': { authorization: 'JWT', authorizer: { issuer: 'https://o.example/p' } },
    'POST /a': {
      authorization: 'CUSTOM',
      authorizer: {
        ...{ type: 'REQUEST', name: 'guard', payloadFormat: '2.0', simpleResponses: true, ttlSeconds: 60 },
        identitySources: ['$request.header.A', '$context.routeKey'],
      },
    },
    'DELETE /a': {
      authorizer: {
        ...{ payloadFormat: '1.0', simpleResponses: false, ttlSeconds: 0 },
        identitySources: ['$request.header.A', '$stageVariables.b'],
      },
    },
    'OPTIONS /a': { authorization: 'NONE' },
    'HEAD /a': { authorization: 'NONE' },
    'PATCH /a': { authorization: 'AWS_IAM' },
    'GET /b': { authorization: 'AWS_IAM' },
  });
  expect(routes['PUT /a']).not.toHaveProperty('scopes');
});

test.each([
  ['ignore', ['GET /', 'GET /e', '$default']],
  ['prepend', ['GET /a/b/c', 'GET /a/b/c/e', '$default']],
  ['split', ['GET /b/c', 'GET /b/c/e', '$default']],
])('paths begin as BasePath %s says', (BasePath, keys) => {
  const paths = {
    '/': { get: OPEN },
    '/e': { get: OPEN },
    '/$default': { 'x-amazon-apigateway-any-method': { isDefaultRoute: true, ...OPEN } },
  };
  const variable = [{ url: 'https://x.example/{basePath}', variables: { basePath: { default: 'a/b/c' } } }];

  expect(keysOf(imported({ paths, servers: variable }, { BasePath }))).toEqual(keys);
  expect(keysOf(imported({ paths, servers: [{ url: 'https://x.example/a/b/c/' }] }, { BasePath }))).toEqual(keys);
  expect(keysOf(imported({ paths, servers: [{ url: '/a/b/c' }] }, { BasePath }))).toEqual(keys);
});

test('a base path with variables is not guessed', () => {
  const app = imported({ paths: { '/e': { get: OPEN } }, servers: [{ url: 'https://x/{stage}' }] }, { BasePath: 'prepend' });

  expect(keysOf(app)).toEqual(['GET /e']);
  expect(messagesOf(app)).toEqual([expect.stringContaining('variables in /{stage}')]);
});

test('a document that the app uploads is read, with what API Gateway fills in', () => {
  const uri = 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:orders';
  const document = { openapi: '3.0.3', info: { title: 'Uploaded' }, paths: { '/a': { get: to(uri) } } };
  const BodyS3Location = (Key: string) => ({ Properties: { BodyS3Location: { Bucket: 'assets', Key } } });
  const destinations = (objectKey: string) => ({ d: { bucketName: 'assets', objectKey } });
  const app = readAssembly(
    assemblyOf(
      {
        S: {
          Resources: {
            F: fn({ FunctionName: 'orders' }),
            Api: { Type: 'AWS::ApiGatewayV2::Api', ...BodyS3Location('here.json') },
            Elsewhere: { Type: 'AWS::ApiGatewayV2::Api', ...BodyS3Location('elsewhere.json') },
            Yaml: { Type: 'AWS::ApiGatewayV2::Api', ...BodyS3Location('doc.yaml') },
          },
        },
      },
      {
        'api.json': document,
        'api.yaml': 'openapi: 3.0.3',
        'S.assets.json': {
          version: '36.0.0',
          files: {
            a: { source: { path: 'api.json', packaging: 'file' }, destinations: destinations('here.json') },
            b: { source: { path: 'api.yaml', packaging: 'file' }, destinations: destinations('doc.yaml') },
          },
        },
      },
      {},
      { 'S.assets': { type: 'cdk:asset-manifest', properties: { file: 'S.assets.json' } } },
    ),
  );

  expect(apiOf(app)).toMatchObject({ name: 'Uploaded', routes: [{ key: 'GET /a' }] });
  expect(apiDoorsOf(app).flatMap(({ routes }) => routes)).toMatchObject([{ target: 'S/F' }]);
  expect(app.unsupported).toMatchObject([
    { address: { logicalId: 'Elsewhere' }, why: expect.stringContaining('elsewhere.json in S3 is not in the assembly') },
    { address: { logicalId: 'Yaml' }, why: expect.stringContaining('YAML') },
  ]);
});

test('files that AWS::Include names are read when the app uploads them, and their functions evaluated', () => {
  const include = (Key: string) => ({
    'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: { 'Fn::Sub': `s3://assets-\${AWS::Region}/${Key}` } } },
  });
  const api = (Body: object) => ({ Type: 'AWS::ApiGatewayV2::Api', Properties: { Body } });
  const app = readAssembly(
    assemblyOf(
      {
        S: {
          Resources: {
            F: fn(),
            Whole: api(include('whole.json')),
            Part: api({ openapi: '3.0.1', info: { title: 'Part' }, paths: { '/own': { get: OPEN }, ...include('paths.json') } }),
            Missing: api(include('missing.json')),
          },
        },
      },
      {
        'whole.json': { openapi: '3.0.1', info: { title: 'Whole' }, paths: { '/a': { get: OPEN } } },
        'paths.json': { '/b': { get: OPEN } },
        'S.assets.json': {
          version: '36.0.0',
          files: Object.fromEntries(
            ['whole.json', 'paths.json'].map((path) => [
              path,
              { source: { path, packaging: 'file' }, destinations: { d: { bucketName: 'assets', objectKey: path } } },
            ]),
          ),
        },
      },
      {},
      { 'S.assets': { type: 'cdk:asset-manifest', properties: { file: 'S.assets.json' } } },
    ),
  );

  expect(app.httpApis?.map(({ name }) => name)).toEqual(['Whole', 'Part']);
  expect(apiDoorsOf(app).map(({ routes }) => routes.map(({ key, target }) => `${key} -> ${target}`))).toEqual([
    ['GET /a -> S/F'],
    ['GET /own -> S/F', 'GET /b -> S/F'],
  ]);
  expect(app.findings).toMatchObject([{ code: 'INTRINSIC_UNKNOWN', where: 'S/Missing' }]);
});

test('routes, integrations and authorizers beside a document are said not to be served, and a target is left out', () => {
  const part = (kind: string, values: object) => ({
    Type: `AWS::ApiGatewayV2::${kind}`,
    Properties: { ApiId: { Ref: 'Api' }, ...values },
  });
  const app = imported(
    { paths: { '/a': { get: OPEN } }, 'x-amazon-apigateway-cors': { allowOrigins: ['https://a.example'] } },
    { Target: arnOf('F'), CorsConfiguration: { AllowOrigins: ['*'] } },
    {
      R: part('Route', { RouteKey: 'GET /b', Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'I' }]] } }),
      I: part('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: arnOf('F') }),
      A: part('Authorizer', { AuthorizerType: 'JWT', Name: 'a' }),
    },
  );

  expect(keysOf(app)).toEqual(['GET /a']);
  expect(apiOf(app).cors).toEqual({ allowOrigins: ['*'] });
  expect(app.unsupported.map(({ address }) => address.logicalId)).toEqual(['R', 'I', 'A']);
  expect(messagesOf(app)).toEqual([
    expect.stringMatching(/^Target is left out/),
    expect.stringMatching(/^There are CorsConfiguration and x-amazon-apigateway-cors/),
  ]);
});

test('what is not understood of a document is told once for all operations it concerns, and the rest is served', () => {
  const app = imported({
    'x-amazon-apigateway-importexport-version': '2.0',
    'x-amazon-apigateway-cors': { allowOrigins: '*' },
    'x-amazon-apigateway-policy': {},
    'x-amazon-apigateway-gateway-responses': {},
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/good': { get: OPEN },
      '/trace': { trace: OPEN, summary: 'traces', 'x-internal': true },
      '/security': { get: { ...OPEN, security: 'bearer' }, put: { ...OPEN, security: [{ bearer: 'read' }] } },
      '/unguarded': { get: { ...OPEN, security: [{ bearer: [] }] }, put: { ...OPEN, security: [{ bearer: [] }] } },
      '/unknown': { get: { ...OPEN, security: [{ missing: [] }] } },
      '/both': { get: { ...OPEN, security: [{ bearer: [] }, { other: [] }] } },
      '/mock': { options: { 'x-amazon-apigateway-integration': { type: 'mock' } } },
      '/nowhere': { get: to(undefined) },
      '/wrong': {
        get: to(['a']),
        put: to(arnOf('F'), { timeoutInMillis: 'long' }),
        post: to(arnOf('F'), { payloadFormatVersion: 3 }),
      },
      '/plain': { get: { responses: {} } },
      '/ref': { get: { 'x-amazon-apigateway-integration': { $ref: '#/components/nothing' } } },
      '/text': 'text',
      '/number': { get: 7 },
      'no-slash': { get: OPEN },
      '/$default': { 'x-amazon-apigateway-any-method': OPEN },
    },
  });

  expect(keysOf(app)).toEqual(['GET /good']);
  expect(app.unsupported).toEqual([]);
  const found = messagesOf(app);
  for (const each of [
    /^x-amazon-apigateway-importexport-version has to be 1.0, not 2.0/,
    /^HTTP APIs have no x-amazon-apigateway-gateway-responses, x-amazon-apigateway-policy, so/,
    /^CORS is left out: .*allowOrigins must be a list of texts/,
    /^GET \/unguarded, PUT \/unguarded are left out: the security scheme bearer has no x-amazon-apigateway-authorizer/,
    /^trace \/trace is left out: it is no operation that API Gateway imports/,
    /^GET \/security is left out: security must be a list of objects/,
    /^PUT \/security is left out: security must be a list of objects/,
    /^GET \/unknown is left out: its security names missing, which/,
    /^GET \/both is left out: it has several security requirements/,
    /^OPTIONS \/mock is left out: its integration is of type MOCK/,
    /^GET \/nowhere is left out: its integration has no uri/,
    /^GET \/wrong is left out: x-amazon-apigateway-integration.uri must be text/,
    /^PUT \/wrong is left out: x-amazon-apigateway-integration.timeoutInMillis must be a number/,
    /^POST \/wrong is left out: payloadFormatVersion must be 1.0 or 2.0, not "3"/,
    /^GET \/plain is left out: it has no x-amazon-apigateway-integration/,
    /^GET \/ref is left out: the document has nothing at #\/components\/nothing/,
    /^\/text is left out: its path item must be an object/,
    /^GET \/number is left out: it must be an object/,
    /^GET no-slash is left out: its path must begin with a slash/,
    /^ANY \/\$default is left out: only an x-amazon-apigateway-any-method with isDefaultRoute/,
  ]) {
    expect(found).toContainEqual(expect.stringMatching(each));
  }
  expect(found).toHaveLength(20);
});

test('a value that cannot be had is lost with what it is for, and the rest of the document is served', () => {
  const lost = { 'Fn::ImportValue': 'elsewhere' };
  const authorizer = (authorizerUri: unknown) => ({
    ...{ type: 'apiKey', name: 'Unused', in: 'header' },
    'x-amazon-apigateway-authorizer': { type: 'request', authorizerUri, authorizerPayloadFormatVersion: '2.0' },
  });
  const app = imported({
    info: { title: lost },
    'x-amazon-apigateway-cors': { allowOrigins: [lost] },
    components: { securitySchemes: { lost: authorizer(lost), good: authorizer(invocations('F')) } },
    paths: {
      '/good': { get: { ...OPEN, security: [{ good: [] }] } },
      '/uri': { get: to(lost) },
      '/guard': { get: { ...OPEN, security: [{ lost: [] }] } },
      '/scopes': { get: { ...OPEN, security: [{ good: [lost] }] }, put: { ...OPEN, security: lost } },
      '/item': lost,
      '/chosen': { 'Fn::If': ['Always', { get: OPEN, put: to(lost) }, lost] },
    },
  });

  expect(keysOf(app)).toEqual(['GET /good', 'GET /chosen']);
  expect(apiOf(app)).toMatchObject({ name: 'Api' });
  expect(app.findings.map(({ code, message }) => `${code} ${message.split(':')[0]}`)).toEqual([
    'IMPORT_UNKNOWN What cannot be had of info is left out',
    'IMPORT_UNKNOWN CORS is left out',
    'IMPORT_UNKNOWN GET /uri, GET /guard, GET /scopes, PUT /scopes, /item, PUT /chosen are left out',
  ]);
});

test.each([
  [{ paths: { 'Fn::Transform': { Name: 'AWS::Include' } } }, 'INTRINSIC_UNKNOWN'],
  [{ 'Fn::Transform': { Name: 'Macro' } }, 'INTRINSIC_UNKNOWN'],
  [{ paths: { 'Fn::ImportValue': 'elsewhere' } }, 'IMPORT_UNKNOWN'],
])('an API is not served when the paths of its document cannot be had: %j', (document, code) => {
  const app = imported(document);

  expect(app.httpApis).toBeUndefined();
  expect(app.findings.map((each) => each.code)).toEqual([code]);
  expect(app.unsupported.map(({ address }) => address.logicalId)).toEqual(['Api']);
});

test('what is not carried out of an integration or authorizer is told', () => {
  const scheme = (authorizer: object) => ({
    securitySchemes: { s: { type: 'apiKey', name: 'Unused', in: 'header', 'x-amazon-apigateway-authorizer': authorizer } },
  });
  const paths = { '/a': { get: { ...OPEN, security: [{ s: [] }] } } };
  const problems = (authorizer: object) => messagesOf(imported({ paths, components: scheme(authorizer) }));

  expect(problems({ type: 'token' })).toEqual([expect.stringContaining('the authorizer s is of type token')]);
  expect(problems({ type: 'request' })).toEqual([expect.stringContaining('the authorizer s has no authorizerUri')]);
  expect(problems({ type: 'request', authorizerUri: 'u', identitySource: 'method.request.header.auth' })).toEqual([
    expect.stringContaining('The authorizer s has no authorizerPayloadFormatVersion'),
    expect.stringContaining('looks at method.request.header.auth, which HTTP APIs do not have'),
  ]);
  expect(problems({ type: 'jwt', identitySource: '$request.header.a' })).toEqual([expect.stringContaining('has no issuer')]);
  expect(problems({ type: 'jwt', jwtConfiguration: { issuer: 'https://i.example', audience: 'web' } })).toEqual([
    expect.stringContaining('has no identitySource'),
  ]);
  const mapped = to(arnOf('F'), {
    payloadFormatVersion: undefined,
    responseParameters: { '200': { 'append:header.a': 'b' } },
    requestParameters: { 'integration.request.header.a': "'b'", 'append:header.c': 'd' },
  });
  const app = imported({ paths: { '/a': { get: mapped } } });
  expect(messagesOf(app)).toEqual([
    expect.stringMatching(/^GET \/a: .* has no payloadFormatVersion/),
    expect.stringMatching(/^GET \/a: responseParameters/),
    expect.stringMatching(/^GET \/a: requestParameters .* integration.request.header.a/),
  ]);
  expect(apiOf(app).routes[0]?.integration).toMatchObject({
    payloadFormat: '1.0',
    requestParameters: { 'append:header.c': 'd' },
  });
});

test('FailOnWarnings says that the document may be refused as a whole', () => {
  const app = imported({ paths: { '/a': { get: OPEN, options: { responses: {} } } } }, { FailOnWarnings: true });

  expect(messagesOf(app).at(-1)).toMatch(/^FailOnWarnings is true: API Gateway may refuse the whole document/);
  expect(messagesOf(imported({ paths: { '/a': { get: OPEN } } }, { FailOnWarnings: true }))).toEqual([]);
  const any = { 'x-amazon-apigateway-any-method': { isDefaultRoute: true, ...OPEN } };
  expect(messagesOf(imported({ paths: { $default: any } }, { FailOnWarnings: true }))).toEqual([
    expect.stringContaining('refuses the whole document for the path $default, which should start with a slash'),
  ]);
});

test.each([
  ['text', 'Body must be an object, not "text"'],
  [{ openapi: undefined, swagger: '2.0' }, 'Body is of version 2.0'],
  [{ openapi: undefined }, 'Body does not say its version of OpenAPI'],
])('an API is not served, and the rest of the app is, when its document is %j', (document, why) => {
  const app = imported(document);

  expect(app.functions).toHaveLength(1);
  expect(app.httpApis).toBeUndefined();
  expect(messagesOf(app)).toEqual([expect.stringContaining(why)]);
  expect(app.unsupported.map(({ address }) => address.logicalId)).toEqual(['Api']);
});

test('a document without paths makes an API without routes, and one of OpenAPI 3.1 is read as 3.0', () => {
  expect(messagesOf(imported({ paths: [] }))).toEqual([expect.stringMatching(/^Body has no paths/)]);
  const newer = imported({ openapi: '3.1.0', paths: { '/a': { get: OPEN } } });
  expect(keysOf(newer)).toEqual(['GET /a']);
  expect(messagesOf(newer)).toEqual([expect.stringMatching(/^Body is of version 3.1.0, and HTTP APIs/)]);
});
