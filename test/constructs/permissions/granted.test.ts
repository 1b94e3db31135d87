import { Duration, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import { EventBus } from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as destinations from 'aws-cdk-lib/aws-lambda-destinations';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Platform, SigningProfile } from 'aws-cdk-lib/aws-signer';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { type FunctionOptions, VpcAccess, type VpcAccessOptions, ZipFunction } from 'cdk-lambda-kit';
import { EVERY_KIND, inline, PYTHON_SOURCE } from '../functions/kinds';
import { sources, stackIn } from '../scene';
import { textOf } from './scene';

/** What the function of a stack may do: each statement as actions, resources and conditions; managed policies by name. */
function granted(stack: Stack): string[] {
  const resources = Object.values<any>(Template.fromStack(stack).toJSON().Resources);
  const roles = resources.filter(({ Type }) => Type === 'AWS::IAM::Role').map(({ Properties }) => Properties);
  const inlined = roles.flatMap(({ Policies = [] }) => Policies.map(({ PolicyDocument }: any) => PolicyDocument));
  const beside = resources.filter(({ Type }) => Type === 'AWS::IAM::Policy').map(({ Properties }) => Properties.PolicyDocument);
  const managed = roles.flatMap(({ ManagedPolicyArns = [] }) =>
    ManagedPolicyArns.map((arn: any) => textOf(arn).replace(/.*policy\//, '')),
  );
  const statements = [...inlined, ...beside].flatMap(({ Statement }) => Statement.map(line));
  return [...managed, ...statements].sort();
}

function line({ Effect, Action, Resource, Condition }: any): string {
  const actions = [Action].flat().join(' ');
  const where = [Resource]
    .flat()
    .map(textOf)
    .join(' ')
    .replace(/<(?!AWS::)(\w+?)[0-9A-F]{8}(?=[.>])/g, '<$1');
  return [Effect === 'Allow' ? '' : Effect, actions, 'on', where, Condition ? `if ${Object.keys(Condition)}` : '']
    .filter(Boolean)
    .join(' ');
}

/** Everything that has the role of a function allow something, in any kind of function. */
function loaded(stack: Stack, options?: VpcAccessOptions): FunctionOptions {
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
  const key = new Key(stack, 'Key');
  const files = new efs.FileSystem(stack, 'Files', { vpc });
  return {
    vpcAccess: VpcAccess.privateWithEgress(vpc, options),
    filesystem: lambda.FileSystem.fromEfsAccessPoint(files.addAccessPoint('Point'), '/mnt/files'),
    tracing: lambda.Tracing.ACTIVE,
    insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0,
    environmentEncryption: key,
    deadLetterQueue: new Queue(stack, 'Dead', { encryptionMasterKey: key }),
    onFailure: new destinations.SqsDestination(new Queue(stack, 'Failed')),
    onSuccess: new destinations.EventBridgeDestination(new EventBus(stack, 'Bus')),
  };
}

/** What Lambda or X-Ray check against no resource. */
const UNSCOPED = [
  'ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses on *',
  'xray:PutTraceSegments xray:PutTelemetryRecords on *',
];
const FILES = 'arn:<AWS::Partition>:elasticfilesystem:<AWS::Region>:<AWS::AccountId>:file-system/<Files>';
const LOGS = 'logs:CreateLogStream logs:PutLogEvents on <GreeterLogGroup.Arn>';
const GRANTED = [
  ...UNSCOPED,
  `elasticfilesystem:ClientMount on ${FILES} if StringEquals`,
  `elasticfilesystem:ClientWrite on ${FILES}`,
  'events:PutEvents on <Bus.Arn>',
  'kms:Decrypt kms:GenerateDataKey on <Key.Arn>',
  'kms:Decrypt on <Key.Arn>',
  'logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents on arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda-insights:*',
  LOGS,
  'sqs:SendMessage on <Dead.Arn>',
  'sqs:SendMessage sqs:GetQueueAttributes sqs:GetQueueUrl on <Failed.Arn>',
].sort();

test.each(EVERY_KIND)('all that a %s with everything may do, which is on one thing each', (_kind, make) => {
  const stack = stackIn();
  make(stack, loaded(stack));

  expect(granted(stack)).toEqual(GRANTED);
});

test('with leastPrivilege, network interfaces are not for the code', () => {
  const stack = stackIn();
  inline(stack, loaded(stack, { leastPrivilege: true }));

  const [interfaces] = UNSCOPED;
  expect(granted(stack)).toEqual([...GRANTED, `Deny ${interfaces} if ArnLike`].sort());
});

test('a role of the app is given the same, but for the managed policy of Insights', () => {
  const stack = stackIn();
  const role = new iam.Role(stack, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  inline(stack, { ...loaded(stack), role });

  expect(granted(stack)).toEqual(
    [...GRANTED.filter((each) => !each.includes('insights')), 'CloudWatchLambdaInsightsExecutionRolePolicy'].sort(),
  );
});

test('a policy that is added to the role later stays', () => {
  const stack = stackIn();
  const greeter = inline(stack);
  greeter.role?.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole'));

  expect(granted(stack)).toEqual([LOGS, 'service-role/AWSLambdaVPCAccessExecutionRole'].sort());
});

test('a durable function has the managed policy with its checkpoints, which no statement is known for (FN-67)', () => {
  const stack = stackIn();
  const durableEncryption = new Key(stack, 'Key');
  inline(stack, { durableConfig: { executionTimeout: Duration.hours(1) }, durableEncryption });

  expect(granted(stack)).toEqual([
    'kms:Decrypt kms:GenerateDataKey on <Key.Arn>',
    'service-role/AWSLambdaBasicDurableExecutionRolePolicy',
  ]);
});

test.each<[string, (stack: Stack) => FunctionOptions, string[]]>([
  [
    'a dead-letter topic with a key',
    (stack) => ({ deadLetterTopic: new Topic(stack, 'Dead', { masterKey: new Key(stack, 'Key') }) }),
    ['kms:Decrypt kms:GenerateDataKey on <Key.Arn>', 'sns:Publish on <Dead>'],
  ],
  [
    'a topic for failures',
    (stack) => ({ onFailure: new destinations.SnsDestination(new Topic(stack, 'Failed')) }),
    ['sns:Publish on <Failed>'],
  ],
  [
    'a bucket for failures',
    (stack) => ({ onFailure: new destinations.S3Destination(new Bucket(stack, 'Failed')) }),
    [
      // By aws-cdk-lib, which reads the bucket for the same grant.
      's3:GetObject* s3:GetBucket* s3:List* on <Failed.Arn> <Failed.Arn>/*',
      's3:PutObject s3:PutObjectLegalHold s3:PutObjectRetention s3:PutObjectTagging s3:PutObjectVersionTagging s3:Abort* on <Failed.Arn>/*',
    ],
  ],
  [
    'a function for successes',
    (stack) => ({ onSuccess: new destinations.LambdaDestination(lambda.Function.fromFunctionName(stack, 'Next', 'next')) }),
    ['lambda:InvokeFunction on NEXT NEXT:*'],
  ],
  ['code signing', (stack) => ({ codeSigningConfig: signing(stack) }), []],
])('%s', (_title, options, expected) => {
  const stack = stackIn();
  new ZipFunction(stack, 'Greeter', {
    code: lambda.Code.fromAsset(sources({ 'index.py': PYTHON_SOURCE })),
    handler: 'index.handler',
    runtime: lambda.Runtime.PYTHON_3_14,
    ...options(stack),
  });

  const next = 'arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:next';
  expect(granted(stack).map((each) => each.replaceAll(next, 'NEXT'))).toEqual([LOGS, ...expected].sort());
});

test('profiling reports to the group of the function', () => {
  const stack = stackIn();
  inline(stack, { runtime: lambda.Runtime.PYTHON_3_14, code: PYTHON_SOURCE, profiling: true } as FunctionOptions);

  expect(granted(stack)).toEqual([
    'codeguru-profiler:ConfigureAgent codeguru-profiler:PostAgentProfile on <GreeterProfilingGroup.Arn>',
    LOGS,
  ]);
});

function signing(stack: Stack): lambda.CodeSigningConfig {
  const profile = new SigningProfile(stack, 'Profile', { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
  return new lambda.CodeSigningConfig(stack, 'Signing', { signingProfiles: [profile] });
}
