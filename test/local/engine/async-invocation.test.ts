import { seededChance } from '../../../src/local/chance';
import { Invoker } from '../../../src/local/engine/invoker';
import { textBytes } from '../../../src/local/engine/text';
import { Journal } from '../../../src/local/journal/journal';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import type { LambdaFunction } from '../../../src/model/function';
import { lambdaFunction } from './app';
import { type Behaviour, FakeDriver, failed, succeeded } from './fake-driver';

const START = Date.UTC(2026, 0, 1);
const minutes = (count: number) => count * 60_000;

/** An app of one function that is invoked asynchronously; the log tells what happened, in minutes since the start. */
function eventsFor(behave: Behaviour, given: Parameters<typeof lambdaFunction>[1] = {}, inOrder = true) {
  const clock = new VirtualClock(START);
  const journal = new Journal(() => clock.now());
  const log: string[] = [];
  const at = () => (clock.now() - START) / 60_000;
  journal.subscribe((entry) => {
    if (entry.kind === 'invocation.started') log.push(`invoked at ${at()}`);
    if (entry.kind === 'async.done') log.push(`${entry.condition} at ${at()} after ${entry.attempts}`);
  });
  const fn: LambdaFunction = lambdaFunction('Orders', given);
  const invoker = new Invoker({
    functions: [fn],
    driver: new FakeDriver(behave),
    clock,
    journal,
    chance: seededChance('test'),
    inOrder,
  });
  const accept = (qualifier?: string) =>
    invoker.invoke({
      functionName: 'Orders',
      ...(qualifier && { qualifier }),
      type: 'Event',
      logType: 'None',
      payload: textBytes('{}'),
    });
  return { invoker, accept, clock, journal, log };
}

test('an event that succeeds runs once, and its caller does not wait for it (INV-04)', async () => {
  const { accept, clock, log } = eventsFor(() => succeeded(1));

  expect(await accept()).toMatchObject({ statusCode: 202, payload: new Uint8Array() });
  expect(log).toEqual([]);
  await clock.advance(minutes(10));

  expect(log).toEqual(['invoked at 0', 'Success at 0 after 1']);
});

test('a failing event is tried three times, one and then two minutes apart (INV-62)', async () => {
  const { accept, clock, log } = eventsFor(() => failed);

  await accept();
  await clock.advance(minutes(10));

  expect(log).toEqual(['invoked at 0', 'invoked at 1', 'invoked at 3', 'RetriesExhausted at 3 after 3']);
});

test('the retries of one event keep its request id (INV-50)', async () => {
  const { accept, clock, journal } = eventsFor(() => failed);

  const answer = await accept();
  await clock.advance(minutes(10));

  const ids = journal.entries.flatMap((entry) => (entry.kind === 'invocation.started' ? [entry.requestId] : []));
  expect(ids).toEqual(Array(3).fill(answer.kind === 'answer' && answer.requestId));
});

test.each([
  [0, ['invoked at 0', 'RetriesExhausted at 0 after 1']],
  [1, ['invoked at 0', 'invoked at 1', 'RetriesExhausted at 1 after 2']],
])('with %i retries allowed it ends earlier (INV-60)', async (maximumRetryAttempts, expected) => {
  const { accept, clock, log } = eventsFor(() => failed, {
    asyncConfigurations: [{ qualifier: '$LATEST', maximumRetryAttempts }],
  });

  await accept();
  await clock.advance(minutes(10));

  expect(log).toEqual(expected);
});

test.each([
  [60, ['invoked at 0', 'EventAgeExceeded at 0 after 1']],
  [61, ['invoked at 0', 'invoked at 1', 'EventAgeExceeded at 1 after 2']],
  [90, ['invoked at 0', 'invoked at 1', 'EventAgeExceeded at 1 after 2']],
  [180, ['invoked at 0', 'invoked at 1', 'EventAgeExceeded at 1 after 2']],
  [181, ['invoked at 0', 'invoked at 1', 'invoked at 3', 'RetriesExhausted at 3 after 3']],
])('a retry that would come after an age of %i seconds is not waited for (INV-62)', async (maximumEventAgeSeconds, expected) => {
  const { accept, clock, log } = eventsFor(() => failed, {
    asyncConfigurations: [{ qualifier: '$LATEST', maximumEventAgeSeconds }],
  });

  await accept();
  await clock.advance(minutes(10));

  expect(log).toEqual(expected);
});

test('each qualifier has its own configuration (INV-60)', async () => {
  const { accept, clock, log } = eventsFor(() => failed, {
    versions: ['1'],
    aliases: [{ name: 'live', version: '1' }],
    asyncConfigurations: [{ qualifier: 'live', maximumRetryAttempts: 0 }],
  });

  await accept('live');
  await clock.advance(minutes(10));

  expect(log).toEqual(['invoked at 0', 'RetriesExhausted at 0 after 1']);
});

test('an event for a function that may never run is given up at once (INV-64)', async () => {
  const { accept, clock, log } = eventsFor(() => succeeded(1), { reservedConcurrency: 0 });

  await accept();
  await clock.advance(minutes(1));

  expect(log).toEqual(['ZeroReservedConcurrency at 0 after 0']);
});

test('a throttled event waits 1, 2, 4 … seconds up to 5 minutes, and throttles are no attempts (INV-63)', async () => {
  // The first invocation never ends, and would hold the clock and what is told after it; so the walk is driven by the throttles of the second.
  const { accept, clock, journal, log } = eventsFor(() => new Promise(() => undefined), { reservedConcurrency: 1 }, false);
  jest.spyOn(clock, 'hold').mockReturnValue(() => undefined);

  await accept();
  await accept();
  for (let hour = 0; hour < 7; hour++) await clock.advance(minutes(60));

  const due = journal.entries.flatMap((entry) => (entry.kind === 'async.retrying' ? [(entry.dueAt - entry.at) / 1000] : []));
  expect(due.slice(0, 11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  expect(log.slice(1)).toEqual([expect.stringMatching(/^EventAgeExceeded at 35\d\.\d+ after 0$/)]);
});

test('what has not ended is listed with the instant of its next attempt, and given up on stop', async () => {
  const { accept, clock, invoker, log } = eventsFor(() => failed);
  const answer = await accept();
  await clock.advance(minutes(0.5));

  expect(invoker.queue.pending).toEqual([
    { function: 'Orders', requestId: answer.kind === 'answer' && answer.requestId, dueAt: START + minutes(1) },
  ]);
  await invoker.stop();
  await clock.advance(minutes(10));

  expect(log).toEqual(['invoked at 0']);
});

test('six hours of events and retries give the same journal in every run', async () => {
  const run = async () => {
    const { accept, clock, journal } = eventsFor(async (invocation) => {
      // Attempts end in another order than they began.
      for (let i = Number.parseInt(invocation.requestId.slice(0, 2), 16) % 7; i > 0; i--) await Promise.resolve();
      return invocation.requestId < '8' ? failed : succeeded(1);
    });
    for (let i = 0; i < 40; i++) {
      await accept();
      await clock.advance(minutes(9));
    }
    return journal.entries.map((entry) => JSON.stringify(entry));
  };

  const first = await run();

  expect(first.length).toBeGreaterThan(300);
  expect(await run()).toEqual(first);
});
