import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { appOf, running, runningFunction, stopAll } from '../scene';

afterEach(stopAll);

async function identity(endpoint: string, credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) {
  const client = new STSClient({ endpoint, region: 'us-east-1', credentials });
  const { $metadata, ...answer } = await client.send(new GetCallerIdentityCommand({}));
  client.destroy();
  return answer;
}

test('a handler that asks who it is hears of the session of its role (IAM-01)', async () => {
  const local = await runningFunction(`exports.handler = async () => ({
    accessKeyId: process.env.AWS_ACCESS_KEY_ID,
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
    sessionToken: process.env.AWS_SESSION_TOKEN,
  });`);
  const orders = local.function('Orders');
  const { payload } = await orders.invoke({});

  const answer = await identity(local.endpoint, payload as never);

  const fn = local.application.functions[0];
  expect(answer.Account).toBe(fn?.account);
  expect(answer.Arn).toMatch(new RegExp(`^arn:aws:sts::${fn?.account}:assumed-role/.+/${fn?.name}$`));
  expect(answer.UserId).toMatch(new RegExp(`:${fn?.name}$`));
});

test('the person at the keyboard is a user, with the credentials of the executor or with any others', async () => {
  const local = await running(appOf(() => undefined));
  const user = { Arn: expect.stringMatching(/^arn:aws:iam::\d{12}:user\/local$/), Account: expect.stringMatching(/^\d{12}$/) };

  expect(await identity(local.endpoint, local.credentials)).toMatchObject(user);
  expect(await identity(local.endpoint, { accessKeyId: 'mine', secretAccessKey: 'own' })).toMatchObject(user);
});

test('where signatures are verified, handlers and the credentials of the executor are let in, and nobody else', async () => {
  const local = await runningFunction(
    'exports.handler = async () => [process.env.AWS_ACCESS_KEY_ID, process.env.AWS_SECRET_ACCESS_KEY, process.env.AWS_SESSION_TOKEN];',
    {},
    { authentication: 'verify' },
  );
  const { payload } = await local.function('Orders').invoke({});
  const [accessKeyId = '', secretAccessKey = '', sessionToken = ''] = payload as string[];

  expect((await identity(local.endpoint, local.credentials)).Arn).toMatch(/user\/local$/);
  expect((await identity(local.endpoint, { accessKeyId, secretAccessKey, sessionToken })).Arn).toContain(':assumed-role/');
  const refused = { name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } };
  await expect(identity(local.endpoint, { accessKeyId, secretAccessKey })).rejects.toMatchObject(refused);
  await expect(identity(local.endpoint, { accessKeyId: 'mine', secretAccessKey: 'own' })).rejects.toMatchObject(refused);
});
