import type { ListenerAction } from '../../../model/load-balancer';

type Forward = Extract<ListenerAction, { kind: 'forward' }>;

/** The group that a throw of the dice from 0 to below 1 leads to, by the weights; undefined when none has any. */
export function chosenGroup({ groups }: Forward, fraction: number): string | undefined {
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  let rest = fraction * total;
  for (const { arn, weight } of groups) {
    if (rest < weight) return arn;
    rest -= weight;
  }
  return undefined;
}
