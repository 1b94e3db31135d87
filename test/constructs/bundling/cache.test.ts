import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import * as path from 'node:path';
import type { NodeBundlingOptions } from 'cdk-lambda-kit';
import { type Project, project, synthesized } from './app';

const SHOP = {
  'src/shared.ts': 'export const price = (n: number): string => `${n} EUR`;\n',
  'src/orders.ts': "import { price } from './shared';\nexport const handler = async () => price(1);\n",
  'src/carts.ts': "import { price } from './shared';\nexport const handler = async () => price(2);\n",
  'src/plain.ts': "import { rate } from 'rates';\nexport const handler = async () => rate;\n",
  'node_modules/rates/package.json': '{"name":"rates","main":"a.js"}',
  'node_modules/rates/a.js': 'exports.rate = 1;\n',
  'node_modules/rates/b.js': 'exports.rate = 2;\n',
};
const ENTRIES = { Orders: 'src/orders.ts', Carts: 'src/carts.ts', Plain: 'src/plain.ts' };

/** When a record was written, by the entry that it is about. */
function records({ cache }: Project): readonly string[] {
  const folder = path.join(cache, 'bundles/records');
  return readdirSync(folder)
    .map((name) => `${name} ${readFileSync(path.join(folder, name), 'utf8').length}`)
    .sort();
}

/** Which bundles a synthesis takes from the cache: those of which the cache has a copy that was made recognisable. */
function taken(
  shop: Project,
  bundling: NodeBundlingOptions = {},
  entries: Readonly<Record<string, string>> = ENTRIES,
): readonly string[] {
  const content = path.join(shop.cache, 'bundles/content');
  const marks: (() => void)[] = [];
  for (const hash of readdirSync(content)) {
    const file = path.join(content, hash, 'index.js');
    const before = readFileSync(file, 'utf8');
    const recordOf = readdirSync(path.join(shop.cache, 'bundles/records')).map((name) =>
      path.join(shop.cache, 'bundles/records', name),
    );
    const stampOf = (text: string) => {
      const { mtimeMs } = statSync(file);
      for (const record of recordOf) {
        const json = JSON.parse(readFileSync(record, 'utf8'));
        if (json.hash !== hash) continue;
        json.files[0] = { path: 'index.js', bytes: text.length, changed: mtimeMs };
        const { mtime, atime } = statSync(record);
        writeFileSync(record, JSON.stringify(json));
        utimesSync(record, atime, mtime);
      }
    };
    const marked = `${before}// from the cache\n`;
    writeFileSync(file, marked);
    stampOf(marked);
    marks.push(() => {
      if (!existsSync(file)) return;
      writeFileSync(file, before);
      stampOf(before);
    });
  }
  const { code } = synthesized(shop, entries, bundling);
  for (const unmark of marks) unmark();
  return Object.keys(code)
    .filter((id) => code[id]?.endsWith('// from the cache\n'))
    .sort();
}

function made(bundling: NodeBundlingOptions = {}, files: Readonly<Record<string, string>> = SHOP): Project {
  const shop = project(files);
  synthesized(shop, ENTRIES, bundling);
  return shop;
}

const ALL = ['Carts', 'Orders', 'Plain'];

test('a second synthesis with nothing changed bundles nothing', () => {
  expect(taken(made())).toEqual(ALL);
});

test('it needs no esbuild for that', () => {
  const shop = made();
  const before = process.env.ESBUILD_BINARY_PATH;
  process.env.ESBUILD_BINARY_PATH = '/nowhere/esbuild';
  try {
    expect(taken(shop)).toEqual(ALL);
  } finally {
    if (before === undefined) delete process.env.ESBUILD_BINARY_PATH;
    else process.env.ESBUILD_BINARY_PATH = before;
  }
});

describe('is bundled anew', () => {
  test.each<[string, (shop: Project) => void, string[]]>([
    [
      'what imports a shared module that changed',
      (shop) => shop.write({ 'src/shared.ts': 'export const price = String;\n' }),
      ['Plain'],
    ],
    [
      'an entry that changed, and nothing else',
      (shop) => shop.write({ 'src/orders.ts': 'export const handler = 7;\n' }),
      ['Carts', 'Plain'],
    ],
    [
      'what changed to the same length, at the same time',
      (shop) => shop.write({ 'src/shared.ts': SHOP['src/shared.ts'].replace('EUR', 'USD') }),
      ['Plain'],
    ],
    [
      'what uses a package that changed',
      (shop) => shop.write({ 'node_modules/rates/a.js': 'exports.rate = 9;\n' }),
      ['Carts', 'Orders'],
    ],
    [
      'what uses a package whose package.json names another file',
      (shop) => shop.write({ 'node_modules/rates/package.json': '{"name":"rates","main":"b.js"}' }),
      ['Carts', 'Orders'],
    ],
    ['everything, when the lockfile changed', (shop) => shop.write({ 'package-lock.json': '{"lockfileVersion":2}' }), []],
    ['everything, when there is a tsconfig.json now', (shop) => shop.write({ 'tsconfig.json': '{}' }), []],
    ['everything in the folder of a new tsconfig.json', (shop) => shop.write({ 'src/tsconfig.json': '{}' }), []],
    ['what a new file is found before', (shop) => shop.write({ 'src/shared.tsx': 'export const price = Number;\n' }), []],
    [
      'what would find its package nearer now',
      (shop) => shop.write({ 'src/node_modules/rates/index.js': 'exports.rate = 5;\n' }),
      ['Carts', 'Orders'],
    ],
  ])('%s', (_, change, expected) => {
    const shop = made();
    change(shop);

    expect(taken(shop)).toEqual(expected);
  });

  test('everything, when a tsconfig.json that is extended changed', () => {
    const shop = made(
      {},
      {
        ...SHOP,
        'tsconfig.json': '{ // with a comment\n "extends": "./base", }',
        'base.json': '{ "compilerOptions": { "paths": { "rates": ["./node_modules/rates/a.js"] } } }',
      },
    );
    expect(taken(shop)).toEqual(ALL);

    shop.write({ 'base.json': '{ "compilerOptions": { "paths": { "rates": ["./node_modules/rates/b.js"] } } }' });
    expect(taken(shop)).toEqual([]);
    expect(synthesized(shop, ENTRIES).code.Plain).toMatch(/rate = 2/);
  });

  test('what uses a package that is a link to another place now', () => {
    const shop = made(
      {},
      Object.fromEntries(
        Object.entries(SHOP)
          .filter(([name]) => !name.startsWith('node_modules'))
          .concat([
            ['packages/one/index.js', 'exports.rate = 1;\n'],
            ['packages/two/index.js', 'exports.rate = 2;\n'],
            ['node_modules/other/index.js', ''],
            ['src/plain.ts', 'export const handler = 1;\n'],
          ]),
      ),
    );
    const link = path.join(shop.folder, 'node_modules/rates');
    symlinkSync('../packages/one', link);
    shop.write({ 'src/plain.ts': SHOP['src/plain.ts'] });
    expect(synthesized(shop, ENTRIES).code.Plain).toMatch(/rate = 1/);
    expect(taken(shop)).toEqual(ALL);

    rmSync(link);
    symlinkSync('../packages/two', link);
    expect(synthesized(shop, ENTRIES).code.Plain).toMatch(/rate = 2/);
  });

  test.each<[string, NodeBundlingOptions]>([
    ['other options', { minify: true }],
    ['another define', { define: { X: '1' } }],
    ['a metafile', { metafile: true }],
  ])('with %s', (_, bundling) => {
    expect(taken(made(), bundling)).toEqual([]);
  });
});

describe('is taken from the cache all the same', () => {
  test('when only the times of files have changed, as in a fresh clone, which are remembered from then on', () => {
    const shop = made();
    for (const name of Object.keys(SHOP)) utimesSync(path.join(shop.folder, name), new Date(), new Date('2026-02-02'));
    const before = records(shop);

    expect(taken(shop)).toEqual(ALL);
    expect(records(shop)).toHaveLength(before.length);
    expect(taken(shop)).toEqual(ALL);
  });

  test('when a file appears that has nothing to do with sources', () => {
    const shop = made();
    shop.write({ 'src/notes.md': '# notes', 'cdk.out/x/y.json': '{}' });

    expect(taken(shop)).toEqual(ALL);
  });
});

test('a file that was written just now is not trusted, since it may be written again within the same moment', () => {
  const shop = project(SHOP);
  const future = new Date(Date.now() + 60_000);
  shop.write({ 'src/orders.ts': SHOP['src/orders.ts'] }, future);
  synthesized(shop, ENTRIES);

  expect(taken(shop)).toEqual(['Carts', 'Plain']);
});

describe('a cache that is damaged is as good as none', () => {
  const files = (shop: Project, kind: string) => {
    const folder = path.join(shop.cache, 'bundles', kind);
    return readdirSync(folder).map((name) => path.join(folder, name));
  };

  test.each<[string, (shop: Project) => void]>([
    ['records cut off', (shop) => files(shop, 'records').forEach((file) => truncateSync(file, 20))],
    ['tables cut off', (shop) => files(shop, 'tables').forEach((file) => truncateSync(file, 20))],
    ['tables gone', (shop) => files(shop, 'tables').forEach((file) => rmSync(file))],
    ['content gone', (shop) => files(shop, 'content').forEach((file) => rmSync(file, { recursive: true }))],
    ['content cut off', (shop) => files(shop, 'content').forEach((file) => truncateSync(path.join(file, 'index.js'), 3))],
    [
      'content that somebody has changed',
      (shop) => files(shop, 'content').forEach((file) => writeFileSync(path.join(file, 'index.js'), 'evil()')),
    ],
    ['folders where files should be', (shop) => files(shop, 'records').forEach((file) => (rmSync(file), mkdirSync(file)))],
  ])('%s', (_, damage) => {
    const shop = made();
    const before = synthesized(shop, ENTRIES);
    damage(shop);

    const after = synthesized(shop, ENTRIES);
    expect(after.assets).toEqual(before.assets);
    expect(after.code).toEqual(before.code);
  });

  test('and works again afterwards', () => {
    const shop = made();
    for (const file of files(shop, 'content')) writeFileSync(path.join(file, 'index.js'), 'evil()');
    synthesized(shop, ENTRIES);

    expect(taken(shop)).toEqual(ALL);
    for (const file of files(shop, 'content')) expect(readFileSync(path.join(file, 'index.js'), 'utf8')).not.toContain('evil');
  });
});

test('nothing but what is kept is left in the cache', () => {
  const shop = made();

  expect(readdirSync(path.join(shop.cache, 'bundles')).sort()).toEqual(['.tidied', 'content', 'records', 'tables']);
  expect(readdirSync(path.join(shop.cache, 'bundles/content')).every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
});

test('what nobody has asked for in a month is removed when something new is kept', () => {
  const shop = made();
  const old = new Date('2026-10-01T00:00:00Z');
  for (const kind of ['records', 'tables', 'content']) {
    const folder = path.join(shop.cache, 'bundles', kind);
    for (const name of readdirSync(folder)) utimesSync(path.join(folder, name), old, old);
  }
  utimesSync(path.join(shop.cache, 'bundles/.tidied'), old, old);
  shop.write({ 'src/orders.ts': 'export const handler = 7;\n' });

  synthesized(shop, { Orders: 'src/orders.ts' });

  expect(readdirSync(path.join(shop.cache, 'bundles/records'))).toHaveLength(1);
  expect(readdirSync(path.join(shop.cache, 'bundles/content'))).toHaveLength(1);
});

test('what is made again without being remembered is not removed before it has been used, however old it is', () => {
  const shop = project(SHOP);
  const [old, future] = [new Date('2026-10-01T00:00:00Z'), new Date(Date.now() + 60_000)];
  shop.write({ 'src/orders.ts': SHOP['src/orders.ts'] }, future);
  const before = synthesized(shop, ENTRIES);
  const content = path.join(shop.cache, 'bundles/content');
  for (const name of readdirSync(content)) utimesSync(path.join(content, name), old, old);
  utimesSync(path.join(shop.cache, 'bundles/.tidied'), old, old);
  shop.write({ 'src/carts.ts': 'export const handler = 7;\n' });

  expect(synthesized(shop, ENTRIES).code.Orders).toBe(before.code.Orders);
});

test('bundles of plugins are never kept, since nobody knows what they read', () => {
  const shop = project({
    ...SHOP,
    'plugin.mjs':
      "export default { name: 'rates', setup(build) { build.onLoad({ filter: /a\\.js$/ }, () => ({ contents: 'exports.rate = 42;' })); } };",
  });
  const { code } = synthesized(shop, ENTRIES, { plugins: [path.join(shop.folder, 'plugin.mjs')] });

  expect(code.Plain).toMatch(/rate = 42/);
  expect(existsSync(path.join(shop.cache, 'bundles/records'))).toBe(false);
});

test('any number of processes share a cache', async () => {
  const shop = project(SHOP);
  const script = path.join(__dirname, '../../fixtures/synthesize-functions.ts');
  const runs = Array.from({ length: 4 }, () => {
    const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ 'cdk-lambda-kit:cache': shop.cache }) };
    return spawn(process.execPath, ['--import', 'tsx', script, shop.folder, ...Object.values(ENTRIES)], { env, stdio: 'pipe' });
  });
  const told = await Promise.all(
    runs.map(async (run) => {
      let text = '';
      run.stdout.on('data', (data) => {
        text += data;
      });
      run.stderr.on('data', (data) => {
        text += data;
      });
      await once(run, 'close');
      return text;
    }),
  );

  expect(JSON.parse(told[0] ?? '')).toHaveLength(3);
  expect(new Set(told).size).toBe(1);
  expect(taken(shop)).toEqual(ALL);
}, 60_000);
