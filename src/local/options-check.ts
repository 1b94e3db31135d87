import { LocalError } from './errors';
import { nearestName } from './nearest-name';
import { toMilliseconds } from './time/duration';

/** What an option takes, in words, and whether a value is that. */
export type Kind = readonly [words: string, takes: (value: unknown) => boolean];

/** One for each option. */
export type Kinds<T> = Readonly<Record<keyof T & string, Kind>>;

const isText = (value: unknown) => typeof value === 'string';
export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

export const TEXT: Kind = ['a text', isText];
export const TEXTS: Kind = ['a list of texts', (value) => Array.isArray(value) && value.every(isText)];
export const NUMBER: Kind = ['a number', (value) => typeof value === 'number'];
export const FLAG: Kind = ['true or false', (value) => typeof value === 'boolean'];
export const DURATION: Kind = ['a length of time, as { minutes: 10 }', isDuration];
export const wholeNumber = (min: number, max = Number.POSITIVE_INFINITY): Kind => [
  max === Number.POSITIVE_INFINITY ? `a whole number from ${min} up` : `a whole number from ${min} to ${max}`,
  (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
];
export const oneOf = (...values: readonly string[]): Kind => [values.join(' or '), (value) => values.includes(value as string)];
export const object = (example?: string): Kind => [example === undefined ? 'an object' : `an object, as ${example}`, isObject];
export const objectOfTexts = (example: string): Kind => [
  `an object of texts, as ${example}`,
  (value) => isObject(value) && Object.values(value).every(isText),
];

/** Fails with OPTION_INVALID: where tests are JavaScript, nothing else tells that an option is misspelt. */
export function checkOptions<T extends object>(options: T, kinds: Kinds<T>, example: string): void {
  if (!isObject(options)) throw invalid(`Options are an object, as ${example}; this is ${shown(options)}.`);
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name as keyof T & string] : undefined;
    if (!kind) throw invalid(unknown(name, Object.keys(kinds)));
    const [words, takes] = kind;
    if (value !== undefined && !takes(value)) throw invalid(`${name} is ${words}; this is ${shown(value)}.`);
  }
}

function unknown(name: string, names: readonly string[]): string {
  const meant = nearestName(name, names);
  const hint = meant === undefined ? '' : `did you mean ${meant}? `;
  return `There is no option ${name}; ${hint}${hint === '' ? 'there' : 'There'} ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}.`;
}

function isDuration(value: unknown): boolean {
  try {
    return toMilliseconds(value as number) >= 0;
  } catch {
    return false;
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // It leads back to itself, as constructs do, or is a BigInt.
    return String(value);
  }
}

const invalid = (message: string) => new LocalError('OPTION_INVALID', message);
