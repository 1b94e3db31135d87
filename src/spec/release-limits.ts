import type { Limit } from './limit';

/** Versions before the live one that a release can keep; each is a resource of the stack and counts in the code storage. */
export const KEPT_VERSIONS: Limit = {
  min: 0,
  max: 50,
  unit: 'versions',
  whole: true,
  rule: 'VER-10',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
};

/** Characters of a logical id in CloudFormation. */
export const LOGICAL_ID = /^[A-Za-z0-9]{1,255}$/;
