import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Charset, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { type NodeBundlingOptions, NodeFunction, type NodeFunctionProps } from 'cdk-lambda-kit';
import { HANDLER_SOURCE, sourceFile, sources, stackIn, temporaryFolder } from '../scene';

interface Asset {
  readonly hash: string;
  readonly files: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** What a function with this entry has in its asset. */
function assetOf(entry: string, bundling: NodeBundlingOptions = {}, props: Partial<NodeFunctionProps> = {}): Asset {
  const outdir = temporaryFolder();
  // Long ago, when the oldest runtimes were there.
  const app = new App({ outdir, context: { 'cdk-lambda-kit:today': '2022-11-20' } });
  new NodeFunction(stackIn({}, app), 'Greeter', { entry, bundling, ...props });
  app.synth();
  const asset = readdirSync(outdir).find((name) => /^asset\.[0-9a-f]{64}$/.test(name)) ?? '';
  const folder = path.join(outdir, asset);
  const names = readdirSync(folder).sort();
  return {
    hash: asset.replace('asset.', ''),
    files: Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')])),
    folder,
  };
}

/** Runs the bundle as Lambda would load it. */
function loaded(asset: Asset): Record<string, (event?: unknown) => unknown> {
  return createRequire(path.join(asset.folder, 'any.js'))('./index.js');
}

/** An app with a package, a CommonJS and an ECMAScript module of its own, and an entry in a folder. */
const APP = {
  'handlers/greet.ts': [
    "import { greeting } from '../lib/greeting';",
    "import punctuation from 'punctuation';",
    "import { legacy } from '../lib/legacy.js';",
    'export const handler = async (event: { name: string }) => greeting(event.name) + punctuation.mark + legacy;',
  ].join('\n'),
  'lib/greeting.ts': 'export const greeting = (name: string): string => `Hello ${name}`;',
  'lib/legacy.js': "exports.legacy = '1';",
};
const PACKAGES = {
  'punctuation/package.json': '{"name":"punctuation","version":"1.0.0","main":"index.js"}',
  'punctuation/index.js': "module.exports = { mark: '!' };",
};

function appWithPackages(folder = temporaryFolder()): string {
  sources(APP, folder);
  sources(PACKAGES, path.join(folder, 'node_modules'));
  return path.join(folder, 'handlers/greet.ts');
}

test('the bundle has everything the entry imports, and runs', async () => {
  const asset = assetOf(appWithPackages());

  expect(Object.keys(asset.files)).toEqual(['index.js']);
  expect(await loaded(asset).handler?.({ name: 'Ada' })).toBe('Hello Ada!1');
});

describe('the same sources give the same asset', () => {
  test.each<[string, NodeBundlingOptions]>([
    ['as it is', {}],
    ['minified', { minify: true }],
    ['with source map and metafile', { sourceMap: true, metafile: true }],
    ['as ECMAScript module', { format: OutputFormat.ESM }],
  ])('in whatever folder they lie: %s', (_, bundling) => {
    const near = assetOf(appWithPackages(), bundling);
    const far = assetOf(appWithPackages(path.join(temporaryFolder(), 'some/deeper/folder')), bundling);

    expect(far.files).toEqual(near.files);
    expect(far.hash).toBe(near.hash);
  });

  test('whatever the current folder is', () => {
    const entry = appWithPackages();
    const before = process.cwd();
    const here = assetOf(entry, { sourceMap: true });
    try {
      process.chdir(path.dirname(path.dirname(entry)));
      expect(assetOf('handlers/greet.ts', { sourceMap: true })).toMatchObject({ hash: here.hash, files: here.files });
    } finally {
      process.chdir(before);
    }
  });

  test('when the entry is the index of a folder with another name', () => {
    const assets = ['handler.ts', 'index.ts', 'index.js'].map((name) => {
      const text = name.endsWith('.js') ? 'exports.handler = async () => 1;' : HANDLER_SOURCE;
      return [assetOf(sourceFile(text, name)).hash, assetOf(sourceFile(text, name)).hash];
    });

    for (const [one, two] of assets) expect(two).toBe(one);
  });

  test('when the packages are linked from somewhere else', () => {
    const inside = assetOf(appWithPackages());
    const store = temporaryFolder();
    sources(PACKAGES, path.join(store, 'a/b/node_modules'));
    const linked = sources(APP);
    symlinkSync(path.join(store, 'a/b/node_modules'), path.join(linked, 'node_modules'));
    const hoisted = path.join(temporaryFolder(), 'packages/app');
    mkdirSync(hoisted, { recursive: true });
    symlinkSync(path.join(store, 'a/b/node_modules'), path.join(hoisted, '../node_modules'));
    sources(APP, hoisted);

    expect(assetOf(path.join(linked, 'handlers/greet.ts'), { metafile: false }).files).toEqual(inside.files);
    expect(assetOf(path.join(hoisted, 'handlers/greet.ts')).hash).toBe(inside.hash);
  });

  test('and no path of this machine is in it', () => {
    const entry = appWithPackages();
    const { files } = assetOf(entry, { sourceMap: true, metafile: true });

    for (const text of Object.values(files)) {
      expect(text).not.toContain(path.dirname(path.dirname(entry)));
      expect(text).not.toContain(process.cwd());
    }
  });
});

test('another source, option or handler file gives another asset', () => {
  const hashes = [
    assetOf(sourceFile()),
    assetOf(sourceFile(HANDLER_SOURCE.replace('echo', 'reply'))),
    assetOf(sourceFile(), { minify: true }),
    assetOf(sourceFile(), { format: OutputFormat.ESM }),
    assetOf(sourceFile(), { banner: '// ours' }),
  ].map(({ hash }) => hash);

  expect(new Set(hashes).size).toBe(hashes.length);
});

describe('options', () => {
  const code = (text: string, bundling: NodeBundlingOptions, props: Partial<NodeFunctionProps> = {}) =>
    assetOf(sourceFile(text), bundling, props).files['index.js'];

  test('the AWS SDK is left to the runtime, unless other external modules are named', () => {
    const text = [
      "import { LambdaClient } from '@aws-sdk/client-lambda';",
      "import { toHex } from '@smithy/util-hex-encoding';",
      'export const handler = async () => [LambdaClient, toHex];',
    ].join('\n');

    expect(code(text, {})).toContain('require("@aws-sdk/client-lambda")');
    expect(code(text, {})).toContain('require("@smithy/util-hex-encoding")');
    expect(() => code(text, { externalModules: ['@aws-sdk/*'] })).toThrow(/Could not resolve "@smithy\/util-hex-encoding"/);
  });

  test('a runtime without the AWS SDK gets it in the bundle', () => {
    const text = "import { LambdaClient } from '@aws-sdk/nowhere'; export const handler = async () => LambdaClient;";

    expect(() => code(text, {}, { runtime: lambda.Runtime.NODEJS_16_X })).toThrow(/Could not resolve "@aws-sdk\/nowhere"/);
  });

  test('the target is the version of the runtime', () => {
    const text = 'class Counter { static { globalThis.count = 1; } } export const handler = async () => Counter;';

    expect(code(text, {})).toContain('static {');
    expect(code(text, {}, { runtime: lambda.Runtime.NODEJS_16_X })).not.toContain('static {');
    expect(code(text, { target: 'es2020' })).not.toContain('static {');
  });

  test('a runtime that only the deployment knows gets a bundle that all understand', () => {
    const stack = stackIn();
    const runtime = lambda.determineLatestNodeRuntime(stack);

    expect(() => new NodeFunction(stack, 'Greeter', { entry: sourceFile(), runtime })).not.toThrow();
  });

  test('minify, banner, footer, define, keepNames, charset', () => {
    const text = 'declare const STAGE: string; export const handler = async () => ({ stage: STAGE, letter: "ä" });';
    const bundled = code(text, {
      minify: true,
      keepNames: true,
      charset: Charset.UTF8,
      banner: '// first',
      footer: '// last',
      define: { STAGE: '"live"' },
    });

    expect(bundled).toMatch(/^\/\/ first\n/);
    expect(bundled).toMatch(/\/\/ last\n$/);
    expect(bundled).toContain('stage:"live",letter:"ä"');
    expect(bundled).toContain('"name",{value:');
    expect(code(text, { define: { STAGE: '"live"' } })).toContain('letter: "\\xE4"');
  });

  test('loader and file assets', () => {
    const folder = sources({
      'handler.ts':
        "import query from './q.graphql'; import logo from './logo.svg'; export const handler = async () => [query, logo];",
      'q.graphql': 'query { me }',
      'logo.svg': '<svg/>',
    });
    const asset = assetOf(path.join(folder, 'handler.ts'), { loader: { '.graphql': 'text', '.svg': 'file' } });

    expect(asset.files['index.js']).toContain('"query { me }"');
    expect(Object.keys(asset.files)).toEqual(['index.js', expect.stringMatching(/^logo-[A-Z0-9]+\.svg$/)]);
  });

  test('alias, inject, tsconfig and mainFields, relative to the current folder', () => {
    const folder = sources({
      'handler.ts': [
        "import { mark } from 'punctuation'; import { x } from '@lib/x'; import two from 'two';",
        'declare const injected: string;',
        'export const handler = async () => [mark, x, injected, two];',
      ].join('\n'),
      'fake.ts': "export const mark = 'from the alias';",
      'inject.ts': "export const injected = 'from inject';",
      'lib/x.ts': "export const x = 'from tsconfig paths';",
      'my.tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }',
      'node_modules/two/package.json': '{"name":"two","main":"main.js","module":"module.mjs"}',
      'node_modules/two/main.js': "module.exports = 'main';",
      'node_modules/two/module.mjs': "export default 'module';",
    });
    const from = (name: string) => `./${path.relative(process.cwd(), path.join(folder, name))}`;
    const bundled = assetOf(path.join(folder, 'handler.ts'), {
      alias: { punctuation: from('fake.ts') },
      inject: [from('inject.ts')],
      tsconfig: from('my.tsconfig.json'),
      mainFields: ['module', 'main'],
    }).files['index.js'];

    for (const text of ['from the alias', 'from inject', 'from tsconfig paths', '"module"']) expect(bundled).toContain(text);
  });

  test('a source map lies beside the bundle, with or without the sources', () => {
    const asset = assetOf(sourceFile(), { sourceMap: true });
    const without = assetOf(sourceFile(), { sourceMap: true, sourcesContent: false });

    expect(Object.keys(asset.files)).toEqual(['index.js', 'index.js.map']);
    expect(asset.files['index.js']).toMatch(/\/\/# sourceMappingURL=index\.js\.map\n$/);
    expect(JSON.parse(asset.files['index.js.map'] ?? '')).toMatchObject({
      sources: ['handler.ts'],
      sourcesContent: [HANDLER_SOURCE],
    });
    expect(JSON.parse(without.files['index.js.map'] ?? '').sourcesContent).toBeUndefined();
  });

  test('the metafile tells what is in the bundle', () => {
    const { files } = assetOf(appWithPackages(), { metafile: true });

    const metafile = JSON.parse(files['index.meta.json'] ?? '');
    expect(Object.keys(metafile.inputs).sort()).toEqual([
      '../lib/greeting.ts',
      '../lib/legacy.js',
      'greet.ts',
      'node_modules/punctuation/index.js',
    ]);
    expect(Object.keys(metafile.outputs)).toEqual(['index.js']);
  });

  test('an ECMAScript module is index.mjs', () => {
    const asset = assetOf(sourceFile('export const handler = async () => import.meta.url; await Promise.resolve();'), {
      format: OutputFormat.ESM,
      sourceMap: true,
    });

    expect(Object.keys(asset.files)).toEqual(['index.mjs', 'index.mjs.map']);
    expect(asset.files['index.mjs']).toContain('export {\n  handler\n};');
  });
});

describe('the handler', () => {
  test.each([
    ['TypeScript', 'h.ts', 'export const other = 1; export async function second() {}', 'other, second'],
    ['a default export', 'h.ts', 'export default async () => 1;', 'default'],
    ['no exports', 'h.ts', 'console.log(1);', 'nothing'],
    ['a type', 'h.ts', 'export type handler = string; export const real = 1;', 'real'],
    ['CommonJS', 'h.js', 'exports.hander = async () => 1; module.exports.other = 1;', 'hander, other'],
    ['a CommonJS object', 'h.cjs', 'const hander = async () => 1; module.exports = { hander };', 'hander'],
    ['export =', 'h.ts', 'const other = 1; export = { other };', 'other'],
  ])('fails when the entry does not export it: %s', (_, name, text, exported) => {
    const file = sourceFile(text, name);

    expect(() => assetOf(file)).toThrow(
      `Shop/Greeter: handler 'handler' is not exported by ${file}, which exports ${exported}.\n` +
        'Export it from the entry, or name one that is exported in `handler`. [HANDLER_NOT_EXPORTED]',
    );
  });

  test.each([
    ['a list', 'h.ts', 'const handler = async () => 1; export { handler };'],
    ['another name', 'h.ts', 'const main = async () => 1; export { main as handler };'],
    ['another file', 'h.ts', "export * from './there';"],
    ['a package outside the bundle', 'h.ts', "export * from '@aws-sdk/anything';"],
    ['CommonJS', 'h.js', 'exports.handler = async () => 1;'],
    ['a CommonJS object', 'h.js', 'const other = 1, handler = 2; module.exports = { other, handler };'],
    ['a CommonJS object with functions', 'h.js', 'module.exports = { async handler() { return { a: 1 }; } };'],
    ['CommonJS of another file', 'h.js', "module.exports = require('./there');"],
    ['export =', 'h.ts', 'const handler = async () => 1; export = { handler };'],
    ['a computed name', 'h.js', "exports['hand' + 'ler'] = async () => 1;"],
  ])('is found as %s, minified or not', (_, name, text) => {
    const folder = sources({ [name]: text, 'there.ts': 'export const handler = async () => 1;' });

    expect(() => assetOf(path.join(folder, name))).not.toThrow();
    expect(() => assetOf(path.join(folder, name), { minify: true })).not.toThrow();
  });

  test('fails in an ECMAScript module when it is not exported there, too', () => {
    const esm = { format: OutputFormat.ESM };

    expect(() => assetOf(sourceFile('export const other = 1;'), esm)).toThrow(/which exports other\./);
    expect(() => assetOf(sourceFile('exports.handler = async () => 1;', 'h.js'), esm)).toThrow(/which exports default\./);
    expect(() => assetOf(sourceFile("export * from '@aws-sdk/anything';"), esm)).not.toThrow();
  });

  test('may be the default export', () => {
    const file = sourceFile('export default async () => 1;');

    expect(() => assetOf(file, {}, { handler: 'default' })).not.toThrow();
    expect(() => assetOf(sourceFile(), {}, { handler: 'default' })).toThrow(/handler 'default' is not exported/);
  });
});

describe('what esbuild says', () => {
  test('fails with file, line, column and text when a source has a mistake', () => {
    const folder = sources({
      'handler.ts': "import './wrong';\nexport const handler = 1;",
      'wrong.ts': 'const a = 1;\n  const b = ;\n',
    });

    expect(() => assetOf(path.join(folder, 'handler.ts'))).toThrow(
      `Shop/Greeter: entry ${path.join(folder, 'handler.ts')} cannot be bundled:\n  ${path.join(folder, 'wrong.ts')}:2:13: Unexpected ";"\n`,
    );
  });

  test('fails with every import that is not there', () => {
    const file = sourceFile("import a from 'not-installed'; import b from './gone'; export const handler = async () => [a, b];");

    expect(() => assetOf(file)).toThrow(
      /handler\.ts:1:15: Could not resolve "not-installed".*\n.*:1:46: Could not resolve "\.\/gone"/,
    );
  });

  test('fails when an option has a value that esbuild does not know', () => {
    expect(() => assetOf(sourceFile(), { target: 'node-next' })).toThrow(/Invalid version: "-next"[^]*\[BUNDLING_FAILED\]/);
    expect(() => assetOf(sourceFile(), { loader: { '.x': 'nothing' } })).toThrow(/Invalid loader[^]*\[BUNDLING_FAILED\]/);
  });

  test('warns in the words of esbuild, at the function', () => {
    const stack = stackIn();
    new NodeFunction(stack, 'Greeter', { entry: sourceFile('export const handler = async (x: any) => x === NaN;') });

    Annotations.fromStack(Stack.of(stack)).hasWarning(
      '/Shop/Greeter',
      Match.stringLikeRegexp('handler\\.ts:1:44: Comparison with NaN using the "===" operator here is always false'),
    );
  });
});
