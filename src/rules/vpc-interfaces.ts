import { JUDGED_NETWORK } from '../spec/judged';
import {
  CONNECTIONS_PER_ENVIRONMENT,
  CONNECTIONS_PER_INTERFACE,
  NETWORK_INTERFACES_PER_VPC,
  usableAddresses,
} from '../spec/network-interfaces';
import { NEEDED_INTERFACE_ACTIONS } from '../spec/vpc';
import type { App } from './app';
import type { Declaration } from './declaration';
import { lacks } from './role-statements';
import { each, type Rule } from './rule';
import { byText, pathsOf, vpcFunctions, vpcOf } from './vpc-functions';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html';

/** The sets of security groups that functions have in each subnet of the app: one network interface for each (NET-03). */
function groupSets(app: App): ReadonlyMap<Declaration, ReadonlySet<string>> {
  return app.once('network interfaces', () => {
    const sets = new Map<Declaration, Set<string>>();
    for (const { subnets, groupSet } of vpcFunctions(app)) {
      if (groupSet === undefined) continue;
      for (const subnet of subnets) sets.set(subnet, (sets.get(subnet) ?? new Set()).add(groupSet));
    }
    return sets;
  });
}

/** The addresses that a subnet of the app leaves to functions; undefined when nobody knows its size. */
function addressesIn(subnet: Declaration, app: App): { readonly all: number; readonly taken: number } | undefined {
  const block = subnet.isKnown('CidrBlock') ? subnet.text('CidrBlock') : undefined;
  const length = /\/(\d+)$/.exec(block ?? '')?.[1];
  if (length === undefined) return undefined;
  const others = [
    ...byText(app, 'AWS::EC2::NatGateway', 'SubnetId').of(subnet.ref),
    ...byText(app, 'AWS::EC2::VPCEndpoint', 'SubnetIds').of(subnet.ref),
    ...byText(app, 'AWS::EFS::MountTarget', 'SubnetId').of(subnet.ref),
  ];
  return { all: usableAddresses(Number(length)), taken: others.length };
}

export const VPC_INTERFACES: readonly Rule[] = [
  {
    id: 'NET-02',
    severity: 'error',
    title: 'The role of a function in a VPC may not make network interfaces',
    why: 'Lambda refuses the function.',
    remedy: 'Give the role the managed policy service-role/AWSLambdaVPCAccessExecutionRole.',
    source: SOURCE,
    check: each(vpcFunctions, function* ({ fn }, app) {
      const name = fn.text('Role');
      const role = app.named(name, 'AWS::IAM::Role');
      const missing = role && lacks(app, name, NEEDED_INTERFACE_ACTIONS, '*');
      if (role && missing) yield { on: role, message: `It does not allow ${missing} on *, which ${fn.path} needs in its VPC.` };
    }),
  },
  {
    id: 'NET-03',
    severity: 'error',
    title: 'A subnet has too few addresses for its functions',
    why: 'Every set of security groups takes an address in every subnet: functions that get none cannot be invoked.',
    remedy: 'Let functions share security groups, or choose larger subnets.',
    source: SOURCE,
    also: ['NET-04'],
    judgedBy: [JUDGED_NETWORK, 'cdk-lambda-kit:vpcSubnetAddresses'],
    check: each(
      (app) => groupSets(app),
      function* ([subnet, sets], app) {
        const addresses = addressesIn(subnet, app);
        if (addresses === undefined || sets.size + addresses.taken <= addresses.all) return;
        const message = `Functions need ${sets.size} addresses and other things ${addresses.taken}, but there are ${addresses.all}.`;
        yield { on: subnet, property: 'Properties.CidrBlock', message };
      },
    ),
  },
  {
    id: 'NET-03-connections',
    severity: 'warning',
    title: 'A subnet has too few addresses for all connections of a function',
    why: `One network interface serves ${CONNECTIONS_PER_INTERFACE} connections; when Lambda needs more and finds no address, invocations fail.`,
    remedy: 'Choose larger subnets, or reserve less concurrency.',
    source: SOURCE,
    check: each(vpcFunctions, function* ({ fn, subnets }, app) {
      if (!fn.has('ReservedConcurrentExecutions')) return;
      const reserved = fn.number('ReservedConcurrentExecutions') ?? 0;
      // When a zone fails, one subnet may have to serve all.
      const wanted = Math.ceil((reserved * CONNECTIONS_PER_ENVIRONMENT) / CONNECTIONS_PER_INTERFACE);
      const tight = subnets.filter((subnet) => {
        const addresses = addressesIn(subnet, app);
        return addresses !== undefined && wanted > 1 && wanted + addresses.taken > addresses.all;
      });
      if (tight.length === 0) return;
      const message = `${reserved} environments with up to ${CONNECTIONS_PER_ENVIRONMENT} connections each want ${wanted} addresses, which are not left in ${pathsOf(tight)}.`;
      yield { on: fn, property: 'Properties.VpcConfig.SubnetIds', message };
    }),
  },
  {
    id: 'NET-04',
    severity: 'warning',
    title: 'Functions need more network interfaces than a VPC may have',
    why: `The quota is ${NETWORK_INTERFACES_PER_VPC} for one VPC, other services included: functions beyond it cannot be invoked.`,
    remedy: 'Let functions share security groups, or have the quota raised.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
    judgedBy: [JUDGED_NETWORK, 'cdk-lambda-kit:vpcNetworkInterfaces'],
    check: each(
      (app) => perVpc(app),
      function* ([vpc, needed]) {
        if (needed > NETWORK_INTERFACES_PER_VPC) yield { on: vpc, message: `Functions of this app need ${needed} in this VPC.` };
      },
    ),
  },
];

function perVpc(app: App): ReadonlyMap<Declaration, number> {
  const needed = new Map<Declaration, number>();
  for (const [subnet, sets] of groupSets(app)) {
    const vpc = vpcOf(subnet, app);
    if (vpc !== undefined) needed.set(vpc, (needed.get(vpc) ?? 0) + sets.size);
  }
  return needed;
}
