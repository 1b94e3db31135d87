import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { AssemblyError } from '../../src/assembly/assembly-error';
import { readAssembly } from '../../src/assembly/read-assembly';
import { appOf, assemblyOf, fn, folderWith } from './scratch-assembly';

const STACK = { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.template.json' } };
const manifest = (artifacts: unknown, version: unknown = '55.0.0') => ({ 'manifest.json': { version, artifacts } });
const asset = (path: string) => ({
  'S.assets.json': { files: { h: { source: { path, packaging: 'zip' }, destinations: { d: { objectKey: 'h.zip' } } } } },
});
const ASSETS = { type: 'cdk:asset-manifest', properties: { file: 'S.assets.json' } };

test.each<[string, string, () => string]>([
  ['there is no such folder', 'ASSEMBLY_NOT_FOUND', () => join(folderWith({}), 'none')],
  ['it is a file', 'ASSEMBLY_NOT_FOUND', () => join(folderWith({ 'manifest.json': {} }), 'manifest.json')],
  ['a part of its path is a file', 'ASSEMBLY_NOT_FOUND', () => join(folderWith({ file: '' }), 'file', 'cdk.out')],
  ['its path is none', 'ASSEMBLY_NOT_FOUND', () => join(folderWith({}), 'a\0b')],
  ['the folder is empty', 'ASSEMBLY_EMPTY', () => folderWith({})],
  ['the folder has no manifest', 'ASSEMBLY_EMPTY', () => folderWith({ 'S.template.json': {} })],
  ['the manifest is empty', 'ASSEMBLY_INVALID', () => folderWith({ 'manifest.json': '' })],
  ['the manifest is not JSON', 'ASSEMBLY_INVALID', () => folderWith({ 'manifest.json': '{' })],
  ['the manifest is a list', 'ASSEMBLY_INVALID', () => folderWith({ 'manifest.json': [] })],
  ['the manifest is of a browser extension', 'ASSEMBLY_INVALID', () => folderWith({ 'manifest.json': { version: '1.0.0' } })],
  ['the manifest is of a web app', 'ASSEMBLY_INVALID', () => folderWith({ 'manifest.json': { name: 'x', icons: [] } })],
  ['the version is a number', 'ASSEMBLY_INVALID', () => folderWith(manifest({}, 55))],
  ['a stack names no template', 'ASSEMBLY_INVALID', () => folderWith(manifest({ S: { ...STACK, properties: {} } }))],
  ['a template is missing', 'ASSET_MISSING', () => folderWith(manifest({ S: STACK }))],
  [
    'a template is not JSON',
    'ASSEMBLY_INVALID',
    () => folderWith({ ...manifest({ S: STACK }), 'S.template.json': 'Resources:' }),
  ],
  ['a template is text', 'ASSEMBLY_INVALID', () => folderWith({ ...manifest({ S: STACK }), 'S.template.json': '"x"' })],
  [
    'resources are a list',
    'ASSEMBLY_INVALID',
    () => folderWith({ ...manifest({ S: STACK }), 'S.template.json': { Resources: [] } }),
  ],
  ['an asset manifest is missing', 'ASSET_MISSING', () => folderWith(manifest({ A: ASSETS }))],
  ['an asset manifest is not JSON', 'ASSEMBLY_INVALID', () => folderWith({ ...manifest({ A: ASSETS }), 'S.assets.json': 'x' })],
  [
    'a stage is missing',
    'ASSET_MISSING',
    () => folderWith(manifest({ P: { type: 'cdk:cloud-assembly', properties: { directoryName: 'p' } } })),
  ],
  [
    'a stage has no manifest',
    'ASSEMBLY_EMPTY',
    () => folderWith({ ...manifest({ P: { type: 'cdk:cloud-assembly', properties: { directoryName: 'p' } } }), 'p/x': '' }),
  ],
  [
    'the address of a nested template is nested far too deeply',
    'ASSEMBLY_INVALID',
    () => {
      const properties = `{"TemplateURL":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
      const template = `{"Resources":{"N":{"Type":"AWS::CloudFormation::Stack","Properties":${properties}}}}`;
      return folderWith({ ...manifest({ S: STACK }), 'S.template.json': template });
    },
  ],
])('fails when %s', (_, code, folder) => {
  const directory = folder();

  expect(() => readAssembly(directory)).toThrow(AssemblyError);
  expect(() => readAssembly(directory)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(directory) }));
});

test('fails when the code of a function is missing, naming the file and the function', () => {
  const key = { S3Bucket: 'assets', S3Key: 'h.zip' };
  const directory = folderWith({
    ...manifest({ A: ASSETS, S: STACK }),
    ...asset('asset.h'),
    'S.template.json': { Resources: { F: fn({ Code: key }, { Metadata: { 'aws:cdk:path': 'S/Orders/Resource' } }) } },
  });

  expect(() => readAssembly(directory)).toThrow(
    expect.objectContaining({ code: 'ASSET_MISSING', message: expect.stringMatching(/asset\.h is not there.*S\/Orders/) }),
  );
});

test('fails when code that only the template knows of is missing', () => {
  const metadata = { Metadata: { 'aws:asset:path': 'gone', 'aws:asset:property': 'Code' } };
  const directory = assemblyOf({ S: { Resources: { F: fn({ Code: { S3Bucket: 'b', S3Key: 'k' } }, metadata) } } });

  expect(() => readAssembly(directory)).toThrow(expect.objectContaining({ code: 'ASSET_MISSING' }));
});

test('fails when the template of a nested stack is missing', () => {
  const nested = { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'nested.json' } };

  expect(() => readAssembly(assemblyOf({ S: { Resources: { N: nested } } }))).toThrow(
    expect.objectContaining({ code: 'ASSET_MISSING', message: expect.stringContaining('nested.json') }),
  );
});

test('an assembly of a newer schema is read as far as it is known', () => {
  const directory = folderWith({
    ...manifest({ S: STACK, New: { type: 'aws:something:new', properties: {} } }, '99.0.0'),
    'S.template.json': { Resources: { F: fn() } },
  });
  const app = readAssembly(directory);

  expect(app.functions).toHaveLength(1);
  expect(app.findings).toEqual([{ code: 'ASSEMBLY_NEWER', where: 'manifest.json', message: expect.stringContaining('99.0.0') }]);
});

test.each(['0.36.0', '1.0.0', '21.0.0', '55.0.0', '55.9.1'])('schema %s is known', (version) => {
  const directory = folderWith({ ...manifest({ S: STACK }, version), 'S.template.json': { Resources: { F: fn() } } });

  expect(readAssembly(directory)).toMatchObject({ functions: [{ name: expect.any(String) }], findings: [] });
});

test('an assembly without stacks is an app without functions', () => {
  expect(readAssembly(folderWith(manifest({})))).toEqual({ stacks: [], functions: [], unsupported: [], findings: [] });
});

test('stages that name each other are read once', () => {
  const stage = (directoryName: string) => ({ type: 'cdk:cloud-assembly', properties: { directoryName } });
  const directory = folderWith({
    ...manifest({ A: stage('a') }),
    'a/manifest.json': {
      version: '55.0.0',
      artifacts: { B: stage('../b'), Self: stage('.'), Up: stage('..'), Link: stage('link'), S: STACK },
    },
    'a/S.template.json': { Resources: { F: fn() } },
    'b/manifest.json': { version: '55.0.0', artifacts: { A: stage('../a') } },
  });
  symlinkSync('.', join(directory, 'a', 'link'));

  expect(readAssembly(directory).functions).toHaveLength(1);
});

test('a byte order mark does no harm', () => {
  const directory = folderWith({
    ...manifest({ S: STACK }),
    'S.template.json': `\uFEFF${JSON.stringify({ Resources: { F: fn() } })}`,
  });

  expect(readAssembly(directory).functions).toHaveLength(1);
});

test('what only gives names to constructs may be missing', () => {
  const directory = folderWith({
    ...manifest({
      S: { ...STACK, additionalMetadataFile: 'gone.json' },
      Tree: { type: 'cdk:tree', properties: { file: 'gone.json' } },
    }),
    'S.template.json': { Resources: { F: fn() } },
  });

  expect(readAssembly(directory).functions.map(({ address }) => address.path)).toEqual(['S/F']);
});

test('what is no resource is told of and left out', () => {
  const app = appOf({ A: 'text', B: {}, C: null, 'Fn::ForEach::D': ['x', ['a'], {}], F: fn() });

  expect(app.functions).toHaveLength(1);
  expect(app.findings.map(({ code, where }) => [code, where])).toEqual([
    ['RESOURCE_INVALID', 'S/A'],
    ['RESOURCE_INVALID', 'S/B'],
    ['RESOURCE_INVALID', 'S/C'],
    ['INTRINSIC_UNKNOWN', 'S/Fn::ForEach::D'],
  ]);
});

test('a value that is nested far too deeply takes nothing else with it', () => {
  const deep = `${'{"Fn::Join":["",['.repeat(50_000)}"x"${']]}'.repeat(50_000)}`;
  const template = JSON.stringify({ Resources: { F: fn({ Environment: { Variables: { A: 'a', DEEP: 'HERE' } } }), G: fn() } });
  const app = readAssembly(folderWith({ ...manifest({ S: STACK }), 'S.template.json': template.replace('"HERE"', deep) }));

  expect(app.functions.map(({ configuration }) => configuration.environment)).toEqual([{ A: 'a' }, {}]);
  expect(app.findings.map(({ code }) => code)).toEqual(['VALUE_TOO_LARGE']);
});

test('sections and properties of the wrong kind never break the rest of the app', () => {
  const wrong = [null, 1, 'x', [], {}, { Ref: 'X' }, { 'Fn::If': ['C', 1, 2] }];
  for (const value of wrong) {
    for (const property of Object.keys(PROPERTIES)) {
      const app = appOf({ F: fn({ [property]: value }), G: fn() });
      expect(app.functions.map(({ address }) => address.logicalId)).toContain('G');
      expect(JSON.parse(JSON.stringify(app))).toStrictEqual(app);
    }
  }
});

const PROPERTIES = {
  Code: 1,
  FunctionName: 1,
  PackageType: 1,
  Runtime: 1,
  Handler: 1,
  Layers: 1,
  Architectures: 1,
  MemorySize: 1,
  Timeout: 1,
  EphemeralStorage: 1,
  Environment: 1,
  Role: 1,
  Description: 1,
  TracingConfig: 1,
  LoggingConfig: 1,
  ReservedConcurrentExecutions: 1,
  DeadLetterConfig: 1,
};
