import type { LambdaFunction } from '../../model/function';

/**
 * How many environments of each version are kept ready. Those of an alias are shared out to its two versions by their weights
 * (ALS-10); every call that ends at the version uses them.
 */
export function provisionedOf(fn: LambdaFunction): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  const add = (version: string, count: number) => {
    if (count > 0) shares.set(version, (shares.get(version) ?? 0) + count);
  };
  for (const version of fn.versions) add(version.number, version.provisionedConcurrency ?? 0);
  for (const { version, additional, provisionedConcurrency = 0 } of fn.aliases) {
    const second = additional ? Math.round(provisionedConcurrency * additional.weight) : 0;
    add(version, provisionedConcurrency - second);
    if (additional) add(additional.version, second);
  }
  return shares;
}
