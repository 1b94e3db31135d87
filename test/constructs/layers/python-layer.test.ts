import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { PythonLayer, type PythonLayerProps } from 'cdk-lambda-kit';
import { sources, stackIn, temporaryFolder } from '../scene';
import { appIn, archive, plain, withPrograms } from './scene';

/** A built package in `folder`, as the index has it. */
function wheel(folder: string, name: string, { tag = 'py3-none-any', needs = '' } = {}): string {
  const info = `${name}-1.0.dist-info`;
  const file = archive({
    [`${name}/__init__.py`]: `NAME = '${name}'\n`,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n${needs === '' ? '' : `Requires-Dist: ${needs}\n`}`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: ${tag.endsWith('any')}\nTag: ${tag}\n`,
    [`${info}/entry_points.txt`]: `[console_scripts]\n${name} = ${name}:main\n`,
    [`${info}/RECORD`]: `${name}/__init__.py,,\n${info}/METADATA,,\n${info}/WHEEL,,\n${info}/entry_points.txt,,\n${info}/RECORD,,\n`,
  });
  const named = `${name}-1.0-${tag}.whl`;
  copyFileSync(file, path.join(folder, named));
  return `./${named}`;
}

function project(lines: (folder: string) => readonly string[] = (folder) => [wheel(folder, 'brush')]): string {
  const folder = temporaryFolder();
  const file = path.join(folder, 'requirements.txt');
  writeFileSync(file, `${lines(folder).join('\n')}\n`);
  return file;
}

let shared = '';
let cache = '';
beforeAll(() => {
  shared = project();
});
beforeEach(() => {
  cache = temporaryFolder();
});

function created(props: PythonLayerProps = {}, stack = stackIn()): PythonLayer {
  return new PythonLayer(stack, 'Packages', { requirements: shared, cacheFolder: cache, ...props });
}

function assetOf(props: PythonLayerProps = {}): { hash: string; folder: string; files: string[] } {
  const outdir = temporaryFolder();
  created(props, new Stack(appIn(outdir), 'Shop'));
  const [asset = ''] = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  const folder = path.join(outdir, asset);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return { hash: asset.replace('asset.', ''), folder, files: files.sort() };
}

test('the packages lie in python, without what is of this machine', () => {
  const { files, folder } = assetOf();

  expect(files).toEqual([
    'python/brush-1.0.dist-info/METADATA',
    'python/brush-1.0.dist-info/RECORD',
    'python/brush-1.0.dist-info/WHEEL',
    'python/brush-1.0.dist-info/entry_points.txt',
    'python/brush/__init__.py',
  ]);
  const record = readFileSync(path.join(folder, 'python/brush-1.0.dist-info/RECORD'), 'utf8');
  expect(record).not.toMatch(/bin\/|direct_url|__pycache__/);
});

test('Python imports them as it would below /opt', () => {
  const { folder } = assetOf();
  const env = { ...process.env, PYTHONPATH: path.join(folder, 'python'), PYTHONDONTWRITEBYTECODE: '1' };

  expect(execFileSync('python3', ['-c', 'import brush; print(brush.NAME)'], { env, encoding: 'utf8' })).toBe('brush\n');
});

test('the layer is for its runtime, and for both architectures when nothing is native', () => {
  const stack = stackIn();
  const layer = created({ runtime: lambda.Runtime.PYTHON_3_13, description: 'shared' }, stack);
  plain(stack, { layers: [layer], runtime: lambda.Runtime.PYTHON_3_13 });
  new PythonLayer(stack, 'Newest', { requirements: shared, cacheFolder: cache });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Lambda::LayerVersion', {
    CompatibleArchitectures: Match.absent(),
    CompatibleRuntimes: ['python3.13'],
    Content: { S3Key: Match.stringLikeRegexp('^[0-9a-f]{64}\\.zip$') },
    Description: 'shared',
  });
  template.hasResourceProperties('AWS::Lambda::LayerVersion', { CompatibleRuntimes: ['python3.14'] });
});

describe('native packages', () => {
  const TAGS = ['manylinux_2_17_aarch64', 'manylinux2014_x86_64', 'macosx_11_0_arm64', 'manylinux_2_34_aarch64'];
  const built = (tags: readonly string[]) => {
    const file = project((folder) => [...tags.map((tag) => wheel(folder, 'press', { tag: `cp313-cp313-${tag}` })), '']);
    const folder = path.dirname(file);
    // An index without an index: pip looks for the version among these files.
    writeFileSync(file, `--no-index\n--find-links ${folder}\npress==1.0\n`);
    return file;
  };

  test.each([
    [lambda.Architecture.ARM_64, 'aarch64', 'arm64'],
    [lambda.Architecture.X86_64, 'x86_64', 'x86_64'],
  ])('are chosen for the platform of Lambda: %p', (architecture, machine, name) => {
    const stack = stackIn();
    created({ requirements: built(TAGS), runtime: lambda.Runtime.PYTHON_3_13, architecture }, stack);

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::LayerVersion', { CompatibleArchitectures: [name] });
    const [key = ''] = readdirSync(cache);
    expect(readFileSync(path.join(cache, key, 'content/python/press-1.0.dist-info/WHEEL'), 'utf8')).toContain(machine);
  });

  test('fails when there is none for the platform: a newer glibc than that of Amazon Linux 2', () => {
    const old = { runtime: lambda.Runtime.PYTHON_3_11, requirements: built(['manylinux_2_34_aarch64']) };

    expect(() => created(old)).toThrow(/cannot install the packages:.*press==1\.0.*\[PACKAGES_NOT_INSTALLED\]/s);
  });
});

describe('the same requirements give the same asset', () => {
  test('wherever they lie', () => {
    const other = assetOf({ requirements: project(), cacheFolder: temporaryFolder() });

    expect(other.hash).toBe(assetOf().hash);
  });

  test('and a second synth installs nothing', () => {
    const { hash } = assetOf();

    expect(withPrograms({}, () => assetOf()).hash).toBe(hash);
  });
});

describe('versions', () => {
  test.each([
    'requests',
    'requests>=2',
    'requests==2.*',
    'requests~=2.32',
    'requests>=2,<3',
    '-r more.txt',
  ])("fails when one is left open: '%s'", (line) => {
    const file = project((folder) => [line, `# from ${path.basename(sources({ 'more.txt': 'flask' }, folder))}`]);

    expect(() => created({ requirements: file })).toThrow(
      /must name one version of each package, but has '.*REQUIREMENT_NOT_PINNED/s,
    );
  });

  test('fails when pip has to choose a version of what a package needs, and says which', () => {
    const file = project((folder) => {
      wheel(folder, 'paint');
      return ['--no-index', `--find-links ${folder}`, `${wheel(folder, 'brush', { needs: 'paint' })}  # the brush`];
    });

    expect(() => created({ requirements: file })).toThrow(
      /must name the packages that the others need, too; pip chose paint==1\.0\..*REQUIREMENT_NOT_PINNED/s,
    );
  });

  test('hashes, markers, extras, included files and constraints are understood', () => {
    const file = project((folder) => {
      wheel(folder, 'paint');
      wheel(folder, 'brush', { needs: 'paint' });
      sources({ 'more.txt': 'Paint == 1.0 ; python_version > "3"', 'limits.txt': 'brush==1.0' }, folder);
      return ['--no-index', `--find-links=${folder}`, '-r more.txt', '-c limits.txt', 'brush[fine] == 1.0 \\', '  # all of it'];
    });

    expect(assetOf({ requirements: file }).files.filter((name) => name.endsWith('.py'))).toEqual([
      'python/brush/__init__.py',
      'python/paint/__init__.py',
    ]);
  });
});

describe('bad input', () => {
  test('fails when requirements.txt is not there', () => {
    expect(() => created({ requirements: 'no/requirements.txt' })).toThrow(
      `Shop/Packages: requirements 'no/requirements.txt' is no file (looked for ${path.resolve('no/requirements.txt')}).`,
    );
  });

  test('fails when it is empty', () => {
    expect(() => created({ requirements: project(() => ['# nothing']) })).toThrow(/has no packages\.\n.*LAYER_EMPTY/);
  });

  test('fails when the runtime is not Python', () => {
    expect(() => created({ runtime: lambda.Runtime.NODEJS_22_X })).toThrow(
      /runtime must be a Python 3 runtime, but is nodejs22.x/,
    );
  });

  test('fails when pip is missing', () => {
    withPrograms({ python: 'process.exit(1)' }, () =>
      expect(() => created()).toThrow(
        'Shop/Packages: pip is needed to install packages, but neither python3 -m pip nor python -m pip can be run.\n' +
          'Install Python 3 with pip on the machine that synthesizes, or put the packages into the folder yourself and leave requirements.txt out. [PIP_MISSING]',
      ),
    );
  });

  test('fails when the network is missing, and says so', () => {
    const python3 = `
      if (process.argv.includes('--version')) process.exit(0);
      console.error('WARNING: NewConnectionError: Failed to establish a new connection');
      process.exit(1);`;

    withPrograms({ python3 }, () =>
      expect(() => created()).toThrow(/python3 cannot reach where the packages are.*PACKAGES_UNREACHABLE/s),
    );
  });

  test('a stack that is not bundled installs nothing', () => {
    withPrograms({}, () => expect(() => created({}, stackIn({ 'aws:cdk:bundling-stacks': [] }))).not.toThrow());
  });
});
