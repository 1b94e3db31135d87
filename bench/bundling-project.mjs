import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BENCH = fileURLToPath(new URL('.', import.meta.url));
const ROOT = dirname(BENCH.replace(/\/$/, ''));

/** A project with functions of three kinds, all of which import a shared module, and packages of its own. */
export function writeProject(folder, count) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"name":"bench","private":true}');
  writeFileSync(join(folder, 'package-lock.json'), '{"name":"bench","lockfileVersion":3,"requires":true,"packages":{}}');
  const shared = Array.from(
    { length: 40 },
    (_, i) => `export function shared${i}(text: string): string {\n  return text + '${i}';\n}\n`,
  );
  write(folder, 'src/shared.ts', shared.join('\n'));
  for (let i = 0; i < count; i++)
    for (const [kind, source] of Object.entries(KINDS)) write(folder, `src/${kind}/fn${i}.ts`, source(i));
  write(folder, 'plugin.mjs', PLUGIN);
  write(folder, 'app.test.js', TEST);
  write(folder, 'jest.config.json', '{"testMatch":["**/app.test.js"],"transform":{}}');

  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@mrgrain'), { recursive: true });
  mkdirSync(join(modules, '.bin'), { recursive: true });
  // What the app is made with is linked; what goes into bundles lies in the project, as it would in a real one.
  symlinkSync(ROOT, join(modules, 'cdk-lambda-kit'));
  for (const name of ['aws-cdk-lib', 'constructs', 'esbuild']) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  symlinkSync(join(BENCH, 'node_modules/@mrgrain/cdk-esbuild'), join(modules, '@mrgrain/cdk-esbuild'));
  symlinkSync(join(ROOT, 'node_modules/esbuild/bin/esbuild'), join(modules, '.bin/esbuild'));
  for (const name of ['ajv', 'ajv-formats']) copyPackage(name, BENCH, modules);
  for (const name of ['@aws-sdk/client-dynamodb', '@aws-sdk/client-sqs']) copyPackage(name, ROOT, modules);
}

/** Another text for one function. */
export function changeOne(folder, kind, turn) {
  write(folder, `src/${kind}/fn7.ts`, `${KINDS[kind](7)}// changed ${turn}\nexport const turn = ${turn};\n`);
}

const KINDS = {
  small: (i) => `${sharing(i)}export const handler = async () => shared${i % 40}('small${i}');\n`,
  packages: (i) =>
    `import Ajv from 'ajv';\nimport addFormats from 'ajv-formats';\n${sharing(i)}const ajv = new Ajv();\naddFormats(ajv);\nexport const handler = async (event: unknown) => ajv.validate({ type: 'object' }, event) && shared${i % 40}('packages${i}');\n`,
  sdk: (i) =>
    `import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';\nimport { SQSClient } from '@aws-sdk/client-sqs';\n${sharing(i)}const client = new DynamoDBClient({});\nexport const queue = new SQSClient({});\nexport const handler = async () => client.send(new PutItemCommand({ TableName: shared${i % 40}('sdk${i}'), Item: {} }));\n`,
};

function sharing(i) {
  return `import { shared${i % 40} } from '../shared';\n`;
}

const PLUGIN = `export default {
  name: 'text',
  setup(build) {
    build.onLoad({ filter: /\\.txt$/ }, () => ({ contents: 'export default 1', loader: 'js' }));
  },
};
`;

/** Synthesizes the app twice, and tells how long each took. */
const TEST = `const { App, Stack } = require('aws-cdk-lib');
const { Template } = require('aws-cdk-lib/assertions');
const { NodeFunction } = require('cdk-lambda-kit');
const { writeFileSync } = require('node:fs');

const took = [];
test.each(['first', 'later'])('%s', () => {
  const began = performance.now();
  const stack = new Stack(new App({ context: { 'cdk-lambda-kit:cache': process.env.BENCH_CACHE } }), 'Shop');
  for (let i = 0; i < 50; i++) new NodeFunction(stack, 'Fn' + i, { entry: 'src/small/fn' + i + '.ts' });
  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 50);
  took.push(performance.now() - began);
  writeFileSync(process.env.BENCH_RESULT, JSON.stringify(took));
}, 60000);
`;

function write(folder, name, text) {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** With all that it needs. */
function copyPackage(name, from, modules) {
  const target = join(modules, name);
  if (existsSync(target)) return;
  const folder = packageFolder(name, from);
  if (folder === undefined) return;
  cpSync(folder, target, { recursive: true, filter: (file) => !file.slice(folder.length).includes('/node_modules') });
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(dependencies)) copyPackage(dependency, folder, modules);
}

function packageFolder(name, from) {
  const places = createRequire(join(from, 'any.js')).resolve.paths(name) ?? [];
  return places.map((place) => join(place, name)).find((place) => existsSync(join(place, 'package.json')));
}
