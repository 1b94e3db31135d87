import { PLATFORM_ERROR_TYPES } from '../../spec/error-types';
import { reportedTypeOf } from './function-error';
import type { EnvironmentSpec, Failure, InitResult, Invocation, Outcome } from './ports';
import type { TelemetryEvent } from './telemetry';

type Status = 'success' | 'error' | 'timeout';

/** How one invocation went, in milliseconds and bytes. */
export interface InvocationFacts {
  readonly outcome: Outcome;
  readonly durationMs: number;
  /** After how long the response began: at its end, unless it was streamed. */
  readonly latencyMs?: number;
  /** Of the executor's clock. */
  readonly startedAt: number;
}

/** What the platform tells extensions of one environment, in the shapes of RT-40; `now` is of the executor's clock. */
export class PlatformEvents {
  constructor(
    private readonly spec: EnvironmentSpec,
    private readonly now: () => number,
  ) {}

  initStart(): TelemetryEvent {
    const { function: fn, version, configuration } = this.spec;
    const about = { functionName: fn.name, functionVersion: version };
    return this.event('platform.initStart', { ...this.init, runtimeVersion: configuration.runtime, ...about });
  }

  initRuntimeDone(failure: Failure | undefined): TelemetryEvent {
    return this.event('platform.initRuntimeDone', { ...this.init, ...this.statusOfInit(failure) });
  }

  initReport({ durationMs, failure }: InitResult): TelemetryEvent {
    const metrics = { durationMs: round(durationMs) };
    return this.event('platform.initReport', { ...this.init, ...this.statusOfInit(failure), metrics });
  }

  start(invocation: Invocation): TelemetryEvent {
    const { requestId } = invocation;
    return this.event('platform.start', { requestId, version: this.spec.version, ...shared(invocation) });
  }

  runtimeDone(invocation: Invocation, facts: InvocationFacts): TelemetryEvent {
    const { outcome, durationMs, latencyMs = durationMs, startedAt } = facts;
    const produced = producedBytes(outcome);
    const span = (name: string, from: number, ms: number) => ({
      name,
      start: new Date(from).toISOString(),
      durationMs: round(ms),
    });
    return this.event('platform.runtimeDone', {
      requestId: invocation.requestId,
      ...statusOf(brokenOff(outcome)),
      ...shared(invocation),
      ...(outcome.kind === 'succeeded' && {
        spans: [
          span('responseLatency', startedAt, latencyMs),
          span('responseDuration', startedAt + latencyMs, durationMs - latencyMs),
        ],
      }),
      metrics: { durationMs: round(durationMs), ...(produced !== undefined && { producedBytes: produced }) },
    });
  }

  /**
   * `init` is that of the environment's first invocation; its time is told apart unless it was suppressed (RT-04), and not at
   * all where it was over before there was a call (INV-89).
   */
  report(
    invocation: Invocation,
    { outcome, durationMs }: InvocationFacts,
    more: { readonly init?: InitResult | undefined; readonly maxMemoryUsedMb?: number | undefined },
  ): TelemetryEvent {
    const { suppressedInit, configuration, initializationType } = this.spec;
    const init = suppressedInit || initializationType === 'on-demand' ? more.init : undefined;
    const initMs = init?.durationMs ?? 0;
    const all = durationMs + (suppressedInit ? initMs : 0);
    return this.event('platform.report', {
      requestId: invocation.requestId,
      metrics: {
        durationMs: round(all),
        billedDurationMs: Math.ceil(durationMs + initMs),
        memorySizeMB: configuration.memoryMb,
        ...(more.maxMemoryUsedMb !== undefined && { maxMemoryUsedMB: more.maxMemoryUsedMb }),
        ...(init && !suppressedInit && { initDurationMs: round(initMs) }),
      },
      ...statusOf(init?.failure ?? brokenOff(outcome)),
      ...shared(invocation),
    });
  }

  extension(name: string, state: string, events: readonly string[]): TelemetryEvent {
    return this.event('platform.extension', { name, state, events });
  }

  /** A line of a log. Where that is JSON the record is what it holds; a managed runtime's lines have their end, as recorded. */
  line(type: 'function' | 'extension', text: string): TelemetryEvent {
    const { logging, runtime = '' } = this.spec.configuration;
    const whole = type === 'function' && !runtime.startsWith('provided') ? `${text}\n` : text;
    return this.event(type, logging.format === 'JSON' ? (objectIn(text) ?? whole) : whole);
  }

  private get init() {
    return { initializationType: this.spec.initializationType, phase: this.spec.suppressedInit ? 'invoke' : 'init' };
  }

  /** As in the log: one that is broken off because its invocation takes too long is an error of no known type. */
  private statusOfInit(failure: Failure | undefined) {
    if (failure?.kind !== 'timedOut' || !this.spec.suppressedInit) return statusOf(failure);
    return { status: 'error', errorType: PLATFORM_ERROR_TYPES.unknownRuntimeError };
  }

  private event(type: string, record: unknown): TelemetryEvent {
    return { time: new Date(this.now()).toISOString(), type, record };
  }
}

function statusOf(failure: Failure | undefined): { readonly status: Status; readonly errorType?: string } {
  if (!failure) return { status: 'success' };
  if (failure.kind === 'timedOut') return { status: 'timeout' };
  return { status: 'error', errorType: reportedTypeOf(failure) };
}

/** An error that the function has told of is an answer, and a success of the platform. */
function brokenOff(outcome: Outcome): Failure | undefined {
  return outcome.kind === 'succeeded' || outcome.kind === 'failed' ? undefined : outcome;
}

/** Of a response that was streamed `payload` is only the beginning. */
function producedBytes(outcome: Outcome): number | undefined {
  if (outcome.kind === 'succeeded') return outcome.streamedBytes ?? outcome.payload.length;
  return outcome.kind === 'failed' ? 0 : undefined;
}

/** The trace only of what is sampled. */
function shared({ traceHeader, tenantId }: Invocation): object {
  return {
    ...(traceHeader.includes('Sampled=1') && { tracing: { type: 'X-Amzn-Trace-Id', value: traceHeader } }),
    ...(tenantId !== undefined && { tenantId }),
  };
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const round = (ms: number) => Math.round(ms * 1000) / 1000;
