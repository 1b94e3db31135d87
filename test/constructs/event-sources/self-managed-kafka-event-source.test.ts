import { Duration, Lazy, type Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AuthenticationMethod, KafkaDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  SelfManagedKafkaEventSource,
  type SelfManagedKafkaEventSourceProps,
} from '../../../src/constructs/event-sources/self-managed-kafka-event-source';
import { stackIn } from '../scene';
import { NETWORK, readOf, secretIn } from './kafka-scene';
import { names, propertiesOf, shipIn, statementsOf } from './source-scene';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const SERVERS = ['a.example.com:9092', 'b.example.com:9092'];
const startingPosition = lambda.StartingPosition.TRIM_HORIZON;

type Options = Partial<SelfManagedKafkaEventSourceProps>;

function reading(make: (stack: Stack) => Options = (stack) => ({ secret: secretIn(stack) }), options = {}) {
  const scene = shipIn(stackIn(), options);
  const given = make(scene.stack);
  const props = { bootstrapServers: SERVERS, topic: 'orders', startingPosition, ...given };
  scene.ship.addEventSource(new SelfManagedKafkaEventSource(props));
  return { ...scene, given };
}

const also = (props: Options) => reading((stack) => ({ secret: secretIn(stack), ...props }));

test('a cluster on the internet needs a mapping and a secret (KAF-01, KAF-03)', () => {
  const { stack, ship, given } = reading();
  const secret = given.secret as secretsmanager.ISecret;

  expect(propertiesOf(stack, MAPPING)).toEqual([
    {
      FunctionName: names(stack, ship).ref,
      SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: SERVERS } },
      SourceAccessConfigurations: [{ Type: 'SASL_SCRAM_512_AUTH', URI: stack.resolve(secret.secretArn) as unknown }],
      StartingPosition: 'TRIM_HORIZON',
      Topics: ['orders'],
    },
  ]);
  expect(statementsOf(stack)).toEqual([readOf(stack, secret)]);
  expect(propertiesOf(stack, 'AWS::Lambda::Permission')).toEqual([]);
});

test.each(Object.values(AuthenticationMethod))('Lambda can log in by %s', (authenticationMethod) => {
  expect(propertiesOf(also({ authenticationMethod }).stack, MAPPING)).toMatchObject([
    { SourceAccessConfigurations: [{ Type: authenticationMethod }] },
  ]);
});

test('the root certificate is read as well, with the key of its secret', () => {
  const { stack, given } = reading((scope) => ({
    secret: secretIn(scope),
    rootCACertificate: new secretsmanager.Secret(scope, 'Root', { encryptionKey: new kms.Key(scope, 'Key') }),
  }));

  const root = given.rootCACertificate as secretsmanager.ISecret;
  expect(propertiesOf(stack, MAPPING)).toMatchObject([
    { SourceAccessConfigurations: [{}, { Type: 'SERVER_ROOT_CA_CERTIFICATE', URI: stack.resolve(root.secretArn) as unknown }] },
  ]);
  expect(statementsOf(stack).slice(1)).toEqual([
    readOf(stack, root),
    { Effect: 'Allow', Action: 'kms:Decrypt', Resource: names(stack, stack.node.findChild('Key')).arn },
  ]);
});

const vpcIn = (stack: Stack) => {
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
  return { vpc, securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }), vpcSubnets: { subnets: vpc.isolatedSubnets } };
};

test('a cluster in a VPC is reached through its subnets, which takes network interfaces (KAF-03, KAF-04)', () => {
  const { stack, given } = reading(vpcIn);

  expect(propertiesOf(stack, MAPPING)).toMatchObject([
    {
      SourceAccessConfigurations: [
        { Type: 'VPC_SECURITY_GROUP', URI: stack.resolve(given.securityGroup?.securityGroupId) as unknown },
        ...(given.vpcSubnets?.subnets ?? []).map(({ subnetId }) => ({
          Type: 'VPC_SUBNET',
          URI: stack.resolve(subnetId) as unknown,
        })),
      ],
    },
  ]);
  expect(given.vpcSubnets?.subnets).toHaveLength(2);
  expect(statementsOf(stack)).toEqual([NETWORK]);
});

test('group, pollers and the topic for failures are in the template', () => {
  const { stack } = also({
    consumerGroupId: 'shipping',
    provisionedPollerConfig: {},
    retryAttempts: 2,
    onFailure: new KafkaDlq('failed'),
    logLevel: 'WARN',
  });

  expect(propertiesOf(stack, MAPPING)).toMatchObject([
    {
      SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: 'shipping' },
      ProvisionedPollerConfig: { MinimumPollers: 1 },
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: 'kafka://failed' } },
      LoggingConfig: { SystemLogLevel: 'WARN' },
    },
  ]);
  expect(statementsOf(stack)).toHaveLength(1);
});

test.each(['alias', 'version'] as const)('an %s reads the topic as what it is', (kind) => {
  const scene = shipIn();
  const secret = secretIn(scene.stack);
  scene[kind].addEventSource(
    new SelfManagedKafkaEventSource({ bootstrapServers: SERVERS, topic: 'orders', startingPosition, secret }),
  );
  expect(propertiesOf(scene.stack, MAPPING)).toMatchObject([{ FunctionName: scene.stack.resolve(scene[kind].functionName) }]);
});

test('servers may be known by the deployment only', () => {
  expect(() => also({ bootstrapServers: Lazy.list({ produce: () => ['x'] }) })).not.toThrow();
  expect(() => also({ bootstrapServers: [Lazy.string({ produce: () => 'x' })] })).not.toThrow();
  expect(() => also({ bootstrapServers: Array.from({ length: 10 }, (_, i) => `b${i}:9092`) })).not.toThrow();
  expect(() => also({ bootstrapServers: [`${'x'.repeat(295)}:9092`] })).not.toThrow();
});

test.each([
  [{ bootstrapServers: [] }, /bootstrapServers must be a whole number of servers from 1 to 10, but is 0/],
  [{ bootstrapServers: Array.from({ length: 11 }, (_, i) => `b${i}:9092`) }, /bootstrapServers .* but is 11/],
  [{ bootstrapServers: ['a.example.com'] }, /bootstrapServers\[0\] must have from 1 to 300 characters, host:port/],
  [{ bootstrapServers: [`${'x'.repeat(296)}:9092`] }, /with 301 characters/],
  [{ secret: undefined }, /secret must be given for a cluster without a vpc \(ESM-53\).*\n.*KAFKA_ACCESS_MISSING/],
  [{ secret: undefined, authenticationMethod: AuthenticationMethod.BASIC_AUTH }, /must not be given without a secret/],
  [{ vpcSubnets: {} }, /vpcSubnets must not be given without vpc.*\n.*KAFKA_VPC_INCOMPLETE/],
  [{ retryAttempts: 2 }, /PROVISIONED_MODE_MISSING/],
  [{ topic: '.x' }, /topic must have/],
] as [Options, RegExp][])('fails when %j is given', (props, problem) => {
  expect(() => also(props)).toThrow(problem);
});

test.each(['vpcSubnets', 'securityGroup'] as const)('fails when a VPC is given without %s', (prop) => {
  expect(() => reading((stack) => ({ ...vpcIn(stack), [prop]: undefined }))).toThrow(
    new RegExp(`${prop} must be given together with vpc`),
  );
});

test('fails when there are more than 23 subnets, groups and secrets (ESM-13)', () => {
  const inSubnets = (count: number) => () =>
    reading((stack) => {
      const ids = Array.from({ length: count }, (_, i) => ec2.Subnet.fromSubnetId(stack, `Subnet${i}`, `subnet-${i}`));
      return { ...vpcIn(stack), secret: secretIn(stack), vpcSubnets: { subnets: ids } };
    });
  expect(inSubnets(21)).not.toThrow();
  expect(inSubnets(22)).toThrow(/from 0 to 23, but is 24/);
});

test('fails when the function may run for more than 14 minutes (ESM-65)', () => {
  expect(() => reading(undefined, { timeout: Duration.seconds(841) })).toThrow(/SOURCE_TIMEOUT/);
});
