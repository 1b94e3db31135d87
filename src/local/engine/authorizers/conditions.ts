import { cidr } from '../../../model/pattern/cidr';
import { matchesWildcards } from './wildcards';

/** What is known of a request, by the name of the condition key in lower case. */
export type ConditionContext = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One key of one operator of a `Condition` block. */
export interface Condition {
  readonly key: string;
  readonly values: readonly string[];
  readonly test: (asked: string, value: string) => boolean;
  /** The operator says that none of the values fits. */
  readonly not: boolean;
  readonly quantifier: 'any' | 'all' | undefined;
  /** The operator ends in `IfExists`: what is not known fits. */
  readonly ifExists: boolean;
  /** `Null`: whether the key is known is all that counts. */
  readonly isNull: boolean;
}

/** The conditions of a statement, or what is wrong with them. */
export function conditionsOf(block: unknown): { readonly conditions: readonly Condition[] } | { readonly malformed: string } {
  if (block === undefined) return { conditions: [] };
  if (!isRecord(block)) return { malformed: 'the Condition of a Statement is not an object' };
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(block)) {
    const [, quantifier, name = '', ifExists] = /^(?:For(Any|All)Values?:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
    const not = NEGATED[name];
    const isNull = name === 'Null';
    const test = isNull ? () => true : Object.hasOwn(TESTS, not ?? name) ? TESTS[not ?? name] : undefined;
    if (test === undefined) return { malformed: `the condition operator ${operator} is not known here` };
    if (!isRecord(keys)) return { malformed: `the condition ${operator} is not an object` };
    for (const [key, given] of Object.entries(keys)) {
      const values = (Array.isArray(given) ? given : [given]).map((value) => (isPlain(value) ? String(value) : undefined));
      if (values.includes(undefined)) return { malformed: `the values of the condition ${operator} ${key} are not texts` };
      conditions.push({
        key: key.toLowerCase(),
        values: values as string[],
        test,
        not: not !== undefined,
        quantifier: quantifier === 'Any' ? 'any' : quantifier === 'All' ? 'all' : undefined,
        ifExists: ifExists !== undefined,
        isNull,
      });
    }
  }
  return { conditions };
}

/** Whether the request is as the condition wants it. */
export function holds({ key, values, test, not, quantifier, ifExists, isNull }: Condition, context: ConditionContext): boolean {
  const known = Object.hasOwn(context, key) ? context[key] : undefined;
  if (isNull) return values.some((value) => value.toLowerCase() === String(known === undefined));
  if (known === undefined) return ifExists || not || quantifier === 'all';
  const asked = typeof known === 'string' ? [known] : known;
  const fits = (each: string) => values.some((value) => test(each, value)) !== not;
  return quantifier === 'all' ? asked.every(fits) : asked.some(fits);
}

const NEGATED: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
});

type Test = Condition['test'];
const numbers = (compare: (a: number, b: number) => boolean): Test => {
  return (asked, value) => compare(Number(asked), Number(value));
};
const dates = (compare: (a: number, b: number) => boolean): Test => {
  return (asked, value) => compare(instantOf(asked), instantOf(value));
};
const equal = (a: number, b: number) => a === b;
const less = (a: number, b: number) => a < b;
const lessOrEqual = (a: number, b: number) => a <= b;
const greater = (a: number, b: number) => a > b;
const greaterOrEqual = (a: number, b: number) => a >= b;
const likeArn: Test = (asked, value) => matchesWildcards(value, asked);

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (asked, value) => asked === value,
  StringEqualsIgnoreCase: (asked, value) => asked.toLowerCase() === value.toLowerCase(),
  StringLike: (asked, value) => matchesWildcards(value, asked),
  Bool: (asked, value) => asked.toLowerCase() === value.toLowerCase(),
  NumericEquals: numbers(equal),
  NumericLessThan: numbers(less),
  NumericLessThanEquals: numbers(lessOrEqual),
  NumericGreaterThan: numbers(greater),
  NumericGreaterThanEquals: numbers(greaterOrEqual),
  DateEquals: dates(equal),
  DateLessThan: dates(less),
  DateLessThanEquals: dates(lessOrEqual),
  DateGreaterThan: dates(greater),
  DateGreaterThanEquals: dates(greaterOrEqual),
  IpAddress: isInBlock,
  ArnEquals: likeArn,
  ArnLike: likeArn,
};

/** A single address is a block of its own. */
function isInBlock(address: string, block: string): boolean {
  const [start = '', bits] = block.split('/');
  if (bits === undefined || bits === (start.includes(':') ? '128' : '32')) return start.toLowerCase() === address.toLowerCase();
  try {
    return cidr(block)(address);
  } catch {
    return false;
  }
}

/** As seconds since 1970 or in ISO 8601. */
function instantOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
