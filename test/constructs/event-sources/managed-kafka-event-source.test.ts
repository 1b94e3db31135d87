import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as glue from 'aws-cdk-lib/aws-glue';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  AuthenticationMethod,
  ConfluentSchemaRegistry,
  GlueSchemaRegistry,
  KafkaDlq,
  SqsDlq,
} from 'aws-cdk-lib/aws-lambda-event-sources';
import * as msk from 'aws-cdk-lib/aws-msk';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { EventFilter } from '../../../src/constructs/event-sources/event-filter';
import {
  ManagedKafkaEventSource,
  type ManagedKafkaEventSourceProps,
} from '../../../src/constructs/event-sources/managed-kafka-event-source';
import { stackIn } from '../scene';
import { NETWORK, readOf, secretIn } from './kafka-scene';
import { names, propertiesOf, shipIn, statementsOf } from './source-scene';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const PREFIX = 'arn:aws:kafka:us-east-1:111111111111';
const CLUSTER = `${PREFIX}:cluster/shop/1234-5`;
const CONNECTION = `${PREFIX}:vpc-connection/222222222222/shop/1234-5`;
const startingPosition = lambda.StartingPosition.LATEST;
const provisionedPollerConfig = { minimumPollers: 1 };

type Options = Partial<ManagedKafkaEventSourceProps>;

function reading(props: Options | ((stack: Stack) => Options) = {}, options = {}) {
  const scene = shipIn(stackIn(), options);
  const given = typeof props === 'function' ? props(scene.stack) : props;
  const source = new ManagedKafkaEventSource({ clusterArn: CLUSTER, topic: 'orders', startingPosition, ...given });
  scene.ship.addEventSource(source);
  return { ...scene, source, given };
}

const CONNECT = { Effect: 'Allow', Action: ['kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'], Resource: CLUSTER };

test('a topic needs a mapping, the cluster, its network and, with IAM, topic and groups (KAF-02, KAF-05)', () => {
  const { stack, ship } = reading();

  expect(propertiesOf(stack, MAPPING)).toEqual([
    { EventSourceArn: CLUSTER, FunctionName: names(stack, ship).ref, StartingPosition: 'LATEST', Topics: ['orders'] },
  ]);
  expect(statementsOf(stack)).toEqual([
    CONNECT,
    NETWORK,
    {
      Effect: 'Allow',
      Action: ['kafka-cluster:Connect', 'kafka-cluster:DescribeClusterDynamicConfiguration'],
      Resource: CLUSTER,
    },
    {
      Effect: 'Allow',
      Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
      Resource: `${PREFIX}:topic/shop/1234-5/orders`,
    },
    {
      Effect: 'Allow',
      Action: ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
      Resource: `${PREFIX}:group/shop/1234-5/*`,
    },
  ]);
  expect(propertiesOf(stack, 'AWS::Lambda::Permission')).toEqual([]);
});

test('a consumer group with a name narrows what the role may do', () => {
  const { stack } = reading({ consumerGroupId: 'shipping' });

  expect(propertiesOf(stack, MAPPING)).toMatchObject([{ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'shipping' } }]);
  expect(statementsOf(stack)).toContainEqual(expect.objectContaining({ Resource: `${PREFIX}:group/shop/1234-5/shipping` }));
});

test('a cluster of this app is named by what the deployment knows', () => {
  const { stack } = reading((scope) => ({
    clusterArn: new msk.CfnServerlessCluster(scope, 'Cluster', {
      clusterName: 'shop',
      clientAuthentication: { sasl: { iam: { enabled: true } } },
      vpcConfigs: [{ subnetIds: ['subnet-1', 'subnet-2'] }],
    }).attrArn,
  }));
  const arn = { 'Fn::GetAtt': ['Cluster', 'Arn'] };
  const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':cluster/', arn] }] });

  expect(propertiesOf(stack, MAPPING)).toMatchObject([{ EventSourceArn: arn }]);
  expect(statementsOf(stack)).toContainEqual(
    expect.objectContaining({ Resource: { 'Fn::Join': ['', [part(0), ':topic/', part(1), '/orders']] } }),
  );
});

test.each([
  [undefined, 'SASL_SCRAM_512_AUTH'],
  [AuthenticationMethod.CLIENT_CERTIFICATE_TLS_AUTH, 'CLIENT_CERTIFICATE_TLS_AUTH'],
])('a secret is what Lambda logs in with, by %s (KAF-02)', (authenticationMethod, Type) => {
  const { stack, given } = reading((scope) => ({ secret: secretIn(scope), authenticationMethod }));
  const secret = given.secret as secretsmanager.ISecret;

  expect(propertiesOf(stack, MAPPING)).toMatchObject([
    { SourceAccessConfigurations: [{ Type, URI: stack.resolve(secret.secretArn) as unknown }] },
  ]);
  expect(statementsOf(stack)).toEqual([
    CONNECT,
    { Effect: 'Allow', Action: 'kafka:ListScramSecrets', Resource: CLUSTER },
    NETWORK,
    readOf(stack, secret),
  ]);
});

test('a secret that was imported by its name may be read whatever its ending', () => {
  const { stack } = reading((scope) => ({ secret: secretsmanager.Secret.fromSecretNameV2(scope, 'Login', 'AmazonMSK_shop') }));
  expect(JSON.stringify(statementsOf(stack))).toContain(':secret:AmazonMSK_shop-??????');
});

test('a cluster that asks for nothing needs no client', () => {
  const { stack } = reading({ iamAuthentication: false });
  expect(statementsOf(stack)).toEqual([CONNECT, NETWORK]);
});

test("the connection to another account's cluster is described as well (KAF-01)", () => {
  const { stack } = reading({ clusterArn: CONNECTION, iamAuthentication: false });
  expect(statementsOf(stack)).toContainEqual({ Effect: 'Allow', Action: 'kafka:DescribeVpcConnection', Resource: CONNECTION });
});

test('a role that may do all of it already gets nothing', () => {
  expect(statementsOf(reading({ roleHasPermissions: true, clusterArn: CONNECTION }).stack)).toEqual([]);
});

test('everything that is said of the mapping is in the template', () => {
  const { stack } = reading({
    batchSize: 10_000,
    maxBatchingWindow: Duration.seconds(1),
    startingPosition: lambda.StartingPosition.AT_TIMESTAMP,
    startingPositionTimestamp: 1_700_000_000,
    provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 3, pollerGroupName: 'shared' },
    retryAttempts: 3,
    maxRecordAge: Duration.hours(1),
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    logLevel: 'DEBUG',
    enabled: false,
    filters: [EventFilter.value({ kind: ['order'] }, { partition: [1] })],
  });

  expect(propertiesOf(stack, MAPPING)).toMatchObject([
    {
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 1,
      StartingPosition: 'AT_TIMESTAMP',
      StartingPositionTimestamp: 1_700_000_000,
      ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 3, PollerGroupName: 'shared' },
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 3600,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      LoggingConfig: { SystemLogLevel: 'DEBUG' },
      Enabled: false,
      FilterCriteria: { Filters: [{ Pattern: '{"partition":[1],"value":{"kind":["order"]}}' }] },
    },
  ]);
});

test('a schema registry of Glue is asked, and may be read (ESM-20)', () => {
  const { stack } = reading((scope) => ({
    provisionedPollerConfig,
    consumerGroupId: 'shipping',
    schemaRegistryConfig: new GlueSchemaRegistry({
      schemaRegistry: new glue.CfnRegistry(scope, 'Registry', { name: 'shop' }),
      eventRecordFormat: lambda.EventRecordFormat.JSON,
      schemaValidationConfigs: [{ attribute: lambda.KafkaSchemaValidationAttribute.VALUE }],
    }),
  }));
  const arn = { 'Fn::GetAtt': ['Registry', 'Arn'] };

  expect(propertiesOf(stack, MAPPING)).toMatchObject([
    {
      AmazonManagedKafkaEventSourceConfig: {
        ConsumerGroupId: 'shipping',
        SchemaRegistryConfig: {
          SchemaRegistryURI: arn,
          EventRecordFormat: 'JSON',
          SchemaValidationConfigs: [{ Attribute: 'VALUE' }],
        },
      },
    },
  ]);
  expect(statementsOf(stack)).toContainEqual({ Effect: 'Allow', Action: 'glue:GetRegistry', Resource: arn });
});

test('a schema registry of Confluent is logged in to', () => {
  const { stack } = reading((scope) => ({
    provisionedPollerConfig,
    schemaRegistryConfig: new ConfluentSchemaRegistry({
      schemaRegistryUri: 'https://registry.example.com',
      authenticationType: lambda.KafkaSchemaRegistryAccessConfigType.BASIC_AUTH,
      secret: secretIn(scope, 'Registry'),
      eventRecordFormat: lambda.EventRecordFormat.SOURCE,
      schemaValidationConfigs: [{ attribute: lambda.KafkaSchemaValidationAttribute.KEY }],
    }),
  }));

  expect(propertiesOf(stack, MAPPING)).toMatchObject([
    { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: { AccessConfigs: [{ Type: 'BASIC_AUTH' }] } } },
  ]);
});

test('records that are given up can go to a topic of the cluster in provisioned mode, and elsewhere in any (KAF-22)', () => {
  const { stack } = reading({ provisionedPollerConfig, onFailure: new KafkaDlq('failed') });
  expect(propertiesOf(stack, MAPPING)).toMatchObject([{ DestinationConfig: { OnFailure: { Destination: 'kafka://failed' } } }]);
  expect(statementsOf(stack)).toContainEqual({
    Effect: 'Allow',
    Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'],
    Resource: `${PREFIX}:topic/shop/1234-5/failed`,
  });

  const other = reading((scope) => ({ onFailure: new SqsDlq(new sqs.Queue(scope, 'Failed')) }));
  expect(statementsOf(other.stack)).toContainEqual(expect.objectContaining({ Action: 'sqs:SendMessage' }));
});

test.each(['alias', 'version'] as const)('an %s reads the topic as what it is', (kind) => {
  const scene = shipIn();
  scene[kind].addEventSource(new ManagedKafkaEventSource({ clusterArn: CLUSTER, topic: 'orders', startingPosition }));
  expect(propertiesOf(scene.stack, MAPPING)).toMatchObject([{ FunctionName: scene.stack.resolve(scene[kind].functionName) }]);
});

test.each([
  [{ topic: 'ab' }],
  [{ topic: 'a'.repeat(249) }],
  [{ topic: Lazy.string({ produce: () => '.x' }) }],
  [{ consumerGroupId: 'a/b*:_+=.@-' }],
  [{ consumerGroupId: 'x'.repeat(200) }],
  [{ provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 10_000 } }],
  [{ provisionedPollerConfig: {}, retryAttempts: 0 }],
  [{ bisectBatchOnError: false, reportBatchItemFailures: false }],
  [{ logLevel: Lazy.string({ produce: () => 'LOUD' }) }],
  [{ clusterArn: Lazy.string({ produce: () => 'nothing' }) }],
] as [Options][])('%j may be given', (props) => {
  expect(() => reading(props)).not.toThrow();
});

test.each([
  [{ topic: 'a' }, /topic must have from 2 to 249 characters, letters, digits/],
  [{ topic: '.ab' }, /no dot first, but is '\.ab'/],
  [{ topic: 'a b' }, /topic must have/],
  [{ topic: 'a'.repeat(250) }, /with 250 characters/],
  [{ consumerGroupId: '' }, /consumerGroupId must have from 1 to 200 characters/],
  [{ consumerGroupId: 'x'.repeat(201) }, /consumerGroupId .* with 201 characters/],
  [{ consumerGroupId: 'a b' }, /consumerGroupId/],
  [{ batchSize: 10_001 }, /batchSize .* but is 10001/],
  [{ provisionedPollerConfig: { minimumPollers: 0 } }, /minimumPollers .* from 1 to 200, but is 0/],
  [{ provisionedPollerConfig: { maximumPollers: 10_001 } }, /maximumPollers .* from 1 to 10000, but is 10001/],
  [{ provisionedPollerConfig: { pollerGroupName: 'x'.repeat(129) } }, /pollerGroupName must have from 1 to 128 characters/],
  [
    { retryAttempts: 3 },
    /retryAttempts must not be given without a provisionedPollerConfig \(ESM-06\).*\n.*PROVISIONED_MODE_MISSING/,
  ],
  [{ maxRecordAge: Duration.hours(1) }, /maxRecordAge must not be given without/],
  [{ bisectBatchOnError: true }, /bisectBatchOnError must not be given without .*ESM-07/],
  [{ reportBatchItemFailures: true }, /reportBatchItemFailures must not be given without .*ESM-10/],
  [{ onFailure: new KafkaDlq('failed') }, /onFailure must not be the Kafka topic failed without a provisionedPollerConfig/],
  [{ onFailure: new KafkaDlq('orders'), provisionedPollerConfig }, /onFailure must not be the topic that is read, orders/],
  [{ logLevel: 'LOUD' }, /logLevel must be one of DEBUG, INFO, WARN, but is LOUD.*\n.*LOG_LEVEL_UNKNOWN/],
  [
    { clusterArn: 'arn:aws:kinesis:us-east-1:111111111111:stream/x' },
    /clusterArn must be the ARN of an MSK cluster.*\n.*SOURCE_ARN_INVALID/,
  ],
  [{ clusterArn: CONNECTION }, /iamAuthentication needs the ARN of the cluster.*\n.*KAFKA_AUTHENTICATION/],
  [{ authenticationMethod: AuthenticationMethod.SASL_SCRAM_512_AUTH }, /must not be given without a secret/],
  [{ startingPosition: lambda.StartingPosition.AT_TIMESTAMP }, /STARTING_TIMESTAMP_MISSING/],
  [{ filters: [EventFilter.body({ kind: ['order'] })] }, /records of an MSK cluster have no body\.kind/],
] as [Options, RegExp][])('fails when %j is given', (props, problem) => {
  expect(() => reading(props)).toThrow(problem);
});

test.each([
  [{ iamAuthentication: true }, /iamAuthentication must not be given together with a secret/],
  [
    { authenticationMethod: AuthenticationMethod.BASIC_AUTH },
    /must be SASL_SCRAM_512_AUTH or CLIENT_CERTIFICATE_TLS_AUTH, but is BASIC_AUTH/,
  ],
] as [Options, RegExp][])('fails when a secret is given with %j', (props, problem) => {
  expect(() => reading((scope) => ({ secret: secretIn(scope), ...props }))).toThrow(problem);
});

test('fails when a schema registry is given without provisioned mode (ESM-20)', () => {
  const schemaRegistryConfig = { bind: () => ({}) as never };
  expect(() => reading({ schemaRegistryConfig })).toThrow(/schemaRegistryConfig must not be given without .*ESM-20/);
});

test('fails when the function may run for more than 14 minutes (ESM-65)', () => {
  expect(() => reading({}, { timeout: Duration.seconds(840) })).not.toThrow();
  expect(() => reading({}, { timeout: Duration.seconds(841) })).toThrow(
    /timeout must not be above 840 s for a function that reads an MSK cluster, but is 841 s.*\n.*SOURCE_TIMEOUT/,
  );
});

test('fails when the cluster is in another Region', () => {
  const stack = new Stack(stackIn().node.root as never, 'Here', { env: { region: 'eu-west-1', account: '111111111111' } });
  const { ship } = shipIn(stack);
  const source = new ManagedKafkaEventSource({ clusterArn: CLUSTER, topic: 'orders', startingPosition });
  expect(() => ship.addEventSource(source)).toThrow(/SOURCE_OTHER_REGION/);
});

test('fails when the function reads a topic of this name already', () => {
  const { ship, source } = reading();
  expect(() => ship.addEventSource(source)).toThrow(/SOURCE_TWICE/);
});
