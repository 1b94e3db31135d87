import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { RdsEventSource } from '../../../src/constructs/event-sources/rds-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS } from './targets';

const CLUSTER = 'AWS::RDS::DBCluster';
const ROLE = { 'Fn::GetAtt': [expect.stringMatching(/LambdaRole/) as string, 'Arn'] };

function postgres(version: string): rds.IClusterEngine {
  return rds.DatabaseClusterEngine.auroraPostgres({
    version: rds.AuroraPostgresEngineVersion.of(version, version.split('.')[0] ?? ''),
  });
}

const MYSQL = rds.DatabaseClusterEngine.auroraMysql({
  version: rds.AuroraMysqlEngineVersion.of('8.0.mysql_aurora.3.08.0', '8.0'),
});

function clusterIn(stack: Stack, engine = postgres('16.4'), parameterGroup?: rds.IParameterGroup): rds.DatabaseCluster {
  return new rds.DatabaseCluster(stack, 'Database', {
    engine,
    parameterGroup,
    vpc: new ec2.Vpc(stack, 'Vpc'),
    writer: rds.ClusterInstance.serverlessV2('Writer'),
  });
}

function instanceIn(stack: Stack, engine: rds.IInstanceEngine): rds.DatabaseInstance {
  return new rds.DatabaseInstance(stack, 'Database', { engine, vpc: new ec2.Vpc(stack, 'Vpc') });
}

function invocations(stack: Stack): unknown[] {
  return statementsOf(stack).filter(({ Action }) => Action === 'lambda:InvokeFunction');
}

test('Aurora PostgreSQL needs a role with the feature Lambda, for databases of this account (RDS-01, PRM-09)', () => {
  const { stack, ship } = shipIn();
  ship.addEventSource(RdsEventSource.cluster(clusterIn(stack)));

  expect(propertiesOf(stack, CLUSTER)).toMatchObject([{ AssociatedRoles: [{ FeatureName: 'Lambda', RoleArn: ROLE }] }]);
  expect(invocations(stack)).toEqual([{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: names(stack, ship).arn }]);
  expect(permissionsOf(stack)).toEqual([]);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'rds.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    },
  });
});

test('Aurora MySQL finds the role in a parameter (RDS-01)', () => {
  const { stack, ship } = shipIn();
  const parameterGroup = new rds.ParameterGroup(stack, 'Parameters', { engine: MYSQL });
  ship.addEventSource(RdsEventSource.cluster(clusterIn(stack, MYSQL, parameterGroup), { parameterGroup }));

  expect(propertiesOf(stack, CLUSTER)[0]?.AssociatedRoles).toEqual([{ RoleArn: ROLE }]);
  expect(propertiesOf(stack, 'AWS::RDS::DBClusterParameterGroup')).toMatchObject([
    { Parameters: { aws_default_lambda_role: ROLE } },
  ]);
});

test('RDS for PostgreSQL needs the same as Aurora PostgreSQL (RDS-01)', () => {
  const { stack, ship } = shipIn();
  const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.of('16.4', '16') });
  ship.addEventSource(RdsEventSource.instance(instanceIn(stack, engine)));

  expect(propertiesOf(stack, 'AWS::RDS::DBInstance')).toMatchObject([
    { AssociatedRoles: [{ FeatureName: 'Lambda', RoleArn: ROLE }] },
  ]);
  expect(invocations(stack)).toHaveLength(1);
});

test('roles for other services stay', () => {
  const { stack, ship } = shipIn();
  const cluster = clusterIn(stack);
  (cluster.node.defaultChild as rds.CfnDBCluster).associatedRoles = [
    { featureName: 's3Import', roleArn: 'arn:aws:iam::1:role/r' },
  ];
  ship.addEventSource(RdsEventSource.cluster(cluster));

  expect(propertiesOf(stack, CLUSTER)).toMatchObject([
    { AssociatedRoles: [{ FeatureName: 's3Import' }, { FeatureName: 'Lambda' }] },
  ]);
});

test('functions of one database share its role, and keep their policies when one goes', () => {
  const policies = (both: boolean) => {
    const { stack, ship } = shipIn();
    const cluster = clusterIn(stack);
    if (both) plainIn(stack).addEventSource(RdsEventSource.cluster(cluster));
    const source = RdsEventSource.cluster(cluster);
    ship.addEventSource(source);
    ship.addEventSource(source);
    expect(propertiesOf(stack, CLUSTER)).toMatchObject([{ AssociatedRoles: [{ FeatureName: 'Lambda' }] }]);
    expect(source.role.roleArn).toBeDefined();
    expect(invocations(stack)).toHaveLength(both ? 2 : 1);
    return Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter((id) => id.includes('InvokedBy'));
  };
  expect(policies(true)).toEqual(expect.arrayContaining(policies(false)));
});

test.each(TARGET_KINDS)('the role may invoke exactly the %s (PRM-03)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  RdsEventSource.cluster(clusterIn(stack)).bind(target);

  expect(invocations(stack)).toMatchObject([{ Resource: stack.resolve(target.functionArn) as unknown }]);
});

test('a function of another stack may know of the database that invokes it', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const data = new Stack(app, 'Data');
  const cluster = clusterIn(data);
  const { ship } = shipIn(stack, { environment: { HOST: cluster.clusterEndpoint.hostname } });
  ship.addEventSource(RdsEventSource.cluster(cluster));

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, data.dependencies]).toEqual([[data], []]);
});

test.each(['11.9', '11.10', '12.1', '16'])('PostgreSQL %s can invoke functions (RDS-01)', (version) => {
  const { stack, ship } = shipIn();
  expect(() => ship.addEventSource(RdsEventSource.cluster(clusterIn(stack, postgres(version))))).not.toThrow();
});

test.each(['11.8', '10.21', '9.6'])('fails when PostgreSQL is %s (RDS-01)', (version) => {
  const { stack, ship } = shipIn();
  const source = RdsEventSource.cluster(clusterIn(stack, postgres(version)));
  expect(() => ship.addEventSource(source)).toThrow(
    /Shop\/Database: PostgreSQL must not be below 11.9, but is [^]*DATABASE_VERSION/,
  );
});

test('fails when the engine cannot invoke functions (RDS-01)', () => {
  const { stack, ship } = shipIn();
  const mysql = instanceIn(stack, rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.of('8.0.40', '8.0') }));
  expect(() => ship.addEventSource(RdsEventSource.instance(mysql))).toThrow(
    /engine mysql cannot invoke functions[^]*DATABASE_ENGINE/,
  );
});

test('fails when Aurora MySQL has no parameter group that can be changed (RDS-01)', () => {
  const { stack, ship } = shipIn();
  const parameterGroup = rds.ParameterGroup.fromParameterGroupName(stack, 'Imported', 'elsewhere');
  const cluster = clusterIn(stack, MYSQL, parameterGroup);

  expect(() => ship.addEventSource(RdsEventSource.cluster(cluster))).toThrow(/DATABASE_PARAMETER_GROUP/);
  expect(() => ship.addEventSource(RdsEventSource.cluster(cluster, { parameterGroup }))).toThrow(
    /to set aws_default_lambda_role \(RDS-01\)/,
  );
  expect(propertiesOf(stack, CLUSTER)[0]).not.toHaveProperty('AssociatedRoles');
});

test('fails when the database was imported, or the role is asked for too early', () => {
  const { stack, ship } = shipIn();
  const source = RdsEventSource.cluster(
    rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Imported', { clusterIdentifier: 'x' }),
  );
  expect(() => source.role).toThrow(/SOURCE_NOT_BOUND/);
  expect(() => ship.addEventSource(source)).toThrow(/SOURCE_IMPORTED/);
});
