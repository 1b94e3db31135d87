import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** What the functions of a VPC access are to reach. */
export type Reach = 'internet' | 'ipv6-internet' | 'endpoints-only';

/** A function in a VPC; it need not exist yet. */
export interface Attachment {
  readonly scope: Construct;
  readonly id: string;
  readonly vpc: ec2.IVpc;
  readonly subnets: readonly ec2.ISubnet[];
  readonly reach: Reach;
  /** Names of endpoint services that the VPC has without the app knowing. */
  readonly existing: readonly string[];
}
