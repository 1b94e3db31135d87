import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Alias, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { zipSync } from 'fflate';
import type { LocalExecutorOptions } from '../../src/local/executor-options';
import { appOf, nodeFunction, running, stopAll, temporaryFolder } from './scene';

afterEach(stopAll);

const TOOLS = 'arn:aws:lambda:us-east-1:017000801446:layer:Tools:7';
const FILE = { 'nodejs/node_modules/tools/index.js': 'module.exports = "from the layer";' };

/** A function that needs a layer of another account, and its alias. */
function withTools(options: Omit<LocalExecutorOptions, 'app'> = {}) {
  const app = appOf((stack) => {
    const source = 'exports.handler = async () => { try { return require("tools"); } catch (error) { return error.code; } };';
    const layers = [LayerVersion.fromLayerVersionArn(stack, 'Tools', TOOLS)];
    const orders = nodeFunction(stack, 'Orders', source, { layers });
    new Alias(stack, 'Live', { aliasName: 'live', version: orders.currentVersion });
  });
  return running(app, options);
}

test.each([
  ['a folder', 'tools'],
  ['an archive', 'tools.zip'],
])('a function and its version have the layer of another account from %s (FN-51)', async (_, path) => {
  const cwd = temporaryFolder();
  for (const [name, content] of Object.entries(FILE)) {
    mkdirSync(join(cwd, 'tools', name, '..'), { recursive: true });
    writeFileSync(join(cwd, 'tools', name), content);
  }
  const packed = Object.entries(FILE).map(([name, content]) => [name, Buffer.from(content)] as const);
  writeFileSync(join(cwd, 'tools.zip'), zipSync(Object.fromEntries(packed)));

  const local = await withTools({ cwd, layers: { [TOOLS]: path } });

  const orders = local.function('Orders');
  expect((await orders.invoke()).payload).toBe('from the layer');
  expect((await orders.invoke({}, { qualifier: 'live' })).payload).toBe('from the layer');
  expect(local.application.findings).toEqual([]);
});

test('a layer of another account whose files are not given is told of when the app is read', async () => {
  const local = await withTools();

  expect(local.application.findings).toEqual([
    {
      code: 'LAYER_NOT_HERE',
      where: 'App/Orders',
      message: expect.stringMatching(/^The layer arn:\S+:layer:Tools:7 is not made by this app, .*`--layer ARN=PATH`/),
    },
  ]);
  expect((await local.function('Orders').invoke()).payload).toBe('MODULE_NOT_FOUND');
});

test.each([
  [TOOLS, 'nowhere', 'LAYER_FILES_INVALID', /nowhere, which is named for the layer \S+:Tools:7, is not there\.$/],
  [TOOLS, `${__filename}/tools`, 'LAYER_FILES_INVALID', /tools, which is named for the layer \S+:Tools:7, is not there\.$/],
  [TOOLS, undefined, 'OPTION_INVALID', /^layers is an object of texts, as /],
  [TOOLS, __filename, 'LAYER_FILES_INVALID', /is neither a folder nor a \.zip archive\.$/],
  [TOOLS.replace(':7', ':8'), '.', 'OPTION_INVALID', /this is \S+:Tools:8, and there are:\n {2}\S+:Tools:7$/],
])('fails when the files of %s are %s', async (arn, path, code, message) => {
  await expect(withTools({ layers: { [arn]: path as string } })).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});
