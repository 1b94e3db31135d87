import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Names } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { serviceOfEndpoint } from '../../spec/vpc-endpoint-services';
import { ConstructError, type Place } from '../construct-error';
import { keyOf, keysOf } from './reference-key';
import type { ResourceIndex } from './resource-index';
import type { ServiceEndpoint } from './service-endpoint';
import { told, zoneOf } from './subnet-facts';

/** An endpoint that the app makes in a VPC. */
export interface KnownEndpoint {
  /** As in `com.amazonaws.REGION.sqs`, without what is before it. */
  readonly service: string;
  /** The route tables that a gateway endpoint is in; undefined for an interface endpoint, which the whole VPC has. */
  readonly routeTables: readonly string[] | undefined;
}

/** The endpoints of a VPC that SDKs find by the ordinary names of the services. */
export function endpointsOf(vpc: ec2.IVpc, index: ResourceIndex): KnownEndpoint[] {
  const key = keyOf(vpc, vpc.vpcId);
  return index
    .of<ec2.CfnVPCEndpoint>('AWS::EC2::VPCEndpoint')
    .filter((endpoint) => keyOf(endpoint, endpoint.vpcId) === key)
    .filter((endpoint) => isGateway(endpoint) || endpoint.privateDnsEnabled !== false)
    .map((endpoint) => ({
      service: serviceOf(endpoint, endpoint.serviceName ?? ''),
      routeTables: isGateway(endpoint) ? keysOf(endpoint, endpoint.routeTableIds) : undefined,
    }));
}

/** A gateway endpoint is what an endpoint is that does not say its type. */
function isGateway({ vpcEndpointType }: ec2.CfnVPCEndpoint): boolean {
  return (vpcEndpointType ?? 'Gateway') === 'Gateway';
}

/** The service that an endpoint's service name is for; the name has the region in it, which is often known later only. */
export function serviceOf(user: IConstruct, name: string): string {
  return serviceOfEndpoint(keyOf(user, name));
}

/** Makes the endpoints that the VPC has not got yet for these subnets; they become its children. */
export function addEndpoints(
  place: Place,
  vpc: ec2.IVpc,
  subnets: readonly ec2.ISubnet[],
  wanted: readonly ServiceEndpoint[],
  index: ResourceIndex,
): void {
  if (wanted.length === 0) return;
  checkEndpoints(place, vpc, subnets, wanted);
  const known = endpointsOf(vpc, index);
  // The same twice is wanted once.
  const distinct = new Map(wanted.map((endpoint) => [`${serviceOf(vpc, endpoint._name)} ${!endpoint._gateway}`, endpoint]));
  for (const { _name, _gateway, _interface } of distinct.values()) {
    const service = serviceOf(vpc, _name);
    const same = known.filter((endpoint) => endpoint.service === service);
    const id = `${service.replace(/[^\w]/g, '-')}-endpoint`;
    if (_interface) {
      if (same.some(({ routeTables }) => !routeTables)) continue;
      vpc.addInterfaceEndpoint(id, { service: _interface, subnets: { subnets: onePerZone(subnets) } });
    } else if (_gateway) {
      const covered = same.flatMap(({ routeTables }) => routeTables ?? []);
      const open = subnets.filter((subnet) => !covered.includes(keyOf(subnet, subnet.routeTable.routeTableId)));
      const [first] = open;
      if (!first) continue;
      // A second gateway endpoint for the same service is for the route tables that the first is not in.
      const unique = vpc.node.tryFindChild(id) ? `${id}-${Names.nodeUniqueId(first.node).slice(-8)}` : id;
      vpc.addGatewayEndpoint(unique, { service: _gateway, subnets: [{ subnets: [...open] }] });
    }
  }
}

/** What aws-cdk-lib needs to know of an imported VPC to make endpoints in it. */
function checkEndpoints(place: Place, vpc: ec2.IVpc, subnets: readonly ec2.ISubnet[], wanted: readonly ServiceEndpoint[]): void {
  if (wanted.some(({ _interface }) => _interface) && told(() => vpc.vpcCidrBlock) === undefined) {
    throw new ConstructError(place, 'VPC_CIDR_UNKNOWN', `endpoints need the address range of ${vpc.node.path}.`);
  }
  const unknown = subnets.find((subnet) => (subnet.routeTable.routeTableId as string | undefined) === undefined);
  if (unknown && wanted.some(({ _gateway }) => _gateway)) {
    throw new ConstructError(place, 'VPC_ROUTE_TABLE_UNKNOWN', `endpoints need the route table of ${unknown.node.path}.`);
  }
}

/** An interface endpoint may have one subnet of each zone. */
function onePerZone(subnets: readonly ec2.ISubnet[]): ec2.ISubnet[] {
  const zones = subnets.map((subnet) => zoneOf(subnet) ?? subnet.subnetId);
  return subnets.filter((_, place) => zones.indexOf(zones[place] ?? '') === place);
}
