import type { FunctionOptions } from 'aws-cdk-lib/aws-lambda';
import { VPC_SECURITY_GROUPS } from '../../spec/vpc';
import { within } from '../check';
import type { Place } from '../construct-error';
import { ResourceIndex } from './resource-index';
import { checkFileSystem, checkSecurityGroups } from './security-group-vpc';
import { checkAttachable } from './subnet-selection';

/** Refuses of the props of aws-cdk-lib for a VPC what `VpcAccess` would refuse, and aws-cdk-lib lets pass. */
export function checkPlainVpc(place: Place, options: FunctionOptions): void {
  const { vpc, vpcSubnets, securityGroups, filesystem, ipv6AllowedForDualStack } = options;
  if (!vpc) return;
  if (securityGroups) {
    // aws-cdk-lib makes a group where the list is empty.
    within(place, 'the length of securityGroups', securityGroups.length, VPC_SECURITY_GROUPS);
    checkSecurityGroups(place, securityGroups, vpc);
  }
  if (filesystem) checkFileSystem(place, filesystem, vpc);
  if (!ipv6AllowedForDualStack) return;
  checkAttachable(place, vpc, vpc.selectSubnets(vpcSubnets).subnets, true, new ResourceIndex(vpc.node.root));
}
