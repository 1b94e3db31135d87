import { type App, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { HttpApiEventSource } from '../../../src/constructs/event-sources/http-api-event-source';
import {
  HttpAuthorizerEventSource,
  type HttpAuthorizerEventSourceProps,
} from '../../../src/constructs/event-sources/http-authorizer-event-source';
import { WebSocketAuthorizerEventSource } from '../../../src/constructs/event-sources/web-socket-authorizer-event-source';
import { WebSocketEventSource } from '../../../src/constructs/event-sources/web-socket-event-source';
import { stackIn } from '../scene';
import { permissionsOf, propertiesOf, shipIn } from './source-scene';
import { executeApi, writtenOut } from './written-out';

const AUTHORIZER = 'AWS::ApiGatewayV2::Authorizer';

/** Lets the target decide for a route, which another function answers. */
function protect(scope: Stack, kind: string, target: lambda.IFunction, props: HttpAuthorizerEventSourceProps = {}) {
  const answer = lambda.Function.fromFunctionArn(scope, 'Answer', 'arn:aws:lambda:us-east-1:111111111111:function:answer');
  if (kind === 'HTTP') {
    const api = new apigatewayv2.HttpApi(scope, 'Api');
    const source = new HttpAuthorizerEventSource(props);
    target.addEventSource(source);
    answer.addEventSource(new HttpApiEventSource(apigatewayv2.HttpRouteKey.DEFAULT, { api, authorizer: source.authorizer }));
    return source;
  }
  const api = new apigatewayv2.WebSocketApi(scope, 'Api');
  const { authorizerName, identitySource } = props;
  const source = new WebSocketAuthorizerEventSource({ authorizerName, identitySource });
  target.addEventSource(source);
  answer.addEventSource(new WebSocketEventSource('$connect', { api, authorizer: source.authorizer }));
  return source;
}

function deciding(kind: string, props: HttpAuthorizerEventSourceProps = {}, options = {}) {
  const scene = shipIn(stackIn(), options);
  return { ...scene, source: protect(scene.stack, kind, scene.ship, props) };
}

/** Target and source of each permission. */
function allowed(stack: Stack) {
  return permissionsOf(stack).map(({ FunctionName, SourceArn, ...others }) => {
    expect(others).toEqual({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
    return [writtenOut(FunctionName), writtenOut(SourceArn)];
  });
}

test.each([
  'HTTP',
  'WEBSOCKET',
])('an authorizer of a %s API invokes the function, with one permission (AUT-01, AUT-02)', (kind) => {
  const { stack } = deciding(kind);
  const [authorizer] = propertiesOf(stack, AUTHORIZER);
  const [route] = propertiesOf(stack, 'AWS::ApiGatewayV2::Route');

  expect(authorizer).toMatchObject({ ApiId: { Ref: 'ApiF70053CD' }, AuthorizerType: 'REQUEST' });
  expect(writtenOut(authorizer?.AuthorizerUri)).toMatch(/:lambda:path\/2015-03-31\/functions\/<ShipC2EE6D16.Arn>\/invocations$/);
  expect(route).toMatchObject({ AuthorizationType: 'CUSTOM' });
  expect(allowed(stack)).toEqual([
    ['<ShipC2EE6D16.Arn>', executeApi(`<ApiF70053CD>/authorizers/${writtenOut(route?.AuthorizerId)}`)],
  ]);
});

test.each([
  ['HTTP', 'alias'],
  ['HTTP', 'version'],
  ['WEBSOCKET', 'alias'],
  ['WEBSOCKET', 'version'],
] as ['HTTP' | 'WEBSOCKET', 'alias' | 'version'][])('an authorizer of a %s API invokes an %s as what it is', (kind, which) => {
  const scene = shipIn();
  protect(scene.stack, kind, scene[which]);
  const arn = writtenOut(scene.stack.resolve(scene[which].functionArn));

  expect(writtenOut(propertiesOf(scene.stack, AUTHORIZER)[0]?.AuthorizerUri)).toContain(`/functions/${arn}/invocations`);
  expect(allowed(scene.stack)).toEqual([[arn, expect.stringContaining('/authorizers/')]]);
});

test('a function of an HTTP API may answer with a policy, or simply', () => {
  const formatOf = (props: HttpAuthorizerEventSourceProps) => {
    const [authorizer] = propertiesOf(deciding('HTTP', props).stack, AUTHORIZER);
    return [authorizer?.AuthorizerPayloadFormatVersion, authorizer?.EnableSimpleResponses];
  };

  expect(formatOf({})).toEqual(['1.0', undefined]);
  expect(formatOf({ responseTypes: [HttpLambdaResponseType.IAM] })).toEqual(['1.0', undefined]);
  expect(formatOf({ responseTypes: [HttpLambdaResponseType.SIMPLE] })).toEqual(['2.0', true]);
});

test.each(['HTTP', 'WEBSOCKET'])('everything that is said of an authorizer of a %s API is in the template', (kind) => {
  const identitySource = [kind === 'HTTP' ? '$request.header.Key' : 'route.request.header.Key'];
  const { stack } = deciding(kind, { authorizerName: 'Door', identitySource, resultsCacheTtl: Duration.seconds(9) });

  expect(propertiesOf(stack, AUTHORIZER)).toMatchObject([
    { Name: 'Door', IdentitySource: identitySource, ...(kind === 'HTTP' && { AuthorizerResultTtlInSeconds: 9 }) },
  ]);
});

test.each(['HTTP', 'WEBSOCKET'])('%s API and function may be in two stacks: that of the API needs the other', (kind) => {
  const { stack, ship } = shipIn();
  const web = new Stack(stack.node.root as App, 'Web');
  protect(web, kind, ship);
  (stack.node.root as App).synth();

  expect([stack.dependencies, web.dependencies]).toEqual([[], [stack]]);
  expect([allowed(web).length, permissionsOf(stack).length]).toEqual([1, 0]);
});

test.each(['HTTP', 'WEBSOCKET'])('an imported function can decide for a %s API as well', (kind) => {
  const stack = stackIn();
  const functionArn = 'arn:aws:lambda:us-east-1:111111111111:function:given';
  protect(stack, kind, lambda.Function.fromFunctionAttributes(stack, 'Given', { functionArn, sameEnvironment: true }));

  expect(allowed(stack)).toEqual([[functionArn, expect.stringContaining('/authorizers/')]]);
});

test('routes of one API share the authorizer, which keeps its id', () => {
  const idsOf = (...keys: apigatewayv2.HttpRouteKey[]) => {
    const { stack, ship } = shipIn();
    const source = new HttpAuthorizerEventSource();
    ship.addEventSource(source);
    const api = new apigatewayv2.HttpApi(stack, 'Api');
    for (const key of keys) ship.addEventSource(new HttpApiEventSource(key, { api, authorizer: source.authorizer }));
    return propertiesOf(stack, 'AWS::ApiGatewayV2::Route').map(({ AuthorizerId }) => writtenOut(AuthorizerId));
  };
  const { DEFAULT } = apigatewayv2.HttpRouteKey;
  const [id] = idsOf(DEFAULT);

  expect(idsOf(apigatewayv2.HttpRouteKey.with('/'), DEFAULT)).toEqual([id, id]);
});

test('fails when a decision for an HTTP API is kept for too long, or for no identity (AUT-01, AUT-07)', () => {
  const kept = (seconds: number, identitySource?: string[]) => () =>
    deciding('HTTP', { resultsCacheTtl: Duration.seconds(seconds), identitySource });

  expect(kept(3600)).not.toThrow();
  expect(kept(0, [])).not.toThrow();
  expect(kept(3601)).toThrow(/resultsCacheTtl must be .* from 0 to 3600, but is 3601/);
  expect(kept(1, [])).toThrow(/identitySource must name at least one[^]*AUTHORIZER_IDENTITY_MISSING/);
  expect(kept(Token.asNumber(Lazy.any({ produce: () => 9999 })))).not.toThrow();
});

test.each([
  ['HTTP', HttpAuthorizerEventSource],
  ['WEBSOCKET', WebSocketAuthorizerEventSource],
] as const)('fails when the authorizer of a %s API is asked for too early, and when it is to be two functions', (kind, Source) => {
  const { alias, source } = deciding(kind);
  expect(() => new Source().authorizer).toThrow(/authorizer is there when[^]*SOURCE_NOT_BOUND/);
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});

test.each([
  ['HTTP', 10],
  ['WEBSOCKET', 29],
] as const)('a function that may decide longer than a %s API waits, %i s, is warned of (VAL-28)', (kind, wait) => {
  const warned = (seconds: number) => {
    const { stack } = deciding(kind, {}, { timeout: Duration.seconds(seconds) });
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(`for ${seconds} s, .* waits ${wait} s`)).length;
  };

  expect([warned(wait), warned(wait + 1)]).toEqual([0, 1]);
});
