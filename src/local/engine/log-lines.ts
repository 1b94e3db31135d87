import type { FunctionConfiguration } from '../../model/function';
import { PLATFORM_ERROR_TYPES } from '../../spec/error-types';
import { LOG_TAIL_MAX } from '../../spec/payload-limits';
import { reportedTypeOf } from './function-error';
import type { InitResult } from './ports';
import { textBytes, toBase64 } from './text';

/** What the platform tells of one invocation in its REPORT (INV-80, RT-40). */
export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memorySizeMb: number;
  /** Absent where it could not be measured. */
  readonly maxMemoryUsedMb?: number;
  /** Only of the invocation that began its environment. */
  readonly initDurationMs?: number;
  readonly status: 'success' | 'error' | 'timeout';
  readonly errorType?: string;
  /** Bytes of the response. */
  readonly producedBytes: number;
}

/** What is told of every event of one invocation. */
export interface InvocationAbout {
  readonly requestId: string;
  readonly version: string;
  readonly tenantId?: string;
  /** The trace header, when the function is traced and this invocation is sampled. */
  readonly tracing?: string;
}

export interface InitAbout {
  readonly initializationType: 'on-demand' | 'provisioned-concurrency';
  /** “invoke”: the Init is part of an invocation, as one is that is begun again. */
  readonly phase: 'init' | 'invoke';
  readonly functionName: string;
  readonly functionVersion: string;
}

type Line = string | undefined;

/** The platform's own log lines, as text (INV-80) or as JSON (INV-87); undefined where the format or the level has none. */
export interface PlatformLines {
  initStart(about: InitAbout & { readonly runtime: string }, at: number): Line;
  initRuntimeDone(init: InitResult, about: InitAbout, at: number): Line;
  /** As text, only of an Init that did not end well or came before the first call (INV-82). */
  initReport(init: InitResult, about: InitAbout, at: number): Line;
  start(about: InvocationAbout, at: number): Line;
  end(about: InvocationAbout): Line;
  runtimeDone(report: Report, about: InvocationAbout, at: number): Line;
  report(report: Report, about: InvocationAbout, at: number): Line;
}

export function platformLines({ logging }: Pick<FunctionConfiguration, 'logging'>): PlatformLines {
  return logging.format === 'JSON' ? jsonLines(logging.systemLevel) : textLines;
}

const textLines: PlatformLines = {
  initStart: ({ runtime }) => `INIT_START Runtime Version: ${runtime}`,
  initRuntimeDone: () => undefined,
  initReport: (init, { initializationType, phase }) =>
    init.failure || initializationType === 'provisioned-concurrency'
      ? `${[`INIT_REPORT Init Duration: ${init.durationMs.toFixed(2)} ms`, `Phase: ${phase}`, ...initStatus(statusOfInit(init, phase))].join('\t')}\t`
      : undefined,
  start: ({ requestId, version }) => `START RequestId: ${requestId} Version: ${version}`,
  end: ({ requestId }) => `END RequestId: ${requestId}`,
  runtimeDone: () => undefined,
  report: (report, { tracing }) => {
    const { requestId, durationMs, memorySizeMb, maxMemoryUsedMb, initDurationMs, status } = report;
    let line = `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${billedMs(report)} ms\tMemory Size: ${memorySizeMb} MB\t`;
    if (maxMemoryUsedMb !== undefined) line += `Max Memory Used: ${maxMemoryUsedMb} MB\t`;
    if (initDurationMs !== undefined) line += `Init Duration: ${initDurationMs.toFixed(2)} ms\t`;
    if (status === 'timeout') line += 'Status: timeout\t';
    if (status === 'error') line += `Status: error\tError Type: ${report.errorType}\t`;
    return tracing === undefined ? line : line + xrayLine(tracing);
  },
};

/** In the order of their weight (INV-87). */
const LEVELS = ['DEBUG', 'INFO', 'WARN'] as const;
type Level = (typeof LEVELS)[number];

/** `systemLevel` decides which of the platform's events are written; the default is INFO (INV-87). */
function jsonLines(systemLevel: string | undefined): PlatformLines {
  const least = Math.max(0, LEVELS.indexOf((systemLevel ?? 'INFO') as Level));
  const line = (level: Level, type: string, at: number, record: object) =>
    LEVELS.indexOf(level) < least ? undefined : JSON.stringify({ time: new Date(at).toISOString(), type, record });
  const initDone = (init: InitResult, { initializationType, phase }: InitAbout) => ({
    initializationType,
    phase,
    ...statusOfInit(init, phase),
  });
  return {
    initStart: ({ initializationType, phase, runtime, functionName, functionVersion }, at) =>
      line('INFO', 'platform.initStart', at, {
        initializationType,
        phase,
        runtimeVersion: runtime,
        functionName,
        functionVersion,
      }),
    initRuntimeDone: (init, about, at) =>
      line(init.failure ? 'WARN' : 'DEBUG', 'platform.initRuntimeDone', at, initDone(init, about)),
    initReport: (init, about, at) => {
      const level = init.failure ? 'WARN' : about.initializationType === 'on-demand' ? 'DEBUG' : 'INFO';
      const { initializationType, phase, ...status } = initDone(init, about);
      const metrics = { durationMs: round(init.durationMs) };
      return line(level, 'platform.initReport', at, { initializationType, phase, metrics, ...status });
    },
    start: (about, at) =>
      line('INFO', 'platform.start', at, { requestId: about.requestId, version: about.version, ...shared(about) }),
    end: () => undefined,
    runtimeDone: (report, about, at) =>
      line(report.status === 'success' ? 'DEBUG' : 'WARN', 'platform.runtimeDone', at, {
        requestId: report.requestId,
        ...statusOfReport(report),
        metrics: { durationMs: round(report.durationMs), producedBytes: report.producedBytes },
        ...shared(about),
      }),
    report: (report, about, at) =>
      line(report.status === 'success' ? 'INFO' : 'WARN', 'platform.report', at, {
        requestId: report.requestId,
        metrics: {
          durationMs: round(report.durationMs),
          billedDurationMs: billedMs(report),
          memorySizeMB: report.memorySizeMb,
          ...(report.maxMemoryUsedMb !== undefined && { maxMemoryUsedMB: report.maxMemoryUsedMb }),
          ...(report.initDurationMs !== undefined && { initDurationMs: round(report.initDurationMs) }),
        },
        ...statusOfReport(report),
        ...shared(about),
      }),
  };
}

function statusOfReport({ status, errorType }: Report) {
  return { status, ...(errorType !== undefined && { errorType }) };
}

interface InitStatus {
  readonly status: 'success' | 'error' | 'timeout';
  readonly errorType?: string;
}

/** An Init that is broken off because its invocation takes too long is an error of no known type. */
function statusOfInit({ failure }: InitResult, phase: InitAbout['phase']): InitStatus {
  if (!failure) return { status: 'success' };
  if (failure.kind !== 'timedOut') return { status: 'error', errorType: reportedTypeOf(failure) };
  if (phase === 'invoke') return { status: 'error', errorType: PLATFORM_ERROR_TYPES.unknownRuntimeError };
  return { status: 'timeout', errorType: reportedTypeOf(failure) };
}

function shared({ tenantId, tracing }: InvocationAbout) {
  return {
    ...(tracing !== undefined && { tracing: { type: 'X-Amzn-Trace-Id', value: tracing } }),
    ...(tenantId !== undefined && { tenantId }),
  };
}

/** A second line of the same event (INV-80). */
function xrayLine(tracing: string): string {
  const field = (name: string) => new RegExp(`(?:^|;)\\s*${name}=([^;]*)`).exec(tracing)?.[1] ?? '';
  return `\nXRAY TraceId: ${field('Root')}\tSegmentId: ${field('Parent')}\tSampled: true\t`;
}

/** Base64 of the last 4 KB of an invocation's log (INV-07). */
export function logTail(lines: readonly string[]): string {
  const bytes = textBytes(lines.map((line) => `${line}\n`).join(''));
  return toBase64(bytes.subarray(Math.max(0, bytes.length - LOG_TAIL_MAX)));
}

/** Whole milliseconds, rounded up; Init of an on-demand environment is billed as well (INV-89). */
function billedMs(report: Report): number {
  return Math.ceil(report.durationMs + (report.initDurationMs ?? 0));
}

function initStatus({ status, errorType }: InitStatus): string[] {
  if (status === 'success') return [];
  return status === 'timeout' ? ['Status: timeout'] : ['Status: error', `Error Type: ${errorType}`];
}

const round = (ms: number) => Math.round(ms * 1000) / 1000;
