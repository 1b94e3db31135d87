import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LambdaClient, UpdateFunctionConfigurationCommand, waitUntilFunctionUpdatedV2 } from '@aws-sdk/client-lambda';
import { Duration, Size } from 'aws-cdk-lib';
import { Code, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { bubblewrap } from '../../src/local/drivers/sandbox/bubblewrap';
import { filesIn } from '../support/driver-scene';
import { ISOLATIONS } from '../support/sandboxes';
import { appOf, nodeFunction, running, runningFunction, stopAll, temporaryFolder } from './scene';

afterEach(stopAll);

const SEES = `exports.handler = async () => [__dirname, process.cwd(), process.execPath, process.env.LAMBDA_TASK_ROOT];`;

test('without isolation functions run where their code lies, as ordinary processes', async () => {
  const local = await runningFunction(SEES, {}, { isolation: 'none' });

  const { payload } = await local.function('Orders').invoke();

  const [folder] = payload as string[];
  expect(folder).toMatch(/\/lambda-kit-\d+-\w+\/code\//);
  expect(payload).toEqual([folder, folder, expect.any(String), folder]);
  expect((await local.surroundings())[0]).toMatchObject({ isolation: 'none' });
});

test('a machine without bubblewrap is told, with the reason', async () => {
  expect(await bubblewrap(temporaryFolder())).toEqual({ why: 'bubblewrap (bwrap) is not on PATH' });
});

test('a machine that does not let bubblewrap work is told, with its words', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'bwrap'), '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2; exit 1\n', {
    mode: 0o755,
  });

  expect(await bubblewrap(folder)).toEqual({
    why: 'bubblewrap cannot be used here: bwrap: No permissions to create new namespace',
  });
});

test('fails when isolation is required and cannot be had', async () => {
  const local = { isolation: 'required' } as const;
  const { PATH } = process.env;
  process.env.PATH = temporaryFolder();
  try {
    await expect(runningFunction(SEES, {}, local)).rejects.toMatchObject({
      code: 'ISOLATION_UNAVAILABLE',
      message: 'Functions cannot be isolated: bubblewrap (bwrap) is not on PATH.',
    });
  } finally {
    process.env.PATH = PATH;
  }
});

for (const { title } of ISOLATIONS.filter(({ isolated }) => isolated)) {
  describe(title, () => {
    test('functions see Lambda’s file system (FN-48)', async () => {
      const local = await runningFunction(SEES, {}, { isolation: 'required' });

      const { payload } = await local.function('Orders').invoke();

      expect(payload).toEqual(['/var/task', '/var/task', expect.stringMatching(/^\/var\/lang\/bin\//), '/var/task']);
      expect((await local.surroundings())[0]).toMatchObject({ isolation: 'bubblewrap' });
    });

    test('Python functions run their own code, however alike their files are', async () => {
      const names = ['One', 'Two'];
      const app = appOf((stack) => {
        for (const name of names) {
          const code = Code.fromAsset(
            filesIn(temporaryFolder(), { 'index.py': `def handler(event, context): return "${name}"\n` }),
          );
          nodeFunction(stack, name, '-', { runtime: Runtime.PYTHON_3_13, code });
        }
      });
      const local = await running(app, { isolation: 'required' });
      for (const { configuration } of local.application.functions) {
        if (configuration.code.kind !== 'directory') throw new Error('The code is no folder.');
        utimesSync(join(configuration.code.path, 'index.py'), new Date(2026, 0, 1), new Date(2026, 0, 1));
      }

      const results = [];
      for (const name of names) results.push((await local.function(name).invoke()).payload);

      expect(results).toEqual(names);
    });

    test('stack traces name files under /var/task (INV-34)', async () => {
      const local = await runningFunction(
        'exports.handler = async () => { throw new Error("no"); };',
        {},
        { isolation: 'required' },
      );

      const { payload } = await local.function('Orders').invoke();

      const { trace } = payload as { trace: string[] };
      expect(trace.slice(0, 2)).toEqual(['Error: no', expect.stringMatching(/^ {4}at .*\/var\/task\/index\.js:1:/)]);
    });

    test('the AWS SDK of the project is found, wherever the project lies (FN-34)', async () => {
      const source = 'exports.handler = async () => Object.keys(require("@aws-sdk/client-lambda")).includes("LambdaClient");';
      const local = await runningFunction(source, {}, { isolation: 'required', cwd: join(__dirname, '../..') });

      expect((await local.function('Orders').invoke()).payload).toBe(true);
    });

    test('layers and the size of /tmp are those of the app (FN-14, FN-52)', async () => {
      const layer = filesIn(join(temporaryFolder(), 'layer'), {
        'nodejs/node_modules/pad/index.js': 'module.exports = __filename;',
      });
      const app = appOf((stack) => {
        nodeFunction(
          stack,
          'Orders',
          `exports.handler = async () => {
            const { statfsSync } = require('node:fs');
            const { blocks, bsize } = statfsSync('/tmp');
            return [require('pad'), (blocks * bsize) / 1024 / 1024];
          };`,
          {
            layers: [
              new LayerVersion(stack, 'Layer', { code: Code.fromAsset(layer), compatibleRuntimes: [Runtime.NODEJS_24_X] }),
            ],
            ephemeralStorageSize: Size.mebibytes(700),
          },
        );
      });
      const local = await running(app, { isolation: 'required' });

      expect((await local.function('Orders').invoke()).payload).toEqual(['/opt/nodejs/node_modules/pad/index.js', 700]);
    });

    test('extensions have the function’s file system, its interpreter and a name for their environment (RT-20, RT-30)', async () => {
      const extension = `#!/var/lang/bin/node
        const { lookup } = require('node:dns/promises');
        const { writeFileSync, readFileSync } = require('node:fs');
        const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/';
        (async () => {
          const { address } = await lookup('sandbox.localdomain');
          const code = readFileSync('/var/task/index.js', 'utf8').length > 0;
          const registered = await fetch(api + 'register', {
            method: 'POST',
            headers: { 'Lambda-Extension-Name': 'watcher' },
            body: JSON.stringify({ events: ['INVOKE'] }),
          });
          writeFileSync('/tmp/told', JSON.stringify([process.argv[1], process.cwd(), address, code]));
          const headers = { 'Lambda-Extension-Identifier': registered.headers.get('lambda-extension-identifier') };
          for (;;) await (await fetch(api + 'event/next', { headers })).text();
        })();`;
      const layer = filesIn(join(temporaryFolder(), 'layer'), { 'extensions/watcher': extension });
      chmodSync(join(layer, 'extensions/watcher'), 0o755);
      const app = appOf((stack) => {
        const source = 'exports.handler = async () => JSON.parse(require("node:fs").readFileSync("/tmp/told", "utf8"));';
        nodeFunction(stack, 'Orders', source, { layers: [new LayerVersion(stack, 'Layer', { code: Code.fromAsset(layer) })] });
      });
      const local = await running(app, { isolation: 'required' });

      expect((await local.function('Orders').invoke()).payload).toEqual(['/opt/extensions/watcher', '/', '127.0.0.1', true]);
      expect(existsSync('/tmp/told')).toBe(false);
    });

    test('a function with extensions finds its /tmp after a timeout, too, and an empty one when it was changed (INV-47)', async () => {
      const layer = filesIn(join(temporaryFolder(), 'layer'), {
        'extensions/watcher': readFileSync(join(__dirname, '../fixtures/extensions/python'), 'utf8'),
      });
      chmodSync(join(layer, 'extensions/watcher'), 0o755);
      const app = appOf((stack) => {
        const source = `const fs = require('node:fs');
          exports.handler = async ({ write }) => {
            const there = fs.existsSync('/tmp/file');
            if (write) fs.writeFileSync('/tmp/file', '');
            return write ? new Promise((resolve) => setTimeout(resolve, 30_000)) : there;
          };`;
        const layers = [new LayerVersion(stack, 'Layer', { code: Code.fromAsset(layer) })];
        nodeFunction(stack, 'Orders', source, { layers, timeout: Duration.seconds(2) });
      });
      const local = await running(app, { isolation: 'required' });
      const orders = local.function('Orders');

      expect((await orders.invoke({ write: true })).payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
      expect((await orders.invoke({})).payload).toBe(true);
      expect((await orders.invoke({ write: true })).payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
      const client = new LambdaClient({ endpoint: local.endpoint, credentials: local.credentials, region: 'us-east-1' });
      const FunctionName = local.application.functions[0]?.name;
      await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 256 }));
      await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 10 }, { FunctionName });
      expect((await orders.invoke({})).payload).toBe(false);
    });

    test('nothing of it is left when the executor stops', async () => {
      const local = await runningFunction('exports.handler = async () => process.pid;', {}, { isolation: 'required' });
      await local.function('Orders').invoke();
      const own = () =>
        execFileSync('ps', ['-o', 'args=', '--ppid', `${process.pid}`])
          .toString()
          .split('\n')
          .filter((line) => line.includes('bwrap'));
      expect(own().length).toBeGreaterThan(0);

      await local.stop();

      expect(own()).toEqual([]);
      expect(readdirSync('/tmp').filter((name) => name.startsWith(`lambda-kit-${process.pid}-`))).toEqual([]);
      expect(existsSync('/var/task')).toBe(false);
    });
  });
}
