import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { PythonFunction, type PythonFunctionProps } from 'cdk-lambda-kit';
import { buildSync } from 'esbuild';
import { readAsked } from '../../../src/constructs/bundle-requirements';
import { definesName } from '../../../src/constructs/python-names';
import { sources, stackIn, temporaryFolder } from '../scene';
import { PYTHON_SOURCE, propertiesOf, refusal } from './kinds';

// The suite has a cache of its own in there.
delete process.env.CDK_CONTEXT_JSON;

/** What is installed is kept there for all tests of this file. */
let cache = '';
beforeAll(() => {
  cache = temporaryFolder();
});
const CACHE = 'cdk-lambda-kit:cache';

const SOURCES = { 'index.py': PYTHON_SOURCE };

function made(entry = sources(SOURCES), props: Partial<PythonFunctionProps> = {}, outdir = temporaryFolder()): PythonFunction {
  return new PythonFunction(stackIn({}, new App({ outdir, context: { [CACHE]: cache } })), 'Greeter', { entry, ...props });
}

/** What the function has in its asset, by path. */
function assetOf(
  entry: string,
  props: Partial<PythonFunctionProps> = {},
): { hash: string; files: Record<string, string>; folder: string } {
  const outdir = temporaryFolder();
  made(entry, props, outdir);
  const [asset = ''] = readdirSync(outdir);
  const folder = path.join(outdir, asset);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(folder, name)).isFile(),
  );
  const files = names.sort().map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]);
  return { hash: asset, files: Object.fromEntries(files), folder };
}

const refused = (entry: string, props: Partial<PythonFunctionProps> = {}) => refusal(() => made(entry, props));

/** Puts a wheel with one module into the folder, as a package index would have it. */
function wheel(folder: string, name: string, tag: string, source: string): void {
  const info = `${name}-1.0.dist-info`;
  const files = sources({
    [`${name}/__init__.py`]: source,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
    [`${info}/entry_points.txt`]: `[console_scripts]\n${name} = ${name}:main\n`,
    [`${info}/RECORD`]: '',
  });
  mkdirSync(folder, { recursive: true });
  execFileSync('python3', ['-m', 'zipfile', '-c', path.join(folder, `${name}-1.0-${tag}.whl`), name, info], { cwd: files });
}

const REQUIREMENTS = '--no-index\n--find-links wheels\n';

/** Sources that need packages, which are at hand without a network. */
function needing(packages: string, wheels: Record<string, string> = { 'greeting py3-none-any': 'def greet(): pass\n' }): string {
  const entry = sources({ ...SOURCES, 'requirements.txt': `${REQUIREMENTS}${packages}\n` });
  for (const [which, source] of Object.entries(wheels)) {
    const [name = '', tag = ''] = which.split(' ');
    wheel(path.join(entry, 'wheels'), name, tag, source);
  }
  return entry;
}

/** What comes of the function in a process that finds no command: `made`, or the error. */
function withoutCommands(entry: string, context = {}): string {
  const folder = temporaryFolder();
  const outfile = path.join(folder, 'index.js');
  buildSync({ entryPoints: ['src/index.ts'], outfile, bundle: true, platform: 'node', packages: 'external' });
  const script = `
    const { App, Stack } = require('aws-cdk-lib');
    const stack = new Stack(new App(${JSON.stringify({ outdir: folder, context: { [CACHE]: cache, ...context } })}), 'Shop');
    try {
      new (require(${JSON.stringify(outfile)}).PythonFunction)(stack, 'Greeter', { entry: ${JSON.stringify(entry)} });
      console.log('made');
    } catch (error) {
      console.log(error.message);
    }`;
  const env = { NODE_PATH: path.resolve('node_modules'), PATH: temporaryFolder() };
  return execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env }).trim();
}

test('a folder of sources is a function on the newest Python and arm64', () => {
  expect(propertiesOf(made())).toMatchObject({
    Runtime: 'python3.14',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    Code: { S3Key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/) },
  });
});

test.each([
  [{ index: 'app.py' }, 'app.handler'],
  [{ index: './app.py', handler: 'main' }, 'app.main'],
  [{ index: 'shop/app.py', handler: 'main' }, 'shop/app.main'],
  [{ handler: 'shop.app.main' }, 'shop.app.main'],
  [{ handler: 'shop/app.main' }, 'shop/app.main'],
  [{ handler: 'shop.main' }, 'shop.main'],
  [{ handler: '/opt/wrap.handler' }, '/opt/wrap.handler'],
])('with %j the handler is %s', (props, expected) => {
  const source = 'def handler(e, c): pass\ndef main(e, c): pass\n';
  const entry = sources({ 'app.py': source, 'shop/app.py': source, 'shop/__init__.py': source });

  expect(propertiesOf(made(entry, props)).Handler).toBe(expected);
});

describe('the asset', () => {
  test('has the sources, and neither caches nor virtual environments', () => {
    const entry = sources({
      ...SOURCES,
      'shop/rules.json': '{}',
      '__pycache__/index.cpython-314.pyc': 'x',
      'shop/__pycache__/app.pyc': 'x',
      'shop/old.pyc': 'x',
      '.venv/bin/python': 'x',
      'venv/pyvenv.cfg': 'x',
      '.pytest_cache/README.md': 'x',
      '.git/config': 'x',
      'tests/test_index.py': 'x',
      'notes.md': 'x',
    });

    expect(Object.keys(assetOf(entry, { exclude: ['tests', '*.md'] }).files)).toEqual(['index.py', 'shop/rules.json']);
  });

  test('is the same wherever and whenever the sources were written', () => {
    const entries = [
      sources(SOURCES),
      sources({ ...SOURCES, '__pycache__/x.pyc': 'x' }),
      path.relative(process.cwd(), sources(SOURCES)),
    ];
    utimesSync(path.join(entries[0]!, 'index.py'), 1, 1);

    expect(new Set(entries.map((entry) => assetOf(entry).hash)).size).toBe(1);
  });

  test('is another one for another source, another name, and another right to execute', () => {
    const executable = sources({ ...SOURCES, tool: '#!/bin/sh\n' });
    chmodSync(path.join(executable, 'tool'), 0o755);
    const hashes = [
      sources(SOURCES),
      sources({ 'index.py': `${PYTHON_SOURCE}\n` }),
      sources({ ...SOURCES, tool: '#!/bin/sh\n' }),
      sources({ ...SOURCES, toll: '#!/bin/sh\n' }),
      executable,
    ].map((entry) => assetOf(entry).hash);

    expect(new Set(hashes).size).toBe(hashes.length);
    expect(statSync(path.join(assetOf(executable).folder, 'tool')).mode & 0o777).toBe(0o755);
  });

  test('has what links lead to', () => {
    const entry = sources(SOURCES);
    symlinkSync(path.join(sources({ 'shared.py': 'x = 1\n' }), 'shared.py'), path.join(entry, 'shared.py'));

    expect(assetOf(entry).files['shared.py']).toBe('x = 1\n');
  });
});

describe('packages', () => {
  test('are installed beside the sources, without what tells of this machine', () => {
    const { files } = assetOf(needing('greeting'), { exclude: ['wheels'] });

    expect(Object.keys(files)).toEqual([
      'greeting-1.0.dist-info/METADATA',
      'greeting-1.0.dist-info/WHEEL',
      'greeting-1.0.dist-info/entry_points.txt',
      'greeting/__init__.py',
      'index.py',
      'requirements.txt',
    ]);
  });

  test('give the same asset again', () => {
    const [first, second] = [needing('greeting'), needing('greeting')].map(
      (entry) => assetOf(entry, { exclude: ['wheels'] }).hash,
    );

    expect(second).toBe(first);
  });

  test.each([
    [lambda.Architecture.ARM_64, '# aarch64\n'],
    [lambda.Architecture.X86_64, '# x86_64\n'],
  ])('are for the platform of the function: %s', (architecture, expected) => {
    const entry = needing('native', {
      'native cp314-cp314-manylinux2014_aarch64': '# aarch64\n',
      'native cp314-cp314-manylinux2014_x86_64': '# x86_64\n',
    });

    expect(assetOf(entry, { architecture }).files['native/__init__.py']).toBe(expected);
  });

  test('may need the C library of the runtime, and no newer one', () => {
    const entry = needing('native', { 'native cp311-cp311-manylinux_2_28_aarch64': '# glibc 2.28\n' });

    expect(refused(entry, { runtime: lambda.Runtime.PYTHON_3_11 }).code).toBe('PIP_FAILED');
    const newer = needing('native', { 'native cp312-cp312-manylinux_2_34_aarch64': '# glibc 2.34\n' });
    expect(assetOf(newer, { runtime: lambda.Runtime.PYTHON_3_12 }).files['native/__init__.py']).toBe('# glibc 2.34\n');
  });

  test('yield to sources of the same name', () => {
    const entry = needing('greeting');
    mkdirSync(path.join(entry, 'greeting'));
    writeFileSync(path.join(entry, 'greeting/__init__.py'), 'ours = True\n');

    expect(assetOf(entry).files['greeting/__init__.py']).toBe('ours = True\n');
  });

  test('fails when there is none for the platform, with the words of pip', () => {
    const error = refused(needing('native', { 'native cp314-cp314-win_amd64': '' }));

    expect(error.code).toBe('PIP_FAILED');
    expect(error.message).toMatch(/requirements.txt of .* cannot be installed:\n\s+ERROR: .*native/);
  });

  test('fails when pip is missing', () => {
    const message = withoutCommands(needing('greeting'));

    expect(message).toContain('needs pip, but there is none on this machine');
    expect(message).toContain('Install Python 3 with pip');
    expect(message).toContain('[PIP_MISSING]');
  });

  test.each([
    '',
    '# nothing yet\n\n',
    '--index-url https://example.com/simple\n',
  ])('are none, and pip is not needed, when requirements.txt is %j', (text) => {
    const entry = sources({ ...SOURCES, 'requirements.txt': text });

    expect(withoutCommands(entry)).toBe('made');
    expect(Object.keys(assetOf(entry).files)).toEqual(['index.py', 'requirements.txt']);
  });

  test('are not installed for a stack that is not deployed this time', () => {
    expect(withoutCommands(needing('greeting'), { 'aws:cdk:bundling-stacks': ['Another'] })).toBe('made');
  });
});

describe('what is installed is kept', () => {
  beforeEach(() => {
    cache = temporaryFolder();
  });
  const entries = () => readdirSync(path.join(cache, 'python'));
  /** As if it had been installed so many hours ago. */
  const aged = (hours: number) => {
    const [name = ''] = entries();
    const [key, moment] = name.split('-');
    const older = Number(moment) - hours * 3_600_000;
    renameSync(path.join(cache, 'python', name), path.join(cache, 'python', `${key}-${older}`));
  };

  test('for other processes, which run no pip', () => {
    const entry = needing('greeting==1.0');
    assetOf(entry);

    expect(withoutCommands(entry)).toBe('made');
    expect(entries()).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  test('for a day when a version is left open', () => {
    const entry = needing('greeting');
    assetOf(entry);
    expect(entries()).toEqual([expect.stringMatching(/^[0-9a-f]{64}-\d+$/)]);

    aged(23);
    expect(withoutCommands(entry)).toBe('made');
    aged(2);
    expect(withoutCommands(entry)).toContain('PIP_MISSING');
    expect(assetOf(entry).files['greeting/__init__.py']).toBe('def greet(): pass\n');
    expect(entries()).toHaveLength(2);
    expect(withoutCommands(entry)).toBe('made');
  });

  test('for a day when the version of what a package needs is left open', () => {
    const entry = needing('greeting==1.0');
    wheel(path.join(entry, 'wheels'), 'words', 'py3-none-any', '');
    const folder = sources({
      'greeting-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\nRequires-Dist: words\n',
    });
    execFileSync('python3', [
      '-c',
      `import zipfile, shutil
source, target = ${JSON.stringify(path.join(entry, 'wheels/greeting-1.0-py3-none-any.whl'))}, ${JSON.stringify(path.join(folder, 'w.whl'))}
with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, 'w') as new:
    for name in old.namelist():
        if not name.endswith('METADATA'): new.writestr(name, old.read(name))
    new.write(${JSON.stringify(path.join(folder, 'greeting-1.0.dist-info/METADATA'))}, 'greeting-1.0.dist-info/METADATA')
shutil.move(target, source)`,
    ]);
    assetOf(entry);

    expect(entries()).toEqual([expect.stringMatching(/-\d+$/)]);
  });

  test.each([
    ['a file that it includes', 'more.txt', 'greeting==1.0\n# or so\n'],
    ['what lies where it looks', 'wheels/other-1.0-py3-none-any.whl', ''],
  ])('until %s changes', (_, name, text) => {
    const entry = needing('-r more.txt');
    writeFileSync(path.join(entry, 'more.txt'), 'greeting==1.0\n');
    assetOf(entry);
    expect(withoutCommands(entry)).toBe('made');

    writeFileSync(path.join(entry, name), text);
    expect(withoutCommands(entry)).toContain('PIP_MISSING');
  });

  test('for one architecture, and one version of Python', () => {
    const entry = needing('greeting==1.0');
    assetOf(entry);
    assetOf(entry, { architecture: lambda.Architecture.X86_64 });
    assetOf(entry, { runtime: lambda.Runtime.PYTHON_3_12 });

    expect(entries()).toHaveLength(3);
  });
});

test.each([
  ['greeting==1.0', ['greeting'], true],
  ['Greeting_Card[fine] === 1.0 ; python_version > "3"  # good', ['greeting-card'], true],
  ['greeting==1.0 --hash=sha256:00', ['greeting'], true],
  ['./wheels/local-1.0-py3-none-any.whl', ['local'], true],
  ['local @ file:./wheels/local-1.0-py3-none-any.whl', ['local'], true],
  ['greeting==1.*', [], false],
  ['greeting>=1', [], false],
  ['greeting', [], false],
  ['greeting @ git+https://example.com/greeting.git', [], false],
  ['-e ./library', [], false],
])('%j names one version of each package: %p', (line, pins, isPinned) => {
  const entry = sources({ 'requirements.txt': `${line}\n-c limits.txt\n`, 'limits.txt': 'other==1\n', 'library/setup.py': '' });
  sources({ 'wheels/local-1.0-py3-none-any.whl': '' }, entry);

  const asked = readAsked(path.join(entry, 'requirements.txt'));
  expect([[...asked.pins], asked.isPinned, asked.isAsking]).toEqual([pins, isPinned, true]);
  expect(asked.files).toContain(path.join(entry, 'limits.txt'));
});

describe('bad input', () => {
  test('fails when the folder is missing, and says where it looked', () => {
    const error = refused('handlers/missing');

    expect(error.code).toBe('PYTHON_ENTRY_MISSING');
    expect(error.message).toContain(`(looked for ${path.resolve('handlers/missing')})`);
  });

  test('fails when the entry is a file, or nothing', () => {
    expect(refused(path.join(sources(SOURCES), 'index.py')).code).toBe('PYTHON_ENTRY_MISSING');
    expect(refused('').code).toBe('PYTHON_ENTRY_MISSING');
  });

  test.each([
    [{ index: 'app.py' }, /handler 'app.handler' needs app.py in/],
    [{ index: 'index.txt' }, /index must be a file that ends in .py, but is 'index.txt'/],
    [{ handler: 'shop.app.main' }, /needs shop\/app.py in/],
    [{ exclude: ['index.py'] }, /needs index.py in/],
  ])('fails when the file of the handler is missing: %j', (props, message) => {
    const error = refused(sources(SOURCES), props);

    expect(error.code).toBe('HANDLER_FILE_MISSING');
    expect(error.message).toMatch(message);
  });

  test('fails when the file does not have the function, and names those that it has', () => {
    const entry = sources({ 'index.py': 'def first(e, c): pass\nasync def second(e, c): pass\n' });

    expect(() => made(entry)).toThrow(/handler 'handler' is not defined in index.py, which has first, second/);
  });

  test('a file that is missing may be in a layer', () => {
    const stack = stackIn();
    const layer = lambda.LayerVersion.fromLayerVersionArn(stack, 'L', 'arn:aws:lambda:eu-west-1:111122223333:layer:a:1');

    expect(() => made(sources(SOURCES), { handler: 'wrap.handler', layers: [layer] })).not.toThrow();
  });

  test('fails when index and handler both name a file', () => {
    expect(refused(sources(SOURCES), { index: 'index.py', handler: 'index.handler' }).code).toBe('PYTHON_INDEX_UNUSED');
  });

  test('fails when the runtime is not Python', () => {
    expect(refused(sources(SOURCES), { runtime: lambda.Runtime.NODEJS_24_X }).code).toBe('RUNTIME_NOT_PYTHON');
  });

  test('fails when the handler is no name', () => {
    expect(refused(sources(SOURCES), { handler: 'my-handler' }).code).toBe('TEXT_INVALID');
  });
});

test.each([
  ['def handler(event, context): pass', true],
  ['async def handler(event, context): pass', true],
  ['if True:\n    def handler(e, c): pass', true],
  ['handler = lambda e, c: e', true],
  ['handler: Handler = make()', true],
  ['first, handler = make()', true],
  ['handler, other = make()', true],
  ['from app import handler', true],
  ['from app import main as handler', true],
  ['from app import (\n    first,\n    handler,\n)', true],
  ['from app import first, \\\n    handler', true],
  ['from app import *', true],
  ['globals()["handler"] = 1', true],
  ['class handler: pass', true],
  ['with make() as handler: pass', true],
  ['def handlers(): pass', false],
  ['# def handler(): pass', false],
  ['my.handler = 1', false],
  ['if handler == 1: pass', false],
  ['print(handler)', false],
])('%j has a handler: %p', (source, expected) => {
  expect(definesName(source, 'handler')).toBe(expected);
});
