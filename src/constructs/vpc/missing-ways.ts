import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Annotations, Stack } from 'aws-cdk-lib/core';
import { endpointServices, GATEWAY_SERVICES } from '../../spec/vpc-endpoint-services';
import type { Attachment } from './attachment';
import { servicesCalledBy } from './called-services';
import type { ResourceIndex } from './resource-index';
import { type SubnetWays, waysOf } from './subnet-ways';
import { endpointsOf, type KnownEndpoint } from './vpc-endpoints';

const MORE = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html';

/** Warns when a function cannot reach what it is to reach, and says what is missing. */
export function warnOfMissingWays(target: lambda.Function, attachment: Attachment, index: ResourceIndex): void {
  const ways = attachment.subnets.map((subnet) =>
    index.once(`ways from ${subnet.node.path}`, () => waysOf(subnet, attachment.vpc, index)),
  );
  const annotations = Annotations.of(target);

  const closed = ways.filter(({ ipv4 }) => ipv4 === 'missing');
  if (attachment.reach === 'internet' && closed.length > 0) {
    annotations.addWarningV2(
      'cdk-lambda-kit:vpcNoInternet',
      `The function has no way to the internet from ${pathsOf(closed)}. Missing: a route of 0.0.0.0/0 to a NAT gateway in a public subnet (${MORE}).`,
    );
  }
  const closedToIpv6 = ways.filter(({ ipv6 }) => ipv6 === 'missing');
  if (attachment.reach === 'ipv6-internet' && closedToIpv6.length > 0) {
    annotations.addWarningV2(
      'cdk-lambda-kit:vpcNoIpv6Internet',
      `The function has no way to the internet over IPv6 from ${pathsOf(closedToIpv6)}. Missing: a route of ::/0 to an egress-only internet gateway (${MORE}).`,
    );
  }

  const resource = target.node.defaultChild as lambda.CfnFunction;
  const shut = callsDualStackEndpoints(target, resource) ? closed.filter(({ ipv6 }) => ipv6 !== 'there') : closed;
  if (shut.length === 0) return;
  const endpoints = index.once(`endpoints of ${attachment.vpc.node.path}`, () => endpointsOf(attachment.vpc, index));
  const missing = servicesCalledBy(target, resource, index)
    .map((prefix) => ({ prefix, services: endpointServices(prefix) }))
    .filter(({ services }) => !services.some((name) => isReached(name, shut, endpoints, attachment.existing)));
  if (missing.length === 0) return;
  const wanted = missing.map(({ services: [name = ''] }) => {
    const kind = GATEWAY_SERVICES.includes(name) ? 'a gateway endpoint' : 'an interface endpoint with private DNS';
    return `${kind} for com.amazonaws.REGION.${name}`;
  });
  const ipv6 = attachment.reach === 'ipv6-internet' ? ', or AWS_USE_DUALSTACK_ENDPOINT=true where the service has IPv6' : '';
  annotations.addWarningV2(
    'cdk-lambda-kit:vpcServiceUnreachable',
    `The role lets the function call ${missing.map(({ prefix }) => prefix).join(', ')}, but nothing leads there from ${pathsOf(shut)}. Missing: ${wanted.join(', ')} (the option endpoints makes them, existingEndpoints names those that are there), or a route of 0.0.0.0/0 to a NAT gateway${ipv6} (https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html).`,
  );
}

function isReached(
  service: string,
  from: readonly SubnetWays[],
  endpoints: readonly KnownEndpoint[],
  existing: readonly string[],
): boolean {
  if (existing.includes(service)) return true;
  const same = endpoints.filter((endpoint) => endpoint.service === service);
  return from.every(({ routeTable }) =>
    same.some(({ routeTables }) => !routeTables || (routeTable !== undefined && routeTables.includes(routeTable))),
  );
}

/** Whether the SDKs in the function are told to call the names that have IPv6 addresses, too. */
function callsDualStackEndpoints(target: lambda.Function, resource: lambda.CfnFunction): boolean {
  const environment = Stack.of(target).resolve(resource.environment) as lambda.CfnFunction.EnvironmentProperty | undefined;
  return (environment?.variables as Record<string, unknown> | undefined)?.['AWS_USE_DUALSTACK_ENDPOINT'] === 'true';
}

function pathsOf(ways: readonly SubnetWays[]): string {
  return ways.map(({ path }) => path).join(', ');
}
