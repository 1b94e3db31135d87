import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Duration, type Stack } from 'aws-cdk-lib';
import { DockerImageCode, DockerImageFunction, type DockerImageFunctionProps } from 'aws-cdk-lib/aws-lambda';
import { list } from '../../src/local/cli/list';
import { filesIn } from '../support/driver-scene';
import { MadeUpDocker } from '../support/made-up-docker';
import { appOf, nodeFunction, running, stopAll, temporaryFolder } from './scene';

const BOOTSTRAP = readFileSync(join(__dirname, '../fixtures/bootstraps/node'), 'utf8');
const before = { ...process.env };
let docker: MadeUpDocker;

beforeEach(() => {
  docker = new MadeUpDocker();
  Object.assign(process.env, docker.variables);
});
afterEach(async () => {
  await stopAll();
  expect(docker.containers).toEqual([]);
  docker.remove();
  for (const name of ['CDK_DOCKER', 'MADE_UP_DOCKER']) delete process.env[name];
  Object.assign(process.env, before);
});

/** A function whose image is built of a folder with a runtime in it. */
function imageFunction(stack: Stack, id: string, props: Omit<DockerImageFunctionProps, 'code'> = {}): void {
  const folder = filesIn(temporaryFolder(), {
    Dockerfile: 'FROM node\nENTRYPOINT ["node", "main.cjs"]\nCMD ["app.handler"]\n',
    'main.cjs': BOOTSTRAP,
  });
  new DockerImageFunction(stack, id, { code: DockerImageCode.fromImageAsset(folder, { cmd: ['main.handler'] }), ...props });
}

test('a function in a container image answers SDK clients, with its log (RT-10)', async () => {
  const executor = await running(appOf((stack) => imageFunction(stack, 'Shop', { environment: { COLOUR: 'blue' } })));
  const client = new LambdaClient({ endpoint: executor.endpoint, region: 'us-east-1', credentials: executor.credentials });
  const { name } = executor.function('Shop');
  const invoke = (event: object) =>
    client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: 'Tail' }));

  const { Payload, FunctionError } = await invoke({ do: 'environment' });
  const { LogResult } = await invoke({ do: 'print' });

  expect(FunctionError).toBeUndefined();
  expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toMatchObject({
    COLOUR: 'blue',
    AWS_ENDPOINT_URL: executor.endpoint,
    AWS_EXECUTION_ENV: 'AWS_Lambda_Image',
    AWS_LAMBDA_FUNCTION_NAME: name,
  });
  expect(Buffer.from(LogResult ?? '', 'base64').toString()).toMatch(
    /^START RequestId: \S+ Version: \$LATEST\n(said\ncried|cried\nsaid)\nEND RequestId: \S+\nREPORT /,
  );
  const { Code, Configuration } = await client.send(new GetFunctionCommand({ FunctionName: name }));
  expect(Code).toMatchObject({ RepositoryType: 'ECR', ImageUri: expect.stringContaining('container-assets') });
  expect(Configuration).toMatchObject({
    PackageType: 'Image',
    ImageConfigResponse: { ImageConfig: { Command: ['main.handler'] } },
  });
});

test('it is the same in virtual time, and a timeout ends the container (RT-04)', async () => {
  const executor = await running(
    appOf((stack) => imageFunction(stack, 'Shop', { timeout: Duration.seconds(1) })),
    { clock: 'virtual' },
  );
  const shop = executor.function('Shop');

  expect((await shop.invoke({ do: 'echo' })).payload).toEqual({ do: 'echo' });
  expect(await shop.invoke({ do: 'sleep' })).toMatchObject({
    functionError: 'Unhandled',
    payload: { errorType: 'Sandbox.Timedout' },
  });
  expect((await shop.invoke({ do: 'echo' })).payload).toEqual({ do: 'echo' });
  expect(docker.calls('build')).toHaveLength(1);
  expect(docker.calls('create')).toHaveLength(2);
  expect(executor.journal.entries.filter(({ kind }) => kind === 'image.making')).toEqual([
    {
      kind: 'image.making',
      at: expect.any(Number),
      command: `${MadeUpDocker.command} build`,
      image: expect.stringMatching(/^\//),
    },
  ]);
});

test('what it runs on is told, and no program is asked when the app has no images', async () => {
  const plain = await running(appOf((stack) => nodeFunction(stack, 'Plain', 'exports.handler = async () => 1;')));
  expect((await plain.function('Plain').invoke({})).payload).toBe(1);
  expect(docker.calls()).toEqual([]);

  const executor = await running(appOf((stack) => imageFunction(stack, 'Shop')));

  expect(executor.application.unsupported).toEqual([]);
  expect(await executor.surroundings()).toEqual([
    {
      function: 'App/Shop',
      interpreter: { command: MadeUpDocker.command, version: '28.2.2', exact: true },
      isolation: 'container',
    },
  ]);
  expect(docker.calls()).toEqual([['version', '--format', '{{json .}}']]);
});

describe('where there is no engine', () => {
  beforeEach(() => docker.fails('version', 'Cannot connect to the Docker daemon.'));
  const WHY = `Container images need a container engine, and ${MadeUpDocker.command} does not answer: Cannot connect to the Docker daemon. Start it, or package the function as a .zip archive.`;

  test('an image is told as not run, and the rest of the app runs', async () => {
    const executor = await running(
      appOf((stack) => {
        imageFunction(stack, 'Shop');
        nodeFunction(stack, 'Plain', 'exports.handler = async () => 1;');
      }),
    );

    expect((await executor.function('Plain').invoke({})).payload).toBe(1);
    await expect(executor.function('Shop').invoke({})).rejects.toThrow(WHY);
    expect(executor.application.unsupported).toEqual([
      { address: expect.objectContaining({ path: 'App/Shop' }), type: 'AWS::Lambda::Function', why: WHY },
    ]);
  });

  test('`lambda-kit list` says so', async () => {
    const { out, err } = await listed((stack) => imageFunction(stack, 'Shop'));

    expect(err).toContain(`not run: App/Shop (AWS::Lambda::Function): ${WHY}\n`);
    expect(out).toMatch(/App\/Shop +image +- +128 MB/);
  });
});

test('`lambda-kit list` names the engine', async () => {
  const { out, err } = await listed((stack) => imageFunction(stack, 'Shop'));

  expect(out).toMatch(/App\/Shop +image +docker 28\.2\.2 +128 MB/);
  expect(err).not.toContain('not run');
});

/** What `lambda-kit list` prints of this app. */
async function listed(build: (stack: Stack) => void) {
  const app = appOf(build);
  app.synth();
  const seen = { out: '', err: '' };
  const into = (name: 'out' | 'err') => ({
    write: (text: string) => {
      seen[name] += text;
    },
  });
  const streams = { out: into('out'), err: into('err'), cwd: app.outdir, ended: new AbortController().signal };
  await list.run(['--app', app.outdir], streams as never);
  return seen;
}
