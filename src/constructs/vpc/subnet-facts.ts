import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CfnResource, Stack, Token } from 'aws-cdk-lib/core';
import { keyOf } from './reference-key';
import type { ResourceIndex } from './resource-index';

/** The Availability Zone; undefined for an imported subnet that does not say. */
export function zoneOf(subnet: ec2.ISubnet): string | undefined {
  const zone = told(() => subnet.availabilityZone);
  return zone === undefined ? undefined : JSON.stringify(Stack.of(subnet).resolve(zone));
}

/** The length of the IPv4 prefix; undefined when only the deployment, or nobody, knows it. */
export function prefixLengthOf(subnet: ec2.ISubnet): number | undefined {
  const block = told(() => subnet.ipv4CidrBlock);
  const length = block === undefined || Token.isUnresolved(block) ? undefined : /\/(\d+)$/.exec(block)?.[1];
  return length === undefined ? undefined : Number(length);
}

/** Which addresses a subnet has; undefined for one that is not made in this app. */
export function familiesOf(subnet: ec2.ISubnet, index: ResourceIndex): 'IPv4' | 'IPv6' | 'both' | undefined {
  const resource = subnet.node.children.find(isSubnetResource);
  if (!resource) return undefined;
  if (resource.ipv6Native === true) return 'IPv6';
  const added = index.of<ec2.CfnSubnetCidrBlock>('AWS::EC2::SubnetCidrBlock');
  const hasIpv6 =
    (resource.ipv6CidrBlock ?? resource.ipv6IpamPoolId) !== undefined ||
    added.some((block) => keyOf(block, block.subnetId) === resource.node.path);
  return hasIpv6 ? 'both' : 'IPv4';
}

function isSubnetResource(construct: unknown): construct is ec2.CfnSubnet {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::EC2::Subnet';
}

/** Imported VPCs and subnets throw when they are asked what they were not given. */
export function told<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
