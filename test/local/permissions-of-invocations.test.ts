import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { LocalExecutor } from '../../src/local/executor';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

/** Sends the command that the event names, and answers the status and the text of the refusal. */
const CALLER = `
const sdk = require('@aws-sdk/client-lambda');
exports.handler = async ({ command, input }) => {
  try {
    const { $metadata } = await new sdk.LambdaClient().send(new sdk[command + 'Command'](input));
    return $metadata.httpStatusCode;
  } catch (error) {
    return [error.$metadata.httpStatusCode, error.name, error.message];
  }
};`;

const conditions = { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } };

/** `Orders` with the aliases `live` and `open`; `Caller` may invoke it unqualified, and its policy on `open` lets `Caller` in. */
const scene = (): Promise<LocalExecutor> =>
  running(
    appOf((stack) => {
      const orders = nodeFunction(stack, 'Orders', 'exports.handler = async () => 1;', { functionName: 'orders' });
      orders.addAlias('live');
      const open = orders.addAlias('open');
      const caller = nodeFunction(stack, 'Caller', CALLER);
      const [actions, resources] = [['lambda:InvokeFunction'], [orders.functionArn]];
      caller.addToRolePolicy(new PolicyStatement({ actions, resources }));
      new CfnPermission(stack, 'Open', {
        action: 'lambda:InvokeFunction',
        functionName: open.functionArn,
        principal: caller.role?.roleArn as string,
      });
      const guest = nodeFunction(stack, 'Guest', CALLER);
      guest.addToRolePolicy(new PolicyStatement({ actions, resources: ['*'], conditions }));
    }),
    { identityPolicies: 'enforce' },
  );

async function answer(local: LocalExecutor, from: string, command: string, input: object) {
  return (await local.function(from).invoke({ command, input })).payload;
}

test('a permission for the function is one for unqualified calls, by every operation that invokes (IAM-07, IAM-09)', async () => {
  const local = await scene();
  const input = { FunctionName: 'orders' };

  expect(await answer(local, 'Caller', 'Invoke', input)).toBe(200);
  expect(await answer(local, 'Caller', 'Invoke', { ...input, InvocationType: 'DryRun' })).toBe(204);
  expect(await answer(local, 'Caller', 'InvokeWithResponseStream', input)).toBe(200);
  expect(await answer(local, 'Caller', 'InvokeAsync', { ...input, InvokeArgs: '{}' })).toBe(202);
});

test('the policy of an alias lets its caller in, whatever the role lacks (IAM-06, IAM-07)', async () => {
  expect(await answer(await scene(), 'Caller', 'Invoke', { FunctionName: 'orders', Qualifier: 'open' })).toBe(200);
});

test.each([
  ['Invoke', { FunctionName: 'orders:live' }, ':live'],
  ['Invoke', { FunctionName: 'orders', Qualifier: '$LATEST' }, ':$LATEST'],
  ['Invoke', { FunctionName: 'orders:live', InvocationType: 'DryRun' }, ':live'],
  ['InvokeWithResponseStream', { FunctionName: 'orders', Qualifier: '1' }, ':1'],
])('fails when %s of %j is not among what the role may do (IAM-06, IAM-07)', async (command, input, qualifier) => {
  const local = await scene();

  expect(await answer(local, 'Caller', command, input)).toEqual([
    403,
    'AccessDeniedException',
    expect.stringMatching(
      /^User: arn:aws:sts::\d{12}:assumed-role\/.* is not authorized to perform: lambda:InvokeFunction on resource: /,
    ),
  ]);
  expect(local.permissions.missing).toEqual([
    expect.objectContaining({ action: 'lambda:InvokeFunction', resource: `${local.function('Orders').arn}${qualifier}` }),
  ]);
});

test.each([
  ['Invoke', {}],
  ['InvokeAsync', { InvokeArgs: '{}' }],
])('fails when %s is asked for by a role that may invoke through function URLs alone (IAM-08)', async (command, input) => {
  const refused = await answer(await scene(), 'Guest', command, { FunctionName: 'orders', ...input });

  expect(refused.slice(0, 2)).toEqual([403, 'AccessDeniedException']);
});
