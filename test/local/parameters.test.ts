import { GetParameterCommand, GetParametersByPathCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CfnParameter, type Stack } from 'aws-cdk-lib';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { CfnParameter as CfnStoredParameter, ParameterTier, StringListParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { LocalExecutor } from 'cdk-lambda-kit/local';
import { appOf, nodeFunction, running, stopAll } from './scene';

const open: SSMClient[] = [];

afterEach(async () => {
  for (const client of open.splice(0)) client.destroy();
  await stopAll();
});

const GREET = `
const { SSMClient, GetParameterCommand, PutParameterCommand } = require('@aws-sdk/client-ssm');
const client = new SSMClient();
exports.handler = async ({ next } = {}) => {
  const Name = process.env.GREETING;
  if (next) await client.send(new PutParameterCommand({ Name, Value: next, Overwrite: true }));
  const { Parameter } = await client.send(new GetParameterCommand({ Name }));
  return [Parameter.Value, Parameter.Version];
};`;

function greeter(stack: Stack) {
  const greeting = new StringParameter(stack, 'Greeting', { parameterName: '/shop/greeting', stringValue: 'good day' });
  const fn = nodeFunction(stack, 'Greet', GREET, { environment: { GREETING: greeting.parameterName } });
  greeting.grantRead(fn);
  greeting.grantWrite(fn);
}

function clientOf({ endpoint, credentials }: LocalExecutor): SSMClient {
  const client = new SSMClient({ endpoint, credentials, region: 'us-east-1', maxAttempts: 1 });
  open.push(client);
  return client;
}

test.each(['virtual', 'system'] as const)('a handler reads a parameter of the app, and writes it (%s clock)', async (clock) => {
  const local = await running(appOf(greeter), { clock, identityPolicies: 'enforce' });
  const greet = local.function('Greet');
  expect((await greet.invoke({})).payload).toEqual(['good day', 1]);

  const client = clientOf(local);
  await client.send(new PutParameterCommand({ Name: '/shop/greeting', Value: 'good night', Overwrite: true }));
  expect((await greet.invoke({})).payload).toEqual(['good night', 2]);
  expect((await greet.invoke({ next: 'good morning' })).payload).toEqual(['good morning', 3]);

  const { Parameter } = await client.send(new GetParameterCommand({ Name: '/shop/greeting' }));
  expect(Parameter).toMatchObject({ Value: 'good morning', LastModifiedDate: expect.any(Date) });
  expect(local.application.unsupported).toEqual([]);
  expect(local.permissions.missing).toEqual([]);
});

test('parameters have what their templates say, and values that come of other resources', async () => {
  const local = await running(
    appOf((stack) => {
      const fn = nodeFunction(stack, 'Greet', GREET);
      const url = fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
      new StringParameter(stack, 'Name', { parameterName: '/refs/name', stringValue: fn.functionName });
      const ofUrl = { stringValue: url.url, tier: ParameterTier.ADVANCED, allowedPattern: 'https://.*' };
      new StringParameter(stack, 'Url', { parameterName: '/refs/url', ...ofUrl });
      new StringListParameter(stack, 'List', { parameterName: '/refs/list', stringListValue: ['a', 'b'] });
      const unnamed = new StringParameter(stack, 'Unnamed', { stringValue: 'x', allowedPattern: '[a-z]' });
      fn.addEnvironment('GREETING', unnamed.parameterName);
    }),
    { clock: 'virtual', identityPolicies: 'ignore' },
  );
  const greet = local.function('Greet');
  expect((await greet.invoke({})).payload).toEqual(['x', 1]);

  const { Parameters = [] } = await clientOf(local).send(new GetParametersByPathCommand({ Path: '/refs' }));
  expect(Parameters.map(({ Name, Type, Value }) => [Name, Type, Value])).toEqual([
    ['/refs/list', 'StringList', 'a,b'],
    ['/refs/name', 'String', local.application.functions[0]?.name],
    ['/refs/url', 'String', greet.url?.href],
  ]);
});

test('template parameters have the values of stored ones, as before', async () => {
  const local = await running(
    appOf((stack) => {
      const type = 'AWS::SSM::Parameter::Value<String>';
      const given = new CfnParameter(stack, 'Given', { type, default: '/shop/greeting' });
      new StringParameter(stack, 'Greeting', { parameterName: '/shop/greeting', stringValue: 'good day' });
      const source = 'exports.handler = async () => process.env.GREETING;';
      nodeFunction(stack, 'Greet', source, { environment: { GREETING: given.valueAsString } });
    }),
    { clock: 'virtual' },
  );
  expect((await local.function('Greet').invoke({})).payload).toBe('good day');
});

test('fails when Parameter Store would not take a parameter, which is told; the others are there', async () => {
  const local = await running(
    appOf((stack) => {
      new StringParameter(stack, 'Long', { parameterName: '/long', stringValue: 'x'.repeat(4097) });
      new CfnStoredParameter(stack, 'Reserved', { name: '/awsome/x', type: 'String', value: 'x' });
      new StringParameter(stack, 'Good', { parameterName: '/good', stringValue: 'x' });
      new CfnStoredParameter(stack, 'Same', { name: '/good', type: 'String', value: 'y' });
    }),
    { clock: 'virtual' },
  );
  const told = local.journal.entries.flatMap((entry) => (entry.kind === 'notEmulated' ? [[entry.what, entry.why]] : []));
  expect(told).toEqual([
    ['App/Long', expect.stringMatching(/^Standard tier parameters support/)],
    ['App/Reserved', 'No access to reserved parameter name: /awsome/x.'],
    ['App/Same', expect.stringMatching(/^The parameter already exists/)],
  ]);
  const { Parameters } = await clientOf(local).send(new GetParametersByPathCommand({ Path: '/' }));
  expect(Parameters).toMatchObject([{ Name: '/good', Value: 'x' }]);
});
