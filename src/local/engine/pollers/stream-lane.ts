import { REQUEST_PAYLOAD_MAX } from '../../../spec/payload-limits';
import type { Instant } from '../../time/clock';
import { backOffMs, type LanePolicy } from './stream-policy';
import { isEndOf, openWindow, type TumblingWindow, windowAfter } from './tumbling-window';

/** A record that waits for its function. */
export interface Waiting {
  readonly sequenceNumber: string;
  readonly arrived: Instant;
  /** In the event. */
  readonly bytes: number;
}

/** Records that are handed over together: a batch, or what is left of it. */
export interface Part<R extends Waiting> {
  readonly records: readonly R[];
  /** Invocations since the checkpoint is at its first record. */
  readonly tried: number;
  /** Those that count as attempts (ESM-64). */
  readonly failures: number;
  /** For waits alone: throttles in a row. */
  readonly throttles: number;
  /** The last of a tumbling window. */
  readonly isFinal?: true;
}

/** Where one lane of a shard stands: it has one invocation under way at most (SIM-09). */
export interface Lane<R extends Waiting> {
  readonly phase: 'ready' | 'running' | 'backingOff';
  /** When the wait before the next attempt is over. */
  readonly retryAt?: Instant;
  readonly isPaused: boolean;
  readonly waiting: readonly R[];
  /** The batch under work, in order; several where it was split. */
  readonly parts: readonly Part<R>[];
  /** When the batching window of what waits is over. */
  readonly deadline?: Instant;
  /** Batching windows follow each other from here (ESM-61). */
  readonly windowsFrom: Instant;
  readonly window?: TumblingWindow;
}

/** How an invocation has ended. */
export type Result =
  /** `state` is that of a tumbling window. */
  | { readonly is: 'succeeded'; readonly state?: unknown }
  /** Those before this sequence number have succeeded (PBR-21). */
  | { readonly is: 'partial'; readonly from: string; readonly state?: unknown }
  | { readonly is: 'failed' }
  /** The batch did not reach the function (ESM-64). */
  | { readonly is: 'throttled' };

export type LaneHappening<R extends Waiting> =
  | { readonly is: 'read'; readonly records: readonly R[] }
  | Result
  | { readonly is: 'due' | 'paused' | 'resumed' };

export type LaneEffect<R extends Waiting> =
  | { readonly do: 'invoke'; readonly part: Part<R>; readonly window?: TumblingWindow }
  | { readonly do: 'wake'; readonly at: Instant }
  | { readonly do: 'giveUp'; readonly condition: Condition; readonly part: Part<R> };

export type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

type Step<R extends Waiting> = readonly [Lane<R>, ...LaneEffect<R>[]];

export function newLane<R extends Waiting>(now: Instant): Lane<R> {
  return { phase: 'ready', isPaused: false, waiting: [], parts: [], windowsFrom: now };
}

/** SIM-30; `dice` from 0, below 1, for the wait before the next attempt. */
export function step<R extends Waiting>(
  lane: Lane<R>,
  happening: LaneHappening<R>,
  now: Instant,
  policy: LanePolicy,
  dice: number,
): Step<R> {
  switch (happening.is) {
    case 'read':
      return look({ ...lane, waiting: [...lane.waiting, ...happening.records] }, now, policy);
    case 'due':
      return look(isRested(lane, now) ? { ...lane, phase: 'ready' } : lane, now, policy);
    case 'paused':
      return [{ ...lane, isPaused: true }];
    case 'resumed': {
      const { deadline: _, ...rest } = lane;
      return look({ ...rest, isPaused: false, windowsFrom: now }, now, policy);
    }
    case 'succeeded':
      return succeeded(lane, happening.state, now, policy);
    case 'partial':
      return partial(lane, happening, now, policy, dice);
    case 'failed':
      return failed(lane, now, policy, dice);
    case 'throttled': {
      const [part, ...others] = lane.parts as readonly [Part<R>, ...Part<R>[]];
      const throttles = part.throttles + 1;
      return backOff({ ...lane, parts: [{ ...part, throttles }, ...others] }, throttles, now, dice);
    }
  }
}

/** Hands the next records over when it is time to. */
function look<R extends Waiting>(lane: Lane<R>, now: Instant, policy: LanePolicy): Step<R> {
  if (lane.phase !== 'ready' || lane.isPaused) return [lane];
  if (lane.parts.length > 0) return handOver(lane, now, policy);
  return policy.tumblingMs === undefined
    ? gather(lane, lane.waiting, now, policy)
    : gatherWindow(lane, now, policy.tumblingMs, policy);
}

/** ESM-60: a batch is whole when it is full or its window is over. */
function gather<R extends Waiting>(lane: Lane<R>, available: readonly R[], now: Instant, policy: LanePolicy): Step<R> {
  if (available.length === 0) return [lane];
  const records = fitting(available, policy.batchSize);
  const isFull = records.length === policy.batchSize || records.length < available.length;
  if (policy.windowMs === 0 || isFull || (lane.deadline !== undefined && lane.deadline <= now)) {
    return begin(lane, { records, tried: 0, failures: 0, throttles: 0 }, now, policy);
  }
  if (lane.deadline !== undefined) return [lane];
  const past = Math.floor((now - lane.windowsFrom) / policy.windowMs) + 1;
  const deadline = lane.windowsFrom + past * policy.windowMs;
  return [
    { ...lane, deadline },
    { do: 'wake', at: deadline },
  ];
}

/** STR-12: records of one tumbling window after the other, and the end of each by itself. */
function gatherWindow<R extends Waiting>(lane: Lane<R>, now: Instant, lengthMs: number, policy: LanePolicy): Step<R> {
  const first = lane.waiting[0];
  const window = lane.window ?? (first && openWindow(first.arrived, lengthMs));
  if (!window) return [lane];
  const inside = lane.waiting.filter(({ arrived }) => arrived < window.end);
  const opened = { ...lane, window };
  if (isEndOf(window, now, policy.graceMs)) {
    const records = window.endsEarly ? [] : fitting(inside, policy.batchSize);
    const isLast = window.endsEarly === true || records.length === inside.length;
    return begin(opened, { records, tried: 0, failures: 0, throttles: 0, ...(isLast && { isFinal: true }) }, now, policy);
  }
  const [next, ...effects] = gather(opened, inside, now, policy);
  return lane.window ? [next, ...effects] : [next, ...effects, { do: 'wake', at: window.end + policy.graceMs }];
}

function begin<R extends Waiting>(lane: Lane<R>, part: Part<R>, now: Instant, policy: LanePolicy): Step<R> {
  const { deadline: _, ...rest } = lane;
  return handOver({ ...rest, parts: [part], waiting: lane.waiting.slice(part.records.length) }, now, policy);
}

/** STR-03: what is too old is given up before it is handed over. */
function handOver<R extends Waiting>(lane: Lane<R>, now: Instant, policy: LanePolicy): Step<R> {
  const [part, ...others] = lane.parts as readonly [Part<R>, ...Part<R>[]];
  const young = part.records.findIndex(({ arrived }) => now - arrived <= policy.ageMs);
  const old = young < 0 ? part.records.length : young;
  if (old === 0) return invoke(lane, part);
  const gone: Part<R> = { ...part, records: part.records.slice(0, old) };
  const rest: Part<R> = { ...part, records: part.records.slice(old), tried: 0, failures: 0, throttles: 0 };
  const isOver = rest.records.length === 0 && !rest.isFinal;
  const [next, ...effects] = isOver
    ? afterPart({ ...lane, parts: others }, now, policy)
    : invoke({ ...lane, parts: [rest, ...others] }, rest);
  return [next, { do: 'giveUp', condition: 'RecordAgeExceeded', part: gone }, ...effects];
}

function invoke<R extends Waiting>(lane: Lane<R>, part: Part<R>): Step<R> {
  const tried = { ...part, tried: part.tried + 1 };
  const parts = [tried, ...lane.parts.slice(1)];
  return [
    { ...lane, phase: 'running', parts },
    { do: 'invoke', part: tried, ...(lane.window && { window: lane.window }) },
  ];
}

function succeeded<R extends Waiting>(lane: Lane<R>, state: unknown, now: Instant, policy: LanePolicy): Step<R> {
  const [part, ...parts] = lane.parts as readonly [Part<R>, ...Part<R>[]];
  return afterPart(inWindow({ ...lane, parts }, part, state), now, policy);
}

/** PBR-22: attempts are counted anew whenever the checkpoint advances. */
function partial<R extends Waiting>(
  lane: Lane<R>,
  { from, state }: Result & { readonly is: 'partial' },
  now: Instant,
  policy: LanePolicy,
  dice: number,
): Step<R> {
  const [part, ...others] = lane.parts as readonly [Part<R>, ...Part<R>[]];
  const good = part.records.findIndex(({ sequenceNumber }) => sequenceNumber === from);
  const next = lane.window && state !== undefined ? { ...lane, window: { ...lane.window, state } } : lane;
  if (good <= 0) return failed(next, now, policy, dice);
  const rest: Part<R> = { ...part, records: part.records.slice(good), tried: 0, failures: 0, throttles: 0 };
  return backOff({ ...next, parts: [rest, ...others] }, 1, now, dice);
}

function failed<R extends Waiting>(lane: Lane<R>, now: Instant, policy: LanePolicy, dice: number): Step<R> {
  const [part, ...others] = lane.parts as readonly [Part<R>, ...Part<R>[]];
  if (policy.bisects && part.records.length > 1) {
    // A split costs no attempt, and each half has all of them (STR-05, SIM-32).
    const middle = Math.ceil(part.records.length / 2);
    const fresh = { tried: 0, failures: 0, throttles: 0 };
    const halves: Part<R>[] = [
      { ...fresh, records: part.records.slice(0, middle) },
      { ...part, ...fresh, records: part.records.slice(middle) },
    ];
    return backOff({ ...lane, parts: [...halves, ...others] }, 1, now, dice);
  }
  const failures = part.failures + 1;
  if (policy.retries === undefined || failures <= policy.retries) {
    return backOff({ ...lane, parts: [{ ...part, failures, throttles: 0 }, ...others] }, failures, now, dice);
  }
  const [next, ...effects] = afterPart(inWindow({ ...lane, parts: others }, part, undefined), now, policy);
  return [next, { do: 'giveUp', condition: 'RetryAttemptsExhausted', part }, ...effects];
}

/** The window that a part was of goes on, or ends with it. */
function inWindow<R extends Waiting>(lane: Lane<R>, part: Part<R>, state: unknown): Lane<R> {
  if (!lane.window) return lane;
  const { window, ...rest } = lane;
  const after = windowAfter(window, part.isFinal === true, state);
  return after ? { ...rest, window: after } : rest;
}

/** The next window of waiting begins when nothing of the batch is left (ESM-61). */
function afterPart<R extends Waiting>(lane: Lane<R>, now: Instant, policy: LanePolicy): Step<R> {
  const next = { ...lane, phase: 'ready' as const };
  return look(lane.parts.length > 0 ? next : { ...next, windowsFrom: now }, now, policy);
}

function backOff<R extends Waiting>(lane: Lane<R>, failures: number, now: Instant, dice: number): Step<R> {
  const retryAt = now + backOffMs(failures, dice);
  return [
    { ...lane, phase: 'backingOff', retryAt },
    { do: 'wake', at: retryAt },
  ];
}

/** Other alarms ring meanwhile. */
function isRested<R extends Waiting>({ phase, retryAt = 0 }: Lane<R>, now: Instant): boolean {
  return phase === 'backingOff' && retryAt <= now;
}

/** As many from the front as one event has room for; one record at least. */
function fitting<R extends Waiting>(records: readonly R[], most: number): readonly R[] {
  let bytes = 0;
  const over = records.slice(0, most).findIndex((record, at) => {
    bytes += record.bytes + 1;
    return at > 0 && bytes > REQUEST_PAYLOAD_MAX - EVENT_FRAME_BYTES;
  });
  return records.slice(0, over < 0 ? most : over);
}

/** What an event has around its records, but for the state of a window. */
const EVENT_FRAME_BYTES = 1024;
