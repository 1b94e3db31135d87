import { serviceOfEndpoint } from '../spec/vpc-endpoint-services';
import type { App } from './app';
import type { Declaration } from './declaration';
import type { SubnetWays } from './subnet-ways';
import { byText } from './vpc-functions';

/** An endpoint that the app makes in a VPC. */
interface KnownEndpoint {
  /** As in `com.amazonaws.REGION.sqs`, without what is before it. */
  readonly service: string;
  /** Of gateway endpoints, which work for some route tables only. */
  readonly tables?: readonly string[];
}

/** The endpoints of a VPC that the app makes; undefined when it cannot be told what they are for. */
export function endpointsOf(vpc: Declaration, app: App): readonly KnownEndpoint[] | undefined {
  const all = byText(app, 'AWS::EC2::VPCEndpoint', 'VpcId');
  const own = all.of(vpc.ref);
  if (!all.isWhole || own.some((endpoint) => endpoint.has('ServiceName') && !endpoint.isKnown('ServiceName'))) return undefined;
  const endpoints = own.map(endpointOf);
  return endpoints.includes(undefined) ? undefined : endpoints.filter((each) => each !== undefined);
}

/** A gateway endpoint is what an endpoint is that does not say its type. */
function endpointOf(endpoint: Declaration): KnownEndpoint | undefined {
  const service = endpoint.has('ServiceName') ? serviceOfEndpoint(endpoint.text('ServiceName') ?? '') : '';
  if (endpoint.has('VpcEndpointType') && !endpoint.isKnown('VpcEndpointType')) return undefined;
  if ((endpoint.text('VpcEndpointType') ?? 'Gateway') !== 'Gateway') return { service };
  const tables = endpoint.has('RouteTableIds') && endpoint.isKnown('RouteTableIds') ? endpoint.parts('RouteTableIds') : [];
  if (tables.some((table) => !table.isKnown())) return undefined;
  return { service, tables: tables.flatMap((table) => table.text() ?? []) };
}

/** Whether one of these services' endpoints is there for all subnets. */
export function isReached(
  services: readonly string[],
  from: readonly SubnetWays[],
  endpoints: readonly KnownEndpoint[],
): boolean {
  return services.some((service) => {
    const same = endpoints.filter((endpoint) => endpoint.service === service);
    return from.every(({ table }) => same.some(({ tables }) => !tables || (table !== undefined && tables.includes(table))));
  });
}
