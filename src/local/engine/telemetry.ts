import type { TELEMETRY_TYPES } from '../../spec/telemetry';

export type TelemetryType = (typeof TELEMETRY_TYPES)[number];

/** One thing that has happened in an environment, as it is told to extensions that have subscribed (RT-40). */
export interface TelemetryEvent {
  /** In UTC, to the millisecond. */
  readonly time: string;
  /** `platform.…`, `function` or `extension`. */
  readonly type: string;
  readonly record: unknown;
}

/** Which API an extension has subscribed by, and in which schema. */
export interface TelemetryDialect {
  readonly api: 'telemetry' | 'logs';
  readonly schemaVersion: string;
}

/** The Telemetry and Logs APIs of one environment, as its driver has them. */
export interface TelemetrySession {
  /** Whether anybody could still want to know what happens. */
  readonly isWanted: boolean;
  emit(event: TelemetryEvent): void;
  /** Init is over: who has not subscribed cannot any more. */
  closeSubscriptions(): void;
  /** Delivers what is held back. Settles when that is done, or given up. */
  flush(): Promise<void>;
  /** Whether something is on its way to somebody. */
  readonly isDelivering: boolean;
  /** Holds everything back until `resume`. */
  pause(): void;
  resume(): void;
}

export function telemetryTypeOf({ type }: TelemetryEvent): TelemetryType {
  return type === 'function' || type === 'extension' ? type : 'platform';
}

const UNKNOWN_TO_LOGS = new Set([
  'platform.initStart',
  'platform.initRuntimeDone',
  'platform.initReport',
  'platform.telemetrySubscription',
]);

/** What a subscriber is told of an event: the Logs API knows fewer, with fewer members, and tells of the end before the report. */
export function translated(event: TelemetryEvent, { api, schemaVersion }: TelemetryDialect): readonly TelemetryEvent[] {
  if (api === 'telemetry') return event.type === 'platform.logsSubscription' ? [] : [event];
  const { time, type, record } = event;
  if (UNKNOWN_TO_LOGS.has(type)) return [];
  if (type === 'platform.start') return [{ time, type, record: only(record, ['requestId', 'version']) }];
  if (type === 'platform.runtimeDone') {
    return schemaVersion === '2020-08-15' ? [] : [{ time, type, record: only(record, ['requestId', 'status']) }];
  }
  if (type !== 'platform.report') return [event];
  return [
    { time, type: 'platform.end', record: only(record, ['requestId']) },
    { time, type, record: only(record, ['requestId', 'metrics']) },
  ];
}

function only(record: unknown, members: readonly string[]): object {
  return Object.fromEntries(Object.entries(record as object).filter(([name]) => members.includes(name)));
}

/** What is held back for one subscriber: JSON texts of events, and their length in bytes. */
export interface Batch {
  readonly events: readonly string[];
  readonly bytes: number;
}

export interface Buffering {
  readonly maxItems: number;
  readonly maxBytes: number;
  /** From the first event on. */
  readonly timeoutMs: number;
}

/** Whether it is not to be held back any longer. */
export function isFull({ events, bytes }: Batch, { maxItems, maxBytes }: Buffering): boolean {
  return events.length >= maxItems || bytes >= maxBytes;
}
