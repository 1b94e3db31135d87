import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { compiledJava, removeJavaFolders, WITHOUT_KIT } from '../support/java-code';
import { appOf, running, stopAll } from './scene';

jest.setTimeout(30_000);

afterEach(stopAll);
afterAll(removeJavaFolders);

(WITHOUT_KIT ? describe.skip : describe)(`an app with a Java function${WITHOUT_KIT}`, () => {
  test('runs it for an SDK client, with its log and the version that it runs on (RT-16, INV-39)', async () => {
    const classes = compiledJava(['library', 'handlers']);
    const local = await running(
      appOf((stack) => {
        const props = { runtime: Runtime.JAVA_25, code: Code.fromAsset(classes), memorySize: 512 };
        new LambdaFunction(stack, 'Echoes', { ...props, handler: 'Echoes::handler' });
        new LambdaFunction(stack, 'Throws', { ...props, handler: 'Throws::handler' });
      }),
    );
    const client = new LambdaClient({ endpoint: local.endpoint, region: 'us-east-1', credentials: local.credentials });
    const invoke = async (name: string) => {
      const command = new InvokeCommand({ FunctionName: local.function(name).name, Payload: '{"a":1}', LogType: 'Tail' });
      const { Payload = [], FunctionError, LogResult = '' } = await client.send(command);
      const log = Buffer.from(LogResult, 'base64').toString();
      return { payload: JSON.parse(Buffer.from(Payload).toString()), error: FunctionError, log };
    };

    expect(await invoke('Echoes')).toEqual({
      payload: { a: 1 },
      error: undefined,
      log: expect.stringMatching(/^START .*REPORT /s),
    });
    const failed = await invoke('Throws');
    expect(failed).toMatchObject({ error: 'Unhandled', payload: { errorType: 'Throws$OrderException' } });
    expect(failed.log).toMatch(/no such order: Throws\$OrderException\n.*\tat Throws\.handler\(Throws\.java:11\)/s);
    const ready = local.journal.entries.find(({ kind }) => kind === 'environment.ready');
    expect(ready).toMatchObject({ interpreter: { command: expect.stringMatching(/java$/), exact: expect.any(Boolean) } });
  });
});
