import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import { buildSync } from 'esbuild';
import { readInventory } from '../../src/assembly/read-assembly';
import { checkRules } from '../../src/rules/check-rules';

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'cdk-code-'));
  made.push(path);
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), contents);
  }
  return path;
}

/** What the rules say of an app that aws-cdk-lib synthesized. */
function said(make: (stack: Stack) => void): readonly string[] {
  const app = new App({ outdir: folder() });
  make(new Stack(app, 'S'));
  app.synth();
  return checkRules(readInventory(app.outdir), '2026-11-20').violations.map(({ rule, address }) => `${rule.id} ${address.path}`);
}

function node(stack: Stack, code: lambda.Code, props: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(stack, 'Fn', { code, runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', ...props });
}

test('a handler that is in the asset is fine, and one that is not is found', () => {
  const code = folder({ 'index.js': 'exports.handler = async () => 1;' });
  expect(said((stack) => node(stack, lambda.Code.fromAsset(code)))).toEqual([]);
  expect(said((stack) => node(stack, lambda.Code.fromAsset(code), { handler: 'app.handler' }))).toEqual(['RT-16 S/Fn']);
  expect(said((stack) => node(stack, lambda.Code.fromAsset(folder())))).toEqual(['FN-24-empty S/Fn']);
  expect(said((stack) => node(stack, lambda.Code.fromInline('exports.handler = 1;')))).toEqual([]);
});

const HANDLER = `
  import { helper } from './helper';
  export const handler = async () => helper();
  export default 1;
`;
const HELPER = 'export const helper = () => ({ module: 1, exports: 2 });';
const FROM_COMMON_JS = "exports.handler = async () => require('./helper').helper();";

test.each(['cjs', 'esm'] as const)('bundles that esbuild makes as %s have their handler', (format) => {
  for (const [entry, minify] of [
    ['index.ts', false],
    ['index.ts', true],
    ['old.js', false],
    ['old.js', true],
  ] as const) {
    const sources = folder({ 'index.ts': HANDLER, 'helper.ts': HELPER, 'old.js': FROM_COMMON_JS });
    const outfile = join(folder(), format === 'esm' ? 'index.mjs' : 'index.js');
    buildSync({ entryPoints: [join(sources, entry)], bundle: true, platform: 'node', format, minify, outfile });

    expect(said((stack) => node(stack, lambda.Code.fromAsset(join(outfile, '..'))))).toEqual([]);
  }
});

test.each(['cjs', 'esm'] as const)('a bundle that esbuild makes as %s of something else has it not', (format) => {
  for (const minify of [false, true]) {
    const sources = folder({
      'index.ts': "import { helper } from './helper';\nexport const main = helper;",
      'helper.ts': HELPER,
    });
    const outfile = join(folder(), format === 'esm' ? 'index.mjs' : 'index.js');
    buildSync({ entryPoints: [join(sources, 'index.ts')], bundle: true, platform: 'node', format, minify, outfile });

    expect(said((stack) => node(stack, lambda.Code.fromAsset(join(outfile, '..'))))).toEqual(['RT-16-export S/Fn']);
  }
});

test('a layer with packages at its root is found, one with nodejs/node_modules is fine', () => {
  const code = () => lambda.Code.fromAsset(folder({ 'index.js': 'exports.handler = 1;' }));
  const withLayer = (layer: string) =>
    said((stack) =>
      node(stack, code(), { layers: [new lambda.LayerVersion(stack, 'Layer', { code: lambda.Code.fromAsset(layer) })] }),
    );

  expect(withLayer(folder({ 'package.json': '{}' }))).toEqual(['FN-52 S/Fn']);
  expect(withLayer(folder({ 'nodejs/node_modules/x/index.js': '' }))).toEqual([]);
});
