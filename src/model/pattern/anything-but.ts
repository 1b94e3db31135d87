import { isJsonObject, isNumber, type Json } from './exact-json';
import { InvalidEventPattern } from './invalid-pattern';
import { EVERY_KIND, isSame, type Scalar, type Test } from './test';
import { wildcard } from './wildcard';

const NOT_A_VALUE = 'Value of anything-but must be an array or single string/number value.';

/** Everything that is there and is none of these (PAT-29, PAT-32 to PAT-35). */
export function anythingBut(argument: Json): Test {
  if (typeof argument === 'string' || isNumber(argument)) return excluding('anything-but', (value) => isSame(value, argument));
  if (Array.isArray(argument)) return anyOf(argument as readonly Json[]);
  if (!isJsonObject(argument)) throw new InvalidEventPattern(NOT_A_VALUE);
  const [[operator, inner] = [], another] = Object.entries(argument);
  if (operator === undefined || inner === undefined) throw new InvalidEventPattern('Match expression name not found');
  const test = excludingTexts(operator, inner);
  if (another !== undefined) throw new InvalidEventPattern('Only one key allowed in match expression');
  return test;
}

function excluding(operator: string, excludes: (value: Scalar) => boolean): Test {
  return { operator, kinds: EVERY_KIND, accepts: (value) => !excludes(value) };
}

function anyOf(list: readonly Json[]): Test {
  const strings = list.filter((each) => typeof each === 'string');
  const numbers = list.filter(isNumber);
  if (strings.length + numbers.length < list.length) {
    throw new InvalidEventPattern('Inside anything but list, start|null|boolean is not supported.');
  }
  if (list.length === 0 || (strings.length > 0 && numbers.length > 0)) {
    throw new InvalidEventPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  const excluded = new Set<Scalar>(strings);
  return excluding('anything-but', (value) => excluded.has(value) || numbers.some((number) => isSame(value, number)));
}

const OPERATORS: Readonly<Record<string, (text: string) => (value: string) => boolean>> = {
  prefix: (text) => (value) => value.startsWith(text),
  suffix: (text) => (value) => value.endsWith(text),
  'equals-ignore-case': (text) => {
    const wanted = text.toLowerCase();
    return (value) => value.toLowerCase() === wanted;
  },
  wildcard,
};

function excludingTexts(operator: string, argument: Json): Test {
  const make = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (make === undefined) throw new InvalidEventPattern(`Unsupported anything-but pattern: ${operator}`);
  if (isJsonObject(argument)) throw new InvalidEventPattern(NOT_A_VALUE);
  const texts = Array.isArray(argument) ? (argument as readonly Json[]) : [argument];
  // AWS takes an empty list and then fails on every event.
  if (texts.length === 0) throw new InvalidEventPattern('Empty arrays are not allowed');
  const tests = texts.map((text) => {
    if (typeof text !== 'string') throw new InvalidEventPattern(notATextIn(operator));
    if (text === '' && /^(prefix|suffix)$/.test(operator)) throw new InvalidEventPattern('Null prefix/suffix not allowed');
    return make(text);
  });
  return excluding(`anything-but/${operator}`, (value) => typeof value === 'string' && tests.some((excludes) => excludes(value)));
}

function notATextIn(operator: string): string {
  if (operator === 'wildcard') return 'wildcard match pattern must be a string';
  if (operator !== 'equals-ignore-case') return 'prefix/suffix match pattern must be a string';
  return 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.';
}
