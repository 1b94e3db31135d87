import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetDocumentCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  type GetParametersByPathCommandInput,
  GetParametersCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  type ParameterStringFilter,
  PutParameterCommand,
  type PutParameterCommandInput,
  RemoveTagsFromResourceCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { ssmService } from '../../../src/local/services/ssm/api';
import { ParameterStore } from '../../../src/local/services/ssm/store';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import { closeServed, servedServices } from '../../support/served-services';

const ARN = 'arn:aws:ssm:eu-west-1:210987654321:parameter';
const BAD_NAME =
  'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';
const open: SSMClient[] = [];

afterEach(async () => {
  for (const client of open.splice(0)) client.destroy();
  await closeServed();
});

async function parameterStore() {
  const clock = new VirtualClock();
  const served = await servedServices([ssmService(new ParameterStore(() => clock.now()))]);
  const client = new SSMClient(served.client);
  open.push(client);
  const put = (Name: string, Value = 'value', more: Partial<PutParameterCommandInput> = {}) =>
    client.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));
  const again = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
    put(Name, Value, { Type: undefined, Overwrite: true, ...more });
  const get = async (Name: string, WithDecryption?: boolean) =>
    (await client.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;
  const label = (Name: string, Labels: string[], ParameterVersion?: number) =>
    client.send(new LabelParameterVersionCommand({ Name, Labels, ParameterVersion }));
  const history = async (Name: string) => (await client.send(new GetParameterHistoryCommand({ Name }))).Parameters ?? [];
  const byPath = async (Path: string, more: Partial<GetParametersByPathCommandInput> = {}) => {
    const { Parameters = [], NextToken } = await client.send(new GetParametersByPathCommand({ Path, ...more }));
    return { names: Parameters.map(({ Name }) => Name), NextToken };
  };
  const described = async (...ParameterFilters: ParameterStringFilter[]) => {
    const { Parameters = [] } = await client.send(new DescribeParametersCommand({ ParameterFilters }));
    return Parameters.map(({ Name }) => Name);
  };
  return { clock, client, put, again, get, label, history, byPath, described, bugs: served.bugs };
}

describe('a parameter', () => {
  test('is put, read by its name and its ARN, overwritten and deleted', async () => {
    const { clock, client, put, again, get } = await parameterStore();
    expect(await put('/shop/greeting', 'hello')).toMatchObject({ Version: 1, Tier: 'Standard' });

    const LastModifiedDate = new Date(clock.now());
    const first = { Name: '/shop/greeting', Type: 'String', Value: 'hello', Version: 1, DataType: 'text', LastModifiedDate };
    expect(await get('/shop/greeting')).toEqual({ ...first, ARN: `${ARN}/shop/greeting` });
    expect(await get(`${ARN}/shop/greeting`)).toEqual(await get('/shop/greeting'));

    await clock.advance({ minutes: 1 });
    expect(await again('/shop/greeting', 'good day')).toMatchObject({ Version: 2 });
    expect(await get(' /shop/greeting ')).toMatchObject({ Value: 'good day', LastModifiedDate: new Date(clock.now()) });

    await client.send(new DeleteParameterCommand({ Name: '/shop/greeting' }));
    await expect(get('/shop/greeting')).rejects.toMatchObject({ name: 'ParameterNotFound', message: 'UnknownError' });
  });

  test('with a name of one part is the same with and without a slash, and is named as it was asked for', async () => {
    const { put, get } = await parameterStore();
    await put('greeting');
    expect(await get('/greeting')).toMatchObject({ Name: '/greeting', Value: 'value', ARN: `${ARN}/greeting` });
    expect(await get(`${ARN}/greeting`)).toMatchObject({ Name: 'greeting' });
    await expect(put('/greeting')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
  });

  test('keeps what a new version does not say, and may change its type', async () => {
    const { client, put, again, get } = await parameterStore();
    await put('limit', '1', { Description: 'How many', AllowedPattern: '\\d{1,4}', Tier: 'Advanced' });
    await again('limit', '22');
    const { Parameters } = await client.send(new DescribeParametersCommand({}));
    expect(Parameters).toEqual([
      {
        ...{ Name: 'limit', ARN: `${ARN}/limit`, Type: 'String', Version: 2, Tier: 'Advanced', DataType: 'text', Policies: [] },
        ...{ Description: 'How many', AllowedPattern: '\\d{1,4}', LastModifiedDate: expect.any(Date) },
        LastModifiedUser: 'arn:aws:iam::210987654321:user/tester',
      },
    ]);
    await expect(again('limit', '55555')).rejects.toMatchObject({
      name: 'ParameterPatternMismatchException',
      message: 'Parameter value, cannot be validated against allowedPattern: \\d{1,4}',
    });
    await again('limit', '3', { Type: 'SecureString' });
    expect(await get('limit', true)).toMatchObject({ Type: 'SecureString', Value: '3' });
  });

  test('that is a list is given as it is, and its pattern may be for its items', async () => {
    const { put, get } = await parameterStore();
    await put('colours', 'red,green', { Type: 'StringList', AllowedPattern: '[a-z]+' });
    expect(await get('colours')).toMatchObject({ Type: 'StringList', Value: 'red,green' });
    await expect(put('numbers', 'red,1', { Type: 'StringList', AllowedPattern: '[a-z]+' })).rejects.toMatchObject({
      name: 'ParameterPatternMismatchException',
    });
  });

  test('may have a pattern that only Java knows, which is not looked at', async () => {
    const { put } = await parameterStore();
    expect(await put('name', '1', { AllowedPattern: '(?i)[a-z]++\\p{L}' })).toMatchObject({ Version: 1 });
  });

  test('that is secret is told with decryption only', async () => {
    const { client, put, get } = await parameterStore();
    await put('/shop/password', 'tell nobody', { Type: 'SecureString' });
    await put('/shop/key', 'nor this', { Type: 'SecureString', KeyId: 'alias/shop' });
    expect(await get('/shop/password', true)).toMatchObject({ Value: 'tell nobody' });

    const told = [
      (await get('/shop/password'))?.Value,
      (await client.send(new GetParametersCommand({ Names: ['/shop/password'] }))).Parameters?.[0]?.Value,
      (await client.send(new GetParametersByPathCommand({ Path: '/shop' }))).Parameters?.[1]?.Value,
      (await client.send(new GetParameterHistoryCommand({ Name: '/shop/password' }))).Parameters?.[0]?.Value,
    ];
    expect(new Set(told).size).toBe(1);
    expect(Buffer.from(told[0] ?? '', 'base64').toString()).toMatch(/encrypted with alias\/aws\/ssm$/);

    const { Parameters } = await client.send(new DescribeParametersCommand({}));
    expect(Parameters?.map(({ KeyId }) => KeyId)).toEqual(['alias/shop', 'alias/aws/ssm']);
  });

  test('has its own size in each tier, and moves to the higher one only', async () => {
    const { put, again } = await parameterStore();
    const long = 'x'.repeat(4097);
    await put('small', 'x'.repeat(4096));
    await expect(put('long', long)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/^Standard tier parameters support a maximum parameter value of 4096 characters\./),
    });
    expect(await put('long', long, { Tier: 'Intelligent-Tiering' })).toMatchObject({ Tier: 'Advanced' });
    expect(await put('short', 'x', { Tier: 'Intelligent-Tiering' })).toMatchObject({ Tier: 'Standard' });
    expect(await again('small', 'x'.repeat(8192), { Tier: 'Advanced' })).toMatchObject({ Version: 2, Tier: 'Advanced' });
    expect(await again('small', 'x')).toMatchObject({ Version: 3, Tier: 'Advanced' });
    await expect(again('small', 'x', { Tier: 'Standard' })).rejects.toMatchObject({
      message: expect.stringMatching(/^This parameter uses the advanced-parameter tier\. You can't downgrade/),
    });
    await expect(again('small', 'x'.repeat(8193))).rejects.toMatchObject({ message: expect.stringContaining('8192 characters') });
  });
});

describe('versions and labels', () => {
  test('are read by what stands behind the name', async () => {
    const { put, again, get, label, history } = await parameterStore();
    await put('/a/b', 'one');
    await again('/a/b', 'two');
    expect(await label('/a/b', ['stable', '1st', 'AWS', 'ssm-x', 'a b'], 1)).toMatchObject({
      ...{ InvalidLabels: ['1st', 'AWS', 'ssm-x', 'a b'], ParameterVersion: 1 },
    });
    expect(await get('/a/b:1')).toMatchObject({ Name: '/a/b', Value: 'one', Version: 1, Selector: ':1', ARN: `${ARN}/a/b` });
    expect(await get('/a/b:stable')).toMatchObject({ Value: 'one', Selector: ':stable' });
    expect(await get(`${ARN}/a/b:2`)).toMatchObject({ Name: '/a/b', Value: 'two', Selector: ':2' });

    expect(await label('/a/b', ['stable'])).toMatchObject({ InvalidLabels: [], ParameterVersion: 2 });
    expect(await get('/a/b:stable')).toMatchObject({ Value: 'two' });
    expect(await history('/a/b')).toMatchObject([
      { Version: 1, Value: 'one', Labels: [] },
      { Version: 2, Value: 'two', Labels: ['stable'] },
    ]);
    for (const selector of ['3', 'none']) {
      await expect(get(`/a/b:${selector}`)).rejects.toMatchObject({
        name: 'ParameterVersionNotFound',
        message: `Systems Manager could not find version ${selector} of /a/b. Verify the version and try again.`,
      });
    }
    await expect(label('/a/b', ['x'], 9)).rejects.toMatchObject({ name: 'ParameterVersionNotFound' });
    await expect(label('/a/c', ['x'])).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  test('the newest hundred are kept, in pages of fifty, as long as the oldest has no label', async () => {
    const { client, put, again, label } = await parameterStore();
    await put('often', '1');
    for (let version = 2; version <= 101; version += 1) await again('often', String(version));
    const page = (NextToken?: string) => client.send(new GetParameterHistoryCommand({ Name: 'often', NextToken }));
    const first = await page();
    const second = await page(first.NextToken);
    expect([first, second].map(({ Parameters = [] }) => [Parameters[0]?.Version, Parameters.at(-1)?.Version])).toEqual([
      [2, 51],
      [52, 101],
    ]);
    expect(second.NextToken).toBeUndefined();

    await label('often', ['kept'], 2);
    await expect(again('often', 'more')).rejects.toMatchObject({
      name: 'ParameterMaxVersionLimitExceeded',
      message: expect.stringMatching(/new version of often .* Version 2, the oldest version, can't be deleted/),
    });
  });

  test('fails when a version gets more than ten labels', async () => {
    const { put, label } = await parameterStore();
    await put('a');
    const ten = Array.from({ length: 10 }, (_, index) => `label-${index}`);
    await label('a', ten);
    await label('a', ten.slice(0, 1));
    await expect(label('a', ['another'])).rejects.toMatchObject({ name: 'ParameterVersionLabelLimitExceeded' });
    await expect(label('a', [...ten, 'another'])).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(label('a', ['x'.repeat(101)])).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(label('a', [])).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('several', () => {
  test('are read in the order of the alphabet, and those that are not there are told', async () => {
    const { client, put } = await parameterStore();
    for (const name of ['b', 'a', '/c/d']) await put(name, `of ${name}`);
    const Names = ['b', 'a:1', `${ARN}/c/d`, 'a:7', 'none', 'not a name', 'b'];
    const { Parameters, InvalidParameters } = await client.send(new GetParametersCommand({ Names }));
    expect(Parameters?.map(({ Name, Value }) => [Name, Value])).toEqual([
      ['a', 'of a'],
      ['/c/d', 'of /c/d'],
      ['b', 'of b'],
    ]);
    expect(InvalidParameters).toEqual(['a:7', 'none', 'not a name']);
  });

  test('are deleted, and those that are not there are told', async () => {
    const { client, put, described } = await parameterStore();
    for (const name of ['a', 'b', 'c']) await put(name);
    expect(await client.send(new DeleteParametersCommand({ Names: ['a', 'none', 'c'] }))).toMatchObject({
      ...{ DeletedParameters: ['a', 'c'], InvalidParameters: ['none'] },
    });
    expect(await described()).toEqual(['b']);
  });

  test('fails when more than ten are asked for', async () => {
    const { client } = await parameterStore();
    const Names = Array.from('abcdefghijk');
    const error = {
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '[a, b, c, d, e, f, g, h, i, j, k]' at 'names' failed to satisfy constraint: Member must have length less than or equal to 10",
    };
    await expect(client.send(new GetParametersCommand({ Names }))).rejects.toMatchObject(error);
    await expect(client.send(new DeleteParametersCommand({ Names }))).rejects.toMatchObject(error);
  });
});

describe('a path', () => {
  async function shop() {
    const store = await parameterStore();
    for (const name of ['/shop/a', '/shop/b/c', '/shop/b/d', '/shopping', 'root']) await store.put(name);
    return store;
  }

  test('gives the level below it, or all of them', async () => {
    const { byPath } = await shop();
    expect((await byPath('/shop')).names).toEqual(['/shop/a']);
    expect((await byPath('/shop/')).names).toEqual(['/shop/a']);
    expect((await byPath('/shop', { Recursive: true })).names).toEqual(['/shop/a', '/shop/b/c', '/shop/b/d']);
    expect((await byPath('/')).names).toEqual(['/shopping', 'root']);
    expect((await byPath('/', { Recursive: true })).names).toHaveLength(5);
    expect((await byPath('/none')).names).toEqual([]);
    expect((await byPath('/shop/a')).names).toEqual([]);
  });

  test('is read in pages of ten at most, which do not mind what is deleted between them', async () => {
    const { client, put, byPath } = await parameterStore();
    for (let index = 10; index < 22; index += 1) await put(`/p/${index}`);
    const first = await byPath('/p');
    expect(first.names).toHaveLength(10);
    await client.send(new DeleteParametersCommand({ Names: ['/p/10', '/p/19'] }));
    expect(await byPath('/p', { NextToken: first.NextToken })).toEqual({ names: ['/p/20', '/p/21'], NextToken: undefined });
    expect((await byPath('/p', { MaxResults: 3 })).names).toEqual(['/p/11', '/p/12', '/p/13']);
    await expect(byPath('/p', { MaxResults: 11 })).rejects.toMatchObject({
      ...{ name: 'ValidationException', message: expect.stringContaining('less than or equal to 10') },
    });
    await expect(byPath('/p', { NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  test('can be filtered by type, key and label', async () => {
    const { client, put, again, label, byPath } = await parameterStore();
    await put('/f/list', 'a,b', { Type: 'StringList' });
    await put('/f/secret', 's', { Type: 'SecureString' });
    await put('/f/text', 'old');
    await label('/f/text', ['stable']);
    await again('/f/text', 'new');
    const by = async (Key: string, Values: string[], Option?: string) =>
      (await byPath('/f', { ParameterFilters: [{ Key, Values, Option }] })).names;
    expect(await by('Type', ['String', 'SecureString'])).toEqual(['/f/secret', '/f/text']);
    expect(await by('Type', ['String'], 'BeginsWith')).toEqual(['/f/list', '/f/text']);
    expect(await by('KeyId', ['alias/aws/ssm'])).toEqual(['/f/secret']);
    const ParameterFilters = [{ Key: 'Label', Values: ['stable'] }];
    const { Parameters } = await client.send(new GetParametersByPathCommand({ Path: '/f', ParameterFilters }));
    expect(Parameters).toMatchObject([{ Name: '/f/text', Value: 'old', Version: 1 }]);
    await expect(by('Name', ['x'])).rejects.toMatchObject({
      name: 'InvalidFilterKey',
      message: 'The following filter key is not valid: Name. Valid filter keys include: [Type, KeyId].',
    });
  });

  test.each(['shop', '/shop//a', '/shop/a b', '/ssm/a', '/awsome'])('fails when it is %p', async (path) => {
    const { byPath } = await parameterStore();
    await expect(byPath(path)).rejects.toMatchObject({
      ...{ name: 'ValidationException', message: expect.stringMatching(/^The parameter doesn't meet the parameter name requ/) },
    });
  });
});

describe('parameters are described', () => {
  test('by name, path, type, tier, data type and tag', async () => {
    const { put, described } = await parameterStore();
    await put('/d/one', '1', { Tags: [{ Key: 'team', Value: 'shop' }] });
    await put('/d/e/two', '2', { Tier: 'Advanced', Tags: [{ Key: 'team', Value: 'store' }] });
    await put('three', 'ami-1', { DataType: 'aws:ec2:image' });
    const by = (Key: string, Values: string[], Option?: string) => described({ Key, Values, Option });
    expect(await described()).toEqual(['/d/e/two', '/d/one', 'three']);
    expect(await by('Name', ['/three', '/d/one'])).toEqual(['/d/one', 'three']);
    expect(await by('Name', ['d/'], 'BeginsWith')).toEqual(['/d/e/two', '/d/one']);
    expect(await by('Name', ['o'], 'Contains')).toEqual(['/d/e/two', '/d/one']);
    expect(await by('Path', ['/d'])).toEqual(['/d/one']);
    expect(await by('Path', ['/d'], 'Recursive')).toEqual(['/d/e/two', '/d/one']);
    expect(await by('Tier', ['Advanced'])).toEqual(['/d/e/two']);
    expect(await by('DataType', ['aws:'], 'BeginsWith')).toEqual(['three']);
    expect(await by('tag:team', ['shop'])).toEqual(['/d/one']);
    expect(await by('tag:team', ['s'], 'BeginsWith')).toEqual(['/d/e/two', '/d/one']);
    expect(await described({ Key: 'tag:team', Values: ['shop'] }, { Key: 'Tier', Values: ['Advanced'] })).toEqual([]);
  });

  test('in pages', async () => {
    const { client, put } = await parameterStore();
    for (const name of ['a', 'b', 'c']) await put(name);
    const page = (NextToken?: string) => client.send(new DescribeParametersCommand({ MaxResults: 2, NextToken }));
    const first = await page();
    expect(first.Parameters?.map(({ Name }) => Name)).toEqual(['a', 'b']);
    expect((await page(first.NextToken)).Parameters?.map(({ Name }) => Name)).toEqual(['c']);
    await expect(client.send(new DescribeParametersCommand({ MaxResults: 51 }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test.each<[string, string, ParameterStringFilter[]]>([
    ['the key is none', 'ValidationException', [{ Key: 'Value', Values: ['x'] }]],
    ['the key is for paths', 'InvalidFilterKey', [{ Key: 'Label', Values: ['x'] }]],
    [
      'a key comes twice',
      'InvalidFilterKey',
      [
        { Key: 'Name', Values: ['x'] },
        { Key: 'Name', Values: ['y'] },
      ],
    ],
    ['there are no values', 'InvalidFilterValue', [{ Key: 'Name' }]],
    ['the value is none', 'InvalidFilterValue', [{ Key: 'Type', Values: ['Text'] }]],
    ['the option is none', 'InvalidFilterOption', [{ Key: 'Type', Option: 'Contains', Values: ['S'] }]],
    ['the path is none', 'ValidationException', [{ Key: 'Path', Values: ['shop'] }]],
  ])('fails when of a filter %s', async (_, name, filters) => {
    const { described, bugs } = await parameterStore();
    await expect(described(...filters)).rejects.toMatchObject({ name });
    expect(bugs).toEqual([]);
  });
});

test('tags are added, listed and removed', async () => {
  const { client, put } = await parameterStore();
  await put('a', 'x', { Tags: [{ Key: 'team', Value: 'shop' }] });
  const of = { ResourceType: 'Parameter', ResourceId: 'a' } as const;
  await client.send(new AddTagsToResourceCommand({ ...of, Tags: [{ Key: 'stage', Value: 'test' }] }));
  await client.send(new RemoveTagsFromResourceCommand({ ...of, TagKeys: ['team', 'none'] }));
  expect((await client.send(new ListTagsForResourceCommand(of))).TagList).toEqual([{ Key: 'stage', Value: 'test' }]);

  await expect(client.send(new ListTagsForResourceCommand({ ...of, ResourceId: 'b' }))).rejects.toMatchObject({
    name: 'InvalidResourceId',
  });
  await expect(client.send(new ListTagsForResourceCommand({ ...of, ResourceType: 'Document' }))).rejects.toMatchObject({
    name: 'NotEmulatedException',
  });
  const Tags = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
  await expect(client.send(new AddTagsToResourceCommand({ ...of, Tags }))).rejects.toMatchObject({ name: 'TooManyTagsError' });
});

test.each<[string, string, string | RegExp, PutParameterCommandInput]>([
  ['its name has a blank', 'ValidationException', BAD_NAME, { Name: 'a b', Value: 'x' }],
  ['its name is a path without a slash', 'ValidationException', BAD_NAME, { Name: 'a/b', Value: 'x' }],
  ['its name is an ARN', 'ValidationException', BAD_NAME, { Name: `${ARN}/a`, Value: 'x' }],
  ['its name begins with ssm', 'ValidationException', BAD_NAME, { Name: '/SSM/a', Value: 'x' }],
  [
    'its name begins with aws',
    'AccessDeniedException',
    'No access to reserved parameter name: awsome.',
    { Name: 'awsome', Value: 'x' },
  ],
  ['its name has 16 levels', 'HierarchyLevelLimitExceededException', /15 levels/, { Name: '/a'.repeat(16), Value: 'x' }],
  ['its name is too long', 'ValidationException', /1011 characters/, { Name: 'a'.repeat(1000), Value: 'x' }],
  ['it has no value', 'ValidationException', /Value '' at 'value' failed/, { Name: 'a', Value: '' }],
  ['it nests another', 'ValidationException', /can't nest another parameter/, { Name: 'a', Value: 'x{{ssm:b}}' }],
  ['it has no type', 'ValidationException', /^A parameter type is required/, { Name: 'a', Value: 'x', Type: undefined }],
  [
    'its type is none',
    'ValidationException',
    /\[SecureString, StringList, String\]/,
    { Name: 'a', Value: 'x', Type: 'Text' as never },
  ],
  ['its tier is none', 'ValidationException', /at 'tier'/, { Name: 'a', Value: 'x', Tier: 'Basic' as never }],
  [
    'its data type is none',
    'ValidationException',
    /^The following data type is not supported: json /,
    { Name: 'a', Value: 'x', DataType: 'json' },
  ],
  ['a text has a key', 'ValidationException', /^KeyId is required for SecureString/, { Name: 'a', Value: 'x', KeyId: 'k' }],
  ['its pattern is none', 'InvalidAllowedPatternException', /regular expression/, { Name: 'a', Value: 'x', AllowedPattern: '(' }],
  [
    'its description is too long',
    'ValidationException',
    /at 'description'/,
    { Name: 'a', Value: 'x', Description: 'x'.repeat(1025) },
  ],
  ['it has policies', 'NotEmulatedException', /Policies of PutParameter/, { Name: 'a', Value: 'x', Policies: '[{}]' }],
  [
    'it is to be tagged while it is overwritten',
    'ValidationException',
    /tags and overwrite can't be used together/,
    { Name: 'a', Value: 'x', Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] },
  ],
])('fails when %s', async (_, name, message, input) => {
  const { client, described, bugs } = await parameterStore();
  await expect(client.send(new PutParameterCommand({ Type: 'String', ...input }))).rejects.toMatchObject({
    ...{ name, message: typeof message === 'string' ? message : expect.stringMatching(message) },
    $metadata: { httpStatusCode: 400 },
  });
  expect(await described()).toEqual([]);
  expect(bugs).toEqual([]);
});

test.each<[string, string, string]>([
  ['a secret by a parameter name', '/aws/reference/secretsmanager/login', 'Secrets Manager'],
  ['a public parameter', '/aws/service/ami-amazon-linux-latest/al2023', 'public parameters'],
])('fails when %s is asked for, which is not emulated', async (_, name, told) => {
  const { client, get } = await parameterStore();
  const error = { name: 'NotEmulatedException', message: expect.stringContaining(told) };
  await expect(get(name)).rejects.toMatchObject(error);
  await expect(client.send(new GetParametersCommand({ Names: ['a', name] }))).rejects.toMatchObject(error);
  await expect(client.send(new GetParametersByPathCommand({ Path: name }))).rejects.toMatchObject(error);
});

test('fails when another part of Systems Manager is asked for, which is refused by name', async () => {
  const { client, get } = await parameterStore();
  await expect(client.send(new GetDocumentCommand({ Name: 'x' }))).rejects.toMatchObject({
    ...{ name: 'NotEmulatedException', message: expect.stringContaining('GetDocument') },
  });
  await expect(get('a:b:c')).rejects.toMatchObject({ name: 'ValidationException', message: BAD_NAME });
  await expect(client.send(new DescribeParametersCommand({ Shared: true }))).rejects.toMatchObject({
    name: 'NotEmulatedException',
  });
  const Filters = [{ Key: 'Name' as const, Values: ['x'] }];
  await expect(client.send(new DescribeParametersCommand({ Filters }))).rejects.toMatchObject({ name: 'NotEmulatedException' });
});
