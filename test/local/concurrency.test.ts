import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Alias, type CfnFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

test('an alias with provisioned concurrency answers its first call from an environment that was ready (CON-06)', async () => {
  const app = appOf((stack) => {
    const fn = nodeFunction(
      stack,
      'Orders',
      'const born = Date.now(); exports.handler = async () => [process.env.AWS_LAMBDA_INITIALIZATION_TYPE, born];',
    );
    new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion, provisionedConcurrentExecutions: 1 });
  });
  const local = await running(app, { clock: 'virtual' });
  await local.settle();
  const orders = local.function('Orders');

  const live = await orders.invoke({}, { qualifier: 'live' });
  const latest = await orders.invoke({});

  expect([live.payload[0], latest.payload[0]]).toEqual(['provisioned-concurrency', 'on-demand']);
  expect(live.initDurationMs).toBeUndefined();
});

test.each([
  ['Node.js', Runtime.NODEJS_24_X, 'exports.handler = async (event, context) => { console.log("x"); return context.tenantId; };'],
  [
    'Python',
    Runtime.PYTHON_3_13,
    'import logging\ndef handler(event, context):\n  logging.getLogger().error("x")\n  return context.tenant_id',
  ],
])('tenants reach the context and the JSON logs of %s, over the SDK (INV-09, INV-86)', async (_, runtime, source) => {
  const app = appOf((stack) => {
    const fn = nodeFunction(stack, 'Orders', source, { runtime });
    const resource = fn.node.defaultChild as CfnFunction;
    resource.addPropertyOverride('TenancyConfig', { TenantIsolationMode: 'PER_TENANT' });
    resource.addPropertyOverride('LoggingConfig', { LogFormat: 'JSON' });
  });
  const local = await running(app);
  const client = new LambdaClient({
    endpoint: local.endpoint,
    region: 'us-east-1',
    credentials: local.credentials,
    maxAttempts: 1,
  });
  const FunctionName = local.function('Orders').arn;
  const invoke = (TenantId?: string) => client.send(new InvokeCommand({ FunctionName, TenantId }));

  const blue = await invoke('blue');
  const green = await invoke('green');

  expect([blue, green].map(({ Payload }) => Buffer.from(Payload ?? []).toString())).toEqual(['"blue"', '"green"']);
  const lines = local.function('Orders').invocations.map((past) => past.lines.map((line) => JSON.parse(line)));
  expect(lines.map((each) => each.map(({ tenantId, record }) => tenantId ?? record.tenantId))).toEqual([
    ['blue', 'blue', 'blue'],
    ['green', 'green', 'green'],
  ]);
  await expect(invoke()).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  client.destroy();
});

test('the quota of the account can be lowered, and is enforced (CON-01)', async () => {
  const local = await running(
    appOf((stack) =>
      nodeFunction(stack, 'Orders', 'exports.handler = (event, context, done) => setTimeout(done, 300);', {
        runtime: Runtime.NODEJS_22_X,
      }),
    ),
    { accountConcurrency: 1 },
  );
  const orders = local.function('Orders');

  const first = orders.invoke();
  await expect(orders.invoke()).rejects.toMatchObject({ type: 'TooManyRequestsException', statusCode: 429 });
  expect((await first).statusCode).toBe(200);
});

test.each([0, -1, 1.5, Number.NaN])('fails when the quota of the account is %p', async (accountConcurrency) => {
  await expect(
    running(
      appOf(() => undefined),
      { accountConcurrency },
    ),
  ).rejects.toMatchObject({ code: 'OPTION_INVALID' });
});
