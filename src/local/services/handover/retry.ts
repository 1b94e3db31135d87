import type { DeliveryRetry } from '../../../model/event-bus';
import { DELIVERY_BACKOFF, DELIVERY_RETRY } from '../../../spec/eventbridge';
import { SNS_RETRY } from '../../../spec/sns';
import type { Instant } from '../../time/clock';

/** How long one service tries to hand something over. */
export interface Retry {
  /** After the first attempt. */
  readonly attempts: number;
  readonly ageMs: number;
  /** Until the next attempt, after so many that failed; `fraction` is a throw from 0 to below 1. */
  waitMs(failures: number, fraction: number): number;
}

export type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/** When it is tried again, or what there is no more of. */
export function nextAttempt(
  { attempts, ageMs, waitMs }: Retry,
  failures: number,
  accepted: Instant,
  now: Instant,
  fraction: number,
): Instant | Exhausted {
  if (failures > attempts) return 'MaximumRetryAttempts';
  const at = now + waitMs(failures, fraction);
  return at - accepted > ageMs ? 'MaximumEventAgeInSeconds' : at;
}

/** EVB-20, SCH-03. */
export function deliveryRetry({ MaximumRetryAttempts, MaximumEventAgeInSeconds }: DeliveryRetry = {}): Retry {
  const { firstMs, longestMs, jitter } = DELIVERY_BACKOFF;
  return {
    attempts: MaximumRetryAttempts ?? DELIVERY_RETRY.attempts,
    ageMs: 1000 * (MaximumEventAgeInSeconds ?? DELIVERY_RETRY.ageSeconds),
    waitMs(failures, fraction) {
      const even = Math.min(longestMs, firstMs * 2 ** Math.min(30, failures - 1));
      return Math.round(even * (1 - jitter + 2 * jitter * fraction));
    },
  };
}

/** SNS-05. */
export const SNS_DELIVERY_RETRY: Retry = {
  attempts: SNS_RETRY.atOnce + SNS_RETRY.afterOneSecond + SNS_RETRY.growing + SNS_RETRY.steady,
  ageMs: Infinity,
  waitMs(failures) {
    const { atOnce, afterOneSecond, growing, shortestMs, longestMs } = SNS_RETRY;
    if (failures <= atOnce) return 0;
    if (failures <= atOnce + afterOneSecond) return shortestMs;
    const grown = failures - atOnce - afterOneSecond - 1;
    return Math.round(Math.min(longestMs, shortestMs + (grown * (longestMs - shortestMs)) / (growing - 1)));
  },
};
