import { LOG_TAIL_MAX } from '../../spec/payload-limits';
import { errorTypeOf } from './function-error';
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
  readonly status: 'success' | 'failure' | 'error' | 'timeout';
  readonly errorType?: string;
}

/** The platform's own log lines, as text (INV-80) or as JSON (INV-87). */
export interface PlatformLines {
  initStart(runtime: string, at: number): string | undefined;
  /** Of an Init that did not end well. */
  initReport(init: InitResult, at: number): string | undefined;
  start(requestId: string, version: string, at: number): string | undefined;
  /** Undefined where the format has none. */
  end(requestId: string): string | undefined;
  report(report: Report, at: number): string | undefined;
}

export const textLines: PlatformLines = {
  initStart: (runtime) => `INIT_START Runtime Version: ${runtime}`,
  initReport: (init) =>
    `${[`INIT_REPORT Init Duration: ${init.durationMs.toFixed(2)} ms`, 'Phase: init', ...initStatus(init)].join('\t')}\t`,
  start: (requestId, version) => `START RequestId: ${requestId} Version: ${version}`,
  end: (requestId) => `END RequestId: ${requestId}`,
  report: (report) => {
    const fields = [
      `REPORT RequestId: ${report.requestId}`,
      `Duration: ${report.durationMs.toFixed(2)} ms`,
      `Billed Duration: ${billedMs(report)} ms`,
      `Memory Size: ${report.memorySizeMb} MB`,
    ];
    if (report.maxMemoryUsedMb !== undefined) fields.push(`Max Memory Used: ${report.maxMemoryUsedMb} MB`);
    if (report.initDurationMs !== undefined) fields.push(`Init Duration: ${report.initDurationMs.toFixed(2)} ms`);
    if (report.status === 'timeout') fields.push('Status: timeout');
    if (report.status === 'error') fields.push('Status: error', `Error Type: ${report.errorType}`);
    return `${fields.join('\t')}\t`;
  },
};

/** `systemLevel` decides which of the platform's events are written; the default is INFO (INV-87). */
export function jsonLines(systemLevel: string | undefined): PlatformLines {
  const successIsShown = systemLevel !== 'WARN';
  const line = (type: string, at: number, record: object) => JSON.stringify({ time: new Date(at).toISOString(), type, record });
  return {
    initStart: (runtime, at) =>
      successIsShown
        ? line('platform.initStart', at, { initializationType: 'on-demand', phase: 'init', runtimeVersion: runtime })
        : undefined,
    initReport: (init, at) =>
      line('platform.initReport', at, {
        initializationType: 'on-demand',
        phase: 'init',
        metrics: { durationMs: round(init.durationMs) },
        status: init.failure?.kind === 'timedOut' ? 'timeout' : 'error',
        ...(init.failure && { errorType: errorTypeOf(init.failure) }),
      }),
    start: (requestId, version, at) => (successIsShown ? line('platform.start', at, { requestId, version }) : undefined),
    end: () => undefined,
    report: (report, at) =>
      successIsShown || report.status !== 'success'
        ? line('platform.report', at, {
            requestId: report.requestId,
            metrics: {
              durationMs: round(report.durationMs),
              billedDurationMs: billedMs(report),
              memorySizeMB: report.memorySizeMb,
              ...(report.maxMemoryUsedMb !== undefined && { maxMemoryUsedMB: report.maxMemoryUsedMb }),
              ...(report.initDurationMs !== undefined && { initDurationMs: round(report.initDurationMs) }),
            },
            status: report.status,
            ...(report.errorType !== undefined && { errorType: report.errorType }),
          })
        : undefined,
  };
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

function initStatus(init: InitResult): string[] {
  if (!init.failure) return [];
  return init.failure.kind === 'timedOut' ? ['Status: timeout'] : ['Status: error', `Error Type: ${errorTypeOf(init.failure)}`];
}

const round = (ms: number) => Math.round(ms * 1000) / 1000;
