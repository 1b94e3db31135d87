import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { NodeFunction } from 'cdk-lambda-kit';
import { defineEnvironment, integer, oneOf, text } from 'cdk-lambda-kit/environment';
import { buildSync } from 'esbuild';
import { LocalExecutor } from '../../src/local/executor';
import { sources } from '../constructs/scene';

const ROOT = resolve(__dirname, '../..');

const declared = defineEnvironment({
  TABLE_NAME: text(),
  RETRIES: integer({ min: 0, max: 5, default: 2 }),
  MODE: oneOf('fast', 'safe'),
});

/** What the app and the handler share, and the handler. */
const SOURCES = {
  'environment.ts': `
    import { defineEnvironment, integer, oneOf, text } from 'cdk-lambda-kit/environment';
    export const environment = defineEnvironment({
      TABLE_NAME: text(),
      RETRIES: integer({ min: 0, max: 5, default: 2 }),
      MODE: oneOf('fast', 'safe'),
    });`,
  'handler.ts': `
    import { environment } from './environment';
    const { TABLE_NAME, RETRIES, MODE } = environment.read();
    export const handler = async () => ({ TABLE_NAME, RETRIES, MODE });`,
};

/** A project that has installed our package; of which the door is built as for the tarball. */
function project(): string {
  const folder = sources(SOURCES);
  const installed = join(folder, 'node_modules/cdk-lambda-kit');
  sources({ 'package.json': readFileSync(join(ROOT, 'package.json'), 'utf8') }, installed);
  const entryPoints = { environment: join(ROOT, 'src/environment/index.ts') };
  const outdir = join(installed, 'lib/bundled');
  buildSync({ entryPoints, outdir, bundle: true, platform: 'node', format: 'esm', outExtension: { '.js': '.mjs' } });
  buildSync({ entryPoints, outdir, bundle: true, platform: 'node', format: 'cjs' });
  return folder;
}

/** What esbuild makes of the handler, in bytes. */
function bundled(folder: string, minify: boolean): { readonly code: string; readonly bytes: number } {
  const [output] = buildSync({
    entryPoints: [join(folder, 'handler.ts')],
    bundle: true,
    platform: 'node',
    target: 'node24',
    minify,
    write: false,
  }).outputFiles;
  return { code: output?.text ?? '', bytes: output?.contents.length ?? 0 };
}

const open: LocalExecutor[] = [];
afterEach(async () => {
  for (const executor of open.splice(0)) await executor.stop();
});

async function running(app: App): Promise<LocalExecutor> {
  const executor = await LocalExecutor.start({ app });
  open.push(executor);
  return executor;
}

function stackOf(context: Record<string, unknown> = {}): { readonly app: App; readonly stack: Stack } {
  const app = new App({ outdir: join(sources({}), 'out'), context: { 'cdk-lambda-kit:today': '2026-11-20', ...context } });
  return { app, stack: new Stack(app, 'Shop') };
}

test('a handler that reads its environment has the few kinds that it uses, and nothing of the CDK', () => {
  const folder = project();
  const { code } = bundled(folder, false);

  expect(code).toContain('must be');
  expect(code).not.toMatch(/aws-cdk-lib|constructs|new URL|JSON\.parse|true or false/);
  expect(bundled(folder, true).bytes).toBeLessThan(3600);
});

test('a handler gets what the app gives, and the defaults of what it leaves out', async () => {
  const { app, stack } = stackOf();
  new NodeFunction(stack, 'Orders', {
    entry: join(project(), 'handler.ts'),
    environment: declared.values({ TABLE_NAME: 'orders', MODE: 'safe' }),
  });

  const local = await running(app);

  expect((await local.function('Orders').invoke({})).payload).toEqual({ TABLE_NAME: 'orders', RETRIES: 2, MODE: 'safe' });
});

test('a handler gets what only the deployment knows', async () => {
  const { app, stack } = stackOf();
  new NodeFunction(stack, 'Orders', {
    entry: join(project(), 'handler.ts'),
    environment: declared.values({ TABLE_NAME: stack.stackName, RETRIES: 5, MODE: 'safe' }),
  });

  const local = await running(app);

  expect((await local.function('Orders').invoke({})).payload).toEqual({ TABLE_NAME: 'Shop', RETRIES: 5, MODE: 'safe' });
});

test('fails at the start of the function when a variable is missing, and names it', async () => {
  const { app, stack } = stackOf();
  new NodeFunction(stack, 'Orders', {
    entry: join(project(), 'handler.ts'),
    environment: { TABLE_NAME: 'orders', RETRIES: '9' },
  });

  const result = await (await running(app)).function('Orders').invoke({});

  expect(result.functionError).toBe('Unhandled');
  expect(result.payload).toMatchObject({
    errorType: 'EnvironmentError',
    errorMessage:
      'Environment variables: RETRIES must be a whole number from 0 up to 5; MODE is missing, and must be one of fast, safe.',
  });
});

test('NodejsFunction of aws-cdk-lib bundles such a handler too', async () => {
  const { app, stack } = stackOf();
  const folder = project();
  sources({ 'package.json': '{}', 'package-lock.json': '{}' }, folder);
  mkdirSync(join(folder, 'node_modules/.bin'));
  symlinkSync(join(ROOT, 'node_modules/.bin/esbuild'), join(folder, 'node_modules/.bin/esbuild'));
  new NodejsFunction(stack, 'Orders', {
    entry: join(folder, 'handler.ts'),
    projectRoot: folder,
    depsLockFilePath: join(folder, 'package-lock.json'),
    runtime: Runtime.NODEJS_24_X,
    environment: declared.values({ TABLE_NAME: 'orders', RETRIES: 0, MODE: 'fast' }),
  });

  const local = await running(app);

  expect((await local.function('Orders').invoke({})).payload).toEqual({ TABLE_NAME: 'orders', RETRIES: 0, MODE: 'fast' });
});

test('code that somebody else has bundled reads it as well', async () => {
  const { app, stack } = stackOf();
  new LambdaFunction(stack, 'Orders', {
    code: Code.fromInline(bundled(project(), true).code),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    environment: declared.values({ TABLE_NAME: 'orders', MODE: 'fast' }),
  });

  const local = await running(app);

  expect((await local.function('Orders').invoke({})).payload).toEqual({ TABLE_NAME: 'orders', RETRIES: 2, MODE: 'fast' });
});
