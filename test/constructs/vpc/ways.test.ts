import { Annotations as CoreAnnotations, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { DynamoEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ServiceEndpoint, VpcAccess, type VpcAccessOptions } from 'cdk-lambda-kit';
import { stackIn } from '../scene';
import { isolatedVpc, plain, vpcWithNat, warnings, worker } from './scene';

const S3 = ServiceEndpoint.gateway(ec2.GatewayVpcEndpointAwsService.S3);
const SQS = ServiceEndpoint.privateLink(ec2.InterfaceVpcEndpointAwsService.SQS);
const INNER = 'Shop/Vpc/InnerSubnet1, Shop/Vpc/InnerSubnet2';

/** Private subnets, but no NAT gateway. */
function vpcWithoutNat(stack: Stack): ec2.Vpc {
  return vpcWithNat(stack, {
    natGateways: 0,
    subnetConfiguration: [
      { name: 'Public', subnetType: ec2.SubnetType.PUBLIC },
      { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    ],
  });
}

function importedVpc(stack: Stack, more: Partial<ec2.VpcAttributes> = {}): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: ['a', 'b'],
    isolatedSubnetIds: ['subnet-i1', 'subnet-i2'],
    isolatedSubnetRouteTableIds: ['rtb-i1', 'rtb-i2'],
    privateSubnetIds: ['subnet-p1', 'subnet-p2'],
    ...more,
  });
}

/** An isolated function that may send to a queue. */
function sender(stack: Stack, vpc: ec2.IVpc, options?: VpcAccessOptions): lambda.Function {
  const target = plain(stack, 'Worker', VpcAccess.isolated(vpc, options));
  new sqs.Queue(stack, 'Queue').grantSendMessages(target);
  return target;
}

test('a function that needs the internet where no NAT gateway is, is told what is missing (NET-06)', () => {
  const stack = stackIn();
  worker(stack, VpcAccess.privateWithEgress(vpcWithoutNat(stack)));

  expect(warnings(stack)).toEqual([
    expect.stringMatching(
      /^\/Shop\/Worker The function has no way to the internet from Shop\/Vpc\/PrivateSubnet1, Shop\/Vpc\/PrivateSubnet2\. Missing: a route of 0\.0\.0\.0\/0 to a NAT gateway .*vpcNoInternet\]$/,
    ),
  ]);
});

test.each<[string, Partial<ec2.CfnRouteProps>]>([
  ['a transit gateway', { transitGatewayId: 'tgw-1' }],
  ['an appliance', { networkInterfaceId: 'eni-1' }],
  ['a VPN gateway', { gatewayId: 'vgw-1' }],
])('a default route to %s that is added later is a way to the internet', (_, to) => {
  const stack = stackIn();
  const vpc = vpcWithoutNat(stack);
  worker(stack, VpcAccess.privateWithEgress(vpc));
  for (const [n, { routeTable }] of vpc.privateSubnets.entries()) {
    new ec2.CfnRoute(stack, `Out${n}`, { routeTableId: routeTable.routeTableId, destinationCidrBlock: '0.0.0.0/0', ...to });
  }

  expect(warnings(stack)).toEqual([]);
});

test.each<[string, Partial<ec2.CfnRouteProps>]>([
  ['an internet gateway', { destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' }],
  ['a peer', { destinationCidrBlock: '10.1.0.0/16', vpcPeeringConnectionId: 'pcx-1' }],
])('a route to %s is no way to the internet', (_, to) => {
  const stack = stackIn();
  const vpc = vpcWithoutNat(stack);
  worker(stack, VpcAccess.privateWithEgress(vpc));
  for (const [n, { routeTable }] of vpc.privateSubnets.entries()) {
    new ec2.CfnRoute(stack, `Out${n}`, { routeTableId: routeTable.routeTableId, ...to });
  }

  expect(warnings(stack)).toEqual([expect.stringContaining('vpcNoInternet')]);
});

test('the routes that a VPN gateway adds are not known, and there is no warning', () => {
  const stack = stackIn();
  const vpc = vpcWithoutNat(stack);
  vpc.enableVpnGateway({ type: 'ipsec.1', vpnRoutePropagation: [{ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }] });
  worker(stack, VpcAccess.privateWithEgress(vpc));

  expect(warnings(stack)).toEqual([]);
});

test('of an imported VPC the kind of subnet is believed', () => {
  const stack = stackIn();
  const vpc = importedVpc(stack);
  plain(stack, 'Out', VpcAccess.privateWithEgress(vpc));
  plain(stack, 'In', VpcAccess.privateWithEgress(vpc, { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } }));
  const subnets = ['x', 'y'].map((id) => ec2.Subnet.fromSubnetAttributes(stack, id, { subnetId: id, availabilityZone: id }));
  plain(stack, 'Unknown', VpcAccess.privateWithEgress(vpc, { vpcSubnets: { subnets } }));

  expect(warnings(stack)).toEqual([expect.stringMatching(/^\/Shop\/In .*no way to the internet/)]);
});

test('a dual-stack function without an egress-only internet gateway is told so (NET-07)', () => {
  const stack = stackIn();
  const vpc = isolatedVpc(stack);
  for (const [n, subnet] of vpc.isolatedSubnets.entries()) {
    (subnet.node.defaultChild as ec2.CfnSubnet).ipv6CidrBlock = `2001:db8:0:${n}::/64`;
  }
  const vpcSubnets = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
  worker(stack, VpcAccess.dualStack(vpc, { vpcSubnets }));

  expect(warnings(stack)).toEqual([
    expect.stringContaining(`over IPv6 from ${INNER}. Missing: a route of ::/0 to an egress-only internet gateway`),
  ]);
});

test('a service that only IPv6 leads to needs dual-stack names', () => {
  const dual = (environment?: Record<string, string>) => {
    const stack = stackIn();
    const vpc = vpcWithNat(stack, {
      ipProtocol: ec2.IpProtocol.DUAL_STACK,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'Public', subnetType: ec2.SubnetType.PUBLIC },
        { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      ],
    });
    const target = plain(stack, 'Worker', VpcAccess.dualStack(vpc), { environment });
    new sqs.Queue(stack, 'Queue').grantSendMessages(target);
    return warnings(stack);
  };

  expect(dual()).toEqual([expect.stringContaining('or AWS_USE_DUALSTACK_ENDPOINT=true where the service has IPv6')]);
  expect(dual({ AWS_USE_DUALSTACK_ENDPOINT: 'true' })).toEqual([]);
});

test('an isolated function that may call services is told which endpoints are missing (NET-08)', () => {
  const stack = stackIn();
  const target = plain(stack, 'Worker', VpcAccess.isolated(isolatedVpc(stack)));
  // After the function, as grants usually are.
  new s3.Bucket(stack, 'Bucket').grantRead(target);
  new sqs.Queue(stack, 'Queue').grantSendMessages(target);
  target.addToRolePolicy(new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: ['*'] }));

  const [warning, ...others] = warnings(stack);
  expect(others).toEqual([]);
  expect(warning).toMatch(/^\/Shop\/Worker The role lets the function call lambda, s3, sqs, but nothing leads there from /);
  expect(warning).toContain(
    `${INNER}. Missing: an interface endpoint with private DNS for com.amazonaws.REGION.lambda, a gateway endpoint for com.amazonaws.REGION.s3, an interface endpoint with private DNS for com.amazonaws.REGION.sqs`,
  );
  expect(warning).toContain('[ack: cdk-lambda-kit:vpcServiceUnreachable]');
});

test('a warning can be acknowledged', () => {
  const stack = stackIn();
  const target = sender(stack, isolatedVpc(stack));
  CoreAnnotations.of(target).acknowledgeWarning('cdk-lambda-kit:vpcServiceUnreachable', 'the queue is elsewhere');

  expect(warnings(stack)).toEqual([]);
});

test('functions in a stage are looked at, too', () => {
  const parent = stackIn();
  const stack = new Stack(new Stage(parent.node.root as never, 'Live'), 'Inner');
  sender(stack, isolatedVpc(stack));

  expect(warnings(stack)).toEqual([expect.stringContaining('call sqs')]);
});

test('policies in other places than the role count', () => {
  const stack = stackIn();
  const statement = (action: string) => new iam.PolicyStatement({ actions: [action], resources: ['*'] });
  const role = new iam.Role(stack, 'Role', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { Inline: new iam.PolicyDocument({ statements: [statement('ssm:GetParameter')] }) },
    managedPolicies: [new iam.ManagedPolicy(stack, 'Managed', { statements: [statement('kinesis:PutRecord')] })],
  });
  new iam.Policy(stack, 'Apart', { statements: [statement('cloudwatch:PutMetricData')], roles: [role] });
  plain(stack, 'Worker', VpcAccess.isolated(isolatedVpc(stack)), { role });

  const [warning] = warnings(stack);
  expect(warning).toContain('call cloudwatch, kinesis, ssm, but');
  expect(warning).toMatch(/REGION\.monitoring,.*REGION\.kinesis-streams,.*REGION\.ssm /);
});

test('what only Lambda calls for the function needs no endpoint', () => {
  const stack = stackIn();
  const queue = new sqs.Queue(stack, 'Source', { visibilityTimeout: Duration.minutes(1) });
  const table = new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    stream: dynamodb.StreamViewType.NEW_IMAGE,
  });
  const target = plain(stack, 'Worker', VpcAccess.isolated(isolatedVpc(stack)), {
    tracing: lambda.Tracing.ACTIVE,
    deadLetterQueue: new sqs.Queue(stack, 'Dead'),
    onFailure: new SqsDestination(new sqs.Queue(stack, 'Failed')),
  });
  const live = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: target.currentVersion });
  live.addEventSource(new SqsEventSource(queue));
  target.addEventSource(new DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST }));

  expect(warnings(stack)).toEqual([]);
});

test('a function that also sends to the queue that it is invoked from needs the endpoint', () => {
  const stack = stackIn();
  const queue = new sqs.Queue(stack, 'Source');
  const target = plain(stack, 'Worker', VpcAccess.isolated(isolatedVpc(stack)));
  target.addEventSource(new SqsEventSource(queue));
  queue.grantSendMessages(target);

  expect(warnings(stack)).toEqual([expect.stringContaining('call sqs, but')]);
});

test('KMS is called by the services whose data are encrypted, unless there is none', () => {
  const key = (stack: Stack) => new kms.Key(stack, 'Key');
  const [one, two] = [stackIn(), stackIn()];
  const reader = plain(one, 'Worker', VpcAccess.isolated(isolatedVpc(one), { endpoints: [S3] }));
  new s3.Bucket(one, 'Bucket', { encryptionKey: key(one) }).grantRead(reader);
  key(two).grantDecrypt(plain(two, 'Worker', VpcAccess.isolated(isolatedVpc(two))));

  expect(warnings(one)).toEqual([]);
  expect(warnings(two)).toEqual([expect.stringContaining('call kms, but')]);
});

test('with NAT gateways every service is reached', () => {
  const stack = stackIn();
  const target = worker(stack, VpcAccess.privateWithEgress(vpcWithNat(stack)));
  new sqs.Queue(stack, 'Queue').grantSendMessages(target);

  expect(warnings(stack)).toEqual([]);
});

test('endpoints are made where they are missing, and once', () => {
  const stack = stackIn();
  const vpc = isolatedVpc(stack);
  const access = VpcAccess.isolated(vpc, { endpoints: [S3, SQS, SQS] });
  for (const id of ['One', 'Two']) {
    const target = plain(stack, id, access);
    new sqs.Queue(stack, `Queue${id}`).grantSendMessages(target);
    new s3.Bucket(stack, `Bucket${id}`).grantReadWrite(target);
  }
  plain(stack, 'Three', VpcAccess.isolated(vpc, { endpoints: [SQS, S3] }));

  const template = Template.fromStack(stack);
  const endpoints = Object.values(template.findResources('AWS::EC2::VPCEndpoint')).map(({ Properties }) => Properties);
  const name = (service: string) => ({ 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, `.${service}`]] });
  const VpcId = { Ref: 'Vpc8378EB38' };
  expect(endpoints).toEqual([
    {
      RouteTableIds: [
        { Ref: expect.stringMatching(/^VpcInnerSubnet1RouteTable/) },
        { Ref: expect.stringMatching(/^VpcInnerSubnet2/) },
      ],
      ServiceName: name('s3'),
      VpcEndpointType: 'Gateway',
      VpcId,
      Tags: expect.anything(),
    },
    {
      PrivateDnsEnabled: true,
      SecurityGroupIds: [expect.anything()],
      ServiceName: name('sqs'),
      SubnetIds: [{ Ref: expect.stringMatching(/^VpcInnerSubnet1/) }, { Ref: expect.stringMatching(/^VpcInnerSubnet2/) }],
      VpcEndpointType: 'Interface',
      VpcId,
      Tags: expect.anything(),
    },
  ]);
  template.hasResourceProperties('AWS::EC2::SecurityGroup', {
    SecurityGroupIngress: [Match.objectLike({ CidrIp: { 'Fn::GetAtt': ['Vpc8378EB38', 'CidrBlock'] }, FromPort: 443 })],
  });
  expect(warnings(stack)).toEqual([]);
});

test('endpoints that the app has made, before or after, are found', () => {
  const stack = stackIn();
  const vpc = isolatedVpc(stack);
  vpc.addGatewayEndpoint('Mine', { service: ec2.GatewayVpcEndpointAwsService.S3 });
  const target = sender(stack, vpc, { endpoints: [S3] });
  new s3.Bucket(stack, 'Bucket').grantRead(target);
  vpc.addInterfaceEndpoint('Later', { service: ec2.InterfaceVpcEndpointAwsService.SQS });

  Template.fromStack(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 2);
  expect(warnings(stack)).toEqual([]);
});

test('an interface endpoint without private DNS is not found by the SDKs', () => {
  const stack = stackIn();
  const vpc = isolatedVpc(stack);
  vpc.addInterfaceEndpoint('Mine', { service: ec2.InterfaceVpcEndpointAwsService.SQS, privateDnsEnabled: false });
  sender(stack, vpc);

  expect(warnings(stack)).toEqual([expect.stringContaining('call sqs')]);
});

test('a gateway endpoint leads from the subnets only whose route tables it is in', () => {
  const scene = (options: VpcAccessOptions = {}) => {
    const stack = stackIn();
    const vpc = isolatedVpc(stack);
    vpc.addGatewayEndpoint('Mine', {
      service: ec2.GatewayVpcEndpointAwsService.S3,
      subnets: [{ subnets: vpc.isolatedSubnets.slice(0, 1) }],
    });
    new s3.Bucket(stack, 'Bucket').grantRead(plain(stack, 'Worker', VpcAccess.isolated(vpc, options)));
    return stack;
  };

  expect(warnings(scene())).toEqual([expect.stringContaining('call s3')]);
  const filled = scene({ endpoints: [S3] });
  expect(warnings(filled)).toEqual([]);
  const tables = Object.values(Template.fromStack(filled).findResources('AWS::EC2::VPCEndpoint')).map(
    ({ Properties }) => Properties.RouteTableIds,
  );
  expect(tables).toEqual([[expect.anything()], [{ Ref: expect.stringMatching(/^VpcInnerSubnet2/) }]]);
});

test('endpoints of another VPC do not count', () => {
  const stack = stackIn();
  new ec2.Vpc(stack, 'Other').addInterfaceEndpoint('Sqs', { service: ec2.InterfaceVpcEndpointAwsService.SQS });
  sender(stack, isolatedVpc(stack));

  expect(warnings(stack)).toEqual([expect.stringContaining('call sqs')]);
});

test('endpoints that an imported VPC has are named', () => {
  const [one, two] = [stackIn(), stackIn()];
  sender(one, importedVpc(one));
  sender(two, importedVpc(two), { existingEndpoints: [SQS] });

  expect(warnings(one)).toEqual([expect.stringContaining('call sqs')]);
  expect(warnings(two)).toEqual([]);
});

test('endpoints are made in an imported VPC', () => {
  const stack = stackIn();
  sender(stack, importedVpc(stack), { endpoints: [S3, SQS] });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::EC2::VPCEndpoint', { RouteTableIds: ['rtb-i1', 'rtb-i2'], VpcId: 'vpc-1' });
  template.hasResourceProperties('AWS::EC2::VPCEndpoint', { SubnetIds: ['subnet-i1', 'subnet-i2'], VpcId: 'vpc-1' });
  expect(warnings(stack)).toEqual([]);
});

test.each<[string, Partial<ec2.VpcAttributes>, RegExp]>([
  ['the address range', { vpcCidrBlock: undefined }, /endpoints need the address range of Shop\/Vpc\.\n.*VPC_CIDR_UNKNOWN/],
  [
    'the route tables',
    { isolatedSubnetRouteTableIds: undefined },
    /endpoints need the route table of Shop\/Vpc\/IsolatedSubnet1\.\n.*VPC_ROUTE_TABLE_UNKNOWN/,
  ],
])('fails when endpoints are wanted and %s of an imported VPC is not known', (_, more, message) => {
  const stack = stackIn();

  expect(() => sender(stack, importedVpc(stack, more), { endpoints: [S3, SQS] })).toThrow(message);
});
