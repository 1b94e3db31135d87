/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Present time and alarms, as a port: real in `SystemClock`, walked in `VirtualClock`. */
export interface Clock {
  now(): Instant;
  /** Calls `ring` once, at `at` or, when that is past, as soon as possible; never before this call returns. */
  wakeAt(at: Instant, ring: () => void): Alarm;
  /** Work is under way that takes no virtual time: a virtual clock stands until the function it returns is called. */
  hold(): () => void;
}

export interface Alarm {
  /** Without effect once it has rung. */
  cancel(): void;
}
