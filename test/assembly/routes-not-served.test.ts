import { appOf, fn } from './scratch-assembly';

const uri = (rest: string) => ({ 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:${rest}` });
const ROLE = 'arn:aws:iam::123456789012:role/r';

/** A REST API whose methods have these integrations, in order. */
function restApi(...integrations: Record<string, unknown>[]) {
  const methods = integrations.map((integration, at) => [
    `M${at}`,
    {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        ...{ RestApiId: { Ref: 'Api' }, ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, AuthorizationType: 'NONE' },
        HttpMethod: ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'][at],
        Integration: integration,
      },
    },
  ]);
  return appOf({
    Fn: fn(),
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
    ...Object.fromEntries(methods),
  });
}

test('methods that lead to a service that is not emulated are told of, with path and reason', () => {
  const app = restApi(
    { Type: 'AWS', Uri: uri('states:action/StartExecution'), Credentials: ROLE },
    { Type: 'AWS', Uri: uri('s3:action/PutObject'), Credentials: ROLE },
    { Type: 'AWS', Uri: uri('sqs:path/123456789012/orders'), Credentials: 'arn:aws:iam::*:user/*' },
    { Type: 'HTTP_PROXY', Uri: 'https://example.com/{proxy}' },
  );

  expect(app.unsupported.map(({ address, type, why }) => [address.path, type, why])).toEqual([
    ['S/M0', 'AWS::ApiGateway::Method', 'GET /: The service states is not emulated, so that requests for it fail.'],
    ['S/M1', 'AWS::ApiGateway::Method', expect.stringMatching(/^PUT \/: Actions of s3 are not emulated/)],
    ['S/M2', 'AWS::ApiGateway::Method', expect.stringMatching(/^POST \/: Calls of sqs with the credentials of the client/)],
    ['S/M3', 'AWS::ApiGateway::Method', 'PATCH /: example.com is not on this machine, and no other is asked.'],
  ]);
});

test('methods that lead to functions, emulated services, this machine and the app itself are not', () => {
  const app = restApi(
    {
      ...{ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' },
      Uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' },
    },
    { Type: 'AWS', Uri: uri('sqs:path/123456789012/orders'), Credentials: ROLE },
    { Type: 'AWS', Uri: uri('dynamodb:action/PutItem'), Credentials: ROLE },
    { Type: 'HTTP', Uri: 'http://localhost:3000/' },
    { Type: 'HTTP', Uri: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com/prod/' } },
  );

  expect(app.unsupported).toEqual([]);
});

test('the routes of a document are told of together, with their API', () => {
  const states = (rest: string) => ({
    'x-amazon-apigateway-integration': { type: 'aws', uri: `arn:aws:apigateway:us-east-1:${rest}`, credentials: ROLE },
  });
  const paths = { '/a': { get: states('states:action/StartExecution') }, '/b': { post: states('glue:action/StartJobRun') } };
  const app = appOf({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body: { swagger: '2.0', paths } } } });

  expect(app.unsupported.map(({ address, type, why }) => [address.logicalId, type, why])).toEqual([
    [
      ...['Api', 'AWS::ApiGateway::RestApi'],
      'GET /a: The service states is not emulated, so that requests for it fail. POST /b: The service glue is not emulated, so that requests for it fail.',
    ],
  ]);
});

test('routes of HTTP and WebSocket APIs are told of as well, and what answers nothing on AWS either is not', () => {
  const apiOf = (protocol: string, key: string, integration: Record<string, unknown>) => ({
    [protocol]: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: { Name: protocol, ProtocolType: protocol, RouteSelectionExpression: '$request.body.action' },
    },
    [`${protocol}Integration`]: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { ApiId: { Ref: protocol }, ...integration },
    },
    [`${protocol}Route`]: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ...{ ApiId: { Ref: protocol }, RouteKey: key },
        Target: { 'Fn::Join': ['/', ['integrations', { Ref: `${protocol}Integration` }]] },
      },
    },
  });
  const app = appOf({
    ...apiOf('HTTP', 'POST /start', {
      ...{ IntegrationType: 'AWS_PROXY', IntegrationSubtype: 'StepFunctions-StartExecution', PayloadFormatVersion: '1.0' },
    }),
    ...apiOf('WEBSOCKET', 'start', { IntegrationType: 'AWS', IntegrationUri: uri('states:action/StartExecution') }),
    Bare: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'HTTP' }, RouteKey: 'GET /' } },
  });

  expect(app.unsupported.map(({ address, why }) => [address.logicalId, why])).toEqual([
    ['HTTPRoute', 'POST /start: The integration StepFunctions-StartExecution is not emulated.'],
    ['WEBSOCKETRoute', 'start: The service states is not emulated, so that requests for it fail.'],
  ]);
});
