import type { RestThrottle, UsageQuota } from '../../../model/rest-api';
import { ACCOUNT_THROTTLE } from '../../../spec/rest-api';
import type { Clock, Instant } from '../../time/clock';
import { type Bucket, tokenTaken } from '../token-bucket';
import { periodOf } from './period';

export type Admittance = 'admitted' | 'throttled' | 'quotaExceeded';

/** A limit of requests a second, for everything that has the same name. */
export interface NamedThrottle {
  readonly name: string;
  readonly throttle: RestThrottle;
}

/** A limit of requests in a day, week or month. */
export interface NamedQuota {
  readonly name: string;
  readonly quota: UsageQuota;
}

/** How much of what they may use the callers of an API have used. */
export class UsageMeter {
  private readonly buckets = new Map<string, Bucket>();
  private readonly used = new Map<string, { readonly period: Instant; readonly isFirst: boolean; readonly requests: number }>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** Counts a request where all limits let it pass; one that is not let through counts for nothing but the throttles before. */
  admit(throttles: readonly NamedThrottle[], quota?: NamedQuota): Admittance {
    const now = this.clock.now();
    for (const { name, throttle } of throttles) {
      const bucket = this.taken(name, throttle, now);
      if (bucket === undefined) return 'throttled';
      this.buckets.set(name, bucket);
    }
    return quota === undefined || this.countIn(quota, now) ? 'admitted' : 'quotaExceeded';
  }

  private taken(name: string, { burst, perSecond }: RestThrottle, now: Instant): Bucket | undefined {
    const capacity = burst ?? ACCOUNT_THROTTLE.burst;
    const rate = perSecond ?? ACCOUNT_THROTTLE.perSecond;
    if (capacity < 1 || rate <= 0) return undefined;
    return tokenTaken(this.buckets.get(name), { capacity, refillMs: (1000 * capacity) / rate }, now);
  }

  private countIn({ name, quota }: NamedQuota, now: Instant): boolean {
    const period = periodOf(quota.period, now);
    const last = this.used.get(name);
    const isFirst = last === undefined || (last.isFirst && last.period === period);
    const requests = (last?.period === period ? last.requests : 0) + 1;
    if (requests > quota.limit - (isFirst ? quota.offset : 0)) return false;
    this.used.set(name, { period, isFirst, requests });
    return true;
  }
}
