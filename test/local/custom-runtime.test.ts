import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { filesIn } from '../support/driver-scene';
import { appOf, running, stopAll, temporaryFolder } from './scene';

afterEach(stopAll);

const BOOTSTRAP = readFileSync(join(__dirname, '../fixtures/bootstraps/python'), 'utf8');

/** A running app with one function, `Custom`, whose package holds these files, all of them executable. */
async function custom(files: Record<string, string>) {
  const folder = filesIn(temporaryFolder(), files);
  for (const name of Object.keys(files)) chmodSync(join(folder, name), 0o755);
  const executor = await running(
    appOf((stack) => {
      new LambdaFunction(stack, 'Custom', {
        runtime: Runtime.PROVIDED_AL2023,
        handler: 'not.used',
        code: Code.fromAsset(folder),
      });
    }),
  );
  const client = new LambdaClient({ endpoint: executor.endpoint, region: 'us-east-1', credentials: executor.credentials });
  const fn = executor.function('Custom');
  const invoke = async (event: object) => {
    const result = await client.send(
      new InvokeCommand({ FunctionName: fn.name, Payload: JSON.stringify(event), LogType: 'Tail' }),
    );
    return {
      payload: JSON.parse(Buffer.from(result.Payload ?? []).toString()),
      functionError: result.FunctionError,
      log: Buffer.from(result.LogResult ?? '', 'base64').toString(),
    };
  };
  return { executor, invoke };
}

test('a function of provided.al2023 with a bootstrap in its package just works (RT-15)', async () => {
  const { executor, invoke } = await custom({ bootstrap: BOOTSTRAP });

  const { payload, functionError, log } = await invoke({ do: 'print' });

  expect(functionError).toBeUndefined();
  expect(payload).toBeNull();
  expect(log).toMatch(/^START RequestId: \S+ Version: \$LATEST\n(said\ncried|cried\nsaid)\nEND RequestId: \S+\nREPORT /);
  expect(executor.journal.entries.map(({ kind }) => kind)).toContain('environment.ready');
});

test('fails with Lambda’s words when the package has no bootstrap (RT-15)', async () => {
  const { executor, invoke } = await custom({ 'main.py': '' });

  const { payload, functionError, log } = await invoke({});

  expect(functionError).toBe('Unhandled');
  const [past] = executor.function('Custom').invocations;
  expect(payload).toEqual({
    errorType: 'Runtime.InvalidEntrypoint',
    errorMessage: `RequestId: ${past?.requestId} Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]`,
  });
  expect(past?.outcome).toBe('broken');
  expect(log).toContain('Status: error\tError Type: Runtime.InvalidEntrypoint');
});
