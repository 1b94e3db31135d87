import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { Duration, RemovalPolicy, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { EdgeFunctionProps } from 'cdk-lambda-kit';
import { PYTHON_SOURCE, warningsOf } from '../functions/kinds';
import { sourceFile, sources } from '../scene';
import { app, functionIn, On, rewriteIn, siteIn, stackOf } from './scene';

const NODE = sources({ 'index.js': 'exports.handler = async () => 1;' });
const BUILT = { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler' };

describe('a function in a stack in us-east-1', () => {
  test('is made there, for x86_64, with JSON logs and without a log group', () => {
    const stack = stackOf();
    rewriteIn(stack);

    expect(functionIn(stack).Properties).toEqual({
      Architectures: ['x86_64'],
      Code: expect.anything(),
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON' },
      Role: { 'Fn::GetAtt': ['RewriteRoleC0E6C007', 'Arn'] },
      Runtime: 'nodejs24.x',
    });
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 0);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('has no log group with the feature flag of aws-cdk-lib either', () => {
    const stack = stackOf('us-east-1', app({ '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true }));
    rewriteIn(stack);

    expect(functionIn(stack).Properties.LoggingConfig).toEqual({ LogFormat: 'JSON' });
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 0);
  });

  test('has a role for both services (EDGE-01) and for its logs in every Region (EDGE-09)', () => {
    const stack = stackOf();
    siteIn(stack, [rewriteIn(stack).on(On.ORIGIN_REQUEST)]);

    const template = Template.fromStack(stack);
    const trust = (service: string) => ({ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: service } });
    template.hasResource('AWS::IAM::Role', {
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [trust('lambda.amazonaws.com'), trust('edgelambda.amazonaws.com')],
          Version: '2012-10-17',
        },
        ManagedPolicyArns: Match.absent(),
      },
    });
    const group = ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:*:', { Ref: 'AWS::AccountId' }]];
    const named = (...rest: unknown[]) => ({
      'Fn::Join': ['', [...(group[1] as unknown[]), ':log-group:/aws/lambda/us-east-1.', { Ref: 'RewriteFn37583C64' }, ...rest]],
    });
    template.resourceCountIs('AWS::IAM::Policy', 1);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
            Effect: 'Allow',
            Resource: [named(), named(':*')],
          },
        ],
        Version: '2012-10-17',
      },
      Roles: [{ Ref: 'RewriteRoleC0E6C007' }],
    });
  });

  test('stays with its versions when the stack does not have it any more: its copies cannot be deleted for hours', () => {
    const stack = stackOf();
    siteIn(stack, [rewriteIn(stack).on(On.ORIGIN_REQUEST)]);

    const stays = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
    Template.fromStack(stack).hasResource('AWS::Lambda::Function', stays);
    Template.fromStack(stack).hasResource('AWS::Lambda::Version', stays);
  });

  test('goes with its versions when that is asked for', () => {
    const stack = stackOf();
    rewriteIn(stack, { removalPolicy: RemovalPolicy.DESTROY });

    for (const type of ['AWS::Lambda::Function', 'AWS::Lambda::Version']) {
      Template.fromStack(stack).hasResource(type, { DeletionPolicy: 'Delete' });
    }
  });

  test('publishes another version when the code changes, and only then', () => {
    const versionOf = (text: string) => {
      const stack = stackOf();
      rewriteIn(stack, { entry: sourceFile(text) });
      return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Version'));
    };
    const [one, other] = ['export const handler = () => 1;', 'export const handler = () => 2;'];

    expect(versionOf(one)).toEqual(versionOf(one));
    expect(versionOf(one)).not.toEqual(versionOf(other));
  });

  test('takes the options that Lambda@Edge has', () => {
    const stack = stackOf();
    rewriteIn(stack, {
      functionName: 'rewrite',
      description: 'Rewrites',
      memorySize: 512,
      timeout: Duration.seconds(30),
      applicationLogLevelV2: lambda.ApplicationLogLevel.WARN,
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
      initialPolicy: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })],
    });

    expect(functionIn(stack).Properties).toMatchObject({
      FunctionName: 'rewrite',
      Description: 'Rewrites',
      MemorySize: 512,
      Timeout: 30,
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN', SystemLogLevel: 'WARN' },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: 's3:GetObject' })] },
    });
  });

  test('logs text when that is asked for', () => {
    const stack = stackOf();
    rewriteIn(stack, { loggingFormat: lambda.LoggingFormat.TEXT });

    expect(functionIn(stack).Properties.LoggingConfig).toEqual({ LogFormat: 'Text' });
  });
});

describe('the code of a function at the edge', () => {
  const made = (props: EdgeFunctionProps) => {
    const stack = stackOf();
    rewriteIn(stack, props);
    return functionIn(stack).Properties;
  };

  test('can be Python, with the packages of its requirements', () => {
    const entry = sources({ 'app.py': PYTHON_SOURCE, 'requirements.txt': '' });

    expect(made({ entry, index: 'app.py' })).toMatchObject({ Handler: 'app.handler', Runtime: 'python3.14' });
    expect(made({ entry, handler: 'app.handler', runtime: lambda.Runtime.PYTHON_3_13 })).toMatchObject({
      Runtime: 'python3.13',
      Architectures: ['x86_64'],
    });
  });

  test('can be a folder that is already built', () => {
    expect(made({ ...BUILT, code: lambda.Code.fromAsset(NODE) })).toMatchObject({
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Architectures: ['x86_64'],
    });
  });

  test('can be inline', () => {
    const code = lambda.Code.fromInline('exports.handler = async () => 1;');

    expect(made({ code, runtime: lambda.Runtime.NODEJS_22_X }).Code).toEqual({ ZipFile: 'exports.handler = async () => 1;' });
  });

  test('can lie in a bucket', () => {
    const stack = stackOf();
    const code = lambda.Code.fromBucket(Bucket.fromBucketName(stack, 'Builds', 'builds'), 'rewrite.zip', '1');
    rewriteIn(stack, { ...BUILT, code });

    expect(functionIn(stack).Properties.Code).toEqual({ S3Bucket: 'builds', S3Key: 'rewrite.zip', S3ObjectVersion: '1' });
  });

  test('has constants instead of environment variables', () => {
    const stack = stackOf();
    const entry = sourceFile('export const handler = async () => process.env.STAGE;\n');
    rewriteIn(stack, { entry, bundling: { define: { 'process.env.STAGE': JSON.stringify('production') } } });
    const hash = `${functionIn(stack).Properties.Code.S3Key}`.replace('.zip', '');
    const bundled = readFileSync(path.join(Stage.of(stack)?.assetOutdir ?? '', `asset.${hash}`, 'index.js'), 'utf8');

    expect(bundled).toContain('async () => "production"');
  });
});

describe('a function at the edge is a version', () => {
  test('whose name and number are made of its ARN', () => {
    const stack = stackOf();
    const rewrite = rewriteIn(stack);
    const arn = { Ref: expect.stringMatching(/^RewriteFnCurrentVersion/) };

    expect(stack.resolve(rewrite.edgeArn)).toEqual(arn);
    expect(stack.resolve(rewrite.functionArn)).toEqual(arn);
    expect(stack.resolve(rewrite.versionRef)).toEqual({ functionArn: arn });
    expect(stack.resolve(rewrite.functionName)).toEqual({ 'Fn::Select': [6, { 'Fn::Split': [':', arn] }] });
    expect(stack.resolve(rewrite.version)).toEqual({ 'Fn::Select': [7, { 'Fn::Split': [':', arn] }] });
    expect(rewrite.currentVersion).toBe(rewrite);
  });

  test('is granted what it needs, and can be granted to others', () => {
    const stack = stackOf();
    const rewrite = rewriteIn(stack);
    const bucket = new Bucket(stack, 'Pages');
    bucket.grantRead(rewrite);
    rewrite.addToRolePolicy(new iam.PolicyStatement({ actions: ['ssm:GetParameter'], resources: ['*'] }));
    rewrite.grantInvoke(new iam.Role(stack, 'Tester', { assumedBy: new iam.AccountRootPrincipal() }));

    const actions = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).flatMap((policy) =>
      policy.Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action),
    );
    expect(actions).toEqual(expect.arrayContaining(['s3:GetObject*', 'ssm:GetParameter', 'lambda:InvokeFunction']));
  });

  test('has its permissions on the function', () => {
    const stack = stackOf();
    rewriteIn(stack).addPermission('Other', { principal: new iam.AccountPrincipal('111122223333') });

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: { 'Fn::GetAtt': ['RewriteFn37583C64', 'Arn'] },
    });
  });

  test('has metrics in us-east-1, and in other Regions when they are named', () => {
    const rewrite = rewriteIn(stackOf('eu-west-1'));

    expect(rewrite.metricErrors().region).toBe('us-east-1');
    expect(rewrite.metric('Errors', { region: 'eu-west-1' }).toMetricConfig().metricStat).toMatchObject({ metricName: 'Errors' });
  });

  test.each([
    ['$LATEST', (rewrite: ReturnType<typeof rewriteIn>) => rewrite.latestVersion],
    ['aliases', (rewrite) => rewrite.addAlias('live')],
    ['function URLs', (rewrite) => rewrite.addFunctionUrl()],
    ['event sources', (rewrite) => rewrite.addEventSource({ bind: () => {} })],
    ['event source mappings', (rewrite) => rewrite.addEventSourceMapping('Queue', {})],
    ['asynchronous invocations', (rewrite) => rewrite.configureAsyncInvoke({})],
  ] as [string, (rewrite: ReturnType<typeof rewriteIn>) => unknown][])('fails when it is to have %s (EDGE-01)', (_what, act) => {
    expect(() => act(rewriteIn(stackOf()))).toThrow(/Shop\/Rewrite: .*\[EDGE_CLOUDFRONT_ONLY\]/s);
  });
});

describe('a given role', () => {
  test('is made to trust the edge, and to allow the logs', () => {
    const stack = stackOf();
    const role = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    rewriteIn(stack, { role });

    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Role', 1);
    expect(JSON.stringify(template.findResources('AWS::IAM::Role'))).toContain('edgelambda.amazonaws.com');
    template.hasResourceProperties('AWS::IAM::Policy', { Roles: [stack.resolve(role.roleName)] });
  });

  test('that is imported gets the statement for the logs, and a warning about its trust', () => {
    const stack = stackOf();
    rewriteIn(stack, { role: iam.Role.fromRoleArn(stack, 'Own', 'arn:aws:iam::111122223333:role/edge') });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: ['edge'] });
    expect(warningsOf(stack)).toEqual(['EDGE_ROLE_IMPORTED']);
  });

  test('that cannot be changed is warned of', () => {
    const stack = stackOf();
    const role = iam.Role.fromRoleArn(stack, 'Own', 'arn:aws:iam::111122223333:role/edge', { mutable: false });
    rewriteIn(stack, { role });

    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
    expect(warningsOf(stack).sort()).toEqual(['EDGE_ROLE_IMPORTED', 'ROLE_UNCHANGED']);
  });

  test('fails when it is in the stack of another Region, which would wait for the function', () => {
    const stack = stackOf('eu-west-1');
    const role = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

    expect(() => rewriteIn(stack, { role })).toThrow(
      /role must be in the stack Shop-edge-eu-west-1 of the function, but is in Shop\..*\[EDGE_ROLE_ELSEWHERE\]/s,
    );
  });
});
