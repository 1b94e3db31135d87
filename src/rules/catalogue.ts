import { CODE_FILES } from './code-files';
import { NATIVE_CODE } from './native-code';
import type { Rule } from './rule';
import { SQS } from './sqs';
import { VPC_FILE_SYSTEMS } from './vpc-file-systems';
import { VPC_INTERFACES } from './vpc-interfaces';
import { VPC_PLACEMENT } from './vpc-placement';
import { VPC_REACH } from './vpc-reach';

/** Every rule. docs/rules.md is made from this table. */
export const RULES: readonly Rule[] = [
  ...CODE_FILES,
  ...NATIVE_CODE,
  ...SQS,
  ...VPC_FILE_SYSTEMS,
  ...VPC_INTERFACES,
  ...VPC_PLACEMENT,
  ...VPC_REACH,
];
