import { readInventory } from '../../src/assembly/read-assembly';
import { App } from '../../src/rules/app';
import { allows } from '../../src/rules/role-statements';
import { arn, assemblyOf, type Resources, ref, resource, type Scene, UNKNOWN_VALUE } from './fixture';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';

type Json = Record<string, unknown>;
const statement = (more: Json = {}) => ({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE, ...more });
const policy = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
const inline = (...statements: unknown[]) => ({ Policies: [{ PolicyName: 'p', PolicyDocument: policy(...statements) }] });
const role = (more: Json = {}) => resource('AWS::IAM::Role', { RoleName: 'r', ...more });
const attached = (more: Json, ...statements: unknown[]) =>
  resource('AWS::IAM::Policy', { PolicyName: 'p', Roles: [ref('Role')], PolicyDocument: policy(...statements), ...more });
const orders = resource('AWS::SQS::Queue', { QueueName: 'orders' });

/** Whether the role `r` of the scene may send to the queue `orders`, or do something else. */
function maySend(scene: Scene, action = 'sqs:SendMessage', to = QUEUE) {
  const app = new App(readInventory(assemblyOf(scene)), '2026-11-20');
  return allows(app, 'arn:aws:iam::000000000000:role/r', action, to);
}

const roleAnd = (properties: Json, more: Resources = {}): Resources => ({ Role: role(properties), Queue: orders, ...more });

test.each([
  ['a role without policies', roleAnd({}), 'no'],
  ['an inline policy', roleAnd(inline(statement())), 'yes'],
  [
    'an inline policy with wildcards',
    roleAnd(inline(statement({ Action: 'SQS:Send*', Resource: 'arn:aws:sqs:*:*:ord?rs' }))),
    'yes',
  ],
  ['another action', roleAnd(inline(statement({ Action: ['sqs:ReceiveMessage'] }))), 'no'],
  ['another queue', roleAnd(inline(statement({ Resource: `${QUEUE}2` }))), 'no'],
  ['an unknown queue', roleAnd(inline(statement({ Resource: UNKNOWN_VALUE }))), 'unknown'],
  ['an unknown effect', roleAnd(inline(statement({ Effect: UNKNOWN_VALUE }))), 'unknown'],
  ['a condition', roleAnd(inline(statement({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }))), 'unknown'],
  ['everything but something', roleAnd(inline(statement({ Action: undefined, NotAction: 's3:*' }))), 'unknown'],
  ['an explicit denial', roleAnd(inline(statement(), statement({ Effect: 'Deny', Action: '*', Resource: '*' }))), 'no'],
  [
    'a denial with a condition',
    roleAnd(inline(statement(), statement({ Effect: 'Deny', Condition: { Null: { a: 'true' } } }))),
    'unknown',
  ],
  [
    'a statement for the account that the stack goes to',
    roleAnd(inline(statement({ Resource: QUEUE.replace('000000000000', '111111111111') }))),
    'unknown',
  ],
  ['a policy attached by a resource', roleAnd({}, { Policy: attached({}, statement()) }), 'yes'],
  ['a policy attached to another role', roleAnd({}, { Policy: attached({ Roles: ['other'] }, statement()) }), 'no'],
  [
    'a policy attached to a role that is not known',
    roleAnd({}, { Policy: attached({ Roles: [UNKNOWN_VALUE] }, statement()) }),
    'unknown',
  ],
  [
    'a policy of the app that manages its users',
    roleAnd(
      { ManagedPolicyArns: [ref('Managed')] },
      { Managed: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: policy(statement()) }) },
    ),
    'yes',
  ],
  [
    'a policy of AWS that says nothing of it',
    roleAnd({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] }),
    'no',
  ],
  [
    'a policy of AWS that we do not know',
    roleAnd({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSQSSomething'] }),
    'unknown',
  ],
  [
    'a boundary that is not known',
    roleAnd({ ...inline(statement()), PermissionsBoundary: 'arn:aws:iam::000000000000:policy/b' }),
    'unknown',
  ],
  [
    'a boundary of the app that forbids',
    roleAnd(
      { ...inline(statement()), PermissionsBoundary: ref('Managed') },
      { Managed: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: policy(statement({ Action: 'sns:*' })) }) },
    ),
    'no',
  ],
  ['a role of another app', { Role: role({ RoleName: 'other' }) }, 'unknown'],
] as const)('%s', (_title, scene, answer) => {
  expect(maySend(scene)).toBe(answer);
});

const queuePolicy = (Principal: unknown) =>
  resource('AWS::SQS::QueuePolicy', { Queues: [ref('Queue')], PolicyDocument: policy(statement({ Principal })) });

test.each([
  ['the role', { AWS: arn('Role') }, 'yes'],
  ['everybody', '*', 'yes'],
  ['an unknown one', { AWS: UNKNOWN_VALUE }, 'unknown'],
  ['a service', { Service: 'sns.amazonaws.com' }, 'no'],
  ['the account, which leaves it to its own policies', { AWS: 'arn:aws:iam::000000000000:root' }, 'no'],
] as const)('the policy of the queue speaks of %s', (_title, principal, answer) => {
  expect(maySend(roleAnd({}, { Policy: queuePolicy(principal) }))).toBe(answer);
});

test('what the role is forbidden the policy of the queue cannot allow', () => {
  const scene = roleAnd(inline(statement({ Effect: 'Deny' })), { Policy: queuePolicy({ AWS: arn('Role') }) });
  expect(maySend(scene)).toBe('no');
});

test('a queue of another app may have a policy that lets the role in', () => {
  expect(maySend({ Role: role() })).toBe('unknown');
});

test('what is allowed on everything or not at all is asked for with a star', () => {
  const policies = (name: string) => ({ ManagedPolicyArns: [`arn:aws:iam::aws:policy/service-role/${name}`] });
  expect(maySend(roleAnd(policies('AWSLambdaVPCAccessExecutionRole')), 'ec2:CreateNetworkInterface', '*')).toBe('yes');
  expect(maySend(roleAnd(policies('AWSLambdaBasicExecutionRole')), 'ec2:CreateNetworkInterface', '*')).toBe('no');
  expect(maySend(roleAnd(inline(statement({ Action: 'ec2:*' }))), 'ec2:CreateNetworkInterface', '*')).toBe('no');
});
