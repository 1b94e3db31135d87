import { type App, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ApiEventSource } from '../../../src/constructs/event-sources/api-event-source';
import {
  RequestAuthorizerEventSource,
  type RequestAuthorizerEventSourceProps,
} from '../../../src/constructs/event-sources/request-authorizer-event-source';
import {
  TokenAuthorizerEventSource,
  type TokenAuthorizerEventSourceProps,
} from '../../../src/constructs/event-sources/token-authorizer-event-source';
import { stackIn } from '../scene';
import { permissionsOf, propertiesOf, shipIn } from './source-scene';
import { executeApi, writtenOut } from './written-out';

const AUTHORIZER = 'AWS::ApiGateway::Authorizer';
const KINDS = { TOKEN: TokenAuthorizerEventSource, REQUEST: RequestAuthorizerEventSource } as const;
type Kind = keyof typeof KINDS;
type Props = TokenAuthorizerEventSourceProps & RequestAuthorizerEventSourceProps;
const kinds = Object.keys(KINDS) as Kind[];

/** `Ship` decides for a method of an API of the stack. */
function deciding(kind: Kind, props: Props = {}, options = {}, which: 'ship' | 'alias' | 'version' = 'ship') {
  const scene = shipIn(stackIn(), options);
  const api = new apigateway.RestApi(scene.stack, 'Api', { cloudWatchRole: false });
  const source = new KINDS[kind](api, props);
  scene[which].addEventSource(source);
  api.root.addMethod('GET', new apigateway.MockIntegration(), { authorizer: source.authorizer });
  return { ...scene, api, source };
}

/** Target and source of each permission. */
function allowed(stack: Stack) {
  return permissionsOf(stack).map(({ FunctionName, SourceArn, ...others }) => {
    expect(others).toEqual({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
    return [writtenOut(FunctionName), writtenOut(SourceArn)];
  });
}

test.each(kinds)('a %s authorizer invokes the function, with one permission for it alone (AUT-01, AUT-02)', (kind) => {
  const { stack } = deciding(kind);
  const [authorizer] = propertiesOf(stack, AUTHORIZER);
  const id = writtenOut(propertiesOf(stack, 'AWS::ApiGateway::Method')[0]?.AuthorizerId);

  expect(authorizer).toMatchObject({
    Type: kind,
    RestApiId: { Ref: 'ApiF70053CD' },
    IdentitySource: 'method.request.header.Authorization',
    AuthorizerResultTtlInSeconds: 300,
  });
  expect(writtenOut(authorizer?.AuthorizerUri)).toMatch(/:lambda:path\/2015-03-31\/functions\/<ShipC2EE6D16.Arn>\/invocations$/);
  expect(allowed(stack)).toEqual([['<ShipC2EE6D16.Arn>', executeApi(`<ApiF70053CD>/authorizers/${id}`)]]);
});

test.each(
  kinds.flatMap(
    (kind) =>
      [
        [kind, 'alias'],
        [kind, 'version'],
      ] as [Kind, 'alias' | 'version'][],
  ),
)('a %s authorizer invokes an %s as what it is', (kind, which) => {
  const scene = deciding(kind, {}, {}, which);
  const arn = writtenOut(scene.stack.resolve(scene[which].functionArn));

  expect(writtenOut(propertiesOf(scene.stack, AUTHORIZER)[0]?.AuthorizerUri)).toContain(`/functions/${arn}/invocations`);
  expect(allowed(scene.stack)).toEqual([[arn, expect.stringContaining('/authorizers/')]]);
});

test('everything that is said of a TOKEN authorizer is in the template', () => {
  const { stack } = deciding('TOKEN', {
    authorizerName: 'Door',
    identitySource: apigateway.IdentitySource.header('Token'),
    validationRegex: '^Bearer ',
    resultsCacheTtl: Duration.seconds(0),
  });

  expect(propertiesOf(stack, AUTHORIZER)).toMatchObject([
    {
      Name: 'Door',
      IdentitySource: 'method.request.header.Token',
      IdentityValidationExpression: '^Bearer ',
      AuthorizerResultTtlInSeconds: 0,
    },
  ]);
});

test('everything that is said of a REQUEST authorizer is in the template', () => {
  const identitySources = [apigateway.IdentitySource.queryString('key'), apigateway.IdentitySource.stageVariable('door')];
  const { stack } = deciding('REQUEST', { identitySources, resultsCacheTtl: Duration.hours(1) });

  expect(propertiesOf(stack, AUTHORIZER)).toMatchObject([
    { IdentitySource: 'method.request.querystring.key,stageVariables.door', AuthorizerResultTtlInSeconds: 3600 },
  ]);
});

test('a method of another function can have the authorizer', () => {
  const { stack, ship, version, api, source } = deciding('TOKEN');
  ship.addEventSource(new ApiEventSource('PUT', '/', { api, authorizer: source.authorizer }));

  expect(propertiesOf(stack, 'AWS::ApiGateway::Method')).toMatchObject([
    { AuthorizationType: 'CUSTOM' },
    { AuthorizationType: 'CUSTOM', HttpMethod: 'PUT' },
  ]);
  expect(version).toBeDefined();
});

test.each(kinds)('API and function of a %s authorizer may be in two stacks: that of the API needs the other', (kind) => {
  const { stack, ship } = shipIn();
  const web = new Stack(stack.node.root as App, 'Web');
  const api = new apigateway.RestApi(web, 'Api');
  const source = new KINDS[kind](api);
  ship.addEventSource(source);
  api.root.addMethod('GET', new apigateway.MockIntegration(), { authorizer: source.authorizer });
  (stack.node.root as App).synth();

  expect([stack.dependencies, web.dependencies]).toEqual([[], [stack]]);
  expect([allowed(web).length, permissionsOf(stack).length]).toEqual([1, 0]);
});

test('an authorizer that no method has does no harm', () => {
  const { stack, ship } = shipIn();
  const api = new apigateway.RestApi(stack, 'Api');
  api.root.addMethod('GET');
  for (const kind of kinds) ship.addEventSource(new KINDS[kind](api));

  expect(propertiesOf(stack, AUTHORIZER)).toHaveLength(2);
});

test('an authorizer keeps its id whatever else is added', () => {
  const idOf = (...names: (string | undefined)[]) => {
    const { stack, ship } = shipIn();
    const api = new apigateway.RestApi(stack, 'Api');
    const sources = names.map((authorizerName) => new TokenAuthorizerEventSource(api, { authorizerName }));
    for (const source of sources) ship.addEventSource(source);
    return stack.resolve(sources.at(-1)?.authorizer.authorizerId);
  };

  expect(idOf('Door', undefined)).toEqual(idOf(undefined));
});

test('a function of aws-cdk-lib, and an imported one, can decide as well', () => {
  const stack = stackIn();
  const api = new apigateway.RestApi(stack, 'Api');
  api.root.addMethod('GET');
  const plain = new lambda.Function(stack, 'Plain', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  });
  const functionArn = 'arn:aws:lambda:us-east-1:111111111111:function:given';
  const imported = lambda.Function.fromFunctionAttributes(stack, 'Given', { functionArn, sameEnvironment: true });
  plain.addEventSource(new TokenAuthorizerEventSource(api));
  imported.addEventSource(new RequestAuthorizerEventSource(api));

  expect(allowed(stack).map(([fn]) => fn)).toEqual([expect.stringMatching(/^<Plain/), functionArn]);
});

test.each(kinds)('fails when a decision of a %s authorizer is kept for too long (AUT-01)', (kind) => {
  const kept = (resultsCacheTtl: Duration) => () => deciding(kind, { resultsCacheTtl });

  expect(kept(Duration.seconds(0))).not.toThrow();
  expect(kept(Duration.seconds(3600))).not.toThrow();
  expect(kept(Duration.seconds(3601))).toThrow(/resultsCacheTtl must be .* seconds from 0 to 3600, but is 3601/);
  expect(kept(Duration.seconds(Token.asNumber(Lazy.any({ produce: () => 9999 }))))).not.toThrow();
});

test('fails when decisions are kept for no identity (AUT-07)', () => {
  const identitySources: string[] = [];
  expect(() => deciding('REQUEST', { identitySources })).toThrow(
    /identitySources must name at least one when decisions are kept for 300 s[^]*AUTHORIZER_IDENTITY_MISSING/,
  );
  expect(() => deciding('REQUEST', { identitySources, resultsCacheTtl: Duration.seconds(1) })).toThrow(/kept for 1 s/);
  expect(() => deciding('REQUEST', { identitySources, resultsCacheTtl: Duration.seconds(0) })).not.toThrow();
});

test.each(kinds)('fails when a function is a %s authorizer of an API twice, without a name', (kind) => {
  const { ship, api, source } = deciding(kind);
  expect(() => ship.addEventSource(new KINDS[kind](api))).toThrow(
    /authorizer of Shop\/Api of this name already[^]*AUTHORIZER_TWICE/,
  );
  expect(() => ship.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
  expect(() => new KINDS[kind](api).authorizer).toThrow(/authorizer is there when[^]*SOURCE_NOT_BOUND/);
  ship.addEventSource(new KINDS[kind](api, { authorizerName: 'Another' }));
});

test('more than ten authorizers of an API are warned of (AUT-01)', () => {
  const { stack, ship, api } = deciding('TOKEN');
  const warned = () => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('more than 10 authorizers')).length;
  for (let more = 1; more < 10; more++) ship.addEventSource(new TokenAuthorizerEventSource(api, { authorizerName: `N${more}` }));
  expect(warned()).toBe(0);

  for (const name of ['N10', 'N11']) ship.addEventSource(new TokenAuthorizerEventSource(api, { authorizerName: name }));
  expect(warned()).toBe(1);
});

test.each(kinds)('a function that may decide longer than API Gateway waits is warned of, as a %s authorizer (VAL-28)', (kind) => {
  const warned = (seconds: number) => {
    const { stack } = deciding(kind, {}, { timeout: Duration.seconds(seconds) });
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(`for ${seconds} s, .* waits 29 s`)).length;
  };

  expect([warned(29), warned(30)]).toEqual([0, 1]);
});
