import { createHash } from 'node:crypto';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  TagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { lambdaFunction } from '../../engine/app';
import { ARN, closeControlPlanes, controlPlane, refusal, zip } from './scene';

afterEach(closeControlPlanes);

const FunctionName = 'orders';
const Role = 'arn:aws:iam::000000000000:role/orders';
const CODE = zip({ 'index.js': 'exports.handler = async () => "new"' });

async function scene() {
  const { lambda, ...rest } = await controlPlane({ functions: [lambdaFunction(FunctionName)] });
  const code = (input: object = { ZipFile: CODE }) => lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ...input }));
  const configure = (input: object) => lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...input }));
  const create = (input: Partial<CreateFunctionCommandInput> = {}) =>
    lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'new',
        Role,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: CODE },
        ...input,
      }),
    );
  const look = (name = FunctionName) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  return { lambda, code, configure, create, look, ...rest };
}

const inProgress = {
  State: 'Active',
  LastUpdateStatus: 'InProgress',
  LastUpdateStatusReason: 'The function is being created.',
  LastUpdateStatusReasonCode: 'Creating',
};

test('new code is told of at once with its hash and size, and is in progress until somebody looks (FN-30, FN-81)', async () => {
  const { lambda, code, look, registry } = await scene();

  const updated = await code();
  const runs = registry.functions[0]?.configuration.code;
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 10 }, { FunctionName });
  const after = await look();

  expect(updated).toMatchObject({
    ...inProgress,
    CodeSize: CODE.length,
    CodeSha256: createHash('sha256').update(CODE).digest('base64'),
  });
  expect(runs).toEqual({ kind: 'inline', source: '' });
  expect(after).toMatchObject({ LastUpdateStatus: 'Successful', CodeSha256: updated.CodeSha256 });
  expect(after.RevisionId).not.toBe(updated.RevisionId);
  expect(registry.functions[0]?.configuration.code.kind).toBe('directory');
});

test('an update that nobody looks at has ended a second later', async () => {
  const { code, registry, clock } = await scene();
  await code();

  await clock.advance(999);
  expect(registry.functions[0]?.condition.is).toBe('updating');
  await clock.advance(1);
  expect(registry.functions[0]?.condition.is).toBe('active');
});

test.each([
  'code',
  'configure',
  'publish',
  'tag',
] as const)('fails when %s is asked for while an update is under way (FN-81)', async (what) => {
  const { lambda, code, configure } = await scene();
  await configure({ Timeout: 9 });
  const second = {
    code: () => code(),
    configure: () => configure({ Timeout: 8 }),
    publish: () => lambda.send(new PublishVersionCommand({ FunctionName })),
    tag: () => lambda.send(new TagResourceCommand({ Resource: `${ARN}:orders`, Tags: { a: 'b' } })),
  };

  expect(await refusal(second[what]())).toEqual([
    'ResourceConflictException',
    409,
    `The operation cannot be performed at this time. An update is in progress for resource: ${ARN}:orders`,
  ]);
});

test('with Publish the new version is answered, pending until the update has ended (VER-06)', async () => {
  const { code, lambda, clock } = await scene();

  const version = await code({ ZipFile: CODE, Publish: true });
  await clock.advance(1000);
  const after = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: '1' }));

  expect(version).toMatchObject({ Version: '1', FunctionArn: `${ARN}:orders:1`, State: 'Pending', StateReasonCode: 'Creating' });
  expect(version).not.toHaveProperty('LastUpdateStatus');
  expect(after).toMatchObject({ Version: '1', State: 'Active', CodeSha256: version.CodeSha256 });
  expect(after.RevisionId).not.toBe(version.RevisionId);
});

test('a function that is created with Publish is told of as its version, by its own ARN (VER-06)', async () => {
  const { create, lambda } = await scene();

  const created = await create({ Publish: true });
  const version = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'new', Qualifier: '1' }));

  expect([created.Version, created.FunctionArn]).toEqual(['1', `${ARN}:new`]);
  expect([version.Version, version.FunctionArn]).toEqual(['1', `${ARN}:new:1`]);
});

test('an environment without variables is told of when it was given, otherwise not (FN-80)', async () => {
  const { create, configure, look } = await scene();
  const empty = { Variables: {} };

  const without = await create();
  const given = await create({ FunctionName: 'given', Environment: empty });
  await look('given');
  await configure({ Environment: { Variables: { STAGE: 'test' } } });
  await look();
  const cleared = await configure({ Environment: empty });
  await look();
  const later = await configure({ Timeout: 9 });

  expect(without).not.toHaveProperty('Environment');
  expect([given, cleared, later].map(({ Environment }) => Environment)).toEqual([empty, empty, empty]);
});

test('a dry run tells what would come of it, and changes nothing', async () => {
  const { code, registry } = await scene();
  const before = registry.state;

  const dry = await code({ ZipFile: CODE, DryRun: true, Architectures: ['arm64'] });

  expect(dry).toMatchObject({ CodeSize: CODE.length, Architectures: ['arm64'] });
  expect(registry.state).toBe(before);
});

test.each([
  [{}, 'InvalidParameterValueException', 'Please provide a source for function code.'],
  [
    { ZipFile: Buffer.from('no archive') },
    'InvalidParameterValueException',
    'Could not unzip uploaded file. Please check your file, then try to upload again.',
  ],
  [
    { ZipFile: zip({ '../outside.js': '' }) },
    'InvalidParameterValueException',
    'Could not unzip uploaded file. Please check your file, then try to upload again.',
  ],
  [
    { ImageUri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/app:1' },
    'InvalidParameterValueException',
    "Please don't provide ImageUri when updating a function with packageType Zip.",
  ],
  [
    { S3Bucket: 'bucket', S3Key: 'code.zip' },
    'NotEmulatedException',
    'lambda-kit does not emulate S3Bucket and S3Key of UpdateFunctionCode: give the archive itself as ZipFile.',
  ],
  [
    { ZipFile: CODE, Architectures: ['x86_64', 'arm64'] },
    'ValidationException',
    "1 validation error detected: Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1",
  ],
  [
    { ZipFile: CODE, Architectures: ['x86'] },
    'ValidationException',
    "1 validation error detected: Value '[x86]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]",
  ],
])('fails when the code is %j (FN-15, FN-21 to FN-29)', async (input, type, text) => {
  const { code, registry } = await scene();
  const before = registry.state;

  expect(await refusal(code(input))).toEqual([type, 400, text]);
  expect(registry.state).toBe(before);
});

test('fails when the code is too large, zipped or unzipped (FN-22, FN-23)', async () => {
  const { code } = await scene();
  const bomb = zipSync({ 'zeros.bin': new Uint8Array(262_144_000) }, { level: 1 });

  expect(await refusal(code({ ZipFile: new Uint8Array(52_428_801) }))).toEqual([
    'RequestEntityTooLargeException',
    413,
    'Zipped size must be smaller than 52428800 bytes',
  ]);
  expect(await refusal(code({ ZipFile: bomb }))).toEqual([
    'InvalidParameterValueException',
    400,
    'Unzipped size must be smaller than 262144000 bytes',
  ]);
}, 120_000);

test('fails when the revision is not the last one, and a mistaken client learns nothing else (FN-83)', async () => {
  const { code, configure, look } = await scene();
  const { RevisionId } = await look();
  const text = expect.stringContaining('The Revision Id provided does not match the latest Revision Id.');

  expect(await refusal(code({ ZipFile: CODE, RevisionId: 'old' }))).toEqual(['PreconditionFailedException', 412, text]);
  expect(await refusal(configure({ Timeout: 5, RevisionId: 'old' }))).toEqual(['PreconditionFailedException', 412, text]);
  expect((await configure({ Timeout: 5, RevisionId })).Timeout).toBe(5);
});

test('settings that are not named stay, the environment is replaced as a whole (FN-44)', async () => {
  const { configure, look } = await scene();
  await configure({ Environment: { Variables: { ONE: '1', TWO: '2' } }, Timeout: 9, Description: 'x' });
  await look();
  const updated = await configure({ Environment: { Variables: { TWO: '22' } }, MemorySize: 512 });

  expect(updated).toMatchObject({
    ...inProgress,
    Timeout: 9,
    MemorySize: 512,
    Description: 'x',
    Environment: { Variables: { TWO: '22' } },
  });
  await look();
  expect((await configure({ Environment: { Variables: {} } })).Environment).toEqual({ Variables: {} });
});

test('log levels come with JSON and go with it (FN-63)', async () => {
  const { configure, look } = await scene();
  const json = await configure({ LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' } });
  await look();
  const kept = await configure({ LoggingConfig: { LogGroup: '/my/group' } });
  await look();
  const text = await configure({ LoggingConfig: { LogFormat: 'Text' } });

  expect(json.LoggingConfig).toEqual({
    LogFormat: 'JSON',
    ApplicationLogLevel: 'INFO',
    SystemLogLevel: 'WARN',
    LogGroup: '/aws/lambda/made-up',
  });
  expect(kept.LoggingConfig).toEqual({ ...json.LoggingConfig, LogGroup: '/my/group' });
  expect(text.LoggingConfig).toEqual({ LogFormat: 'Text', LogGroup: '/my/group' });
});

test.each([
  [{ Timeout: 901 }, 'InvalidParameterValueException', "Value '901' at 'timeout'"],
  [{ MemorySize: 10_241 }, 'InvalidParameterValueException', "Value '10241' at 'memorySize'"],
  [{ MemorySize: 127 }, 'ValidationException', 'Member must have value greater than or equal to 128'],
  [{ EphemeralStorage: { Size: 511 } }, 'ValidationException', "'ephemeralStorage.size'"],
  [{ Handler: 'a b' }, 'ValidationException', "Value 'a b' at 'handler'"],
  [{ Role: 'somebody' }, 'ValidationException', "Value 'somebody' at 'role'"],
  [{ Runtime: 'nodejs99' }, 'InvalidParameterValueException', 'Value nodejs99 at '],
  [{ Runtime: 'PYTHON3.13' }, 'InvalidParameterValueException', 'or be a valid ARN'],
  [
    { Runtime: 'nodejs12.x' },
    'InvalidParameterValueException',
    'The runtime parameter of nodejs12.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.',
  ],
  [{ Runtime: 'java25' }, 'NotEmulatedException', 'Functions of java25 are not run here.'],
  [
    { Environment: { Variables: { 'no-name': '1' } } },
    'ValidationException',
    "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+",
  ],
  [{ Environment: { Variables: { AWS_REGION: 'x' } } }, 'InvalidParameterValueException', 'AWS_REGION'],
  [
    { Environment: { Variables: { KEY: 'x'.repeat(4087) } } },
    'InvalidParameterValueException',
    'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {"KEY":"x',
  ],
  [{ LoggingConfig: { LogFormat: 'Text', SystemLogLevel: 'INFO' } }, 'InvalidParameterValueException', 'JSON'],
  [{ TracingConfig: { Mode: 'On' } }, 'ValidationException', "Value 'On' at 'tracingConfig.mode'"],
  [{ VpcConfig: { SubnetIds: ['subnet-1'] } }, 'NotEmulatedException', 'VpcConfig of UpdateFunctionConfiguration'],
  [{ SnapStart: { ApplyOn: 'PublishedVersions' } }, 'NotEmulatedException', 'SnapStart of UpdateFunctionConfiguration'],
  [
    { SnapStart: { ApplyOn: 'invalid' } },
    'ValidationException',
    "Value 'invalid' at 'snapStart.applyOn' failed to satisfy constraint: Member must satisfy enum value set: [PublishedVersions, None]",
  ],
  [{ KMSKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/1' }, 'NotEmulatedException', 'KMSKeyArn'],
])('fails when a function is set to %j', async (input, type, text) => {
  const { configure, registry } = await scene();
  const before = registry.state;

  expect(await refusal(configure(input))).toEqual([type, 400, expect.stringContaining(text)]);
  expect(registry.state).toBe(before);
});

test('a function that cannot be run here can be changed all the same, as long as it stays what it is', async () => {
  const java = lambdaFunction('java', { configuration: { runtime: 'java25', handler: 'a.B' } });
  const { lambda } = await controlPlane({ functions: [java] });

  const changed = await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'java', Timeout: 20 }));

  expect(changed.Timeout).toBe(20);
});

test('variables may have exactly 4096 bytes as JSON, and nothing that is taken away needs to be there (FN-41)', async () => {
  const { configure } = await scene();

  const updated = await configure({
    Environment: { Variables: { KEY: 'x'.repeat(4086) } },
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
    KMSKeyArn: '',
    DeadLetterConfig: { TargetArn: '' },
  });

  expect(updated.Environment?.Variables?.KEY).toHaveLength(4086);
});

test('a function is created with Lambda’s defaults, pending until somebody looks (FN-80)', async () => {
  const { create, lambda, look } = await scene();

  const { $metadata, ...created } = await create({ Tags: { team: 'shop' } });
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 10 }, { FunctionName: 'new' });
  const after = await look('new');

  expect($metadata.httpStatusCode).toBe(201);
  expect(created).toEqual({
    FunctionName: 'new',
    FunctionArn: `${ARN}:new`,
    Runtime: 'nodejs24.x',
    Role,
    Handler: 'index.handler',
    CodeSize: CODE.length,
    CodeSha256: expect.any(String),
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    LastModified: '2026-11-20T12:00:00.000+0000',
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: expect.any(String),
    State: 'Pending',
    StateReason: 'The function is being created.',
    StateReasonCode: 'Creating',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    RuntimeVersionConfig: { RuntimeVersionArn: expect.any(String) },
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/new' },
  });
  expect(after).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
  expect(after.RevisionId).not.toBe(created.RevisionId);
  expect((await lambda.send(new GetFunctionCommand({ FunctionName: 'new' }))).Tags).toEqual({ team: 'shop' });
});

test('a function is created and published in one (VER-06)', async () => {
  const { create } = await scene();

  expect(await create({ Publish: true })).toMatchObject({ Version: '1', FunctionArn: `${ARN}:new`, State: 'Pending' });
});

test.each([
  [{ FunctionName }, 'ResourceConflictException', 409, expect.stringContaining('orders')],
  [
    { FunctionName: 'f'.repeat(65) },
    'InvalidParameterValueException',
    400,
    `1 validation error detected: Value '${'f'.repeat(65)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
  ],
  [{ FunctionName: 'f'.repeat(141) }, 'ValidationException', 400, expect.stringContaining('less than or equal to 140')],
  [{ FunctionName: 'a.b' }, 'ValidationException', 400, expect.stringContaining("Value 'a.b' at 'functionName'")],
  [
    { FunctionName: 'arn:aws:lambda:eu-west-1:000000000000:function:new' },
    'ResourceNotFoundException',
    404,
    "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
  ],
  [{ Runtime: undefined }, 'InvalidParameterValueException', 400, expect.stringContaining('Runtime and Handler')],
  [{ Code: {} }, 'InvalidParameterValueException', 400, expect.any(String)],
  [
    { PackageType: 'Image' as const, Code: { ImageUri: 'x' } },
    'NotEmulatedException',
    400,
    expect.stringContaining('PackageType Image'),
  ],
  [{ Runtime: 'java25' as const }, 'NotEmulatedException', 400, 'Functions of java25 are not run here.'],
  [
    { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' as const } },
    'NotEmulatedException',
    400,
    expect.stringContaining('TenancyConfig'),
  ],
  [
    { Tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, ''])) },
    'InvalidParameterValueException',
    400,
    'Number of tags exceeds resource tag limit.',
  ],
])('fails when a function is created with %j', async (input, ...refused) => {
  const { create } = await scene();

  expect(await refusal(create(input))).toEqual(refused);
});

test('a function is gone with everything of it, and its numbers go on when it is made again (FN-84, VER-01)', async () => {
  const { lambda, create, look } = await scene();
  await create({ Publish: true });
  await look('new');

  const { $metadata, StatusCode } = await lambda.send(new DeleteFunctionCommand({ FunctionName: 'new' }));
  const gone = await refusal(look('new'));
  const again = await create({ Publish: true });

  expect([$metadata.httpStatusCode, StatusCode]).toEqual([204, 204]);
  expect(gone[2]).toBe(`Function not found: ${ARN}:new`);
  expect(again.Version).toBe('2');
  expect((await refusal(lambda.send(new DeleteFunctionCommand({ FunctionName: 'nobody' }))))[2]).toBe(
    `Function not found: ${ARN}:nobody`,
  );
});
