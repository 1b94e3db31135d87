import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetEventSourceMappingCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListLayersCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Code, FunctionUrlAuthType, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { LocalExecutor } from '../../src/local/executor';
import { zip } from './endpoints/lambda-api/scene';
import { appOf, nodeFunction, running, stopAll, temporaryFolder } from './scene';

afterEach(stopAll);

const saying = (text: string) => `exports.handler = async () => ${JSON.stringify(text)};`;
const archive = (text: string) => zip({ 'index.js': saying(text) });

function clientOf({ endpoint, credentials }: LocalExecutor): LambdaClient {
  return new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function said(lambda: LambdaClient, input: Partial<InvokeCommandInput> = {}) {
  const { Payload, ExecutedVersion } = await lambda.send(new InvokeCommand({ FunctionName: 'orders', ...input }));
  return [JSON.parse(Payload?.transformToString() ?? ''), ExecutedVersion];
}

test('a deployment by hand: new code, a version of it, and an alias that shifts a share to it (VER-01, VER-07, ALS-06, ALS-07)', async () => {
  const app = appOf((stack) => {
    const fn = nodeFunction(stack, 'Orders', saying('old'), { functionName: 'orders' });
    fn.addAlias('live');
  });
  const local = await running(app, { seed: 'shares' });
  const lambda = clientOf(local);
  const FunctionName = 'orders';
  expect(await said(lambda, { Qualifier: 'live' })).toEqual(['old', '1']);

  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: archive('new') }));
  expect(await said(lambda)).toEqual(['old', '$LATEST']);
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 10 }, { FunctionName });
  expect(await said(lambda)).toEqual(['new', '$LATEST']);
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
  await lambda.send(
    new UpdateAliasCommand({
      FunctionName,
      Name: 'live',
      RoutingConfig: { AdditionalVersionWeights: { [Version ?? '']: 0.25 } },
    }),
  );
  const answers: unknown[] = [];
  for (let i = 0; i < 40; i++) answers.push(await said(lambda, { Qualifier: 'live' }));
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: archive('newest') }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 10 }, { FunctionName });

  const shifted = answers.filter((answer) => JSON.stringify(answer) === '["new","2"]').length;
  const stayed = answers.filter((answer) => JSON.stringify(answer) === '["old","1"]').length;
  expect(shifted + stayed).toBe(40);
  expect(shifted).toBeGreaterThan(2);
  expect(shifted).toBeLessThan(20);
  expect(await said(lambda, { Qualifier: '2' })).toEqual(['new', '2']);
  expect(await said(lambda)).toEqual(['newest', '$LATEST']);
});

test('the same seed and the same calls shift the same invocations (ALS-06)', async () => {
  const runOnce = async () => {
    const app = appOf((stack) => {
      const fn = nodeFunction(stack, 'Orders', saying('x'), { functionName: 'orders' });
      fn.addAlias('live');
    });
    const local = await running(app, { seed: 'dice' });
    const lambda = clientOf(local);
    const FunctionName = 'orders';
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9 }));
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 10 }, { FunctionName });
    await lambda.send(new PublishVersionCommand({ FunctionName }));
    const RoutingConfig = { AdditionalVersionWeights: { '2': 0.5 } };
    await lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', RoutingConfig }));
    const versions: (string | undefined)[] = [];
    for (let i = 0; i < 12; i++) {
      const result = await local.function('Orders').invoke({}, { qualifier: 'live' });
      versions.push(result.executedVersion);
    }
    return versions;
  };

  expect(await runOnce()).toEqual(await runOnce());
});

test('a version that is published at run time keeps the files it had (VER-07)', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'index.js'), saying('before'));
  const app = appOf((stack) => {
    nodeFunction(stack, 'Orders', saying('x'), { functionName: 'orders', code: Code.fromAsset(folder) });
  });
  const local = await running(app);
  const lambda = clientOf(local);
  const { code } = local.application.functions[0]?.configuration ?? {};
  if (code?.kind !== 'directory') throw new Error('The code is no folder.');

  await lambda.send(new PublishVersionCommand({ FunctionName: 'orders' }));
  writeFileSync(join(code.path, 'index.js'), saying('after'));

  expect(await said(lambda, { Qualifier: '1' })).toEqual(['before', '1']);
  expect(await said(lambda)).toEqual(['after', '$LATEST']);
  expect((await lambda.send(new PublishVersionCommand({ FunctionName: 'orders' }))).Version).toBe('2');
});

test('what was uploaded is gone when the executor has stopped', async () => {
  const app = appOf((stack) => nodeFunction(stack, 'Orders', saying('x'), { functionName: 'orders' }));
  const local = await running(app, { isolation: 'none' });
  const lambda = clientOf(local);
  const FunctionName = 'orders';
  const where = zip({ 'index.js': 'exports.handler = async () => __dirname;' });
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: where }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 10 }, { FunctionName });
  const [path] = await said(lambda);
  expect(existsSync(path)).toBe(true);

  await local.stop();

  expect(existsSync(path)).toBe(false);
});

test('settings that change at run time reach the handler: variables, memory, timeout', async () => {
  const source = `exports.handler = async (_, context) =>
    [process.env.STAGE, context.memoryLimitInMB, Math.round(context.getRemainingTimeInMillis() / 60_000)];`;
  const local = await running(
    appOf((stack) => nodeFunction(stack, 'Orders', source, { functionName: 'orders', timeout: Duration.minutes(3) })),
  );
  const lambda = clientOf(local);
  const FunctionName = 'orders';
  expect((await said(lambda))[0]).toEqual([null, '128', 3]);

  const settings = { MemorySize: 256, Timeout: 900, Environment: { Variables: { STAGE: 'test' } } };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...settings }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 10 }, { FunctionName });

  expect((await said(lambda))[0]).toEqual(['test', '256', 15]);
});

test('a function that is created at run time is one like all others: for clients, for tests and at its URL (URL-11)', async () => {
  const local = await running(appOf((stack) => nodeFunction(stack, 'Orders', saying('x'))));
  const lambda = clientOf(local);
  const FunctionName = 'made';
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: 'arn:aws:iam::000000000000:role/made',
      Runtime: 'python3.13',
      Handler: 'app.handler',
      Code: { ZipFile: zip({ 'app.py': 'def handler(event, context):\n  return context.function_name' }) },
    }),
  );
  await expect(said(lambda, { FunctionName })).rejects.toMatchObject({ name: 'ResourceConflictException' });
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 10 }, { FunctionName });
  expect(await said(lambda, { FunctionName })).toEqual(['made', '$LATEST']);
  expect((await local.function('made').invoke()).payload).toBe('made');

  const { FunctionUrl = '' } = await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' }));
  const closed = await fetch(FunctionUrl);
  const all = { FunctionName, Principal: '*' };
  await lambda.send(
    new AddPermissionCommand({ ...all, StatementId: 'url', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }),
  );
  await lambda.send(
    new AddPermissionCommand({ ...all, StatementId: 'invoke', Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }),
  );
  const open = await fetch(FunctionUrl);

  expect([closed.status, open.status, await open.text()]).toEqual([403, 200, 'made']);
  expect(local.urls()).toEqual([{ kind: 'functionUrl', function: 'made', authType: 'NONE', href: FunctionUrl }]);
});

test('permissions that are given at run time open a URL that the app declares (IAM-03, URL-12)', async () => {
  const app = appOf((stack) => {
    const fn = nodeFunction(stack, 'Orders', saying('open'), { functionName: 'orders' });
    const url = fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    // As of an app that is made without the CDK's own statements.
    for (const child of fn.node.children.filter(({ node }) => node.id.startsWith('invoke-function')))
      fn.node.tryRemoveChild(child.node.id);
    url.applyRemovalPolicy(RemovalPolicy.DESTROY);
  });
  const local = await running(app);
  const lambda = clientOf(local);
  const { href = '' } = local.function('Orders').url ?? {};
  const all = { FunctionName: 'orders', Principal: '*' };

  const closed = await fetch(href);
  await lambda.send(
    new AddPermissionCommand({ ...all, StatementId: 'url', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }),
  );
  const half = await fetch(href);
  await lambda.send(
    new AddPermissionCommand({ ...all, StatementId: 'invoke', Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }),
  );
  const open = await fetch(href);

  expect([closed.status, half.status, open.status]).toEqual([403, 403, 200]);
});

test('a reservation of nothing that is made at run time throttles the next caller (CON-03, CON-09)', async () => {
  const local = await running(appOf((stack) => nodeFunction(stack, 'Orders', saying('x'), { functionName: 'orders' })));
  const lambda = clientOf(local);
  await said(lambda);

  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'orders', ReservedConcurrentExecutions: 0 }));

  await expect(said(lambda)).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
  });
});

test('environments that are provisioned at run time are started, and are ready when the status says so (CON-04, CON-06, ALS-10)', async () => {
  const app = appOf((stack) => {
    const source = 'exports.handler = async () => process.env.AWS_LAMBDA_INITIALIZATION_TYPE;';
    nodeFunction(stack, 'Orders', source, { functionName: 'orders' }).addAlias('live');
  });
  const local = await running(app);
  const lambda = clientOf(local);
  const at = { FunctionName: 'orders', Qualifier: 'live' };

  const asked = await lambda.send(new PutProvisionedConcurrencyConfigCommand({ ...at, ProvisionedConcurrentExecutions: 1 }));
  await local.settle();
  const ready = await lambda.send(new GetProvisionedConcurrencyConfigCommand(at));
  const served = await said(lambda, at);
  await lambda.send(new DeleteProvisionedConcurrencyConfigCommand(at));

  expect([asked.Status, ready.Status, ready.AvailableProvisionedConcurrentExecutions]).toEqual(['IN_PROGRESS', 'READY', 1]);
  expect(served).toEqual(['provisioned-concurrency', '1']);
  expect((await said(lambda, at))[0]).toBe('on-demand');
});

test.each([
  'virtual',
  'system',
] as const)('what an alias has provisioned moves with it to another version; the one before runs on demand (ALS-10, %s clock)', async (clock) => {
  const app = appOf((stack) => {
    const source = 'exports.handler = async () => process.env.AWS_LAMBDA_INITIALIZATION_TYPE;';
    nodeFunction(stack, 'Orders', source, { functionName: 'orders' }).addAlias('live', { provisionedConcurrentExecutions: 1 });
  });
  const local = await running(app, { clock });
  const lambda = clientOf(local);
  const FunctionName = 'orders';
  const at = { FunctionName, Qualifier: 'live' };
  const ready = async () => {
    for (;;) {
      const { Status, AvailableProvisionedConcurrentExecutions: count } = await lambda.send(
        new GetProvisionedConcurrencyConfigCommand(at),
      );
      if (Status !== 'IN_PROGRESS') return [Status, count];
    }
  };
  expect(await ready()).toEqual(['READY', 1]);
  expect(await said(lambda, { Qualifier: 'live' })).toEqual(['provisioned-concurrency', '1']);

  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9 }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 10 }, { FunctionName });
  await lambda.send(new PublishVersionCommand({ FunctionName }));
  await lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '2' }));

  expect(await ready()).toEqual(['READY', 1]);
  expect(await said(lambda, { Qualifier: 'live' })).toEqual(['provisioned-concurrency', '2']);
  expect(await said(lambda, { Qualifier: '1' })).toEqual(['on-demand', '1']);
});

test('an Init that fails is the status of what was to be provisioned (RT-08)', async () => {
  const app = appOf((stack) => {
    nodeFunction(stack, 'Orders', 'throw new Error("no");', { functionName: 'orders' }).addAlias('live');
  });
  const local = await running(app);
  const lambda = clientOf(local);
  const at = { FunctionName: 'orders', Qualifier: 'live' };

  await lambda.send(new PutProvisionedConcurrencyConfigCommand({ ...at, ProvisionedConcurrentExecutions: 1 }));
  await local.settle();

  expect(await lambda.send(new GetProvisionedConcurrencyConfigCommand(at))).toMatchObject({
    Status: 'FAILED',
    StatusReason: 'FUNCTION_ERROR_INIT_FAILURE',
    AvailableProvisionedConcurrentExecutions: 0,
  });
});

test('mappings and layers of the app are listed; a mapping is paused and goes on', async () => {
  const files = temporaryFolder();
  writeFileSync(join(files, 'tool.txt'), 'x');
  const app = appOf((stack) => {
    const fn = nodeFunction(stack, 'Orders', saying('x'), { functionName: 'orders' });
    const queue = new Queue(stack, 'Incoming', { queueName: 'incoming', visibilityTimeout: Duration.minutes(1) });
    fn.addEventSource(new SqsEventSource(queue, { batchSize: 3 }));
    new LayerVersion(stack, 'Tools', {
      layerVersionName: 'tools',
      code: Code.fromAsset(files),
      compatibleRuntimes: [Runtime.NODEJS_24_X],
    });
  });
  const local = await running(app);
  const lambda = clientOf(local);

  const { Layers } = await lambda.send(new ListLayersCommand({}));
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: 'orders' }));
  const { UUID } = EventSourceMappings[0] ?? {};
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  const paused = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
  const resumed = await lambda.send(new GetEventSourceMappingCommand({ UUID }));

  expect(Layers).toEqual([expect.objectContaining({ LayerName: 'tools' })]);
  expect(EventSourceMappings).toEqual([
    expect.objectContaining({ EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:incoming', BatchSize: 3, State: 'Enabled' }),
  ]);
  expect([paused.State, resumed.State]).toEqual(['Disabled', 'Enabled']);
});

test('under the virtual clock a client that waits for an update does not wait for time to be walked', async () => {
  const local = await running(
    appOf((stack) => nodeFunction(stack, 'Orders', saying('x'), { functionName: 'orders' })),
    {
      clock: 'virtual',
    },
  );
  const lambda = clientOf(local);
  const FunctionName = 'orders';

  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: archive('new') }));
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 10 }, { FunctionName });

  expect(await said(lambda)).toEqual(['new', '$LATEST']);
});
