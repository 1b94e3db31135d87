import type { Instant } from '../time/clock';

/** How many tokens were left at an instant. */
export interface Bucket {
  readonly left: number;
  readonly at: Instant;
}

export interface BucketLimit {
  /** What is there at first, and at most. */
  readonly capacity: number;
  /** How long it takes to fill an empty bucket, in milliseconds. */
  readonly refillMs: number;
}

/** The bucket after one token was taken at `now`; undefined when there was none. A new bucket is full. */
export function tokenTaken(bucket: Bucket | undefined, limit: BucketLimit, now: Instant): Bucket | undefined {
  const passed = bucket === undefined ? limit.refillMs : Math.max(0, now - bucket.at);
  const left = Math.min(limit.capacity, (bucket?.left ?? 0) + (passed * limit.capacity) / limit.refillMs);
  return left < 1 ? undefined : { left: left - 1, at: now };
}
