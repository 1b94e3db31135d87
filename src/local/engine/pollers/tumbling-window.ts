import { WINDOW_STATE_MAX } from '../../../spec/stream-poller';
import type { Instant } from '../../time/clock';
import { textBytes } from '../text';

/** A stretch of time whose records are looked at together, by the time at which they arrived (STR-12). */
export interface TumblingWindow {
  readonly start: Instant;
  readonly end: Instant;
  /** What the function has made of it so far. */
  readonly state: unknown;
  /** Its state has become too large: it ends at once, and what is left of it is a window of its own. */
  readonly endsEarly?: true;
}

/** The window that has this instant; windows are aligned, so that they are the same in every run. */
export function openWindow(at: Instant, lengthMs: number): TumblingWindow {
  const start = Math.floor(at / lengthMs) * lengthMs;
  return { start, end: start + lengthMs, state: {} };
}

/** Whether its last invocation is due. */
export function isEndOf({ end, endsEarly }: TumblingWindow, now: Instant, graceMs: number): boolean {
  return endsEarly === true || now >= end + graceMs;
}

/** The window after an invocation for it; undefined when that was its last. `state` is undefined when it has not succeeded. */
export function windowAfter(window: TumblingWindow, wasFinal: boolean, state: unknown): TumblingWindow | undefined {
  if (wasFinal) return undefined;
  if (state === undefined) return window;
  const isTooLarge = textBytes(JSON.stringify(state)).length > WINDOW_STATE_MAX;
  return { ...window, state, ...(isTooLarge && { endsEarly: true as const }) };
}

/** The members that the event has for it. */
export function windowMembers(
  { start, end, state, endsEarly }: TumblingWindow,
  isFinal: boolean,
  shardId: string,
  streamArn: string,
) {
  return {
    window: { start: seconds(start), end: seconds(end) },
    state,
    shardId,
    eventSourceARN: streamArn,
    isFinalInvokeForWindow: isFinal,
    isWindowTerminatedEarly: endsEarly === true,
  };
}

function seconds(at: Instant): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
