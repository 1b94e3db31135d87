import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { ServiceEndpoint } from './service-endpoint';

/** How functions are attached to a VPC. */
export interface VpcAccessOptions {
  /**
   * Which subnets: 1 to 16, in at least two Availability Zones, or there is a warning.
   *
   * @default - all private subnets with egress; with `VpcAccess.isolated`, all isolated subnets.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the functions: 1 to 5, all of this VPC. Only their outbound rules matter, nobody can connect to a
   * function.
   *
   * Functions with the same groups share network interfaces.
   *
   * @default - a group of its own for each function
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Makes one security group for all functions of a stack instead of one for each, so that they share network interfaces.
   *
   * Not together with `securityGroups`.
   *
   * @default false
   */
  readonly shareSecurityGroup?: boolean;

  /**
   * Whether the security groups made here let everything out; if not, add rules through `connections` of the function.
   *
   * With `VpcAccess.dualStack` it is about IPv4 and IPv6, otherwise about IPv4. Not together with `securityGroups`.
   *
   * @default true
   */
  readonly allowAllOutbound?: boolean;

  /**
   * Lets functions into public subnets, where they have neither a public address nor internet over IPv4.
   *
   * @default false
   */
  readonly allowPublicSubnet?: boolean;

  /**
   * Endpoints that the functions need; those that the app has not made for this VPC yet are made in the VPC.
   *
   * @default - none are made
   */
  readonly endpoints?: ServiceEndpoint[];

  /**
   * Endpoints that the VPC has without this app knowing: there is no warning that these services cannot be reached.
   *
   * @default - only the endpoints made in this app count
   */
  readonly existingEndpoints?: ServiceEndpoint[];

  /**
   * Gives functions without a `role` one that allows no more than network interfaces need, and that to Lambda itself only, not to
   * the code.
   *
   * Otherwise functions of this package allow it to the code, too, and those of aws-cdk-lib have the managed policy
   * `AWSLambdaVPCAccessExecutionRole`, which may write to every log group besides. Roles that are given get these statements in any case.
   *
   * @default false
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   */
  readonly leastPrivilege?: boolean;

  /**
   * Says that the given roles allow what a function in a VPC needs, so that nothing is added to them.
   *
   * @default false - a given role gets the statements; one that cannot be changed is refused
   */
  readonly roleHasPermissions?: boolean;
}
