import type { Rule } from './rule';
import { SQS } from './sqs';

/** Every rule. docs/rules.md is made from this table. */
export const RULES: readonly Rule[] = [...SQS];
