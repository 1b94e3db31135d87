import { ACCOUNT_CONCURRENCY } from '../../spec/concurrency';

/** How many invocations are under way, by function ARN. */
export type InFlight = ReadonlyMap<string, number>;

/** What limits them: reservations by function ARN, and the account's quota. */
export interface ConcurrencyLimits {
  readonly account: number;
  readonly reserved: ReadonlyMap<string, number>;
}

/** Why an invocation is throttled, in Lambda's words (ERR-06, CON-09). */
export type ThrottleReason = 'ReservedFunctionConcurrentInvocationLimitExceeded' | 'ConcurrentInvocationLimitExceeded';

export function limitsOf(
  functions: readonly { readonly arn: string; readonly reservedConcurrency?: number }[],
): ConcurrencyLimits {
  const reserved = new Map<string, number>();
  for (const fn of functions) if (fn.reservedConcurrency !== undefined) reserved.set(fn.arn, fn.reservedConcurrency);
  return { account: ACCOUNT_CONCURRENCY, reserved };
}

/**
 * Whether one more invocation of `arn` may begin. A reservation is both guarantee and cap (CON-03); functions without one
 * share what reservations leave of the account's quota (CON-01, CON-02).
 */
export function throttleReason(limits: ConcurrencyLimits, inFlight: InFlight, arn: string): ThrottleReason | undefined {
  const reserved = limits.reserved.get(arn);
  if (reserved !== undefined) {
    return (inFlight.get(arn) ?? 0) < reserved ? undefined : 'ReservedFunctionConcurrentInvocationLimitExceeded';
  }
  let pool = limits.account;
  for (const share of limits.reserved.values()) pool -= share;
  let used = 0;
  for (const [running, count] of inFlight) if (!limits.reserved.has(running)) used += count;
  return used < pool ? undefined : 'ConcurrentInvocationLimitExceeded';
}
