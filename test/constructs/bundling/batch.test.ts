import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { OutputFormat, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs';
import { type NodeBundlingOptions, NodeFunction } from 'cdk-lambda-kit';
import { sourceFile, temporaryFolder } from '../scene';
import { appOf, project, synthesized } from './app';

const SHOP = {
  'src/shared.ts': 'export const price = (n: number): string => `${n} EUR`;\nexport const unused = 1;\n',
  'src/orders/handler.ts': "import { price } from '../shared';\nexport const handler = async () => price(1);\n",
  'src/carts/handler.ts':
    "import { price } from '../shared';\nexport const handler = async () => price(2) + require('./rates').rate;\n",
  'src/carts/rates.js': 'exports.rate = 3;\n',
  'src/legacy.js': "const { legacy } = require('./carts/rates');\nexports.handler = async () => legacy;\n",
};
const ENTRIES = { Orders: 'src/orders/handler.ts', Carts: 'src/carts/handler.ts', Legacy: 'src/legacy.js' };

test('each function has an asset of its own, with what it imports and nothing of the others', () => {
  const { code, assets } = synthesized(project(SHOP), ENTRIES);

  expect(new Set(Object.values(assets)).size).toBe(3);
  expect(code.Orders).toContain('price(1)');
  expect(code.Orders).not.toContain('price(2)');
  expect(code.Orders).not.toContain('unused');
  expect(code.Carts).toMatch(/exports\d*\.rate = 3/);
});

test.each<[string, NodeBundlingOptions]>([
  ['as it is', {}],
  ['minified', { minify: true }],
  ['as ECMAScript module', { format: OutputFormat.ESM }],
  ['with source map and metafile', { sourceMap: true, metafile: true }],
  ['with the source map in the bundle', { sourceMapMode: SourceMapMode.INLINE }],
])('a bundle has the same bytes, whichever others are made with it: %s', (_, bundling) => {
  const entries: Record<string, string> = {
    ...ENTRIES,
    ...(bundling.format === OutputFormat.ESM && { Legacy: 'src/orders/handler.ts' }),
  };
  const together = synthesized(project(SHOP), entries, bundling).assets;
  const alone = Object.entries(entries).map(([id, entry]) => synthesized(project(SHOP), { [id]: entry }, bundling).assets);
  const turned = synthesized(project(SHOP), Object.fromEntries(Object.entries(entries).reverse()), bundling).assets;

  expect(Object.assign({}, ...alone)).toEqual(together);
  expect(turned).toEqual(together);
});

test('functions of all stages and stacks are bundled in one go', () => {
  const { folder, cache } = project(SHOP);
  const app = new App({ outdir: temporaryFolder(), postCliContext: { 'cdk-lambda-kit:cache': cache } });
  for (const [stage, entry] of [
    ['Beta', 'orders'],
    ['Live', 'carts'],
  ] as const) {
    new NodeFunction(new Stack(new Stage(app, stage), 'Shop'), 'Fn', { entry: path.join(folder, `src/${entry}/handler.ts`) });
  }
  app.synth();

  // What was made in one go has one table of what it was made of.
  expect(readdirSync(path.join(cache, 'bundles/tables'))).toHaveLength(1);
  expect(readdirSync(path.join(cache, 'bundles/records'))).toHaveLength(2);
});

test('names in the bundle begin at the folder of the lockfile, or at the one that is given', () => {
  const { folder } = project(SHOP);
  const codeWith = (projectRoot?: string) => {
    const outdir = temporaryFolder();
    const app = new App({ outdir });
    new NodeFunction(new Stack(app, 'Shop'), 'Orders', { entry: path.join(folder, 'src/orders/handler.ts'), projectRoot });
    return Template.fromStack(app.node.children[0] as Stack) && readFirst(outdir);
  };

  expect(codeWith()).toContain('// src/orders/handler.ts');
  expect(codeWith(path.join(folder, 'src'))).toContain('// orders/handler.ts');
});

function readFirst(outdir: string): string {
  const asset = readdirSync(outdir).find((name) => /^asset\.[0-9a-f]{64}$/.test(name)) ?? '';
  return readFileSync(path.join(outdir, asset, 'index.js'), 'utf8');
}

describe('what cannot be bundled', () => {
  const broken = {
    ...SHOP,
    'src/one.ts': 'export const handler = ;',
    'src/two.ts': "import './missing';\nexport const handler = 1;",
    'src/three.ts': 'export const other = async () => 1;\nexport default 1;',
  };
  const entries = { ...ENTRIES, One: 'src/one.ts', Two: 'src/two.ts', Three: 'src/three.ts' };

  test('fails for each function with file, line and construct path, all at once', () => {
    const { app } = appOf(project(broken), entries);

    const message = failure(() => app.synth());
    expect(message).toMatch(
      /\[Shop\/One\] Shop\/One: entry .*one\.ts cannot be bundled:\n {2}.*src\/one\.ts:1:24: Unexpected ";"/,
    );
    expect(message).toMatch(/\[Shop\/Two\].*\n {2}.*src\/two\.ts:1:8: Could not resolve ".\/missing"/);
    expect(message).toMatch(/\[Shop\/Three\].*handler 'handler' is not exported by .*three\.ts, which exports other, default\./);
    expect(message.match(/cannot be bundled/g)).toHaveLength(2);
    expect(message).not.toMatch(/Shop\/(Orders|Carts|Legacy)/);
  });

  test('fails even when the validation is left out', () => {
    const { app } = appOf(project(broken), { One: 'src/one.ts' });

    expect(() => app.synth({ skipValidation: true })).toThrow(/BUNDLING_FAILED/);
  });

  test('the others are kept: once the sources are put right, only those are bundled that failed', () => {
    const shop = project(broken);
    expect(() => appOf(shop, entries).app.synth()).toThrow();
    const records = readdirSync(path.join(shop.cache, 'bundles/records'));

    expect(records).toHaveLength(4);
  });
});

test('warnings of esbuild are annotations of the functions that they are about', () => {
  const shop = project({
    ...SHOP,
    'src/odd.ts': 'export const handler = async (a: unknown) => (typeof a === "nothing" ? 1 : 2);',
  });
  const { stack } = appOf(shop, { ...ENTRIES, Odd: 'src/odd.ts' });

  const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('typeof'));
  expect(warnings.map(({ id }) => id)).toEqual(['/Shop/Odd']);
  expect(warnings[0]?.entry.data).toMatch(/src\/odd\.ts:1:60: The "typeof" operator will never evaluate to "nothing"/);
});

test('analyze tells the size of the bundle, what takes it up and the version of esbuild', () => {
  const shop = project({ ...SHOP, 'node_modules/heavy/index.js': `exports.heavy = '${'h'.repeat(5000)}';` });
  shop.write({ 'src/heavy.ts': "import { heavy } from 'heavy';\nexport const handler = async () => heavy;" });
  const { stack } = appOf(shop, { Heavy: 'src/heavy.ts' }, { analyze: true });

  const [told] = Annotations.fromStack(stack).findInfo('/Shop/Heavy', Match.anyValue());
  expect(told?.entry.data).toMatch(/^bundled by esbuild \d+\.\d+\.\d+: index\.js [67]\.\d KiB\n +[45]\.\d KiB {2}heavy\n/);
});

test('an entry that emits files has its own, beside functions that emit others', () => {
  const shop = project({
    'a/handler.ts': "import file from './text.bin';\nexport const handler = async () => file;",
    'a/text.bin': 'A',
    'b/handler.ts': "import file from './text.bin';\nexport const handler = async () => file;",
    'b/text.bin': 'B',
  });
  const { app, assets } = synthesized(shop, { A: 'a/handler.ts', B: 'b/handler.ts' }, { loader: { '.bin': 'file' } });

  const names = Object.values(assets).map((hash) => readdirSync(path.join(app.outdir, `asset.${hash}`)).sort());
  expect(names).toEqual([
    [expect.stringMatching(/^index\.js$/), expect.stringMatching(/^text-\w{8}\.bin$/)],
    [expect.stringMatching(/^index\.js$/), expect.stringMatching(/^text-\w{8}\.bin$/)],
  ]);
  expect(names[0]?.[1]).not.toBe(names[1]?.[1]);
});

test('a function that is read before the app is synthesized is bundled then', () => {
  const stack = new Stack(new App({ outdir: temporaryFolder() }), 'Shop');
  const fn = new NodeFunction(stack, 'Orders', { entry: sourceFile() });

  const { s3Key } = stack.resolve((fn.node.defaultChild as unknown as { code: object }).code);

  expect(s3Key).toMatch(/^[0-9a-f]{64}\.zip$/);
});

function failure(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing failed');
}
