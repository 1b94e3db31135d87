/**
 * How long an environment that nobody calls is kept, in milliseconds, unless told otherwise. Lambda's own figure is not
 * documented and changes; this is of the order that users report. RT-06, CON-12.
 */
export const IDLE_LIFETIME_MS = 10 * 60_000;
