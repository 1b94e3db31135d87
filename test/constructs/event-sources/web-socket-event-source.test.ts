import { type App, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  WebSocketEventSource,
  type WebSocketEventSourceProps,
} from '../../../src/constructs/event-sources/web-socket-event-source';
import { stackIn } from '../scene';
import { permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { executeApi, writtenOut } from './written-out';

const [API, ROUTE, INTEGRATION] = ['Api', 'Route', 'Integration'].map((type) => `AWS::ApiGatewayV2::${type}`) as [
  string,
  string,
  string,
];

/** `Ship` answers a route of an API of the stack. */
function answering(props: WebSocketEventSourceProps = {}, options = {}, key = '$connect') {
  const scene = shipIn(stackIn(), options);
  const api = new apigatewayv2.WebSocketApi(scene.stack, 'Api');
  scene.ship.addEventSource(new WebSocketEventSource(key, { api, ...props }));
  return { ...scene, api };
}

/** Target and source of each permission. */
function allowed(stack: Stack) {
  return permissionsOf(stack).map(({ FunctionName, SourceArn, ...others }) => {
    expect(others).toEqual({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
    return [writtenOut(FunctionName), writtenOut(SourceArn)];
  });
}

test.each(['$connect', '$disconnect', '$default', 'order'])('the route %s invokes the function (APW-01)', (key) => {
  const { stack } = answering({}, {}, key);

  expect(propertiesOf(stack, ROUTE)).toMatchObject([{ ApiId: { Ref: 'ApiF70053CD' }, RouteKey: key, AuthorizationType: 'NONE' }]);
  const [integration] = propertiesOf(stack, INTEGRATION);
  expect(integration).toEqual({
    ApiId: { Ref: 'ApiF70053CD' },
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: expect.anything(),
  });
  expect(writtenOut(integration?.IntegrationUri)).toBe(
    'arn:<AWS::Partition>:apigateway:<AWS::Region>:lambda:path/2015-03-31/functions/<ShipC2EE6D16.Arn>/invocations',
  );
  expect(allowed(stack)).toEqual([['<ShipC2EE6D16.Arn>', executeApi(`<ApiF70053CD>/*/${key}`)]]);
  expect(statementsOf(stack)).toEqual([]);
});

test.each(['alias', 'version'] as const)('an %s is invoked as what it is', (kind) => {
  const scene = shipIn();
  scene[kind].addEventSource(new WebSocketEventSource('order'));

  const arn = writtenOut(scene.stack.resolve(scene[kind].functionArn));
  const [integration] = propertiesOf(scene.stack, INTEGRATION);
  expect(writtenOut(integration?.IntegrationUri)).toContain(`/functions/${arn}/invocations`);
  expect(allowed(scene.stack)).toEqual([[arn, expect.stringMatching(/\/\*\/order$/)]]);
});

test('functions of a stack share an API with one stage when they are given none', () => {
  const { stack, ship, alias } = shipIn();
  ship.addEventSource(new WebSocketEventSource('$connect'));
  alias.addEventSource(new WebSocketEventSource('$default'));

  expect(propertiesOf(stack, API)).toMatchObject([{ Name: 'Shop', ProtocolType: 'WEBSOCKET' }]);
  expect(propertiesOf(stack, 'AWS::ApiGatewayV2::Stage')).toMatchObject([{ AutoDeploy: true, StageName: 'prod' }]);
  expect(propertiesOf(stack, ROUTE).map(({ RouteKey }) => RouteKey)).toEqual(['$connect', '$default']);
});

test('the function may send to clients when it is asked for (APW-05)', () => {
  const given = answering({ manageConnections: true });
  const { stack, ship } = shipIn();
  for (const key of ['a', 'b']) ship.addEventSource(new WebSocketEventSource(key, { manageConnections: true }));

  const resources = [given.stack, stack].map((each) =>
    statementsOf(each).map(({ Resource, ...others }) => {
      expect(others).toEqual({ Effect: 'Allow', Action: 'execute-api:ManageConnections' });
      return writtenOut(Resource);
    }),
  );
  expect(resources).toEqual([
    [executeApi('<ApiF70053CD>/*/*/@connections/*')],
    [expect.stringMatching(/:<WebSocketEventSource\w+>\/prod\/\*\/@connections\/\*$/)],
  ]);
});

test('a route has the id that aws-cdk-lib gives, whatever else is added', () => {
  const idsOf = (add: (api: apigatewayv2.WebSocketApi, fn: lambda.IFunction) => void) => {
    const { stack, ship } = shipIn();
    add(new apigatewayv2.WebSocketApi(stack, 'Api'), ship);
    const { Resources } = (stack.node.root as App).synth().getStackByName('Shop').template as { Resources: object };
    return Object.entries(Resources).flatMap(([id, { Type }]) => (Type === ROUTE ? [id] : []));
  };
  const before = idsOf((api, fn) => api.addRoute('order', { integration: new WebSocketLambdaIntegration('Any', fn) }));

  expect(before).toHaveLength(1);
  expect(idsOf((api, fn) => fn.addEventSource(new WebSocketEventSource('order', { api })))).toEqual(before);
  expect(
    idsOf((api, fn) => {
      for (const key of ['$connect', 'order']) fn.addEventSource(new WebSocketEventSource(key, { api }));
    }),
  ).toEqual(expect.arrayContaining(before));
});

test('everything that is said of the route is in the template', () => {
  const { stack } = answering({ authorizer: new WebSocketIamAuthorizer(), returnResponse: true, timeout: Duration.seconds(29) });

  expect(propertiesOf(stack, ROUTE)).toMatchObject([
    { AuthorizationType: 'AWS_IAM', RouteResponseSelectionExpression: '$default' },
  ]);
  expect(propertiesOf(stack, 'AWS::ApiGatewayV2::RouteResponse')).toHaveLength(1);
  expect(propertiesOf(stack, INTEGRATION)).toMatchObject([{ TimeoutInMillis: 29_000 }]);
});

test('the route and the API can be had from the source', () => {
  const { ship } = shipIn();
  const source = new WebSocketEventSource('order');
  expect(() => source.route).toThrow(/WebSocketEventSource: route is there when[^]*SOURCE_NOT_BOUND/);
  expect(() => source.webSocketApi).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);

  expect([source.route.routeKey, source.webSocketApi.node.id]).toEqual(['order', 'WebSocketEventSource']);
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
  plain.addEventSource(new WebSocketEventSource('a'));
  imported.addEventSource(new WebSocketEventSource('b'));

  expect(allowed(stack).map(([fn]) => fn)).toEqual([expect.stringMatching(/^<Plain/), functionArn]);
});

test('API and function may be in two stacks: that of the API needs the other, and holds what the function may do', () => {
  const { stack, ship } = shipIn();
  const web = new Stack(stack.node.root as App, 'Web');
  const api = new apigatewayv2.WebSocketApi(web, 'Api');
  for (const key of ['a', 'b']) ship.addEventSource(new WebSocketEventSource(key, { api, manageConnections: true }));
  (stack.node.root as App).synth();

  expect([stack.dependencies, web.dependencies]).toEqual([[], [stack]]);
  expect([allowed(web).length, permissionsOf(stack).length]).toEqual([2, 0]);
  expect([statementsOf(web).length, statementsOf(stack).length]).toEqual([1, 0]);
  expect(propertiesOf(web, 'AWS::IAM::Policy')).toMatchObject([
    { Roles: [{ 'Fn::ImportValue': expect.stringContaining('Role') }] },
  ]);
});

test.each([true, false])('fails when the role cannot be changed and is to send to clients, in one stack: %p', (isOne) => {
  const stack = stackIn();
  const other = isOne ? stack : new Stack(stack.node.root as App, 'Web');
  const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/given', { mutable: false });
  const functionArn = 'arn:aws:lambda:us-east-1:111111111111:function:given';
  const given = lambda.Function.fromFunctionAttributes(stack, 'Given', { functionArn, sameEnvironment: true });
  const plain = new lambda.Function(stack, 'Plain', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
    role,
  });
  const api = new apigatewayv2.WebSocketApi(other, 'Api');
  for (const fn of [given, plain]) {
    const source = new WebSocketEventSource(fn.node.id, { api, manageConnections: true });
    expect(() => fn.addEventSource(source)).toThrow(/must allow execute-api:ManageConnections[^]*SOURCE_ROLE_UNCHANGEABLE/);
  }
});

test('fails when any route but $connect has an authorizer (AUT-01)', () => {
  const authorizer = new WebSocketIamAuthorizer();
  expect(() => answering({ authorizer }, {}, 'order')).toThrow(
    /authorizer must be given to \$connect only, but is given to order[^]*AUTHORIZER_NOT_OF_CONNECT/,
  );
});

test('fails when a route has no key, or is answered already, and when one source is to serve two functions', () => {
  const { ship, alias, api } = answering();
  expect(() => ship.addEventSource(new WebSocketEventSource('', { api }))).toThrow(/routeKey must have at least 1/);
  expect(() => alias.addEventSource(new WebSocketEventSource('$connect', { api }))).toThrow(
    /\$connect of Shop\/Api is answered already[^]*ROUTE_TAKEN/,
  );

  const other = new WebSocketEventSource('order', { api });
  ship.addEventSource(other);
  expect(() => alias.addEventSource(other)).toThrow(/SOURCE_BOUND_TWICE/);
});

test.each([50, 29_000])('API Gateway may wait %i ms (APW-02)', (milliseconds) => {
  expect(() => answering({ timeout: Duration.millis(milliseconds) })).not.toThrow();
});

test.each([49, 29_001])('fails when API Gateway is to wait %i ms (APW-02)', (milliseconds) => {
  expect(() => answering({ timeout: Duration.millis(milliseconds) })).toThrow(
    new RegExp(`timeout must be a whole number of milliseconds from 50 to 29000, but is ${milliseconds}`),
  );
});

test('a timeout that only the deployment knows is let through', () => {
  const timeout = Duration.millis(Token.asNumber(Lazy.any({ produce: () => 1 })));
  expect(() => answering({ timeout })).not.toThrow();
});

test('a function that may run longer than API Gateway waits is warned of (VAL-28)', () => {
  const warned = (seconds: number) => {
    const { stack } = answering({}, { timeout: Duration.seconds(seconds) });
    return Annotations.fromStack(stack)
      .findWarning('*', Match.stringLikeRegexp('VAL-28'))
      .map(({ entry }) => String(entry.data));
  };

  expect(warned(29)).toEqual([]);
  expect(warned(30)).toEqual([expect.stringContaining('may run for 30 s, but API Gateway (Shop/Api) waits 29 s')]);
});
