import { knownPolicies } from '../../../../src/local/engine/identity/known-statement';
import { verdictOf } from '../../../../src/local/engine/identity/verdict';
import type { Policies } from '../../../../src/model/role';

const ROLE = 'arn:aws:iam::123456789012:role/Orders';
const TABLE = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders';
const WHO = {
  roleArn: ROLE,
  sessionArn: 'arn:aws:sts::123456789012:assumed-role/Orders/orders',
  account: '123456789012',
};
const CONTEXT = { 'aws:securetransport': 'true', 'aws:principalaccount': '123456789012', 'aws:sourcearn': undefined };

interface Scene {
  readonly role?: readonly object[];
  readonly boundary?: readonly object[];
  readonly resource?: readonly object[];
  readonly isWhole?: boolean;
  readonly isForeign?: boolean;
}

/** What IAM says to `dynamodb:PutItem` on the table `orders`. */
function verdict({ role = [], boundary, resource, isWhole = true, isForeign = false }: Scene, arn = TABLE) {
  const known = (statements: readonly object[], whole = true) =>
    knownPolicies({ statements: statements.map((written) => ({ written })), isWhole: whole } as Policies);
  const found = verdictOf(
    {
      identity: known(role, isWhole),
      ...(boundary && { boundary: known(boundary) }),
      ...(resource && { resource: known(resource) }),
      isForeign,
    },
    { action: 'dynamodb:PutItem', resource: arn, context: CONTEXT, who: WHO },
  );
  return found.is === 'denied' ? `${found.how} by ${found.by}` : found.is;
}

const allow = (more: object = {}) => ({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: TABLE, ...more });
const deny = (more: object = {}) => ({ ...allow(more), Effect: 'Deny' });

test('what nothing allows is denied, and what anything denies is denied whatever allows it', () => {
  expect(verdict({})).toBe('implicitly by identity');
  expect(verdict({ role: [allow()] })).toBe('allowed');
  expect(verdict({ role: [allow(), deny()] })).toBe('explicitly by identity');
  expect(verdict({ role: [allow()], resource: [deny({ Principal: '*' })] })).toBe('explicitly by resource');
});

test.each([
  ['an action with a wildcard', { Action: 'dynamodb:Put*' }],
  ['an action in another case', { Action: 'DynamoDB:putitem' }],
  ['every action but some', { Action: undefined, NotAction: 'dynamodb:Delete*' }],
  ['a resource with a wildcard', { Resource: 'arn:aws:dynamodb:*:*:table/ord*' }],
  ['every resource but some', { Resource: undefined, NotResource: `${TABLE}-archive` }],
  ['a list of both', { Action: ['sqs:*', 'dynamodb:*'], Resource: ['x', TABLE] }],
  ['a variable of the request', { Resource: 'arn:aws:dynamodb:eu-west-1:${aws:PrincipalAccount}:table/orders' }],
  ['a condition that is met', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
])('%s allows it', (_, more) => {
  const { Action, Resource, ...rest } = allow(more) as Record<string, unknown>;
  const statement = { ...rest, ...(Action !== undefined && { Action }), ...(Resource !== undefined && { Resource }) };
  expect(verdict({ role: [statement] })).toBe('allowed');
});

test.each([
  ['another action', { Action: 'dynamodb:GetItem' }],
  ['the table, but not its index', { Resource: `${TABLE}/index/*` }],
  ['a condition that is not met', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
  ['a condition on what only services of AWS send', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:*' } } }],
])('%s does not allow it', (_, more) => {
  expect(verdict({ role: [allow(more)] })).toBe('implicitly by identity');
});

test.each([
  ['a key of a condition that only AWS knows', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'orders' } } }],
  ['an operator that is not known here', { Condition: { BinaryEquals: { 'aws:SecureTransport': 'dHJ1ZQ==' } } }],
  ['a variable that only AWS knows', { Resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/${aws:PrincipalTag/team}' }],
])('%s leaves it open, whether it allows or denies', (_, more) => {
  expect(verdict({ role: [allow(more)] })).toBe('unknown');
  expect(verdict({ role: [allow(), deny(more)] })).toBe('unknown');
});

test('an open statement about something else does not leave it open', () => {
  const condition = { Condition: { StringEquals: { 'aws:ResourceTag/team': 'orders' } } };
  expect(verdict({ role: [allow({ Action: 'sqs:*', ...condition })] })).toBe('implicitly by identity');
  expect(verdict({ role: [allow({ Resource: 'arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/a}-x' })] })).toBe(
    'implicitly by identity',
  );
});

test('a policy that is not known may allow it, and leaves what is denied denied', () => {
  expect(verdict({ isWhole: false })).toBe('unknown');
  expect(verdict({ role: [deny()], isWhole: false })).toBe('explicitly by identity');
});

test('what the role allows must be within its permissions boundary', () => {
  expect(verdict({ role: [allow()], boundary: [allow({ Action: 'dynamodb:*', Resource: '*' })] })).toBe('allowed');
  expect(verdict({ role: [allow()], boundary: [allow({ Action: 'sqs:*' })] })).toBe('implicitly by boundary');
  expect(verdict({ role: [], boundary: [allow()] })).toBe('implicitly by identity');
  expect(verdict({ role: [allow()], boundary: [allow(), deny()] })).toBe('explicitly by boundary');
});

test('within the account, the policy of the resource is enough', () => {
  expect(verdict({ resource: [allow({ Principal: { AWS: ROLE } })] })).toBe('allowed');
  expect(verdict({ resource: [allow({ Principal: { AWS: WHO.sessionArn } })] })).toBe('allowed');
  expect(verdict({ resource: [allow({ Principal: '*' })] })).toBe('allowed');
});

test('a policy of the resource for others, for services or for the account as a whole adds nothing', () => {
  for (const Principal of [
    { AWS: 'arn:aws:iam::123456789012:role/Other' },
    { Service: 's3.amazonaws.com' },
    { AWS: 'arn:aws:iam::123456789012:root' },
    { AWS: '123456789012' },
  ]) {
    expect(verdict({ resource: [allow({ Principal })] })).toBe('implicitly by identity');
  }
});

test('a policy of the resource that names whom it is not for leaves it open', () => {
  expect(verdict({ role: [allow()], resource: [deny({ NotPrincipal: { AWS: ROLE } })] })).toBe('unknown');
});

test('whether a boundary binds what a resource allows is left open', () => {
  expect(verdict({ boundary: [], resource: [allow({ Principal: { AWS: ROLE } })] })).toBe('unknown');
});

test('in another account, what the role does not allow is denied, and the rest is up to that account', () => {
  const arn = 'arn:aws:dynamodb:eu-west-1:999999999999:table/orders';
  expect(verdict({ resource: [allow({ Principal: '*', Resource: arn })], isForeign: true }, arn)).toBe('implicitly by identity');
  expect(verdict({ role: [allow({ Resource: arn })], isForeign: true }, arn)).toBe('unknown');
});

test('a stack for any environment may be deployed to the account and Region that a policy names', () => {
  const here = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
  expect(verdict({ role: [allow()] }, here)).toBe('unknown');
  expect(verdict({ role: [allow({ Resource: `${TABLE}-archive` })] }, here)).toBe('implicitly by identity');
});

test('a statement of which a part is not known counts as far as it is known', () => {
  const judge = (written: object, unknown: readonly string[]) => {
    const identity = knownPolicies({ statements: [{ written: written as Record<string, unknown>, unknown }], isWhole: true });
    return verdictOf({ identity, isForeign: false }, { action: 'dynamodb:PutItem', resource: TABLE, context: CONTEXT, who: WHO })
      .is;
  };
  expect(judge({ Effect: 'Allow', Action: 'dynamodb:*' }, ['Resource'])).toBe('unknown');
  expect(judge({ Effect: 'Allow', Action: 'sqs:*' }, ['Resource'])).toBe('denied');
  expect(judge({ Effect: 'Allow', Action: 'dynamodb:*', Resource: [TABLE] }, ['Resource'])).toBe('allowed');
  expect(judge({ Effect: 'Allow', Resource: '*' }, ['Action'])).toBe('unknown');
  expect(judge({ Effect: 'Allow', Action: '*', Resource: '*' }, ['Condition'])).toBe('unknown');
  expect(judge({ Action: '*', Resource: '*' }, ['Effect'])).toBe('unknown');
  expect(judge({}, ['Effect'])).toBe('unknown');
});
