/** The one that a throw of the dice from 0 to below 1 leads to, by the weights; undefined when none has any. */
export function weighted<T extends { readonly weight: number }>(groups: readonly T[], fraction: number): T | undefined {
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  let rest = fraction * total;
  for (const group of groups) {
    if (rest < group.weight) return group;
    rest -= group.weight;
  }
  return undefined;
}
