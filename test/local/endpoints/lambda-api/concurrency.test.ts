import {
  CreateFunctionUrlConfigCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
} from '@aws-sdk/client-lambda';
import { lambdaFunction } from '../../engine/app';
import { ARN, closeControlPlanes, controlPlane, refusal } from './scene';

afterEach(closeControlPlanes);

const FunctionName = 'orders';

async function scene(others: readonly ReturnType<typeof lambdaFunction>[] = []) {
  const orders = lambdaFunction(FunctionName, {
    versions: ['1', '2'],
    aliases: [
      { name: 'live', version: '1' },
      { name: 'dev', version: '$LATEST' },
    ],
  });
  const { lambda, registry, served } = await controlPlane({ functions: [orders, ...others] });
  const reserve = (ReservedConcurrentExecutions: number, name = FunctionName) =>
    lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions }));
  const provision = (Qualifier: string, ProvisionedConcurrentExecutions: number) =>
    lambda.send(new PutProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier, ProvisionedConcurrentExecutions }));
  const provisioned = (Qualifier: string) => lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
  return { lambda, registry, served, reserve, provision, provisioned };
}

test('concurrency is reserved, read and given back (CON-03)', async () => {
  const { lambda, reserve, registry } = await scene();
  const read = () => lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));

  expect(await read()).not.toHaveProperty('ReservedConcurrentExecutions');
  expect((await reserve(0)).ReservedConcurrentExecutions).toBe(0);
  expect((await read()).ReservedConcurrentExecutions).toBe(0);
  expect(registry.functions[0]?.reservedConcurrency).toBe(0);
  const { $metadata } = await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));

  expect($metadata.httpStatusCode).toBe(204);
  expect(registry.functions[0]).not.toHaveProperty('reservedConcurrency');
});

test('fails when a reservation leaves less than 100 to all others (CON-02)', async () => {
  const { reserve } = await scene([lambdaFunction('other', { reservedConcurrency: 400 })]);

  expect((await reserve(500)).ReservedConcurrentExecutions).toBe(500);
  expect(await refusal(reserve(501))).toEqual([
    'InvalidParameterValueException',
    400,
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
  ]);
});

test('what the quota does not allow is refused without a word of whose fault it is (CON-02, ERR-01)', async () => {
  const { served } = await scene();

  const response = await fetch(`${served.origin}/2017-10-31/functions/orders/concurrency`, {
    method: 'PUT',
    body: JSON.stringify({ ReservedConcurrentExecutions: 901 }),
  });

  expect([response.status, response.headers.get('x-amzn-errortype'), await response.json()]).toEqual([
    400,
    'InvalidParameterValueException',
    { message: expect.stringContaining('below its minimum value of [100].') },
  ]);
});

test('fails when an alias or version is to have a reservation (CON-03)', async () => {
  const { reserve } = await scene();

  expect(await refusal(reserve(1, `${ARN}:orders:live`))).toEqual([
    'InvalidParameterValueException',
    400,
    'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
  ]);
});

test('fails when concurrency is reserved for nobody, told with the qualifier, or less than nothing (FN-05)', async () => {
  const { reserve, lambda } = await scene();

  expect((await refusal(reserve(1, 'nobody')))[2]).toBe(`Function not found: ${ARN}:nobody:$LATEST`);
  expect((await refusal(lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: 'nobody' }))))[2]).toBe(
    `Function not found: ${ARN}:nobody`,
  );
  expect((await refusal(reserve(-1)))[0]).toBe('ValidationException');
});

test('provisioned concurrency is in progress when it is asked for and ready when somebody looks (CON-04)', async () => {
  const { lambda, provision, provisioned } = await scene();

  const { $metadata, ...asked } = await provision('live', 3);
  const ready = await provisioned('live');
  await lambda.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: 'live' }));

  expect($metadata.httpStatusCode).toBe(202);
  expect(asked).toEqual({
    RequestedProvisionedConcurrentExecutions: 3,
    AllocatedProvisionedConcurrentExecutions: 0,
    AvailableProvisionedConcurrentExecutions: 0,
    Status: 'IN_PROGRESS',
    LastModified: '2026-11-20T12:00:00.000+0000',
  });
  expect(ready).toMatchObject({ AllocatedProvisionedConcurrentExecutions: 3, Status: 'READY' });
  expect(await refusal(provisioned('live'))).toEqual([
    'ProvisionedConcurrencyConfigNotFoundException',
    404,
    'No Provisioned Concurrency Config found for this function',
  ]);
});

test('provisioned concurrency is listed in pages, aliases first', async () => {
  const { lambda, provision } = await scene();
  await provision('2', 2);
  await provision('live', 1);
  const list = (input = {}) => lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName, ...input }));

  const first = await list({ MaxItems: 1 });
  const second = await list({ Marker: first.NextMarker });

  expect(
    [first, second].flatMap(({ ProvisionedConcurrencyConfigs: all = [] }) => all.map(({ FunctionArn }) => FunctionArn)),
  ).toEqual([`${ARN}:orders:live`, `${ARN}:orders:2`]);
  expect(await refusal(list({ MaxItems: 51 }))).toEqual(['ValidationException', 400, expect.stringContaining("'maxItems'")]);
});

test.each([
  [
    '$LATEST',
    1,
    'InvalidParameterValueException',
    400,
    'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
  ],
  [
    'dev',
    1,
    'InvalidParameterValueException',
    400,
    'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
  ],
  ['nobody', 1, 'ResourceNotFoundException', 404, `Cannot find alias arn: ${ARN}:orders:nobody`],
  ['9', 1, 'ResourceNotFoundException', 404, `Function not found: ${ARN}:orders:9`],
  [
    'live',
    0,
    'ValidationException',
    400,
    "1 validation error detected: Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    'live',
    1001,
    'InvalidParameterValueException',
    400,
    "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [1000].",
  ],
  [
    'live',
    901,
    'InvalidParameterValueException',
    400,
    "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
  ],
])('fails when %s is to have %p provisioned environments (CON-02, CON-04)', async (qualifier, count, ...refused) => {
  const { provision } = await scene();

  expect(await refusal(provision(qualifier, count))).toEqual(refused);
});

test.each([
  [
    '$LATEST',
    FunctionName,
    'InvalidParameterValueException',
    400,
    'The function resource provided must be an alias or a published version.',
  ],
  ['nobody', FunctionName, 'ResourceNotFoundException', 404, `Cannot find alias arn: ${ARN}:orders:nobody`],
  ['9', FunctionName, 'ResourceNotFoundException', 404, `Function not found: ${ARN}:orders:9`],
  ['nobody', 'nothing', 'ResourceNotFoundException', 404, `Cannot find alias arn: ${ARN}:nothing:nobody`],
  ['1', 'nothing', 'ResourceNotFoundException', 404, `Function not found: ${ARN}:nothing:1`],
])('fails when the provisioned concurrency of %s of the function %s is read or deleted (CON-04)', async (Qualifier, name, ...refused) => {
  const { lambda } = await scene();
  const of = { FunctionName: name, Qualifier };

  expect(await refusal(lambda.send(new GetProvisionedConcurrencyConfigCommand(of)))).toEqual(refused);
  expect(await refusal(lambda.send(new DeleteProvisionedConcurrencyConfigCommand(of)))).toEqual(refused);
});

test('what never was provisioned can be deleted (CON-04)', async () => {
  const { lambda } = await scene();
  const of = { FunctionName, Qualifier: 'live' };

  expect((await lambda.send(new DeleteProvisionedConcurrencyConfigCommand(of))).$metadata.httpStatusCode).toBe(204);
});

test('fails when more is provisioned than reserved, or less reserved than provisioned (CON-05)', async () => {
  const { reserve, provision } = await scene();
  await reserve(2);
  await provision('live', 2);

  expect((await refusal(provision('live', 3)))[2]).toBe(
    'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
  );
  expect((await refusal(reserve(1)))[2]).toBe(
    " ReservedConcurrentExecutions  1 should not be lower than function's total provisioned concurrency [2].",
  );
});

test('fails when an alias and its version are both to be provisioned (ALS-10)', async () => {
  const first = await scene();
  await first.provision('1', 1);
  expect(await refusal(first.provision('live', 1))).toEqual([
    'ResourceConflictException',
    409,
    "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
  ]);

  const second = await scene();
  await second.provision('live', 1);
  expect(await refusal(second.provision('1', 1))).toEqual([
    'ResourceConflictException',
    409,
    'Version is pointed by a Provisioned Concurrency alias',
  ]);
});

test('the settings of the account tell what is left, and how many functions there are (CON-01)', async () => {
  const { lambda, reserve } = await scene();
  await reserve(40);

  const { AccountLimit, AccountUsage } = await lambda.send(new GetAccountSettingsCommand({}));

  expect(AccountLimit).toMatchObject({
    ConcurrentExecutions: 1000,
    UnreservedConcurrentExecutions: 960,
    CodeSizeZipped: 52_428_800,
  });
  expect(AccountUsage?.FunctionCount).toBe(1);
});

test('a function that isolates its tenants has neither provisioned concurrency nor a URL (FN-68, URL-04)', async () => {
  const isolated = lambdaFunction('isolated', { versions: ['1'], isolatesTenants: true });
  const { lambda } = await controlPlane({ functions: [isolated] });
  const provision = { FunctionName: 'isolated', Qualifier: '1', ProvisionedConcurrentExecutions: 1 };

  const { TenancyConfig } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'isolated' }));
  const provisioned = await refusal(lambda.send(new PutProvisionedConcurrencyConfigCommand(provision)));
  const url = await refusal(lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: 'isolated', AuthType: 'NONE' })));

  expect(TenancyConfig).toEqual({ TenantIsolationMode: 'PER_TENANT' });
  expect([provisioned, url].map((refused) => refused.slice(0, 2))).toEqual([
    ['InvalidParameterValueException', 400],
    ['InvalidParameterValueException', 400],
  ]);
});

test('an account with a small quota has that as its minimum, and tells it (CON-01, CON-02)', async () => {
  const functions = [lambdaFunction(FunctionName)];
  const { lambda, registry } = await controlPlane({ functions });
  registry.change((state) => [{ ...state, accountConcurrency: 10 }, undefined]);
  const reserve = new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 });

  expect((await refusal(lambda.send(reserve)))[2]).toContain('below its minimum value of [10].');
  expect((await lambda.send(new GetAccountSettingsCommand({}))).AccountLimit?.ConcurrentExecutions).toBe(10);
});
