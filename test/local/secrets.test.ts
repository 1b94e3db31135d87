import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecretValue, type Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { LocalExecutor } from '../../src/local/executor';
import { appOf, nodeFunction, running, stopAll } from './scene';

const open: SecretsManagerClient[] = [];

afterEach(async () => {
  for (const client of open.splice(0)) client.destroy();
  await stopAll();
});

const READS = `
const { SecretsManagerClient, GetSecretValueCommand } = require('@aws-sdk/client-secrets-manager');
const client = new SecretsManagerClient();
exports.handler = async () => {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: process.env.SECRET }));
  return { SecretString, resolved: process.env.RESOLVED };
};`;

function clientOf(local: LocalExecutor): SecretsManagerClient {
  const client = new SecretsManagerClient({ endpoint: local.endpoint, region: 'us-east-1', credentials: local.credentials });
  open.push(client);
  return client;
}

/** A function `Orders` that reads the secret `Login`. */
function readingApp(build: (stack: Stack) => Secret, grant = true) {
  return appOf((stack) => {
    const secret = build(stack);
    const fn = nodeFunction(stack, 'Orders', READS);
    fn.addEnvironment('SECRET', secret.secretArn);
    if (grant) secret.grantRead(fn);
  });
}

test.each([
  'virtual',
  'system',
] as const)('a handler reads the secret of its app, whose generated value is that of references too (%s clock)', async (clock) => {
  const app = appOf((stack) => {
    const secret = new Secret(stack, 'Login', {
      secretName: 'shop/login',
      generateSecretString: {
        ...{ secretStringTemplate: '{"username":"admin"}', generateStringKey: 'password' },
        ...{ passwordLength: 20, excludePunctuation: true },
      },
    });
    const fn = nodeFunction(stack, 'Orders', READS);
    fn.addEnvironment('SECRET', secret.secretName);
    fn.addEnvironment('RESOLVED', secret.secretValueFromJson('password').unsafeUnwrap());
    secret.grantRead(fn);
  });
  const local = await running(app, { clock });

  const { payload } = await local.function('Orders').invoke({});

  const { SecretString, resolved } = payload as { SecretString: string; resolved: string };
  expect(resolved).toMatch(/^[a-zA-Z0-9]{20}$/);
  expect(JSON.parse(SecretString)).toEqual({ username: 'admin', password: resolved });
  expect(local.permissions.missing).toEqual([]);
  expect(local.application.unsupported).toEqual([]);
});

test('secrets of the app are there with their names, descriptions and tags, and their values are the same in every run', async () => {
  const app = () =>
    appOf((stack) => {
      nodeFunction(stack, 'Orders', READS);
      new Secret(stack, 'Login', { description: 'To log in' });
      new Secret(stack, 'Plain', { secretName: 'plain', secretStringValue: SecretValue.unsafePlainText('as it is') });
    });
  const seen = [];
  for (const _ of [1, 2]) {
    const local = await running(app(), { clock: 'virtual' });
    const client = clientOf(local);
    const { SecretList = [] } = await client.send(new ListSecretsCommand({ SortBy: 'name' }));
    const values = [];
    for (const { ARN } of SecretList) {
      const { Name, SecretString, VersionId } = await client.send(new GetSecretValueCommand({ SecretId: ARN }));
      values.push({ Name, SecretString, VersionId });
    }
    expect(SecretList).toMatchObject([{ Description: 'To log in' }, { Name: 'plain' }]);
    seen.push(values);
  }
  expect(seen[0]).toMatchObject([{ SecretString: expect.stringMatching(/^.{32}$/) }, { SecretString: 'as it is' }]);
  expect(seen[1]).toEqual(seen[0]);
});

test('a handler that reads a secret without a grant is told of, and refused where permissions are enforced', async () => {
  const app = (identityPolicies: 'report' | 'enforce') =>
    running(
      readingApp((stack) => new Secret(stack, 'Login', { secretName: 'login' }), false),
      { clock: 'virtual', identityPolicies },
    );
  const local = await app('report');
  expect((await local.function('Orders').invoke({})).functionError).toBeUndefined();
  expect(local.permissions.missing).toMatchObject([
    {
      ...{ action: 'secretsmanager:GetSecretValue', resourcePath: 'App/Login', function: 'App/Orders' },
      resource: expect.stringMatching(/:secret:login-[A-Za-z0-9]{6}$/),
      remedy: expect.stringContaining('secret.grantRead(fn)'),
    },
  ]);
  const strict = await app('enforce');
  expect((await strict.function('Orders').invoke({})).payload).toMatchObject({ errorType: 'AccessDeniedException' });
});
