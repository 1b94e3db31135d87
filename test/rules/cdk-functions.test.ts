import { join } from 'node:path';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as destinations from 'aws-cdk-lib/aws-lambda-destinations';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, RemovalPolicy, Size, type Stack } from 'aws-cdk-lib/core';
import { InlineFunction } from '../../src/constructs/inline-function';
import { fn, HERE, said } from './function-app';

test('functions of the CDK with what is ordinary need no word', () => {
  expect(
    said((stack) => {
      fn(stack);
      const vpc = new ec2.Vpc(stack, 'Vpc');
      const fileSystem = new efs.FileSystem(stack, 'Files', { vpc });
      const accessPoint = fileSystem.addAccessPoint('Point', {
        path: '/x',
        createAcl: { ownerGid: '1', ownerUid: '1', permissions: '755' },
      });
      fn(
        stack,
        {
          vpc,
          filesystem: lambda.FileSystem.fromEfsAccessPoint(accessPoint, '/mnt/x'),
          memorySize: 10_240,
          timeout: Duration.minutes(15),
          ephemeralStorageSize: Size.gibibytes(10),
          environment: { TABLE: 'x'.repeat(4000) },
          tracing: lambda.Tracing.ACTIVE,
          insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_229_0,
          deadLetterQueueEnabled: true,
          onSuccess: new destinations.SnsDestination(new sns.Topic(stack, 'Done')),
          logGroup: new logs.LogGroup(stack, 'Logs'),
          reservedConcurrentExecutions: 100,
          loggingFormat: lambda.LoggingFormat.JSON,
          applicationLogLevelV2: lambda.ApplicationLogLevel.DEBUG,
        },
        'Full',
      );
      new logs.LogGroup(stack, 'Named', { logGroupName: '/aws/lambda/named', removalPolicy: RemovalPolicy.DESTROY });
      fn(stack, { functionName: 'named' }, 'NamedFn');
      fn(
        stack,
        {
          runtime: lambda.Runtime.JAVA_21,
          handler: 'example.Handler::handle',
          code: lambda.Code.fromAsset(join(__dirname, '../fixtures/apps/code/ship')),
          snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS,
        },
        'Java',
      ).addAlias('live');
      new InlineFunction(stack, 'Ours', {
        code: 'exports.handler = async () => 1;',
        runtime: lambda.Runtime.NODEJS_24_X,
        environmentEncryption: new kms.Key(stack, 'Key'),
        environment: { AB: 'x' },
      });
    }),
  ).toEqual([]);
});

test('what the CDK lets pass in silence is found in the configuration of a function', () => {
  expect(
    said((stack) => {
      fn(stack, { memorySize: 20_480 }, 'Memory');
      fn(stack, { environment: { BIG: 'x'.repeat(5000) } }, 'Variables');
      fn(stack, { environment: { AWS_LAMBDA_MAX_CONCURRENCY: '1' } }, 'Reserved');
      fn(stack, { environment: { '1abc': '1' } }, 'Digit');
      fn(stack, { handler: 'app.handler' }, 'Inline');
      fn(stack, { handler: 'handler' }, 'Dotless');
      fn(stack, { runtimeManagementMode: lambda.RuntimeManagementMode.manual('nope') }, 'Manual');
      fn(
        stack,
        {
          codeSigningConfig: lambda.CodeSigningConfig.fromCodeSigningConfigArn(
            stack,
            'Signing',
            'arn:aws:lambda:eu-west-1:111111111111:code-signing-config:csc-0123456789abcdefg',
          ),
        },
        'Signed',
      );
    }),
  ).toEqual([
    'FN-40 S/Digit',
    'RT-16-shape S/Dotless',
    'FN-25 S/Inline',
    'FN-71 S/Manual',
    'FN-12 S/Memory',
    'FN-42 S/Reserved',
    'FN-41 S/Variables',
    'FN-70-unsigned S/Signed',
  ]);
});

test('layers for another architecture, of another Region, or twice are found', () => {
  const layer = (stack: Stack, architecture: lambda.Architecture) =>
    new lambda.LayerVersion(stack, 'Layer', {
      code: lambda.Code.fromAsset(join(__dirname, '../fixtures/apps/code/shared-layer')),
      compatibleArchitectures: [architecture],
    });
  const imported = (stack: Stack, id: string, region: string, version = 1) =>
    lambda.LayerVersion.fromLayerVersionArn(stack, id, `arn:aws:lambda:${region}:222222222222:layer:tools:${version}`);

  expect(said((stack) => fn(stack, { layers: [layer(stack, lambda.Architecture.X86_64)] }), HERE)).toEqual([]);
  expect(said((stack) => fn(stack, { layers: [layer(stack, lambda.Architecture.ARM_64)] }), HERE)).toEqual([
    'FN-53-architecture S/Fn',
  ]);
  expect(
    said((stack) => {
      fn(stack, { layers: [imported(stack, 'Far', 'us-east-1')] }, 'Region');
      fn(stack, { layers: [imported(stack, 'One', 'eu-west-1'), imported(stack, 'Two', 'eu-west-1', 2)] }, 'Twice');
    }, HERE),
  ).toEqual(['FN-51-region S/Region', 'FN-51-twice S/Twice']);
});

test('a given role must be one that Lambda takes, in this account, with logs', () => {
  const role = (stack: Stack, service: string, ...policies: string[]) =>
    new iam.Role(stack, 'Role', {
      assumedBy: new iam.ServicePrincipal(service),
      managedPolicies: policies.map((name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name)),
    });
  const basic = 'service-role/AWSLambdaBasicExecutionRole';

  expect(said((stack) => fn(stack, { role: role(stack, 'lambda.amazonaws.com', basic) }))).toEqual([]);
  expect(said((stack) => fn(stack, { role: role(stack, 'ec2.amazonaws.com', basic) }))).toEqual(['IAM-01 S/Fn']);
  expect(said((stack) => fn(stack, { role: role(stack, 'lambda.amazonaws.com') }))).toEqual(['IAM-01-logs S/Fn']);
  const theirs = (account: string) => (stack: Stack) =>
    fn(stack, { role: iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${account}:role/r`) });
  expect(said(theirs('222222222222'), HERE)).toEqual(['IAM-01-account S/Fn']);
  expect(said(theirs('111111111111'), HERE)).toEqual([]);
});

test('dead letters and destinations that the CDK cannot deliver are found', () => {
  const dead = (stack: Stack, props: sqs.QueueProps = {}) => new sqs.Queue(stack, 'Dead', props);

  expect(said((stack) => fn(stack, { deadLetterQueue: dead(stack) }))).toEqual([]);
  expect(said((stack) => fn(stack, { deadLetterQueue: dead(stack, { fifo: true }) }))).toEqual(['FN-64-fifo S/Fn']);
  expect(said((stack) => fn(stack, { deadLetterQueue: dead(stack, { encryption: sqs.QueueEncryption.KMS }) }))).toEqual([
    'FN-64-key S/Fn',
  ]);
  expect(
    said((stack) => {
      const queue = dead(stack, { encryption: sqs.QueueEncryption.KMS });
      queue.encryptionMasterKey?.grantEncryptDecrypt(fn(stack, { deadLetterQueue: queue }));
    }),
  ).toEqual([]);
  expect(
    said((stack) =>
      fn(stack, { onFailure: new destinations.SqsDestination(dead(stack, { encryption: sqs.QueueEncryption.KMS })) }),
    ),
  ).toEqual([]);
  expect(said((stack) => fn(stack, { onSuccess: new destinations.S3Destination(new s3.Bucket(stack, 'Bucket')) }))).toEqual([
    'INV-68-bucket S/Fn/EventInvokeConfig',
  ]);
  expect(said((stack) => fn(stack, { onSuccess: new destinations.SqsDestination(dead(stack, { fifo: true })) }))).toEqual([
    'INV-68-fifo S/Fn/EventInvokeConfig',
  ]);
  expect(
    said((stack) => fn(stack, { deadLetterQueueEnabled: true, onFailure: new destinations.EventBridgeDestination() })),
  ).toEqual(['INV-69 S/Fn/EventInvokeConfig']);
  expect(said((stack) => fn(stack, { onFailure: new destinations.LambdaDestination(fn(stack, {}, 'Next')) }))).toEqual([]);
});

test('the key of the variables has to be granted by hand', () => {
  const encrypted = (stack: Stack) => {
    const key = new kms.Key(stack, 'Key');
    return { key, fn: fn(stack, { environmentEncryption: key, environment: { AB: 'x' } }) };
  };

  expect(said((stack) => encrypted(stack))).toEqual(['FN-44 S/Fn']);
  expect(
    said((stack) => {
      const made = encrypted(stack);
      made.key.grantDecrypt(made.fn);
    }),
  ).toEqual([]);
});

test('durable functions are called by a qualifier', () => {
  const durable = (stack: Stack, props: Partial<lambda.FunctionProps> = {}) =>
    fn(stack, { durableConfig: { executionTimeout: Duration.hours(1) }, ...props });
  const called = (stack: Stack, handler: lambda.IFunction) =>
    new events.Rule(stack, 'Rule', {
      schedule: events.Schedule.rate(Duration.days(1)),
      targets: [new targets.LambdaFunction(handler)],
    });

  expect(said((stack) => called(stack, durable(stack).currentVersion))).toEqual([]);
  expect(said((stack) => called(stack, durable(stack)))).toEqual(['INV-12 S/Rule']);
  expect(said((stack) => durable(stack, { functionName: 'orders' }))).toEqual(['FN-67-name S/Fn']);
  expect(said((stack) => durable(stack, { runtime: lambda.Runtime.PYTHON_3_12 }))).toEqual(['FN-67-runtime S/Fn']);
});

test('functions on capacity providers are found that cannot run there', () => {
  const provided = (stack: Stack, props: Partial<lambda.FunctionProps>, architecture = lambda.Architecture.X86_64) => {
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const provider = new lambda.CapacityProvider(stack, 'Provider', {
      subnets: vpc.privateSubnets,
      securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })],
      architectures: [architecture],
    });
    const made = fn(stack, props);
    provider.addFunction(made);
    return made;
  };

  expect(said((stack) => provided(stack, { memorySize: 4096 }))).toEqual([]);
  expect(said((stack) => provided(stack, { memorySize: 32_768 }))).toEqual([]);
  expect(said((stack) => provided(stack, {}))).toEqual(['FN-12-managed S/Fn']);
  expect(said((stack) => provided(stack, { memorySize: 4096 }, lambda.Architecture.ARM_64))).toEqual(['FN-69 S/Fn']);
  expect(said((stack) => provided(stack, { memorySize: 4096 }).addAlias('live', { provisionedConcurrentExecutions: 1 }))).toEqual(
    ['FN-69-provisioned S/Fn/Aliaslive'],
  );
});

test('a function that isolates its tenants has no events of services', () => {
  expect(
    said((stack) => {
      const isolated = fn(stack, { tenancyConfig: lambda.TenancyConfig.PER_TENANT });
      isolated.addAlias('live').addAutoScaling({ maxCapacity: 2 });
      new events.Rule(stack, 'Rule', {
        schedule: events.Schedule.rate(Duration.days(1)),
        targets: [new targets.LambdaFunction(isolated)],
      });
    }),
  ).toEqual(['FN-68 S/Fn/Aliaslive/AliasScaling/Target', 'FN-68-trigger S/Rule']);
});

test('a loop that nothing stops is found', () => {
  const loop = (recursiveLoop: lambda.RecursiveLoop) => (stack: Stack) => {
    const queue = new sqs.Queue(stack, 'Queue');
    const looping = fn(stack, { recursiveLoop });
    looping.addEventSource(new sources.SqsEventSource(queue));
    queue.grantSendMessages(looping);
  };

  expect(said(loop(lambda.RecursiveLoop.ALLOW))).toEqual(['FN-72 S/Fn']);
  expect(said(loop(lambda.RecursiveLoop.TERMINATE))).toEqual([]);
});

test('a moving tag of an image is found', () => {
  const image = (tagOrDigest?: string) => (stack: Stack) =>
    new lambda.DockerImageFunction(stack, 'Fn', {
      code: lambda.DockerImageCode.fromEcr(ecr.Repository.fromRepositoryName(stack, 'Pictures', 'pictures'), {
        ...(tagOrDigest && { tagOrDigest }),
      }),
    });

  expect(said(image())).toEqual(['FN-29-tag S/Fn']);
  expect(said(image('build-17'))).toEqual([]);
});

test('a web function has the same reserved variables', () => {
  const web = (name: string) => (stack: Stack) =>
    new lambda.WebFunction(stack, 'Web', {
      code: lambda.WebFunctionCode.fromBucket(s3.Bucket.fromBucketName(stack, 'Code', 'code'), 'web.zip', '1'),
      runtime: lambda.WebFunctionRuntime.NODEJS_24_X,
      defaultEndpointAuth: lambda.WebFunctionAuthType.IAM_AUTH,
      environment: { [name]: 'x' },
    });

  expect(said(web('AWS_REGION'))).toEqual(['FN-99-environment S/Web/Revision']);
  expect(said(web('REGION'))).toEqual([]);
});
