import { readdirSync } from 'node:fs';
import { nodeLauncher } from '../../../src/local/drivers/node';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import { pythonLauncher } from '../../../src/local/drivers/python';
import { json } from '../../contract/driver';
import { DriverScene, ENDPOINT, type StartOptions } from '../../support/driver-scene';
import { ISOLATIONS, sandboxFor } from '../../support/sandboxes';

/** How long the cases that end by timeout wait, in real milliseconds. */
const SHORT = 300;

describe.each(ISOLATIONS)('faults of handlers, $title', ({ isolated }) => {
  let scene: DriverScene;
  beforeEach(async () => {
    scene = await DriverScene.open(
      (needs) =>
        new ProcessDriver({
          ...needs,
          ...sandboxFor(needs, isolated),
          endpointUrl: ENDPOINT,
          spares: 0,
          path: process.env.PATH ?? '',
          launchers: [nodeLauncher({ sdkFolders: [] }), pythonLauncher({ hostVariables: process.env })],
        }),
      'nodejs22.x',
    );
  });
  afterEach(() => scene.end());

  const node = (source: string, options: StartOptions = {}) => scene.start({ code: { kind: 'inline', source }, ...options });
  const python = (source: string) => node(source, { runtime: 'python3.11' });
  const descriptors = () => readdirSync('/proc/self/fd').length;

  test.each([
    [
      'Node.js',
      "for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGCONT']) process.on(s, () => {}); exports.handler = () => new Promise(() => setInterval(() => {}, 10));",
      undefined,
    ],
    [
      'Python',
      'import signal, time\nfor s in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(s, signal.SIG_IGN)\ndef handler(e, c):\n    while True: time.sleep(1)\n',
      'python3.11',
    ],
  ])('a %s handler that ignores every signal ends with its timeout', async (_, source, runtime) => {
    const environment = await node(source, runtime === undefined ? {} : { runtime });

    const { outcome } = await environment.invoke({}, { timeoutMs: SHORT });

    expect(outcome).toEqual({ kind: 'timedOut' });
    expect(scene.processes()).toEqual([]);
  });

  test('a handler that closes its standard streams and descriptors ends, or answers', async () => {
    const environment = await node(
      "exports.handler = async () => { for (const fd of [0, 1, 2]) require('node:fs').closeSync(fd); console.log('still'); return 'answered'; };",
    );

    expect(json(await environment.invoke({}))).toBe('answered');
    expect(environment.lines).toEqual([expect.stringMatching(/\tstill$/)]);
  });

  test('a handler that closes the executor’s own descriptor ends its environment alone', async () => {
    const environment = await node(
      "exports.handler = async () => { require('node:fs').closeSync(3); console.log('lost'); return 1; };",
    );
    const other = await node('exports.handler = async () => 2;');

    const { outcome } = await environment.invoke({}, { timeoutMs: 5_000 });

    expect(outcome.kind).toBe('exited');
    expect(json(await other.invoke({}))).toBe(2);
  });

  test('a child that keeps the output open does not keep the environment', async () => {
    const environment = await python(
      'import os, subprocess\ndef handler(e, c):\n    subprocess.Popen(["sleep", "300"])\n    os._exit(5)\n',
    );

    expect((await environment.invoke({})).outcome).toEqual({ kind: 'exited', code: 5 });
    expect(scene.processes()).toEqual([]);
  });

  test('a handler that changes its folder, or removes it, is invoked again', async () => {
    const environment = await node(
      "const fs = require('node:fs'); exports.handler = async () => { fs.mkdirSync('/tmp/lambda-kit-gone', { recursive: true }); process.chdir('/tmp/lambda-kit-gone'); fs.rmdirSync('/tmp/lambda-kit-gone'); return 'gone'; };",
    );

    expect(json(await environment.invoke({}))).toBe('gone');
    expect(json(await environment.invoke({}))).toBe('gone');
  });

  test('a hundred megabytes of log arrive whole', async () => {
    const environment = await node(
      "const line = 'x'.repeat(1023); exports.handler = async () => { for (let i = 0; i < 100 << 10; i++) process.stdout.write(line + '\\n'); return 'written'; };",
      { memoryMb: 512 },
    );

    const result = await environment.invoke({}, { timeoutMs: 60_000 });

    expect(json(result)).toBe('written');
    expect(environment.lines).toHaveLength(100 << 10);
  });

  test.each([
    [
      'a fork bomb that waits',
      "const { spawn } = require('node:child_process'); exports.handler = () => { for (let i = 0; i < 50; i++) spawn('sh', ['-c', 'sleep 300 & sleep 300']); return new Promise(() => setInterval(() => {}, 10)); };",
    ],
    ['a blocked event loop', 'exports.handler = async () => { for (;;); };'],
  ])('%s ends with its timeout, and leaves nothing', async (_, source) => {
    const environment = await node(source, { memoryMb: 1024 });

    const { outcome } = await environment.invoke({}, { timeoutMs: SHORT });

    expect(outcome).toEqual({ kind: 'timedOut' });
    expect(scene.processes()).toEqual([]);
  });

  test.each([
    ['process.exit in Init', 'process.exit(0);', { kind: 'exited', code: 0 }],
    ['an exit status above 128 in Init', 'process.exit(130);', { kind: 'exited', code: 130 }],
    ['SIGKILL in Init', "process.kill(process.pid, 'SIGKILL'); for (;;);", { kind: 'exited', signal: 'SIGKILL' }],
    ['an abort in Init', 'process.abort();', { kind: 'exited', signal: 'SIGABRT' }],
  ])('%s is told as what it is', async (_, source, failure) => {
    expect((await node(source)).init.failure).toEqual(failure);
  });

  test('SIGSTOP that the handler sends itself ends with its timeout', async () => {
    const environment = await node("exports.handler = async () => { process.kill(process.pid, 'SIGSTOP'); };");

    expect((await environment.invoke({}, { timeoutMs: SHORT })).outcome).toEqual({ kind: 'timedOut' });
  });

  test('environments that end in every way leave no descriptor behind', async () => {
    const source =
      "exports.handler = async ({ how }) => how === 'exit' ? process.exit(1) : how === 'kill' ? process.kill(process.pid, 'SIGKILL') : how === 'hang' ? new Promise(() => setInterval(() => {}, 9)) : 1;";
    const all = async (how: string) => {
      const environment = await node(source);
      await environment.invoke({ how }, { timeoutMs: SHORT });
      await environment.stop();
    };
    for (const how of ['exit', 'kill', 'hang', 'fine']) await all(how);
    await scene.driver.close();
    const before = descriptors();

    for (const how of ['exit', 'kill', 'hang', 'fine']) await all(how);
    await scene.driver.close();

    // Some are closed a turn of the event loop later; the test’s time limit ends this when they are not.
    while (descriptors() > before) await new Promise((resolve) => setImmediate(resolve));
    expect(descriptors()).toBeLessThanOrEqual(before);
  });
});
