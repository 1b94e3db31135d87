import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodeModulesLayer, type NodeModulesLayerProps } from 'cdk-lambda-kit';
import { sources, stackIn, temporaryFolder } from '../scene';
import { lock, tarball } from './packages';
import { appIn, plain, withPrograms } from './scene';

/**
 * A project whose packages lie beside it: `paint` needs `colours`, `brush` is a folder that needs `paint`, `press` is native, and
 * `hammer` is for development. The lockfile is made by npm, which needs no network for that.
 */
function project(folder = temporaryFolder(), extra: Record<string, string> = {}): string {
  mkdirSync(path.join(folder, 'vendor'), { recursive: true });
  const vendor = path.join(folder, 'vendor');
  tarball(vendor, { name: 'colours', scripts: { install: 'exit 1' } });
  tarball(vendor, { name: 'hammer' });
  for (const cpu of ['arm64', 'x64']) tarball(vendor, { name: `press-${cpu}`, os: ['linux'], cpu: [cpu] });
  sources({ 'brush/package.json': '{"name":"brush","version":"1.0.0"}', 'brush/index.js': 'exports.name = "brush";' }, vendor);
  sources(
    {
      'package.json': JSON.stringify({
        name: 'layer',
        dependencies: { brush: 'file:vendor/brush', colours: 'file:./vendor/colours.tgz', ...extra },
        devDependencies: { hammer: 'file:vendor/hammer.tgz' },
      }),
    },
    folder,
  );
  lock(folder);
  return folder;
}

let shared = '';
/** Filled by the first test; what is about installing begins with an empty one. */
let warm = '';
let cache = '';
const emptyCache = () => {
  cache = temporaryFolder();
};
beforeAll(() => {
  shared = project();
  warm = temporaryFolder();
});
beforeEach(() => {
  cache = warm;
});

function created(props: Partial<NodeModulesLayerProps> = {}, stack = stackIn()): NodeModulesLayer {
  return new NodeModulesLayer(stack, 'Packages', {
    packageJson: path.join(shared, 'package.json'),
    cacheFolder: cache,
    ...props,
  });
}

/** The layer's folder in the assembly, and the names of its files. */
function assetOf(props: Partial<NodeModulesLayerProps> = {}): { hash: string; folder: string; files: string[] } {
  const outdir = temporaryFolder();
  created(props, new Stack(appIn(outdir), 'Shop'));
  const [asset = ''] = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  const folder = path.join(outdir, asset);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return { hash: asset.replace('asset.', ''), folder, files: files.sort() };
}

test('the dependencies lie in nodejs/node_modules, without development dependencies and what npm keeps for itself', () => {
  expect(assetOf().files).toEqual([
    'nodejs/node_modules/brush/index.js',
    'nodejs/node_modules/brush/package.json',
    'nodejs/node_modules/colours/index.js',
    'nodejs/node_modules/colours/package.json',
  ]);
});

test('a handler finds them as it would below /opt', () => {
  const { folder } = assetOf();

  expect(createRequire(path.join(folder, 'nodejs/any.js'))('brush')).toEqual({ name: 'brush' });
});

test('only some of them, with all that they need', () => {
  expect(assetOf({ packages: ['brush', 'brush'] }).files.map((file) => file.split('/')[2])).toEqual(['brush', 'brush']);
});

test('it is a layer for functions of both architectures and every Node.js', () => {
  const stack = stackIn();
  const layer = created({ description: 'shared' }, stack);
  plain(stack, { layers: [layer], architecture: lambda.Architecture.X86_64 });
  plain(stack, { layers: [layer], architecture: lambda.Architecture.ARM_64 }, 'Arm');

  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::LayerVersion'));
  expect(resource?.Properties).toEqual({
    Content: {
      S3Bucket: { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}' },
      S3Key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/),
    },
    Description: 'shared',
  });
});

test('fails when a Python function uses it', () => {
  const stack = stackIn();
  plain(stack, { layers: [created({}, stack)], runtime: lambda.Runtime.PYTHON_3_13 });

  expect(() => Template.fromStack(stack)).toThrow(/the layer Shop\/Packages has no file where python3.13 looks/);
});

test('install scripts are not run, and that is said', () => {
  const stack = stackIn();
  created({}, stack);

  Annotations.fromStack(stack).hasWarning('/Shop/Packages', Match.stringLikeRegexp('The install scripts of colours are not run'));
});

describe('packages with native code', () => {
  let native = '';
  beforeAll(() => {
    native = project();
    const file = path.join(native, 'package.json');
    const optionalDependencies = { 'press-arm64': 'file:vendor/press-arm64.tgz', 'press-x64': 'file:vendor/press-x64.tgz' };
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), optionalDependencies }));
    rmSync(path.join(native, 'package-lock.json'));
    lock(native);
  });

  test.each([
    [undefined, 'press-arm64'],
    [lambda.Architecture.X86_64, 'press-x64'],
  ])('are installed for the architecture of the layer: %p', (architecture, name) => {
    const { files } = assetOf({ packageJson: path.join(native, 'package.json'), architecture });

    expect(files.filter((file) => file.includes('press')).map((file) => file.split('/')[2])).toEqual([name, name]);
  });

  test('fails when a function of the other architecture uses the layer', () => {
    const stack = stackIn();
    const layer = created({ packageJson: path.join(native, 'package.json') }, stack);
    plain(stack, { layers: [layer], architecture: lambda.Architecture.X86_64 });

    expect(() => Template.fromStack(stack)).toThrow(
      /the layer Shop\/Packages is for arm64, but the function's architecture is x86_64/,
    );
  });

  test('fails when the package manager installs for another machine', () => {
    const npm = `
      const { mkdirSync, writeFileSync } = require('node:fs');
      mkdirSync('node_modules/brush', { recursive: true });
      writeFileSync('node_modules/brush/package.json', JSON.stringify({ name: 'brush', os: ['darwin'] }));`;
    emptyCache();

    withPrograms({ npm }, () => expect(() => created()).toThrow(/npm installed brush, which is not for linux on arm64/));
  });

  test('Yarn installs for all machines, of which one is kept, and nothing that only the others need', () => {
    const folder = sources({ 'package.json': '{"dependencies":{"press":"1"}}', 'yarn.lock': '# yarn lockfile v1' });
    const yarn = `
      console.log('1.22.22');
      const { mkdirSync, writeFileSync } = require('node:fs');
      const write = (name, json) => {
        mkdirSync('node_modules/' + name, { recursive: true });
        writeFileSync('node_modules/' + name + '/package.json', JSON.stringify({ name, ...json }));
      };
      write('press', { optionalDependencies: { 'press-mac': '1', 'press-arm': '1', 'press-musl': '1', 'press-intel': '1' } });
      write('press-mac', { os: ['darwin'], dependencies: { apple: '1' } });
      write('press-arm', { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] });
      write('press-musl', { os: ['linux'], libc: ['musl'] });
      write('press-intel', { cpu: ['!arm64'] });
      write('apple', {});`;

    const { files } = withPrograms({ yarn }, () => assetOf({ packageJson: path.join(folder, 'package.json') }));
    expect(files.map((file) => file.split('/')[2])).toEqual(['press-arm', 'press']);
  });
});

describe('the same input gives the same asset', () => {
  test('wherever the project lies, whatever lies beside it and whatever is in the cache', () => {
    const far = project(path.join(temporaryFolder(), 'some/deeper/folder'));
    sources({ 'node_modules/colours/index.js': 'broken', 'other.txt': 'x' }, far);

    const there = assetOf({ packageJson: path.join(far, 'package.json'), cacheFolder: temporaryFolder() });
    expect(there.hash).toBe(assetOf().hash);
  });

  test('when packages beside the project are reached by other ways', () => {
    const root = temporaryFolder();
    sources({ 'brush/package.json': '{"name":"brush","version":"1.0.0"}', 'brush/index.js': 'exports.name = "brush";' }, root);
    const app = sources({ 'package.json': '{"dependencies":{"brush":"file:../brush"}}' }, path.join(root, 'app'));
    lock(app);

    expect(assetOf({ packageJson: path.join(app, 'package.json') }).hash).toBe(assetOf({ packages: ['brush'] }).hash);
  });

  test('another dependency gives another', () => {
    const other = project();
    writeFileSync(path.join(other, 'vendor/brush/index.js'), 'exports.name = "other";');

    expect(assetOf({ packageJson: path.join(other, 'package.json') }).hash).not.toBe(assetOf().hash);
  });

  test('and everybody may read it, whatever umask there is', () => {
    const before = process.umask(0o077);
    try {
      const { folder, files } = assetOf();
      expect(statSync(folder).mode & 0o777).toBe(0o755);
      expect(files.map((file) => statSync(path.join(folder, file)).mode & 0o777)).toEqual([0o644, 0o644, 0o644, 0o644]);
    } finally {
      process.umask(before);
    }
  });
});

describe('the cache', () => {
  beforeEach(emptyCache);
  const entries = () => readdirSync(cache);

  test('a second synth installs nothing', () => {
    const { hash } = assetOf();

    expect(withPrograms({}, () => assetOf()).hash).toBe(hash);
    expect(entries()).toHaveLength(1);
  });

  test('what someone has tidied up is installed anew', () => {
    const { hash } = assetOf();
    rmSync(path.join(cache, entries()[0]!, 'content/nodejs/node_modules/colours'), { recursive: true });

    expect(assetOf().hash).toBe(hash);
    expect(withPrograms({}, () => assetOf()).files).toHaveLength(4);
  });

  test('what a process that was killed has left is not taken, and is gone after a day', () => {
    const [old, recent] = ['unfinished-old', 'unfinished-recent'].map((name) => path.join(cache, name));
    for (const folder of [old!, recent!]) mkdirSync(path.join(folder, 'content'), { recursive: true });
    const { mtimeMs } = statSync(old!);
    utimesSync(old!, mtimeMs / 1000 - 90_000, mtimeMs / 1000 - 90_000);

    expect(assetOf().files).toHaveLength(4);
    expect(entries().filter((name) => name.startsWith('unfinished'))).toEqual(['unfinished-recent']);
  });

  test('what nobody has used for 30 days goes when something else is installed, and nothing that is not of the cache', () => {
    const ago = (name: string, days: number) => {
      const folder = path.join(cache, name);
      const { mtimeMs } = statSync(folder);
      utimesSync(folder, mtimeMs / 1000 - days * 86_400, mtimeMs / 1000 - days * 86_400);
    };
    assetOf();
    const [used = ''] = entries();
    const [unused, kept, old] = ['a'.repeat(64), 'b'.repeat(64), `${'c'.repeat(64)}-17`];
    for (const name of [unused, kept, old, 'notes']) mkdirSync(path.join(cache, name));
    for (const name of [unused, used, old, 'notes']) ago(name, 31);
    ago(kept, 29);
    assetOf();
    assetOf({ packages: ['brush'] });

    expect(entries()).toEqual(expect.arrayContaining([used, kept, 'notes']));
    expect(entries()).toHaveLength(4);
  });

  test('when another process is faster, its entry is taken', () => {
    // The other one finishes while npm works here.
    const { hash } = assetOf();
    const [key = ''] = entries();
    const kept = temporaryFolder();
    const done = path.join(cache, key);
    const away = path.join(kept, key);
    execFileSync('cp', ['-r', done, away]);
    rmSync(done, { recursive: true });
    const npm = `
      const { cpSync } = require('node:fs');
      cpSync(${JSON.stringify(path.join(away, 'content/nodejs/node_modules'))}, 'node_modules', { recursive: true });
      cpSync(${JSON.stringify(away)}, ${JSON.stringify(done)}, { recursive: true });`;

    expect(withPrograms({ npm }, () => assetOf()).hash).toBe(hash);
    expect(entries()).toEqual([key]);
  });

  test('nothing is left when installing fails', () => {
    withPrograms({ npm: 'process.exit(1)' }, () => expect(() => created()).toThrow(/PACKAGES_NOT_INSTALLED/));

    expect(entries()).toEqual([]);
  });

  test('where it cannot be written, a folder of the assembly takes its place', () => {
    const file = path.join(sources({ blocked: '' }), 'blocked');

    expect(assetOf({ cacheFolder: file }).files).toHaveLength(4);
  });
});

test('a stack that is not bundled installs nothing', () => {
  emptyCache();
  const stack = stackIn({ 'aws:cdk:bundling-stacks': [] });

  withPrograms({}, () => expect(() => created({}, stack)).not.toThrow());
  expect(existsSync(cache) && readdirSync(cache)).toEqual([]);
});

describe('bad input', () => {
  beforeEach(emptyCache);
  const refused = (files: Record<string, string>, props: Partial<NodeModulesLayerProps> = {}) => {
    const folder = sources(files);
    return expect(() => created({ packageJson: path.join(folder, 'package.json'), ...props }));
  };
  const EMPTY = { 'package.json': '{}' };

  test('fails when there is no package.json, or it is broken', () => {
    refused({}).toThrow(/packageJson '.*package.json' is no package.json \(looked for .*PACKAGE_JSON_MISSING/s);
    refused({ 'package.json': '{' }).toThrow(/PACKAGE_JSON_MISSING/);
  });

  test('fails when there is no lockfile', () => {
    refused(EMPTY).toThrow(/Shop\/Packages: there is no lockfile beside packageJson in .*LOCK_FILE_MISSING/s);
    refused(EMPTY, { lockFile: 'no/package-lock.json' }).toThrow(/lockFile 'no\/package-lock.json' is not there/);
  });

  test('fails when there are two lockfiles, until one is named', () => {
    const both = {
      'package.json': '{"dependencies":{"a":"file:a.tgz"}}',
      'yarn.lock': '',
      'package-lock.json': '{}',
      'a.tgz': '',
    };
    refused(both).toThrow(/there are package-lock.json and yarn.lock in/);
    const folder = sources(both);
    const props = { packageJson: path.join(folder, 'package.json'), lockFile: path.join(folder, 'yarn.lock') };
    withPrograms({ yarn: 'console.log("1.22.22"); process.exit(process.argv[2] === "--version" ? 0 : 3);' }, () =>
      expect(() => created(props)).toThrow(/yarn cannot install the packages/),
    );
  });

  test('fails when the lockfile is unknown', () => {
    refused({ ...EMPTY, 'bun.lockb': '' }).toThrow(
      /is unknown; those of npm, pnpm, Yarn and Bun \(bun.lock\) are known.*LOCK_FILE_UNKNOWN_KIND/s,
    );
  });

  test.each([
    ['Yarn 2 or newer', '__metadata:\n  version: 8\n', '1.22.22'],
    ['Yarn 1', '# yarn lockfile v1\n', '2.0.0'],
  ])('fails when the lockfile is of %s and there is another', (called, text, version) => {
    const folder = sources({ ...EMPTY, 'yarn.lock': text });

    withPrograms({ yarn: `console.log('${version}')` }, () =>
      expect(() => created({ packageJson: path.join(folder, 'package.json') })).toThrow(
        new RegExp(`yarn.lock is of ${called}, but yarn ${version} is there.*PACKAGE_MANAGER_OTHER`, 's'),
      ),
    );
  });

  test('fails when the lockfile of Yarn 1 does not have what package.json asks for, even where Yarn would take any version', () => {
    const folder = sources({
      'package.json': '{"dependencies":{"a":"^2.0.0","b":"1"}}',
      'yarn.lock': '# yarn lockfile v1\n\n\n"@x/b@1", b@1:\n  version "1.0.0"\n\na@^1.0.0:\n  version "1.0.0"\n',
    });
    const yarn = `
      console.log('1.22.22');
      const { readFileSync, writeFileSync } = require('node:fs');
      writeFileSync('yarn.lock', String(readFileSync('yarn.lock')).replace('a@^1.0.0:\\n  version "1.0.0"', 'a@^2.0.0:\\n  version "2.0.0"'));`;

    withPrograms({ yarn }, () =>
      expect(() => created({ packageJson: path.join(folder, 'package.json') })).toThrow(
        /the lockfile .*yarn.lock does not have a@\^2.0.0\.\n.*LOCK_FILE_OUTDATED/,
      ),
    );
  });

  test('fails when package.json is the root of workspaces', () => {
    refused({ 'package.json': '{"workspaces":["packages/*"]}', 'package-lock.json': '{}' }).toThrow(/PACKAGE_JSON_WORKSPACES/);
  });

  test('fails when a dependency that lies on this machine does not', () => {
    refused({ 'package.json': '{"dependencies":{"a":"file:gone"}}', 'package-lock.json': '{}' }).toThrow(
      /the dependency a is at 'file:gone', but .*gone is not there/,
    );
  });

  test('fails when packages names what is no dependency, or nothing', () => {
    expect(() => created({ packages: ['hammer'] })).toThrow(
      /packages has 'hammer', which packageJson does not have in dependencies/,
    );
    expect(() => created({ packages: [] })).toThrow(/packages must not be empty/);
  });

  test('fails when there are no dependencies', () => {
    const folder = sources({ 'package.json': '{"name":"none"}' });
    lock(folder);

    expect(() => created({ packageJson: path.join(folder, 'package.json') })).toThrow(/has no dependencies\.\n.*LAYER_EMPTY/);
  });

  test('fails when the lockfile and package.json are not of one another, in the words of npm', () => {
    const folder = project();
    const file = path.join(folder, 'package.json');
    const json = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(
      file,
      JSON.stringify({ ...json, dependencies: { ...json.dependencies, hammer: 'file:vendor/hammer.tgz' }, devDependencies: {} }),
    );
    rmSync(path.join(folder, 'package-lock.json'));
    writeFileSync(
      path.join(folder, 'package-lock.json'),
      readFileSync(path.join(shared, 'package-lock.json')).toString().replaceAll('hammer', 'nail'),
    );

    expect(() => created({ packageJson: file })).toThrow(
      /npm cannot install the packages:\n.* in sync.*Missing: hammer@.* from lock file.*\[PACKAGES_NOT_INSTALLED\]/s,
    );
  });

  test('fails when the package manager is missing', () => {
    withPrograms({}, () =>
      expect(() => created()).toThrow(
        'Shop/Packages: npm is needed to install packages, but is not there.\n' +
          'Install it on the machine that synthesizes; it has to be found on the PATH. [PACKAGE_MANAGER_MISSING]',
      ),
    );
  });

  test('fails when the network is missing, and says so', () => {
    const npm =
      'console.error("npm error code ENOTFOUND\\nnpm error network request to https://packages.example/a failed"); process.exit(1);';

    withPrograms({ npm }, () =>
      expect(() => created()).toThrow(
        /npm cannot reach where the packages are:\n {2}npm error code ENOTFOUND\n.*\[PACKAGES_UNREACHABLE\]/s,
      ),
    );
  });

  test('pnpm is told the platform in both of its ways, and to link exact versions', () => {
    const folder = sources({
      'package.json': '{"dependencies":{"a":"1"},"pnpm":{"overrides":{}}}',
      'pnpm-lock.yaml': '',
      'pnpm-workspace.yaml': 'catalog:\n  a: 1\nsupportedArchitectures:\n  os:\n    - current\n',
    });
    const pnpm = `
      const { mkdirSync, writeFileSync, readFileSync } = require('node:fs');
      mkdirSync('node_modules/a', { recursive: true });
      writeFileSync('node_modules/a/told.json', JSON.stringify([process.argv.slice(2), JSON.parse(readFileSync('package.json')).pnpm, String(readFileSync('pnpm-workspace.yaml'))]));`;

    const asset = withPrograms({ pnpm }, () => assetOf({ packageJson: path.join(folder, 'package.json') }));
    const [args, settings, workspace] = JSON.parse(
      readFileSync(path.join(asset.folder, 'nodejs/node_modules/a/told.json'), 'utf8'),
    );
    expect(args).toEqual(
      expect.arrayContaining(['install', '--frozen-lockfile', '--prod', '--ignore-scripts', '--config.node-linker=isolated']),
    );
    expect(settings).toEqual({ overrides: {}, supportedArchitectures: { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] } });
    expect(workspace).toBe(
      'packages:\n  - .\ncatalog:\n  a: 1\nsupportedArchitectures:\n  os: [linux]\n  cpu: [arm64]\n  libc: [glibc]\n',
    );
  });
});
