import { partitionOf } from '../../../spec/pseudo-parameters';
import type { Call } from '../../engine/service-port';

/** Whoever signs with credentials of their own is taken for the person at the keyboard. */
export function whoIs({ caller, account, region }: Pick<Call, 'caller' | 'account' | 'region'>): string {
  return caller?.arn ?? `arn:${partitionOf(region).id}:iam::${account}:user/local`;
}
