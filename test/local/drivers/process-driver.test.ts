import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { type Zippable, zipSync } from 'fflate';
import { nodeLauncher } from '../../../src/local/drivers/node';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import type { Code } from '../../../src/model/code';
import { json, payloadOf } from '../../contract/driver';
import { DriverScene, ENDPOINT, filesIn, processesOf } from '../../support/driver-scene';

const UNIX = 3;
const mode = (bits: number) => ({ os: UNIX, attrs: bits << 16 });

describe('a driver', () => {
  let scene: DriverScene;
  beforeEach(async () => {
    scene = await DriverScene.open(
      (needs) =>
        new ProcessDriver({
          ...needs,
          endpointUrl: ENDPOINT,
          path: process.env.PATH ?? '',
          launchers: [nodeLauncher({ sdkFolders: [] })],
        }),
      'nodejs22.x',
    );
  });
  afterEach(() => scene.end());

  function archive(name: string, files: Record<string, string | [string, object]>): Code {
    const entries: Zippable = {};
    for (const [file, content] of Object.entries(files)) {
      const [text, attributes] = typeof content === 'string' ? [content, {}] : content;
      entries[file] = [Buffer.from(text), attributes];
    }
    const path = join(scene.folder.path, name);
    writeFileSync(path, zipSync(entries, { mtime: new Date(2026, 0, 1) }));
    return { kind: 'archive', path };
  }

  test('tells of an answer, lets what waits for it go on, and only then ends the invocation, where that is asked for', async () => {
    const source = "exports.handler = async () => { console.log('a line'); return 7; };";
    const environment = await scene.start({ code: { kind: 'inline', source } });
    const order: string[] = [];
    let tell: () => void = () => {};
    const answered = new Promise<void>((resolve) => {
      tell = resolve;
    }).then(() => Promise.resolve());
    const goesOn = answered.then(() => order.push('went on'));

    const ended = environment.invoke(
      {},
      {
        promptly: true,
        answered: ({ kind }) => {
          order.push(kind);
          tell();
        },
      },
    );
    void ended.then(() => order.push('ended'));
    const result = await ended;
    await goesOn;

    expect(order).toEqual(['succeeded', 'went on', 'ended']);
    expect(environment.lines).toEqual([expect.stringMatching(/a line$/)]);
    expect(json(result)).toBe(7);
    await environment.invoke({}, { answered: () => order.push('not asked for') });
    expect(order).toHaveLength(3);
  });

  test('unpacks archives once, with the modes and links of their files', async () => {
    const code = archive('code.zip', {
      'index.js': `
        const { execFileSync } = require('node:child_process');
        exports.handler = async () => [__dirname, execFileSync('./bin/tool').toString(), require('./linked.js')];`,
      'bin/tool': ['#!/bin/sh\nprintf ran', mode(0o100755)],
      'lib/real.js': "module.exports = 'real';",
      'linked.js': ['lib/real.js', mode(0o120777)],
    });
    const [one, other] = await Promise.all([scene.start({ code }), scene.start({ code })]);

    const [first, second] = [json(await one.invoke({})), json(await other.invoke({}))] as [string[], string[]];

    expect(first).toEqual([expect.stringContaining(scene.folder.path), 'ran', 'real']);
    expect(second).toEqual(first);
  });

  test.each([
    ['an entry', { '../escaped.txt': 'x' }],
    ['a link', { link: ['../../..', mode(0o120777)] as [string, object] }],
  ])('fails when %s of an archive leaves its folder', async (_, files) => {
    const environment = await scene.start({ code: archive('bad.zip', { 'index.js': '', ...files }) });

    expect(payloadOf(environment.init.failure)).toMatchObject({
      errorMessage: expect.stringMatching(/bad\.zip has an entry outside of itself/),
    });
    expect(existsSync(join(scene.folder.path, 'code', 'escaped.txt'))).toBe(false);
  });

  test('fails when an archive is broken', async () => {
    writeFileSync(join(scene.folder.path, 'broken.zip'), 'not a zip');

    const environment = await scene.start({ code: { kind: 'archive', path: join(scene.folder.path, 'broken.zip') } });

    expect(environment.init.failure).toMatchObject({ kind: 'failed', errorType: 'Runtime.InvalidEntrypoint' });
  });

  test('puts bin and lib of layers on the search paths, and starts a wrapper of a layer (FN-43, FN-52)', async () => {
    const layer = archive('layer.zip', {
      'bin/layer-tool': ['#!/bin/sh\nprintf layered', mode(0o100755)],
      'lib/some.so': '',
      wrapper: ['#!/bin/sh\nexport WRAPPED=yes\nexec "$@"', mode(0o100755)],
    });
    const environment = await scene.start({
      code: {
        kind: 'inline',
        source: `
          const { execFileSync } = require('node:child_process');
          exports.handler = async () => [execFileSync('layer-tool').toString(), process.env.LD_LIBRARY_PATH, process.env.WRAPPED];`,
      },
      layers: [layer],
      environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' },
    });

    expect(json(await environment.invoke({}))).toEqual(['layered', expect.stringMatching(/\/lib$/), 'yes']);
  });

  test.each([
    ['/opt/nowhere', 127, 'does not exist'],
    ['/opt/', 127, 'does not exist'],
    ['nowhere', 127, 'does not exist'],
    ['/opt/plain.txt', 126, 'is not an executable'],
    ['/var/task/index.js', 126, 'is not an executable'],
  ])('fails when the wrapper %s cannot be started, with exit status %i and a line that says so (FN-43, INV-42)', async (wrapper, code, why) => {
    const environment = await scene.start({
      code: { kind: 'inline', source: '' },
      layers: [archive('layer.zip', { 'plain.txt': ['', mode(0o100644)] })],
      environment: { AWS_LAMBDA_EXEC_WRAPPER: wrapper },
    });

    expect(environment.init.failure).toEqual({ kind: 'exited', code });
    expect(environment.lines).toEqual([`${wrapper}: ${why}`]);
  });

  test('a wrapper of the package may change arguments and variables (FN-43)', async () => {
    const environment = await scene.start({
      code: archive('code.zip', {
        'index.js': 'exports.handler = async () => [process.env.WRAPPED, process.execArgv.includes("--no-deprecation")];',
        'bin/wrap': ['#!/bin/sh\nexport WRAPPED=yes\nnode=$1; shift\nexec "$node" --no-deprecation "$@"\n', mode(0o100755)],
      }),
      environment: { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/bin/wrap' },
    });

    expect(json(await environment.invoke({}))).toEqual(['yes', true]);
  });

  test.each([
    [{ packageType: 'Image' }, /Container images are not run here/],
    [{ runtime: 'nodejs' }, /Node.js functions of nodejs are not run here/],
    [{ runtime: 'java21' }, /^Functions of java21 are not run here, only those of nodejs; .*provided.al2023.*AWSLambda/],
    [{ runtime: 'ruby3.4' }, /aws_lambda_ric/],
    [{ runtime: 'dotnet8' }, /Amazon.Lambda.RuntimeSupport/],
    [{ runtime: 'go1.x' }, /named `bootstrap`/],
    [{ runtime: 'cobol85' }, /^Functions of cobol85 are not run here, only those of nodejs\.$/],
    [{ code: { kind: 'absent', why: 'It is in a bucket.' } }, /It is in a bucket/],
    [{ handler: undefined }, /needs a runtime and a handler/],
  ] as const)('fails when it is %p', (more, why) => {
    const { configuration } = scene.spec({ code: { kind: 'inline', source: '' }, ...more });

    expect(scene.driver.refuses(configuration)).toMatch(why);
  });

  test('code in a directory is run where it is, with that as its folder', async () => {
    const path = filesIn(join(scene.folder.path, 'my code'), {
      'index.js': 'exports.handler = async () => [__dirname, process.cwd()];',
    });

    const environment = await scene.start({ code: { kind: 'directory', path } });

    expect(json(await environment.invoke({}))).toEqual([path, path]);
  });
});

describe('nothing is left when the program that runs the driver', () => {
  async function host(): Promise<{ readonly program: ChildProcess; readonly folder: string }> {
    const program = fork(join(__dirname, '../../fixtures/driver-host.ts'), {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    if (!program.stdout) throw new Error('no output');
    const [folder] = await once(createInterface(program.stdout), 'line');
    return { program, folder };
  }

  test.each([
    ['is killed', (program: ChildProcess) => program.kill('SIGKILL')],
    ['is terminated', (program: ChildProcess) => program.kill('SIGTERM')],
    ['exits', (program: ChildProcess) => program.send('exit')],
  ])('%s', async (_, end) => {
    const { program, folder } = await host();
    expect(processesOf(folder).length).toBeGreaterThanOrEqual(6);

    end(program);
    await once(program, 'exit');

    // What cleans up is a process of its own, which takes a moment; the test's time limit ends this when it does not come.
    while (processesOf(folder).length > 0 || existsSync(folder)) await pause(10);
    expect(processesOf(folder)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });
});
