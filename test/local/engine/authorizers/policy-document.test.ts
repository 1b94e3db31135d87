import { judgePolicy, type PolicyDocument, policyDocument } from '../../../../src/local/engine/authorizers/policy-document';
import { matchesWildcards } from '../../../../src/local/engine/authorizers/wildcards';

const ORDERS = 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/orders';

function judged(statements: unknown, question: { resource?: string; action?: string; context?: object } = {}) {
  const policy = policyDocument({ Version: '2012-10-17', Statement: statements });
  if ('malformed' in policy) throw new Error(policy.malformed);
  const { resource = ORDERS, action = 'execute-api:Invoke', context = {} } = question;
  return judgePolicy(policy as PolicyDocument, { action, resource, context: context as Record<string, string> });
}

const allow = (Resource: unknown, more: object = {}) => ({ Effect: 'Allow', Action: 'execute-api:Invoke', Resource, ...more });
const deny = (Resource: unknown) => ({ Effect: 'Deny', Action: 'execute-api:Invoke', Resource });

test.each([
  ['orders', 'orders', true],
  ['*', '', true],
  ['o?ders', 'orders', true],
  ['o?ders', 'oders', false],
  ['*/GET/*', 'prod/GET/orders/7', true],
  ['*/GET/*', 'prod/POST/orders', false],
  ['a*b*c', 'aXbYbZc', true],
  ['a*b*c', 'aXbYbZ', false],
  ['', '', true],
  ['', 'a', false],
  ['a**', 'a', true],
  ['Orders', 'orders', false],
])('the pattern %s stands for %s: %s', (pattern, text, is) => {
  expect(matchesWildcards(pattern, text)).toBe(is);
});

test('a pattern of many stars does not take long', () => {
  expect(matchesWildcards(`${'*a'.repeat(200)}b`, 'a'.repeat(10_000))).toBe(false);
});

test.each([
  ['the resource itself', allow(ORDERS), 'allowed'],
  ['any method of the stage', allow('arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/*'), 'allowed'],
  ['one of several resources', allow(['arn:other', ORDERS]), 'allowed'],
  ['another resource', allow('arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/other'), 'notAllowed'],
  ['everything', allow('*'), 'allowed'],
  ['no statement', [], 'notAllowed'],
  ['a denial beside a permission', [allow('*'), deny(ORDERS)], 'explicitlyDenied'],
  ['a denial of something else', [allow('*'), deny('arn:other')], 'allowed'],
  ['all but this resource', { Effect: 'Allow', Action: '*', NotResource: ORDERS }, 'notAllowed'],
  ['all but another action', { Effect: 'Allow', NotAction: 'execute-api:ManageConnections', Resource: '*' }, 'allowed'],
  ['an action in other case', { Effect: 'Allow', Action: 'EXECUTE-API:invoke', Resource: '*' }, 'allowed'],
  ['a wildcard in the action', { Effect: 'Allow', Action: 'execute-api:*', Resource: '*' }, 'allowed'],
  ['another action', { Effect: 'Allow', Action: 'lambda:*', Resource: '*' }, 'notAllowed'],
])('a policy with %s: %#', (_, statements, answer) => {
  expect(judged(statements)).toBe(answer);
});

const office = { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.7'] } };

test.each([
  [office, { 'aws:sourceip': '203.0.113.9' }, 'allowed'],
  [office, { 'aws:sourceip': '198.51.100.7' }, 'allowed'],
  [office, { 'aws:sourceip': '198.51.100.8' }, 'notAllowed'],
  [office, {}, 'notAllowed'],
  [{ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:sourceip': '203.0.113.9' }, 'notAllowed'],
  [{ StringLike: { 'aws:UserAgent': 'curl/*' } }, { 'aws:useragent': 'curl/8.7' }, 'allowed'],
  [{ StringNotEquals: { 'aws:UserAgent': ['a', 'b'] } }, { 'aws:useragent': 'b' }, 'notAllowed'],
  [{ StringEqualsIfExists: { 'aws:UserAgent': 'a' } }, {}, 'allowed'],
  [{ DateLessThan: { 'aws:CurrentTime': '2026-01-02T00:00:00Z' } }, { 'aws:currenttime': '2026-01-01T00:00:00Z' }, 'allowed'],
  [{ DateLessThan: { 'aws:EpochTime': '10' } }, { 'aws:epochtime': '11' }, 'notAllowed'],
  [{ Bool: { 'aws:SecureTransport': true } }, { 'aws:securetransport': 'true' }, 'allowed'],
  [{ Null: { 'aws:UserAgent': 'true' } }, {}, 'allowed'],
  [{ 'ForAnyValue:StringEquals': { 'x:tags': 'a' } }, { 'x:tags': ['b', 'a'] }, 'allowed'],
  [{ 'ForAllValues:StringEquals': { 'x:tags': 'a' } }, { 'x:tags': ['b', 'a'] }, 'notAllowed'],
])('a statement counts where its conditions hold: %#', (Condition, context, answer) => {
  expect(judged(allow('*', { Condition }), { context })).toBe(answer);
});

test.each([
  ['text', 'allow'],
  ['no statement', { Version: '2012-10-17' }],
  ['an unknown version', { Version: '2020-01-01', Statement: [] }],
  ['a statement that is text', { Statement: ['Allow'] }],
  ['an unknown effect', { Statement: { ...allow('*'), Effect: 'allow' } }],
  ['no action', { Statement: { Effect: 'Allow', Resource: '*' } }],
  ['Action beside NotAction', { Statement: { ...allow('*'), NotAction: 'a' } }],
  ['no resource', { Statement: { Effect: 'Allow', Action: '*' } }],
  ['a resource that is a number', { Statement: allow(7) }],
  ['a resource of 513 characters (AUT-04)', { Statement: allow('a'.repeat(513)) }],
  ['a policy variable', { Statement: allow('arn:aws:execute-api:*:*:*/${aws:username}') }],
  ['an unknown operator', { Statement: allow('*', { Condition: { StringEqual: { a: 'b' } } }) }],
  ['a condition that is text', { Statement: allow('*', { Condition: 'x' }) }],
])('fails when a policy document has %s', (_, document) => {
  expect(policyDocument(document)).toEqual({ malformed: expect.any(String) });
});
