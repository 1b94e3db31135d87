import type { Limit } from './limit';

const CONFIGURATION_VPC = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html';
const VPC_CONFIG = 'https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html';

/** Subnets of one function. */
export const VPC_SUBNETS: Limit = { min: 1, max: 16, unit: 'subnets', whole: true, rule: 'NET-01', source: VPC_CONFIG };

/** Security groups of one function. */
export const VPC_SECURITY_GROUPS: Limit = {
  min: 1,
  max: 5,
  unit: 'security groups',
  whole: true,
  rule: 'NET-01',
  source: VPC_CONFIG,
};

/** Availability Zones that a function should be in, so that one may fail. */
export const ADVISED_ZONES = { atLeast: 2, source: CONFIGURATION_VPC } as const;

/** What the role of a function in a VPC must allow on every resource (NET-02, DG:configuration-vpc). */
export const NETWORK_INTERFACE_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
] as const;

/** The condition key that is there when the function's code calls, not when Lambda does (NET-10, DG:configuration-vpc). */
export const CALLED_BY_CODE = 'lambda:SourceFunctionArn';

/** Those of them without which no network interface comes about; the others came later, and older policies do without. */
export const NEEDED_INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DeleteNetworkInterface',
] as const;

/** The port that mount targets listen on (FN-61). */
export const NFS_PORT = 2049;
