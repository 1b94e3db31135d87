import { seededChance } from '../../../src/local/chance';
import { Invoker } from '../../../src/local/engine/invoker';
import type { Admission, InvokeRequest, Outcome } from '../../../src/local/engine/ports';
import { bytesText, fromBase64, textBytes } from '../../../src/local/engine/text';
import { Journal } from '../../../src/local/journal/journal';
import { SystemClock } from '../../../src/local/time/system-clock';
import { VirtualClock } from '../../../src/local/time/virtual-clock';
import type { LambdaFunction } from '../../../src/model/function';
import { lambdaFunction } from './app';
import { type Behaviour, FakeDriver, failed, succeeded } from './fake-driver';

function appOf(functions: readonly LambdaFunction[], behave?: Behaviour, admission?: Admission) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const journal = new Journal(() => clock.now());
  const driver = new FakeDriver(behave);
  const invoker = new Invoker({
    functions,
    driver,
    clock,
    journal,
    chance: seededChance('test'),
    inOrder: true,
    ...(admission && { admission }),
  });
  const call = (functionName: string, more: Partial<InvokeRequest> = {}) =>
    invoker.invoke({ functionName, type: 'RequestResponse', logType: 'None', payload: textBytes('{}'), ...more });
  return { invoker, driver, journal, clock, call };
}

/** An invocation that ends when the test says so. */
function openEnded() {
  const waiting: ((outcome: Outcome) => void)[] = [];
  const behave: Behaviour = () => new Promise((end) => waiting.push(end));
  return { behave, end: (outcome = succeeded('ended')) => waiting.shift()?.(outcome), waiting };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('an invocation answers with the result, the version and the request id (INV-04, INV-50)', async () => {
  const { call, driver } = appOf([lambdaFunction('Orders')], (invocation) =>
    succeeded(JSON.parse(bytesText(invocation.payload)).id + 1),
  );

  const answer = await call('Orders', { payload: textBytes('{"id":7}') });

  expect(answer).toMatchObject({
    kind: 'answer',
    statusCode: 200,
    executedVersion: '$LATEST',
    durationMs: 10,
    initDurationMs: 100,
  });
  if (answer.kind !== 'answer') throw new Error('expected an answer');
  expect(bytesText(answer.payload)).toBe('8');
  expect(answer.functionError).toBeUndefined();
  expect(driver.invocations[0]).toMatchObject({ requestId: answer.requestId, timeoutMs: 3000 });
});

test('an environment is reused, one invocation at a time, and the second of two at once gets its own (RT-07)', async () => {
  const { behave, end } = openEnded();
  const { call, driver } = appOf([lambdaFunction('Orders')], behave);

  const first = call('Orders');
  const second = call('Orders');
  await settled();
  expect(driver.started).toHaveLength(2);
  end();
  end();
  await Promise.all([first, second]);
  const third = call('Orders');
  await settled();
  end();

  expect(await third).toMatchObject({ statusCode: 200 });
  expect(driver.started).toHaveLength(2);
  expect(driver.used[2]).toBe(driver.used[0]);
});

test('versions have environments of their own', async () => {
  const { call, driver } = appOf([lambdaFunction('Orders', { versions: ['1'] })]);

  await call('Orders');
  await call('Orders', { qualifier: '1' });

  expect(driver.started.map((spec) => spec.version)).toEqual(['$LATEST', '1']);
});

test('the log tail holds START, the lines of the function, END and REPORT (INV-07, INV-80)', async () => {
  const { call } = appOf([lambdaFunction('Orders', { configuration: { memoryMb: 256 } })], (_, log) => {
    log('one');
    log('two');
    return succeeded(null);
  });

  const answer = await call('Orders', { logType: 'Tail', requestId: 'the-id' });

  if (answer.kind !== 'answer') throw new Error('expected an answer');
  expect(fromBase64(answer.logTail as string)).toBe(
    [
      'START RequestId: the-id Version: $LATEST',
      'one',
      'two',
      'END RequestId: the-id',
      'REPORT RequestId: the-id\tDuration: 10.00 ms\tBilled Duration: 110 ms\tMemory Size: 256 MB\tMax Memory Used: 40 MB\tInit Duration: 100.00 ms\t\n',
    ].join('\n'),
  );
});

test('the log tail is the last 4 KB (INV-07)', async () => {
  const { call } = appOf([lambdaFunction('Orders')], (_, log) => {
    log('x'.repeat(5000));
    return succeeded(null);
  });

  const answer = await call('Orders', { logType: 'Tail' });

  if (answer.kind !== 'answer') throw new Error('expected an answer');
  const tail = fromBase64(answer.logTail as string) as string;
  expect(tail).toHaveLength(4096);
  expect(tail).toMatch(/^x+\nEND RequestId/);
});

test('JSON logging tells the platform events as objects (INV-87)', async () => {
  const { call, journal } = appOf([lambdaFunction('Orders', { configuration: { logging: { format: 'JSON', group: '/g' } } })]);

  await call('Orders', { requestId: 'the-id' });

  const lines = journal.entries.flatMap((entry) => (entry.kind === 'log' ? [JSON.parse(entry.line)] : []));
  expect(lines.map((line) => line.type)).toEqual(['platform.initStart', 'platform.start', 'platform.report']);
  expect(lines[2]).toEqual({
    time: '2026-01-01T00:00:00.000Z',
    type: 'platform.report',
    record: {
      requestId: 'the-id',
      metrics: { durationMs: 10, billedDurationMs: 110, memorySizeMB: 128, maxMemoryUsedMB: 40, initDurationMs: 100 },
      status: 'success',
    },
  });
});

test('an error of the handler is an answer with its payload unchanged, and the environment lives on (INV-30, INV-34)', async () => {
  const { call, driver } = appOf([lambdaFunction('Orders')], () => failed);

  const answer = await call('Orders');
  await call('Orders');

  expect(answer).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
  expect(answer.kind === 'answer' && bytesText(answer.payload)).toBe('{"errorType":"Error","errorMessage":"no"}');
  expect(driver.started).toHaveLength(1);
});

test.each([
  [
    { kind: 'timedOut' },
    { errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: the-id Error: Task timed out after 3.00 seconds' },
    'Status: timeout',
  ],
  [
    { kind: 'exited', code: 0 },
    { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: the-id Error: Runtime exited without providing a reason' },
    'Status: error\tError Type: Runtime.ExitError',
  ],
  [
    { kind: 'exited', code: 127 },
    { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: the-id Error: Runtime exited with error: exit status 127' },
    'Status: error\tError Type: Runtime.ExitError',
  ],
  [
    { kind: 'exited', signal: 'SIGKILL' },
    { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: the-id Error: Runtime exited with error: signal: killed' },
    'Status: error\tError Type: Runtime.ExitError',
  ],
] as const)('%j ends the environment, in the words of INV-40 to INV-43', async (outcome, payload, status) => {
  const { call, driver, journal } = appOf([lambdaFunction('Orders')], () => outcome);

  const answer = await call('Orders', { requestId: 'the-id' });

  expect(answer.kind === 'answer' && bytesText(answer.payload)).toBe(JSON.stringify(payload));
  expect(driver.stopped).toEqual([driver.started[0]?.id]);
  const report = journal.entries.find((entry) => entry.kind === 'log' && entry.line.startsWith('REPORT'));
  expect(report).toMatchObject({ line: expect.stringContaining(status) });
});

test('an answer that is too large fails the invocation and keeps the environment (INV-21)', async () => {
  const { call, driver } = appOf([lambdaFunction('Orders')], () => ({ kind: 'responseTooLarge' }));

  const answer = await call('Orders');

  expect(answer.kind === 'answer' && bytesText(answer.payload)).toBe(
    '{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}',
  );
  expect(driver.stopped).toEqual([]);
});

test('after a crash Init is part of the next invocation and is not told of (RT-04, INV-83)', async () => {
  let calls = 0;
  const { call, journal, driver } = appOf([lambdaFunction('Orders')], () =>
    calls++ === 0 ? { kind: 'exited', code: 1 } : succeeded('again'),
  );

  await call('Orders');
  const answer = await call('Orders');

  expect(answer).toMatchObject({ durationMs: 110 });
  expect(answer).not.toHaveProperty('initDurationMs');
  expect(driver.started.map((spec) => spec.initLimitMs)).toEqual([10_000, 3000]);
  expect(driver.invocations[1]?.timeoutMs).toBe(2900);
  const initStarts = journal.entries.filter((entry) => entry.kind === 'log' && entry.line.startsWith('INIT_START'));
  expect(initStarts).toHaveLength(1);
});

const NO_MODULE = { kind: 'failed', errorType: 'Runtime.ImportModuleError', payload: textBytes('{"x":1}') } as const;

test('an Init that fails is begun again inside the invocation, whose outcome it is, and by each after it (INV-48, INV-83)', async () => {
  const { call, driver, journal } = appOf([lambdaFunction('Orders')]);
  for (const durationMs of [50, 60, 70]) driver.inits.push({ durationMs, failure: NO_MODULE });

  const first = await call('Orders', { logType: 'Tail' });
  const second = await call('Orders');
  const third = await call('Orders');

  expect([first, second]).toMatchObject([
    { functionError: 'Unhandled', durationMs: 60 },
    { functionError: 'Unhandled', durationMs: 70 },
  ]);
  expect(first.kind === 'answer' && bytesText(first.payload)).toBe('{"x":1}');
  expect(third.kind === 'answer' && third.functionError).toBeUndefined();
  expect(driver.invocations).toHaveLength(1);
  const lines = journal.entries.flatMap((entry) =>
    entry.kind === 'log' ? [entry.line.replace(/RequestId: \S+/, 'RequestId')] : [],
  );
  const end = 'Status: error\tError Type: Runtime.ImportModuleError\t';
  const told = (ms: number) => [
    `INIT_REPORT Init Duration: ${ms}.00 ms\tPhase: invoke\t${end}`,
    'START RequestId Version: $LATEST',
    'END RequestId',
    `REPORT RequestId\tDuration: ${ms}.00 ms\tBilled Duration: ${ms} ms\tMemory Size: 128 MB\t${end}`,
  ];
  expect(lines.slice(0, 10)).toEqual([
    'INIT_START Runtime Version: nodejs24.x',
    `INIT_REPORT Init Duration: 50.00 ms\tPhase: init\t${end}`,
    ...told(60),
    ...told(70),
  ]);
  const tail = first.kind === 'answer' ? Buffer.from(first.logTail ?? '', 'base64').toString() : '';
  expect(tail.split('\n').map((line) => line.split(' ')[0])).toEqual([
    'INIT_REPORT',
    'INIT_REPORT',
    'START',
    'END',
    'REPORT',
    '',
  ]);
});

test('the log tail has what Init has written, under no request id (INV-07)', async () => {
  const { call, driver, journal } = appOf([lambdaFunction('Orders')]);
  driver.whileInit = (log) => log('loading');

  const answer = await call('Orders', { logType: 'Tail' });

  const tail = answer.kind === 'answer' ? Buffer.from(answer.logTail ?? '', 'base64').toString() : '';
  expect(tail.split('\n').map((line) => line.split(' ')[0])).toEqual(['loading', 'START', 'END', 'REPORT', '']);
  expect(journal.entries).toContainEqual(expect.objectContaining({ kind: 'log', line: 'loading', requestId: undefined }));
});

test('an Init that is broken off with its invocation is an error of no known type (INV-83)', async () => {
  const { call, driver, journal } = appOf([lambdaFunction('Orders')]);
  driver.inits.push({ durationMs: 10_000, failure: { kind: 'timedOut' } }, { durationMs: 3000, failure: { kind: 'timedOut' } });

  await call('Orders');

  const line = 'INIT_REPORT Init Duration: 3000.00 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.Unknown\t';
  expect(journal.entries).toContainEqual(expect.objectContaining({ kind: 'log', line }));
});

test('what this machine cannot run is not tried twice', async () => {
  const { call, driver } = appOf([lambdaFunction('Orders')]);
  driver.inits.push({ durationMs: 5, failure: { ...NO_MODULE, local: true } });

  await call('Orders');

  expect(driver.started).toHaveLength(1);
});

test('an Init that takes too long is begun again inside the invocation (RT-02, INV-83)', async () => {
  const { call, driver, journal } = appOf([lambdaFunction('Orders')]);
  driver.inits.push({ durationMs: 10_000, failure: { kind: 'timedOut' } }, { durationMs: 200 });

  const answer = await call('Orders');

  expect(answer).toMatchObject({ durationMs: 210 });
  expect(answer).not.toHaveProperty('functionError');
  expect(journal.entries).toContainEqual(
    expect.objectContaining({ kind: 'log', line: 'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\t' }),
  );
});

test('JSON logging tells how long a response was that was streamed (INV-87)', async () => {
  const logging = { format: 'JSON', group: '/g', systemLevel: 'DEBUG' } as const;
  const streamed = { kind: 'succeeded', payload: textBytes('only the beginning'), streamedBytes: 100_000 } as const;
  const { call, journal } = appOf([lambdaFunction('Orders', { configuration: { logging } })], () => streamed);

  await call('Orders');

  const done = journal.entries.flatMap((entry) => (entry.kind === 'log' && /runtimeDone/.test(entry.line) ? [entry.line] : []));
  expect(done.map((line) => JSON.parse(line).record.metrics.producedBytes)).toEqual([100_000]);
});

test('an environment that dies between invocations is not used again', async () => {
  const { call, driver } = appOf([lambdaFunction('Orders')]);
  await call('Orders');

  driver.listeners[0]?.died();
  await call('Orders');

  expect(driver.started).toHaveLength(2);
});

test('lines written outside an invocation have no request id', async () => {
  const { call, driver, journal } = appOf([lambdaFunction('Orders')]);
  await call('Orders');

  driver.listeners[0]?.log('a timer went off');

  expect(journal.entries.at(-1)).toMatchObject({ kind: 'log', line: 'a timer went off', requestId: undefined });
});

test('a reservation caps the invocations at once, over all versions (CON-03, CON-09)', async () => {
  const { behave, end } = openEnded();
  const { call, journal } = appOf([lambdaFunction('Orders', { reservedConcurrency: 1, versions: ['1'] })], behave);

  const running = call('Orders');
  await settled();
  const throttled = await call('Orders', { qualifier: '1' });
  end();
  await running;

  expect(throttled).toEqual({
    kind: 'awsError',
    type: 'TooManyRequestsException',
    status: 429,
    message: 'Rate Exceeded.',
    details: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
  });
  expect(journal.entries).toContainEqual(expect.objectContaining({ kind: 'invocation.throttled', function: 'Orders' }));
  const after = call('Orders');
  await settled();
  end();
  expect(await after).toMatchObject({ statusCode: 200 });
});

test('functions without a reservation share what reservations leave of the account (CON-01)', async () => {
  const { behave, end } = openEnded();
  const { call } = appOf(
    [lambdaFunction('Reserved', { reservedConcurrency: 998 }), lambdaFunction('A'), lambdaFunction('B')],
    behave,
  );

  const running = [call('A'), call('B')];
  await settled();
  const third = await call('A');
  end();
  end();
  await Promise.all(running);

  expect(third).toMatchObject({ type: 'TooManyRequestsException', details: { Reason: 'ConcurrentInvocationLimitExceeded' } });
});

test('a weighted alias sends its share to the second version (ALS-06, ALS-07)', async () => {
  const { call } = appOf([
    lambdaFunction('Orders', {
      versions: ['1', '2'],
      aliases: [{ name: 'live', version: '1', additional: { version: '2', weight: 0.25 } }],
    }),
  ]);

  const versions: string[] = [];
  for (let i = 0; i < 400; i++) {
    const answer = await call('Orders', { qualifier: 'live' });
    if (answer.kind === 'answer') versions.push(answer.executedVersion as string);
  }

  const share = versions.filter((version) => version === '2').length / versions.length;
  expect(versions).toHaveLength(400);
  // The dice are seeded, so the share is the same in every run; 0.25 give or take three standard deviations.
  expect(share).toBeGreaterThan(0.185);
  expect(share).toBeLessThan(0.315);
});

test('a dry run answers 204 and runs nothing (INV-04)', async () => {
  const { call, driver } = appOf([lambdaFunction('Orders')]);

  expect(await call('Orders', { type: 'DryRun' })).toMatchObject({ statusCode: 204 });
  expect(driver.started).toEqual([]);
});

test('the trace header of the caller is handed on with a lineage, and one is made where there is none (INV-51)', async () => {
  const { call, driver } = appOf([lambdaFunction('Orders')]);

  await call('Orders', { traceHeader: 'Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=1' });
  await call('Orders');

  expect(driver.invocations[0]?.traceHeader).toMatch(/^Root=1-00000000-0{24};Parent=0{16};Sampled=1;Lineage=[0-9a-f]{8}:0$/);
  expect(driver.invocations[1]?.traceHeader).toMatch(
    /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=[0-9a-f]{8}:0$/,
  );
});

test('the client context reaches the runtime as JSON', async () => {
  const { call, driver } = appOf([lambdaFunction('Orders')]);

  await call('Orders', { clientContext: Buffer.from('{"custom":{"a":1}}').toString('base64') });

  expect(driver.invocations[0]?.clientContext).toBe('{"custom":{"a":1}}');
});

test.each([
  '%%%',
  ...['not json', 'null', '[1]', '"text"'].map((text) => Buffer.from(text).toString('base64')),
])('fails when the client context is %p (INV-01)', async (clientContext) => {
  const { call } = appOf([lambdaFunction('Orders')]);

  expect(await call('Orders', { clientContext })).toMatchObject({
    type: 'InvalidRequestContentException',
    status: 400,
    message: 'Client context must be a valid Base64-encoded JSON object.',
  });
});

test('fails when no driver runs the runtime, and says so in the journal', async () => {
  const { call, journal } = appOf([lambdaFunction('Orders', { configuration: { runtime: 'java25' } })]);

  const answers = [await call('Orders'), await call('Orders', { type: 'Event' })];

  for (const answer of answers)
    expect(answer).toMatchObject({ type: 'InvalidRuntimeException', message: expect.stringContaining('java25') });
  expect(journal.entries).toContainEqual(expect.objectContaining({ kind: 'notEmulated', what: 'App/Orders' }));
});

/** Lets one in at a time, when the test says so. */
function oneByOne() {
  const waiting: (() => void)[] = [];
  let left = 0;
  const admission: Admission = { enter: () => new Promise((admit) => waiting.push(() => admit(() => left++))) };
  return { admission, admit: () => waiting.shift()?.(), left: () => left };
}

test('an invocation that this machine has no room for waits, and then reuses what has become free', async () => {
  const { admission, admit, left } = oneByOne();
  const { call, driver } = appOf([lambdaFunction('Orders')], undefined, admission);

  const calls = [call('Orders'), call('Orders')];
  await settled();
  expect(driver.started).toHaveLength(0);
  admit();
  await calls[0];
  admit();
  await calls[1];

  expect(driver.started).toHaveLength(1);
  expect(left()).toBe(2);
});

test('an invocation that waits for room when the executor stops starts nothing', async () => {
  const { admission, admit, left } = oneByOne();
  const { call, invoker, driver } = appOf([lambdaFunction('Orders')], undefined, admission);

  const waiting = call('Orders');
  await invoker.stop();
  admit();

  expect(await waiting).toMatchObject({ kind: 'awsError', type: 'ServiceException' });
  expect(driver.started).toEqual([]);
  expect(left()).toBe(1);
});

test('stop ends every environment, and invocations after it are refused', async () => {
  const { call, invoker, driver } = appOf([lambdaFunction('A'), lambdaFunction('B')]);
  await call('A');
  await call('B');

  await invoker.stop();

  expect(driver.stopped).toHaveLength(2);
  expect(await call('A')).toMatchObject({ kind: 'awsError', type: 'ServiceException' });
});

test('who asks for it has the answer before the invocation is told of as ended, but not while others are under way', async () => {
  const journal = new Journal(() => 0);
  const { behave, end } = openEnded();
  const driver = new FakeDriver(behave);
  const options = { driver, journal, clock: new SystemClock(), chance: seededChance('test'), inOrder: false };
  const invoker = new Invoker({ functions: [lambdaFunction('Orders')], ...options });
  const call = () =>
    invoker.invoke({
      ...{ functionName: 'Orders', type: 'RequestResponse', logType: 'None', payload: textBytes('{}'), promptly: true },
    });

  const alone = call();
  await settled();
  driver.invocations[0]?.answered?.(succeeded('early'), 5);
  const early = await alone;
  const toldByThen = journal.entries.some(({ kind }) => kind === 'invocation.ended');
  const second = call();
  await settled();
  end();
  end();
  await second;

  expect(early).toMatchObject({ kind: 'answer', durationMs: 5 });
  expect('payload' in early && bytesText(early.payload)).toBe('"early"');
  expect(toldByThen).toBe(false);
  expect(driver.invocations.map(({ promptly }) => promptly)).toEqual([true, false]);
  expect(journal.entries.filter(({ kind }) => kind === 'invocation.ended')).toHaveLength(2);
});
