import { seededChance } from '../../../src/local/chance';
import { Invoker } from '../../../src/local/engine/invoker';
import type { Invocation, InvokeAnswer, Outcome } from '../../../src/local/engine/ports';
import { bytesText, textBytes } from '../../../src/local/engine/text';
import { Journal } from '../../../src/local/journal/journal';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import { lambdaFunction } from './app';
import { FakeDriver, failed, succeeded } from './fake-driver';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:failed';

/** A sequence of numbers from 0 to below 1 that looks random and is the same for the same seed. */
function numbers(seed: number) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Lets so many turns of the event loop pass: processes of another speed. */
async function turns(count: number) {
  for (let i = 0; i < count; i++) await new Promise((go) => setImmediate(go));
}

/**
 * An app whose functions invoke each other, with retries, throttles, a weighted alias and destinations; `speed` decides how long
 * everything takes, which nobody is to see in the journal.
 */
function app(speed: () => number) {
  const clock = new VirtualClock();
  const journal = new Journal(() => clock.now());
  const invoke = (functionName: string, type: 'RequestResponse' | 'Event', payload: unknown, traceHeader?: string) =>
    invoker.invoke({
      functionName,
      type,
      logType: 'None',
      payload: textBytes(JSON.stringify(payload)),
      ...(traceHeader !== undefined && { traceHeader }),
    });
  const driver = new FakeDriver(async (invocation, log) => {
    await turns(Math.floor(speed() * 6));
    log('working');
    const outcome = await handle(invocation);
    await turns(Math.floor(speed() * 6));
    return outcome;
  });
  const handle = async ({ invokedFunctionArn, payload, traceHeader }: Invocation): Promise<Outcome> => {
    const name = invokedFunctionArn.split(':')[6];
    const event = JSON.parse(bytesText(payload));
    if (name === 'Flaky') return event.n % 3 === 0 ? failed : succeeded(event.n);
    if (name !== 'Fan') return succeeded(name);
    const calls = [
      invoke('Prices', 'RequestResponse', event, traceHeader),
      invoke('Stock', 'RequestResponse', event, traceHeader),
      invoke('Flaky', 'Event', event, traceHeader),
      invoke('Narrow', 'Event', event, traceHeader),
    ];
    // The calls arrive in another order each time.
    await Promise.all(calls.sort(() => speed() - 0.5));
    return succeeded('fanned out');
  };
  const invoker: Invoker = new Invoker({
    functions: [
      lambdaFunction('Fan', {
        versions: ['1', '2'],
        aliases: [{ name: 'live', version: '1', additional: { version: '2', weight: 0.5 } }],
      }),
      lambdaFunction('Prices'),
      lambdaFunction('Stock'),
      lambdaFunction('Flaky', { deadLetterArn: QUEUE, asyncConfigurations: [{ qualifier: '$LATEST', onSuccessArn: QUEUE }] }),
      lambdaFunction('Narrow', { reservedConcurrency: 1 }),
    ],
    driver,
    clock,
    journal,
    chance: seededChance('seed'),
    inOrder: true,
  });
  return { invoke, clock, journal, invoker, driver };
}

/** The journal without the environments: which of several calls at once finds a warm one is decided by the machine. */
function told(journal: Journal): string[] {
  return journal.entries.flatMap((entry) =>
    'environment' in entry
      ? entry.kind === 'invocation.started'
        ? [`${entry.at} ${entry.function}:${entry.version} ${entry.requestId} ${entry.event}`]
        : entry.kind === 'invocation.ended'
          ? [`${entry.at} ${entry.requestId} ${entry.outcome} ${entry.payload}`]
          : entry.kind === 'log' && entry.line === 'working'
            ? [`${entry.at} ${entry.requestId} ${entry.line}`]
            : []
      : [JSON.stringify(entry)],
  );
}

async function run(speed: () => number): Promise<string[]> {
  const { invoke, clock, journal } = app(speed);
  for (let n = 0; n < 12; n++) {
    if (n % 2) await Promise.all([1, 2, 3].map((more) => invoke('Fan:live', 'RequestResponse', { n: 10 * n + more })));
    else await invoke('Fan:live', 'Event', { n });
    await clock.advance({ seconds: 45 });
  }
  await clock.advance({ hours: 7 });
  return told(journal);
}

test('nested, asynchronous, throttled and weighted invocations give the same journal however fast processes are', async () => {
  const first = await run(numbers(1));

  expect(first.length).toBeGreaterThan(300);
  expect(first.some((line) => line.includes('invocation.throttled'))).toBe(true);
  for (const seed of [2, 3, 4]) expect(await run(numbers(seed))).toEqual(first);
}, 30_000);

test('an invocation is told as a whole, and what its handler invoked after it', async () => {
  const { invoke, journal } = app(numbers(1));

  await Promise.all([invoke('Fan:live', 'RequestResponse', { n: 1 }), invoke('Fan:live', 'RequestResponse', { n: 2 })]);

  const steps = journal.entries.flatMap((entry) =>
    entry.kind === 'invocation.started' || entry.kind === 'invocation.ended' ? [`${entry.function} ${entry.kind.slice(11)}`] : [],
  );
  const one = ['Fan started', 'Fan ended', 'Prices started', 'Prices ended', 'Stock started', 'Stock ended'];
  expect(steps).toEqual([...one, ...one]);
});

test('whoever awaits an answer finds the invocation in the journal', async () => {
  const { invoke, journal } = app(numbers(1));

  for (let n = 1; n <= 3; n++) {
    const { requestId } = (await invoke('Prices', 'RequestResponse', { n })) as InvokeAnswer;
    expect(journal.entries.filter((entry) => entry.kind === 'invocation.ended' && entry.requestId === requestId)).toHaveLength(1);
  }
});

test.each([
  11, 12, 13, 14, 15, 16,
])('every accepted event ends exactly once, whatever becomes of its attempts (seed %i)', async (seed) => {
  const random = numbers(seed);
  const clock = new VirtualClock();
  const journal = new Journal(() => clock.now());
  const outcomes: (() => Outcome)[] = [
    () => succeeded(1),
    () => failed,
    () => ({ kind: 'timedOut' }),
    () => ({ kind: 'exited', code: 1 }),
    () => ({ kind: 'responseTooLarge' }),
  ];
  const driver = new FakeDriver(async () => {
    await turns(Math.floor(random() * 4));
    return (outcomes[Math.floor(random() * outcomes.length)] as () => Outcome)();
  });
  const names = ['A', 'B', 'C', 'D'];
  const functions = names.map((name, at) =>
    lambdaFunction(name, {
      ...(at < 3 && { reservedConcurrency: at }),
      deadLetterArn: QUEUE,
      asyncConfigurations: [
        {
          qualifier: '$LATEST',
          maximumRetryAttempts: at % 3,
          maximumEventAgeSeconds: [60, 300, 3600, 21_600][at] as number,
          onSuccessArn: QUEUE,
          onFailureArn: QUEUE,
        },
      ],
    }),
  );
  const invoker = new Invoker({ functions, driver, clock, journal, chance: seededChance(`${seed}`), inOrder: true });

  const accepted = new Map<string, string>();
  for (let i = 0; i < 150; i++) {
    const functionName = names[Math.floor(random() * names.length)] as string;
    const answer = await invoker.invoke({ functionName, type: 'Event', logType: 'None', payload: textBytes('{}') });
    if (answer.kind === 'answer') accepted.set(answer.requestId, functionName);
    if (random() < 0.4) await clock.advance(Math.floor(random() * 200_000));
  }
  await clock.advance({ hours: 8 });

  expect(invoker.pending).toEqual([]);
  expect(accepted.size).toBe(150);
  const times = (kind: string, requestId: string, to?: string) =>
    journal.entries.filter(
      (entry) =>
        entry.kind === kind &&
        'requestId' in entry &&
        entry.requestId === requestId &&
        (!to || ('to' in entry && entry.to === to)),
    );
  let last = 0;
  for (const entry of journal.entries) {
    expect(entry.at).toBeGreaterThanOrEqual(last);
    last = entry.at;
  }
  for (const [requestId, name] of accepted) {
    const [done, ...more] = times('async.done', requestId);
    if (done?.kind !== 'async.done') throw new Error(`${requestId} did not end`);
    expect(more).toEqual([]);
    expect(times('invocation.ended', requestId)).toHaveLength(done.attempts);
    expect(done.attempts).toBeLessThanOrEqual(1 + (names.indexOf(name) % 3));
    if (name === 'A') expect(done).toMatchObject({ condition: 'ZeroReservedConcurrency', attempts: 0 });
    const succeededOnce = done.condition === 'Success' ? 1 : 0;
    expect(times('async.delivery', requestId, 'onSuccess')).toHaveLength(succeededOnce);
    expect(times('async.delivery', requestId, 'onFailure')).toHaveLength(1 - succeededOnce);
    expect(times('async.delivery', requestId, 'deadLetter')).toHaveLength(1 - succeededOnce);
  }
}, 30_000);
