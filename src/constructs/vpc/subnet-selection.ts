import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CfnResource } from 'aws-cdk-lib/core';
import { VPC_SUBNETS } from '../../spec/vpc';
import { within } from '../check';
import { ConstructError, type Place } from '../construct-error';
import type { ResourceIndex } from './resource-index';
import { familiesOf } from './subnet-facts';
import type { VpcAccessOptions } from './vpc-access-options';

/** The subnets that the options choose, as many as Lambda accepts and none of them public unless that is allowed. */
export function selectSubnets(
  place: Place,
  vpc: ec2.IVpc,
  { subnetType, vpcSubnets = { subnetType }, allowPublicSubnet }: VpcAccessOptions & { readonly subnetType: ec2.SubnetType },
): readonly ec2.ISubnet[] {
  // A selection with filters or zones alone is of the kind that the access stands for.
  const isOpen = !vpcSubnets.subnets && !vpcSubnets.subnetGroupName && !vpcSubnets.subnetType;
  const subnets = selected(place, vpc, isOpen ? { ...vpcSubnets, subnetType } : vpcSubnets);
  within(place, 'the number of subnets in vpcSubnets', subnets.length, VPC_SUBNETS);

  const publicIds = new Set(vpc.publicSubnets.map(({ subnetId }) => subnetId));
  const open = subnets.filter(({ subnetId }) => publicIds.has(subnetId));
  if (open.length > 0 && !allowPublicSubnet) {
    throw new ConstructError(place, 'VPC_SUBNET_PUBLIC', `vpcSubnets must be private; public: ${pathsOf(open)}.`);
  }
  return subnets;
}

function selected(place: Place, vpc: ec2.IVpc, selection: ec2.SubnetSelection): readonly ec2.ISubnet[] {
  try {
    return vpc.selectSubnets(selection).subnets;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ConstructError(place, 'VPC_SUBNETS_MISSING', `vpcSubnets fits no subnets of ${vpc.node.path}: ${error.message}`);
  }
}

/** Refuses a VPC and subnets to which Lambda attaches nothing, or nothing with IPv6 when that is wanted. */
export function checkAttachable(
  place: Place,
  vpc: ec2.IVpc,
  subnets: readonly ec2.ISubnet[],
  needsIpv6: boolean,
  index: ResourceIndex,
): void {
  const resource = vpc.node.defaultChild;
  if (CfnResource.isCfnResource(resource) && (resource as ec2.CfnVPC).instanceTenancy === 'dedicated') {
    throw new ConstructError(place, 'VPC_DEDICATED', `${vpc.node.path} must not have dedicated tenancy.`);
  }
  const families = subnets.map((subnet) => ({ subnet, family: familiesOf(subnet, index) }));
  const ipv6Only = families.filter(({ family }) => family === 'IPv6').map(({ subnet }) => subnet);
  if (ipv6Only.length > 0) {
    throw new ConstructError(place, 'VPC_SUBNET_IPV6_ONLY', `vpcSubnets must have IPv4; only IPv6: ${pathsOf(ipv6Only)}.`);
  }
  const ipv4Only = families.filter(({ family }) => family === 'IPv4').map(({ subnet }) => subnet);
  if (needsIpv6 && ipv4Only.length > 0) {
    throw new ConstructError(
      place,
      'VPC_SUBNET_NOT_DUAL_STACK',
      `vpcSubnets must all have IPv4 and IPv6; only IPv4: ${pathsOf(ipv4Only)}.`,
    );
  }
}

function pathsOf(subnets: readonly ec2.ISubnet[]): string {
  return subnets.map(({ node }) => node.path).join(', ');
}
