import {
  CreateAliasCommand,
  type CreateAliasRequest,
  CreateFunctionUrlConfigCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  ListAliasesCommand,
  ListFunctionUrlConfigsCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { configuration, lambdaFunction } from '../../engine/app';
import { ARN, closeControlPlanes, controlPlane, refusal } from './scene';

afterEach(closeControlPlanes);

const FunctionName = 'orders';
const weights = (AdditionalVersionWeights: Record<string, number>) => ({ RoutingConfig: { AdditionalVersionWeights } });

async function scene() {
  const { lambda, ...rest } = await controlPlane({ functions: [lambdaFunction(FunctionName, { versions: ['1', '2'] })] });
  const create = (input: Partial<CreateAliasRequest> = {}) =>
    lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1', ...input }));
  const update = (input: object) => lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', ...input }));
  const get = (Name = 'live') => lambda.send(new GetAliasCommand({ FunctionName, Name }));
  return { lambda, create, update, get, ...rest };
}

test('an alias is made, read, changed and deleted (ALS-02)', async () => {
  const { lambda, create, update, get } = await scene();

  const { $metadata: made, ...alias } = await create({ Description: 'what is live', ...weights({ '2': 0.2 }) });
  const read = await get();
  const { $metadata: changed, ...after } = await update({
    FunctionVersion: '2',
    RoutingConfig: { AdditionalVersionWeights: {} },
  });
  const { $metadata: deleted } = await lambda.send(new DeleteAliasCommand({ FunctionName, Name: 'live' }));

  expect([made.httpStatusCode, changed.httpStatusCode, deleted.httpStatusCode]).toEqual([201, 200, 204]);
  expect(alias).toEqual({
    AliasArn: `${ARN}:orders:live`,
    Name: 'live',
    FunctionVersion: '1',
    Description: 'what is live',
    RoutingConfig: { AdditionalVersionWeights: { '2': 0.2 } },
    RevisionId: expect.any(String),
  });
  expect(read).toMatchObject(alias);
  expect(after).toEqual({
    AliasArn: `${ARN}:orders:live`,
    Name: 'live',
    FunctionVersion: '2',
    Description: 'what is live',
    RevisionId: expect.not.stringMatching(alias.RevisionId ?? ''),
  });
  expect((await refusal(get()))[2]).toBe(`Cannot find alias arn: ${ARN}:orders:live`);
});

test('weights stay as they are when only the version changes (ALS-06)', async () => {
  const { create, update } = await scene();
  await create({ FunctionVersion: '1', ...weights({ '2': 0.5 }) });

  expect((await update({ Description: 'x' })).RoutingConfig).toEqual({ AdditionalVersionWeights: { '2': 0.5 } });
});

test('aliases are listed in pages, all or those that lead to a version', async () => {
  const { lambda, create } = await scene();
  for (const Name of ['a', 'b', 'c']) await create({ Name, ...(Name === 'c' && { FunctionVersion: '2' }) });
  const list = (input = {}) => lambda.send(new ListAliasesCommand({ FunctionName, ...input }));

  const first = await list({ MaxItems: 2 });
  const second = await list({ Marker: first.NextMarker });
  const ofTwo = await list({ FunctionVersion: '2' });

  expect([first, second, ofTwo].map(({ Aliases }) => Aliases?.map(({ Name }) => Name))).toEqual([['a', 'b'], ['c'], ['c']]);
});

test.each([
  [
    '2024',
    "Value '2024' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
  ],
  ['a b', "Value 'a b' at 'name' failed"],
  ['a'.repeat(129), 'Member must have length less than or equal to 128'],
])('fails when an alias is called %s (ALS-01)', async (Name, text) => {
  const { create } = await scene();

  expect(await refusal(create({ Name }))).toEqual(['ValidationException', 400, expect.stringContaining(text)]);
});

test('fails when there is an alias of this name (ALS-02)', async () => {
  const { create } = await scene();
  await create();

  expect(await refusal(create())).toEqual(['ResourceConflictException', 409, `Alias already exists: ${ARN}:orders:live`]);
});

test.each([
  [{ FunctionVersion: '9' }, 'ResourceNotFoundException', 404, `Function not found: ${ARN}:orders:9`],
  [weights({ '9': 0.5 }), 'ResourceNotFoundException', 404, `Function not found: ${ARN}:orders:9`],
  [
    weights({ '1': 0.5 }),
    'InvalidParameterValueException',
    400,
    'Invalid function version 1. Function version 1 is already included in routing configuration.',
  ],
  [
    weights({ '1': 0.5, '2': 0.5 }),
    'InvalidParameterValueException',
    400,
    'Number of items in AdditionalVersionWeights cannot be greater than 1',
  ],
  [
    { FunctionVersion: '$LATEST', ...weights({ '2': 0.5 }) },
    'InvalidParameterValueException',
    400,
    '$LATEST is not supported for an alias pointing to more than 1 version',
  ],
  [
    weights({ '2': 1.5 }),
    'ValidationException',
    400,
    "1 validation error detected: Value '{2=1.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
  ],
  [
    weights({ $LATEST: 0.5 }),
    'ValidationException',
    400,
    "1 validation error detected: Value '{$LATEST=0.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+, Member must not be null]",
  ],
  [
    weights({ '2': -1 }),
    'ValidationException',
    400,
    expect.stringContaining(
      "Value '{2=-1.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value",
    ),
  ],
  [{ FunctionVersion: 'live' }, 'ValidationException', 400, expect.stringContaining("Value 'live' at 'functionVersion'")],
  [{ FunctionName: 'nobody' }, 'ResourceNotFoundException', 404, `Function not found: ${ARN}:nobody:1`],
])('fails when an alias leads to %j (ALS-03, ALS-04)', async (input, ...refused) => {
  const { create } = await scene();

  expect(await refusal(create(input))).toEqual(refused);
});

test('what $LATEST cannot share is refused without a word of whose fault it is (ALS-04, ERR-01)', async () => {
  const { served } = await scene();

  const response = await fetch(`${served.origin}/2015-03-31/functions/orders/aliases`, {
    method: 'POST',
    body: JSON.stringify({ Name: 'new', FunctionVersion: '$LATEST', ...weights({ '2': 0.5 }) }),
  });

  expect([response.status, response.headers.get('x-amzn-errortype'), await response.json()]).toEqual([
    400,
    'InvalidParameterValueException',
    { message: '$LATEST is not supported for an alias pointing to more than 1 version' },
  ]);
});

test('fails when two versions with different roles are to share an alias (ALS-05)', async () => {
  const fn = lambdaFunction(FunctionName, { versions: ['1', '2'] });
  const [one, two] = fn.versions;
  const other = { ...two, configuration: configuration({ roleArn: 'arn:aws:iam::000000000000:role/other' }) };
  const { lambda } = await controlPlane({ functions: [{ ...fn, versions: [one, other] as typeof fn.versions }] });
  const input = { FunctionName, Name: 'live', FunctionVersion: '1', ...weights({ '2': 0.5 }) };

  expect((await refusal(lambda.send(new CreateAliasCommand(input)))).slice(0, 2)).toEqual([
    'InvalidParameterValueException',
    400,
  ]);
});

test('an alias may lead to $LATEST alone, with all or nothing of a version beside it', async () => {
  const { create } = await scene();

  expect((await create({ Name: 'dev', FunctionVersion: '$LATEST' })).FunctionVersion).toBe('$LATEST');
  expect((await create({ Name: 'none', ...weights({ '2': 0 }) })).RoutingConfig).toEqual({
    AdditionalVersionWeights: { '2': 0 },
  });
  expect((await create({ Name: 'all', ...weights({ '2': 1 }) })).RoutingConfig).toEqual({ AdditionalVersionWeights: { '2': 1 } });
});

test('fails when an unknown alias is changed; deleting it is no error (ALS-03)', async () => {
  const { lambda, update } = await scene();

  expect(await refusal(update({ FunctionVersion: '1' }))).toEqual([
    'ResourceNotFoundException',
    404,
    `Alias not found: ${ARN}:orders:live`,
  ]);
  await lambda.send(new DeleteAliasCommand({ FunctionName, Name: 'live' }));
});

test('fails when the alias has changed since the caller read it (ALS-08)', async () => {
  const { create, update } = await scene();
  const { RevisionId } = await create();
  await update({ Description: 'x', RevisionId });

  expect((await refusal(update({ Description: 'y', RevisionId }))).slice(0, 2)).toEqual(['PreconditionFailedException', 412]);
});

test('fails when a version is deleted that an alias leads to, also in part (VER-09)', async () => {
  const { lambda, create } = await scene();
  await create({ FunctionVersion: '1', ...weights({ '2': 0.1 }) });

  for (const Qualifier of ['1', '2']) {
    const refused = await refusal(lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier })));
    expect(refused.slice(0, 2)).toEqual(['ResourceConflictException', 409]);
  }
});

test('with an alias its URL goes, too (URL-03)', async () => {
  const { lambda, create } = await scene();
  await create();
  await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, Qualifier: 'live', AuthType: 'NONE' }));
  await lambda.send(new DeleteAliasCommand({ FunctionName, Name: 'live' }));

  const { FunctionUrlConfigs } = await lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName }));

  expect(FunctionUrlConfigs).toEqual([]);
});
