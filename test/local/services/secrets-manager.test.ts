import {
  BatchGetSecretValueCommand,
  type BatchGetSecretValueCommandInput,
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  type GetRandomPasswordCommandInput,
  GetSecretValueCommand,
  ListSecretsCommand,
  type ListSecretsCommandInput,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { seededChance } from '../../../src/local/chance';
import { secretsManagerService } from '../../../src/local/services/secretsmanager/api';
import { SecretStore } from '../../../src/local/services/secretsmanager/store';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import { closeServed, servedServices } from '../../support/served-services';

const open: SecretsManagerClient[] = [];
const NOT_FOUND = { name: 'ResourceNotFoundException', message: "Secrets Manager can't find the specified secret." };
const MARKED = {
  name: 'InvalidRequestException',
  message: "You can't perform this operation on the secret because it was marked for deletion.",
};
const token = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

afterEach(async () => {
  for (const client of open.splice(0)) client.destroy();
  await closeServed();
});

/** Secrets Manager at noon of a day, with a secret `db` for those who ask for it. */
async function secretsManager() {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1, 12));
  const store = new SecretStore(() => clock.now());
  const served = await servedServices([secretsManagerService({ store, clock, chance: seededChance('secrets') })]);
  const client = new SecretsManagerClient(served.client);
  open.push(client);
  const create = (Name = 'db', SecretString: string | undefined = 'first', more = {}) =>
    client.send(new CreateSecretCommand({ Name, SecretString, ClientRequestToken: token(1), ...more }));
  const put = (SecretString: string, number: number, VersionStages?: string[]) =>
    client.send(new PutSecretValueCommand({ SecretId: 'db', SecretString, ClientRequestToken: token(number), VersionStages }));
  const get = (SecretId = 'db', more = {}) => client.send(new GetSecretValueCommand({ SecretId, ...more }));
  const move = (VersionStage: string, from?: number, to?: number) =>
    client.send(
      new UpdateSecretVersionStageCommand({
        ...{ SecretId: 'db', VersionStage },
        RemoveFromVersionId: from === undefined ? undefined : token(from),
        MoveToVersionId: to === undefined ? undefined : token(to),
      }),
    );
  const describe = (SecretId = 'db') => client.send(new DescribeSecretCommand({ SecretId }));
  /** The labels of each version that has any. */
  const stages = async () => {
    const { VersionIdsToStages = {} } = await describe();
    return Object.fromEntries(Object.entries(VersionIdsToStages).map(([id, labels]) => [Number(id.slice(-12)), labels]));
  };
  return { ...served, client, clock, create, put, get, move, describe, stages };
}

describe('reading', () => {
  test('a secret is read by its name, its ARN, and its ARN without the last six characters', async () => {
    const { create, get } = await secretsManager();
    const { ARN = '', Name, VersionId } = await create('app/db');
    expect({ Name, VersionId }).toEqual({ Name: 'app/db', VersionId: token(1) });
    expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-west-1:210987654321:secret:app\/db-[A-Za-z0-9]{6}$/);

    for (const id of ['app/db', ARN, ARN.slice(0, -7)]) {
      expect(await get(id)).toMatchObject({
        ...{ ARN, Name, VersionId, SecretString: 'first', VersionStages: ['AWSCURRENT'] },
        CreatedDate: new Date('2026-01-01T12:00:00Z'),
      });
    }
  });

  test('fails when an ARN without its end looks like a whole one', async () => {
    const { create, get } = await secretsManager();
    const { ARN = '' } = await create('app-a1b2c3');
    await expect(get(ARN.slice(0, -7))).rejects.toMatchObject(NOT_FOUND);
    await expect(get('app-a1b2c3')).resolves.toMatchObject({ ARN });
  });

  test('bytes are given back as bytes', async () => {
    const { client, get } = await secretsManager();
    const SecretBinary = Uint8Array.from([0, 255, 7]);
    await client.send(new CreateSecretCommand({ Name: 'db', SecretBinary }));
    const { SecretBinary: read, SecretString } = await get();
    expect([...(read ?? [])]).toEqual([0, 255, 7]);
    expect(SecretString).toBeUndefined();
  });

  test('versions are read by id and by label', async () => {
    const { create, put, get } = await secretsManager();
    await create();
    await put('second', 2);
    await put('next', 3, ['AWSPENDING']);
    expect(await get()).toMatchObject({ SecretString: 'second', VersionId: token(2) });
    expect(await get('db', { VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'first' });
    expect(await get('db', { VersionStage: 'AWSPENDING', VersionId: token(3) })).toMatchObject({ SecretString: 'next' });
    expect(await get('db', { VersionId: token(1) })).toMatchObject({ SecretString: 'first', VersionStages: ['AWSPREVIOUS'] });
  });

  test('fails when there is no such secret, version or label, or the version has not that label', async () => {
    const { create, get, client } = await secretsManager();
    await expect(get()).rejects.toMatchObject(NOT_FOUND);
    await create();
    const refused = [
      [{ VersionStage: 'BLUE' }, "Secrets Manager can't find the specified secret value for staging label: BLUE"],
      [{ VersionId: token(9) }, `Secrets Manager can't find the specified secret value for VersionId: ${token(9)}`],
    ] as const;
    for (const [more, message] of refused) {
      await expect(get('db', more)).rejects.toMatchObject({ name: 'ResourceNotFoundException', message });
    }
    await expect(get('db', { VersionId: token(1), VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: 'You provided a VersionStage that is not associated to the provided VersionId.',
    });
    await client.send(new CreateSecretCommand({ Name: 'empty' }));
    await expect(get('empty')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    });
    await expect(get('no name')).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    });
  });

  test('many are read at once, and what cannot be read is told beside them', async () => {
    const { client, create } = await secretsManager();
    await create('one', '1');
    await create('two', '2', { Tags: [{ Key: 'team', Value: 'blue' }] });
    const batch = (input: BatchGetSecretValueCommandInput) => client.send(new BatchGetSecretValueCommand(input));

    expect(await batch({ SecretIdList: ['two', 'none', 'one'] })).toMatchObject({
      SecretValues: [
        { Name: 'two', SecretString: '2' },
        { Name: 'one', SecretString: '1' },
      ],
      Errors: [{ SecretId: 'none', ErrorCode: NOT_FOUND.name, Message: NOT_FOUND.message }],
    });
    const found = async (Key: 'name' | 'tag-value', ...Values: string[]) =>
      (await batch({ Filters: [{ Key, Values }] })).SecretValues?.map(({ Name }) => Name);
    expect(await found('name', 'o')).toEqual(['one']);
    expect(await found('name', '!o')).toEqual(['two']);
    expect(await found('tag-value', 'bl')).toEqual(['two']);
    const first = await batch({ Filters: [{ Key: 'name', Values: ['one', 'two'] }], MaxResults: 1 });
    expect(first.SecretValues).toHaveLength(1);
    const second = await batch({ Filters: [{ Key: 'name', Values: ['one', 'two'] }], NextToken: first.NextToken });
    expect(second).toMatchObject({ SecretValues: [{ Name: 'two' }] });
    expect(second.NextToken).toBeUndefined();
  });

  test.each<[BatchGetSecretValueCommandInput, string]>([
    [{}, 'InvalidParameterException'],
    [{ SecretIdList: ['a'], Filters: [{ Key: 'name', Values: ['a'] }] }, 'InvalidParameterException'],
    [{ SecretIdList: ['a'], MaxResults: 2 }, 'InvalidParameterException'],
    [{ SecretIdList: Array.from({ length: 21 }, (_, at) => `s${at}`) }, 'ValidationException'],
    [{ Filters: [{ Key: 'colour' as 'name', Values: ['a'] }] }, 'ValidationException'],
    [{ Filters: [{ Key: 'name' as const, Values: [] }] }, 'InvalidParameterException'],
    [{ Filters: [{ Key: 'name' as const, Values: ['a'] }], NextToken: '?' }, 'InvalidNextTokenException'],
  ])('fails when many are asked for with %j', async (input, name) => {
    const { client } = await secretsManager();
    await expect(client.send(new BatchGetSecretValueCommand(input))).rejects.toMatchObject({ name });
  });
});

describe('values', () => {
  test('a new value is current, and the one before it is the previous one', async () => {
    const { create, put, stages, client } = await secretsManager();
    await create();
    expect(await put('second', 2)).toMatchObject({ Name: 'db', VersionId: token(2), VersionStages: ['AWSCURRENT'] });
    expect(await stages()).toEqual({ 1: ['AWSPREVIOUS'], 2: ['AWSCURRENT'] });
    const third = { SecretId: 'db', SecretString: 'third', ClientRequestToken: token(3) };
    expect(await client.send(new UpdateSecretCommand(third))).toMatchObject({ Name: 'db', VersionId: token(3) });
    expect(await stages()).toEqual({ 2: ['AWSPREVIOUS'], 3: ['AWSCURRENT'] });

    const list = async (IncludeDeprecated: boolean) =>
      (await client.send(new ListSecretVersionIdsCommand({ SecretId: 'db', IncludeDeprecated }))).Versions;
    expect(await list(false)).toMatchObject([
      { VersionId: token(2), KmsKeyIds: ['DefaultEncryptionKey'] },
      { VersionId: token(3) },
    ]);
    expect((await list(true))?.[0]).toEqual({
      ...{ VersionId: token(1), CreatedDate: new Date('2026-01-01T12:00:00Z'), KmsKeyIds: ['DefaultEncryptionKey'] },
    });
  });

  test('labels of one’s own move to the version that is given them last', async () => {
    const { create, put, stages } = await secretsManager();
    await create();
    expect(await put('second', 2, ['one', 'two', 'three'])).toMatchObject({ VersionStages: ['one', 'three', 'two'] });
    await put('third', 3, ['one', 'two', 'four']);
    expect(await stages()).toEqual({ 1: ['AWSCURRENT'], 2: ['three'], 3: ['four', 'one', 'two'] });
  });

  test('the first value of a secret without one is current whatever its labels', async () => {
    const { client, put, stages } = await secretsManager();
    const created = await client.send(new CreateSecretCommand({ Name: 'db' }));
    expect(created.VersionId).toBeUndefined();
    await put('first', 1, ['AWSPENDING']);
    expect(await stages()).toEqual({ 1: ['AWSCURRENT', 'AWSPENDING'] });
  });

  test('asking the same twice makes one version; the same token with another value fails', async () => {
    const { create, put, stages } = await secretsManager();
    const { ARN } = await create();
    expect(await create()).toMatchObject({ ARN, VersionId: token(1) });
    await put('second', 2);
    await put('second', 2);
    expect(await stages()).toEqual({ 1: ['AWSPREVIOUS'], 2: ['AWSCURRENT'] });
    await expect(put('other', 2)).rejects.toMatchObject({
      name: 'ResourceExistsException',
      message: expect.stringContaining(`You can't use ClientRequestToken ${token(2)} because that value is already in use`),
    });
  });

  test('a rotation promotes what is pending, and can be taken back', async () => {
    const { create, put, move, stages } = await secretsManager();
    await create();
    await put('next', 2, ['AWSPENDING']);
    await move('AWSCURRENT', 1, 2);
    expect(await stages()).toEqual({ 1: ['AWSPREVIOUS'], 2: ['AWSCURRENT', 'AWSPENDING'] });
    await put('last', 3);
    expect(await stages()).toEqual({ 2: ['AWSPREVIOUS'], 3: ['AWSCURRENT'] });
    await move('AWSCURRENT', 3, 2);
    expect(await stages()).toEqual({ 2: ['AWSCURRENT'], 3: ['AWSPREVIOUS'] });
    await move('BLUE', undefined, 3);
    await move('BLUE', 3);
    expect(await stages()).toEqual({ 2: ['AWSCURRENT'], 3: ['AWSPREVIOUS'] });
  });

  test('fails when a label is taken from a version that is not told, has it not, or is not there', async () => {
    const { create, put, move } = await secretsManager();
    await create();
    await put('next', 2, ['AWSPENDING']);
    await expect(move('AWSCURRENT', undefined, 2)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${token(1)}, so you must explicitly reference that version in RemoveFromVersionId.`,
    });
    await expect(move('AWSCURRENT', 2, 1)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(move('AWSCURRENT', 1)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(move('AWSCURRENT', 1, 7)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('fails when a value is missing, given twice or longer than 64 KiB, and when its token is too short', async () => {
    const { create, client, get } = await secretsManager();
    await create();
    const put = (more: object) => client.send(new PutSecretValueCommand({ SecretId: 'db', ...more }));
    await expect(put({})).rejects.toMatchObject({
      ...{ name: 'InvalidRequestException', message: 'You must provide either SecretString or SecretBinary.' },
    });
    await expect(put({ SecretString: 'a', SecretBinary: Uint8Array.of(1) })).rejects.toMatchObject({
      ...{ name: 'InvalidParameterException' },
      message: "You can't specify both a binary secret value and a string secret value in the same secret.",
    });
    await expect(put({ SecretString: 'ä'.repeat(32_769) })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put({ SecretBinary: new Uint8Array(65_537) })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put({ SecretString: 'a', ClientRequestToken: 'short' })).rejects.toMatchObject({
      ...{ name: 'InvalidParameterException', message: 'ClientRequestToken must be 32-64 characters long.' },
    });
    await put({ SecretString: 'x'.repeat(65_536) });
    expect((await get()).SecretString).toHaveLength(65_536);
  });

  test('fails when a request that no SDK has written has no token', async () => {
    const { origin } = await secretsManager();
    const answer = await fetch(origin, {
      method: 'POST',
      headers: { 'x-amz-target': 'secretsmanager.CreateSecret', 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ Name: 'db', SecretString: 'x' }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      __type: 'InvalidRequestException',
      Message: 'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
    });
  });

  test('of versions without labels, the newest hundred are kept', async () => {
    const { create, put, client } = await secretsManager();
    await create();
    for (let number = 2; number <= 110; number++) await put(`value ${number}`, number);
    const ids: number[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new ListSecretVersionIdsCommand({ SecretId: 'db', IncludeDeprecated: true, MaxResults: 40, NextToken }),
      );
      ids.push(...(page.Versions ?? []).map(({ VersionId = '' }) => Number(VersionId.slice(-12))));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(ids).toHaveLength(102);
    expect(ids[0]).toBe(9);
  });
});

describe('secrets', () => {
  test('a secret is described by what was given and done, and read dates are days', async () => {
    const { client, clock, create, get, describe } = await secretsManager();
    const { ARN } = await create('db', 'first', {
      ...{ Description: 'The database', KmsKeyId: 'alias/mine', Tags: [{ Key: 'team', Value: 'blue' }] },
    });
    const described = {
      ...{ ARN, Name: 'db', Description: 'The database', KmsKeyId: 'alias/mine', Tags: [{ Key: 'team', Value: 'blue' }] },
      ...{ CreatedDate: new Date('2026-01-01T12:00:00Z'), LastChangedDate: new Date('2026-01-01T12:00:00Z') },
      VersionIdsToStages: { [token(1)]: ['AWSCURRENT'] },
    };
    const { $metadata: _, ...before } = await describe();
    expect(before).toEqual(described);
    await clock.advance({ hours: 1 });
    await get();
    await client.send(new UpdateSecretCommand({ SecretId: 'db', Description: 'Ours', KmsKeyId: 'alias/other' }));
    await client.send(new TagResourceCommand({ SecretId: 'db', Tags: [{ Key: 'cost', Value: '7' }] }));
    await client.send(new UntagResourceCommand({ SecretId: 'db', TagKeys: ['team', 'none'] }));
    const { $metadata: __, ...after } = await describe();
    expect(after).toEqual({
      ...described,
      ...{ Description: 'Ours', KmsKeyId: 'alias/other', Tags: [{ Key: 'cost', Value: '7' }] },
      ...{ LastAccessedDate: new Date('2026-01-01T00:00:00Z'), LastChangedDate: new Date('2026-01-01T13:00:00Z') },
    });
  });

  test('fails when a secret of the name is there, or the name cannot be one', async () => {
    const { create } = await secretsManager();
    await create();
    await expect(create('db', 'other', { ClientRequestToken: token(2) })).rejects.toMatchObject({
      ...{ name: 'ResourceExistsException', message: 'The operation failed because the secret db already exists.' },
    });
    for (const name of ['with blank', 'a'.repeat(513), 'what?']) {
      await expect(create(name)).rejects.toMatchObject({ name: 'ValidationException' });
    }
  });

  test('fails when replicas or secrets of other companies are asked for, and when one is to be rotated', async () => {
    const { create, client } = await secretsManager();
    await create();
    await expect(create('other', 'x', { AddReplicaRegions: [{ Region: 'us-east-1' }] })).rejects.toMatchObject({
      name: 'NotEmulatedException',
    });
    await expect(create('other', 'x', { Type: 'Company' })).rejects.toMatchObject({ name: 'NotEmulatedException' });
    await expect(client.send(new RotateSecretCommand({ SecretId: 'db' }))).rejects.toMatchObject({
      ...{ name: 'NotEmulatedException', message: expect.stringContaining('RotateSecret') },
    });
  });

  test('what is marked for deletion cannot be read until it is restored, and is gone after its window', async () => {
    const { client, clock, create, put, get, move, describe } = await secretsManager();
    await create();
    const remove = (more = {}) => client.send(new DeleteSecretCommand({ SecretId: 'db', ...more }));
    const until = new Date('2026-01-08T12:00:00Z');
    expect(await remove({ RecoveryWindowInDays: 7 })).toMatchObject({ Name: 'db', DeletionDate: until });
    const refused = [
      get(),
      put('x', 5),
      move('BLUE', undefined, 1),
      remove(),
      client.send(new UpdateSecretCommand({ SecretId: 'db', Description: 'x' })),
      client.send(new TagResourceCommand({ SecretId: 'db', Tags: [] })),
    ];
    for (const each of refused) await expect(each).rejects.toMatchObject(MARKED);
    await expect(create()).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: "You can't create this secret because a secret with this name is already scheduled for deletion.",
    });
    expect(await describe()).toMatchObject({ DeletedDate: until });
    const list = async (IncludePlannedDeletion: boolean) =>
      (await client.send(new ListSecretsCommand({ IncludePlannedDeletion }))).SecretList?.map(({ Name }) => Name);
    expect([await list(false), await list(true)]).toEqual([[], ['db']]);

    await clock.advance({ days: 6 });
    expect(await client.send(new RestoreSecretCommand({ SecretId: 'db' }))).toMatchObject({ Name: 'db' });
    expect(await get()).toMatchObject({ SecretString: 'first' });
    expect(await remove()).toMatchObject({ DeletionDate: new Date('2026-02-06T12:00:00Z') });
    await clock.advance({ days: 30 });
    await expect(describe()).rejects.toMatchObject(NOT_FOUND);
    await expect(client.send(new RestoreSecretCommand({ SecretId: 'db' }))).rejects.toMatchObject(NOT_FOUND);
  });

  test('by force a secret is gone at once, whatever its state, and may be none', async () => {
    const { client, create, get } = await secretsManager();
    const remove = (more = {}) => client.send(new DeleteSecretCommand({ SecretId: 'db', ...more }));
    const force = { ForceDeleteWithoutRecovery: true };
    await create();
    await remove();
    expect(await remove(force)).toMatchObject({ Name: 'db', DeletionDate: new Date('2026-01-01T12:00:00Z') });
    await expect(get()).rejects.toMatchObject(NOT_FOUND);
    expect(await remove(force)).toMatchObject({ Name: 'db' });
    await create('db', 'again');
    expect(await get()).toMatchObject({ SecretString: 'again' });
    await expect(remove({ ...force, RecoveryWindowInDays: 7 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    });
    await expect(remove({ RecoveryWindowInDays: 31 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
    });
  });

  test('secrets are listed by filters, in an order and page by page', async () => {
    const { client, clock, create } = await secretsManager();
    await create('app/Orders', '1', { Description: 'Of the Shop' });
    await clock.advance({ minutes: 1 });
    await create('app/bills', '2', { Tags: [{ Key: 'Team', Value: 'Blue' }] });
    await clock.advance({ minutes: 1 });
    await create('other', '3');
    const list = async (input: ListSecretsCommandInput) =>
      (await client.send(new ListSecretsCommand(input))).SecretList?.map(({ Name }) => Name);
    const filtered = (Key: string, ...Values: string[]) => list({ Filters: [{ Key: Key as 'name', Values }] });

    expect(await list({})).toEqual(['app/Orders', 'app/bills', 'other']);
    expect(await list({ SortOrder: 'desc' })).toEqual(['other', 'app/bills', 'app/Orders']);
    expect(await list({ SortBy: 'name', SortOrder: 'desc' })).toEqual(['other', 'app/bills', 'app/Orders']);
    expect(await filtered('name', 'app/')).toEqual(['app/Orders', 'app/bills']);
    expect(await filtered('name', 'App/')).toEqual([]);
    expect(await filtered('name', 'app/', '!app/b')).toEqual(['app/Orders']);
    expect(await filtered('description', 'of the')).toEqual(['app/Orders']);
    expect(await filtered('tag-key', 'Team')).toEqual(['app/bills']);
    expect(await filtered('tag-value', 'blue')).toEqual([]);
    expect(await filtered('all', 'shop app')).toEqual(['app/Orders']);
    expect(await filtered('all', 'blue')).toEqual(['app/bills']);
    expect(await filtered('owning-service', 'rds')).toEqual([]);
    const { SecretList, NextToken } = await client.send(new ListSecretsCommand({ MaxResults: 2 }));
    expect(SecretList?.[1]).toMatchObject({ SecretVersionsToStages: { [token(1)]: ['AWSCURRENT'] } });
    expect(await list({ NextToken })).toEqual(['other']);
    await expect(list({ MaxResults: 101 })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(list({ SortBy: 'size' as 'name' })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('random passwords', () => {
  const made = async (input: GetRandomPasswordCommandInput) => {
    const { client } = await secretsManager();
    return (await client.send(new GetRandomPasswordCommand(input))).RandomPassword ?? '';
  };

  test('a password has 32 characters, of each type at least one', async () => {
    const password = await made({});
    expect(password).toHaveLength(32);
    for (const type of [/[a-z]/, /[A-Z]/, /\d/, /[!-/:-@[-`{-~]/]) expect(password).toMatch(type);
    expect(password).not.toContain(' ');
  });

  test.each<[GetRandomPasswordCommandInput, RegExp]>([
    [{ PasswordLength: 4 }, /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[!-/:-@[-`{-~]).{4}$/],
    [{ ExcludePunctuation: true, ExcludeCharacters: 'aeiou0' }, /^[b-df-hj-np-tv-zA-Z1-9]{32}$/],
    [{ ExcludeLowercase: true, ExcludeUppercase: true, ExcludePunctuation: true, PasswordLength: 6 }, /^\d{6}$/],
    [
      { ExcludeLowercase: true, ExcludeUppercase: true, ExcludePunctuation: true, ExcludeNumbers: true, IncludeSpace: true },
      /^ {32}$/,
    ],
    [{ PasswordLength: 1, RequireEachIncludedType: false }, /^.$/],
  ])('a password with %j', async (input, pattern) => {
    expect(await made(input)).toMatch(pattern);
  });

  test.each<[GetRandomPasswordCommandInput, string]>([
    [{ PasswordLength: 3 }, 'InvalidParameterException'],
    [{ PasswordLength: 0 }, 'ValidationException'],
    [{ PasswordLength: 4097 }, 'ValidationException'],
    [{ ExcludeCharacters: '0123456789' }, 'InvalidParameterException'],
    [
      { ExcludeLowercase: true, ExcludeUppercase: true, ExcludePunctuation: true, ExcludeNumbers: true },
      'InvalidParameterException',
    ],
  ])('fails when a password is to be made with %j', async (input, name) => {
    await expect(made(input)).rejects.toMatchObject({ name });
  });
});
