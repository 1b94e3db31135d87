import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { InvocationResult } from '../../src/local/engine/ports';
import type { Code } from '../../src/model/code';
import type { FunctionConfiguration } from '../../src/model/function';
import {
  type DriverNeeds,
  DriverScene,
  ENDPOINT,
  filesIn,
  type StartedEnvironment,
  type StartOptions,
  type TestedDriver,
} from '../support/driver-scene';

/** One language's way to say what the cases below need; `payload` of an error is what its runtime makes of it, to the letter. */
export interface DriverSubject {
  readonly runtime: string;
  /** Whether environments have Lambda’s file system. */
  readonly isolated: boolean;
  /** Variables of this runtime alone, without isolation and with it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly isolatedVariables: Readonly<Record<string, string>>;
  readonly open: (needs: DriverNeeds) => TestedDriver;
  /** Source of a module `index` with a function `handler`, by what it does. */
  readonly sources: Record<Behaviour, string>;
  /** How a language says it that takes no inline code. @default the source inline, with `index.handler` */
  readonly packaged?: Packaged;
  /** Exactly what the runtime reports; `CODE` stands for the folder of the code. */
  readonly errors: Record<FailingBehaviour | 'missingHandler' | 'malformedHandler', ExpectedError>;
  /** What the case «logs» leaves, without times. */
  readonly loggedText: readonly string[];
  readonly loggedJson: readonly object[];
}

export interface Packaged {
  readonly code: (behaviour: Behaviour, scene: DriverScene) => Code;
  readonly handler: (behaviour: Behaviour) => string;
  /** Of `echoes`: one that is not there, and one that is none. */
  readonly missingHandler: string;
  readonly malformedHandler: string;
  /** What Lambda’s runtime tells only when it is invoked. */
  readonly toldLater: readonly string[];
}

export interface ExpectedError {
  readonly errorType: string;
  /** The whole payload, or a part of it where stack traces depend on the version of the interpreter. */
  readonly payload: object;
  /** The order of the payload's members. */
  readonly members: readonly string[];
}

type FailingBehaviour = 'throws' | 'unserializable' | 'importsMissing' | 'brokenSyntax' | 'throwsAtLoad';

export type Behaviour =
  | FailingBehaviour
  /** Gives the event back. */
  | 'echoes'
  | 'returnsNothing'
  /** Does what `event.do` says: `exit0`, `exit3`, `kill`, `sleep` (for 30 s), `loop` (for ever), `count`. */
  | 'acts'
  /** Gives an object of its environment variables. */
  | 'showsEnvironment'
  /** Gives the members of the context that FN-90 and FN-91 name. */
  | 'showsContext'
  /** A string of `event.length` characters. */
  | 'returnsMuch'
  /** Writes `line 0` to `line 99`, then a line of 1 MB, then the start of a line, all through its language's print. */
  | 'printsMuch'
  /** Has a child process write `from a child`. */
  | 'printsInChild'
  /** Logs at each level with the language's own means. */
  | 'logs'
  /** Fills 200 MB while it is loaded, and keeps them for 30 s. */
  | 'allocatesAtLoad'
  /** Starts `sleep` for `event.seconds`, in a session of its own when `event.detached`; with `thenSleep`, sleeps itself. */
  | 'forks'
  /** Writes `event.bytes` zeros to `event.file`, `exclusive`: only if it is not there; gives `written` or the error’s text; may sleep. */
  | 'writes'
  /** Gives the text of `event.file`, or exits with 1. */
  | 'reads'
  /** Fills `event.mb` of memory that is not its heap, in a child when `event.inChild`, and keeps it for `event.ms`. */
  | 'allocates'
  /** Answers, and exits with 4 when `EXITS_AFTER_MS` have passed; is at work for 30 seconds when it is asked to `stay`. */
  | 'exitsLater'
  | 'exitsAtLoad'
  | 'loopsAtLoad';

/** FN-45. */
const ISOLATED_VARIABLES = {
  PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
  LD_LIBRARY_PATH: '/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib',
  LAMBDA_TASK_ROOT: '/var/task',
  LAMBDA_RUNTIME_DIR: '/var/runtime',
};

/** So much longer than an environment goes on after its answer that a busy machine has frozen it before. */
export const EXITS_AFTER_MS = 1_000;

/** How long the cases that end by timeout wait, in real milliseconds. */
const SHORT = 250;

export function driverContract(subject: DriverSubject): void {
  let scene: DriverScene;
  beforeEach(async () => {
    scene = await DriverScene.open(subject.open, subject.runtime);
  });
  afterEach(() => scene.end());

  const { packaged } = subject;
  const codeOf = (behaviour: Behaviour): Pick<FunctionConfiguration, 'code' | 'handler'> =>
    packaged
      ? { code: packaged.code(behaviour, scene), handler: packaged.handler(behaviour) }
      : { code: { kind: 'inline', source: subject.sources[behaviour] }, handler: 'index.handler' };
  const start = (behaviour: Behaviour, options: StartOptions = {}) => scene.start({ ...codeOf(behaviour), ...options });

  const expectNotLoaded = async (environment: StartedEnvironment, error: keyof DriverSubject['errors']) => {
    if (!packaged?.toldLater.includes(error)) return expectError(environment.init.failure, subject.errors[error], '');
    expect(environment.init.failure).toBeUndefined();
    const { outcome } = await environment.invoke({});
    expectError(outcome, subject.errors[error], environment.lastRequestId);
  };

  describe('answers', () => {
    test('an invocation gives what the handler returns, and how long it took', async () => {
      const environment = await start('echoes');

      const result = await environment.invoke({ greeting: 'grüß Gott, 世界 🌍', nested: [1, null, { deep: true }] });

      expect(environment.init.failure).toBeUndefined();
      expect(environment.init.durationMs).toBeGreaterThan(0);
      expect(json(result)).toEqual({ greeting: 'grüß Gott, 世界 🌍', nested: [1, null, { deep: true }] });
      expect(result.durationMs).toBeGreaterThan(0);
      expect(result.maxMemoryUsedMb).toBeGreaterThan(5);
      expect(result.maxMemoryUsedMb).toBeLessThan(120);
    });

    test('a handler that returns nothing answers null (INV-05)', async () => {
      const environment = await start('returnsNothing');

      expect(text(await environment.invoke({}))).toBe('null');
    });

    test('an environment keeps its state from one invocation to the next', async () => {
      const environment = await start('acts');

      const counts = [];
      for (let i = 0; i < 3; i++) counts.push(json(await environment.invoke({ do: 'count' })));

      expect(counts).toEqual([1, 2, 3]);
    });

    test('two environments at once keep theirs apart', async () => {
      const [one, other] = await Promise.all([start('acts'), start('acts')]);

      await one.invoke({ do: 'count' });
      const counts = await Promise.all([one.invoke({ do: 'count' }), other.invoke({ do: 'count' })]);

      expect(counts.map(json)).toEqual([2, 1]);
    });

    test('an event and an answer of 5 MB go through', async () => {
      const environment = await start('echoes');
      const event = { text: 'x'.repeat(5_000_000) };

      expect(json(await environment.invoke(event))).toEqual(event);
      expect(json(await environment.invoke({ small: true }))).toEqual({ small: true });
    });

    test('an answer of exactly 6,291,556 bytes goes through, one more is too large, and the environment stays usable (INV-20, INV-21)', async () => {
      const environment = await start('returnsMuch');

      const quotes = 2;
      const fits = await environment.invoke({ length: 6_291_556 - quotes });
      const tooLarge = await environment.invoke({ length: 6_291_557 - quotes });
      const after = await environment.invoke({ length: 1 });

      expect(fits.outcome.kind).toBe('succeeded');
      expect(tooLarge.outcome).toEqual({ kind: 'responseTooLarge' });
      expect(json(after)).toBe('x');
    });

    test('the context is what Lambda gives (FN-90, FN-91)', async () => {
      const environment = await start('showsContext');

      const clientContext = '{"custom":{"ключ":"wert"},\n"env":{}}';
      const context = json(await environment.invoke({}, { clientContext, timeoutMs: 60_000 })) as Record<string, unknown>;

      expect(context).toEqual({
        functionName: 'orders',
        functionVersion: '$LATEST',
        invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders:live',
        memoryLimitInMB: '128',
        awsRequestId: environment.lastRequestId,
        logGroupName: '/aws/lambda/orders',
        logStreamName: '2026/11/20/[$LATEST]0123',
        custom: { ключ: 'wert' },
        remaining: expect.any(Number),
        traceId: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
      });
      expect(context.remaining).toBeGreaterThan(40_000);
      expect(context.remaining).toBeLessThanOrEqual(60_000);
    });
  });

  describe('errors of the handler', () => {
    test.each<FailingBehaviour>([
      'throws',
      'unserializable',
    ])('a handler that %s fails the invocation and stays usable', async (behaviour) => {
      const environment = await start(behaviour);

      for (let i = 0; i < 2; i++) {
        const { outcome } = await environment.invoke({});
        expectError(outcome, subject.errors[behaviour], environment.lastRequestId);
      }
      expect(environment.died).toBe(false);
    });

    test.each<FailingBehaviour>([
      'importsMissing',
      'brokenSyntax',
      'throwsAtLoad',
    ])('a module that %s cannot be used', async (behaviour) => {
      const environment = await start(behaviour);

      await expectNotLoaded(environment, behaviour);
      expect(environment.died).toBe(false);
    });

    test('a handler that is not in its module cannot be used', async () => {
      const environment = await start('echoes', { handler: packaged?.missingHandler ?? 'index.nobody' });

      await expectNotLoaded(environment, 'missingHandler');
    });

    test('a handler that is no name of one cannot be used', async () => {
      const environment = await start('echoes', { handler: packaged?.malformedHandler ?? 'index' });

      await expectNotLoaded(environment, 'malformedHandler');
    });
  });

  describe('ends', () => {
    test.each(['sleep', 'loop'])('a handler that would %s for longer than its timeout is killed', async (act) => {
      const environment = await start('acts');

      const result = await environment.invoke({ do: act }, { timeoutMs: SHORT });

      expect(result.outcome).toEqual({ kind: 'timedOut' });
      expect(result.durationMs).toBeGreaterThanOrEqual(SHORT - 1);
      expect(result.durationMs).toBeLessThan(SHORT + 5_000);
      expect(scene.processes()).toEqual([]);
      expect(environment.died).toBe(false);
    });

    test.each([
      ['exit0', { code: 0 }],
      ['exit3', { code: 3 }],
      ['kill', { signal: 'SIGKILL' }],
    ])('a handler that does %s ends its environment (INV-41 to INV-43)', async (act, how) => {
      const environment = await start('acts');

      const { outcome } = await environment.invoke({ do: act });

      expect(outcome).toEqual({ kind: 'exited', ...how });
      expect(environment.died).toBe(false);
    });

    test('a process that is killed between invocations is reported', async () => {
      const environment = await start('echoes');
      await environment.invoke({});

      process.kill(Number.parseInt(scene.processes()[0] as string, 10), 'SIGKILL');
      await environment.untilDied();

      expect((await environment.invoke({})).outcome).toEqual({ kind: 'exited' });
    });

    test('between invocations it is frozen: what it would do goes on with the next (RT-07)', async () => {
      const environment = await start('exitsLater');
      expect(json(await environment.invoke({}))).toBe('done');

      await untilFrozen(scene.processes());
      await pause(EXITS_AFTER_MS + 100);
      expect(environment.died).toBe(false);

      expect((await environment.invoke({ stay: true })).outcome).toEqual({ kind: 'exited', code: 4 });
    });

    test('a frozen environment answers, and ends when it is stopped', async () => {
      const environment = await start('acts');
      expect(json(await environment.invoke({ do: 'count' }))).toBe(1);
      await untilFrozen(scene.processes());
      expect(json(await environment.invoke({ do: 'count' }))).toBe(2);
      await untilFrozen(scene.processes());

      await environment.stop();

      expect(scene.processes()).toEqual([]);
    });

    test('a module that exits while it is loaded ends Init', async () => {
      const environment = await start('exitsAtLoad');

      expect(environment.init.failure).toEqual({ kind: 'exited', code: 7 });
    });

    test('an Init that takes too long is killed', async () => {
      const environment = await start('loopsAtLoad', { initLimitMs: SHORT });

      expect(environment.init.failure).toEqual({ kind: 'timedOut' });
      expect(environment.init.durationMs).toBeGreaterThanOrEqual(SHORT - 1);
    });

    test('stopping ends an invocation that is under way', async () => {
      const environment = await start('acts');

      const result = environment.invoke({ do: 'sleep' });
      await environment.stop();

      expect((await result).outcome).toEqual({ kind: 'exited', signal: 'SIGKILL' });
      expect(environment.died).toBe(false);
    });

    test('stopping while it starts ends it', async () => {
      const spec = scene.spec(codeOf('echoes'));
      const environment = scene.driver.start(spec, { log: () => {}, died: () => {} });

      await environment.stop();

      expect((await environment.initialized).failure).toMatchObject({ kind: 'exited' });
    });

    test('what the handler started ends with the environment', async () => {
      const environment = await start('forks');
      const child = nameOfSleep();
      await environment.invoke({ seconds: child });
      await untilRunning(child);

      await environment.stop();

      expect(isRunning(child)).toBe(false);
    });

    test('what the handler started ends when it times out, too', async () => {
      const environment = await start('forks');
      const child = nameOfSleep();
      await environment.invoke({ seconds: child });

      await environment.invoke({ thenSleep: true }, { timeoutMs: SHORT });

      expect(isRunning(child)).toBe(false);
    });
  });

  if (subject.isolated) {
    describe('the file system', () => {
      test('what the handler started in a session of its own ends with the environment, too', async () => {
        const environment = await start('forks');
        const child = nameOfSleep();
        await environment.invoke({ seconds: child, detached: true });
        await untilRunning(child);

        await environment.stop();

        expect(isRunning(child)).toBe(false);
      });

      test('the code is /var/task, and nothing but /tmp can be written to (FN-48)', async () => {
        const environment = await start('writes');
        const write = async (file: string) => json(await environment.invoke({ file, bytes: 1 }));

        expect(await write('/tmp/here')).toBe('written');
        expect(await write('/var/task/index.js')).toMatch(/EROFS|Read-only file system/);
        expect(await write('/opt/file')).toMatch(/EROFS|Read-only file system/);
        expect(await write('/etc/file')).toMatch(/EROFS|Read-only file system/);
        expect(await write('/file')).toMatch(/EROFS|Read-only file system/);
        expect(existsSync('/tmp/here')).toBe(false);
      });

      test('/tmp is the environment’s own, and holds what is configured (FN-14)', async () => {
        const [one, other] = await Promise.all([
          start('writes', { ephemeralStorageMb: 512 }),
          start('writes', { ephemeralStorageMb: 512, memoryMb: 1024 }),
        ]);

        await one.invoke({ file: '/tmp/file', bytes: 1 });
        expect(json(await other.invoke({ file: '/tmp/file', exclusive: true, bytes: 1 }))).toBe('written');
        expect(json(await other.invoke({ file: '/tmp/fits', bytes: 500 * 1024 * 1024 }))).toBe('written');
        expect(json(await other.invoke({ file: '/tmp/more', bytes: 20 * 1024 * 1024 }))).toMatch(/ENOSPC|No space left/);
        expect(json(await one.invoke({ file: '/tmp/more', bytes: 1024 }))).toBe('written');
      });

      test('after a timeout or a crash the next environment finds what was in /tmp (INV-47)', async () => {
        const first = await start('writes');
        expect(json(await first.invoke({ file: '/tmp/file', bytes: 3 }))).toBe('written');
        await first.invoke({ file: '/tmp/file', bytes: 3, thenSleep: true }, { timeoutMs: SHORT });

        const second = await start('reads');
        expect(json(await second.invoke({ file: '/tmp/file' }))).toBe('\0\0\0');
        await second.invoke({ file: '/tmp/file', thenExit: true });

        const third = await start('reads');
        expect(json(await third.invoke({ file: '/tmp/file' }))).toBe('\0\0\0');
        await third.stop();

        const fourth = await start('writes');
        expect(json(await fourth.invoke({ file: '/tmp/file', exclusive: true, bytes: 1 }))).toBe('written');
      });

      test('layers are merged under /opt, a later one over an earlier (FN-52)', async () => {
        const layer = (name: string, files: Record<string, string>): Code => ({
          kind: 'directory',
          path: filesIn(join(scene.folder.path, name), files),
        });
        const layers = [
          layer('one', { 'etc/a': 'a of one', 'etc/b': 'b of one', thing: 'a file' }),
          layer('two', { 'etc/a': 'a of two', 'thing/in': 'a folder' }),
        ];
        const environment = await start('reads', { layers });
        const read = async (file: string) => json(await environment.invoke({ file }));

        expect(await read('/opt/etc/a')).toBe('a of two');
        expect(await read('/opt/etc/b')).toBe('b of one');
        expect(await read('/opt/thing/in')).toBe('a folder');
      });
    });
  }

  describe('memory', () => {
    const KILLED = { kind: 'exited', signal: 'SIGKILL', outOfMemory: true };

    test.each([
      ['a handler', false],
      ['a child of the handler', true],
    ])('%s that takes more than the function has is killed (INV-43)', async (_, inChild) => {
      const environment = await start('allocates', { memoryMb: 160 });

      const { outcome, maxMemoryUsedMb } = await environment.invoke({ mb: 200, ms: 30_000, inChild }, { timeoutMs: 20_000 });

      expect(outcome).toEqual(KILLED);
      expect(maxMemoryUsedMb).toBe(160);
      expect(scene.processes()).toEqual([]);
    });

    test('a child’s memory counts as used, and is not more than the function has', async () => {
      const environment = await start('allocates', { memoryMb: 256 });

      const allocate = async () => {
        const { outcome, maxMemoryUsedMb = 0 } = await environment.invoke({ mb: 100, ms: 1_000, inChild: true });
        expect(outcome.kind).toBe('succeeded');
        return maxMemoryUsedMb;
      };
      // On a busy machine nobody may have looked meanwhile; the test’s time limit ends this when nobody ever does.
      let used = await allocate();
      while (used <= 110) used = await allocate();

      expect(used).toBeLessThan(256);
    });

    test('a module that takes more while it is loaded is killed', async () => {
      const environment = await start('allocatesAtLoad', { memoryMb: 160 });

      expect(environment.init.failure).toEqual(KILLED);
    });
  });

  describe('logs', () => {
    test('every line is there before the answer, in order, a line of 1 MB and an unfinished one too', async () => {
      const environment = await start('printsMuch');

      for (let i = 0; i < 3; i++) {
        environment.lines.length = 0;
        const lines = await environment.invoke({}).then(() => [...environment.lines]);
        expect(lines).toHaveLength(102);
        expect(lines.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, n) => `line ${n}`));
        expect(lines[100]).toBe('ü'.repeat(500_000));
        expect(lines[101]).toBe('unfinished');
      }
    });

    test('what a child of the handler writes is there before the answer', async () => {
      const environment = await start('printsInChild');

      for (let i = 0; i < 5; i++) {
        environment.lines.length = 0;
        const lines = await environment.invoke({}).then(() => [...environment.lines]);
        expect(lines).toEqual(['from a child']);
      }
    });

    test('in text format (INV-84, INV-85)', async () => {
      const environment = await start('logs');

      await environment.invoke({});

      const id = environment.lastRequestId;
      const stamp = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
      expect(environment.lines.map((line) => line.replace(stamp, 'TIME').replaceAll(id, 'ID'))).toEqual(subject.loggedText);
    });

    test('in JSON format from the level on that is configured (INV-86)', async () => {
      const environment = await start('logs', {
        logging: { format: 'JSON', applicationLevel: 'WARN', group: '/aws/lambda/orders' },
      });

      await environment.invoke({});

      const records = environment.lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
      expect(records).toMatchObject(subject.loggedJson);
      expect(records).toHaveLength(subject.loggedJson.length);
      for (const record of records) {
        expect(record.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
        expect(record.requestId ?? record.AWSRequestId).toBe(environment.lastRequestId);
      }
    });
  });

  describe('surroundings', () => {
    test('environment variables are Lambda’s and the function’s own, and none of this process’s (FN-45)', async () => {
      process.env.AWS_PROFILE = 'the-real-one';
      process.env.SECRET_OF_THE_HOST = 'x';
      try {
        const environment = await start('showsEnvironment', { environment: { COLOUR: 'blue', TZ: ':Europe/Vienna' } });

        const variables = json(await environment.invoke({})) as Record<string, string>;

        const code = variables.LAMBDA_TASK_ROOT;
        expect(variables).toEqual({
          COLOUR: 'blue',
          TZ: ':Europe/Vienna',
          LANG: 'en_US.UTF-8',
          SHLVL: '0',
          PATH: process.env.PATH,
          LAMBDA_TASK_ROOT: expect.stringContaining(scene.folder.path),
          LAMBDA_RUNTIME_DIR: expect.stringContaining('assets'),
          ...subject.variables,
          ...(subject.isolated && { ...ISOLATED_VARIABLES, ...subject.isolatedVariables }),
          PWD: code,
          _HANDLER: codeOf('showsEnvironment').handler,
          _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
          _AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1',
          _AWS_XRAY_DAEMON_PORT: '9',
          AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:9',
          AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
          AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
          AWS_EXECUTION_ENV: `AWS_Lambda_${subject.runtime}`,
          AWS_REGION: 'eu-west-1',
          AWS_DEFAULT_REGION: 'eu-west-1',
          AWS_LAMBDA_FUNCTION_NAME: 'orders',
          AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
          AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
          AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orders',
          AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/20/[$LATEST]0123',
          AWS_ACCESS_KEY_ID: '111122223333',
          AWS_SECRET_ACCESS_KEY: 'lambda-kit',
          AWS_SESSION_TOKEN: 'lambda-kit',
          AWS_ENDPOINT_URL: ENDPOINT,
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_CONFIG_FILE: '/dev/null',
          AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        });
        expect(process.env.LAMBDA_KIT_SETTINGS).toBeUndefined();
      } finally {
        delete process.env.AWS_PROFILE;
        delete process.env.SECRET_OF_THE_HOST;
      }
    });

    test('a function cannot lead its calls to a real account, and is told so once', async () => {
      const stray = {
        AWS_ENDPOINT_URL: 'https://real',
        AWS_ENDPOINT_URL_S3: 'https://real',
        AWS_PROFILE: 'real',
        AWS_ROLE: 'harmless',
      };
      for (let i = 0; i < 2; i++) {
        const environment = await start('showsEnvironment', { environment: stray });
        const variables = json(await environment.invoke({})) as Record<string, string>;
        expect(Object.values(variables)).not.toContain('https://real');
        expect(variables).toMatchObject({ AWS_ENDPOINT_URL: ENDPOINT, AWS_ROLE: 'harmless' });
        expect(variables).not.toHaveProperty('AWS_PROFILE');
        expect(variables).not.toHaveProperty('AWS_ENDPOINT_URL_S3');
      }
      expect(scene.notices).toHaveLength(3);
      expect(scene.notices.join()).toContain('AWS_ENDPOINT_URL_S3 of orders');
    });

    test('fails when a function sets a variable that Lambda reserves (FN-42)', () => {
      const { configuration } = scene.spec({ code: { kind: 'inline', source: '' }, environment: { AWS_REGION: 'x', FINE: 'y' } });

      expect(scene.driver.refuses(configuration)).toMatch(/reserves .*AWS_REGION; rename/);
    });

    test('code that cannot be had fails Init with a sentence', async () => {
      const environment = await scene.start({ code: { kind: 'directory', path: '/nowhere/at/all' } });

      expect(environment.init.failure).toMatchObject({ kind: 'failed', errorType: 'Runtime.InvalidEntrypoint' });
      expect(payloadOf(environment.init.failure)).toMatchObject({ errorMessage: expect.stringContaining('/nowhere/at/all') });
    });

    test('what would run a configuration can be asked', async () => {
      const { configuration } = scene.spec({ code: { kind: 'inline', source: '' } });

      const interpreter = await scene.driver.describe(configuration);

      expect(interpreter).toMatchObject({
        command: expect.stringMatching(/^\//),
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      });
      expect(existsSync(interpreter?.command ?? '')).toBe(true);
    });
  });
}

function text({ outcome }: InvocationResult): string {
  if (outcome.kind !== 'succeeded') throw new Error(`${outcome.kind}: ${JSON.stringify(payloadOf(outcome))}`);
  return Buffer.from(outcome.payload).toString();
}

export function json(result: InvocationResult): unknown {
  return JSON.parse(text(result));
}

export function payloadOf(outcome: object | undefined): unknown {
  const payload = outcome && 'payload' in outcome ? (outcome.payload as Uint8Array) : undefined;
  return payload && JSON.parse(Buffer.from(payload).toString());
}

function expectError(outcome: object | undefined, expected: ExpectedError, requestId: string): void {
  expect(outcome).toMatchObject({ kind: 'failed', errorType: expected.errorType });
  const payload = payloadOf(outcome) as object;
  expect(Object.keys(payload)).toEqual(expected.members);
  const plain = JSON.parse(JSON.stringify(payload).replace(/\/[^"\s]*\/code\/[0-9a-f]{16}|\/var\/task/g, 'CODE'));
  expect(plain).toMatchObject({ ...expected.payload, ...('requestId' in payload && { requestId }) });
}

/** The test's time limit ends this when it does not come. */
async function untilFrozen(processes: readonly string[]): Promise<void> {
  const pids = processes.map((line) => Number.parseInt(line, 10));
  const isFrozen = (pid: number) => /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  while (!pids.every(isFrozen)) await new Promise((resolve) => setImmediate(resolve));
}

let sleeps = 0;

/** Seconds that nobody else sleeps for. */
function nameOfSleep(): string {
  return `300.${process.pid}${++sleeps}`;
}

/** A process has its command line a moment after it has been started; the test's time limit ends this when it does not come. */
async function untilRunning(seconds: string): Promise<void> {
  while (!isRunning(seconds)) await new Promise((resolve) => setImmediate(resolve));
}

/** Whether some process sleeps for these seconds; zombies, which have no command line, count as gone. */
function isRunning(seconds: string): boolean {
  return readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'latin1') === `sleep\0${seconds}\0`;
    } catch {
      return false;
    }
  });
}
