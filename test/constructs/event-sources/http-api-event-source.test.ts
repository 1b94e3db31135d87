import { type App, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpMethod, HttpRouteKey, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { HttpApiEventSource, type HttpApiEventSourceProps } from '../../../src/constructs/event-sources/http-api-event-source';
import { stackIn } from '../scene';
import { permissionsOf, propertiesOf, shipIn } from './source-scene';
import { executeApi, writtenOut } from './written-out';

const [API, ROUTE, INTEGRATION] = ['Api', 'Route', 'Integration'].map((type) => `AWS::ApiGatewayV2::${type}`) as [
  string,
  string,
  string,
];
const ORDERS = HttpRouteKey.with('/orders/{id}', HttpMethod.GET);

/** `Ship` answers a route of an API of the stack. */
function answering(props: HttpApiEventSourceProps = {}, options = {}, key = ORDERS) {
  const scene = shipIn(stackIn(), options);
  const api = new apigatewayv2.HttpApi(scene.stack, 'Api');
  scene.ship.addEventSource(new HttpApiEventSource(key, { api, ...props }));
  return { ...scene, api };
}

/** Target and source of each permission. */
function allowed(stack: Stack) {
  return permissionsOf(stack).map(({ FunctionName, SourceArn, ...others }) => {
    expect(others).toEqual({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
    return [writtenOut(FunctionName), writtenOut(SourceArn)];
  });
}

test('a route invokes the function, with one permission for its method and path (APH-01)', () => {
  const { stack } = answering();

  expect(propertiesOf(stack, ROUTE)).toEqual([
    {
      ApiId: { Ref: 'ApiF70053CD' },
      RouteKey: 'GET /orders/{id}',
      AuthorizationType: 'NONE',
      Target: { 'Fn::Join': ['', ['integrations/', { Ref: expect.stringMatching(/Integration/) }]] },
    },
  ]);
  expect(propertiesOf(stack, INTEGRATION)).toEqual([
    {
      ApiId: { Ref: 'ApiF70053CD' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': ['ShipC2EE6D16', 'Arn'] },
      PayloadFormatVersion: '2.0',
    },
  ]);
  expect(allowed(stack)).toEqual([['<ShipC2EE6D16.Arn>', executeApi('<ApiF70053CD>/*/GET/orders/{id}')]]);
});

test.each([
  [HttpRouteKey.with('/'), '*/*/'],
  [HttpRouteKey.with('/orders/{proxy+}', HttpMethod.ANY), '*/*/orders/{proxy+}'],
  [HttpRouteKey.DEFAULT, '*/$default'],
])('the permission is for the route alone: %j', (key, part) => {
  expect(allowed(answering({}, {}, key).stack)).toEqual([['<ShipC2EE6D16.Arn>', executeApi(`<ApiF70053CD>/${part}`)]]);
});

test.each(['alias', 'version'] as const)('an %s is invoked as what it is', (kind) => {
  const scene = shipIn();
  scene[kind].addEventSource(new HttpApiEventSource(ORDERS));

  const arn = scene.stack.resolve(scene[kind].functionArn);
  expect(propertiesOf(scene.stack, INTEGRATION)).toMatchObject([{ IntegrationUri: arn }]);
  expect(allowed(scene.stack)).toEqual([[writtenOut(arn), expect.stringMatching(/GET\/orders\/\{id\}$/)]]);
});

test('functions of a stack share an API when they are given none', () => {
  const { stack, ship, alias } = shipIn();
  ship.addEventSource(new HttpApiEventSource(ORDERS));
  alias.addEventSource(new HttpApiEventSource(HttpRouteKey.DEFAULT));

  expect(propertiesOf(stack, API)).toEqual([{ Name: 'Shop', ProtocolType: 'HTTP' }]);
  expect(propertiesOf(stack, 'AWS::ApiGatewayV2::Stage')).toMatchObject([{ AutoDeploy: true, StageName: '$default' }]);
  expect(propertiesOf(stack, ROUTE).map(({ RouteKey }) => RouteKey)).toEqual(['GET /orders/{id}', '$default']);
});

test('a route has the id that aws-cdk-lib gives, whatever else is added', () => {
  const idsOf = (add: (api: apigatewayv2.HttpApi, fn: lambda.IFunction) => void) => {
    const { stack, ship } = shipIn();
    add(new apigatewayv2.HttpApi(stack, 'Api'), ship);
    const { Resources } = (stack.node.root as App).synth().getStackByName('Shop').template as { Resources: object };
    return Object.entries(Resources).flatMap(([id, { Type }]) => (Type === ROUTE ? [id] : []));
  };
  const integration = (fn: lambda.IFunction) => new HttpLambdaIntegration('Any', fn);
  const before = idsOf((api, fn) =>
    api.addRoutes({ path: '/orders/{id}', methods: [HttpMethod.GET], integration: integration(fn) }),
  );

  expect(before).toHaveLength(1);
  expect(idsOf((api, fn) => fn.addEventSource(new HttpApiEventSource(ORDERS, { api })))).toEqual(before);
  const other = HttpRouteKey.with('/');
  expect(
    idsOf((api, fn) => {
      for (const key of [other, ORDERS]) fn.addEventSource(new HttpApiEventSource(key, { api }));
    }),
  ).toEqual(expect.arrayContaining(before));
});

test('everything that is said of the route is in the template', () => {
  const { stack } = answering({
    payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
    parameterMapping: new apigatewayv2.ParameterMapping().overwriteHeader('shop', apigatewayv2.MappingValue.custom('one')),
    authorizer: new HttpIamAuthorizer(),
    timeout: Duration.seconds(30),
  });

  expect(propertiesOf(stack, ROUTE)).toMatchObject([{ AuthorizationType: 'AWS_IAM' }]);
  expect(propertiesOf(stack, INTEGRATION)).toMatchObject([
    { PayloadFormatVersion: '1.0', RequestParameters: { 'overwrite:header.shop': 'one' }, TimeoutInMillis: 30_000 },
  ]);
});

test('the authorizer of the API is that of the route, unless it has one of its own', () => {
  const { stack, ship } = shipIn();
  const api = new apigatewayv2.HttpApi(stack, 'Api', { defaultAuthorizer: new HttpIamAuthorizer() });
  ship.addEventSource(new HttpApiEventSource(ORDERS, { api }));
  ship.addEventSource(new HttpApiEventSource(HttpRouteKey.DEFAULT, { api, authorizer: new apigatewayv2.HttpNoneAuthorizer() }));

  expect(propertiesOf(stack, ROUTE).map((route) => route.AuthorizationType)).toEqual(['AWS_IAM', 'NONE']);
});

test('the route and the API can be had from the source', () => {
  const { ship } = shipIn();
  const source = new HttpApiEventSource(ORDERS);
  expect(() => source.route).toThrow(/HttpApiEventSource: route is there when[^]*SOURCE_NOT_BOUND/);
  expect(() => source.httpApi).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);

  expect([source.route.path, source.httpApi.node.id]).toEqual(['/orders/{id}', 'HttpApiEventSource']);
});

test('a function of aws-cdk-lib, and an imported one, can answer as well', () => {
  const stack = stackIn();
  const plain = new lambda.Function(stack, 'Plain', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  });
  const functionArn = 'arn:aws:lambda:us-east-1:111111111111:function:given';
  const imported = lambda.Function.fromFunctionAttributes(stack, 'Given', { functionArn, sameEnvironment: true });
  plain.addEventSource(new HttpApiEventSource(ORDERS));
  imported.addEventSource(new HttpApiEventSource(HttpRouteKey.DEFAULT));

  expect(allowed(stack).map(([fn]) => fn)).toEqual([expect.stringMatching(/^<Plain/), functionArn]);
});

test('API and function may be in two stacks: that of the API needs the other', () => {
  const { stack, ship } = shipIn();
  const web = new Stack(stack.node.root as App, 'Web');
  ship.addEventSource(new HttpApiEventSource(ORDERS, { api: new apigatewayv2.HttpApi(web, 'Api') }));
  (stack.node.root as App).synth();

  expect([stack.dependencies, web.dependencies]).toEqual([[], [stack]]);
  expect([allowed(web).length, permissionsOf(stack).length]).toEqual([1, 0]);
});

test('an API of another app can be imported, and then its stack need not know the function', () => {
  const { stack, ship } = shipIn();
  const api = apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc' });
  ship.addEventSource(new HttpApiEventSource(ORDERS, { api }));

  expect(propertiesOf(stack, ROUTE)).toMatchObject([{ ApiId: 'abc' }]);
  expect(allowed(stack)).toEqual([['<ShipC2EE6D16.Arn>', executeApi('abc/*/GET/orders/{id}')]]);
});

test('fails when a route is answered already, and when one source is to serve two functions', () => {
  const { ship, alias, api } = answering();
  expect(() => alias.addEventSource(new HttpApiEventSource(ORDERS, { api }))).toThrow(
    /GET \/orders\/\{id\} of Shop\/Api is answered already[^]*ROUTE_TAKEN/,
  );

  const other = new HttpApiEventSource(HttpRouteKey.DEFAULT, { api });
  ship.addEventSource(other);
  expect(() => alias.addEventSource(other)).toThrow(/SOURCE_BOUND_TWICE/);
  expect(() => alias.addEventSource(new HttpApiEventSource(HttpRouteKey.DEFAULT, { api }))).toThrow(/ROUTE_TAKEN/);
});

test('fails when the payload has another format (APH-01)', () => {
  expect(() => answering({ payloadFormatVersion: PayloadFormatVersion.custom('3.0') })).toThrow(
    /payloadFormatVersion must be one of 1.0, 2.0, but is 3.0[^]*API_PAYLOAD_FORMAT/,
  );
});

test.each([50, 30_000])('API Gateway may wait %i ms (APH-01)', (milliseconds) => {
  expect(() => answering({ timeout: Duration.millis(milliseconds) })).not.toThrow();
});

test.each([49, 30_001])('fails when API Gateway is to wait %i ms (APH-01)', (milliseconds) => {
  expect(() => answering({ timeout: Duration.millis(milliseconds) })).toThrow(
    new RegExp(`timeout must be a whole number of milliseconds from 50 to 30000, but is ${milliseconds}`),
  );
});

test('a timeout that only the deployment knows is let through', () => {
  const timeout = Duration.millis(Token.asNumber(Lazy.any({ produce: () => 1 })));
  expect(() => answering({ timeout })).not.toThrow();
});

test('a function that may run longer than API Gateway waits is warned of (VAL-28)', () => {
  const warned = (seconds: number, props = {}) => {
    const { stack } = answering(props, { timeout: Duration.seconds(seconds) });
    return Annotations.fromStack(stack)
      .findWarning('*', Match.stringLikeRegexp('VAL-28'))
      .map(({ entry }) => String(entry.data));
  };

  expect(warned(30)).toEqual([]);
  expect(warned(31)).toEqual([expect.stringContaining('may run for 31 s, but API Gateway (Shop/Api) waits 30 s')]);
  expect(warned(4, { timeout: Duration.millis(3500) })).toEqual([expect.stringContaining('waits 3.5 s')]);
});
