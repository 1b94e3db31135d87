import { App, Lazy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NetworkInterfaces, VpcAccess, type VpcAccessOptions } from 'cdk-lambda-kit';
import { usableAddresses } from '../../../src/spec/network-interfaces';
import { stackIn, temporaryFolder } from '../scene';
import { isolatedVpc, plain, warnings } from './scene';

/** As many functions in one VPC, in stacks that CloudFormation would take. */
function functions(count: number, vpc: ec2.IVpc, options?: VpcAccessOptions): void {
  const access = VpcAccess.isolated(vpc, options);
  for (let n = 0; n < count; n++) plain(Stack.of(vpc), `F${n}`, access);
}

/** Functions without resources around them, which is fast. */
function bareFunctions(count: number, stack: Stack, config: (n: number) => lambda.CfnFunction.VpcConfigProperty): void {
  for (let n = 0; n < count; n++) {
    new lambda.CfnFunction(stack, `Bare${n}`, { code: {}, role: 'role', vpcConfig: config(n) });
  }
}

test('there is one network interface for each distinct pair of subnet and set of security groups (NET-03)', () => {
  const stack = stackIn();
  const vpc = isolatedVpc(stack);
  const [a, b] = ['A', 'B'].map((id) => new ec2.SecurityGroup(stack, id, { vpc })) as [ec2.SecurityGroup, ec2.SecurityGroup];
  plain(stack, 'One', VpcAccess.isolated(vpc, { securityGroups: [a, b] }));
  plain(stack, 'Two', VpcAccess.isolated(vpc, { securityGroups: [b, a] }));
  plain(stack, 'Three', VpcAccess.isolated(vpc, { securityGroups: [a], vpcSubnets: { subnets: vpc.isolatedSubnets.slice(1) } }));

  const inner = (n: number) => ({ subnet: `Shop/Vpc/InnerSubnet${n}/Subnet`, vpc: 'Shop/Vpc/Resource' });
  expect(NetworkInterfaces.estimate(stack.node.root)).toEqual([
    { ...inner(1), networkInterfaces: 1 },
    { ...inner(2), networkInterfaces: 2 },
  ]);
  expect(NetworkInterfaces.estimate(vpc)).toEqual([]);
});

test('functions of several stacks share what they have in common', () => {
  const app = new App({ outdir: temporaryFolder() });
  const home = new Stack(app, 'Home');
  const vpc = isolatedVpc(home);
  const securityGroups = [new ec2.SecurityGroup(home, 'Group', { vpc })];
  const access = VpcAccess.isolated(vpc, { securityGroups });
  for (const stack of [home, new Stack(app, 'Away')]) plain(stack, 'Worker', access);

  expect(NetworkInterfaces.estimate(app).map(({ networkInterfaces }) => networkInterfaces)).toEqual([1, 1]);
});

test('functions of any kind count, also with values that come late, and those in no VPC do not', () => {
  const stack = stackIn();
  const config = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
  bareFunctions(2, stack, () => config);
  new lambda.CfnFunction(stack, 'Late', { code: {}, role: 'role', vpcConfig: Lazy.any({ produce: () => config }) });
  new lambda.CfnFunction(stack, 'Ids', {
    code: {},
    role: 'role',
    vpcConfig: { subnetIds: Lazy.list({ produce: () => ['subnet-1'] }), securityGroupIds: ['sg-2'] },
  });
  new lambda.CfnFunction(stack, 'Apart', { code: {}, role: 'role' });

  expect(NetworkInterfaces.estimate(stack)).toEqual([{ subnet: 'subnet-1', networkInterfaces: 2 }]);
});

test.each([
  [499, 0],
  [500, 1],
])('with %p network interfaces beside those of one function there are %p warnings (NET-04)', (others, expected) => {
  const stack = stackIn();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['a'],
    isolatedSubnetIds: ['subnet-1'],
  });
  const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Own', 'sg-own')];
  bareFunctions(others, new Stack(stack.node.root as App, 'Others'), (n) => ({
    subnetIds: ['subnet-1'],
    securityGroupIds: [`sg-${n}`],
  }));
  plain(stack, 'Worker', VpcAccess.isolated(vpc, { securityGroups }));

  const found = warnings(stack).filter((warning) => warning.includes('vpcNetworkInterfaces'));
  expect(found).toHaveLength(expected);
  if (expected > 0) {
    expect(found[0]).toMatch(/^\/Shop\/Vpc The functions of this app need 501 network interfaces .*the quota is 500/);
  }
});

test.each([
  [11, 0],
  [12, 2],
])('%p functions with groups of their own in a /28 give %p warnings', (count, expected) => {
  const stack = stackIn();
  functions(count, isolatedVpc(stack, 28));

  const found = warnings(stack);
  expect(found).toHaveLength(expected);
  for (const warning of found) {
    expect(warning).toMatch(
      /need 12 addresses in this subnet, and NAT gateways and endpoints 0, but a \/28 has 11\..*vpcSubnetAddresses\]/,
    );
  }
});

test('endpoints take addresses, too, and sharing a group saves them', () => {
  const [one, two] = [stackIn(), stackIn()];
  for (const stack of [one, two]) {
    const vpc = isolatedVpc(stack, 28);
    vpc.addInterfaceEndpoint('Sqs', { service: ec2.InterfaceVpcEndpointAwsService.SQS });
    functions(11, vpc, { shareSecurityGroup: stack === two });
  }

  expect(warnings(one)).toEqual([
    expect.stringMatching(/InnerSubnet1 .*need 11 addresses .* endpoints 1, but a \/28 has 11/),
    expect.stringMatching(/InnerSubnet2 /),
  ]);
  expect(warnings(two)).toEqual([]);
});

test('the addresses of a subnet', () => {
  expect([28, 24, 16].map(usableAddresses)).toEqual([11, 251, 65_531]);
});

test.each([
  [1000, 1536, 500],
  [1, 128, 1],
  [100, 3072, 100],
  [0, 512, 0],
  [1001, 1536, 501],
])('the formula of before 2019: %p at a time with %p MB made %p network interfaces (NET-05)', (peak, memory, expected) => {
  expect(NetworkInterfaces.classicProjection(peak, memory)).toBe(expected);
});
