import { JUDGED_NETWORK } from '../spec/judged';
import { ADVISED_ZONES, VPC_SECURITY_GROUPS, VPC_SUBNETS } from '../spec/vpc';
import type { App } from './app';
import type { Declaration } from './declaration';
import { each, type Rule } from './rule';
import { areApart, byText, pathsOf, type VpcFunction, vpcFunctions, vpcOf, zoneOf } from './vpc-functions';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html';
const SUBNETS = 'Properties.VpcConfig.SubnetIds';
const GROUPS = 'Properties.VpcConfig.SecurityGroupIds';

/** Whether a subnet of the app has addresses of IPv6. */
function hasIpv6(subnet: Declaration, app: App): boolean {
  const added = byText(app, 'AWS::EC2::SubnetCidrBlock', 'SubnetId');
  return (
    ['Ipv6CidrBlock', 'Ipv6IpamPoolId', 'Ipv6NetmaskLength'].some((property) => subnet.has(property)) ||
    !added.isWhole ||
    added.of(subnet.ref).length > 0
  );
}

function lengthOf({ fn }: Pick<VpcFunction, 'fn'>, property: string): number {
  return fn.has('VpcConfig', property) ? fn.parts('VpcConfig', property).length : 0;
}

export const VPC_PLACEMENT: readonly Rule[] = [
  {
    id: 'NET-01',
    severity: 'error',
    title: 'A function in a VPC has too many subnets or security groups, or none of one of them',
    why: 'Lambda refuses the function.',
    remedy: `Give it ${VPC_SUBNETS.min} to ${VPC_SUBNETS.max} subnets and ${VPC_SECURITY_GROUPS.min} to ${VPC_SECURITY_GROUPS.max} security groups, or neither.`,
    source: VPC_SUBNETS.source,
    also: ['FN-60'],
    check: each('AWS::Lambda::Function', function* (fn) {
      if (!fn.has('VpcConfig')) return;
      const [subnets, groups] = [lengthOf({ fn }, 'SubnetIds'), lengthOf({ fn }, 'SecurityGroupIds')];
      const isHalf = (subnets === 0) !== (groups === 0);
      if (!isHalf && subnets <= VPC_SUBNETS.max && groups <= VPC_SECURITY_GROUPS.max) return;
      yield {
        on: fn,
        property: 'Properties.VpcConfig',
        ...(!isHalf && { seenByCdk: 'F3032' }),
        message: `It has ${subnets} subnets and ${groups} security groups.`,
      };
    }),
  },
  {
    id: 'NET-01-subnets',
    severity: 'error',
    title: 'The subnets of a function are of different VPCs',
    why: 'Lambda refuses the function.',
    remedy: 'Take all subnets from one VPC.',
    source: SOURCE,
    check: each(vpcFunctions, function* ({ fn, subnets: [first, ...others] }, app) {
      const stray = first && others.find((subnet) => areApart(first, subnet, app));
      if (stray) yield { on: fn, property: SUBNETS, message: `${stray.path} is of another VPC than ${first.path}.` };
    }),
  },
  {
    id: 'NET-01-groups',
    severity: 'error',
    title: 'A security group of a function is of another VPC',
    why: 'Lambda refuses the function.',
    remedy: 'Make the security group in the VPC of the subnets.',
    source: SOURCE,
    check: each(vpcFunctions, function* ({ fn, subnets: [subnet], groups }, app) {
      for (const group of subnet ? groups.filter((each) => areApart(subnet, each, app)) : []) {
        yield { on: fn, property: GROUPS, message: `${group.path} is of another VPC than ${subnet?.path}.` };
      }
    }),
  },
  {
    id: 'NET-01-zones',
    severity: 'warning',
    title: 'A function is in one Availability Zone only',
    why: 'When the zone fails, the function fails as well.',
    remedy: `Give it subnets in at least ${ADVISED_ZONES.atLeast} zones.`,
    source: ADVISED_ZONES.source,
    judgedBy: [JUDGED_NETWORK, 'cdk-lambda-kit:vpcSingleZone'],
    check: each(vpcFunctions, function* ({ fn, subnets, areAllSubnets }) {
      if (!areAllSubnets) return;
      const zones = new Set(subnets.map(zoneOf));
      if (subnets.length > 1 && (zones.has(undefined) || zones.size > 1)) return;
      yield { on: fn, property: SUBNETS, message: `All of its subnets are in one zone: ${pathsOf(subnets)}.` };
    }),
  },
  {
    id: 'NET-07',
    severity: 'error',
    title: 'A function that is to use IPv6 is in a subnet without it',
    why: 'Lambda refuses the function: with Ipv6AllowedForDualStack, every subnet must have both IPv4 and IPv6.',
    remedy: 'Give the subnets addresses of IPv6 (`ipProtocol: IpProtocol.DUAL_STACK`), or leave the flag out.',
    source: SOURCE,
    check: each(vpcFunctions, function* ({ fn, subnets }, app) {
      if (fn.flag('VpcConfig', 'Ipv6AllowedForDualStack') !== true) return;
      const closed = subnets.filter((subnet) => !hasIpv6(subnet, app));
      if (closed.length === 0) return;
      const property = 'Properties.VpcConfig.Ipv6AllowedForDualStack';
      yield { on: fn, property, message: `There is no IPv6 in ${pathsOf(closed)}.` };
    }),
  },
  {
    id: 'NET-07-native',
    severity: 'error',
    title: 'A function is in a subnet that has IPv6 only',
    why: 'Lambda refuses the function: it needs IPv4 in every subnet.',
    remedy: 'Choose subnets with IPv4, or with both.',
    source: SOURCE,
    check: each(vpcFunctions, function* ({ fn, subnets }) {
      const native = subnets.filter((subnet) => subnet.has('Ipv6Native') && subnet.flag('Ipv6Native') === true);
      if (native.length > 0) yield { on: fn, property: SUBNETS, message: `There is no IPv4 in ${pathsOf(native)}.` };
    }),
  },
  {
    id: 'NET-09-tenancy',
    severity: 'error',
    title: 'A function is in a VPC with dedicated tenancy',
    why: 'Lambda refuses the function: it cannot be attached to such a VPC.',
    remedy: 'Put the function into a VPC with default tenancy and peer the two.',
    source: SOURCE,
    check: each(vpcFunctions, function* ({ fn, subnets }, app) {
      const vpc = subnets.map((subnet) => vpcOf(subnet, app)).find((found) => found?.text('InstanceTenancy') === 'dedicated');
      if (vpc) yield { on: fn, property: SUBNETS, message: `The tenancy of ${vpc.path} is dedicated.` };
    }),
  },
];
