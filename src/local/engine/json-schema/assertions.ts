import { type Asked, type Assertion, isRecord } from './judge';
import { LIST_ASSERTIONS } from './list-assertions';
import { OBJECT_ASSERTIONS } from './object-assertions';
import { same } from './same';

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Keywords for numbers: nothing else is looked at. */
function ofNumber(flaw: (value: number, expected: number, schema: Asked['schema']) => string | undefined): Assertion {
  return ({ value, expected, schema, where }) => {
    const found = isNumber(value) && isNumber(expected) ? flaw(value, expected, schema) : undefined;
    return found && `${where} ${found}`;
  };
}

/** Keywords for texts; characters are counted, not halves of them. */
function ofText(flaw: (value: string, expected: unknown) => string | undefined): Assertion {
  return ({ value, expected, where }) => {
    const found = typeof value === 'string' ? flaw(value, expected) : undefined;
    return found && `${where} ${found}`;
  };
}

/** What the keywords of draft 4 demand; those that demand nothing, as `title`, are not here. */
export const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  type: ({ value, expected, where }) => {
    const types = Array.isArray(expected) ? expected : [expected];
    return types.some((type) => isOfType(value, type)) ? undefined : `${where} is not of type ${types.join(' or ')}`;
  },
  enum: ({ value, expected, where }) => {
    if (!Array.isArray(expected) || expected.some((each) => same(each, value))) return undefined;
    return `${where} is none of ${JSON.stringify(expected)}`;
  },
  minimum: ofNumber((value, least, { exclusiveMinimum }) => {
    if (value > least || (value === least && exclusiveMinimum !== true)) return undefined;
    return `is below ${least}`;
  }),
  maximum: ofNumber((value, most, { exclusiveMaximum }) => {
    if (value < most || (value === most && exclusiveMaximum !== true)) return undefined;
    return `is above ${most}`;
  }),
  multipleOf: ofNumber((value, factor) => (isMultiple(value, factor) ? undefined : `is no multiple of ${factor}`)),
  minLength: ofText((value, least) =>
    isNumber(least) && [...value].length < least ? `has fewer than ${least} characters` : undefined,
  ),
  maxLength: ofText((value, most) =>
    isNumber(most) && [...value].length > most ? `has more than ${most} characters` : undefined,
  ),
  pattern: ofText((value, pattern) => (matches(String(pattern), value) ? undefined : `does not match ${pattern}`)),
  ...LIST_ASSERTIONS,
  ...OBJECT_ASSERTIONS,
  allOf: ({ value, expected, at, judge }) =>
    listed(expected).reduce<string | undefined>((flaw, schema) => flaw ?? judge(value, schema, at), undefined),
  anyOf: ({ value, expected, at, where, judge }) => {
    const fits = listed(expected).some((schema) => judge(value, schema, at) === undefined);
    return fits ? undefined : `${where} follows none of the schemas of anyOf`;
  },
  oneOf: ({ value, expected, at, where, judge }) => {
    const fitting = listed(expected).filter((schema) => judge(value, schema, at) === undefined).length;
    return fitting === 1 ? undefined : `${where} follows ${fitting} of the schemas of oneOf, not one`;
  },
  not: ({ value, expected, at, where, judge }) =>
    judge(value, expected, at) === undefined ? `${where} follows the schema of not` : undefined,
};

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isRecord(value);
  // As the number is written in JSON makes no difference here.
  if (type === 'integer') return Number.isInteger(value);
  return type === typeof value;
}

/** Without the error that a division of fractions makes. */
function isMultiple(value: number, factor: number): boolean {
  if (factor <= 0) return true;
  const quotient = value / factor;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9 * Math.max(1, Math.abs(quotient));
}

/** What is no expression here, matches nothing. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    try {
      return new RegExp(pattern).test(text);
    } catch {
      return false;
    }
  }
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
