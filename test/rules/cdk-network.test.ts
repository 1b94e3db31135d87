import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Annotations, App, CfnOutput, Stack } from 'aws-cdk-lib/core';
import { readInventory } from '../../src/assembly/read-assembly';
import { VpcAccess } from '../../src/constructs/vpc/vpc-access';
import { checkRules } from '../../src/rules/check-rules';

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What the rules say of an app that aws-cdk-lib synthesized. */
function said(make: (stack: Stack, app: App) => void): readonly string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-network-'));
  made.push(outdir);
  const app = new App({ outdir });
  make(new Stack(app, 'S'), app);
  app.synth();
  return checkRules(readInventory(outdir), '2026-11-20').violations.map(({ rule, address }) => `${rule.id} ${address.path}`);
}

function fn(stack: Stack, props: Partial<lambda.FunctionProps> = {}, id = 'Fn'): lambda.Function {
  const code = lambda.Code.fromInline('exports.handler = async () => 1;');
  return new lambda.Function(stack, id, { code, runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', ...props });
}

const ISOLATED = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
const isolatedVpc = (stack: Stack, id = 'Vpc') =>
  new ec2.Vpc(stack, id, { natGateways: 0, subnetConfiguration: [{ name: 'isolated', ...ISOLATED }] });

test('the VPC that the CDK makes by default needs no word', () => {
  expect(
    said((stack) => {
      const target = fn(stack, { vpc: new ec2.Vpc(stack, 'Vpc') });
      new sqs.Queue(stack, 'Queue').grantSendMessages(target);
    }),
  ).toEqual([]);
});

test('isolated subnets without endpoints are found, those beside a database or with endpoints are not', () => {
  expect(said((stack) => fn(stack, { vpc: isolatedVpc(stack), vpcSubnets: ISOLATED }))).toEqual(['NET-06 S/Fn']);
  expect(
    said((stack) => {
      const vpc = isolatedVpc(stack);
      const engine = rds.DatabaseInstanceEngine.mariaDb({ version: rds.MariaDbEngineVersion.VER_10_11 });
      const database = new rds.DatabaseInstance(stack, 'Database', { vpc, vpcSubnets: ISOLATED, engine });
      database.connections.allowDefaultPortFrom(fn(stack, { vpc, vpcSubnets: ISOLATED }));
    }),
  ).toEqual([]);
  expect(
    said((stack) => {
      const vpc = isolatedVpc(stack);
      vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
      new s3.Bucket(stack, 'Bucket').grantRead(fn(stack, { vpc, vpcSubnets: ISOLATED }));
    }),
  ).toEqual([]);
});

test('a service that the function may call and cannot reach is found', () => {
  const app = (endpoint: boolean) => (stack: Stack) => {
    const vpc = isolatedVpc(stack);
    if (endpoint) vpc.addInterfaceEndpoint('Sqs', { service: ec2.InterfaceVpcEndpointAwsService.SQS });
    new sqs.Queue(stack, 'Queue').grantSendMessages(fn(stack, { vpc, vpcSubnets: ISOLATED }));
  };
  expect(said(app(false))).toEqual(['NET-08 S/Fn']);
  expect(said(app(true))).toEqual([]);
});

test('public subnets, one zone and closed security groups are found', () => {
  const PUBLIC = { subnetType: ec2.SubnetType.PUBLIC };
  expect(said((stack) => fn(stack, { vpc: new ec2.Vpc(stack, 'Vpc'), vpcSubnets: PUBLIC, allowPublicSubnet: true }))).toEqual([
    'NET-06-public S/Fn',
  ]);
  expect(said((stack) => fn(stack, { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 }) }))).toEqual(['NET-01-zones S/Fn']);
  expect(said((stack) => fn(stack, { vpc: new ec2.Vpc(stack, 'Vpc'), allowAllOutbound: false }))).toEqual(['NET-09 S/Fn']);
});

test('a VPC of another stack is seen, an imported one is left alone', () => {
  expect(
    said((stack, app) => {
      const vpc = isolatedVpc(new Stack(app, 'Network'));
      fn(stack, { vpc, vpcSubnets: ISOLATED });
    }),
  ).toEqual(['NET-06 S/Fn']);
  expect(
    said((stack) => {
      const availabilityZones = ['us-east-1a'];
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones, isolatedSubnetIds: ['subnet-1'] });
      new sqs.Queue(stack, 'Queue').grantSendMessages(fn(stack, { vpc, vpcSubnets: ISOLATED }));
    }),
  ).toEqual([]);
});

test('a role that was made without VPC permissions is found, also when a policy beside it may have them', () => {
  const app = (policy: boolean) => (stack: Stack) => {
    const role = new iam.Role(stack, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')],
    });
    if (policy)
      role.addToPolicy(new iam.PolicyStatement({ actions: ['ec2:*NetworkInterface*', 'ec2:DescribeSubnets'], resources: ['*'] }));
    fn(stack, { vpc: new ec2.Vpc(stack, 'Vpc'), role: role.withoutPolicyUpdates() });
  };
  expect(said(app(false))).toEqual(['NET-02 S/Role']);
  expect(said(app(true))).toEqual([]);
});

test('a security group of another VPC, and IPv6 without IPv6, are found', () => {
  expect(
    said((stack) => {
      const vpc = new ec2.Vpc(stack, 'Other');
      fn(stack, { vpc: new ec2.Vpc(stack, 'Vpc'), securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })] });
    }),
  ).toEqual(['NET-01-groups S/Fn']);
  expect(said((stack) => fn(stack, { vpc: new ec2.Vpc(stack, 'Vpc'), ipv6AllowedForDualStack: true }))).toEqual(['NET-07 S/Fn']);
  expect(
    said((stack) =>
      fn(stack, { vpc: new ec2.Vpc(stack, 'Vpc', { ipProtocol: ec2.IpProtocol.DUAL_STACK }), ipv6AllowedForDualStack: true }),
    ),
  ).toEqual([]);
});

test('a file system is fine in its own VPC and found in another', () => {
  const app = (own: boolean) => (stack: Stack) => {
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const files = new efs.FileSystem(stack, 'Files', { vpc: own ? vpc : new ec2.Vpc(stack, 'Other') });
    const acl = { ownerUid: '1000', ownerGid: '1000', permissions: '750' };
    const point = files.addAccessPoint('Point', { path: '/x', createAcl: acl, posixUser: { uid: '1000', gid: '1000' } });
    fn(stack, { vpc, filesystem: lambda.FileSystem.fromEfsAccessPoint(point, '/mnt/x') });
  };
  expect(said(app(true))).toEqual([]);
  expect(said(app(false))).toEqual(['FN-61-vpc S/Fn']);
});

test('two /28 subnets are too small for 900 reserved invocations', () => {
  const app = (cidrMask: number) => (stack: Stack) => {
    const subnetConfiguration = [
      { name: 'public', subnetType: ec2.SubnetType.PUBLIC },
      { name: 'private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask },
    ];
    fn(stack, { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, subnetConfiguration }), reservedConcurrentExecutions: 900 });
  };
  expect(said(app(28))).toEqual(['NET-03-connections S/Fn']);
  expect(said(app(24))).toEqual([]);
});

test('what our own constructs have said, or what was acknowledged there, is not said again', () => {
  const app = (acknowledge: boolean) => (stack: Stack) => {
    const access = VpcAccess.isolated(isolatedVpc(stack));
    const target = fn(stack, access.functionOptions(stack, 'Fn'));
    new sqs.Queue(stack, 'Queue').grantSendMessages(target);
    if (acknowledge) Annotations.of(target).acknowledgeWarning('cdk-lambda-kit:vpcServiceUnreachable', 'known');
    new CfnOutput(stack, 'Name', { value: target.functionName });
  };
  expect(said(app(false))).toEqual([]);
  expect(said(app(true))).toEqual([]);
  // Beside them, functions of aws-cdk-lib are judged as ever.
  expect(
    said((stack) => {
      app(true)(stack);
      fn(stack, { vpc: stack.node.findChild('Vpc') as ec2.Vpc, vpcSubnets: ISOLATED }, 'Other');
    }),
  ).toEqual(['NET-06 S/Other']);
});
