import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  SecretRotationEventSource,
  type SecretRotationEventSourceProps,
} from '../../../src/constructs/event-sources/secret-rotation-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { importedIn, plainIn, TARGET_KINDS, TARGETS } from './targets';

const SCHEDULE = 'AWS::SecretsManager::RotationSchedule';

function rotating(props: SecretRotationEventSourceProps = {}) {
  const scene = shipIn();
  const secret = new secretsmanager.Secret(scene.stack, 'Password');
  const source = new SecretRotationEventSource(secret, props);
  scene.ship.addEventSource(source);
  return { ...scene, secret, source };
}

test('rotation needs a schedule, a permission for this secret of this account, and actions on it (SEC-01, SEC-04)', () => {
  const { stack, ship, secret } = rotating();
  const { ref } = names(stack, secret);

  expect(propertiesOf(stack, SCHEDULE)).toEqual([
    { SecretId: ref, RotationLambdaARN: names(stack, ship).arn, RotationRules: { ScheduleExpression: 'rate(30 days)' } },
  ]);
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: names(stack, ship).arn,
      Principal: 'secretsmanager.amazonaws.com',
      SourceArn: ref,
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
  expect(statementsOf(stack)).toEqual([
    {
      Effect: 'Allow',
      Action: [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      Resource: ref,
    },
    { Effect: 'Allow', Action: 'secretsmanager:GetRandomPassword', Resource: '*' },
  ]);
});

test('the schedule waits for the permission and for the policy of the role (PRM-06)', () => {
  const { stack } = rotating();
  Template.fromStack(stack).hasResource(SCHEDULE, {
    DependsOn: Match.arrayWith([
      Match.stringLikeRegexp('^PasswordRotationFor'),
      Match.stringLikeRegexp('^PasswordSecretsManagerFor'),
    ]),
  });
});

test('a function that makes no passwords has no statement for everything', () => {
  expect(statementsOf(rotating({ mayGeneratePassword: false }).stack)).toHaveLength(1);
});

test('a key of its own can be used through Secrets Manager only (SEC-04)', () => {
  const { stack, ship } = shipIn();
  const encryptionKey = new kms.Key(stack, 'Key');
  ship.addEventSource(new SecretRotationEventSource(new secretsmanager.Secret(stack, 'Password', { encryptionKey })));

  expect(statementsOf(stack)).toContainEqual({
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: names(stack, encryptionKey).arn,
    Condition: {
      StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['secretsmanager.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
    },
  });
});

test('a secret that is known by its name is named with what Secrets Manager adds', () => {
  const { stack, ship } = shipIn();
  ship.addEventSource(new SecretRotationEventSource(secretsmanager.Secret.fromSecretNameV2(stack, 'Password', 'db/password')));

  const arn = { 'Fn::Join': ['', expect.arrayContaining([':secret:db/password-??????']) as unknown] };
  expect(permissionsOf(stack)).toMatchObject([{ SourceArn: arn }]);
  expect(statementsOf(stack)[0]).toMatchObject({ Resource: arn });
});

test.each(TARGET_KINDS.filter((kind) => kind !== 'imported function'))('the %s gets the permission itself (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  new SecretRotationEventSource(new secretsmanager.Secret(stack, 'Password')).bind(target);

  const arn: unknown = stack.resolve(target.functionArn);
  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: arn }]);
  expect(propertiesOf(stack, SCHEDULE)).toMatchObject([{ RotationLambdaARN: arn }]);
});

test('secret and function may be in two stacks, the secret in either', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const secrets = new Stack(app, 'Secrets');
  shipIn(stack).ship.addEventSource(new SecretRotationEventSource(new secretsmanager.Secret(secrets, 'Password')));

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, secrets.dependencies]).toEqual([[], [stack]]);
});

test.each([
  [{ automaticallyAfter: Duration.hours(4) }, { ScheduleExpression: 'rate(4 hours)' }],
  [{ automaticallyAfter: Duration.days(1000) }, { ScheduleExpression: 'rate(1000 days)' }],
  [{ automaticallyAfter: Duration.seconds(0) }, undefined],
  [{ window: Duration.hours(1) }, { ScheduleExpression: 'rate(30 days)', Duration: '1h' }],
  [{ window: Duration.hours(24) }, { ScheduleExpression: 'rate(30 days)', Duration: '24h' }],
  [
    { schedule: events.Schedule.expression('cron(0 8 1 * ? *)'), window: Duration.hours(3) },
    { ScheduleExpression: 'cron(0 8 1 * ? *)', Duration: '3h' },
  ],
] as [SecretRotationEventSourceProps, unknown][])('%j gives the rules %j', (props, rules) => {
  expect(propertiesOf(rotating(props).stack, SCHEDULE)[0]?.RotationRules).toEqual(rules);
});

test('the secret need not be rotated at once', () => {
  const { stack } = rotating({ rotateImmediatelyOnUpdate: false });
  expect(propertiesOf(stack, SCHEDULE)).toMatchObject([{ RotateImmediatelyOnUpdate: false }]);
});

test.each([
  [{ automaticallyAfter: Duration.hours(3) }, /automaticallyAfter .* hours from 4 to 24000, but is 3/],
  [{ automaticallyAfter: Duration.days(1000).plus(Duration.hours(1)) }, /automaticallyAfter .* but is 24001/],
  [{ automaticallyAfter: Duration.minutes(250) }, /automaticallyAfter must be a whole number of hours/],
  [{ window: Duration.minutes(30) }, /window must be a whole number of hours from 1 to 24, but is 0.5/],
  [{ window: Duration.hours(25) }, /window .* but is 25/],
  [{ automaticallyAfter: Duration.days(1), schedule: events.Schedule.rate(Duration.days(1)) }, /ROTATION_TWICE/],
] as [SecretRotationEventSourceProps, RegExp][])('fails when rotation is to have %j (SEC-01)', (props, problem) => {
  expect(() => rotating(props)).toThrow(problem);
});

test('fails when a secret is to be rotated by two functions, or the schedule is asked for too early', () => {
  const { stack, secret, source } = rotating();
  const other = new SecretRotationEventSource(secret);
  expect(() => other.rotationSchedule).toThrow(/SOURCE_NOT_BOUND/);
  expect(() => plainIn(stack).addEventSource(other)).toThrow(/rotated by another function already[^]*TRIGGER_TAKEN/);
  expect(source.rotationSchedule.ref).toBeDefined();
});

test('fails when the role of the function cannot be changed, unless it may do all already', () => {
  const { stack } = shipIn();
  const secret = new secretsmanager.Secret(stack, 'Password');
  const imported = importedIn(stack);

  expect(() => new SecretRotationEventSource(secret).bind(imported)).toThrow(
    /must allow secretsmanager:DescribeSecret,[^]*; secretsmanager:GetRandomPassword on \*[^]*SOURCE_ROLE_UNCHANGEABLE/,
  );
  new SecretRotationEventSource(secret, { roleHasPermissions: true }).bind(imported);
  expect(propertiesOf(stack, SCHEDULE)).toHaveLength(1);
  expect(permissionsOf(stack)).toHaveLength(1);
});
