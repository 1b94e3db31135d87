import type { LambdaFunction } from '../../model/function';
import { provisionedOf } from './provisioned';

/** What limits the invocations of one function. */
export interface FunctionLimits {
  readonly reserved?: number;
  /** Environments that are kept ready, over all versions: they count whether they run or not (CON-05). */
  readonly provisioned: number;
  /** Region and account, which share one quota (CON-01). */
  readonly place: string;
}

export interface ConcurrencyLimits {
  readonly functions: ReadonlyMap<string, FunctionLimits>;
  /** What is left, by place, for functions without a reservation that are not in a provisioned environment. */
  readonly pools: ReadonlyMap<string, number>;
}

/** A reservation is both guarantee and cap (CON-03); functions without one share what is left of the account's quota (CON-01, CON-02). */
export function limitsOf(functions: readonly LambdaFunction[], account: number): ConcurrencyLimits {
  const limits = new Map<string, FunctionLimits>();
  const pools = new Map<string, number>();
  for (const fn of functions) {
    const place = placeOf(fn);
    let provisioned = 0;
    for (const count of provisionedOf(fn).values()) provisioned += count;
    const reserved = fn.reservedConcurrency;
    limits.set(fn.arn, { ...(reserved !== undefined && { reserved }), provisioned, place });
    pools.set(place, (pools.get(place) ?? account) - (reserved ?? provisioned));
  }
  return { functions: limits, pools };
}

export function placeOf({ account, region }: Pick<LambdaFunction, 'account' | 'region'>): string {
  return `${region}:${account}`;
}
