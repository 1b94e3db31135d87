import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { filesIn, processesOf } from '../support/driver-scene';
import { appOf, nodeFunction, running, stopAll, temporaryFolder } from './scene';

afterEach(stopAll);

const EXTENSION = readFileSync(join(__dirname, '../fixtures/extensions/python'), 'utf8');

/** A running function `Orders` with an extension `onlooker` in a layer. */
async function watched(environment: Record<string, string> = {}, options: object = {}, timeoutSeconds = 3) {
  const folder = filesIn(temporaryFolder(), { 'extensions/onlooker': EXTENSION });
  chmodSync(join(folder, 'extensions/onlooker'), 0o755);
  const app = appOf((stack) => {
    const layers = [new LayerVersion(stack, 'Layer', { code: Code.fromAsset(folder) })];
    nodeFunction(stack, 'Orders', 'exports.handler = async () => "done";', {
      layers,
      environment,
      timeout: Duration.seconds(timeoutSeconds),
    });
  });
  const executor = await running(app, options);
  const lines = () => executor.journal.entries.flatMap((entry) => (entry.kind === 'log' ? [entry.line] : []));
  return { executor, orders: executor.function('Orders'), lines };
}

test('an extension in a layer of a CDK app is told of every invocation and of the end, and the journal shows it (RT-20, RT-22)', async () => {
  const { executor, orders, lines } = await watched();

  // Whoever asks for the log waits for the extension, so that the next invocation has the same environment.
  const first = await orders.invoke({}, { logType: 'Tail' });
  const second = await orders.invoke({}, { logType: 'Tail' });
  await executor.stop();

  expect([first.payload, second.payload]).toEqual(['done', 'done']);
  const told = lines().flatMap((line) => /^onlooker .*"eventType": "(\w+)"/.exec(line)?.[1] ?? []);
  expect(told).toEqual(['INVOKE', 'INVOKE', 'SHUTDOWN']);
  expect(lines().findIndex((line) => line.startsWith('EXTENSION'))).toBeLessThan(
    lines().findIndex((line) => line.startsWith('START')),
  );
  expect(second.logTail).toContain(`"requestId": "${second.requestId}"`);
  expect(processesOf('extensions/onlooker')).toEqual([]);
});

test('fails with Extension.Crash for the caller when an extension ends, and the next invocation starts anew (RT-23, INV-48)', async () => {
  const { orders, lines } = await watched({ EXTENSION: 'crash' }, { clock: 'virtual' });

  const result = await orders.invoke({});

  expect(result.functionError).toBe('Unhandled');
  expect(result.payload).toEqual({
    errorType: 'Extension.Crash',
    errorMessage: `RequestId: ${result.requestId} Error: exit status 3`,
  });
  expect(lines()).toContainEqual(expect.stringMatching(/^REPORT .*Status: error\tError Type: Extension.Crash/));
  expect((await orders.invoke({})).payload).toMatchObject({ errorType: 'Extension.Crash' });
});

test('a caller has its answer while extensions are at work, and the next one has another environment (RT-01, RT-07)', async () => {
  const { executor, orders, lines } = await watched({ EXTENSION: 'stuck' }, { clock: 'system' }, 60);

  const payloads = [(await orders.invoke({})).payload, (await orders.invoke({})).payload];

  expect(payloads).toEqual(['done', 'done']);
  expect(lines().filter((line) => line.startsWith('REPORT'))).toEqual([]);
  expect(executor.journal.entries.filter(({ kind }) => kind === 'environment.started')).toHaveLength(2);
});

test('a caller that asks for the log has the answer when extensions are done, too: the log ends only then (RT-01, INV-07)', async () => {
  const { orders } = await watched({ EXTENSION: 'slow' }, { clock: 'system' });

  const { payload, logTail } = await orders.invoke({}, { logType: 'Tail' });

  expect(payload).toBe('done');
  expect(logTail).toMatch(/onlooker done\n(.*\n)*REPORT /);
});
