import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CompositePrincipal, LazyRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { stackIn, temporaryFolder } from '../scene';
import { EVERY_KIND, inline, refusal, refused, warningsOf } from './kinds';

const LAMBDA = new ServicePrincipal('lambda.amazonaws.com');
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

function inAccount(account: string): Stack {
  return new Stack(new App({ outdir: temporaryFolder() }), 'Shop', { env: { account, region: 'eu-west-1' } });
}

/** What the policies beside the role allow. */
function allowedIn(stack: Stack): unknown[] {
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policies.flatMap((policy) => policy.Properties.PolicyDocument.Statement.map((statement: any) => statement.Action));
}

test.each(EVERY_KIND)('%s lets a role of the app write to its log group', (_kind, make) => {
  const stack = stackIn();
  const role = new Role(stack, 'Ours', { assumedBy: LAMBDA });

  const greeter = make(stack, { role });

  expect(allowedIn(stack)).toEqual([LOGS]);
  expect(greeter.role).toBe(role);
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 1);
});

test('an imported role of the same account gets a policy', () => {
  const stack = inAccount('111122223333');

  inline(stack, { role: Role.fromRoleArn(stack, 'Ours', 'arn:aws:iam::111122223333:role/ours') });

  expect(allowedIn(stack)).toEqual([LOGS]);
});

test('a role that is made only when it is used gets a policy', () => {
  const stack = stackIn();

  inline(stack, { role: new LazyRole(stack, 'Ours', { assumedBy: LAMBDA }) });

  expect(allowedIn(stack)).toEqual([LOGS]);
});

describe('a role that cannot be changed', () => {
  const immutable = (stack: Stack) => Role.fromRoleName(stack, 'Ours', 'ours', { mutable: false });

  test('fails without a log group that it may know of', () => {
    const stack = stackIn();
    const error = refusal(() => inline(stack, { role: immutable(stack) }));

    expect(error.code).toBe('ROLE_UNCHANGEABLE');
    expect(error.message).toContain('must allow logs:CreateLogStream and logs:PutLogEvents on the log group');
  });

  test('is accepted with a log group, and what it must allow is said', () => {
    const stack = stackIn();
    const logGroup = new LogGroup(stack, 'Log', { logGroupName: 'shop' });

    expect(warningsOf(inline(stack, { role: immutable(stack), logGroup }))).toEqual(['ROLE_UNCHANGED']);
    expect(allowedIn(stack)).toEqual([]);
  });

  test('is also one of this app that has been closed', () => {
    const stack = stackIn();
    const role = new Role(stack, 'Ours', { assumedBy: LAMBDA }).withoutPolicyUpdates();

    expect(refused({ role }, stack)).toBe('ROLE_UNCHANGEABLE');
  });
});

test('fails when the role is of another account', () => {
  const stack = inAccount('111122223333');
  const role = Role.fromRoleArn(stack, 'Theirs', 'arn:aws:iam::444455556666:role/theirs');

  expect(refused({ role }, stack)).toBe('ROLE_OTHER_ACCOUNT');
});

test('a role of another account is let through where the account is not known', () => {
  const stack = stackIn();
  const role = Role.fromRoleArn(stack, 'Theirs', 'arn:aws:iam::444455556666:role/theirs');

  expect(() => inline(stack, { role })).not.toThrow();
});

describe('a role of another stack', () => {
  test('gets a policy in the stack of the function, for which the function waits', () => {
    const stack = stackIn();
    const roles = new Stack(stack.node.root as App, 'Roles');
    const key = new Key(stack, 'Key');

    inline(stack, { role: new Role(roles, 'Ours', { assumedBy: LAMBDA }), environmentEncryption: key });

    expect(allowedIn(roles)).toEqual([]);
    expect(allowedIn(stack)).toEqual([LOGS, 'kms:Decrypt']);
    const [policy] = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    Template.fromStack(stack).hasResource('AWS::Lambda::Function', { DependsOn: [policy] });
  });

  test('fails when it cannot be changed', () => {
    const stack = stackIn();
    const roles = new Stack(stack.node.root as App, 'Roles');
    const role = Role.fromRoleName(roles, 'Ours', 'ours', { mutable: false });

    expect(refused({ role }, stack)).toBe('ROLE_UNCHANGEABLE');
  });
});

describe('who may take the role', () => {
  test('fails at synthesis when Lambda may not (IAM-01)', () => {
    const stack = stackIn();
    inline(stack, { role: new Role(stack, 'Ours', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }) });

    expect(() => Template.fromStack(stack)).toThrow(/role Shop\/Ours must trust lambda.amazonaws.com, but does not/);
  });

  test('may be others besides Lambda, and may be said later', () => {
    const stack = stackIn();
    const ec2 = new ServicePrincipal('ec2.amazonaws.com');
    inline(stack, { role: new Role(stack, 'Both', { assumedBy: new CompositePrincipal(ec2, LAMBDA) }) });
    const later = new Role(stack, 'Later', { assumedBy: ec2 });
    inline(new Stack(stack, 'Inner'), { role: later });
    later.assumeRolePolicy?.addStatements(new PolicyStatement({ actions: ['sts:AssumeRole'], principals: [LAMBDA] }));

    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

test('a role that the app customizes gets what logs need', () => {
  const app = new App({ outdir: temporaryFolder() });
  Role.customizeRoles(app, { usePrecreatedRoles: { 'Shop/Greeter/ServiceRole': 'ours' } });
  const stack = new Stack(app, 'Shop');

  inline(stack);

  Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 0);
});
