import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Names, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { VPC_SECURITY_GROUPS } from '../../spec/vpc';
import { within } from '../check';
import { ConstructError, type Place, placeOf } from '../construct-error';
import type { Reach } from './attachment';
import { reviewAtSynthesis } from './network-review';
import { ResourceIndex } from './resource-index';
import { checkFileSystem, checkSecurityGroups } from './security-group-vpc';
import { checkAttachable, selectSubnets } from './subnet-selection';
import type { VpcAccessOptions } from './vpc-access-options';
import { addEndpoints, serviceOf } from './vpc-endpoints';
import { refuseVpcProps } from './vpc-props';
import { allowNetworkInterfaces, leastPrivilegeRole } from './vpc-role';

/**
 * How functions are attached to a VPC: subnets, security groups, permissions and endpoints.
 *
 * The same access may be given to any number of functions. Whether what they need can be reached is looked at when the app is
 * synthesized, as far as the app knows: routes, NAT gateways and endpoints that are made in it, of imported VPCs only the kind
 * of subnet. What is missing is a warning, which can be acknowledged.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export class VpcAccess {
  /**
   * Private subnets from which functions reach the internet and AWS through a NAT gateway, or another way out.
   */
  public static privateWithEgress(vpc: ec2.IVpc, options: VpcAccessOptions = {}): VpcAccess {
    return new VpcAccess(vpc, 'internet', ec2.SubnetType.PRIVATE_WITH_EGRESS, options);
  }

  /**
   * Isolated subnets, from which functions reach nothing but the VPC and the services that it has endpoints for.
   */
  public static isolated(vpc: ec2.IVpc, options: VpcAccessOptions = {}): VpcAccess {
    return new VpcAccess(vpc, 'endpoints-only', ec2.SubnetType.PRIVATE_ISOLATED, options);
  }

  /**
   * Private subnets with IPv4 and IPv6, from which functions reach the internet over IPv6 through an egress-only internet gateway.
   *
   * Fails when a subnet has no IPv6, or nothing else. AWS services are called over IPv6 only with the environment variable
   * `AWS_USE_DUALSTACK_ENDPOINT` at `true`.
   */
  public static dualStack(vpc: ec2.IVpc, options: VpcAccessOptions = {}): VpcAccess {
    return new VpcAccess(vpc, 'ipv6-internet', ec2.SubnetType.PRIVATE_WITH_EGRESS, options);
  }

  private readonly shared = new Map<Stack, ec2.ISecurityGroup>();
  private selection: readonly ec2.ISubnet[] | undefined;

  private constructor(
    private readonly vpc: ec2.IVpc,
    private readonly reach: Reach,
    private readonly subnetType: ec2.SubnetType,
    private readonly options: VpcAccessOptions,
  ) {}

  /**
   * The props that attach a function of aws-cdk-lib: `new lambda.Function(scope, id, { ...access.functionOptions(scope, id, { role }), code … })`.
   *
   * Scope and id must be those of the function. A `role` and a `filesystem` of it go into `options`: the role gets what it needs,
   * the file system must be of this VPC.
   *
   * @param options other props of the function, which are given back together with those of the VPC
   */
  public functionOptions(scope: Construct, id: string, options: lambda.FunctionOptions = {}): lambda.FunctionOptions {
    refuseVpcProps(placeOf(scope, id), 'options', options);
    return this._attach(scope, id, options);
  }

  /** @internal */
  public _attach(scope: Construct, id: string, options: lambda.FunctionOptions): lambda.FunctionOptions {
    const place = placeOf(scope, id);
    const { vpc, reach } = this;
    const { allowAllOutbound, allowPublicSubnet, leastPrivilege, existingEndpoints = [] } = this.options;

    this.checkGroups(place);
    if (options.filesystem) checkFileSystem(place, options.filesystem, vpc);
    const subnets = this.subnetsFor(place);
    if (options.role && !this.options.roleHasPermissions) allowNetworkInterfaces({ scope, id }, options.role);

    const securityGroups = this.options.securityGroups ?? (this.options.shareSecurityGroup ? [this.groupOf(scope)] : undefined);
    const role = options.role ?? (leastPrivilege ? leastPrivilegeRole(scope, `${id}Role`, options) : undefined);
    const existing = existingEndpoints.map(({ _name }) => serviceOf(vpc, _name));
    reviewAtSynthesis(scope, { scope, id, vpc, subnets, reach, existing });

    return {
      ...options,
      vpc,
      vpcSubnets: { subnets: [...subnets] },
      ...(role && { role }),
      ...(securityGroups ? { securityGroups } : outbound(reach, allowAllOutbound)),
      ...(allowPublicSubnet !== undefined && { allowPublicSubnet }),
      ...(reach === 'ipv6-internet' && { ipv6AllowedForDualStack: true }),
    };
  }

  /** Chosen, checked and given their endpoints with the first function. */
  private subnetsFor(place: Place): readonly ec2.ISubnet[] {
    if (this.selection) return this.selection;
    const { vpc, options, subnetType } = this;
    const index = new ResourceIndex(vpc.node.root);
    const subnets = selectSubnets(place, vpc, { subnetType, ...options });
    checkAttachable(place, vpc, subnets, this.reach === 'ipv6-internet', index);
    addEndpoints(place, vpc, subnets, options.endpoints ?? [], index);
    this.selection = subnets;
    return subnets;
  }

  private checkGroups(place: Place): void {
    const { securityGroups, shareSecurityGroup, allowAllOutbound } = this.options;
    if (!securityGroups) return;
    if (shareSecurityGroup || allowAllOutbound !== undefined) {
      const other = shareSecurityGroup ? 'shareSecurityGroup' : 'allowAllOutbound';
      throw new ConstructError(place, 'VPC_SECURITY_GROUPS_TWICE', `securityGroups and ${other} must not meet.`);
    }
    within(place, 'the length of securityGroups', securityGroups.length, VPC_SECURITY_GROUPS);
    checkSecurityGroups(place, securityGroups, this.vpc);
  }

  /** The group that all functions of a stack share; made with the first of them. */
  private groupOf(scope: Construct): ec2.ISecurityGroup {
    const stack = Stack.of(scope);
    let group = this.shared.get(stack);
    if (!group) {
      const name = `LambdaSecurityGroup-${Names.nodeUniqueId(this.vpc.node)}`;
      const id = [name, ...Array.from({ length: 9 }, (_, n) => `${name}-${n + 2}`)].find(
        (free) => !stack.node.tryFindChild(free),
      );
      group = new ec2.SecurityGroup(stack, id ?? name, {
        vpc: this.vpc,
        description: 'Shared by Lambda functions',
        ...outbound(this.reach, this.options.allowAllOutbound),
      });
      this.shared.set(stack, group);
    }
    return group;
  }
}

/** IPv6 has a rule of its own, which aws-cdk-lib leaves out unless it is asked for. */
function outbound(reach: Reach, allowAllOutbound: boolean | undefined): lambda.FunctionOptions {
  return {
    ...(allowAllOutbound !== undefined && { allowAllOutbound }),
    ...(reach === 'ipv6-internet' && { allowAllIpv6Outbound: allowAllOutbound ?? true }),
  };
}
