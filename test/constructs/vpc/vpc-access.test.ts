import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodeFunction, VpcAccess, type VpcAccessOptions } from 'cdk-lambda-kit';
import { sourceFile, stackIn, temporaryFolder } from '../scene';
import { isolatedVpc, plain, vpcWithNat, warnings, worker } from './scene';

const SUBNETS = [{ Ref: 'VpcPrivateSubnet1Subnet536B997A' }, { Ref: 'VpcPrivateSubnet2Subnet3788AAA1' }];

function vpcConfigs(stack: Stack): unknown[] {
  const functions = Template.fromStack(stack).findResources('AWS::Lambda::Function');
  return Object.values(functions).map(({ Properties }) => Properties.VpcConfig);
}

function imported(stack: Stack, more: Partial<ec2.VpcAttributes> = {}): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Imported', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    privateSubnetIds: ['subnet-p1', 'subnet-p2'],
    isolatedSubnetIds: ['subnet-i1', 'subnet-i2'],
    publicSubnetIds: ['subnet-o1', 'subnet-o2'],
    privateSubnetRouteTableIds: ['rtb-p1', 'rtb-p2'],
    isolatedSubnetRouteTableIds: ['rtb-i1', 'rtb-i2'],
    ...more,
  });
}

test('a function with access to a VPC is what aws-cdk-lib makes of the same props by hand', () => {
  const [ours, theirs] = [stackIn(), stackIn()];
  const entry = sourceFile();
  worker(ours, VpcAccess.privateWithEgress(vpcWithNat(ours)), { entry });
  const vpc = vpcWithNat(theirs);
  new NodeFunction(theirs, 'Worker', { entry, vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } });

  expect(Template.fromStack(ours).toJSON()).toEqual(Template.fromStack(theirs).toJSON());
  expect(vpcConfigs(ours)).toEqual([
    { SubnetIds: SUBNETS, SecurityGroupIds: [{ 'Fn::GetAtt': ['WorkerSecurityGroup431FFF64', 'GroupId'] }] },
  ]);
  expect(warnings(ours)).toEqual([]);
});

test('a function of aws-cdk-lib is attached the same way', () => {
  const stack = stackIn();
  plain(stack, 'Worker', VpcAccess.privateWithEgress(vpcWithNat(stack)), { description: 'works' });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Description: 'works',
    VpcConfig: { SubnetIds: SUBNETS, SecurityGroupIds: [{ 'Fn::GetAtt': ['WorkerSecurityGroup431FFF64', 'GroupId'] }] },
  });
});

test('isolated functions are in isolated subnets', () => {
  const stack = stackIn();
  plain(stack, 'Worker', VpcAccess.isolated(imported(stack)));

  expect(vpcConfigs(stack)).toMatchObject([{ SubnetIds: ['subnet-i1', 'subnet-i2'] }]);
});

test('dual-stack functions have IPv6, and a rule that lets it out', () => {
  const stack = stackIn();
  plain(stack, 'Worker', VpcAccess.dualStack(vpcWithNat(stack, { ipProtocol: ec2.IpProtocol.DUAL_STACK })));

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Lambda::Function', {
    VpcConfig: { Ipv6AllowedForDualStack: true, SubnetIds: SUBNETS },
  });
  template.hasResourceProperties('AWS::EC2::SecurityGroup', {
    SecurityGroupEgress: [
      { CidrIp: '0.0.0.0/0', Description: 'Allow all outbound traffic by default', IpProtocol: '-1' },
      { CidrIpv6: '::/0', Description: 'Allow all outbound ipv6 traffic by default', IpProtocol: '-1' },
    ],
  });
  expect(warnings(stack)).toEqual([]);
});

test('functions that share a security group have one in each stack', () => {
  const app = new App({ outdir: temporaryFolder() });
  const [one, two] = [new Stack(app, 'One'), new Stack(app, 'Two')];
  const access = VpcAccess.privateWithEgress(vpcWithNat(one), { shareSecurityGroup: true, allowAllOutbound: false });
  plain(one, 'First', access);
  plain(one, 'Second', access);
  plain(two, 'Third', access);

  for (const stack of [one, two]) {
    const groups = Template.fromStack(stack).findResources('AWS::EC2::SecurityGroup');
    const [id = ''] = Object.keys(groups);
    expect(Object.values(groups)).toMatchObject([
      { Properties: { GroupDescription: 'Shared by Lambda functions', SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32' }] } },
    ]);
    for (const config of vpcConfigs(stack)) {
      expect(config).toMatchObject({ SecurityGroupIds: [{ 'Fn::GetAtt': [id, 'GroupId'] }] });
    }
  }
});

test('two accesses to one VPC share no security group with each other', () => {
  const stack = stackIn();
  const vpc = vpcWithNat(stack);
  for (const id of ['One', 'Two']) plain(stack, id, VpcAccess.privateWithEgress(vpc, { shareSecurityGroup: true }));

  Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 2);
});

test.each([1, 5])('%p security groups may be given', (count) => {
  const stack = stackIn();
  const vpc = vpcWithNat(stack);
  const securityGroups = Array.from({ length: count }, (_, n) => new ec2.SecurityGroup(stack, `Group${n}`, { vpc }));
  plain(stack, 'Worker', VpcAccess.privateWithEgress(vpc, { securityGroups }));

  const [config] = vpcConfigs(stack) as { SecurityGroupIds: unknown[] }[];
  expect(config?.SecurityGroupIds).toHaveLength(count);
});

test.each([0, 6])('fails when there are %p security groups (NET-01)', (count) => {
  const stack = stackIn();
  const vpc = vpcWithNat(stack);
  const securityGroups = Array.from({ length: count }, (_, n) => new ec2.SecurityGroup(stack, `Group${n}`, { vpc }));

  expect(() => plain(stack, 'Worker', VpcAccess.privateWithEgress(vpc, { securityGroups }))).toThrow(
    `Shop/Worker: the length of securityGroups must be a whole number of security groups from 1 to 5, but is ${count}`,
  );
});

test.each([1, 16])('a function may be in %p subnets', (count) => {
  const stack = stackIn();
  const subnets = Array.from({ length: count }, (_, n) => ec2.Subnet.fromSubnetId(stack, `S${n}`, `subnet-${n}`));
  plain(stack, 'Worker', VpcAccess.privateWithEgress(imported(stack), { vpcSubnets: { subnets } }));

  const [config] = vpcConfigs(stack) as { SubnetIds: unknown[] }[];
  expect(config?.SubnetIds).toHaveLength(count);
});

test.each([0, 17])('fails when a function is in %p subnets (NET-01)', (count) => {
  const stack = stackIn();
  const subnets = Array.from({ length: count }, (_, n) => ec2.Subnet.fromSubnetId(stack, `S${n}`, `subnet-${n}`));

  expect(() => worker(stack, VpcAccess.isolated(imported(stack), { vpcSubnets: { subnets } }))).toThrow(
    `Shop/Worker: the number of subnets in vpcSubnets must be a whole number of subnets from 1 to 16, but is ${count}`,
  );
});

test('a selection by zone keeps the kind of subnet that the access stands for', () => {
  const stack = stackIn();
  plain(stack, 'Worker', VpcAccess.isolated(imported(stack), { vpcSubnets: { availabilityZones: ['eu-west-1b'] } }));

  expect(vpcConfigs(stack)).toMatchObject([{ SubnetIds: ['subnet-i2'] }]);
});

test('fails when the VPC has no subnets of the kind', () => {
  const stack = stackIn();

  expect(() => worker(stack, VpcAccess.privateWithEgress(isolatedVpc(stack)))).toThrow(
    /^Shop\/Worker: vpcSubnets fits no subnets of Shop\/Vpc: .*'Private'.*\n.*\[VPC_SUBNETS_MISSING\]/,
  );
});

test('fails when a subnet is public, unless that is insisted on (NET-06)', () => {
  const stack = stackIn();
  const vpc = imported(stack);
  const vpcSubnets = { subnetType: ec2.SubnetType.PUBLIC };

  expect(() => plain(stack, 'Worker', VpcAccess.privateWithEgress(vpc, { vpcSubnets }))).toThrow(
    /Shop\/Worker: vpcSubnets must be private; public: Shop\/Imported\/PublicSubnet1, Shop\/Imported\/PublicSubnet2\.\n.*allowPublicSubnet/,
  );
  plain(stack, 'Worker', VpcAccess.privateWithEgress(vpc, { vpcSubnets, allowPublicSubnet: true }));
  expect(vpcConfigs(stack)).toMatchObject([{ SubnetIds: ['subnet-o1', 'subnet-o2'] }]);
  expect(warnings(stack)).toEqual([expect.stringContaining('has no way to the internet from Shop/Imported/PublicSubnet1')]);
});

test('fails when a dual-stack function is in a subnet without IPv6 (NET-07)', () => {
  const stack = stackIn();

  expect(() => worker(stack, VpcAccess.dualStack(vpcWithNat(stack)))).toThrow(
    'vpcSubnets must all have IPv4 and IPv6; only IPv4: Shop/Vpc/PrivateSubnet1, Shop/Vpc/PrivateSubnet2.',
  );
});

test('an IPv6 block that is a resource of its own makes a subnet dual-stack', () => {
  const stack = stackIn();
  const vpc = vpcWithNat(stack);
  for (const [n, { subnetId }] of vpc.privateSubnets.entries()) {
    new ec2.CfnSubnetCidrBlock(stack, `Block${n}`, { subnetId, ipv6CidrBlock: `2001:db8:0:${n}::/64` });
  }

  expect(() => plain(stack, 'Worker', VpcAccess.dualStack(vpc))).not.toThrow();
});

test('fails when a subnet has nothing but IPv6 (NET-07)', () => {
  const stack = stackIn();
  const vpc = vpcWithNat(stack);
  for (const subnet of vpc.privateSubnets) (subnet.node.defaultChild as ec2.CfnSubnet).ipv6Native = true;

  for (const access of [VpcAccess.dualStack(vpc), VpcAccess.privateWithEgress(vpc)]) {
    expect(() => worker(stack, access)).toThrow(/vpcSubnets must have IPv4; only IPv6: .*PrivateSubnet1/);
  }
});

test('of imported subnets nobody knows whether they have IPv6, and they are let through', () => {
  const stack = stackIn();
  plain(stack, 'Worker', VpcAccess.dualStack(imported(stack)));

  expect(vpcConfigs(stack)).toMatchObject([{ Ipv6AllowedForDualStack: true }]);
  expect(warnings(stack)).toEqual([]);
});

test('fails when the VPC has dedicated tenancy (NET-09)', () => {
  const stack = stackIn();
  const vpc = vpcWithNat(stack, { defaultInstanceTenancy: ec2.DefaultInstanceTenancy.DEDICATED });

  expect(() => worker(stack, VpcAccess.privateWithEgress(vpc))).toThrow(
    /Shop\/Vpc must not have dedicated tenancy.*\n.*VPC_DEDICATED/,
  );
});

test('fails when a security group is of another VPC', () => {
  const stack = stackIn();
  const stray = new ec2.SecurityGroup(stack, 'Stray', { vpc: new ec2.Vpc(stack, 'Other') });

  for (const vpc of [vpcWithNat(stack), imported(stack)]) {
    expect(() => worker(stack, VpcAccess.privateWithEgress(vpc, { securityGroups: [stray] }))).toThrow(
      /securityGroups must be of Shop\/(Vpc|Imported), but Shop\/Stray is of another VPC/,
    );
  }
});

test('security groups of which the app does not know the VPC are let through', () => {
  const stack = stackIn();
  const vpcId = new CfnParameter(stack, 'VpcId').valueAsString;
  const byParameter = ec2.Vpc.fromVpcAttributes(stack, 'ByParameter', { vpcId, availabilityZones: ['a'] });
  const securityGroups = [
    ec2.SecurityGroup.fromSecurityGroupId(stack, 'Id', 'sg-1'),
    new ec2.SecurityGroup(stack, 'Parameter', { vpc: byParameter }),
  ];

  expect(() => plain(stack, 'Worker', VpcAccess.isolated(imported(stack), { securityGroups }))).not.toThrow();
});

test('fails when the mount targets of a file system are in another VPC', () => {
  const stack = stackIn();
  const files = new efs.FileSystem(stack, 'Files', { vpc: new ec2.Vpc(stack, 'Other') });
  const filesystem = lambda.FileSystem.fromEfsAccessPoint(files.addAccessPoint('Access'), '/mnt/files');

  expect(() => worker(stack, VpcAccess.privateWithEgress(vpcWithNat(stack)), { filesystem })).toThrow(
    /filesystem must have mount targets in Shop\/Vpc, but its security group Shop\/Files\/EfsSecurityGroup is of another VPC/,
  );
});

test('a file system of the same VPC is mounted', () => {
  const stack = stackIn();
  const vpc = vpcWithNat(stack);
  const files = new efs.FileSystem(stack, 'Files', { vpc });
  const filesystem = lambda.FileSystem.fromEfsAccessPoint(files.addAccessPoint('Access'), '/mnt/files');
  worker(stack, VpcAccess.privateWithEgress(vpc), { filesystem });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    FileSystemConfigs: [{ LocalMountPath: '/mnt/files' }],
  });
  expect(warnings(stack)).toEqual([]);
});

test.each<Partial<lambda.FunctionOptions>>([
  { vpcSubnets: {} },
  { securityGroups: [] },
  { allowAllOutbound: true },
  { allowAllIpv6Outbound: false },
  { allowPublicSubnet: true },
  { ipv6AllowedForDualStack: true },
])('fails when vpcAccess meets %p', (props) => {
  const stack = stackIn();
  const access = VpcAccess.isolated(imported(stack));
  const [name] = Object.keys(props);

  expect(() => worker(stack, access, props)).toThrow(`Shop/Worker: vpcAccess must not meet ${name}.`);
  expect(() => plain(stack, 'Plain', access, props)).toThrow(`Shop/Plain: options must not meet ${name}.`);
});

test('fails when vpcAccess meets vpc', () => {
  const stack = stackIn();
  const vpc = imported(stack);

  expect(() => worker(stack, VpcAccess.isolated(vpc), { vpc })).toThrow('vpcAccess must not meet vpc.');
});

test.each<VpcAccessOptions>([
  { shareSecurityGroup: true },
  { allowAllOutbound: false },
  { allowAllOutbound: true },
])('fails when given security groups meet %p', (options) => {
  const stack = stackIn();
  const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Id', 'sg-1')];

  expect(() => worker(stack, VpcAccess.isolated(imported(stack), { securityGroups, ...options }))).toThrow(
    `securityGroups and ${Object.keys(options)[0]} must not meet.`,
  );
});

test('a VPC whose ids are known at deployment only is let through', () => {
  const stack = stackIn();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Imported', {
    vpcId: Fn.importValue('vpc'),
    availabilityZones: [Fn.select(0, Fn.getAzs()), Fn.select(1, Fn.getAzs())],
    privateSubnetIds: [Fn.importValue('subnet-1'), Fn.importValue('subnet-2')],
  });
  worker(stack, VpcAccess.privateWithEgress(vpc));

  expect(vpcConfigs(stack)).toMatchObject([
    { SubnetIds: [{ 'Fn::ImportValue': 'subnet-1' }, { 'Fn::ImportValue': 'subnet-2' }] },
  ]);
  expect(warnings(stack)).toEqual([]);
});

test('a VPC that is looked up has stand-ins until the look-up is done', () => {
  const stack = new Stack(new App({ outdir: temporaryFolder() }), 'Shop', {
    env: { account: '111122223333', region: 'eu-west-1' },
  });
  worker(stack, VpcAccess.privateWithEgress(ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-0' })));

  expect(vpcConfigs(stack)).toMatchObject([{ SubnetIds: ['p-12345', 'p-67890'] }]);
});

test('a function in one zone is warned of (NET-01)', () => {
  const stack = stackIn();
  plain(stack, 'Worker', VpcAccess.isolated(imported(stack), { vpcSubnets: { availabilityZones: ['eu-west-1a'] } }));

  expect(warnings(stack)).toEqual([
    expect.stringMatching(
      /^\/Shop\/Worker The function is in one Availability Zone only .*\[ack: cdk-lambda-kit:vpcSingleZone\]$/,
    ),
  ]);
});

test('a function that functionOptions was told of and that is not there is warned of', () => {
  const stack = stackIn();
  VpcAccess.isolated(imported(stack)).functionOptions(stack, 'Ghost');

  expect(warnings(stack)).toEqual([expect.stringContaining("functionOptions was told of a function 'Ghost', but there is none")]);
});
