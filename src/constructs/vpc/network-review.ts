import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Annotations, Stage } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { JUDGED, JUDGED_NETWORK } from '../../spec/judged';
import { NETWORK_INTERFACES_PER_VPC, usableAddresses } from '../../spec/network-interfaces';
import { ADVISED_ZONES } from '../../spec/vpc';
import type { Attachment } from './attachment';
import { warnOfMissingWays } from './missing-ways';
import { type NetworkInterfaceEstimate, NetworkInterfaces } from './network-interfaces';
import { keyOf } from './reference-key';
import { ResourceIndex } from './resource-index';
import { prefixLengthOf, zoneOf } from './subnet-facts';

/** One for each app or stage, which are synthesized on their own. */
const reviews = new WeakMap<IConstruct, NetworkReview>();

/** Has the network of a function looked at when everything is there: routes, endpoints and grants may come after it. */
export function reviewAtSynthesis(scope: Construct, attachment: Attachment): void {
  const stage = Stage.of(scope) ?? scope.node.root;
  let review = reviews.get(stage);
  if (!review) {
    review = new NetworkReview();
    reviews.set(stage, review);
    stage.node.addValidation(review);
  }
  review.attachments.push(attachment);
}

class NetworkReview {
  readonly attachments: Attachment[] = [];

  /** Only warns, so that whoever knows better can acknowledge; what can be refused was when the function was made. */
  validate(): string[] {
    const [first] = this.attachments;
    if (!first) return [];
    const index = new ResourceIndex(first.scope.node.root);
    for (const attachment of this.attachments) {
      const target = attachment.scope.node.tryFindChild(attachment.id);
      if (target instanceof lambda.Function) {
        judged(target);
        warnOfSingleZone(target, attachment);
        warnOfMissingWays(target, attachment, index);
      } else {
        Annotations.of(attachment.scope).addWarningV2(
          'cdk-lambda-kit:vpcFunctionMissing',
          `functionOptions was told of a function '${attachment.id}', but there is none; its network has not been looked at. Make it in the same scope and with the same id.`,
        );
      }
    }
    const estimates = NetworkInterfaces._of(index);
    for (const { vpc, subnets } of this.attachments) for (const looked of [vpc, ...subnets]) judged(looked);
    warnOfQuota(this.attachments, estimates);
    warnOfAddresses(this.attachments, estimates, index);
    return [];
  }
}

/** Tells the rules that read the assembly that this is done, also where a warning was acknowledged. */
function judged({ node }: IConstruct): void {
  if (!node.metadata.some(({ type, data }) => type === JUDGED && data === JUDGED_NETWORK))
    node.addMetadata(JUDGED, JUDGED_NETWORK);
}

function warnOfSingleZone(target: lambda.Function, { subnets }: Attachment): void {
  const zones = subnets.map((subnet) => zoneOf(subnet));
  if (zones.length > 1 && (zones.includes(undefined) || new Set(zones).size > 1)) return;
  Annotations.of(target).addWarningV2(
    'cdk-lambda-kit:vpcSingleZone',
    `The function is in one Availability Zone only and fails with it. Choose subnets in at least ${ADVISED_ZONES.atLeast} (${ADVISED_ZONES.source}).`,
  );
}

function warnOfQuota(attachments: readonly Attachment[], estimates: readonly NetworkInterfaceEstimate[]): void {
  for (const vpc of new Set(attachments.map((attachment) => attachment.vpc))) {
    const key = keyOf(vpc, vpc.vpcId);
    const imported = subnetsOf(attachments, vpc).map((subnet) => keyOf(subnet, subnet.subnetId));
    const needed = estimates
      .filter((estimate) => (estimate.vpc === undefined ? imported.includes(estimate.subnet) : estimate.vpc === key))
      .reduce((sum, estimate) => sum + estimate.networkInterfaces, 0);
    if (needed <= NETWORK_INTERFACES_PER_VPC) continue;
    Annotations.of(vpc).addWarningV2(
      'cdk-lambda-kit:vpcNetworkInterfaces',
      `The functions of this app need ${needed} network interfaces in this VPC, one for each distinct pair of subnet and set of security groups; the quota is ${NETWORK_INTERFACES_PER_VPC}, other services included. Let functions share security groups (shareSecurityGroup), or have the quota raised (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).`,
    );
  }
}

function warnOfAddresses(
  attachments: readonly Attachment[],
  estimates: readonly NetworkInterfaceEstimate[],
  index: ResourceIndex,
): void {
  const subnets = new Map(
    attachments.flatMap(({ subnets }) => subnets).map((subnet) => [keyOf(subnet, subnet.subnetId), subnet]),
  );
  for (const [key, subnet] of subnets) {
    const length = prefixLengthOf(subnet);
    if (length === undefined) continue;
    const needed = estimates.find((estimate) => estimate.subnet === key)?.networkInterfaces ?? 0;
    const taken = othersIn(key, index);
    const usable = usableAddresses(length);
    if (needed + taken <= usable) continue;
    Annotations.of(subnet).addWarningV2(
      'cdk-lambda-kit:vpcSubnetAddresses',
      `The functions of this app need ${needed} addresses in this subnet, and NAT gateways and endpoints ${taken}, but a /${length} has ${usable}. Let functions share security groups (shareSecurityGroup), or choose larger subnets (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html).`,
    );
  }
}

/** Addresses that the app itself takes in a subnet for other things than functions. */
function othersIn(subnet: string, index: ResourceIndex): number {
  const gateways = index
    .of<ec2.CfnNatGateway>('AWS::EC2::NatGateway')
    .filter((gateway) => keyOf(gateway, gateway.subnetId) === subnet);
  const endpoints = index
    .of<ec2.CfnVPCEndpoint>('AWS::EC2::VPCEndpoint')
    .filter((endpoint) => (endpoint.subnetIds ?? []).some((id) => keyOf(endpoint, id) === subnet));
  return gateways.length + endpoints.length;
}

function subnetsOf(attachments: readonly Attachment[], vpc: ec2.IVpc): ec2.ISubnet[] {
  return attachments.filter((attachment) => attachment.vpc === vpc).flatMap(({ subnets }) => [...subnets]);
}
