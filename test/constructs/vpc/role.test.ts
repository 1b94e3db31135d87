import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { VpcAccess, type VpcAccessOptions } from 'cdk-lambda-kit';
import { stackIn, temporaryFolder } from '../scene';
import { plain, worker } from './scene';

const ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const STATEMENT = { Action: ACTIONS, Effect: 'Allow', Resource: '*' };
const ARN = 'arn:aws:iam::111122223333:role/given';

function access(stack: Stack, options?: VpcAccessOptions): VpcAccess {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Imported', {
    vpcId: 'vpc-1',
    availabilityZones: ['a', 'b'],
    isolatedSubnetIds: ['subnet-1', 'subnet-2'],
  });
  return VpcAccess.isolated(vpc, options);
}

function managed(name: string): unknown {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/service-role/${name}`]] };
}

function policies(stack: Stack): unknown[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties);
}

test('a function of aws-cdk-lib without a role has one with the managed policies', () => {
  const stack = stackIn();
  plain(stack, 'Worker', access(stack));

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    ManagedPolicyArns: [managed('AWSLambdaBasicExecutionRole'), managed('AWSLambdaVPCAccessExecutionRole')],
  });
});

test('a function of ours has the actions in its role, and no managed policy (NET-02)', () => {
  const stack = stackIn();
  worker(stack, access(stack));

  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  expect(role?.Properties.ManagedPolicyArns).toBeUndefined();
  expect(role?.Properties.Policies).toEqual([
    { PolicyName: 'Logs', PolicyDocument: expect.objectContaining({ Statement: [expect.objectContaining({ Action: LOGS })] }) },
    { PolicyName: 'NetworkInterfaces', PolicyDocument: { Version: '2012-10-17', Statement: [STATEMENT] } },
  ]);
});

test('a durable function of ours has the managed policy of durable functions besides', () => {
  const stack = stackIn();
  worker(stack, access(stack), { durableConfig: { executionTimeout: Duration.hours(1) } });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    ManagedPolicyArns: [managed('AWSLambdaBasicDurableExecutionRolePolicy')],
    Policies: [{ PolicyName: 'NetworkInterfaces' }],
  });
});

test('the least-privilege role of a function of ours has what network interfaces need, and what logs need', () => {
  const stack = stackIn();
  worker(stack, access(stack, { leastPrivilege: true }));

  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  expect(role?.Properties.ManagedPolicyArns).toBeUndefined();
  expect(role?.Properties.Policies.map((policy: any) => policy.PolicyName)).toEqual(['NetworkInterfaces', 'Logs']);
});

test('a least-privilege role allows what network interfaces need, and denies it to the code (NET-02, NET-10)', () => {
  const stack = stackIn();
  plain(stack, 'Worker', access(stack, { leastPrivilege: true }));

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::IAM::Role', 1);
  template.hasResourceProperties('AWS::IAM::Role', {
    ManagedPolicyArns: [managed('AWSLambdaBasicExecutionRole')],
    Policies: [
      {
        PolicyName: 'NetworkInterfaces',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            STATEMENT,
            {
              Action: ACTIONS,
              Condition: { ArnLike: { 'lambda:SourceFunctionArn': 'arn:*:lambda:*:*:function:*' } },
              Effect: 'Deny',
              Resource: '*',
            },
          ],
        },
      },
    ],
  });
});

test('the least-privilege role of a durable function may keep its checkpoints', () => {
  const stack = stackIn();
  const durableConfig = { executionTimeout: Duration.hours(1) };
  plain(stack, 'Worker', access(stack, { leastPrivilege: true }), { durableConfig });

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    ManagedPolicyArns: [managed('AWSLambdaBasicDurableExecutionRolePolicy')],
  });
});

test('a role of the app is given the statements once, and the function waits for them', () => {
  const stack = stackIn();
  const role = new iam.Role(stack, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const both = access(stack);
  plain(stack, 'Worker', both, { role });
  plain(stack, 'Other', both, { role });

  expect(policies(stack)).toMatchObject([{ PolicyDocument: { Statement: [STATEMENT] }, Roles: [{ Ref: 'GivenEA18D9CA' }] }]);
  const [policy] = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  Template.fromStack(stack).allResources('AWS::Lambda::Function', { DependsOn: [policy, 'GivenEA18D9CA'] });
});

test('an imported role that can be changed is given the statements in a policy of this stack', () => {
  const stack = stackIn();
  plain(stack, 'Worker', access(stack), { role: iam.Role.fromRoleArn(stack, 'Given', ARN) });

  expect(policies(stack)).toMatchObject([{ PolicyDocument: { Statement: [STATEMENT] }, Roles: ['given'] }]);
});

test('a role that is made when it is first used is given the statements', () => {
  const stack = stackIn();
  const role = new iam.LazyRole(stack, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  plain(stack, 'Worker', access(stack), { role });

  expect(policies(stack)).toMatchObject([{ PolicyDocument: { Statement: [STATEMENT] } }]);
});

test('a role that is made when it is first used, and was, is given the statements', () => {
  const stack = stackIn();
  const role = new iam.LazyRole(stack, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  expect(role.roleArn).toBeDefined();
  plain(stack, 'Worker', access(stack), { role });

  expect(policies(stack)).toMatchObject([{ PolicyDocument: { Statement: [STATEMENT] } }]);
});

describe('a role of another stack', () => {
  test.each([
    ['of aws-cdk-lib', plain],
    ['of ours', (stack: Stack, _id: string, vpcAccess: VpcAccess, options: object) => worker(stack, vpcAccess, options)],
  ])('is given the statements in the stack of a function %s, which waits for them', (_, make) => {
    const stack = stackIn();
    const roles = new Stack(stack.node.root as App, 'Roles');
    const role = new iam.Role(roles, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    make(stack, 'Worker', access(stack), { role });

    expect(policies(roles)).toEqual([]);
    expect(policies(stack)).toMatchObject([{ PolicyDocument: { Statement: expect.arrayContaining([STATEMENT]) } }]);
    const [policy] = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    Template.fromStack(stack).hasResource('AWS::Lambda::Function', { DependsOn: [policy] });
  });

  test('fails when it cannot be changed', () => {
    const stack = stackIn();
    const roles = new Stack(stack.node.root as App, 'Roles');
    const role = iam.Role.fromRoleArn(roles, 'Given', ARN, { mutable: false });

    expect(() => plain(stack, 'Worker', access(stack), { role })).toThrow(/VPC_ROLE_IMMUTABLE/);
    expect(policies(stack)).toEqual([]);
  });
});

const immutable: [string, (stack: Stack) => iam.IRole][] = [
  ['is imported as immutable', (stack) => iam.Role.fromRoleArn(stack, 'Given', ARN, { mutable: false })],
  [
    'is imported as immutable and adds grants to resources',
    (stack) => iam.Role.fromRoleArn(stack, 'Given', ARN, { mutable: false, addGrantsToResources: true }),
  ],
  ['is of another account', (stack) => iam.Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::999900009999:role/given')],
  [
    'does not take policy updates',
    (stack) =>
      new iam.Role(stack, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }).withoutPolicyUpdates(),
  ],
];

function stackOfAccount(): Stack {
  return new Stack(new App({ outdir: temporaryFolder() }), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
}

test.each(immutable)('fails when a given role %s, and names what it must allow', (_, role) => {
  const stack = stackOfAccount();

  expect(() => plain(stack, 'Worker', access(stack), { role: role(stack) })).toThrow(
    new RegExp(
      `^Shop/Worker: role Shop/\\w*Given cannot be changed here and must allow ${ACTIONS.join(', ')} on \\*\\.\\n.*roleHasPermissions.*VPC_ROLE_IMMUTABLE`,
    ),
  );
});

test.each(immutable)('a given role that %s is taken when it is said to have the permissions', (_, role) => {
  const stack = stackOfAccount();
  plain(stack, 'Worker', access(stack, { roleHasPermissions: true }), { role: role(stack) });

  expect(policies(stack)).toEqual([]);
});

test('a given role of a function of ours is given the statements for its logs and for the network interfaces', () => {
  const stack = stackIn();
  const role = new iam.Role(stack, 'Given', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  worker(stack, access(stack), { role });

  expect(policies(stack)).toMatchObject([
    {
      PolicyDocument: {
        Statement: expect.arrayContaining([STATEMENT, expect.objectContaining({ Action: LOGS })]),
      },
    },
  ]);
});
