import { PlatformEvents } from '../../../src/local/engine/platform-events';
import type { EnvironmentSpec, Invocation, Outcome } from '../../../src/local/engine/ports';
import { translated } from '../../../src/local/engine/telemetry';
import { configuration, lambdaFunction } from './app';

const INVOCATION: Invocation = {
  requestId: 'r',
  payload: new Uint8Array(),
  invokedFunctionArn: 'arn',
  traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0',
  timeoutMs: 3_000,
};
const DONE: Outcome = { kind: 'succeeded', payload: new Uint8Array(4) };

function events(given: Partial<EnvironmentSpec> = {}): PlatformEvents {
  const fn = lambdaFunction('orders');
  const spec: EnvironmentSpec = {
    id: 'one',
    function: fn,
    version: '7',
    configuration: fn.configuration,
    initializationType: 'on-demand',
    logStream: 'stream',
    initLimitMs: 10_000,
    ...given,
  };
  return new PlatformEvents(spec, () => Date.UTC(2026, 10, 20));
}

test('Init of the first invocation is told and billed apart (INV-89, RT-40)', () => {
  const { record } = events().report(
    INVOCATION,
    { outcome: DONE, durationMs: 10.25, startedAt: 0 },
    { init: { durationMs: 80.5 } },
  );

  expect(record).toMatchObject({ metrics: { durationMs: 10.25, initDurationMs: 80.5, billedDurationMs: 91 }, status: 'success' });
});

test('a suppressed Init is of the phase “invoke”, and part of the duration (RT-04)', () => {
  const suppressed = events({ suppressedInit: true });

  const { record } = suppressed.report(INVOCATION, { outcome: DONE, durationMs: 10, startedAt: 0 }, { init: { durationMs: 80 } });

  expect(suppressed.initStart().record).toMatchObject({ phase: 'invoke' });
  expect(record).toMatchObject({ metrics: { durationMs: 90, billedDurationMs: 90 } });
  expect(record).not.toHaveProperty('metrics.initDurationMs');
});

test('an Init that is broken off with its invocation is an error of no known type, as in the log (INV-83)', () => {
  const late = { durationMs: 3000, failure: { kind: 'timedOut' } } as const;
  const again = events({ suppressedInit: true });

  expect(events().initReport(late).record).toMatchObject({ phase: 'init', status: 'timeout' });
  expect(again.initReport(late).record).toMatchObject({ phase: 'invoke', status: 'error', errorType: 'Runtime.Unknown' });
  expect(again.initRuntimeDone(late.failure).record).toMatchObject({ status: 'error', errorType: 'Runtime.Unknown' });
});

test('Init of a provisioned environment is no part of its first invocation (INV-89)', () => {
  const provisioned = events({ initializationType: 'provisioned-concurrency' });

  const { record } = provisioned.report(
    INVOCATION,
    { outcome: DONE, durationMs: 10, startedAt: 0 },
    { init: { durationMs: 80 } },
  );

  expect(record).toEqual({
    requestId: 'r',
    metrics: { durationMs: 10, billedDurationMs: 10, memorySizeMB: 128 },
    status: 'success',
  });
});

test('a streamed response tells all its bytes, and apart how long it took to begin and to end (RT-40)', () => {
  const outcome: Outcome = { kind: 'succeeded', payload: new Uint8Array(4), streamedBytes: 100_000 };

  const { record } = events().runtimeDone(INVOCATION, { outcome, durationMs: 50, latencyMs: 20, startedAt: 0 });

  expect(record).toMatchObject({
    metrics: { durationMs: 50, producedBytes: 100_000 },
    spans: [
      { name: 'responseLatency', start: '1970-01-01T00:00:00.000Z', durationMs: 20 },
      { name: 'responseDuration', start: '1970-01-01T00:00:00.020Z', durationMs: 30 },
    ],
  });
});

test('events of an invocation name its tenant (INV-09)', () => {
  expect(events().start({ ...INVOCATION, tenantId: 'blue' }).record).toEqual({ requestId: 'r', version: '7', tenantId: 'blue' });
});

test('what is not traced has no tracing, what was not answered no spans (RT-40)', () => {
  const failed = events().runtimeDone(INVOCATION, { outcome: { kind: 'timedOut' }, durationMs: 3_000, startedAt: 0 });

  expect(failed.record).toEqual({ requestId: 'r', status: 'timeout', metrics: { durationMs: 3_000 } });
});

test('an error of the handler is a success without bytes or spans, one of Init is none (RT-40)', () => {
  const outcome: Outcome = { kind: 'failed', errorType: 'TypeError', payload: new Uint8Array(4) };
  const facts = { outcome, durationMs: 10, startedAt: 0 };

  expect(events().runtimeDone(INVOCATION, facts).record).toEqual({
    requestId: 'r',
    status: 'success',
    metrics: { durationMs: 10, producedBytes: 0 },
  });
  expect(events().report(INVOCATION, facts, { init: undefined }).record).toMatchObject({ status: 'success' });
  expect(events().initRuntimeDone(outcome).record).toMatchObject({ status: 'error', errorType: 'Runtime.Unknown' });
  expect(events().report(INVOCATION, facts, { init: { durationMs: 5, failure: outcome } }).record).toMatchObject({
    status: 'error',
    errorType: 'Runtime.Unknown',
  });
});

test('lines of a custom runtime have no end, those of a managed one do', () => {
  const custom = events({ configuration: configuration({ runtime: 'provided.al2023' }) });

  expect([
    events().line('function', 'a').record,
    events().line('extension', 'a').record,
    custom.line('function', 'a').record,
  ]).toEqual(['a\n', 'a', 'a']);
});

test('in JSON format a line that is no object stays text', () => {
  const json = events({ configuration: configuration({ logging: { format: 'JSON', group: 'g' } }) });

  expect(['{"a":1}', '7', 'text'].map((text) => json.line('function', text).record)).toEqual([{ a: 1 }, '7\n', 'text\n']);
});

test('the first Logs API does not know that the runtime is done (RT-30)', () => {
  const done = events().runtimeDone(INVOCATION, { outcome: DONE, durationMs: 1, startedAt: 0 });

  expect(translated(done, { api: 'logs', schemaVersion: '2020-08-15' })).toEqual([]);
  expect(translated(done, { api: 'logs', schemaVersion: '2021-03-18' })).toMatchObject([
    { record: { requestId: 'r', status: 'success' } },
  ]);
});
