/** Waits before the second and the third attempt, in milliseconds (INV-62, AWS Developer Guide: invocation-async-error-handling). */
export const ASYNC_RETRY_WAITS_MS: readonly number[] = [60_000, 120_000];

/** Attempts after the first, 0 to 2 (INV-60). */
export const DEFAULT_RETRY_ATTEMPTS = 2;

/** How old an event may become before it is given up, 60 to 21 600 seconds (INV-60). */
export const DEFAULT_MAXIMUM_EVENT_AGE_SECONDS = 21_600;

/** After a throttle an event waits from 1 second, doubling, up to 5 minutes (INV-63), in milliseconds. */
export const THROTTLE_BACK_OFF_MS = { first: 1000, longest: 300_000 } as const;
