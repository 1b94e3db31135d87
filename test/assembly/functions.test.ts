import { readAssembly } from '../../src/assembly/read-assembly';
import { appOf, assemblyOf, fn, folderWith, functionIn } from './scratch-assembly';

const codes = ({ findings }: ReturnType<typeof appOf>) => findings.map(({ code, where }) => [code, where]);

test.each<[string, Record<string, unknown>]>([
  ['its runtime is missing', { Runtime: undefined }],
  ['its handler is missing', { Handler: undefined }],
  ['its code is missing', { Code: undefined }],
  ['its code has no source', { Code: {} }],
  ['its code is text', { Code: 'x' }],
  ['its runtime is a list', { Runtime: ['nodejs24.x'] }],
])('a function is not run when %s', (_, properties) => {
  const app = appOf({ F: fn(properties), G: fn() });

  expect(app.functions.map(({ address }) => address.logicalId)).toEqual(['G']);
  expect(app.unsupported.map(({ address, type }) => [address.path, type])).toEqual([['S/F', 'AWS::Lambda::Function']]);
  expect(codes(app)).toEqual([['PROPERTY_INVALID', 'S/F']]);
});

test.each<[string, Record<string, unknown>]>([
  ['name', { FunctionName: { 'Fn::ImportValue': 'none' } }],
  ['runtime', { Runtime: { 'Fn::ImportValue': 'none' } }],
  ['handler', { Handler: { 'Fn::ImportValue': 'none' } }],
  ['code', { Code: { S3Bucket: 'b', S3Key: { 'Fn::ImportValue': 'none' } } }],
  ['inline code', { Code: { ZipFile: { 'Fn::ImportValue': 'none' } } }],
  ['image', { Code: { ImageUri: { 'Fn::ImportValue': 'none' } } }],
])('a function is not run when its %s cannot be had', (_, properties) => {
  const app = appOf({ F: fn(properties) });

  expect(app.functions).toEqual([]);
  expect(app.unsupported).toEqual([
    {
      address: { stack: 'S', logicalId: 'F', path: 'S/F' },
      type: 'AWS::Lambda::Function',
      why: 'It cannot be run: no stack of the app exports none.',
    },
  ]);
  expect(codes(app)).toEqual([['IMPORT_UNKNOWN', 'S/F']]);
});

test.each<[string, unknown, object, string]>([
  ['MemorySize', 'lots', { memoryMb: 128 }, 'MemorySize is taken as 128: MemorySize must be a number, not "lots".'],
  [
    'MemorySize',
    { 'Fn::ImportValue': 'none' },
    { memoryMb: 128 },
    'MemorySize is taken as 128: no stack of the app exports none.',
  ],
  ['Timeout', '', { timeoutSeconds: 3 }, 'Timeout is taken as 3: Timeout must be a number, not "".'],
  [
    'EphemeralStorage',
    { Size: [] },
    { ephemeralStorageMb: 512 },
    'EphemeralStorage is taken as 512: EphemeralStorage.Size must be text, not [].',
  ],
  [
    'Architectures',
    ['mips'],
    { architecture: 'x86_64' },
    'Architectures is taken as "x86_64": Architectures must be x86_64 or arm64, not "mips".',
  ],
  [
    'TracingConfig',
    { Mode: 'Sometimes' },
    { tracing: 'PassThrough' },
    'TracingConfig is taken as "PassThrough": TracingConfig.Mode must be Active or PassThrough, not "Sometimes".',
  ],
  [
    'TracingConfig',
    'Active',
    { tracing: 'PassThrough' },
    'TracingConfig is taken as "PassThrough": TracingConfig must be an object, not "Active".',
  ],
  ['Layers', 'one', { layers: [] }, 'The layers are left out: Layers must be a list, not "one".'],
  [
    'Environment',
    'A=1',
    { environment: {} },
    'The environment variables are left out: Environment must be an object, not "A=1".',
  ],
  [
    'Environment',
    { Variables: ['A'] },
    { environment: {} },
    'The environment variables are left out: Environment.Variables must be an object, not ["A"].',
  ],
  ['Description', { a: 1 }, { description: '' }, 'Description is taken as "": Description must be text, not {"a":1}.'],
])('a function keeps its default when its %s is %j', (property, value, expected, message) => {
  const app = appOf({ F: fn({ [property]: value }) });

  expect(functionIn(app, 'S/F').configuration).toMatchObject(expected);
  expect(app.findings).toHaveLength(1);
  expect(app.findings[0]?.message.startsWith(`${message} `)).toBe(true);
});

test('numbers and flags may be written as text', () => {
  const app = appOf({
    F: fn({ MemorySize: '256', Timeout: '10', ReservedConcurrentExecutions: '0', EphemeralStorage: { Size: '1024' } }),
  });

  expect(functionIn(app, 'S/F')).toMatchObject({
    reservedConcurrency: 0,
    configuration: { memoryMb: 256, timeoutSeconds: 10, ephemeralStorageMb: 1024 },
  });
});

test('a function without a role has a made-up one, which is told of', () => {
  const app = appOf({ F: fn({ Role: undefined, FunctionName: 'f' }) });

  expect(functionIn(app, 'S/F').configuration.roleArn).toBe('arn:aws:iam::000000000000:role/f');
  expect(codes(app)).toEqual([['PROPERTY_INVALID', 'S/F']]);
});

test('log levels are those of JSON, and INFO where none is given', () => {
  const logging = (LoggingConfig: unknown) =>
    functionIn(appOf({ F: fn({ FunctionName: 'f', LoggingConfig }) }), 'S/F').configuration.logging;

  expect(logging({ LogFormat: 'JSON' })).toEqual({
    format: 'JSON',
    applicationLevel: 'INFO',
    systemLevel: 'INFO',
    group: '/aws/lambda/f',
  });
  expect(logging({ LogFormat: 'JSON', SystemLogLevel: 'DEBUG', LogGroup: 'g' })).toEqual({
    format: 'JSON',
    applicationLevel: 'INFO',
    systemLevel: 'DEBUG',
    group: 'g',
  });
  expect(logging({ LogGroup: 'g' })).toEqual({ format: 'Text', group: 'g' });
});

test('properties may be chosen by conditions, as a whole or in part', () => {
  const yes = (value: unknown) => ({ 'Fn::If': ['Yes', value, { Ref: 'Nothing' }] });
  const no = (value: unknown) => ({ 'Fn::If': ['Yes', { Ref: 'AWS::NoValue' }, value] });
  const app = appOf(
    {
      F: fn({
        Timeout: no(9),
        Environment: yes({ Variables: yes({ A: yes('a'), B: no('b'), C: { Ref: 'Nothing' } }) }),
        Layers: yes([no('x')]),
        TracingConfig: yes({ Mode: yes('Active') }),
        Code: yes({ ZipFile: yes('code') }),
      }),
    },
    { Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] } } },
  );

  expect(functionIn(app, 'S/F').configuration).toMatchObject({
    timeoutSeconds: 3,
    environment: { A: 'a' },
    layers: [],
    tracing: 'Active',
    code: { kind: 'inline', source: 'code' },
  });
  expect(codes(app)).toEqual([['REFERENCE_UNKNOWN', 'S/F']]);
});

test('functions of one name in one account and Region are told of, and what hangs on each finds its own', () => {
  const stack = {
    Resources: {
      F: fn({ FunctionName: 'orders' }),
      V: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'F' } } },
    },
  };
  const app = readAssembly(assemblyOf({ A: stack, B: stack }));

  expect(app.functions.map(({ versions }) => versions.map(({ address }) => address.path))).toEqual([['A/V'], ['B/V']]);
  expect(app.findings).toEqual([
    { code: 'FUNCTION_NAME_TAKEN', where: 'B/F', message: 'orders is also the name of A/F. Name one of them differently.' },
  ]);
});

test('functions of one name in two Regions are two functions', () => {
  const stack = { Resources: { F: fn({ FunctionName: 'orders' }) } };
  const app = readAssembly(
    assemblyOf(
      { A: stack, B: stack },
      {},
      { A: { environment: 'aws://111122223333/eu-west-1' }, B: { environment: 'aws://111122223333/us-east-1' } },
    ),
  );

  expect(app.functions.map(({ arn }) => arn)).toEqual([
    'arn:aws:lambda:eu-west-1:111122223333:function:orders',
    'arn:aws:lambda:us-east-1:111122223333:function:orders',
  ]);
  expect(app.findings).toEqual([]);
});

test('what a function asks for and does not get here is told of', () => {
  const app = appOf({
    F: fn({ DurableConfig: { ExecutionTimeout: 60 }, VpcConfig: { SubnetIds: ['s'] }, SnapStart: { ApplyOn: 'None' } }),
  });

  expect(app.findings).toEqual([
    {
      code: 'PROPERTY_NOT_EMULATED',
      where: 'S/F',
      message: 'DurableConfig {"ExecutionTimeout":60} is not emulated. Try that part in AWS.',
    },
  ]);
});

test('made-up names have at most 64 characters, and differ by stack and logical id', () => {
  const long = 'A'.repeat(100);
  const name = (stack: string, logicalId: string) => {
    const app = readAssembly(assemblyOf({ [stack]: { Resources: { [logicalId]: fn() } } }));
    return app.functions[0]?.name ?? '';
  };

  for (const made of [name('S', long), name(`B${long}`, 'F'), name(`B${long}`, long)])
    expect(made).toMatch(/^[A-Za-z0-9-]{1,64}$/);
  expect(name('S', 'F')).toMatch(/^S-F-[A-Z0-9]{12}$/);
  expect(name('S', 'F')).toBe(name('S', 'F'));
  expect(new Set([name('S', 'F'), name('S', 'G'), name('T', 'F')]).size).toBe(3);
  expect(name('S', long).length).toBe(64);
  expect(name(`B${long}`, 'Orders')).toMatch(/-Orders-[A-Z0-9]{12}$/);
});

const ASSETS = {
  'manifest.json': {
    version: '55.0.0',
    artifacts: {
      A: { type: 'cdk:asset-manifest', properties: { file: 'S.assets.json' } },
      S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.json' } },
    },
  },
  'S.assets.json': {
    files: {
      folder: {
        source: { path: 'asset.folder', packaging: 'zip' },
        destinations: { d: { bucketName: 'b', objectKey: 'folder.zip' } },
      },
      file: {
        source: { path: 'asset.file.jar', packaging: 'file' },
        destinations: { d: { bucketName: 'b', objectKey: 'prefix/file.jar' } },
      },
      made: { source: { executable: ['make'] }, destinations: { d: { bucketName: 'b', objectKey: 'made.zip' } } },
    },
  },
  'asset.folder/index.js': '',
  'asset.file.jar': '',
};
const withAssets = (resources: Record<string, unknown>) => folderWith({ ...ASSETS, 'S.json': { Resources: resources } });
const at = (S3Key: unknown) => ({ S3Bucket: { 'Fn::Sub': 'cdk-assets-${AWS::AccountId}' }, S3Key });

test('code is found by its key among the assets, or by what the template notes on the resource', () => {
  const noted = { Metadata: { 'aws:asset:path': 'asset.folder', 'aws:asset:property': 'Code' } };
  const directory = withAssets({
    Folder: fn({ Code: at('folder.zip') }),
    File: fn({ Code: at('prefix/file.jar') }),
    Noted: fn({ Code: at({ Ref: 'SomeParameter' }) }, noted),
    Made: fn({ Code: at('made.zip') }),
  });
  const code = (id: string) => functionIn(readAssembly(directory), `S/${id}`).configuration.code;

  expect(code('Folder')).toEqual({ kind: 'directory', path: `${directory}/asset.folder` });
  expect(code('File')).toEqual({ kind: 'archive', path: `${directory}/asset.file.jar` });
  expect(code('Noted')).toEqual({ kind: 'directory', path: `${directory}/asset.folder` });
  expect(code('Made')).toEqual({ kind: 'absent', why: 'A command makes the code at deployment, so it is not in the assembly.' });
});

test('layers are found by reference, by ARN and by import, and keep their order', () => {
  const layer = (name: string, key: string) => ({
    Type: 'AWS::Lambda::LayerVersion',
    Properties: { LayerName: name, Content: at(key) },
  });
  const directory = withAssets({
    One: layer('same', 'folder.zip'),
    Two: layer('same', 'prefix/file.jar'),
    F: fn({
      Layers: [
        { Ref: 'Two' },
        'arn:aws:lambda:us-east-1:000000000000:layer:same:1',
        'arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:14',
        { 'Fn::ImportValue': 'none' },
      ],
    }),
  });
  const app = readAssembly(directory);

  expect(functionIn(app, 'S/F').configuration.layers).toEqual([
    { kind: 'archive', path: `${directory}/asset.file.jar`, arn: 'arn:aws:lambda:us-east-1:000000000000:layer:same:2' },
    { kind: 'directory', path: `${directory}/asset.folder`, arn: 'arn:aws:lambda:us-east-1:000000000000:layer:same:1' },
    {
      kind: 'absent',
      why: expect.stringContaining('LambdaInsightsExtension:14 is not made by this app'),
      arn: 'arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:14',
    },
    { kind: 'absent', why: expect.stringContaining('cannot be told') },
  ]);
  expect(codes(app)).toEqual([['IMPORT_UNKNOWN', 'S/F']]);
});

test('assets of the legacy synthesizer are found through the parameters that name them', () => {
  const hash = 'a'.repeat(64);
  const parameter = (role: string) => `AssetParameters${hash}${role}`;
  const part = (i: number) => ({ 'Fn::Select': [i, { 'Fn::Split': ['||', { Ref: parameter('S3VersionKey') }] }] });
  const asset = {
    path: 'asset.x',
    packaging: 'zip',
    sourceHash: hash,
    s3BucketParameter: parameter('S3Bucket'),
    s3KeyParameter: parameter('S3VersionKey'),
    artifactHashParameter: parameter('ArtifactHash'),
  };
  const directory = folderWith({
    'manifest.json': {
      version: '1.0.0',
      artifacts: {
        S: {
          type: 'aws:cloudformation:stack',
          properties: { templateFile: 'S.json' },
          metadata: {
            '/S': [{ type: 'aws:cdk:asset', data: asset }],
            '/S/Orders/Resource': [{ type: 'aws:cdk:logicalId', data: 'F' }],
          },
        },
      },
    },
    'S.json': {
      Parameters: { [parameter('S3Bucket')]: { Type: 'String' }, [parameter('S3VersionKey')]: { Type: 'String' } },
      Resources: {
        F: fn({ Code: { S3Bucket: { Ref: parameter('S3Bucket') }, S3Key: { 'Fn::Join': ['', [part(0), part(1)]] } } }),
      },
    },
    'asset.x/index.js': '',
  });
  const app = readAssembly(directory);

  expect(functionIn(app, 'S/Orders').configuration.code).toEqual({ kind: 'directory', path: `${directory}/asset.x` });
  expect(app.findings).toEqual([]);
});

test('loops that are allowed and tenants that are kept apart are part of the function', () => {
  const app = appOf({ F: fn({ RecursiveLoop: 'Allow', TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } }), G: fn({}) });

  expect(functionIn(app, 'S/F')).toMatchObject({ recursiveLoop: 'Allow', isolatesTenants: true });
  expect(functionIn(app, 'S/G')).not.toHaveProperty('isolatesTenants');
  expect(app.findings).toEqual([]);
});
