import { type App, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  AppSyncAuthorizerEventSource,
  type AppSyncAuthorizerEventSourceProps,
} from '../../../src/constructs/event-sources/app-sync-authorizer-event-source';
import { sourceFile, stackIn } from '../scene';
import { permissionsOf, propertiesOf, shipIn } from './source-scene';

const API = 'AWS::AppSync::GraphQLApi';
const { API_KEY, IAM, USER_POOL } = appsync.AuthorizationType;

function apiIn(
  stack: Stack,
  defaultAuthorization: appsync.AuthorizationMode = { authorizationType: IAM },
  more: appsync.AuthorizationMode[] = [],
) {
  return new appsync.GraphqlApi(stack, 'Api', {
    name: 'shop',
    definition: appsync.Definition.fromFile(sourceFile('type Query { orders: [String] }', 'schema.graphql')),
    authorizationConfig: { defaultAuthorization, additionalAuthorizationModes: more },
  });
}

/** `Ship` decides for an API of the stack. */
function deciding(props: AppSyncAuthorizerEventSourceProps = {}, options = {}) {
  const scene = shipIn(stackIn(), options);
  const api = apiIn(scene.stack);
  const source = new AppSyncAuthorizerEventSource(api, props);
  scene.ship.addEventSource(source);
  return { ...scene, api, source };
}

const ARN = { 'Fn::GetAtt': ['ApiF70053CD', 'Arn'] };

test('a function authorizes what is marked for it, with one permission for this API (APS-01)', () => {
  const { stack } = deciding();

  expect(propertiesOf(stack, API)).toMatchObject([
    {
      AuthenticationType: 'AWS_IAM',
      AdditionalAuthenticationProviders: [
        {
          AuthenticationType: 'AWS_LAMBDA',
          LambdaAuthorizerConfig: { AuthorizerUri: { 'Fn::GetAtt': ['ShipC2EE6D16', 'Arn'] } },
        },
      ],
    },
  ]);
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': ['ShipC2EE6D16', 'Arn'] },
      Principal: 'appsync.amazonaws.com',
      SourceArn: ARN,
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
});

test('a function can be the default, and the default before it stays beside it', () => {
  const { stack } = deciding({ isDefault: true, resultsCacheTtl: Duration.minutes(1), validationRegex: '^ok' });

  expect(propertiesOf(stack, API)).toMatchObject([
    {
      AuthenticationType: 'AWS_LAMBDA',
      LambdaAuthorizerConfig: { AuthorizerResultTtlInSeconds: 60, IdentityValidationExpression: '^ok' },
      AdditionalAuthenticationProviders: [{ AuthenticationType: 'AWS_IAM' }],
    },
  ]);
});

test('modes that the API has already stay', () => {
  const { stack, ship } = shipIn();
  const api = apiIn(stack, { authorizationType: API_KEY }, [{ authorizationType: IAM }]);
  ship.addEventSource(new AppSyncAuthorizerEventSource(api, { isDefault: true }));

  expect(propertiesOf(stack, API)).toMatchObject([
    {
      AuthenticationType: 'AWS_LAMBDA',
      AdditionalAuthenticationProviders: [{ AuthenticationType: 'API_KEY' }, { AuthenticationType: 'AWS_IAM' }],
    },
  ]);
});

test.each(['alias', 'version'] as const)('an %s is invoked as what it is', (kind) => {
  const scene = shipIn();
  scene[kind].addEventSource(new AppSyncAuthorizerEventSource(apiIn(scene.stack)));

  const arn = scene.stack.resolve(scene[kind].functionArn);
  expect(propertiesOf(scene.stack, API)).toMatchObject([
    { AdditionalAuthenticationProviders: [{ LambdaAuthorizerConfig: { AuthorizerUri: arn } }] },
  ]);
  expect(permissionsOf(scene.stack)).toMatchObject([{ FunctionName: arn }]);
});

test('API and function may be in two stacks: that of the API needs the other', () => {
  const { stack, ship } = shipIn();
  const web = new Stack(stack.node.root as App, 'Web');
  ship.addEventSource(new AppSyncAuthorizerEventSource(apiIn(web)));
  (stack.node.root as App).synth();

  expect([stack.dependencies, web.dependencies]).toEqual([[], [stack]]);
  expect([permissionsOf(web).length, permissionsOf(stack).length]).toEqual([1, 0]);
});

test('an imported function can decide as well', () => {
  const stack = stackIn();
  const functionArn = 'arn:aws:lambda:us-east-1:111111111111:function:given';
  const given = lambda.Function.fromFunctionAttributes(stack, 'Given', { functionArn, sameEnvironment: true });
  given.addEventSource(new AppSyncAuthorizerEventSource(apiIn(stack)));

  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: functionArn, SourceArn: ARN }]);
});

test('fails when an API has a function for this already', () => {
  const { alias, api, source } = deciding();
  expect(() => alias.addEventSource(new AppSyncAuthorizerEventSource(api))).toThrow(
    /a function authorizes requests of Shop\/Api already[^]*AUTHORIZER_TWICE/,
  );
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});

test('fails when the default of the API cannot be an additional mode as it is', () => {
  const { stack, ship } = shipIn();
  const userPool = new cognito.UserPool(stack, 'Pool');
  const api = apiIn(stack, { authorizationType: USER_POOL, userPoolConfig: { userPool } });
  expect(() => ship.addEventSource(new AppSyncAuthorizerEventSource(api, { isDefault: true }))).toThrow(
    /default AMAZON_COGNITO_USER_POOLS[^]*AUTHORIZER_DEFAULT_TAKEN/,
  );
});

test('fails when a decision is kept for too long (APS-04)', () => {
  const kept = (seconds: number) => () => deciding({ resultsCacheTtl: Duration.seconds(seconds) });

  for (const seconds of [0, 3600, Token.asNumber(Lazy.any({ produce: () => 9999 }))]) expect(kept(seconds)).not.toThrow();
  expect(kept(3601)).toThrow(/resultsCacheTtl must be .* from 0 to 3600, but is 3601/);
});

test('a function that may decide longer than AppSync waits is warned of (VAL-28)', () => {
  const warned = (seconds: number) => {
    const { stack } = deciding({}, { timeout: Duration.seconds(seconds) });
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(`for ${seconds} s, .* waits 10 s`)).length;
  };

  expect([warned(10), warned(11)]).toEqual([0, 1]);
});
