import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { lambdaFunction } from '../../engine/app';
import { ARN, closeControlPlanes, controlPlane, refusal } from './scene';

afterEach(closeControlPlanes);

const orders = lambdaFunction('orders', {
  versions: ['1', '2'],
  aliases: [{ name: 'live', version: '2' }],
  configuration: {
    environment: { TABLE: 'orders' },
    timeoutSeconds: 30,
    code: { kind: 'inline', source: 'exports.handler = 1' },
  },
  reservedConcurrency: 5,
  deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:dead',
  tags: { team: 'shop' },
});

test('a function is described with its settings, code, tags and reservation (FN-80)', async () => {
  const { lambda } = await controlPlane({ functions: [orders] });

  const { $metadata, ...answer } = await lambda.send(new GetFunctionCommand({ FunctionName: 'orders' }));

  expect($metadata.httpStatusCode).toBe(200);
  expect(answer).toEqual({
    Code: { RepositoryType: 'S3' },
    Tags: { team: 'shop' },
    Concurrency: { ReservedConcurrentExecutions: 5 },
    Configuration: {
      FunctionName: 'orders',
      FunctionArn: `${ARN}:orders`,
      Runtime: 'nodejs24.x',
      Role: 'arn:aws:iam::000000000000:role/made-up',
      Handler: 'index.handler',
      CodeSize: 19,
      CodeSha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      Description: '',
      Timeout: 30,
      MemorySize: 128,
      LastModified: '2026-11-20T12:00:00.000+0000',
      Version: '$LATEST',
      DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' },
      Environment: { Variables: { TABLE: 'orders' } },
      TracingConfig: { Mode: 'PassThrough' },
      RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      State: 'Active',
      LastUpdateStatus: 'Successful',
      PackageType: 'Zip',
      Architectures: ['x86_64'],
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
      RuntimeVersionConfig: { RuntimeVersionArn: expect.stringMatching(/^arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$/) },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/made-up' },
    },
  });
});

test.each([
  ['orders', undefined, `${ARN}:orders`, '$LATEST'],
  ['orders', '$LATEST', `${ARN}:orders:$LATEST`, '$LATEST'],
  ['orders:1', undefined, `${ARN}:orders:1`, '1'],
  ['000000000000:function:orders', 'live', `${ARN}:orders:live`, '2'],
  [`${ARN}:orders:live`, 'live', `${ARN}:orders:live`, '2'],
])('%s with the qualifier %s is told of as it was addressed (FN-02, VER-08)', async (FunctionName, Qualifier, arn, version) => {
  const { lambda } = await controlPlane({ functions: [orders] });

  const answer = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier }));

  expect([answer.FunctionArn, answer.Version]).toEqual([arn, version]);
});

test.each([
  ['nobody', undefined, 'ResourceNotFoundException', 404, `Function not found: ${ARN}:nobody`],
  ['nobody', '$LATEST', 'ResourceNotFoundException', 404, `Function not found: ${ARN}:nobody:$LATEST`],
  ['orders', '9', 'ResourceNotFoundException', 404, `Function not found: ${ARN}:orders:9`],
  ['orders', '$latest', 'ResourceNotFoundException', 404, `Function not found: ${ARN}:orders:$latest`],
  [
    'orders:1',
    'live',
    'InvalidParameterValueException',
    400,
    'The derived qualifier from the function name does not match the specified qualifier.',
  ],
  [
    'arn:aws:lambda:eu-west-1:000000000000:function:orders',
    undefined,
    'ResourceNotFoundException',
    404,
    "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
  ],
  ['orders:$LATES', undefined, 'ValidationException', 400, expect.stringContaining("Value 'orders:$LATES' at 'functionName'")],
  [
    'f'.repeat(257),
    undefined,
    'ValidationException',
    400,
    expect.stringContaining('Member must have length less than or equal to 256'),
  ],
])('fails when the function is %s with the qualifier %s (FN-03 to FN-05, ERR-03, ERR-07)', async (FunctionName, Qualifier, ...refused) => {
  const { lambda } = await controlPlane({ functions: [orders] });

  expect(await refusal(lambda.send(new GetFunctionCommand({ FunctionName, Qualifier })))).toEqual(refused);
});

test('fails when the account in the ARN is not that of the app, without a word of what it has (ERR-08)', async () => {
  const { lambda } = await controlPlane({ functions: [orders] });
  const FunctionName = 'arn:aws:lambda:us-east-1:999999999999:function:orders';

  expect((await refusal(lambda.send(new GetFunctionCommand({ FunctionName })))).slice(0, 2)).toEqual([
    'AccessDeniedException',
    403,
  ]);
});

test('functions are listed in pages of at most 50, whatever is asked for (FN-85)', async () => {
  const functions = Array.from({ length: 120 }, (_, i) => lambdaFunction(`f${i}`));
  const { lambda } = await controlPlane({ functions });

  const sizes: (number | undefined)[] = [];
  const names: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await lambda.send(new ListFunctionsCommand({ Marker, MaxItems: 10_000 }));
    sizes.push(page.Functions?.length);
    names.push(...(page.Functions ?? []).map(({ FunctionName }) => FunctionName));
    Marker = page.NextMarker;
  } while (Marker);

  expect(sizes).toEqual([50, 50, 20]);
  expect(names).toEqual(functions.map(({ name }) => name));
});

test('a page goes on behind what was removed in the meantime', async () => {
  const { lambda, registry } = await controlPlane({ functions: ['a', 'b', 'c', 'd'].map((name) => lambdaFunction(name)) });
  const first = await lambda.send(new ListFunctionsCommand({ MaxItems: 2 }));

  registry.change((state) => [{ ...state, functions: state.functions.filter(({ name }) => name !== 'a') }, undefined]);
  const second = await lambda.send(new ListFunctionsCommand({ MaxItems: 2, Marker: first.NextMarker }));

  expect(second.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['c', 'd']);
  expect(second.NextMarker).toBeUndefined();
});

test.each([
  [
    { MaxItems: 0 },
    'ValidationException',
    "Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [{ MaxItems: 10_001 }, 'ValidationException', 'Member must have value less than or equal to 10000'],
  [{ Marker: 'made up' }, 'InvalidParameterValueException', 'Marker'],
  [
    { FunctionVersion: 'SOME' as never },
    'ValidationException',
    "Value 'SOME' at 'functionVersion' failed to satisfy constraint: Member must satisfy enum value set: [ALL]",
  ],
])('fails when functions are listed with %p', async (input, type, text) => {
  const { lambda } = await controlPlane({ functions: [orders] });

  expect(await refusal(lambda.send(new ListFunctionsCommand(input)))).toEqual([type, 400, expect.stringContaining(text)]);
});

test('all versions are listed with their ARNs, $LATEST first, without what only the function itself tells (VER-08)', async () => {
  const { lambda } = await controlPlane({ functions: [orders] });

  const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'orders' }));
  const { Functions } = await lambda.send(new ListFunctionsCommand({ FunctionVersion: 'ALL' }));

  expect(Versions?.map(({ FunctionArn, Version }) => [FunctionArn, Version])).toEqual([
    [`${ARN}:orders:$LATEST`, '$LATEST'],
    [`${ARN}:orders:1`, '1'],
    [`${ARN}:orders:2`, '2'],
  ]);
  expect(Functions).toEqual(Versions);
  expect(Versions?.[0]).not.toHaveProperty('State');
});

test('versions are listed in pages', async () => {
  const { lambda } = await controlPlane({ functions: [orders] });

  const first = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'orders', MaxItems: 2 }));
  const second = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'orders', Marker: first.NextMarker }));

  expect([...(first.Versions ?? []), ...(second.Versions ?? [])].map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2']);
});

test('functions of another Region are listed there; a Region that the app has nothing in stands for its only one', async () => {
  const abroad = {
    ...lambdaFunction('abroad'),
    region: 'eu-west-1',
    arn: 'arn:aws:lambda:eu-west-1:000000000000:function:abroad',
  };
  const both = await controlPlane({ functions: [orders, abroad] });
  const one = await controlPlane({ functions: [abroad] });
  const names = async ({ lambda }: typeof both) =>
    (await lambda.send(new ListFunctionsCommand({}))).Functions?.map(({ FunctionName }) => FunctionName);

  expect(await names(both)).toEqual(['orders']);
  expect(await names(one)).toEqual(['abroad']);
});

test('errors have their fault in the body, those of the validator in front have not (ERR-01, ERR-02)', async () => {
  const { served } = await controlPlane({ functions: [orders] });
  const body = async (path: string) => {
    const response = await fetch(`${served.origin}/2015-03-31/functions/${path}`);
    return [response.headers.get('x-amzn-errortype'), await response.json()];
  };

  expect(await body('nobody')).toEqual([
    'ResourceNotFoundException',
    { Type: 'User', Message: `Function not found: ${ARN}:nobody` },
  ]);
  expect(await body('orders:1?Qualifier=2')).toEqual([
    'InvalidParameterValueException',
    { Type: 'User', message: 'The derived qualifier from the function name does not match the specified qualifier.' },
  ]);
  expect(await body('?MaxItems=0')).toEqual(['ValidationException', expect.not.objectContaining({ Type: expect.anything() })]);
});

test('an operation that is not carried out is refused by its name', async () => {
  const { served } = await controlPlane({ functions: [orders] });

  const response = await fetch(`${served.origin}/2020-06-30/functions/orders/code-signing-config`);

  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ message: 'lambda-kit does not emulate GetFunctionCodeSigningConfig of lambda.' }),
  ]);
});

test('what a request changes is whole or not at all', async () => {
  const { lambda, registry } = await controlPlane({ functions: [orders] });
  const before = registry.state;

  await refusal(lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'orders', MemorySize: 1, Timeout: 0 })));
  await refusal(lambda.send(new GetPolicyCommand({ FunctionName: 'orders' })));

  expect(registry.state).toBe(before);
});
