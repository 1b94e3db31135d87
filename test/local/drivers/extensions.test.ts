import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeLauncher } from '../../../src/local/drivers/node';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import type { Code } from '../../../src/model/code';
import { json } from '../../contract/driver';
import { executables } from '../../contract/foreign-runtime';
import { DriverScene, ENDPOINT, type StartOptions } from '../../support/driver-scene';
import { ISOLATIONS, sandboxFor } from '../../support/sandboxes';

const EXTENSION = readFileSync(join(__dirname, '../../fixtures/extensions/python'), 'utf8');
const HANDLER = `
  exports.handler = async (event) => {
    if (event.sleep) await new Promise((resolve) => setTimeout(resolve, event.sleep));
    if (event.exit) process.exit(event.exit);
    return event.print ? console.log(event.print) : 'done';
  };
  process.on('SIGTERM', () => { process.stdout.write('terminated\\n'); process.exit(0); });`;
const SHORT = 700;

describe.each(ISOLATIONS)('$title', ({ isolated }) => {
  let scene: DriverScene;
  beforeEach(async () => {
    scene = await DriverScene.open(
      (needs) =>
        new ProcessDriver({
          ...needs,
          ...sandboxFor(needs, isolated),
          endpointUrl: ENDPOINT,
          path: process.env.PATH ?? '',
          launchers: [nodeLauncher({ sdkFolders: [] })],
          now: () => Date.UTC(2026, 10, 20),
        }),
      'nodejs22.x',
    );
  });
  afterEach(() => scene.end());

  function layer(names: readonly string[], text = EXTENSION, archive = 'layer.zip'): Code {
    return executables(scene, archive, Object.fromEntries(names.map((name) => [`extensions/${name}`, text])));
  }

  /** A function with one extension, `watcher`, that does `what`. */
  function watched(what = '', more: Partial<StartOptions> & { names?: readonly string[] } = {}) {
    const { names = ['watcher'], environment, ...options } = more;
    return scene.start({
      code: { kind: 'inline', source: HANDLER },
      layers: [layer(names)],
      environment: { EXTENSION: what, ...environment },
      ...options,
    });
  }

  /** What `watcher` was told, event after event. */
  function told(lines: readonly string[], name = 'watcher'): Record<string, unknown>[] {
    return lines
      .filter((line) => line.startsWith(`${name} {`))
      .map((line) => JSON.parse(line.slice(name.length + 1, line.lastIndexOf('}') + 1)));
  }

  describe('an external extension', () => {
    test('is started before the runtime, registers, and is told of invocations and of the end (RT-20 to RT-22)', async () => {
      const environment = await watched();

      expect(environment.init.failure).toBeUndefined();
      expect(environment.lines).toEqual([
        'watcher registered {"functionName": "orders", "functionVersion": "$LATEST", "handler": "index.handler", "accountId": "111122223333"}',
        'EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE,SHUTDOWN]',
      ]);
      expect(json(await environment.invoke({}))).toBe('done');
      await environment.stop();

      expect(told(environment.lines)).toEqual([
        {
          eventType: 'INVOKE',
          deadlineMs: expect.any(Number),
          requestId: environment.lastRequestId,
          invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders:live',
          tracing: { type: 'X-Amzn-Trace-Id', value: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1' },
        },
        { eventType: 'SHUTDOWN', deadlineMs: expect.any(Number), shutdownReason: 'spindown' },
      ]);
      expect(environment.lines.filter((line) => line.includes('terminated') || line.endsWith('bye'))).toEqual([
        'terminated',
        'watcher bye',
      ]);
      expect(environment.died).toBe(false);
    });

    test('several are started in the order of their names, the one of the last layer first choice (FN-52)', async () => {
      const environment = await scene.start({
        code: { kind: 'inline', source: HANDLER },
        layers: [layer(['b', 'c'], '#!/bin/sh\nexit 9\n', 'first.zip'), layer(['a', 'b', 'c'], EXTENSION, 'last.zip')],
      });

      expect(environment.lines.filter((line) => line.startsWith('EXTENSION')).map((line) => line.split('\t')[1])).toEqual([
        'Name: a',
        'Name: b',
        'Name: c',
      ]);
    });

    test('is not told of what it has not asked for', async () => {
      const environment = await watched('', { environment: { EVENTS: '[]' } });

      await environment.invoke({});
      await environment.stop();

      expect(told(environment.lines)).toEqual([]);
      expect(environment.lines).toContain('EXTENSION\tName: watcher\tState: Ready\tEvents: []');
    });

    test('does not see the variables of the runtime’s process', async () => {
      const environment = await watched('variables', { environment: { COLOUR: 'blue' } });

      const line = environment.lines.find((text) => text.startsWith('watcher [')) ?? '';
      const names = JSON.parse(line.slice('watcher '.length)) as string[];

      expect(names).toEqual(
        expect.arrayContaining(['AWS_LAMBDA_RUNTIME_API', 'AWS_ACCESS_KEY_ID', 'AWS_ENDPOINT_URL', 'COLOUR']),
      );
      for (const hidden of ['_HANDLER', 'LAMBDA_TASK_ROOT', 'AWS_EXECUTION_ENV', 'LAMBDA_KIT_SETTINGS'])
        expect(names).not.toContain(hidden);
    });

    test('an invocation is over only when it is done as well (RT-01)', async () => {
      const environment = await watched('slow');

      const first = await environment.invoke({});

      expect(environment.lines).toContain('watcher done');
      expect(first.durationMs).toBeGreaterThanOrEqual(290);
      expect(json(await environment.invoke({}))).toBe('done');
    });

    test('one that does not come back ends the environment when the time is over, not the answer (RT-04)', async () => {
      const environment = await watched('stuck');
      const timeoutMs = 3_000;

      const result = await environment.invoke({}, { timeoutMs });

      expect(json(result)).toBe('done');
      expect(result.ended).toBe(true);
      expect(result.durationMs).toBeLessThan(timeoutMs);
    });

    test('has the memory of the function together with it (INV-43)', async () => {
      const environment = await watched('greedy', { memoryMb: 160 });

      const { outcome, maxMemoryUsedMb } = await environment.invoke({ sleep: 30_000 }, { timeoutMs: 20_000 });

      expect(outcome).toEqual({ kind: 'exited', signal: 'SIGKILL', outOfMemory: true });
      expect(maxMemoryUsedMb).toBe(160);
    });

    test('in JSON format its state is a platform event (RT-40, INV-87)', async () => {
      const logging = { format: 'JSON', group: '/aws/lambda/orders' } as const;
      const environment = await watched('', { logging });
      const silent = await watched('', { logging: { ...logging, systemLevel: 'WARN' } });

      expect(JSON.parse(environment.lines.at(-1) ?? '')).toEqual({
        time: '2026-11-20T00:00:00.000Z',
        type: 'platform.extension',
        record: { name: 'watcher', state: 'Ready', events: ['INVOKE', 'SHUTDOWN'] },
      });
      expect(silent.lines.join()).not.toContain('platform.extension');
    });
  });

  describe('extensions are told why the environment ends', () => {
    test.each([
      ['timeout', { sleep: 30_000 }, SHORT],
      ['failure', { exit: 3 }, 5_000],
    ])('%s (RT-22)', async (shutdownReason, event, timeoutMs) => {
      const environment = await watched();

      await environment.invoke(event, { timeoutMs });
      await environment.stop();

      expect(told(environment.lines).at(-1)).toEqual({ eventType: 'SHUTDOWN', deadlineMs: expect.any(Number), shutdownReason });
      expect(environment.lines).not.toContain('terminated');
    });

    test('and have two seconds for it (RT-05)', async () => {
      const environment = await watched('hang');
      const before = performance.now();

      await environment.stop();

      const took = performance.now() - before;
      expect(took).toBeGreaterThan(1_900);
      // By itself it would go on for half a minute.
      expect(took).toBeLessThan(15_000);
      expect(scene.processes()).toEqual([]);
    });
  });

  describe('fails', () => {
    test.each([
      ['when an extension ends before it has registered', 'crash', 'Extension.Crash', 'exit status 3', 'Started', undefined],
      [
        'when an extension tells of an error of Init',
        'initError',
        'Extension.InitError',
        'exit status 1',
        'InitError',
        'Extension.Own',
      ],
      [
        'when an extension tells that it has to end',
        'exitError',
        'Extension.ExitError',
        'exit status 1',
        'ExitError',
        'Extension.Own',
      ],
    ])('%s (RT-23)', async (_, what, errorType, message, state, own) => {
      const environment = await watched(what);

      expect(environment.init.failure).toEqual({ kind: 'broken', errorType, message });
      const events = state === 'Started' ? '[]' : '[INVOKE,SHUTDOWN]';
      expect(environment.lines.at(-1)).toBe(
        `EXTENSION\tName: watcher\tState: ${state}\tEvents: ${events}${own ? `\tError Type: ${own}` : ''}`,
      );
    });

    test('when an extension crashes in an invocation (RT-23)', async () => {
      const environment = await watched('crashOnInvoke');

      const result = await environment.invoke({ sleep: 30_000 }, { timeoutMs: 20_000 });

      expect(result.outcome).toEqual({ kind: 'broken', errorType: 'Extension.Crash', message: 'signal: killed' });
      expect(result.ended).toBe(true);
    });

    test('when an extension never registers, after the time for Init (RT-02)', async () => {
      const environment = await watched('never', { initLimitMs: SHORT });

      expect(environment.init.failure).toEqual({ kind: 'timedOut' });
    });

    test.each([
      ['is of another format', 'exit 0\n', 'exec format error'],
      ['has an interpreter that is not there', '#!/no/such/shell\n', 'no such file or directory'],
    ])('when an extension %s (RT-23)', async (_, text, why) => {
      const environment = await scene.start({ code: { kind: 'inline', source: HANDLER }, layers: [layer(['watcher'], text)] });

      const message = `fork/exec /opt/extensions/watcher: ${why}`;
      expect(environment.init.failure).toEqual({ kind: 'broken', errorType: 'Extension.LaunchError', message });
      expect(environment.lines).toEqual([
        'EXTENSION\tName: watcher\tState: LaunchError\tEvents: []\tError Type: Extension.LaunchError',
      ]);
    });

    test('when there are more than ten (RT-20)', async () => {
      const environment = await watched('', { names: Array.from({ length: 11 }, (_, n) => `e${n + 10}`) });

      expect(environment.init.failure).toMatchObject({ kind: 'broken', errorType: 'Extension.LaunchError' });
    });
  });

  test('stopping while extensions start ends them', async () => {
    const spec = scene.spec({
      code: { kind: 'inline', source: HANDLER },
      layers: [layer(['watcher'])],
      environment: { EXTENSION: 'never' },
    });
    const lines: string[] = [];
    const environment = scene.driver.start(spec, { log: (line) => lines.push(line), died: () => {} });
    while (scene.processes().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));

    await environment.stop();

    expect((await environment.initialized).failure).toMatchObject({ kind: 'exited' });
    expect(scene.processes()).toEqual([]);
  });

  describe('an internal extension', () => {
    const INTERNAL = `
    const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/';
    let seen = [];
    const registered = fetch(api + 'register', {
      method: 'POST', headers: { 'Lambda-Extension-Name': 'inside' }, body: JSON.stringify({ events: ['INVOKE'] }),
    }).then(async (reply) => {
      const headers = { 'Lambda-Extension-Identifier': reply.headers.get('lambda-extension-identifier') };
      if (process.env.FAIL) {
        const error = { method: 'POST', headers: { ...headers, 'Lambda-Extension-Function-Error-Type': 'Extension.Own' } };
        await fetch(api + 'exit/error', error);
        process.exit(4);
      }
      const next = async () => {
        const event = await (await fetch(api + 'event/next', { headers })).json();
        seen.push(event.requestId);
        setTimeout(next, 50);
      };
      void next();
      return reply.status;
    });
    await registered;
    export const handler = async () => ({ seen: seen.length });`;
    const inside = (environment: Record<string, string> = {}) =>
      scene.start({ code: executables(scene, 'code.zip', { 'index.mjs': INTERNAL }), environment });

    test('registers from the runtime’s process and is told of invocations (RT-20)', async () => {
      const environment = await inside();

      expect(environment.init.failure).toBeUndefined();
      expect(environment.lines).toEqual(['EXTENSION\tName: inside\tState: Ready\tEvents: [INVOKE]']);
      const first = await environment.invoke({});
      expect(first.durationMs).toBeGreaterThanOrEqual(45);
      expect(json(await environment.invoke({}))).toEqual({ seen: expect.any(Number) });
    });

    test('fails Init with the error that it told before the process exits (RT-23)', async () => {
      const environment = await inside({ FAIL: 'yes' });

      expect(environment.init.failure).toEqual({
        kind: 'broken',
        errorType: 'Extension.ExitError',
        message: 'Runtime exited with error: exit status 4',
      });
    });
  });
});
