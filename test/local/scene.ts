import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code, type FunctionProps, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LocalExecutor } from '../../src/local/executor';
import type { LocalExecutorOptions } from '../../src/local/executor-options';

const open: LocalExecutor[] = [];
const folders: string[] = [];

/** Ends what the tests of a file have started; to be called in `afterEach`. */
export async function stopAll(): Promise<void> {
  await Promise.all(open.splice(0).map((executor) => executor.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-kit-test-'));
  folders.push(folder);
  return folder;
}

/** An app of one stack, `App`, written to a folder that is removed again. */
export function appOf(build: (stack: Stack) => void): App {
  const app = new App({ outdir: join(temporaryFolder(), 'out') });
  build(new Stack(app, 'App'));
  return app;
}

/** A Node.js function with this code; `exports.handler` is its handler. It has more time than a busy machine takes. */
export function nodeFunction(stack: Stack, id: string, source: string, props: Partial<FunctionProps> = {}): LambdaFunction {
  return new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(source),
    timeout: Duration.seconds(20),
    ...props,
  });
}

export async function running(app: App, options: Omit<LocalExecutorOptions, 'app'> = {}): Promise<LocalExecutor> {
  const executor = await LocalExecutor.start({ app, ...options });
  open.push(executor);
  return executor;
}

/** A running app of one function, `Orders`. */
export function runningFunction(
  source: string,
  props: Partial<FunctionProps> = {},
  options: Omit<LocalExecutorOptions, 'app'> = {},
) {
  return running(
    appOf((stack) => nodeFunction(stack, 'Orders', source, props)),
    options,
  );
}
