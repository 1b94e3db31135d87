import { CODE_FILES } from './code-files';
import { NATIVE_CODE } from './native-code';
import type { Rule } from './rule';
import { SQS } from './sqs';

/** Every rule. docs/rules.md is made from this table. */
export const RULES: readonly Rule[] = [...CODE_FILES, ...NATIVE_CODE, ...SQS];
