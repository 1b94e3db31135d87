import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import * as kit from 'cdk-lambda-kit';
import { buildSync } from 'esbuild';
import { temporaryFolder } from './scene';

test('the package exports constructs, nothing else', () => {
  expect(Object.keys(kit).sort()).toEqual([
    'ActiveMqEventSource',
    'AlarmEventSource',
    'AlbEventSource',
    'AlexaSkillEventSource',
    'ApiEventSource',
    'AppSyncAuthorizerEventSource',
    'AppSyncEventSource',
    'AssetLayer',
    'CloudFrontEventSource',
    'CodeCommitEventSource',
    'CodePipelineEventSource',
    'CognitoEventSource',
    'ConfigRuleEventSource',
    'CustomResourceEventSource',
    'DocumentDbEventSource',
    'DynamoEventSource',
    'EdgeFunction',
    'EventBridgeEventSource',
    'EventFilter',
    'FieldFilter',
    'FirehoseEventSource',
    'FullDocument',
    'FunctionAlias',
    'HttpApiEventSource',
    'HttpAuthorizerEventSource',
    'ImageFunction',
    'ImportedFunction',
    'InlineFunction',
    'IotButtonEventSource',
    'IotEventsEventSource',
    'IotRuleEventSource',
    'KinesisConsumerEventSource',
    'KinesisEventSource',
    'KinesisFanOutEventSource',
    'LatticeEventSource',
    'LatticeEventVersion',
    'Layers',
    'LexEventSource',
    'LogsEventSource',
    'ManagedKafkaEventSource',
    'NetworkInterfaces',
    'NodeFunction',
    'NodeModulesLayer',
    'PipeEventSource',
    'PipeInvocationType',
    'PipeSource',
    'PipeTarget',
    'PolledEventSource',
    'PythonFunction',
    'PythonLayer',
    'RabbitMqEventSource',
    'RdsEventSource',
    'Release',
    'RequestAuthorizerEventSource',
    'Rules',
    'S3BatchEventSource',
    'S3EventBridgeEventSource',
    'S3EventBridgeType',
    'S3EventSource',
    'S3ObjectLambdaEventSource',
    'ScheduleEventSource',
    'SecretRotationEventSource',
    'SelfManagedKafkaEventSource',
    'ServiceEndpoint',
    'SesEventSource',
    'SesInvocationType',
    'SnsEventSource',
    'SqsEventSource',
    'StepFunctionsEventSource',
    'TokenAuthorizerEventSource',
    'Traffic',
    'UrlAuth',
    'UrlDistribution',
    'VpcAccess',
    'WebSocketAuthorizerEventSource',
    'WebSocketEventSource',
    'ZipFunction',
  ]);
});

// The compiled entry point loads the file of a construct when it is used.
test('using a function loads only the modules of CDK that every function needs, and not esbuild', () => {
  const outfile = path.join(temporaryFolder(), 'index.js');
  buildSync({ entryPoints: ['src/constructs/node-function.ts'], outfile, bundle: true, platform: 'node', packages: 'external' });
  const script = `require(${JSON.stringify(outfile)}); console.log(JSON.stringify(Object.keys(require.cache)));`;
  const env = { ...process.env, NODE_PATH: path.resolve('node_modules') };
  const loaded: string[] = JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env }));

  const modules = loaded
    .map((file) => /node_modules\/(aws-cdk-lib\/[\w-]+|[\w-]+)/.exec(file)?.[1])
    .filter((name) => name !== undefined);
  expect([...new Set(modules)].sort()).toEqual([
    'aws-cdk-lib/aws-iam',
    'aws-cdk-lib/aws-lambda',
    'aws-cdk-lib/aws-logs',
    'aws-cdk-lib/core',
    'constructs',
  ]);
});
