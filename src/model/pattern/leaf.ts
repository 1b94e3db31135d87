import { anythingBut } from './anything-but';
import { cidr } from './cidr';
import { isJsonObject, type Json, type JsonObject } from './exact-json';
import { InvalidEventPattern } from './invalid-pattern';
import { numeric } from './numeric';
import { EVERY_KIND, isSame, kindOf, ofStrings, type Scalar, type Test } from './test';
import { wildcard } from './wildcard';

/** The list at the end of a pattern's path: an event passes when any of its elements does. */
export interface Leaf {
  readonly tests: readonly Test[];
  /** Whether `{"exists": false}` is among them. */
  readonly takesAbsence: boolean;
}

const EXISTS = 'exists';
const OPERATORS: Readonly<Record<string, (argument: Json) => Test>> = {
  prefix: (argument) => atEnd('prefix', argument, (value, text) => value.startsWith(text)),
  suffix: (argument) => atEnd('suffix', argument, (value, text) => value.endsWith(text)),
  'equals-ignore-case': (argument) => {
    const wanted = textOf(argument, 'equals-ignore-case').toLowerCase();
    return ofStrings('equals-ignore-case', (value) => value.toLowerCase() === wanted);
  },
  wildcard: (argument) => ofStrings('wildcard', wildcard(textOf(argument, 'wildcard'))),
  // AWS's own words for it.
  cidr: (argument) => ofStrings('cidr', cidr(textOf(argument, 'prefix'))),
  exactly: (argument) => {
    const wanted = textOf(argument, 'exact');
    return ofStrings('exactly', (value) => value === wanted);
  },
  numeric,
  'anything-but': anythingBut,
};

/** Names of fields that the branches of an `$or` cannot have (PAT-31). */
export const OPERATOR_NAMES: readonly string[] = [...Object.keys(OPERATORS), EXISTS];

export function leafOf(list: readonly Json[]): Leaf {
  if (list.length === 0) throw new InvalidEventPattern('Empty arrays are not allowed');
  const tests: Test[] = [];
  let takesAbsence = false;
  for (const each of list) {
    if (isJsonObject(each)) {
      const found = expression(each);
      if (found === 'absence') takesAbsence = true;
      else tests.push(found);
    } else if (Array.isArray(each)) {
      throw new InvalidEventPattern('Match value must be String, number, true, false, or null');
    } else tests.push(literal(each as Scalar));
  }
  return { tests, takesAbsence };
}

function literal(wanted: Scalar): Test {
  return { operator: 'literal', kinds: [kindOf(wanted)], accepts: (value) => isSame(value, wanted) };
}

function expression(object: JsonObject): Test | 'absence' {
  const [[operator, argument] = [], another] = Object.entries(object);
  if (operator === undefined || argument === undefined) throw new InvalidEventPattern('Match expression name not found');
  const test = operator === EXISTS ? existence(argument) : make(operator, argument);
  if (another !== undefined) throw new InvalidEventPattern('Only one key allowed in match expression');
  return test;
}

function existence(argument: Json): Test | 'absence' {
  if (typeof argument !== 'boolean') throw new InvalidEventPattern('exists match pattern must be either true or false.');
  return argument ? { operator: EXISTS, kinds: EVERY_KIND, accepts: () => true } : 'absence';
}

function make(operator: string, argument: Json): Test {
  const found = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (found === undefined) throw new InvalidEventPattern(`Unrecognized match type ${operator}`);
  return found(argument);
}

/** A prefix or suffix, in any case of letters when that is asked for (PAT-20, PAT-21). */
function atEnd(operator: string, argument: Json, has: (value: string, text: string) => boolean): Test {
  if (!isJsonObject(argument)) {
    const text = textOf(argument, operator);
    return ofStrings(operator, (value) => has(value, text));
  }
  const [[inner, given] = [], another] = Object.entries(argument);
  if (inner !== 'equals-ignore-case' || given === undefined || another !== undefined) {
    throw new InvalidEventPattern(`${operator} match pattern must be a string`);
  }
  const text = textOf(given, 'equals-ignore-case').toLowerCase();
  return ofStrings(`${operator}/equals-ignore-case`, (value) => has(value.toLowerCase(), text));
}

function textOf(argument: Json, operator: string): string {
  if (typeof argument !== 'string') throw new InvalidEventPattern(`${operator} match pattern must be a string`);
  return argument;
}
