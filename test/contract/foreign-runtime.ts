import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { findContainerEngine } from '../../src/local/drivers/images/container-engine';
import { ProcessDriver } from '../../src/local/drivers/process-driver';
import { providedLauncher } from '../../src/local/drivers/provided';
import type { Code } from '../../src/model/code';
import { DriverScene, ENDPOINT, filesIn, type StartOptions } from '../support/driver-scene';
import type { MadeUpDocker } from '../support/made-up-docker';
import { sandboxFor } from '../support/sandboxes';
import { json, payloadOf } from './driver';

/**
 * A bootstrap in one language, which serves invocations over `AWS_LAMBDA_RUNTIME_API` and does what `event.do` says: `echo` (the
 * event), `environment`, `headers` (of the invocation, by lower-case name), `fail` (tells the error `{"errorMessage":"no"}` of
 * type `Function.Own`), `print` (`said` to standard output, `cried` to standard error), `wrongId` (answers `other` first, and gives
 * the status and the type of what it was told), `twice` (answers twice, the second status is the next result), `exit` (with status 3), `sleep`
 * (for 30 s). With the variable `INIT` set to `fail` it tells `Function.NoInit` of Init and exits with 1; set to `exit` it exits.
 */
export interface ForeignRuntime {
  readonly bootstrap: string;
  /** Whether environments have Lambda’s file system. */
  readonly isolated: boolean;
  /** Runs it from a container image. @default it is in a folder */
  readonly docker?: MadeUpDocker;
}

const SHORT = 400;

export function foreignRuntimeContract(subject: ForeignRuntime): void {
  let scene: DriverScene;
  beforeEach(async () => {
    scene = await openForeign(subject.isolated, subject.docker);
  });
  afterEach(() => scene.end());

  const start = (environment: Record<string, string> = {}, initLimitMs = 10_000) =>
    scene.start({ ...packaged(), environment, initLimitMs });

  function packaged(): StartOptions {
    const code = bootstrapIn(scene, subject.bootstrap);
    if (!subject.docker) return { code };
    subject.docker.has('registry/orders:1', { folder: code.path, entryPoint: [join(code.path, 'bootstrap')] });
    return { packageType: 'Image', code: { kind: 'image', uri: 'registry/orders:1' } };
  }

  test('answers invocation after invocation (RT-10, RT-11)', async () => {
    const environment = await start();

    expect(environment.init.failure).toBeUndefined();
    for (const text of ['grüß Gott', 'x'.repeat(1_000_000)]) {
      expect(json(await environment.invoke({ do: 'echo', text }))).toEqual({ do: 'echo', text });
    }
  });

  test('the headers of an invocation are Lambda’s (RT-10)', async () => {
    const environment = await start();

    const headers = json(await environment.invoke({ do: 'headers' }, { clientContext: '{"custom":{"a":1}}' })) as object;

    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': environment.lastRequestId,
      'lambda-runtime-deadline-ms': expect.stringMatching(/^\d{13}$/),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:111122223333:function:orders:live',
      'lambda-runtime-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
      'lambda-runtime-client-context': '{"custom":{"a":1}}',
      'lambda-runtime-invocation-id': expect.stringMatching(/./),
    });
  });

  test('it sees the variables of a custom runtime (FN-45, FN-46)', async () => {
    const environment = await start({ COLOUR: 'blue' });

    const variables = json(await environment.invoke({ do: 'environment' })) as Record<string, string>;

    expect(variables).toMatchObject({
      COLOUR: 'blue',
      AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      AWS_LAMBDA_FUNCTION_NAME: 'orders',
      AWS_ENDPOINT_URL: ENDPOINT,
      ...(!subject.docker && {
        LAMBDA_TASK_ROOT: subject.isolated ? '/var/task' : expect.stringContaining(scene.folder.path),
        _HANDLER: 'index.handler',
      }),
    });
    const absent = subject.docker ? ['LAMBDA_TASK_ROOT', '_HANDLER', 'TZ'] : ['AWS_EXECUTION_ENV'];
    for (const name of [...absent, '_X_AMZN_TRACE_ID', 'LAMBDA_KIT_SETTINGS']) expect(variables).not.toHaveProperty(name);
  });

  test('an error that it tells fails the invocation, with its type and payload unchanged (RT-13)', async () => {
    const environment = await start();

    const { outcome } = await environment.invoke({ do: 'fail' });

    expect(outcome).toMatchObject({ kind: 'failed', errorType: 'Function.Own' });
    expect(payloadOf(outcome)).toEqual({ errorMessage: 'no' });
    expect(json(await environment.invoke({ do: 'echo' }))).toEqual({ do: 'echo' });
  });

  test('fails Init with the error that it tells of it (RT-13)', async () => {
    const environment = await start({ INIT: 'fail' });

    expect(environment.init.failure).toMatchObject({ kind: 'failed', errorType: 'Function.NoInit' });
  });

  test('fails Init when it exits before its first poll (INV-41)', async () => {
    const environment = await start({ INIT: 'exit' });

    expect(environment.init.failure).toEqual({ kind: 'exited', code: 0 });
  });

  test('fails when it answers another invocation than the one it has (RT-11)', async () => {
    const environment = await start();

    expect(json(await environment.invoke({ do: 'wrongId' }))).toEqual([400, 'InvalidRequestID']);
  });

  test('fails when it answers twice (RT-11)', async () => {
    const environment = await start();

    expect(json(await environment.invoke({ do: 'twice' }))).toBe('first');
    expect(json(await environment.invoke({ do: 'seen' }))).toEqual([403, 'InvalidStateTransition']);
  });

  test('what it prints is in the log before its answer', async () => {
    const environment = await start();

    for (let i = 0; i < 5; i++) {
      environment.lines.length = 0;
      const lines = await environment.invoke({ do: 'print' }).then(() => [...environment.lines]);
      expect(lines.sort()).toEqual(['cried', 'said']);
    }
  });

  test('an exit in an invocation ends its environment (INV-42)', async () => {
    const environment = await start();

    expect((await environment.invoke({ do: 'exit' })).outcome).toEqual({ kind: 'exited', code: 3 });
  });

  test('one that takes too long is killed (RT-04)', async () => {
    const environment = await start();

    expect((await environment.invoke({ do: 'sleep' }, { timeoutMs: SHORT })).outcome).toEqual({ kind: 'timedOut' });
    expect(scene.processes()).toEqual([]);
  });

  test('two environments have addresses of their own', async () => {
    const [one, other] = await Promise.all([start(), start()]);

    const seen = await Promise.all([one.invoke({ do: 'environment' }), other.invoke({ do: 'environment' })]);

    const addresses = seen.map((result) => (json(result) as Record<string, string>).AWS_LAMBDA_RUNTIME_API);
    expect(new Set(addresses).size).toBe(2);
  });
}

export async function openForeign(isolated = false, docker?: MadeUpDocker): Promise<DriverScene> {
  const containers = docker && { engine: await findContainerEngine(docker.variables), hostVariables: docker.variables };
  return DriverScene.open(
    (needs) =>
      new ProcessDriver({
        ...needs,
        ...containers,
        ...sandboxFor(needs, isolated),
        endpointUrl: ENDPOINT,
        path: process.env.PATH ?? '',
        launchers: [providedLauncher()],
      }),
    'provided.al2023',
  );
}

/** A folder whose `bootstrap` has this text and mode. */
export function bootstrapIn(scene: DriverScene, bootstrap: string, mode = 0o755): Code & { readonly kind: 'directory' } {
  const path = filesIn(join(scene.folder.path, 'package'), { bootstrap });
  chmodSync(join(path, 'bootstrap'), mode);
  return { kind: 'directory', path };
}

/** An archive with files that are all executable. */
export function executables(scene: DriverScene, name: string, files: Record<string, string>): Code {
  const entries: Zippable = {};
  for (const [file, text] of Object.entries(files)) entries[file] = [Buffer.from(text), { os: 3, attrs: 0o100755 << 16 }];
  const path = join(scene.folder.path, name);
  writeFileSync(path, zipSync(entries, { mtime: new Date(2026, 0, 1) }));
  return { kind: 'archive', path };
}
