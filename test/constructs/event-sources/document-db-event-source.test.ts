import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  DocumentDbEventSource,
  type DocumentDbEventSourceProps,
  FullDocument,
} from '../../../src/constructs/event-sources/document-db-event-source';
import { stackIn } from '../scene';
import { NETWORK, readOf, secretIn } from './kafka-scene';
import { names, propertiesOf, shipIn, statementsOf } from './source-scene';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const startingPosition = lambda.StartingPosition.LATEST;

type Options = Partial<DocumentDbEventSourceProps>;

function clusterIn(stack: Stack, props: Partial<docdb.DatabaseClusterProps> = {}): docdb.DatabaseCluster {
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    natGateways: 0,
    subnetConfiguration: [{ name: 'i', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  });
  const instanceType = new ec2.InstanceType('r5.large');
  return new docdb.DatabaseCluster(stack, 'Shop', {
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    instanceType,
    masterUser: { username: 'shop' },
    ...props,
  });
}

function reading(props: Options = {}, clusterProps = {}, options = {}) {
  const scene = shipIn(stackIn(), options);
  const cluster = clusterIn(scene.stack, clusterProps);
  const source = new DocumentDbEventSource(cluster, { databaseName: 'shop', startingPosition, ...props });
  scene.ship.addEventSource(source);
  return { ...scene, cluster, source };
}

const arnOf = (stack: Stack, kind: string, name: unknown) => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':rds:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      `:${kind}:`,
      stack.resolve(name) as unknown,
    ],
  ],
});

test('a database needs a mapping, its cluster, its network and a secret (DOC-01, DOC-02)', () => {
  const { stack, ship, cluster } = reading();
  const resource = cluster.node.defaultChild as docdb.CfnDBCluster;
  const arn = arnOf(stack, 'cluster', cluster.clusterIdentifier);

  expect(propertiesOf(stack, MAPPING)).toEqual([
    {
      EventSourceArn: arn,
      FunctionName: names(stack, ship).ref,
      DocumentDBEventSourceConfig: { DatabaseName: 'shop' },
      SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: stack.resolve(cluster.secret?.secretArn) as unknown }],
      StartingPosition: 'LATEST',
    },
  ]);
  expect(statementsOf(stack)).toEqual([
    {
      Effect: 'Allow',
      Action: ['rds:DescribeDBClusters', 'rds:DescribeDBClusterParameters', 'rds:DescribeDBSubnetGroups'],
      Resource: [arn, expect.anything(), arnOf(stack, 'subgrp', resource.dbSubnetGroupName)],
    },
    NETWORK,
    expect.objectContaining({ Action: 'secretsmanager:GetSecretValue' }),
  ]);
  expect(propertiesOf(stack, 'AWS::Lambda::Permission')).toEqual([]);
});

test('the secret may be another one than that of the cluster', () => {
  const { stack, ship } = shipIn();
  const secret = secretIn(stack);
  ship.addEventSource(new DocumentDbEventSource(clusterIn(stack), { databaseName: 'shop', startingPosition, secret }));
  expect(statementsOf(stack)).toContainEqual(readOf(stack, secret));
});

test('everything that is said of the mapping is in the template', () => {
  const { stack } = reading({
    collectionName: 'orders',
    fullDocument: FullDocument.UPDATE_LOOKUP,
    batchSize: 5,
    maxBatchingWindow: Duration.seconds(2),
    startingPosition: lambda.StartingPosition.AT_TIMESTAMP,
    startingPositionTimestamp: 1_700_000_000,
    enabled: false,
  });

  expect(propertiesOf(stack, MAPPING)).toMatchObject([
    {
      DocumentDBEventSourceConfig: { DatabaseName: 'shop', CollectionName: 'orders', FullDocument: 'UpdateLookup' },
      BatchSize: 5,
      MaximumBatchingWindowInSeconds: 2,
      StartingPosition: 'AT_TIMESTAMP',
      StartingPositionTimestamp: 1_700_000_000,
      Enabled: false,
    },
  ]);
});

test.each(['alias', 'version'] as const)('an %s reads the database as what it is', (kind) => {
  const scene = shipIn();
  scene[kind].addEventSource(new DocumentDbEventSource(clusterIn(scene.stack), { databaseName: 'shop', startingPosition }));
  expect(propertiesOf(scene.stack, MAPPING)).toMatchObject([{ FunctionName: scene.stack.resolve(scene[kind].functionName) }]);
});

test('collections of a cluster are read one by one', () => {
  const { stack, ship, cluster } = reading({ collectionName: 'orders' });
  const of = (collectionName: string) =>
    new DocumentDbEventSource(cluster, { databaseName: 'shop', collectionName, startingPosition });
  ship.addEventSource(of('refunds'));

  expect(propertiesOf(stack, MAPPING)).toHaveLength(2);
  expect(() => ship.addEventSource(of('refunds'))).toThrow(/SOURCE_TWICE/);
});

test('cluster and function may be in two stacks', () => {
  const stack = stackIn();
  const databases = new Stack(stack.node.root as never, 'Databases');
  const { ship } = shipIn(stack);
  ship.addEventSource(new DocumentDbEventSource(clusterIn(databases), { databaseName: 'shop', startingPosition }));

  expect(propertiesOf(stack, MAPPING)).toHaveLength(1);
  expect(databases.dependencies).toEqual([]);
});

test.each([
  [{ databaseName: 'x' }],
  [{ databaseName: 'x'.repeat(63) }],
  [{ collectionName: 'x'.repeat(57) }],
  [{ collectionName: Lazy.string({ produce: () => 'system.x' }) }],
] as [Options][])('%j may be given', (props) => {
  expect(() => reading(props)).not.toThrow();
});

test.each([
  [{ databaseName: '' }, /databaseName must have from 1 to 63 characters/],
  [{ databaseName: 'x'.repeat(64) }, /databaseName .* with 64 characters/],
  [{ collectionName: '' }, /collectionName must have from 1 to 57 characters/],
  [{ collectionName: 'x'.repeat(58) }, /collectionName .* with 58 characters/],
  [{ collectionName: 'system.users' }, /no `system\.` first/],
  [{ batchSize: 10_001 }, /batchSize/],
  [{ startingPosition: lambda.StartingPosition.AT_TIMESTAMP }, /STARTING_TIMESTAMP_MISSING/],
] as [Options, RegExp][])('fails when %j is given (ESM-21)', (props, problem) => {
  expect(() => reading(props)).toThrow(problem);
});

test('fails when the engine has no change streams for Lambda (DOC-01)', () => {
  expect(() => reading({}, { engineVersion: '5.0.0' })).not.toThrow();
  expect(() => reading({}, { engineVersion: '3.6.0' })).toThrow(
    /engineVersion of Shop\/Shop must be 4\.0 or 5\.0, but is 3\.6\.0/,
  );
});

test('fails when nobody says which secret to log in with', () => {
  const { stack, ship } = shipIn();
  const cluster = docdb.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Shop', { clusterIdentifier: 'shop' });
  const source = new DocumentDbEventSource(cluster, { databaseName: 'shop', startingPosition });
  expect(() => ship.addEventSource(source)).toThrow(/Shop\/Shop was not made with a secret.*\n.*DOCUMENTDB_SECRET_MISSING/);

  const secret = secretIn(stack);
  ship.addEventSource(new DocumentDbEventSource(cluster, { databaseName: 'shop', startingPosition, secret }));
  expect(JSON.stringify(statementsOf(stack)[0])).toContain(':cluster-pg:*');
});

test('fails when the function may run for more than 14 minutes (ESM-65)', () => {
  expect(() => reading({}, {}, { timeout: Duration.seconds(841) })).toThrow(/SOURCE_TIMEOUT/);
});
