import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { type Installed, installedOnce } from '../../../src/constructs/bundle-cache';
import { type FunctionModules, functionModules } from '../../../src/constructs/bundle-function-modules';
import { lock, tarball } from '../layers/packages';
import { withPrograms } from '../layers/scene';
import { sources, temporaryFolder } from '../scene';

const PLATFORM = { os: 'linux', cpu: 'arm64', libc: 'glibc' } as const;
const PLACE = { node: { path: 'Shop/Orders' } };

function installed(
  root: string,
  modules: string[],
  { entry = 'src/index.ts', ...rest }: Partial<FunctionModules> = {},
): Installed {
  const request = { entry: path.join(root, entry), modules, platform: PLATFORM, projectRoot: root, ...rest };
  return installedOnce(temporaryFolder(), functionModules(PLACE, request));
}

/** The packages, by their folders. */
function packagesOf({ files }: Installed): readonly string[] {
  const found = files.filter(({ path: name }) => /node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(name));
  return found.map(({ path: name }) => path.dirname(name));
}

const json = (value: object) => JSON.stringify(value);

/** Archives of packages: two versions of `colours`, and `paint`, which needs an old one; `press` is native. */
function vendor(root: string): void {
  const folder = path.join(root, 'vendor');
  mkdirSync(folder, { recursive: true });
  for (const version of ['1.0.0', '2.0.0']) {
    tarball(folder, { name: 'colours', version }, { 'index.js': `exports.version = '${version}';` }, `colours-${version[0]}`);
  }
  tarball(folder, { name: 'brush' });
  for (const cpu of ['arm64', 'x64']) tarball(folder, { name: `press-${cpu}`, os: ['linux'], cpu: [cpu] });
}

const MANY = {
  'package.json': json({
    name: 'shop',
    private: true,
    workspaces: ['packages/*'],
    devDependencies: { colours: 'file:vendor/colours-2.tgz' },
  }),
  'packages/orders/package.json': json({
    name: 'orders',
    dependencies: { '@shop/shared': '1.0.0', colours: 'file:../../vendor/colours-2.tgz' },
    optionalDependencies: { 'press-arm64': 'file:../../vendor/press-arm64.tgz', 'press-x64': 'file:../../vendor/press-x64.tgz' },
    devDependencies: { brush: 'file:../../vendor/brush.tgz' },
  }),
  'packages/shared/package.json': json({
    name: '@shop/shared',
    version: '1.0.0',
    main: 'dist/main.js',
    dependencies: { colours: 'file:../../vendor/colours-1.tgz' },
  }),
  'packages/shared/dist/main.js': 'exports.colours = require("colours");',
  'packages/shared/node_modules/leftover/index.js': '',
  'packages/other/package.json': json({
    name: 'other',
    version: '1.0.0',
    dependencies: { brush: 'file:../../vendor/brush.tgz' },
  }),
};

let shop = '';
beforeAll(() => {
  shop = sources(MANY);
  vendor(shop);
  lock(shop);
});
const ORDERS = { entry: 'packages/orders/src/index.ts' };

describe('in workspaces', () => {
  test('a module comes in the version of the workspace of the entry', () => {
    const { folder, files } = installed(shop, ['colours'], ORDERS);

    expect(files.map((file) => file.path)).toEqual(['node_modules/colours/index.js', 'node_modules/colours/package.json']);
    expect(readFileSync(path.join(folder, 'node_modules/colours/index.js'), 'utf8')).toContain('2.0.0');
  });

  test('a module may be a workspace, which comes with its files and finds its own versions', () => {
    const made = installed(shop, ['@shop/shared', 'colours'], ORDERS);

    expect(packagesOf(made)).toEqual([
      'node_modules/@shop/shared/node_modules/colours',
      'node_modules/@shop/shared',
      'node_modules/colours',
    ]);
    const load = createRequire(path.join(made.folder, 'index.js'));
    expect(load('@shop/shared')).toEqual({ colours: { version: '1.0.0' } });
    expect(load('colours')).toEqual({ version: '2.0.0' });
  });

  test('what is at the root serves entries of workspaces, too', () => {
    expect(packagesOf(installed(shop, ['colours'], { entry: 'packages/other/index.ts' }))).toEqual(['node_modules/colours']);
  });

  test('native code is for the architecture of the function', () => {
    expect(packagesOf(installed(shop, ['press-arm64'], ORDERS))).toEqual(['node_modules/press-arm64']);
    expect(packagesOf(installed(shop, ['press-x64'], { ...ORDERS, platform: { ...PLATFORM, cpu: 'x64' } }))).toEqual([
      'node_modules/press-x64',
    ]);
  });

  test('fails when there is no native code for the architecture', () => {
    expect(() => installed(shop, ['press-x64'], ORDERS)).toThrow(
      /npm is content, but has not installed press-x64 for .*packages\/orders\/package.json/,
    );
  });

  test('a development dependency serves as well', () => {
    expect(packagesOf(installed(shop, ['brush'], ORDERS))).toEqual(['node_modules/brush']);
  });

  test('what a change of a workspace means: another key when it is installed or lists other packages, else the same', () => {
    const root = sources(MANY);
    vendor(root);
    lock(root);
    const keyOf = (modules: string[]) =>
      functionModules(PLACE, { entry: path.join(root, ORDERS.entry), modules, platform: PLATFORM }).key;
    const before = [keyOf(['colours']), keyOf(['@shop/shared'])];
    writeFileSync(path.join(root, 'packages/shared/dist/main.js'), 'changed');
    writeFileSync(
      path.join(root, 'packages/other/package.json'),
      json({ ...JSON.parse(MANY['packages/other/package.json']), scripts: { a: 'b' } }),
    );

    expect(keyOf(['colours'])).toBe(before[0]);
    expect(keyOf(['@shop/shared'])).not.toBe(before[1]);
  });

  test('the same project gives the same modules and the same key wherever it lies', () => {
    const far = path.join(temporaryFolder(), 'some/deeper/folder');
    sources(MANY, far);
    vendor(far);
    lock(far);
    const of = (root: string) =>
      functionModules(PLACE, { entry: path.join(root, ORDERS.entry), modules: ['@shop/shared'], platform: PLATFORM });

    expect(of(far).key).toBe(of(shop).key);
    expect(installed(far, ['@shop/shared'], ORDERS).hash).toBe(installed(shop, ['@shop/shared'], ORDERS).hash);
  });
});

test('the nearest package.json that has the module counts, and those without it do not', () => {
  const root = sources({
    'package.json': json({ dependencies: { colours: 'file:vendor/colours-1.tgz', brush: 'file:vendor/brush.tgz' } }),
    'src/package.json': json({ type: 'module', dependencies: {} }),
  });
  vendor(root);
  lock(root);

  expect(packagesOf(installed(root, ['colours', 'brush', 'colours']))).toEqual(['node_modules/brush', 'node_modules/colours']);
});

test('install scripts are not run, and that is said; a binding.gyp counts as one', () => {
  const root = sources({ 'package.json': json({ dependencies: { stamp: 'file:stamp.tgz' } }) });
  tarball(root, { name: 'stamp' }, { 'binding.gyp': '{}' });
  lock(root);

  expect(installed(root, ['stamp']).notes.warnings).toEqual([
    'The install scripts of stamp are not run; see whether the function works without.',
  ]);
});

describe('the package manager is told which workspace to install', () => {
  /** Installs `a` for `packages/orders` behind a link, as pnpm and Bun do, and keeps what it was told. */
  const linking = (name: string) => `
    if (process.argv[2] === '--version') { console.log('4.0.0'); process.exit(); }
    const { mkdirSync, writeFileSync, symlinkSync } = require('node:fs');
    const write = (at, json) => {
      mkdirSync(at, { recursive: true });
      writeFileSync(at + '/package.json', JSON.stringify(json));
    };
    write('node_modules/.store/a@1/node_modules/a', { name: 'a', dependencies: { b: '1' }, optionalDependencies: { gone: '1' }, told: process.argv.slice(2) });
    write('node_modules/.store/b@1/node_modules/b', { name: 'b', version: '1.0.0', dependencies: { a: '1' } });
    write('node_modules/b', { name: 'b', version: '2.0.0' });
    symlinkSync('../../b@1/node_modules/b', 'node_modules/.store/a@1/node_modules/b');
    symlinkSync('../../a@1/node_modules/a', 'node_modules/.store/b@1/node_modules/a');
    mkdirSync('packages/orders/node_modules');
    symlinkSync('../../../node_modules/.store/a@1/node_modules/a', 'packages/orders/node_modules/a');
    // ${name}`;

  const LOCKS: Record<string, [string, Record<string, string>]> = {
    pnpm: [
      'pnpm-lock.yaml',
      {
        'pnpm-lock.yaml':
          "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n\n  packages/orders:\n    dependencies:\n      a:\n        version: 1.0.0\n\npackages:\n\n  a@1: {}\n",
      },
    ],
    bun: ['bun.lock', { 'bun.lock': '{ "workspaces": { "": { "name": "x,]", }, "packages/orders": { "name": "orders", }, }, }' }],
    yarn: [
      'yarn.lock',
      {
        'yarn.lock':
          '__metadata:\n  version: 8\n\n"orders@workspace:packages/orders":\n  resolution: "orders@workspace:packages/orders"\n',
      },
    ],
  };

  test.each([
    ['pnpm', ['--frozen-lockfile', '--prod', '--filter', '{packages/orders}...']],
    ['bun', ['--frozen-lockfile', '--production', '--os=linux', '--cpu=arm64', '--filter=./packages/orders']],
    ['yarn', ['--immutable', '--mode=skip-build']],
  ])('%s', (name, told) => {
    const root = sources({
      'package.json': json({ name: 'shop', workspaces: ['packages/*'] }),
      'packages/orders/package.json': json({ name: 'orders', dependencies: { a: '1' } }),
      ...LOCKS[name]?.[1],
    });
    const made = withPrograms({ [name]: linking(name) }, () => installed(root, ['a'], ORDERS));

    expect(packagesOf(made)).toEqual(['node_modules/a', 'node_modules/b']);
    const a = JSON.parse(readFileSync(path.join(made.folder, 'node_modules/a/package.json'), 'utf8'));
    expect(a.told).toEqual(expect.arrayContaining(told));
    expect(JSON.parse(readFileSync(path.join(made.folder, 'node_modules/b/package.json'), 'utf8')).version).toBe('1.0.0');
  });
});

describe('bad input', () => {
  test('fails when no package.json above the entry has the module', () => {
    expect(() => installed(shop, ['hammer'], ORDERS)).toThrow(
      `Shop/Orders: nodeModules has 'hammer', but neither ${shop}/packages/orders/package.json nor ${shop}/package.json has it.`,
    );
    const alone = sources({ 'package.json': '{}' });
    expect(() => installed(alone, ['hammer'])).toThrow(`has 'hammer', but ${alone}/package.json does not have it.`);
    const none = temporaryFolder();
    expect(() => installed(none, ['hammer'])).toThrow(`has 'hammer', but there is no package.json above ${none}/src/index.ts.`);
  });

  test('fails when there is no lockfile, or the one that is named is not there', () => {
    const root = sources({ 'package.json': json({ dependencies: { a: '1' } }) });

    expect(() => installed(root, ['a'])).toThrow(/there is no lockfile in .* or above.*LOCK_FILE_MISSING/s);
    expect(() => installed(root, ['a'], { lockFile: 'no/yarn.lock' })).toThrow(/lockFile 'no\/yarn.lock' is not there/);
  });

  test('fails when the lockfile is of somebody else, who would install any version', () => {
    const root = sources({
      'package.json': '{}',
      'package-lock.json': json({ packages: { '': {} } }),
      'src/package.json': json({ dependencies: { a: '1' } }),
    });

    expect(() => installed(root, ['a'])).toThrow(
      /nodeModules has 'a' of .*src\/package.json, which is no workspace of .*package-lock.json\.\n.*LOCK_FILE_OF_OTHERS/,
    );
  });

  test('fails when the modules are in several lockfiles', () => {
    const root = sources({
      'package.json': json({ dependencies: { a: '1' } }),
      'package-lock.json': '{}',
      'src/package.json': json({ dependencies: { b: '1' } }),
      'src/yarn.lock': '',
    });

    expect(() => installed(root, ['a', 'b'])).toThrow(
      `nodeModules come from one lockfile, but a is in ${root}/package-lock.json and b is in ${root}/src/yarn.lock.`,
    );
  });

  test('fails when the lockfile has no package.json beside it', () => {
    const root = sources({ 'package-lock.json': '{}', 'src/package.json': json({ dependencies: { a: '1' } }) });

    expect(() => installed(root, ['a'])).toThrow(/there is no package.json beside .*package-lock.json/);
  });

  test('fails when the lockfile is not that of the package.json, in the words of npm', () => {
    const root = sources(MANY);
    vendor(root);
    lock(root);
    const file = path.join(root, 'packages/orders/package.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('colours-2', 'colours-1'));

    expect(() => installed(root, ['colours'], ORDERS)).toThrow(
      /npm cannot install the packages:.* in sync.*Missing: colours@1.0.0 from lock file\n.*PACKAGES_NOT_INSTALLED/s,
    );
  });
});
