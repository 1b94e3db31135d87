import { evaluate, type Statement } from '../../src/rules/policy-statements';
import { PLACEHOLDER_ACCOUNT, PLACEHOLDER_REGION } from '../../src/spec/pseudo-parameters';

const queue = (name: string, region = 'eu-west-1', account = '111111111111') => `arn:aws:sqs:${region}:${account}:${name}`;
const ANYWHERE = queue('orders', PLACEHOLDER_REGION, PLACEHOLDER_ACCOUNT);

const statement = (parts: Partial<Statement>): Statement => ({
  effect: 'Allow',
  actions: ['sqs:SendMessage'],
  resources: [queue('orders')],
  isPlain: true,
  ...parts,
});

/** What a role may do that has many statements about other things beside these. */
function amongMany(...own: readonly Statement[]) {
  const others = Array.from({ length: 20 }, (_, i) => statement({ resources: [queue(`other-${i}`)] }));
  return evaluate([...others, ...own], true, 'sqs:SendMessage', queue('orders'));
}

test.each<[string, Partial<Statement>]>([
  ['by name', {}],
  ['by name, in any stack', { resources: [ANYWHERE] }],
  ['beside another by name', { resources: [queue('third'), queue('orders')] }],
  ['by wildcard', { resources: [queue('ord*')] }],
  ['by a wildcard for one character', { resources: [queue('order?')] }],
  ['everywhere', { resources: ['*'] }],
  ['with a variable', { resources: [queue('${aws:PrincipalTag/team}')] }],
  ['for every action', { actions: ['SQS:*'] }],
  ['for another action', { actions: ['sqs:ReceiveMessage'] }],
  ['for another queue', { resources: [queue('third')] }],
  ['for a queue of that name elsewhere', { resources: [queue('orders', 'us-east-1')] }],
  ['by an unknown action', { actions: [], isPlain: false }],
  ['by an unknown resource', { resources: [], isPlain: false }],
  ['under a condition', { isPlain: false }],
])('what a statement %s says is the same among many statements', (_how, parts) => {
  for (const effect of ['Allow', 'Deny'] as const) {
    const others = effect === 'Deny' ? [statement({})] : [];
    const own = [statement({ ...parts, effect }), ...others];
    expect(amongMany(...own)).toBe(evaluate(own, true, 'sqs:SendMessage', queue('orders')));
  }
});

test('a role that two thousand functions share is asked in no time', () => {
  const statements = Array.from({ length: 2_000 }, (_, i) => statement({ resources: [queue(`queue-${i}`)] }));
  const answers = statements.map(({ resources: [name = ''] }) => evaluate(statements, true, 'sqs:SendMessage', name));
  expect(new Set(answers)).toEqual(new Set(['yes']));
});
