/** The account of stacks that are for any account. */
export const PLACEHOLDER_ACCOUNT = '000000000000';

/** The Region of stacks that are for any Region. */
export const PLACEHOLDER_REGION = 'us-east-1';

export interface Partition {
  /** `AWS::Partition`. */
  readonly id: string;
  /** `AWS::URLSuffix`. */
  readonly urlSuffix: string;
}

const COMMERCIAL: Partition = { id: 'aws', urlSuffix: 'amazonaws.com' };

/** By the first letters of the Region's name; source: region-info of aws-cdk-lib 2.276.0. */
const PARTITIONS: readonly (readonly [string, Partition])[] = [
  ['cn-', { id: 'aws-cn', urlSuffix: 'amazonaws.com.cn' }],
  ['us-gov-', { id: 'aws-us-gov', urlSuffix: 'amazonaws.com' }],
  ['us-iso-', { id: 'aws-iso', urlSuffix: 'c2s.ic.gov' }],
  ['us-isob-', { id: 'aws-iso-b', urlSuffix: 'sc2s.sgov.gov' }],
  ['us-isof-', { id: 'aws-iso-f', urlSuffix: 'csp.hci.ic.gov' }],
  ['eu-isoe-', { id: 'aws-iso-e', urlSuffix: 'cloud.adc-e.uk' }],
  ['eusc-', { id: 'aws-eusc', urlSuffix: 'amazonaws.eu' }],
];

export function partitionOf(region: string): Partition {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? COMMERCIAL;
}

/** What `Fn::GetAZs` gives: three zones of any Region, so that what is made of them is the same on every machine. */
export function zonesOf(region: string): readonly string[] {
  return ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
}
