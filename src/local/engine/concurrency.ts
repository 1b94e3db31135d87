import type { LambdaFunction } from '../../model/function';
import { REQUESTS_PER_CONCURRENCY, SCALING_RATE } from '../../spec/scaling';
import type { Clock } from '../time/clock';
import { type ConcurrencyLimits, type FunctionLimits, limitsOf } from './concurrency-limits';
import { type Bucket, type BucketLimit, tokenTaken } from './token-bucket';

/** Why an invocation is throttled, in Lambda's words (ERR-06, CON-09). */
export type ThrottleReason =
  | 'ReservedFunctionConcurrentInvocationLimitExceeded'
  | 'ConcurrentInvocationLimitExceeded'
  | 'ReservedFunctionInvocationRateLimitExceeded'
  | 'FunctionInvocationRateLimitExceeded';

export interface ConcurrencyOptions {
  readonly clock: Clock;
  /** A new array whenever something of them has changed. */
  readonly functions: () => readonly LambdaFunction[];
  /** The quota of every account in every Region (CON-01). */
  readonly account: number;
  /** Whether requests a second are limited (CON-08): only where invocations take time. */
  readonly limitRequests: boolean;
}

/** An invocation that wants to begin. */
export interface Asked {
  readonly function: LambdaFunction;
  readonly version: string;
  /** What shares environments: those of one version, or of one tenant of it. */
  readonly pool: string;
  readonly synchronous: boolean;
  /** How many provisioned environments the version has by now. */
  readonly provisioned: number;
}

/** An invocation that may begin. */
export interface Admitted {
  /** Whether a provisioned environment runs it. */
  readonly provisioned: boolean;
  /** To be called once, when it has ended. */
  readonly leave: () => void;
}

/** Counts what is under way, and lets in what Lambda's quotas leave room for. */
export class Concurrency {
  /** On-demand invocations under way by function, and by pool; those in provisioned environments by version. */
  private readonly onDemand = new Map<string, number>();
  private readonly inPool = new Map<string, number>();
  private readonly inProvisioned = new Map<string, number>();
  /** The most that ran at once in a pool: so many environments it has gained (CON-07). */
  private readonly gained = new Map<string, number>();
  private readonly buckets = new Map<string, Bucket>();
  private known: { readonly functions: readonly LambdaFunction[]; readonly limits: ConcurrencyLimits } | undefined;

  constructor(private readonly options: ConcurrencyOptions) {}

  enter(asked: Asked): Admitted | ThrottleReason {
    const { arn } = asked.function;
    if (this.hasRoom(asked)) {
      const version = `${arn}:${asked.version}`;
      if (this.mayRequest(version, asked.provisioned, asked.synchronous)) {
        addTo(this.inProvisioned, version, 1);
        return { provisioned: true, leave: () => addTo(this.inProvisioned, version, -1) };
      }
    }
    const reason = this.whyNot(asked);
    if (reason !== undefined) return reason;
    addTo(this.onDemand, arn, 1);
    addTo(this.inPool, asked.pool, 1);
    return {
      provisioned: false,
      leave: () => {
        addTo(this.onDemand, arn, -1);
        addTo(this.inPool, asked.pool, -1);
      },
    };
  }

  /** Whether a provisioned environment of the version is free. */
  hasRoom({ function: { arn }, version, provisioned }: Pick<Asked, 'function' | 'version' | 'provisioned'>): boolean {
    return provisioned > 0 && (this.inProvisioned.get(`${arn}:${version}`) ?? 0) < provisioned;
  }

  /** What is under way, by the ARN of the function or, in provisioned environments, of the version. */
  get underWay(): readonly (readonly [arn: string, count: number])[] {
    return [...this.onDemand, ...this.inProvisioned].filter(([, count]) => count > 0);
  }

  private whyNot(asked: Asked): ThrottleReason | undefined {
    const { arn } = asked.function;
    const limits = this.limits();
    const own = limits.functions.get(arn);
    if (own?.reserved !== undefined) {
      const share = own.reserved - own.provisioned;
      if ((this.onDemand.get(arn) ?? 0) >= share) return 'ReservedFunctionConcurrentInvocationLimitExceeded';
      if (!this.mayRequest(arn, share, asked.synchronous)) return 'ReservedFunctionInvocationRateLimitExceeded';
    } else if (own) {
      const pool = limits.pools.get(own.place) ?? 0;
      if (this.inPlace(own, limits) >= pool) return 'ConcurrentInvocationLimitExceeded';
      if (!this.mayRequest(own.place, pool, asked.synchronous)) return 'FunctionInvocationRateLimitExceeded';
    }
    return this.mayScale(asked) ? undefined : 'FunctionInvocationRateLimitExceeded';
  }

  /** On-demand invocations under way of functions that share one pool. */
  private inPlace({ place }: FunctionLimits, { functions }: ConcurrencyLimits): number {
    let used = 0;
    for (const [arn, count] of this.onDemand) {
      const other = functions.get(arn);
      if (other?.reserved === undefined && other?.place === place) used += count;
    }
    return used;
  }

  private mayRequest(key: string, concurrency: number, synchronous: boolean): boolean {
    if (!synchronous || !this.options.limitRequests) return true;
    return this.take(`requests ${key}`, { capacity: concurrency * REQUESTS_PER_CONCURRENCY, refillMs: 1000 });
  }

  /** One more environment than there were is a step of the scaling rate. */
  private mayScale({ function: { arn }, pool }: Asked): boolean {
    const gained = this.gained.get(pool) ?? 0;
    if ((this.inPool.get(pool) ?? 0) < gained) return true;
    if (!this.take(`environments ${arn}`, { capacity: SCALING_RATE.environments, refillMs: SCALING_RATE.perMs })) return false;
    this.gained.set(pool, gained + 1);
    return true;
  }

  private take(key: string, limit: BucketLimit): boolean {
    const next = tokenTaken(this.buckets.get(key), limit, this.options.clock.now());
    if (next) this.buckets.set(key, next);
    return next !== undefined;
  }

  private limits(): ConcurrencyLimits {
    const functions = this.options.functions();
    if (this.known?.functions !== functions) this.known = { functions, limits: limitsOf(functions, this.options.account) };
    return this.known.limits;
  }
}

/** Nothing is kept of what nothing is left of. */
function addTo(counts: Map<string, number>, key: string, more: 1 | -1): void {
  const left = (counts.get(key) ?? 0) + more;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}
