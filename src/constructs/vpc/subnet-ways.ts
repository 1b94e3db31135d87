import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CfnResource, Token } from 'aws-cdk-lib/core';
import { keyOf, keysOf, madeBy } from './reference-key';
import type { ResourceIndex } from './resource-index';

/** Whether something leaves a subnet for the internet; `unknown` where the app does not say. */
export type Way = 'there' | 'missing' | 'unknown';

/** How functions in a subnet reach what is outside the VPC, as far as the app knows. */
export interface SubnetWays {
  readonly path: string;
  readonly subnet: string;
  readonly routeTable: string | undefined;
  readonly ipv4: Way;
  readonly ipv6: Way;
}

/** From the routes in the app; for a subnet whose route table is not made here, from the kind of subnet it is in the VPC. */
export function waysOf(subnet: ec2.ISubnet, vpc: ec2.IVpc, index: ResourceIndex): SubnetWays {
  const id = subnet.routeTable?.routeTableId as string | undefined;
  const table = id === undefined ? undefined : keyOf(subnet, id);
  const routes = index.of<ec2.CfnRoute>('AWS::EC2::Route').filter((route) => keyOf(route, route.routeTableId) === table);
  const isMadeHere = table !== undefined && CfnResource.isCfnResource(madeBy(id));
  const otherwise = isMadeHere && !hasUnseenRoutes(table, index) ? 'missing' : undefined;

  const ipv4 = routes.some((route) => goesOut(route)) ? 'there' : (otherwise ?? byKind(subnet, vpc));
  const ipv6 = routes.some((route) => route.destinationIpv6CidrBlock === '::/0') ? 'there' : (otherwise ?? 'unknown');
  return { path: subnet.node.path, subnet: keyOf(subnet, subnet.subnetId), routeTable: table, ipv4, ipv6 };
}

/** An internet gateway does not count: a function has no public address (NET-06). */
function goesOut(route: ec2.CfnRoute): boolean {
  const { destinationCidrBlock: to, gatewayId } = route;
  if (to === undefined || (to !== '0.0.0.0/0' && !Token.isUnresolved(to))) return false;
  if (gatewayId === undefined) return true;
  const gateway = madeBy(gatewayId);
  if (CfnResource.isCfnResource(gateway)) return gateway.cfnResourceType !== 'AWS::EC2::InternetGateway';
  return !gatewayId.startsWith('igw-');
}

/** A VPN gateway adds routes of its own at run time. */
function hasUnseenRoutes(table: string, index: ResourceIndex): boolean {
  return index
    .of<ec2.CfnVPNGatewayRoutePropagation>('AWS::EC2::VPNGatewayRoutePropagation')
    .some((propagation) => keysOf(propagation, propagation.routeTableIds).includes(table));
}

function byKind(subnet: ec2.ISubnet, vpc: ec2.IVpc): Way {
  const isIn = (subnets: readonly ec2.ISubnet[]) => subnets.some(({ subnetId }) => subnetId === subnet.subnetId);
  if (isIn(vpc.privateSubnets)) return 'there';
  return isIn(vpc.isolatedSubnets) || isIn(vpc.publicSubnets) ? 'missing' : 'unknown';
}
