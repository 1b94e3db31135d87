import {
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { lambdaFunction } from '../../engine/app';
import { ARN, closeControlPlanes, controlPlane, refusal, zip } from './scene';

afterEach(closeControlPlanes);

const FunctionName = 'orders';

async function scene(versions: readonly string[] = []) {
  const { lambda, ...rest } = await controlPlane({ functions: [lambdaFunction(FunctionName, { versions })] });
  const publish = (input = {}) => lambda.send(new PublishVersionCommand({ FunctionName, ...input }));
  const look = () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const configure = async (settings: object) => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...settings }));
    return look();
  };
  return { lambda, publish, look, configure, ...rest };
}

test('a version is published with the next number, and is active at once (VER-01)', async () => {
  const { publish } = await scene();

  const { $metadata, ...version } = await publish({ Description: 'the first' });

  expect($metadata.httpStatusCode).toBe(201);
  expect(version).toMatchObject({
    Version: '1',
    FunctionArn: `${ARN}:orders:1`,
    Description: 'the first',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  });
});

test('nothing is published when nothing has changed: the last version comes again, with its revision (VER-02)', async () => {
  const { publish, configure, lambda } = await scene();

  const first = await publish();
  const again = await publish({ Description: 'another text' });
  await configure({ Timeout: 7 });
  const second = await publish();
  const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));

  expect([again.Version, again.RevisionId, again.Description]).toEqual([first.Version, first.RevisionId, '']);
  expect([second.Version, second.Timeout]).toEqual(['2', 7]);
  expect(Versions?.map(({ Version, Timeout }) => [Version, Timeout])).toEqual([
    ['$LATEST', 7],
    ['1', 3],
    ['2', 7],
  ]);
});

test.each([
  ['an environment variable', { Environment: { Variables: { TABLE: '1' } } }],
  ['the dead-letter target', { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' } }],
  ['the description', { Description: 'new' }],
  ['the role', { Role: 'arn:aws:iam::000000000000:role/other' }],
  ['the log format', { LoggingConfig: { LogFormat: 'JSON' as const } }],
])('a change of %s makes a new version (VER-02)', async (_, settings) => {
  const { publish, configure } = await scene();
  await publish();
  await configure(settings);

  expect((await publish()).Version).toBe('2');
});

test('code that is uploaded again with the same bytes makes no new version, other code does (VER-02)', async () => {
  const { publish, lambda, look } = await scene();
  const upload = async (text: string) => {
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip({ 'index.js': text }) }));
    await look();
  };

  await upload('one');
  const first = await publish();
  await upload('one');
  const same = await publish();
  await upload('two');
  const other = await publish();

  expect([first.Version, same.Version, other.Version]).toEqual(['1', '1', '2']);
  expect(other.CodeSha256).not.toBe(first.CodeSha256);
});

test('a version that the app declares has the function’s code, so nothing new is published before a change', async () => {
  const { publish, configure } = await scene(['1', '2']);

  expect((await publish()).Version).toBe('2');
  await configure({ MemorySize: 256 });
  expect((await publish()).Version).toBe('3');
});

test('numbers are not given again when a version is deleted (VER-01, FN-84)', async () => {
  const { publish, configure, lambda } = await scene();
  await publish();
  await lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1' }));
  await configure({ Timeout: 5 });

  expect((await publish()).Version).toBe('2');
});

test('fails when the code is not the one that the caller thinks (VER-04)', async () => {
  const { publish, look } = await scene();
  const { CodeSha256 } = await look();

  expect(await refusal(publish({ CodeSha256: 'somethingelse' }))).toEqual([
    'InvalidParameterValueException',
    400,
    `CodeSHA256 (somethingelse) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
  ]);
  expect((await publish({ CodeSha256 })).Version).toBe('1');
});

test('fails when the function has changed since the caller read it (VER-05)', async () => {
  const { publish, look, configure } = await scene();
  const { RevisionId } = await look();
  const now = await configure({ Timeout: 5 });

  expect(await refusal(publish({ RevisionId }))).toEqual([
    'PreconditionFailedException',
    412,
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
  ]);
  expect((await publish({ RevisionId: now.RevisionId })).Version).toBe('1');
});

test('fails while an update is under way (FN-81, VER-06)', async () => {
  const { publish, lambda } = await scene();
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 5 }));

  expect(await refusal(publish())).toEqual([
    'ResourceConflictException',
    409,
    `The operation cannot be performed at this time. An update is in progress for resource: ${ARN}:orders`,
  ]);
});

test('fails when there is no function to publish, or the text is too long', async () => {
  const { publish } = await scene();

  expect(await refusal(publish({ FunctionName: 'nobody' }))).toEqual([
    'ResourceNotFoundException',
    404,
    `Function not found: ${ARN}:nobody`,
  ]);
  expect((await refusal(publish({ Description: 'x'.repeat(257) }))).slice(0, 2)).toEqual(['ValidationException', 400]);
  expect((await refusal(publish({ PublishTo: 'LATEST_PUBLISHED' })))[0]).toBe('NotEmulatedException');
});

test.each([
  ['$LATEST', 'InvalidParameterValueException', 400, '$LATEST version cannot be deleted without deleting the function.'],
  ['unknown', 'ResourceNotFoundException', 404, `Function not found: ${ARN}:orders:unknown`],
])('fails when the version %s is deleted (FN-84)', async (Qualifier, ...refused) => {
  const { lambda } = await scene(['1']);

  expect(await refusal(lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier })))).toEqual(refused);
});

test('a version that never was can be deleted again and again (FN-84)', async () => {
  const { lambda } = await scene(['1']);
  const gone = () => lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '42' }));

  expect([(await gone()).$metadata.httpStatusCode, (await gone()).StatusCode]).toEqual([204, 204]);
});
