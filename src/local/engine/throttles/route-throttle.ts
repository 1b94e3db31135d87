import type { HttpThrottle } from '../../../model/http-api';
import type { Clock } from '../../time/clock';
import { type Bucket, tokenTaken } from '../token-bucket';

/** What an account may have, where a stage says nothing of it (API Gateway's quotas). */
const DEFAULT_BURST = 5_000;
const DEFAULT_PER_SECOND = 10_000;

/** How many requests routes let through, each by itself. */
export class RouteThrottle {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** Whether one more may pass now; it then has. */
  passes(route: string, { burst = DEFAULT_BURST, perSecond = DEFAULT_PER_SECOND }: HttpThrottle): boolean {
    if (burst <= 0 || perSecond <= 0) return false;
    const limit = { capacity: burst, refillMs: (burst / perSecond) * 1000 };
    const left = tokenTaken(this.buckets.get(route), limit, this.clock.now());
    if (left) this.buckets.set(route, left);
    return left !== undefined;
  }
}
