import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type CfnLogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { UrlAuth } from 'cdk-lambda-kit';
import { CONSTRUCT_DEFAULTS } from '../../../src/spec/construct-defaults';
import { stackIn, temporaryFolder } from '../scene';
import { EVERY_KIND, inline, propertiesOf, refused, warningsOf } from './kinds';

describe.each(EVERY_KIND)('%s with nothing but its code', (kind, make) => {
  test('is a function, a role and a log group, and nothing is warned of', () => {
    const greeter = make(stackIn());

    const { Resources } = Template.fromStack(greeter.stack).toJSON();
    expect(
      Object.values(Resources)
        .map((resource: any) => resource.Type)
        .sort(),
    ).toEqual(['AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup']);
    expect(warningsOf(greeter)).toEqual([]);
  });

  test(`has the architecture ${kind === 'ImageFunction' ? 'x86_64' : 'arm64'}`, () => {
    expect(propertiesOf(make(stackIn())).Architectures).toEqual([kind === 'ImageFunction' ? 'x86_64' : 'arm64']);
  });

  test('logs JSON to a log group of the stack that keeps three months and outlives the function', () => {
    const greeter = make(stackIn());
    const template = Template.fromStack(greeter.stack);

    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 90, LogGroupName: Match.absent() },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    const [group] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    expect(propertiesOf(greeter).LoggingConfig).toEqual({ LogFormat: 'JSON', LogGroup: { Ref: group } });
    expect(greeter.stack.resolve(greeter.logGroup.logGroupName)).toEqual({ Ref: group });
  });

  test('may write to this log group, and to nothing else', () => {
    const greeter = make(stackIn());
    const [group] = Object.keys(Template.fromStack(greeter.stack).findResources('AWS::Logs::LogGroup'));

    expect(propertiesOf(greeter, 'AWS::IAM::Role')).toEqual({
      AssumeRolePolicyDocument: {
        Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
        Version: '2012-10-17',
      },
      Policies: [
        {
          PolicyName: 'Logs',
          PolicyDocument: {
            Statement: [
              {
                Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                Effect: 'Allow',
                Resource: { 'Fn::GetAtt': [group, 'Arn'] },
              },
            ],
            Version: '2012-10-17',
          },
        },
      ],
    });
  });

  test('leaves tracing, recursion, memory, timeout and storage to Lambda', () => {
    const written = Object.keys(propertiesOf(make(stackIn())));

    for (const property of ['TracingConfig', 'RecursiveLoop', 'MemorySize', 'Timeout', 'EphemeralStorage']) {
      expect(written).not.toContain(property);
    }
  });

  test('can have a URL, an alias, a schedule and an environment variable', () => {
    const greeter = make(stackIn());

    greeter.addUrl({ auth: UrlAuth.iam() });
    greeter.addAlias('live');
    greeter.addEnvironment('STAGE', 'live');
    new Rule(greeter.stack, 'Daily', { schedule: Schedule.rate(Duration.days(1)), targets: [new LambdaFunction(greeter)] });

    const template = Template.fromStack(greeter.stack);
    template.resourceCountIs('AWS::Lambda::Url', 1);
    template.resourceCountIs('AWS::Lambda::Alias', 1);
    template.resourceCountIs('AWS::Events::Rule', 1);
    expect(propertiesOf(greeter).Environment).toEqual({ Variables: { STAGE: 'live' } });
  });

  test('fails when addEnvironment is given a key that Lambda refuses', () => {
    expect(() => make(stackIn()).addEnvironment('AWS_REGION', 'x')).toThrow(/ENVIRONMENT_KEY_RESERVED/);
  });

  test('can have other defaults', () => {
    const stack = stackIn();
    const logGroup = new LogGroup(stack, 'Ours');
    const greeter = make(stack, {
      logGroup,
      loggingFormat: lambda.LoggingFormat.TEXT,
      architecture: lambda.Architecture.X86_64,
      tracing: lambda.Tracing.ACTIVE,
      recursiveLoop: lambda.RecursiveLoop.ALLOW,
    });

    const ourGroup = stack.getLogicalId(logGroup.node.defaultChild as CfnLogGroup);
    expect(greeter.logGroup).toBe(logGroup);
    expect(propertiesOf(greeter)).toMatchObject({
      Architectures: ['x86_64'],
      LoggingConfig: { LogFormat: 'Text', LogGroup: { Ref: ourGroup } },
      TracingConfig: { Mode: 'Active' },
      RecursiveLoop: 'Allow',
    });
    expect(propertiesOf(greeter, 'AWS::IAM::Role').Policies[0].PolicyDocument.Statement[0].Resource).toEqual({
      'Fn::GetAtt': [ourGroup, 'Arn'],
    });
  });
});

describe('the log group', () => {
  test('takes logRetention and logRemovalPolicy, without a custom resource', () => {
    const greeter = inline(stackIn(), { logRetention: RetentionDays.ONE_WEEK, logRemovalPolicy: RemovalPolicy.DESTROY });

    const template = Template.fromStack(greeter.stack);
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Delete' });
    template.resourceCountIs('AWS::Lambda::Function', 1);
  });

  test('keeps everything when it is told so', () => {
    const greeter = inline(stackIn(), { logRetention: RetentionDays.INFINITE });

    expect(propertiesOf(greeter, 'AWS::Logs::LogGroup')?.RetentionInDays).toBeUndefined();
  });

  test('is the same in an app with the feature flag for log groups', () => {
    const [plain, flagged] = [{}, { '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true }].map((context) =>
      Template.fromStack(inline(stackIn(context), { logRemovalPolicy: RemovalPolicy.DESTROY }).stack).toJSON(),
    );

    expect(flagged).toEqual(plain);
  });

  test('levels need no format beside them', () => {
    const greeter = inline(stackIn(), { applicationLogLevelV2: lambda.ApplicationLogLevel.WARN });

    expect(propertiesOf(greeter).LoggingConfig).toMatchObject({ LogFormat: 'JSON', ApplicationLogLevel: 'WARN' });
  });

  test('a format in the older option is kept', () => {
    expect(propertiesOf(inline(stackIn(), { logFormat: 'Text' })).LoggingConfig).toMatchObject({ LogFormat: 'Text' });
  });

  test('fails when logRetention or logRemovalPolicy is given for a group that is given', () => {
    const stack = stackIn();
    const logGroup = new LogGroup(stack, 'Ours');

    expect(refused({ logGroup, logRetention: RetentionDays.ONE_DAY }, stack)).toBe('LOG_GROUP_TWICE');
    expect(refused({ logGroup, logRemovalPolicy: RemovalPolicy.DESTROY }, stack)).toBe('LOG_GROUP_TWICE');
  });

  test('fails when the custom resource that nobody needs is configured', () => {
    expect(refused({ logRetentionRetryOptions: { maxRetries: 3 } })).toBe('LOG_RETENTION_LEGACY');
  });
});

describe('the role', () => {
  test('keeps managed policies that are added to it later', () => {
    const greeter = inline(stackIn());
    greeter.role?.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AmazonSQSReadOnlyAccess'));

    expect(propertiesOf(greeter, 'AWS::IAM::Role').ManagedPolicyArns).toEqual([
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonSQSReadOnlyAccess']] },
    ]);
  });

  test('keeps what durable functions need besides logs', () => {
    const greeter = inline(stackIn(), { durableConfig: { executionTimeout: Duration.hours(1) } });

    const role = propertiesOf(greeter, 'AWS::IAM::Role');
    expect(JSON.stringify(role.ManagedPolicyArns)).toContain('AWSLambdaBasicDurableExecutionRolePolicy');
    expect(role.Policies).toBeUndefined();
  });
});

test('a function in a stack of a known Region has the same defaults', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });

  expect(propertiesOf(inline(stack)).Runtime).toBe('nodejs24.x');
});

test('every default has its reason', () => {
  for (const { option, value, awsCdkLib, reason } of CONSTRUCT_DEFAULTS) {
    expect([option, value, awsCdkLib, reason].every((text) => text.length > 3)).toBe(true);
  }
  expect(new Set(CONSTRUCT_DEFAULTS.map(({ option }) => option)).size).toBe(CONSTRUCT_DEFAULTS.length);
});
