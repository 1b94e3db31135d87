import { type InvocationAbout, platformLines, type Report } from '../../../src/local/engine/log-lines';

const AT = Date.UTC(2026, 0, 1);
const ABOUT: InvocationAbout = { requestId: 'the-id', version: '$LATEST' };
const INIT = { initializationType: 'on-demand', phase: 'init', functionName: 'orders', functionVersion: '$LATEST' } as const;
const REPORT: Report = {
  requestId: 'the-id',
  durationMs: 3.0071,
  memorySizeMb: 128,
  maxMemoryUsedMb: 36,
  initDurationMs: 110.1,
  status: 'success',
  producedBytes: 4,
};
const CRASH = { durationMs: 50, failure: { kind: 'exited', code: 1 } } as const;
const LATE = { durationMs: 10_000, failure: { kind: 'timedOut' } } as const;
const TRACE = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

const text = platformLines({ logging: { format: 'Text', group: '/g' } });
const json = (systemLevel?: string) =>
  platformLines({ logging: { format: 'JSON', group: '/g', ...(systemLevel !== undefined && { systemLevel }) } });
const read = (line: string | undefined) => (line === undefined ? undefined : (JSON.parse(line) as unknown));

test('REPORT has tabs between its fields and one at its end (INV-80, INV-89)', () => {
  expect(text.report(REPORT, ABOUT, AT)).toBe(
    'REPORT RequestId: the-id\tDuration: 3.01 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t',
  );
});

test.each([
  ['timeout', undefined, 'Status: timeout\t'],
  ['error', 'Runtime.ExitError', 'Status: error\tError Type: Runtime.ExitError\t'],
  ['success', undefined, 'Memory Size: 128 MB\t'],
] as const)('REPORT tells how it ended: %s (INV-80)', (status, errorType, end) => {
  const line = text.report(
    { requestId: 'the-id', durationMs: 1, memorySizeMb: 128, status, producedBytes: 0, errorType },
    ABOUT,
    AT,
  );

  expect(line?.endsWith(end)).toBe(true);
});

test('REPORT of a sampled trace has a second line (INV-80)', () => {
  expect(text.report(REPORT, { ...ABOUT, tracing: TRACE }, AT)?.split('\n')[1]).toBe(
    'XRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793\tSegmentId: 53995c3f42cd8ad8\tSampled: true\t',
  );
});

test('INIT_REPORT is written of an Init that failed, and always of a provisioned environment (INV-82)', () => {
  expect(text.initReport({ durationMs: 80 }, INIT, AT)).toBeUndefined();
  expect(text.initReport(CRASH, INIT, AT)).toBe(
    'INIT_REPORT Init Duration: 50.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError\t',
  );
  expect(text.initReport(LATE, INIT, AT)).toBe('INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\t');
  expect(text.initReport(CRASH, { ...INIT, phase: 'invoke' }, AT)).toBe(
    'INIT_REPORT Init Duration: 50.00 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError\t',
  );
  expect(text.initReport({ durationMs: 80 }, { ...INIT, initializationType: 'provisioned-concurrency' }, AT)).toBe(
    'INIT_REPORT Init Duration: 80.00 ms\tPhase: init\t',
  );
});

test.each([
  ['Runtime.ImportModuleError', 'Runtime.ImportModuleError'],
  ['Function.Mine', 'Function.Mine'],
  ['Function.mine', 'Function.Unknown'],
  ['ModuleNotFoundError', 'Runtime.Unknown'],
])('an Init that fails with %s is told as %s', (errorType, told) => {
  const failure = { kind: 'failed', errorType, payload: new Uint8Array() } as const;

  expect(text.initReport({ durationMs: 50, failure }, INIT, AT)).toMatch(`\tError Type: ${told}\t`);
});

test('platform events in JSON have the members of their kind (RT-40)', () => {
  const lines = json('DEBUG');

  expect(read(lines.initStart({ ...INIT, runtime: 'nodejs24.x' }, AT))).toEqual({
    time: '2026-01-01T00:00:00.000Z',
    type: 'platform.initStart',
    record: {
      initializationType: 'on-demand',
      phase: 'init',
      runtimeVersion: 'nodejs24.x',
      functionName: 'orders',
      functionVersion: '$LATEST',
    },
  });
  expect(read(lines.initRuntimeDone({ durationMs: 80 }, INIT, AT))).toMatchObject({
    type: 'platform.initRuntimeDone',
    record: { initializationType: 'on-demand', phase: 'init', status: 'success' },
  });
  expect(read(lines.initReport(LATE, INIT, AT))).toMatchObject({
    type: 'platform.initReport',
    record: { metrics: { durationMs: 10_000 }, status: 'timeout', errorType: 'Sandbox.Timedout' },
  });
  expect(read(lines.start({ ...ABOUT, tracing: TRACE, tenantId: 'blue' }, AT))).toMatchObject({
    record: { requestId: 'the-id', version: '$LATEST', tracing: { type: 'X-Amzn-Trace-Id', value: TRACE }, tenantId: 'blue' },
  });
  expect(read(lines.runtimeDone(REPORT, ABOUT, AT))).toMatchObject({
    type: 'platform.runtimeDone',
    record: { requestId: 'the-id', status: 'success', metrics: { durationMs: 3.007, producedBytes: 4 } },
  });
  expect(lines.end(ABOUT)).toBeUndefined();
});

test.each([
  ['DEBUG', ['initStart', 'initRuntimeDone', 'initReport', 'start', 'runtimeDone', 'report']],
  ['INFO', ['initStart', 'start', 'report']],
  [undefined, ['initStart', 'start', 'report']],
  ['WARN', []],
])('the system level %p shows these events of an invocation that succeeds (INV-87)', (level, expected) => {
  expect(shown(level, { durationMs: 80 }, REPORT)).toEqual(expected);
});

test.each([
  ['INFO', ['initStart', 'initRuntimeDone', 'initReport', 'start', 'runtimeDone', 'report']],
  ['WARN', ['initRuntimeDone', 'initReport', 'runtimeDone', 'report']],
])('the system level %p shows these events of an invocation that does not (INV-87)', (level, expected) => {
  expect(shown(level, CRASH, { ...REPORT, status: 'timeout' })).toEqual(expected);
});

test('INFO shows the report of a provisioned environment (INV-87)', () => {
  const about = { ...INIT, initializationType: 'provisioned-concurrency' } as const;

  expect(json('INFO').initReport({ durationMs: 80 }, about, AT)).toBeDefined();
  expect(json('WARN').initReport({ durationMs: 80 }, about, AT)).toBeUndefined();
});

function shown(level: string | undefined, init: typeof CRASH | { durationMs: number }, report: Report): string[] {
  const lines = json(level);
  const all = {
    initStart: lines.initStart({ ...INIT, runtime: 'nodejs24.x' }, AT),
    initRuntimeDone: lines.initRuntimeDone(init, INIT, AT),
    initReport: lines.initReport(init, INIT, AT),
    start: lines.start(ABOUT, AT),
    runtimeDone: lines.runtimeDone(report, ABOUT, AT),
    report: lines.report(report, ABOUT, AT),
  };
  return Object.entries(all).flatMap(([name, line]) => (line === undefined ? [] : [name]));
}
