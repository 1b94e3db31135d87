import { seededChance } from '../../../src/local/chance';
import { Invoker } from '../../../src/local/engine/invoker';
import { isLoop, traced } from '../../../src/local/engine/lineage';
import { textBytes } from '../../../src/local/engine/text';
import { Journal } from '../../../src/local/journal/journal';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import { lambdaFunction } from './app';
import { FakeDriver, succeeded } from './fake-driver';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:failed';

/** Functions that invoke another one each, with the trace header they were given, as an SDK inside them does. */
function chainOf(calls: Readonly<Record<string, string>>, given: Parameters<typeof lambdaFunction>[1] = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const journal = new Journal(() => clock.now());
  const ran: string[] = [];
  const refusals: unknown[] = [];
  const invoke = (functionName: string, type: 'RequestResponse' | 'Event', traceHeader?: string) =>
    invoker.invoke({
      functionName,
      type,
      logType: 'None',
      payload: textBytes('{}'),
      ...(traceHeader !== undefined && { traceHeader }),
    });
  const start = (functionName: string, type: 'RequestResponse' | 'Event') => {
    kind = type;
    return invoke(functionName, type);
  };
  let kind: 'RequestResponse' | 'Event' = 'RequestResponse';
  const driver = new FakeDriver(async ({ invokedFunctionArn, traceHeader }) => {
    const name = invokedFunctionArn.split(':').at(-1) as string;
    ran.push(name);
    if (ran.length >= 60) return succeeded('enough');
    const answer = await invoke(calls[name] as string, kind, traceHeader);
    if (answer.kind === 'awsError') refusals.push(answer);
    return succeeded('done');
  });
  const invoker: Invoker = new Invoker({
    functions: Object.keys(calls).map((name) => lambdaFunction(name, given)),
    driver,
    clock,
    journal,
    chance: seededChance('test'),
    inOrder: true,
  });
  return { start, ran, refusals, clock, journal };
}

test('a function that invokes itself runs 16 times; then its call is refused (FN-72)', async () => {
  const { start, ran, refusals } = chainOf({ A: 'A' });

  await start('A', 'RequestResponse');

  expect(ran).toHaveLength(16);
  expect(refusals).toEqual([expect.objectContaining({ type: 'RecursiveInvocationException', status: 400 })]);
});

test('a loop over two functions is stopped when one of them would run for the 17th time (FN-72)', async () => {
  const { start, ran } = chainOf({ A: 'B', B: 'A' });

  await start('A', 'RequestResponse');

  expect(ran).toHaveLength(32);
});

test('an event that is part of a loop is not run and goes to the dead-letter queue (FN-72)', async () => {
  const { start, ran, clock, journal } = chainOf({ A: 'A' }, { deadLetterArn: QUEUE });

  await start('A', 'Event');
  await clock.advance({ hours: 1 });

  expect(ran).toHaveLength(16);
  expect(journal.entries.filter((entry) => entry.kind === 'async.delivery')).toHaveLength(1);
  expect(journal.entries.filter((entry) => entry.kind === 'invocation.looped')).toHaveLength(1);
});

test('a function that allows loops goes on (FN-72)', async () => {
  const { start, ran } = chainOf({ A: 'A' }, { recursiveLoop: 'Allow' });

  await start('A', 'RequestResponse');

  expect(ran).toHaveLength(60);
});

test('calls that are not part of one chain are not counted together', async () => {
  const { start, ran, refusals } = chainOf({ A: 'A' });

  for (let i = 0; i < 3; i++) await start('A', 'RequestResponse');

  expect(ran).toHaveLength(48);
  expect(refusals).toHaveLength(3);
});

test.each([
  '',
  ';Lineage=',
  ';Lineage=nonsense',
  ';Lineage=abcdef01:9999',
  ';Lineage=1:abcdef01:0',
])('a lineage that cannot be read counts as none: %p', (lineage) => {
  expect(traced(`Root=1-0-0${lineage}`, 'arn').header).toMatch(/^Root=1-0-0;Lineage=[0-9a-f]{8}:0$/);
});

test('a lineage keeps the other functions of the chain, and stops counting at 255', () => {
  let header = 'Root=1-0-0;Lineage=abcdef01:3;Sampled=1';
  for (let i = 0; i < 300; i++) ({ header } = traced(header, 'arn'));

  expect(header).toMatch(/^Root=1-0-0;Sampled=1;Lineage=abcdef01:3\|[0-9a-f]{8}:255$/);
  expect(isLoop(traced(header, 'arn'))).toBe(true);
});
