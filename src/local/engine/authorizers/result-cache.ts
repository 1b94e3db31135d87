import type { Clock, Instant } from '../../time/clock';

/** How many results are kept at most, of the identities that came last: a choice, so that made-up tokens do not fill the memory. */
const KEPT = 10_000;

/** What authorizers have answered, by the identity that they were asked about, for as long as the answer counts (AUT-07). */
export class ResultCache<Result> {
  private readonly kept = new Map<string, { readonly result: Result; readonly until: Instant }>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** `identity` is made with `identityKey`. Undefined when nothing is kept any more. */
  find(identity: string): Result | undefined {
    const found = this.kept.get(identity);
    if (found === undefined) return undefined;
    if (found.until > this.clock.now()) return found.result;
    this.kept.delete(identity);
    return undefined;
  }

  /** Does nothing when the time to live is 0, by which authorizers are told not to cache. */
  keep(identity: string, result: Result, ttlSeconds: number): void {
    if (ttlSeconds <= 0) return;
    this.kept.delete(identity);
    this.kept.set(identity, { result, until: this.clock.now() + 1000 * ttlSeconds });
    const oldest = this.kept.size > KEPT ? this.kept.keys().next().value : undefined;
    if (oldest !== undefined) this.kept.delete(oldest);
  }
}

/** One text of several: which authorizer, for which stage, and the values of its identity sources. */
export function identityKey(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
