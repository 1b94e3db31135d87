import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnResource, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { classicNetworkInterfaces, NETWORK_INTERFACES_PER_VPC } from '../../spec/network-interfaces';
import { keyOf, keysOf, madeBy, withPaths } from './reference-key';
import { ResourceIndex } from './resource-index';

/** The network interfaces that the functions of an app need in one subnet. */
export interface NetworkInterfaceEstimate {
  /** The path of the subnet's construct, or its id when it is not made in this app. */
  readonly subnet: string;

  /**
   * The path of the construct of the subnet's VPC, or its id.
   *
   * @default - the subnet is not made in this app
   */
  readonly vpc?: string;

  /** One for each distinct set of security groups. */
  readonly networkInterfaces: number;
}

/** How many network interfaces the functions of an app need. */
export class NetworkInterfaces {
  /** Those that one VPC may have where the quota was not raised; other services count, too. */
  public static readonly QUOTA_PER_VPC = NETWORK_INTERFACES_PER_VPC;

  /**
   * The network interfaces of all functions below a construct: one for each distinct pair of subnet and set of security groups.
   *
   * It is the least; Lambda adds one to a pair with more than 65 000 connections at a time.
   *
   * @param scope an app, stage, stack or any other construct
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   */
  public static estimate(scope: IConstruct): NetworkInterfaceEstimate[] {
    return NetworkInterfaces._of(new ResourceIndex(scope));
  }

  /**
   * The number by the formula of before 2019: peak concurrency × memory ÷ 3 GB, rounded up.
   *
   * For those who plan with it; it is history, today concurrency plays no part. See `estimate`.
   *
   * @param peakConcurrency invocations at a time
   * @param memorySize memory of the function, in MB
   */
  public static classicProjection(peakConcurrency: number, memorySize: number): number {
    return classicNetworkInterfaces(peakConcurrency, memorySize);
  }

  /** @internal */
  public static _of(index: ResourceIndex): NetworkInterfaceEstimate[] {
    const groupsBySubnet = new Map<string, Set<string>>();
    const vpcs = new Map<string, string>();
    for (const resource of index.of<lambda.CfnFunction>('AWS::Lambda::Function')) {
      const config = vpcConfigOf(resource);
      const groups = keysOf(resource, config?.securityGroupIds).sort().join(' ');
      for (const id of Token.isUnresolved(config?.subnetIds) ? keysOf(resource, config?.subnetIds) : (config?.subnetIds ?? [])) {
        const subnet = keyOf(resource, id);
        const sets = groupsBySubnet.get(subnet) ?? new Set();
        groupsBySubnet.set(subnet, sets.add(groups));
        const vpc = vpcOfSubnet(id);
        if (vpc !== undefined) vpcs.set(subnet, vpc);
      }
    }
    return [...groupsBySubnet].map(([subnet, sets]) => {
      const vpc = vpcs.get(subnet);
      return { subnet, networkInterfaces: sets.size, ...(vpc === undefined ? {} : { vpc }) };
    });
  }

  private constructor() {}
}

/** As it was given, so that references still tell what they are to; resolved where only that shows what is in it. */
function vpcConfigOf(resource: lambda.CfnFunction): lambda.CfnFunction.VpcConfigProperty | undefined {
  const given = resource.vpcConfig;
  if (given === undefined || !('resolve' in given)) return given;
  return withPaths(resource, given) as lambda.CfnFunction.VpcConfigProperty | undefined;
}

function vpcOfSubnet(id: unknown): string | undefined {
  const subnet = madeBy(id);
  if (!CfnResource.isCfnResource(subnet) || subnet.cfnResourceType !== 'AWS::EC2::Subnet') return undefined;
  return keyOf(subnet, (subnet as ec2.CfnSubnet).vpcId);
}
