import { ASYNC_RETRY_WAITS_MS, THROTTLE_BACK_OFF_MS } from '../../spec/async-invocation';
import type { Instant } from '../time/clock';

/** Where one asynchronous event stands. */
export type AsyncEvent =
  | { readonly phase: 'queued'; readonly accepted: Instant; readonly failures: number; readonly throttles: number }
  | { readonly phase: 'running'; readonly accepted: Instant; readonly failures: number; readonly throttles: number }
  | { readonly phase: 'done'; readonly condition: Condition; readonly attempts: number };

/** How an event ended, in the words of the destination record (INV-66). */
export type Condition =
  | 'Success'
  | 'RetriesExhausted'
  | 'EventAgeExceeded'
  | 'ZeroReservedConcurrency'
  /** A loop was stopped (FN-72); how the record names that is not known. */
  | 'RecursiveInvocation'
  /** What it was for is no more; of this no record is sent. */
  | 'FunctionDeleted';

export type AsyncHappening = 'due' | 'succeeded' | 'failed' | 'throttled' | 'looped' | 'gone';

export interface AsyncPolicy {
  readonly maximumEventAgeMs: number;
  readonly retryAttempts: number;
  /** Reserved concurrency of 0: the event can never run (INV-64). */
  readonly neverRuns: boolean;
}

export type AsyncEffect = { readonly do: 'invoke' } | { readonly do: 'wake'; readonly at: Instant } | { readonly do: 'finish' };
export type AsyncStep = readonly [AsyncEvent, AsyncEffect];

/** A new event, due at once. */
export function accepted(now: Instant): AsyncEvent {
  return { phase: 'queued', accepted: now, failures: 0, throttles: 0 };
}

/** INV-62 to INV-64. */
export function step(event: AsyncEvent, happening: AsyncHappening, now: Instant, policy: AsyncPolicy): AsyncStep {
  if (event.phase === 'queued' && happening === 'due') {
    if (policy.neverRuns) return done('ZeroReservedConcurrency', event.failures);
    if (now - event.accepted > policy.maximumEventAgeMs) return done('EventAgeExceeded', event.failures);
    return [{ ...event, phase: 'running' }, { do: 'invoke' }];
  }
  if (event.phase === 'running' && happening === 'succeeded') return done('Success', event.failures + 1);
  if (event.phase === 'running' && happening === 'failed') {
    const failures = event.failures + 1;
    const wait = ASYNC_RETRY_WAITS_MS[failures - 1];
    if (wait === undefined || failures > policy.retryAttempts) return done('RetriesExhausted', failures);
    return later({ ...event, failures }, now + wait, policy);
  }
  if (event.phase === 'running' && happening === 'throttled') {
    const wait = Math.min(THROTTLE_BACK_OFF_MS.first * 2 ** event.throttles, THROTTLE_BACK_OFF_MS.longest);
    return later({ ...event, throttles: event.throttles + 1 }, now + wait, policy);
  }
  if (event.phase === 'running' && happening === 'looped') return done('RecursiveInvocation', event.failures);
  if (event.phase === 'running' && happening === 'gone') return done('FunctionDeleted', event.failures);
  throw new Error(`bug: an event that is ${event.phase} cannot be ${happening}`);
}

/**
 * An attempt that would come after the event's maximum age is not waited for. The one before has taken some time, if none of this
 * clock: with an age of 60 seconds there is no second attempt, one minute later (INV-62, recorded).
 */
function later(event: Extract<AsyncEvent, { phase: 'running' }>, at: Instant, policy: AsyncPolicy): AsyncStep {
  if (at - event.accepted >= policy.maximumEventAgeMs) return done('EventAgeExceeded', event.failures);
  return [
    { ...event, phase: 'queued' },
    { do: 'wake', at },
  ];
}

function done(condition: Condition, attempts: number): AsyncStep {
  return [{ phase: 'done', condition, attempts }, { do: 'finish' }];
}
