import type { FunctionOptions } from 'aws-cdk-lib/aws-lambda';
import { ConstructError, type Place } from '../construct-error';

/** What `VpcAccess` decides. */
const DECIDED = [
  'vpc',
  'vpcSubnets',
  'securityGroups',
  'allowAllOutbound',
  'allowAllIpv6Outbound',
  'allowPublicSubnet',
  'ipv6AllowedForDualStack',
] as const;

/** Refuses props that say what the access says. */
export function refuseVpcProps(place: Place, by: string, options: FunctionOptions): void {
  const twice = DECIDED.find((prop) => options[prop] !== undefined);
  if (twice) throw new ConstructError(place, 'VPC_TWICE', `${by} must not meet ${twice}.`);
}
