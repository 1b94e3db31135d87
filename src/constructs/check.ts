import { Token } from 'aws-cdk-lib/core';
import type { Limit, TextLimit } from '../spec/limit';
import { ConstructError, type Place } from './construct-error';

/** Gives `value` back when it is in the range; a token is let through, nobody knows it yet. */
export function within(place: Place, prop: string, value: number, limit: Limit): number {
  if (Token.isUnresolved(value)) return value;
  if (value >= limit.min && value <= limit.max && (!limit.whole || Number.isInteger(value))) return value;

  const kind = limit.whole ? 'a whole number' : 'a number';
  const range = limit.max === Number.POSITIVE_INFINITY ? `not below ${limit.min}` : `from ${limit.min} to ${limit.max}`;
  throw new ConstructError(
    place,
    'VALUE_OUT_OF_RANGE',
    `${prop} must be ${kind} of ${limit.unit} ${range}, but is ${shown(value)} (${limit.source}).`,
  );
}

/** Gives `text` back when AWS accepts it; a token is let through. */
export function fitting(place: Place, prop: string, text: string, limit: TextLimit): string {
  if (Token.isUnresolved(text)) return text;
  const { min, max, pattern, source } = limit;
  ofKind(place, prop, text, 'a text', (value) => typeof value === 'string');
  if (text.length >= min && text.length <= (max ?? Infinity) && (!pattern || pattern.matches.test(text))) return text;

  const beginning = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  const length = max === undefined ? `at least ${min}` : `from ${min} to ${max}`;
  const rules = `${length} characters${pattern ? `, ${pattern.words}` : ''}`;
  throw new ConstructError(
    place,
    'TEXT_INVALID',
    `${prop} must have ${rules}, but is '${beginning}' with ${text.length} character${text.length === 1 ? '' : 's'} (${source}).`,
  );
}

/** Refuses what no compiler has refused where the app is JavaScript: a number for a `Duration`, a folder for a `Code`. */
export function ofKind<T>(place: Place, prop: string, value: T, words: string, isIt: (value: NonNullable<T>) => unknown): void {
  if (value !== undefined && value !== null && isIt(value)) return;
  throw new ConstructError(place, 'VALUE_OF_OTHER_KIND', `${prop} must be ${words}, but is ${shown(value)}.`);
}

const shown = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value));
