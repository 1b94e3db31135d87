import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CognitoEventSource, type CognitoEventSourceProps } from '../../../src/constructs/event-sources/cognito-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { IMPORTED_ARN, importedIn, plainIn, TARGET_KINDS, TARGETS, warningsIn } from './targets';

const { UserPoolOperation, LambdaVersion, FeaturePlan } = cognito;

function users(poolProps: cognito.UserPoolProps = {}, options = {}) {
  const scene = shipIn(stackIn(), options);
  const pool = new cognito.UserPool(scene.stack, 'Users', poolProps);
  return { ...scene, pool };
}

function triggersOf(stack: Stack): unknown {
  return propertiesOf(stack, 'AWS::Cognito::UserPool')[0]?.LambdaConfig;
}

test('a trigger needs the function in the user pool and a permission for that user pool of this account (COG-01, COG-02)', () => {
  const { stack, ship, pool } = users();
  ship.addEventSource(new CognitoEventSource(pool, UserPoolOperation.PRE_SIGN_UP));

  expect(triggersOf(stack)).toEqual({ PreSignUp: names(stack, ship).arn });
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: names(stack, ship).arn,
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: names(stack, pool).arn,
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
  expect(statementsOf(stack)).toEqual([]);
});

test.each([
  ['CreateAuthChallenge', UserPoolOperation.CREATE_AUTH_CHALLENGE],
  ['CustomMessage', UserPoolOperation.CUSTOM_MESSAGE],
  ['DefineAuthChallenge', UserPoolOperation.DEFINE_AUTH_CHALLENGE],
  ['PostAuthentication', UserPoolOperation.POST_AUTHENTICATION],
  ['PostConfirmation', UserPoolOperation.POST_CONFIRMATION],
  ['PreAuthentication', UserPoolOperation.PRE_AUTHENTICATION],
  ['PreSignUp', UserPoolOperation.PRE_SIGN_UP],
  ['PreTokenGeneration', UserPoolOperation.PRE_TOKEN_GENERATION],
  ['UserMigration', UserPoolOperation.USER_MIGRATION],
  ['VerifyAuthChallengeResponse', UserPoolOperation.VERIFY_AUTH_CHALLENGE_RESPONSE],
])('%s can have a function', (key, operation) => {
  const { stack, ship, pool } = users();
  ship.addEventSource(new CognitoEventSource(pool, operation));

  expect(triggersOf(stack)).toEqual({ [key]: names(stack, ship).arn });
});

test.each([
  undefined,
  LambdaVersion.V1_0,
  LambdaVersion.V2_0,
  LambdaVersion.V3_0,
])('tokens can be changed by events of version %s', (lambdaVersion) => {
  const { stack, ship, pool } = users({ featurePlan: FeaturePlan.ESSENTIALS });
  ship.addEventSource(new CognitoEventSource(pool, UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, { lambdaVersion }));

  expect(triggersOf(stack)).toEqual({
    PreTokenGenerationConfig: { LambdaArn: names(stack, ship).arn, LambdaVersion: lambdaVersion ?? 'V1_0' },
  });
});

test('what an identity provider sends can be looked at', () => {
  const { stack, ship, pool } = users();
  ship.addEventSource(new CognitoEventSource(pool, CognitoEventSource.INBOUND_FEDERATION));

  expect(triggersOf(stack)).toEqual({ InboundFederation: { LambdaArn: names(stack, ship).arn, LambdaVersion: 'V1_0' } });
});

test.each([
  ['CustomEmailSender', UserPoolOperation.CUSTOM_EMAIL_SENDER],
  ['CustomSMSSender', UserPoolOperation.CUSTOM_SMS_SENDER],
])('%s may decrypt the codes, with the key of the source (COG-01)', (key, operation) => {
  const { stack, ship, pool } = users();
  const customSenderKmsKey = new kms.Key(stack, 'Codes');
  ship.addEventSource(new CognitoEventSource(pool, operation, { customSenderKmsKey }));

  expect(triggersOf(stack)).toEqual({
    [key]: { LambdaArn: names(stack, ship).arn, LambdaVersion: 'V1_0' },
    KMSKeyID: names(stack, customSenderKmsKey).arn,
  });
  expect(statementsOf(stack)).toEqual([
    { Effect: 'Allow', Action: 'kms:Decrypt', Resource: names(stack, customSenderKmsKey).arn },
  ]);
});

test('custom senders may decrypt with the key of the user pool, even when that is in another stack', () => {
  const { stack, ship } = users();
  const keys = new Stack(stack.node.root as App, 'Keys');
  const customSenderKmsKey = new kms.Key(keys, 'Codes');
  const pool = new cognito.UserPool(stack, 'Pool', { customSenderKmsKey });
  ship.addEventSource(new CognitoEventSource(pool, UserPoolOperation.CUSTOM_EMAIL_SENDER));
  ship.addEventSource(new CognitoEventSource(pool, UserPoolOperation.CUSTOM_SMS_SENDER, { customSenderKmsKey }));

  const key = { 'Fn::ImportValue': expect.stringContaining('Codes') as string };
  expect(propertiesOf(stack, 'AWS::Cognito::UserPool')).toContainEqual(
    expect.objectContaining({ LambdaConfig: expect.objectContaining({ KMSKeyID: key }) as object }),
  );
  expect(statementsOf(stack)).toEqual([{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: key }]);
});

test('one permission is enough for all triggers of a user pool (COG-02)', () => {
  const { stack, ship, pool } = users();
  for (const operation of [
    UserPoolOperation.PRE_SIGN_UP,
    UserPoolOperation.POST_CONFIRMATION,
    UserPoolOperation.CUSTOM_MESSAGE,
  ]) {
    ship.addEventSource(new CognitoEventSource(pool, operation));
  }

  expect(permissionsOf(stack)).toHaveLength(1);
});

test('triggers of the user pool itself are kept', () => {
  const { stack, ship, pool } = users({ lambdaTriggers: undefined });
  const plain = plainIn(stack);
  pool.addTrigger(UserPoolOperation.POST_CONFIRMATION, plain);
  ship.addEventSource(new CognitoEventSource(pool, UserPoolOperation.PRE_SIGN_UP));
  pool.addTrigger(UserPoolOperation.CUSTOM_MESSAGE, plain);

  expect(triggersOf(stack)).toEqual({
    PostConfirmation: names(stack, plain).arn,
    PreSignUp: names(stack, ship).arn,
    CustomMessage: names(stack, plain).arn,
  });
});

test.each(TARGET_KINDS.filter((kind) => kind !== 'version'))('the %s gets the permission itself (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  const pool = new cognito.UserPool(stack, 'Users');
  new CognitoEventSource(pool, UserPoolOperation.PRE_SIGN_UP).bind(target);

  const arn: unknown = stack.resolve(target.functionArn);
  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: arn }]);
  expect(triggersOf(stack)).toEqual({ PreSignUp: arn });
});

test('the permission keeps its name whatever comes before it', () => {
  const logicalIds = (operations: readonly cognito.UserPoolOperation[]) => {
    const { stack, ship, pool } = users();
    for (const operation of operations) ship.addEventSource(new CognitoEventSource(pool, operation));
    return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));
  };

  expect(logicalIds([UserPoolOperation.PRE_SIGN_UP, UserPoolOperation.CUSTOM_MESSAGE])).toEqual(
    logicalIds([UserPoolOperation.CUSTOM_MESSAGE]),
  );
});

test('a user pool can be in another stack than the function, with a key that only it knows', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const { ship } = shipIn(stack);
  const accounts = new Stack(app, 'Accounts');
  const pool = new cognito.UserPool(accounts, 'Users', { customSenderKmsKey: new kms.Key(accounts, 'Codes') });
  ship.addEventSource(new CognitoEventSource(pool, CognitoEventSource.INBOUND_FEDERATION));
  ship.addEventSource(new CognitoEventSource(pool, UserPoolOperation.CUSTOM_EMAIL_SENDER));

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, accounts.dependencies]).toEqual([[], [stack]]);
  const imported = { 'Fn::ImportValue': expect.stringContaining('Ship') as string };
  expect(triggersOf(accounts)).toMatchObject({
    InboundFederation: { LambdaArn: imported },
    CustomEmailSender: { LambdaArn: imported },
  });
  expect(permissionsOf(accounts)).toMatchObject([{ FunctionName: imported }]);
});

test('a function that may run longer than Cognito waits is warned of (COG-03, VAL-28)', () => {
  const warned = (seconds: number, operation: cognito.UserPoolOperation) => {
    const { stack, ship } = users({}, { timeout: Duration.seconds(seconds) });
    const pool = new cognito.UserPool(stack, 'Pool', { customSenderKmsKey: new kms.Key(stack, 'Codes') });
    ship.addEventSource(new CognitoEventSource(pool, operation));
    return warningsIn(stack, `may run for ${seconds} s, but .* waits 5 s`);
  };

  expect(warned(5, UserPoolOperation.PRE_SIGN_UP)).toBe(0);
  expect(warned(6, UserPoolOperation.PRE_SIGN_UP)).toBe(1);
  expect(warned(6, UserPoolOperation.CUSTOM_EMAIL_SENDER)).toBe(0);
});

test('fails when the trigger is a version with a number, of this app or imported (COG-01, VAL-19)', () => {
  const { stack, version, pool } = users();
  const source = new CognitoEventSource(pool, UserPoolOperation.PRE_SIGN_UP);
  const byArn = lambda.Version.fromVersionArn(stack, 'Seventh', `${IMPORTED_ARN}:7`);

  for (const target of [version, byArn, importedIn(stack, `${IMPORTED_ARN}:7`)]) {
    expect(() => source.bind(target)).toThrow(
      /preSignUp of Shop\/Users must not be a version with a number[^]*TRIGGER_OF_VERSION/,
    );
  }
  expect(() => source.bind(lambda.Function.fromFunctionArn(stack, 'ByAlias', `${IMPORTED_ARN}:live`))).not.toThrow();
});

test.each([
  [
    'events of version V2_0 for another trigger',
    UserPoolOperation.PRE_TOKEN_GENERATION,
    { lambdaVersion: LambdaVersion.V2_0 },
    {},
    /TRIGGER_EVENT_VERSION/,
  ],
  [
    'events of version V2_0 in the plan Lite',
    UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
    { lambdaVersion: LambdaVersion.V2_0 },
    { featurePlan: FeaturePlan.LITE },
    /must be V1_0 in the plan LITE, but is V2_0 \(COG-07\)/,
  ],
  [
    'an e-mail sender without a key',
    UserPoolOperation.CUSTOM_EMAIL_SENDER,
    {},
    {},
    /customEmailSender needs a key[^]*TRIGGER_KEY_MISSING/,
  ],
  ['an SMS sender without a key', UserPoolOperation.CUSTOM_SMS_SENDER, {}, {}, /TRIGGER_KEY_MISSING/],
  ['an unknown operation', UserPoolOperation.of('preLunch'), {}, {}, /'preLunch' is no trigger[^]*TRIGGER_UNKNOWN/],
] as [
  string,
  cognito.UserPoolOperation,
  CognitoEventSourceProps,
  cognito.UserPoolProps,
  RegExp,
][])('fails with %s (VAL-19)', (_title, operation, props, poolProps, problem) => {
  const { ship, pool } = users(poolProps);
  expect(() => ship.addEventSource(new CognitoEventSource(pool, operation, props))).toThrow(problem);
});

test('events of version V1_0 can be had in the plan Lite (COG-07)', () => {
  const { ship, pool } = users({ featurePlan: FeaturePlan.LITE });
  expect(() => ship.addEventSource(new CognitoEventSource(pool, UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG))).not.toThrow();
});

test('fails when a trigger has a function already, before or after', () => {
  const { stack, ship, pool } = users();
  const bind = (operation: cognito.UserPoolOperation) => ship.addEventSource(new CognitoEventSource(pool, operation));
  bind(UserPoolOperation.PRE_SIGN_UP);
  bind(UserPoolOperation.PRE_TOKEN_GENERATION);
  bind(CognitoEventSource.INBOUND_FEDERATION);

  expect(() => bind(UserPoolOperation.PRE_SIGN_UP)).toThrow(/preSignUp has a function already[^]*TRIGGER_TAKEN/);
  expect(() => bind(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG)).toThrow(/preTokenGeneration has a function already/);
  expect(() => bind(CognitoEventSource.INBOUND_FEDERATION)).toThrow(/TRIGGER_TAKEN/);
  pool.addTrigger(UserPoolOperation.PRE_SIGN_UP, plainIn(stack));
  expect(() => (stack.node.root as App).synth()).toThrow(/preSignUp has two functions/);
});

test('fails when senders of one user pool have two keys (COG-01)', () => {
  const { stack, ship } = users();
  const pool = new cognito.UserPool(stack, 'Pool', { customSenderKmsKey: new kms.Key(stack, 'Codes') });
  const props = { customSenderKmsKey: new kms.Key(stack, 'Others') };
  expect(() => ship.addEventSource(new CognitoEventSource(pool, UserPoolOperation.CUSTOM_EMAIL_SENDER, props))).toThrow(
    /TRIGGER_KEY_TWICE/,
  );
});

test('fails when the user pool was imported', () => {
  const { stack, ship } = users();
  const pool = cognito.UserPool.fromUserPoolId(stack, 'Imported', 'us-east-1_abc');
  expect(() => ship.addEventSource(new CognitoEventSource(pool, UserPoolOperation.PRE_SIGN_UP))).toThrow(/SOURCE_IMPORTED/);
});

test('fails when the role of a custom sender cannot be changed, unless it may decrypt already', () => {
  const { stack } = users();
  const customSenderKmsKey = new kms.Key(stack, 'Codes');
  const pool = () => new cognito.UserPool(stack, `Pool${stack.node.children.length}`, { customSenderKmsKey });
  const imported = importedIn(stack);

  expect(() => new CognitoEventSource(pool(), UserPoolOperation.CUSTOM_SMS_SENDER).bind(imported)).toThrow(
    /must allow kms:Decrypt on [^]*SOURCE_ROLE_UNCHANGEABLE/,
  );
  const allowed = new CognitoEventSource(pool(), UserPoolOperation.CUSTOM_SMS_SENDER, { roleHasPermissions: true });
  expect(() => allowed.bind(imported)).not.toThrow();
});
