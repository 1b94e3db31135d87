import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type ICommandHooks, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { type NodeBundlingOptions, NodeFunction } from 'cdk-lambda-kit';
import { temporaryFolder } from '../scene';
import { project, synthesized } from './app';

const HANDLER = { 'src/handler.ts': "import { rate } from 'rates';\nexport const handler = async () => rate;\n" };
const PACKAGE = {
  'packages/rates/package.json': '{"name":"rates","version":"1.0.0","main":"index.js"}',
  'packages/rates/index.js': 'exports.rate = 7;\n',
};
/** As `npm install ./packages/rates` leaves it. */
const INSTALLED = {
  ...HANDLER,
  ...PACKAGE,
  'package.json': '{"name":"app","version":"1.0.0","dependencies":{"rates":"file:packages/rates"}}',
  'package-lock.json': JSON.stringify({
    name: 'app',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'app', version: '1.0.0', dependencies: { rates: 'file:packages/rates' } },
      'node_modules/rates': { resolved: 'packages/rates', link: true },
      'packages/rates': { version: '1.0.0' },
    },
  }),
};

function filesOf(asset: string, outdir: string): readonly string[] {
  return readdirSync(path.join(outdir, `asset.${asset}`), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(path.join(outdir, `asset.${asset}`), path.join(entry.parentPath, entry.name)))
    .sort();
}

describe('nodeModules', () => {
  test('are installed beside the bundle instead of being in it', () => {
    const { code, app, assets } = synthesized(project(INSTALLED), { Fn: 'src/handler.ts' }, { nodeModules: ['rates'] });

    expect(code.Fn).toContain('require("rates")');
    expect(filesOf(assets.Fn ?? '', app.outdir)).toEqual([
      'index.js',
      'node_modules/rates/index.js',
      'node_modules/rates/package.json',
    ]);
  });

  test('change the asset when they change', () => {
    const shop = project(INSTALLED);
    const before = synthesized(shop, { Fn: 'src/handler.ts' }, { nodeModules: ['rates'] }).assets;
    shop.write({ 'packages/rates/index.js': 'exports.rate = 8;\n' });

    expect(synthesized(shop, { Fn: 'src/handler.ts' }, { nodeModules: ['rates'] }).assets).not.toEqual(before);
  });

  test('fails when a package is no dependency of the app', () => {
    expect(() => synthesized(project(INSTALLED), { Fn: 'src/handler.ts' }, { nodeModules: ['rates', 'nothing'] })).toThrow(
      /\[Shop\/Fn\] Shop\/Fn: .*nothing.*NODE_MODULE_UNKNOWN/s,
    );
  });
});

describe('commandHooks', () => {
  const hooks = (given: Partial<ICommandHooks>): NodeBundlingOptions => ({
    commandHooks: { beforeBundling: () => [], beforeInstall: () => [], afterBundling: () => [], ...given },
  });

  test('run in the folder of the project, around the bundling, and add to the asset', () => {
    const shop = project(INSTALLED);
    const bundling = {
      ...hooks({
        beforeBundling: (input, output) => [
          `echo 'export const rate = 9;' > ${input}/made.ts`,
          `echo ${input} > ${output}/input.txt`,
        ],
        beforeInstall: (_, output) => [`ls ${output} > ${output}/install.txt`],
        afterBundling: (_, output) => [
          `ls ${output} > ${output}/list.txt`,
          `echo '#!/bin/sh' > ${output}/run.sh && chmod +x ${output}/run.sh`,
        ],
      }),
      nodeModules: ['rates'],
      inject: [path.join(shop.folder, 'made.ts')],
    };
    const { app, assets } = synthesized(shop, { Fn: 'src/handler.ts' }, bundling);
    const folder = path.join(app.outdir, `asset.${assets.Fn}`);

    expect(readFileSync(path.join(folder, 'input.txt'), 'utf8')).toBe(`${shop.folder}\n`);
    expect(readFileSync(path.join(folder, 'install.txt'), 'utf8')).toBe('input.txt\ninstall.txt\n');
    expect(readFileSync(path.join(folder, 'list.txt'), 'utf8').split('\n')).toEqual(
      expect.arrayContaining(['index.js', 'list.txt', 'node_modules']),
    );
    expect(filesOf(assets.Fn ?? '', app.outdir)).toContain('run.sh');
  });

  test('run at every synthesis', () => {
    const shop = project(HANDLER);
    shop.write({ 'node_modules/rates/index.js': 'exports.rate = 1;' });
    const bundling = hooks({
      afterBundling: (input, output) => [`echo x >> ${input}/count.txt`, `cp ${input}/count.txt ${output}`],
    });
    const [one, two] = [0, 1].map(() => synthesized(shop, { Fn: 'src/handler.ts' }, bundling).assets.Fn);

    expect(readFileSync(path.join(shop.folder, 'count.txt'), 'utf8')).toBe('x\nx\n');
    expect(one).not.toBe(two);
  });

  test.each([
    'beforeBundling',
    'afterBundling',
  ] as const)('fails when a command of %s fails, with its last words; nothing is left', (hook) => {
    const shop = project({ ...HANDLER, 'node_modules/rates/index.js': '' });

    expect(() => synthesized(shop, { Fn: 'src/handler.ts' }, hooks({ [hook]: () => ['echo oh no; exit 3'] }))).toThrow(
      new RegExp(
        `\\[Shop/Fn\\] Shop/Fn: the command 'echo oh no; exit 3' of ${hook} in .* ended with 3:\n {2}oh no\n.*HOOK_FAILED`,
        's',
      ),
    );
    expect(readdirSync(path.join(shop.cache, 'bundles')).filter((name) => name.startsWith('.work-'))).toEqual([]);
  });
});

describe('plugins', () => {
  const plugin =
    "{ name: 'seven', setup(build) { build.onLoad({ filter: /rates/ }, async () => ({ contents: 'exports.rate = 77' })); } }";
  const withRates = (files: Readonly<Record<string, string>>) =>
    project({ ...HANDLER, 'node_modules/rates/index.js': '', ...files });

  test.each([
    ['one as default export', 'plugin.mjs', `export default ${plugin};`],
    ['several', 'plugin.mjs', `export default [${plugin}];`],
    ['a function that gives one', 'plugin.mjs', `export default async () => (${plugin});`],
    ['a CommonJS module', 'plugin.cjs', `module.exports = ${plugin};`],
  ])('%s', (_, name, text) => {
    const shop = withRates({ [name]: text });

    expect(synthesized(shop, { Fn: 'src/handler.ts' }, { plugins: [path.join(shop.folder, name)] }).code.Fn).toContain(
      'rate = 77',
    );
  });

  test('fails for each function when a plugin throws, with its words', () => {
    const shop = withRates({ 'plugin.mjs': "export default { name: 'bad', setup() { throw new Error('no setup'); } };" });

    expect(() => synthesized(shop, { Fn: 'src/handler.ts' }, { plugins: [path.join(shop.folder, 'plugin.mjs')] })).toThrow(
      /\[Shop\/Fn\].*no setup.*BUNDLING_FAILED/s,
    );
  });

  test.each([
    ['is no plugin', 'export default 7;', /exports no esbuild plugin/],
    ['does not load', 'export default ;', /Unexpected token/],
    ['ends the process', 'process.exit(3);', /the process in which plugins run ended before its time/],
  ])('fails when a module %s', (_, text, words) => {
    const shop = withRates({ 'plugin.mjs': text });

    expect(() => synthesized(shop, { Fn: 'src/handler.ts' }, { plugins: [path.join(shop.folder, 'plugin.mjs')] })).toThrow(words);
  });

  test('fails when there is none, and says where it was looked for', () => {
    expect(() => synthesized(withRates({}), { Fn: 'src/handler.ts' }, { plugins: ['nowhere'] })).toThrow(
      /Shop\/Fn: plugin 'nowhere' is neither a file \(looked for .*nowhere\) nor a package\..*BUNDLING_PLUGIN_MISSING/s,
    );
  });
});

describe('esbuildArgs', () => {
  const codeWith = (esbuildArgs: Readonly<Record<string, string | boolean>>, text: string, bundling: NodeBundlingOptions = {}) =>
    synthesized(project({ 'src/handler.ts': text }), { Fn: 'src/handler.ts' }, { ...bundling, esbuildArgs }).code.Fn ?? '';

  test.each<[Record<string, string | boolean>, string, RegExp]>([
    [{ '--drop:console': '' }, 'export const handler = async () => { console.log("x"); };', /^(?![^]*console\.log)/],
    [{ '--tree-shaking': true, '--log-limit': '0' }, 'const unused = 1; export const handler = 1;', /^(?![^]*unused)/],
    [{ '--legal-comments': 'none' }, '/*! licence */ export const handler = 1;', /^(?![^]*licence)/],
    [{ '--supported:arrow': false }, 'export const handler = () => 1;', /handler = function/],
    [{ '--keep-names': true }, 'export const handler = () => 1;', /__name/],
    [{ '--conditions': 'a,b', '--pure:x': '', '--pure:y': '' }, 'export const handler = 1;', /handler = 1/],
  ])('%j', (given, text, expected) => {
    expect(codeWith(given, text)).toMatch(expected);
  });

  test.each([
    '--splitting',
    '--outfile',
    '--drop',
    '--define:X',
    'minify',
  ])('fails when %s is given, and names those that can be', (given) => {
    expect(() => codeWith({ [given]: true }, 'export const handler = 1;')).toThrow(
      /esbuildArgs has '.*', but knows --conditions, .*--drop:….*ESBUILD_ARGUMENT_UNKNOWN/s,
    );
  });
});

test('top-level await needs an ECMAScript module, and esbuild says so', () => {
  const shop = project({ 'src/handler.ts': 'const one = await Promise.resolve(1);\nexport const handler = async () => one;' });

  expect(() => synthesized(shop, { Fn: 'src/handler.ts' })).toThrow(
    /handler\.ts:1:13: Top-level await is currently not supported with the "cjs" output format/,
  );
  expect(synthesized(shop, { Fn: 'src/handler.ts' }, { format: OutputFormat.ESM }).code.Fn).toContain('await Promise');
});

test('what is imported dynamically is in the bundle', () => {
  const shop = project({
    'src/handler.ts': "export const handler = async () => (await import('./late')).late;",
    'src/late.ts': "export const late = 'late one';",
  });

  expect(synthesized(shop, { Fn: 'src/handler.ts' }).code.Fn).toContain('late one');
});

test('a function may have another lockfile than the nearest', () => {
  const { folder } = project({ ...HANDLER, 'node_modules/rates/index.js': '', 'locks/yarn.lock': '' });
  const outdir = temporaryFolder();
  const stack = new Stack(new App({ outdir }), 'Shop');
  new NodeFunction(stack, 'Fn', {
    entry: path.join(folder, 'src/handler.ts'),
    depsLockFilePath: path.join(folder, 'locks/yarn.lock'),
  });

  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
  expect(existsSync(outdir)).toBe(true);
});
