import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ContainerReaper } from '../../../src/local/drivers/images/container-reaper';
import type { Code } from '../../../src/model/code';
import type { ImageBuild } from '../../../src/model/image';
import { json } from '../../contract/driver';
import { foreignRuntimeContract, openForeign } from '../../contract/foreign-runtime';
import { type DriverScene, filesIn, processesOf, type StartOptions } from '../../support/driver-scene';
import { MadeUpDocker } from '../../support/made-up-docker';

const BOOTSTRAP = readFileSync(join(__dirname, '../../fixtures/bootstraps/node'), 'utf8');
const docker = new MadeUpDocker();
afterAll(() => docker.remove());

describe('an image with a runtime in Node.js', () => foreignRuntimeContract({ bootstrap: BOOTSTRAP, isolated: false, docker }));

describe('an image', () => {
  let scene: DriverScene;
  let engine: MadeUpDocker;
  beforeEach(async () => {
    engine = new MadeUpDocker();
    scene = await openForeign(false, engine);
  });
  afterEach(async () => {
    await scene.end();
    expect(engine.containers).toEqual([]);
    engine.remove();
  });

  /** An image that is built from this Dockerfile, beside which the bootstrap lies. */
  function built(dockerfile: string, more: Partial<ImageBuild> = {}): Pick<StartOptions, 'packageType' | 'code'> {
    const path = filesIn(join(scene.folder.path, 'context'), { Dockerfile: dockerfile, 'main.cjs': BOOTSTRAP });
    const source = { kind: 'build' as const, hash: 'A1B2', path, ...more };
    return { packageType: 'Image', code: { kind: 'image', uri: 'registry/images:A1B2', source } };
  }

  const elsewhere = (uri = 'registry/orders:1'): { packageType: 'Image'; code: Code } => ({
    packageType: 'Image',
    code: { kind: 'image', uri },
  });

  const runs = () => `FROM node\nENTRYPOINT ["node", "${scene.folder.path}/context/main.cjs"]\nCMD ["app.handler"]\n`;

  test('of the app is built as the CDK builds it, once for all who call', async () => {
    const more: Partial<ImageBuild> = {
      file: 'Dockerfile',
      target: 'run',
      buildArguments: { VERSION: '3', EMPTY: '' },
      contexts: { shared: '../shared' },
      secrets: { token: 'env=TOKEN' },
      ssh: 'default',
      network: 'host',
      platform: 'linux/arm64',
      outputs: ['type=docker'],
      cacheFrom: [{ type: 'registry', parameters: { ref: 'cache:1', mode: 'max' } }],
      cacheTo: { type: 'inline', parameters: {} },
      isCacheDisabled: true,
    };
    const spec = built(runs(), more);

    const [one, other] = await Promise.all([scene.start(spec), scene.start(spec)]);

    expect(json(await one.invoke({ do: 'echo' }))).toEqual({ do: 'echo' });
    expect(json(await other.invoke({ do: 'echo' }))).toEqual({ do: 'echo' });
    expect(engine.calling('build')).toEqual([
      {
        args: [
          ...['build', '--build-arg', 'VERSION=3', '--build-arg', 'EMPTY='],
          ...['--build-context', 'shared=../shared', '--secret', 'id=token,env=TOKEN', '--ssh', 'default'],
          ...['--tag', 'cdkasset-a1b2', '--target', 'run', '--file', 'Dockerfile', '--network', 'host'],
          ...['--platform', 'linux/arm64', '--output=type=docker'],
          ...['--cache-from', 'type=registry,ref=cache:1,mode=max', '--cache-to', 'type=inline', '--no-cache', '.'],
        ],
        cwd: join(scene.folder.path, 'context'),
      },
    ]);
    expect(engine.calls('image')[0]).toEqual(['image', 'inspect', '--format', '{{json .Config.Cmd}}', 'cdkasset-a1b2']);
  });

  test('that was built before is not built again', async () => {
    const spec = built('RUN would fail\n');
    engine.has('cdkasset-a1b2', { folder: join(scene.folder.path, 'context'), entryPoint: ['node', 'main.cjs'] });

    const environment = await scene.start(spec);

    expect(json(await environment.invoke({ do: 'echo' }))).toEqual({ do: 'echo' });
    expect(engine.calls('build')).toEqual([]);
  });

  test('becomes a container with Lambda’s user, limits and file system (FN-14, FN-48)', async () => {
    const environment = await scene.start({
      ...built(runs()),
      memoryMb: 256,
      ephemeralStorageMb: 1024,
      environment: { A: 'b c\nd' },
    });

    expect(environment.init.failure).toBeUndefined();
    const [create = []] = engine.calls('create');
    const run = scene.folder.path.slice(scene.folder.path.lastIndexOf('/') + 1);
    const variables = create.filter((_, at) => create[at - 1] === '--env');
    expect(create.filter((word) => word !== '--env' && !variables.includes(word))).toEqual([
      ...['create', '--name', `${run}-1`, '--label', `lambda-kit.run=${run}`, '--rm', '--pull', 'never', '--network', 'host'],
      ...['--user', '993:990', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
      ...['--read-only', '--tmpfs', '/tmp:rw,exec,nosuid,nodev,mode=1777,size=1024m'],
      ...['--memory', '1280m', '--memory-swap', '1280m', 'cdkasset-a1b2'],
    ]);
    expect(variables).toEqual(
      expect.arrayContaining(['A=b c\nd', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256', 'AWS_EXECUTION_ENV=AWS_Lambda_Image']),
    );
    expect(engine.calls('start')).toEqual([['start', '--attach', `${run}-1`]]);
  });

  test.each([
    ['entry point', { entryPoint: ['/bin/run', '-v'] }, ['--entrypoint', '/bin/run'], ['-v', 'app.handler']],
    ['command', { command: ['other.handler'] }, [], ['other.handler']],
    ['command and entry point', { entryPoint: ['/run'], command: ['x'] }, ['--entrypoint', '/run'], ['x']],
    ['working directory', { workingDirectory: '/srv' }, ['--workdir', '/srv'], []],
  ])('may have its %s set by the function', async (_, image, options, words) => {
    await scene.start({ ...built(runs()), image });

    const [create = []] = engine.calls('create');
    const at = create.indexOf('cdkasset-a1b2');
    const swap = create.indexOf('--memory-swap') + 2;
    expect(create.slice(swap, swap + options.length)).toEqual(options);
    expect(create.slice(at + 1)).toEqual(words);
  });

  test('fails to be built with what the build said, and is tried again by the next call', async () => {
    const broken = await scene.start(built('RUN npm ci\n'));

    expect(json({ outcome: { ...broken.init.failure, kind: 'succeeded' } } as never)).toEqual({
      errorType: 'Runtime.InvalidEntrypoint',
      errorMessage: `IMAGE_NOT_BUILT: ${MadeUpDocker.command} build in ${scene.folder.path}/context failed:\nStep: npm ci\nThe command '/bin/sh -c npm ci' returned a non-zero code: 7`,
    });
    expect(scene.notices).toEqual([expect.stringMatching(/^the image of App\/Orders: .*\/docker build in .* failed:\nStep/)]);

    const repaired = await scene.start(built(runs()));
    expect(json(await repaired.invoke({ do: 'echo' }))).toEqual({ do: 'echo' });
  });

  test('that is being built does not keep the executor from ending', async () => {
    const started = scene.start(built('RUN wait\n'));
    while (engine.calls('build').length === 0) await new Promise((resolve) => setImmediate(resolve));

    await scene.driver.close();

    expect((await started).init.failure).toMatchObject({ kind: 'failed' });
  });

  test('in a registry is used when it is on this machine', async () => {
    engine.has('registry/orders:1', {
      folder: filesIn(join(scene.folder.path, 'x'), { 'm.cjs': BOOTSTRAP }),
      entryPoint: ['node', 'm.cjs'],
    });

    const environment = await scene.start(elsewhere());

    expect(json(await environment.invoke({ do: 'echo' }))).toEqual({ do: 'echo' });
    expect(engine.calls('pull')).toEqual([]);
  });

  test('fails when it is not on this machine and cannot be pulled', async () => {
    const { init } = await scene.start(elsewhere('registry/none:1'));

    expect(JSON.parse(Buffer.from((init.failure as { payload: Uint8Array }).payload).toString())).toMatchObject({
      errorMessage: `IMAGE_NOT_FOUND: registry/none:1 is not on this machine, and cannot be pulled:\nError response from daemon: pull access denied for registry/none:1`,
    });
    expect(engine.calls('pull')).toEqual([['pull', 'registry/none:1']]);
  });

  test('may be made by a program that prints its name', async () => {
    const folder = filesIn(join(scene.folder.path, 'x'), { 'm.cjs': BOOTSTRAP });
    engine.has('made:1', { folder, entryPoint: ['node', 'm.cjs'] });
    const made = (words: string[]): StartOptions => ({
      packageType: 'Image',
      code: { kind: 'image', uri: `registry/${words.at(-1)}`, source: { kind: 'command', words, folder } },
    });

    const environment = await scene.start(made(['sh', '-c', 'test -f m.cjs && echo made:1']));

    expect(json(await environment.invoke({ do: 'echo' }))).toEqual({ do: 'echo' });
    const message = async (words: string[]) => {
      const { failure } = (await scene.start(made(words))).init;
      return JSON.parse(Buffer.from((failure as { payload: Uint8Array }).payload).toString()).errorMessage;
    };
    expect(await message(['sh', '-c', 'echo made:2'])).toBe('IMAGE_NOT_BUILT: sh has printed made:2, which is no image.');
    expect(await message(['sh', '-c', 'echo no; exit 1'])).toBe('IMAGE_NOT_BUILT: sh, which makes the image, failed:\nno');
    expect(await message(['/no/such/program'])).toMatch(/^IMAGE_NOT_BUILT: \/no\/such\/program, which makes the image, failed/);
  });

  test('fails when the engine makes no container of it', async () => {
    engine.fails('create', 'Error response from daemon: no space left on device');

    const { init } = await scene.start(built(runs()));

    expect(JSON.parse(Buffer.from((init.failure as { payload: Uint8Array }).payload).toString())).toMatchObject({
      errorMessage: expect.stringMatching(/^CONTAINER_NOT_STARTED: .*docker create: Error response from daemon: no space left/),
    });
  });

  test('that uses more than the function’s memory is killed, and what it uses is told (RT-04)', async () => {
    const hogs = 'hog: () => new Promise(() => setInterval(() => {}, 1_000, (globalThis.kept = Buffer.alloc(300e6, 1)))),';
    const hog = BOOTSTRAP.replace('const acts = {', `const acts = { ${hogs}`);
    const spec = built(runs());
    filesIn(join(scene.folder.path, 'context'), { 'main.cjs': hog });
    const environment = await scene.start(spec);
    const peak = async () => (await environment.invoke({ do: 'echo' })).maxMemoryUsedMb;
    while ((await peak()) === undefined) await new Promise((resolve) => setImmediate(resolve));

    const { outcome } = await environment.invoke({ do: 'hog' });

    expect(outcome).toEqual({ kind: 'exited', signal: 'SIGKILL', outOfMemory: true });
  });

  test('whose environment is stopped while it is made leaves no container', async () => {
    const spec = scene.spec(built(runs()));
    const environment = scene.driver.start(spec, { log: () => {}, died: () => {} });

    await environment.stop();

    expect(scene.processes()).toEqual([]);
  });

  test('whose environment is stopped while the container is made leaves none', async () => {
    const environment = scene.driver.start(scene.spec(built(runs())), { log: () => {}, died: () => {} });
    while (engine.calls('create').length === 0) await new Promise((resolve) => setImmediate(resolve));

    await environment.stop();

    expect(engine.containers).toEqual([]);
  });

  test('whose container cannot be killed has it removed', async () => {
    const environment = await scene.start(built(runs()));
    engine.fails('kill', 'not now');
    const running = environment.invoke({ do: 'sleep' });
    expect(scene.processes()).toEqual([expect.stringMatching(/main\.cjs/)]);

    const stopped = environment.stop();

    expect((await running).outcome).toEqual({ kind: 'exited', signal: 'SIGKILL' });
    await stopped;
    expect(scene.processes()).toEqual([]);
  });

  test('whose engine’s command is killed leaves no container', async () => {
    const environment = await scene.start(built(runs()));
    const [container = ''] = engine.containers;
    const [attached = ''] = processesOf(container).filter((line) => line.includes('--attach'));

    process.kill(Number.parseInt(attached, 10), 'SIGKILL');
    await environment.untilDied();

    while (engine.containers.length > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(scene.processes()).toEqual([]);
    expect(engine.calls('kill')).toEqual([['kill', container]]);
  });

  test('fails when the function’s own variables are reserved, or its image is not in the assembly', () => {
    const refusal = (options: StartOptions) => scene.driver.refuses(scene.spec(options).configuration);

    expect(refusal({ ...elsewhere(), environment: { AWS_REGION: 'x' } })).toMatch(/reserves .*AWS_REGION/);
    expect(refusal({ packageType: 'Image', code: { kind: 'absent', why: 'It is gone.' } })).toBe('It is gone.');
    expect(refusal(elsewhere())).toBeUndefined();
  });
});

test('a container in a virtual machine is led to this one by its name', async () => {
  const engine = new MadeUpDocker();
  engine.isDesktop();
  const scene = await openForeign(false, engine);
  engine.has('registry/orders:1', { folder: '/', entryPoint: ['true'] });

  await scene.start({
    packageType: 'Image',
    code: { kind: 'image', uri: 'registry/orders:1' },
    environment: { API: 'http://127.0.0.1:4599/api', OWN: '127.0.0.1:8080' },
  });

  const [create = []] = engine.calls('create');
  expect(create).not.toContain('--network');
  expect(create).toEqual(
    expect.arrayContaining([
      'API=http://host.docker.internal:4599/api',
      'OWN=127.0.0.1:8080',
      'AWS_ENDPOINT_URL=http://host.docker.internal:4599',
      expect.stringMatching(/^AWS_LAMBDA_RUNTIME_API=host\.docker\.internal:\d+$/),
      expect.stringMatching(/^AWS_XRAY_DAEMON_ADDRESS=host\.docker\.internal:9$/),
    ]),
  );
  await scene.end();
  engine.remove();
});

test('an engine that does not answer any more does not keep the executor from ending', async () => {
  const command = join(mkdtempSync(join(tmpdir(), 'silent-docker-')), 'docker');
  writeFileSync(command, '#!/bin/sh\nexec sleep 3\n', { mode: 0o755 });
  const engine = { command, version: '28.2.2', sharesNetwork: true };
  const reaper = new ContainerReaper({ engine, variables: { PATH: process.env.PATH ?? '' } }, 'lambda-kit.run=none', 50);
  const begun = performance.now();

  await reaper.close();

  expect(performance.now() - begun).toBeLessThan(2_000);
  rmSync(dirname(command), { recursive: true });
});

test('nothing is left when the program that runs the driver is killed', async () => {
  const program = fork(join(__dirname, '../../fixtures/image-host.ts'), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (!program.stdout) throw new Error('no output');
  const [line] = await once(createInterface(program.stdout), 'line');
  const { folder, home } = JSON.parse(line) as { folder: string; home: string };
  const engine = new MadeUpDocker(home);
  expect(engine.containers).toHaveLength(1);
  const isThere = () => processesOf(folder).some((each) => each.includes('main.cjs'));
  expect(isThere()).toBe(true);

  program.kill('SIGKILL');
  await once(program, 'exit');

  while (isThere() || engine.containers.length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(engine.calls('ps')[0]).toEqual(['ps', '--all', '--quiet', '--filter', expect.stringMatching(/^label=lambda-kit\.run=/)]);
  engine.remove();
});
