import { type App, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as theirs from 'aws-cdk-lib/aws-lambda-event-sources';
import { ApiEventSource, type ApiEventSourceProps } from '../../../src/constructs/event-sources/api-event-source';
import { stackIn } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn } from './source-scene';
import { executeApi, writtenOut } from './written-out';

const METHOD = 'AWS::ApiGateway::Method';
const API = 'AWS::ApiGateway::RestApi';

/** `Ship` answers methods of an API of the stack. */
function answering(props: Partial<ApiEventSourceProps> = {}, apiProps: apigateway.RestApiProps = {}, options = {}) {
  const scene = shipIn(stackIn(), options);
  const api = new apigateway.RestApi(scene.stack, 'Api', { cloudWatchRole: false, ...apiProps });
  scene.ship.addEventSource(new ApiEventSource('GET', '/orders', { api, ...props }));
  return { ...scene, api };
}

/** Target and source of each permission. */
function allowed(stack: Stack) {
  return permissionsOf(stack).map(({ FunctionName, SourceArn, ...others }) => {
    expect(others).toEqual({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
    return [writtenOut(FunctionName), writtenOut(SourceArn)];
  });
}

test('a method of a given API invokes the function with one permission, for this method of the deployed stage (APR-01, APR-02)', () => {
  const { stack, ship, api } = answering();
  const [fn, { ref }] = [writtenOut(names(stack, ship).arn), names(stack, api)];

  expect(propertiesOf(stack, METHOD)).toMatchObject([
    { HttpMethod: 'GET', RestApiId: ref, Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' } },
  ]);
  const [{ Integration }] = propertiesOf(stack, METHOD) as [{ Integration: { Uri: unknown } }];
  expect(writtenOut(Integration.Uri)).toBe(
    `arn:<AWS::Partition>:apigateway:<AWS::Region>:lambda:path/2015-03-31/functions/${fn}/invocations`,
  );
  const stage = writtenOut(names(stack, api.deploymentStage).ref);
  expect(allowed(stack)).toEqual([[fn, executeApi(`${writtenOut(ref)}/${stage}/GET/orders`)]]);
});

test.each(['alias', 'version'] as const)('an %s is invoked as what it is', (kind) => {
  const scene = shipIn();
  const target = scene[kind];
  const api = new apigateway.RestApi(scene.stack, 'Api');
  target.addEventSource(new ApiEventSource('POST', '/orders/{id}/{proxy+}', { api }));

  const arn = writtenOut(scene.stack.resolve(target.functionArn));
  const [method] = propertiesOf(scene.stack, METHOD) as [{ Integration: { Uri: unknown } }];
  expect(writtenOut(method.Integration.Uri)).toContain(`/functions/${arn}/invocations`);
  expect(allowed(scene.stack)).toEqual([[arn, expect.stringMatching(/\/POST\/orders\/\*\/\*$/)]]);
});

test('without an API the function gets one of its own, and one permission for all methods of its stage', () => {
  const { stack, ship } = shipIn();
  for (const [method, path] of [
    ['GET', '/'],
    ['any', '/orders/{proxy+}'],
    ['POST', '/orders/'],
  ] as const) {
    ship.addEventSource(new ApiEventSource(method, path));
  }

  expect(propertiesOf(stack, API)).toHaveLength(1);
  expect(propertiesOf(stack, METHOD).map(({ HttpMethod }) => HttpMethod)).toEqual(['GET', 'ANY', 'POST']);
  expect(allowed(stack)).toEqual([['<ShipC2EE6D16.Arn>', expect.stringMatching(/:<\w+>\/<\w+Stageprod\w+>\/\*\/\*$/)]]);
  expect(propertiesOf(stack, 'AWS::ApiGateway::Account')).toEqual([]);
  expect(propertiesOf(stack, 'AWS::IAM::Role')).toHaveLength(1);
});

test('two functions have an API each', () => {
  const { stack, ship, alias } = shipIn();
  ship.addEventSource(new ApiEventSource('GET', '/'));
  alias.addEventSource(new ApiEventSource('GET', '/'));

  expect(propertiesOf(stack, API)).toHaveLength(2);
  expect(allowed(stack)).toHaveLength(2);
});

test('API, resources and methods have the ids that aws-cdk-lib gives, whatever else is added', () => {
  const idsOf = (...sources: lambda.IEventSource[]) => {
    const { stack, ship } = shipIn();
    for (const source of sources) ship.addEventSource(source);
    const { Resources } = (stack.node.root as App).synth().getStackByName('Shop').template as {
      Resources: Record<string, { Type: string }>;
    };
    const ofApi = Object.entries(Resources).filter(([, { Type }]) => Type.startsWith('AWS::ApiGateway::'));
    return ofApi.map(([id]) => id).filter((id) => !/Deployment\w+[0-9a-f]{32}$|Account|CloudWatchRole/.test(id));
  };
  const before = idsOf(new theirs.ApiEventSource('GET', '/orders'));

  expect(idsOf(new ApiEventSource('GET', '/orders'))).toEqual(before);
  expect(idsOf(new ApiEventSource('POST', '/'), new ApiEventSource('GET', '/orders'))).toEqual(expect.arrayContaining(before));
});

test('the console may try methods when it is asked for', () => {
  const given = answering({ allowTestInvoke: true });
  expect(allowed(given.stack).map(([, source]) => source)).toEqual([
    expect.stringMatching(/Stageprod\w+>\/GET\/orders$/),
    expect.stringMatching(/\/test-invoke-stage\/GET\/orders$/),
  ]);

  const { stack, ship } = shipIn();
  ship.addEventSource(new ApiEventSource('GET', '/'));
  ship.addEventSource(new ApiEventSource('PUT', '/', { allowTestInvoke: true }));
  ship.addEventSource(new ApiEventSource('POST', '/'));
  expect(allowed(stack)).toEqual([[expect.anything(), expect.stringMatching(/:<\w+>\/\*\/\*\/\*$/)]]);
});

test('options of the method are those of aws-cdk-lib', () => {
  const { stack } = answering({ operationName: 'List', apiKeyRequired: true, timeout: Duration.seconds(10) });

  expect(propertiesOf(stack, METHOD)).toMatchObject([
    { OperationName: 'List', ApiKeyRequired: true, Integration: { TimeoutInMillis: 10_000 } },
  ]);
});

test('the method and the API can be had from the source', () => {
  const { ship } = shipIn();
  const source = new ApiEventSource('GET', '/orders');
  expect(() => source.apiMethod).toThrow(/ApiEventSource: apiMethod is there when[^]*SOURCE_NOT_BOUND/);
  expect(() => source.restApi).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);

  expect(source.apiMethod.httpMethod).toBe('GET');
  expect(source.restApi).toBe(source.apiMethod.api);
});

test('a function of aws-cdk-lib, and an imported one, can answer as well', () => {
  const stack = stackIn();
  const api = new apigateway.RestApi(stack, 'Api');
  const plain = new lambda.Function(stack, 'Plain', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  });
  const functionArn = 'arn:aws:lambda:us-east-1:111111111111:function:given';
  const imported = lambda.Function.fromFunctionAttributes(stack, 'Given', { functionArn, sameEnvironment: true });
  plain.addEventSource(new ApiEventSource('GET', '/', { api }));
  imported.addEventSource(new ApiEventSource('PUT', '/', { api }));

  expect(allowed(stack).map(([fn]) => fn)).toEqual([expect.stringMatching(/^<Plain/), functionArn]);
});

test('API and function may be in two stacks: that of the API needs the other', () => {
  const { stack, ship } = shipIn();
  const web = new Stack(stack.node.root as App, 'Web');
  const api = new apigateway.RestApi(web, 'Api');
  ship.addEventSource(new ApiEventSource('GET', '/', { api }));
  (stack.node.root as App).synth();

  expect([stack.dependencies, web.dependencies]).toEqual([[], [stack]]);
  expect(allowed(web)).toHaveLength(1);
  expect(permissionsOf(stack)).toEqual([]);
});

test('an API of another app can be imported', () => {
  const { stack, ship } = shipIn();
  const api = apigateway.RestApi.fromRestApiAttributes(stack, 'Api', { restApiId: 'abc', rootResourceId: 'root' });
  ship.addEventSource(new ApiEventSource('GET', '/', { api, timeout: Duration.seconds(30) }));

  expect(allowed(stack)).toEqual([['<ShipC2EE6D16.Arn>', executeApi('abc/*/GET/')]]);
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('30000 ms, above the 29000 ms'));
});

test.each([
  ['GET', 'orders'],
  ['GET', ''],
  ['GET', '/{proxy+}/more'],
  ['GET', '/a//b'],
  ['GET', '/a b'],
])('fails when %s %p is no path', (method, path) => {
  const { ship } = shipIn();
  expect(() => ship.addEventSource(new ApiEventSource(method, path))).toThrow(/path must have .*TEXT_INVALID/s);
});

test('fails when API Gateway has no such method', () => {
  const { ship } = shipIn();
  expect(() => ship.addEventSource(new ApiEventSource('FETCH', '/'))).toThrow(
    /method must be one of ANY, DELETE, GET, .* but is 'FETCH'[^]*API_METHOD_UNKNOWN/,
  );
});

test('fails when a method is answered already, and when one source is to serve two functions', () => {
  const { ship, alias, api } = answering();
  const source = new ApiEventSource('GET', '/orders/', { api });
  expect(() => alias.addEventSource(source)).toThrow(/GET \/orders\/ of Shop\/Api is answered already[^]*ROUTE_TAKEN/);

  const other = new ApiEventSource('PUT', '/orders', { api });
  ship.addEventSource(other);
  expect(() => alias.addEventSource(other)).toThrow(/SOURCE_BOUND_TWICE/);
});

test.each([50, 29_000])('API Gateway may wait %i ms (APR-03)', (milliseconds) => {
  expect(() => answering({ timeout: Duration.millis(milliseconds) })).not.toThrow();
});

test('fails when API Gateway cannot wait so short or so long (APR-03)', () => {
  const regional = { endpointTypes: [apigateway.EndpointType.REGIONAL] };
  const edge = { endpointTypes: [apigateway.EndpointType.EDGE] };
  const timeout = Duration.millis(29_001);

  expect(() => answering({ timeout: Duration.millis(49) })).toThrow(/timeout must be .* milliseconds not below 50, but is 49/);
  expect(() => answering({ timeout })).toThrow(/29001 ms, above the 29000 ms[^]*API_TIMEOUT_OF_EDGE/);
  expect(() => answering({ timeout }, edge)).toThrow(/API_TIMEOUT_OF_EDGE/);
  expect(() => answering({ timeout, api: undefined })).toThrow(/API_TIMEOUT_OF_EDGE/);
  const { stack } = answering({ timeout }, regional);
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('Have the quota'));
});

test('a timeout that only the deployment knows is let through', () => {
  const timeout = Duration.millis(Token.asNumber(Lazy.any({ produce: () => 1 })));
  expect(() => answering({ timeout }, {}, { timeout: Duration.seconds(60) })).not.toThrow();
});

test('a function that may run longer than API Gateway waits is warned of (VAL-28)', () => {
  const warned = (seconds: number, props = {}) => {
    const { stack } = answering(props, {}, { timeout: Duration.seconds(seconds) });
    return Annotations.fromStack(stack)
      .findWarning('*', Match.stringLikeRegexp('VAL-28'))
      .map(({ entry }) => String(entry.data));
  };

  expect([warned(29), warned(5, { timeout: Duration.seconds(5) })]).toEqual([[], []]);
  expect(warned(30)).toEqual([expect.stringContaining('may run for 30 s, but API Gateway (Shop/Api) waits 29 s for its answer')]);
  expect(warned(6, { timeout: Duration.seconds(5) })).toEqual([expect.stringContaining('waits 5 s')]);
});
