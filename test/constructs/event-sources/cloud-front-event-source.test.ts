import { App, Duration, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { EdgeFunction } from '../../../src/constructs/edge-function';
import {
  CloudFrontEventSource,
  type CloudFrontEventSourceProps,
} from '../../../src/constructs/event-sources/cloud-front-event-source';
import { SqsEventSource } from '../../../src/constructs/event-sources/sqs-event-source';
import { sourceFile, temporaryFolder } from '../scene';
import { permissionsOf, propertiesOf } from './source-scene';
import { writtenOut } from './written-out';

const { LambdaEdgeEventType: On } = cloudfront;
const EVERY = [On.VIEWER_REQUEST, On.ORIGIN_REQUEST, On.ORIGIN_RESPONSE, On.VIEWER_RESPONSE];
const ARN = 'arn:aws:lambda:us-east-1:111111111111:function:given';

function stackOf(region?: string) {
  return new Stack(new App({ outdir: temporaryFolder(), context: { 'cdk-lambda-kit:today': '2026-11-20' } }), 'Shop', {
    env: { region },
  });
}

function plainIn(stack: Stack, props: Partial<lambda.FunctionProps> = {}) {
  return new lambda.Function(stack, 'Plain', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
    ...props,
  });
}

function siteIn(stack: Stack, sources: CloudFrontEventSource[]) {
  const edgeLambdas = sources.map((source) => source.edgeLambda);
  return new cloudfront.Distribution(stack, 'Site', {
    defaultBehavior: { origin: new HttpOrigin('shop.example.com'), edgeLambdas },
  });
}

function associationsOf(stack: Stack): unknown {
  const [site] = propertiesOf(stack, 'AWS::CloudFront::Distribution') as {
    DistributionConfig: { DefaultCacheBehavior: { LambdaFunctionAssociations: unknown } };
  }[];
  return site?.DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations;
}

/** A version of a function of aws-cdk-lib is called. */
function called(props: Partial<lambda.FunctionProps> = {}, on = On.ORIGIN_REQUEST, options: CloudFrontEventSourceProps = {}) {
  const stack = stackOf();
  const fn = plainIn(stack, props);
  const source = new CloudFrontEventSource(on, options);
  fn.currentVersion.addEventSource(source);
  siteIn(stack, [source]);
  return { stack, fn, source, synth: () => (stack.node.root as App).synth() };
}

test('CloudFront calls a version at all four events, without a permission (EDG-01)', () => {
  const stack = stackOf('us-east-1');
  const { currentVersion } = plainIn(stack);
  const sources = EVERY.map((on) => new CloudFrontEventSource(on));
  for (const source of sources) currentVersion.addEventSource(source);
  siteIn(stack, sources);
  (stack.node.root as App).synth();

  const LambdaFunctionARN = stack.resolve(currentVersion.functionArn);
  expect(associationsOf(stack)).toEqual(EVERY.map((EventType) => ({ EventType, LambdaFunctionARN })));
  expect(permissionsOf(stack)).toEqual([]);
});

test('CloudFront may take the role, and the function may write logs in every Region, once (EDG-02, PRM-08)', () => {
  const stack = stackOf();
  const { currentVersion } = plainIn(stack);
  const sources = EVERY.map((on) => new CloudFrontEventSource(on));
  for (const source of sources) currentVersion.addEventSource(source);
  siteIn(stack, sources);

  expect(JSON.stringify(propertiesOf(stack, 'AWS::IAM::Role')[0]?.AssumeRolePolicyDocument)).toContain(
    'edgelambda.amazonaws.com',
  );
  const policies = propertiesOf(stack, 'AWS::IAM::Policy') as { PolicyDocument: { Statement: Record<string, unknown>[] } }[];
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const group = 'arn:<AWS::Partition>:logs:*:<AWS::AccountId>:log-group:/aws/lambda/us-east-1.<Plain295EB121>';
  expect(statements.map(({ Resource, ...others }) => [others, [Resource].flat().map(writtenOut)])).toEqual([
    [{ Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'] }, [group, `${group}:*`]],
  ]);
});

test('the body of a request comes when it is asked for', () => {
  expect(associationsOf(called({}, On.ORIGIN_REQUEST, { includeBody: true }).stack)).toMatchObject([{ IncludeBody: true }]);
});

test('an EdgeFunction takes the source itself, from any Region', () => {
  const stack = stackOf('eu-west-1');
  const edge = new EdgeFunction(stack, 'Edge', { entry: sourceFile() });
  const source = new CloudFrontEventSource(On.VIEWER_REQUEST);
  edge.addEventSource(source);
  siteIn(stack, [source]);
  (stack.node.root as App).synth();

  expect(source.edgeLambda).toEqual(edge.on(On.VIEWER_REQUEST));
  expect(associationsOf(stack)).toMatchObject([{ EventType: 'viewer-request' }]);
  const [home] = (stack.node.root as App).node.children.filter((child) => child !== stack && Stack.isStack(child));
  expect(propertiesOf(home as Stack, 'AWS::IAM::Policy')).toHaveLength(1);
});

test('fails when an EdgeFunction is to have any other source', () => {
  const stack = stackOf('us-east-1');
  const edge = new EdgeFunction(stack, 'Edge', { entry: sourceFile() });
  expect(() => edge.addEventSource(new SqsEventSource(new sqs.Queue(stack, 'Queue')))).toThrow(/EDGE_CLOUDFRONT_ONLY/);
});

test('an imported version can be called', () => {
  const stack = stackOf();
  const version = lambda.Version.fromVersionArn(stack, 'Given', `${ARN}:7`);
  const source = new CloudFrontEventSource(On.VIEWER_RESPONSE);
  version.addEventSource(source);
  siteIn(stack, [source]);

  expect(associationsOf(stack)).toMatchObject([{ LambdaFunctionARN: `${ARN}:7` }]);
});

test('fails when it is no published version (EDG-02, VAL-20)', () => {
  const stack = stackOf();
  const fn = plainIn(stack);
  const alias = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
  const given = lambda.Function.fromFunctionArn(stack, 'Given', ARN);
  for (const target of [fn, alias, fn.latestVersion, given]) {
    expect(() => target.addEventSource(new CloudFrontEventSource(On.VIEWER_REQUEST))).toThrow(/EDGE_VERSION_MISSING/);
  }
});

test('fails when the function is known to be in another Region than us-east-1 (EDG-02, VAL-20)', () => {
  const add = (region?: string) => () =>
    plainIn(stackOf(region)).currentVersion.addEventSource(new CloudFrontEventSource(On.VIEWER_REQUEST));

  expect(add('us-east-1')).not.toThrow();
  expect(add()).not.toThrow();
  expect(add('eu-west-1')).toThrow(/must be in us-east-1, but is in eu-west-1[^]*EDGE_FUNCTION_REGION/);
});

test('fails when the body of a response, or an unknown event, is asked for (EDG-01)', () => {
  expect(() => called({}, On.VIEWER_RESPONSE, { includeBody: true })).toThrow(/EDGE_BODY_OF_RESPONSE/);
  expect(() => called({}, 'viewer' as cloudfront.LambdaEdgeEventType)).toThrow(/EDGE_EVENT_UNKNOWN/);
});

test('fails when a function has more memory than viewers allow', () => {
  expect(() => called({ memorySize: 128 }, On.VIEWER_REQUEST)).not.toThrow();
  expect(() => called({ memorySize: 129 }, On.VIEWER_REQUEST)).toThrow(/EDGE_VIEWER_MEMORY/);
  expect(() => called({ memorySize: 129 }, On.ORIGIN_REQUEST)).not.toThrow();
});

test('fails when the runtime is neither Node.js nor Python (EDG-04)', () => {
  const code = lambda.Code.fromAsset(temporaryFolder());
  expect(() => called({ runtime: lambda.Runtime.PYTHON_3_13 })).not.toThrow();
  expect(() => called({ runtime: lambda.Runtime.JAVA_21, code })).toThrow(
    /runtime must be of Node.js or Python, but is java21[^]*EDGE_RUNTIME/,
  );
});

test.each([
  [{ tracing: lambda.Tracing.ACTIVE }, /must not have TracingConfig[^]*EDGE_EXCLUDES/],
  [{ architecture: lambda.Architecture.ARM_64 }, /must not have Architectures/],
  [{ deadLetterQueueEnabled: true }, /must not have DeadLetterConfig/],
  [{ timeout: Duration.seconds(31) }, /timeout must be .* from 1 to 30, but is 31/],
] as [
  Partial<lambda.FunctionProps>,
  RegExp,
][])('fails at synthesis when Lambda@Edge does not have it %# (EDG-04)', (props, problem) => {
  expect(called(props).synth).toThrow(problem);
});

test('a function may run for 30 s', () => {
  expect(called({ timeout: Duration.seconds(30) }).synth).not.toThrow();
});

test('a role that cannot be changed is warned of', () => {
  const stack = stackOf();
  const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/given', { mutable: false });
  const source = new CloudFrontEventSource(On.VIEWER_REQUEST);
  plainIn(stack, { role }).currentVersion.addEventSource(source);

  expect(stack.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => String(data)))).toContainEqual(
    expect.stringContaining('must allow logs:CreateLogGroup'),
  );
});

test('fails when the association is asked for too early, and when one source is to be two versions', () => {
  const { source, fn } = called();
  expect(() => new CloudFrontEventSource(On.VIEWER_REQUEST).edgeLambda).toThrow(/edgeLambda is there when[^]*SOURCE_NOT_BOUND/);
  expect(() => fn.currentVersion.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});
