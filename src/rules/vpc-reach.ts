import { JUDGED_NETWORK } from '../spec/judged';
import { endpointServices, GATEWAY_SERVICES } from '../spec/vpc-endpoint-services';
import type { App } from './app';
import type { Declaration } from './declaration';
import { egressOf, opens } from './group-rules';
import { servicesCalled } from './role-calls';
import { each, type Rule } from './rule';
import { type SubnetWays, waysOf } from './subnet-ways';
import { Undecided } from './undecided';
import { endpointsOf, isReached } from './vpc-endpoints';
import { pathsOf, type VpcFunction, vpcFunctions, vpcOf } from './vpc-functions';
import { isInhabited } from './vpc-inhabitants';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html';
const SUBNETS = 'Properties.VpcConfig.SubnetIds';
const GROUPS = 'Properties.VpcConfig.SecurityGroupIds';
const NAT = 'a route of 0.0.0.0/0 to a NAT gateway that is in a public subnet';
const HTTPS = 443;

interface Reach {
  readonly fn: Declaration;
  readonly vpc: Declaration;
  readonly ways: readonly SubnetWays[];
  /** Those of `ways` that surely lead nowhere. */
  readonly shut: readonly SubnetWays[];
}

/** How a function whose VPC and subnets the app makes reaches what is outside; undefined where nobody can tell. */
function reachOf({ fn, subnets, areAllSubnets }: VpcFunction, app: App): Reach | undefined {
  const [first] = subnets;
  const vpc = first && vpcOf(first, app);
  if (!areAllSubnets || vpc === undefined) return undefined;
  const ways = subnets.map((subnet) => waysOf(subnet, app));
  const unseen = ways.find(({ ipv4 }) => ipv4 === 'unknown');
  if (unseen)
    throw new Undecided(`${fn.path}, ${SUBNETS}`, `the app does not tell where the routes of ${unseen.subnet.path} lead`);
  return { fn, vpc, ways, shut: ways.filter(({ ipv4 }) => ipv4 === 'missing' || ipv4 === 'public') };
}

/** A proxy, or the addresses of endpoints that the app does not make. */
function hasVariable(fn: Declaration, name: RegExp): boolean {
  if (!fn.has('Environment', 'Variables')) return false;
  return fn.members('Environment', 'Variables').some(([key]) => name.test(key));
}

const isProxied = (fn: Declaration) => hasVariable(fn, /^https?_proxy$/i);

/** Whether the function has IPv6, and a way out with it. */
function hasIpv6Way({ fn, ways }: Reach): boolean {
  return (
    fn.flag('VpcConfig', 'Ipv6AllowedForDualStack') === true && ways.every(({ ipv6 }) => ipv6 === 'there' || ipv6 === 'unknown')
  );
}

const subnetsOf = (ways: readonly SubnetWays[]) => pathsOf(ways.map(({ subnet }) => subnet));

/** The services that the function calls and that nothing leads to. */
function unreached(reach: Reach, app: App): readonly string[] {
  const { fn, vpc, ways, shut } = reach;
  if (shut.length < ways.length || isProxied(fn) || hasVariable(fn, /^AWS_ENDPOINT_URL/)) return [];
  const callsIpv6 = hasVariable(fn, /^AWS_USE_DUALSTACK_ENDPOINT$/);
  if (callsIpv6 && hasIpv6Way(reach)) return [];
  const endpoints = endpointsOf(vpc, app);
  if (endpoints === undefined) throw new Undecided(`${fn.path}, ${SUBNETS}`, `the endpoints of ${vpc.path} are not known`);
  return servicesCalled(fn, app).filter((prefix) => !isReached(endpointServices(prefix), shut, endpoints));
}

function endpointFor(prefix: string): string {
  const [name = prefix] = endpointServices(prefix);
  return `${GATEWAY_SERVICES.includes(name) ? 'a gateway endpoint' : 'an interface endpoint'} for ${name}`;
}

export const VPC_REACH: readonly Rule[] = [
  {
    id: 'NET-06',
    severity: 'warning',
    title: 'A function reaches nothing outside of its VPC, and nothing is in it',
    why: 'A function in a VPC has no way to the internet or to AWS but those of its subnets: every call from it waits until it times out.',
    remedy: `Give its subnets ${NAT}, or the VPC endpoints of what it calls; or leave it outside of the VPC.`,
    source: SOURCE,
    judgedBy: [JUDGED_NETWORK, 'cdk-lambda-kit:vpcNoInternet'],
    check: each(vpcFunctions, function* (attached, app) {
      const reach = reachOf(attached, app);
      if (reach === undefined || reach.shut.length < reach.ways.length || isProxied(reach.fn) || hasIpv6Way(reach)) return;
      // Of public subnets and of services that are called, other rules speak.
      if (reach.shut.some(({ ipv4 }) => ipv4 === 'public') || servicesCalled(reach.fn, app).length > 0) return;
      if (endpointsOf(reach.vpc, app)?.length !== 0 || isInhabited(reach.vpc, app)) return;
      const message = `Nothing leads out of ${subnetsOf(reach.shut)}, and ${reach.vpc.path} has no endpoints.`;
      yield { on: reach.fn, property: SUBNETS, message };
    }),
  },
  {
    id: 'NET-06-public',
    severity: 'warning',
    title: 'A function is in a public subnet',
    why: 'A function has no public address, so an internet gateway does not serve it: from a public subnet it does not reach the internet.',
    remedy: `Choose private subnets that have ${NAT}; acknowledge it if the function needs the VPC only.`,
    source: SOURCE,
    judgedBy: [JUDGED_NETWORK, 'cdk-lambda-kit:vpcNoInternet'],
    check: each(vpcFunctions, function* (attached, app) {
      const reach = reachOf(attached, app);
      const open = reach?.shut.filter(({ ipv4 }) => ipv4 === 'public') ?? [];
      if (reach === undefined || open.length === 0 || isProxied(reach.fn) || hasIpv6Way(reach)) return;
      const message = `The default route of ${subnetsOf(open)} leads to an internet gateway.`;
      yield { on: reach.fn, property: SUBNETS, message };
    }),
  },
  {
    id: 'NET-06-some',
    severity: 'warning',
    title: 'A function reaches the internet from some of its subnets only',
    why: 'Lambda takes any of the subnets: the same call works in one environment and times out in another.',
    remedy: `Leave those subnets out, or give them ${NAT}.`,
    source: SOURCE,
    judgedBy: [JUDGED_NETWORK, 'cdk-lambda-kit:vpcNoInternet'],
    check: each(vpcFunctions, function* (attached, app) {
      const reach = reachOf(attached, app);
      const closed = reach?.shut.filter(({ ipv4 }) => ipv4 === 'missing') ?? [];
      if (reach === undefined || closed.length === 0 || reach.shut.length === reach.ways.length || hasIpv6Way(reach)) return;
      const open = reach.ways.filter(({ ipv4 }) => ipv4 === 'there');
      const message = `${subnetsOf(open)} leads to the internet, but not ${subnetsOf(closed)}.`;
      yield { on: reach.fn, property: SUBNETS, message };
    }),
  },
  {
    id: 'NET-08',
    severity: 'warning',
    title: 'A function cannot reach the AWS services that its role lets it call',
    why: 'Nothing leads from its subnets to the services: every call waits until it times out.',
    remedy: `Make the VPC endpoints of the services, or give the subnets ${NAT}.`,
    source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html',
    judgedBy: [JUDGED_NETWORK, 'cdk-lambda-kit:vpcServiceUnreachable'],
    check: each(vpcFunctions, function* (attached, app) {
      const reach = reachOf(attached, app);
      const missing = reach === undefined ? [] : unreached(reach, app);
      if (reach === undefined || missing.length === 0) return;
      const message = `From ${subnetsOf(reach.shut)} nothing leads to ${missing.join(', ')}; missing: ${missing.map(endpointFor).join(', ')}.`;
      yield { on: reach.fn, property: SUBNETS, message };
    }),
  },
  {
    id: 'NET-09',
    severity: 'warning',
    title: 'The security groups of a function let nothing out',
    why: 'Every connection that the function opens is dropped.',
    remedy: 'Add outbound rules for what the function calls: `connections.allowTo(…)`.',
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    check: each(vpcFunctions, function* ({ fn, groups, areAllGroups }, app) {
      if (!areAllGroups || egressOf(groups, app)?.length !== 0) return;
      yield { on: fn, property: GROUPS, message: `No outbound rule of ${pathsOf(groups)} lets anything out.` };
    }),
  },
  {
    id: 'NET-09-https',
    severity: 'warning',
    title: 'The security groups of a function do not let it call the AWS services that its role is for',
    why: 'AWS is called over HTTPS, and the groups drop that: every call waits until it times out.',
    remedy: `Add an outbound rule for TCP ${HTTPS}.`,
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    check: each(vpcFunctions, function* ({ fn, groups, areAllGroups }, app) {
      const rules = areAllGroups ? egressOf(groups, app) : undefined;
      if (rules === undefined || rules.length === 0 || rules.some((rule) => opens(rule, HTTPS))) return;
      const called = servicesCalled(fn, app);
      if (called.length === 0 || isProxied(fn) || hasVariable(fn, /^AWS_ENDPOINT_URL/)) return;
      const message = `The role lets it call ${called.join(', ')}, but no outbound rule of ${pathsOf(groups)} is for TCP ${HTTPS}.`;
      yield { on: fn, property: GROUPS, message };
    }),
  },
];
