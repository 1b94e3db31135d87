import { TemplateError } from './template-error';
import { isNumber, textOf, type Value } from './values';

/** Those of Java's numbers that templates use; `$number.parseInt($text)` is how they get at a number. */
export const NUMBER_METHODS: ReadonlyMap<string, (number: bigint | number, args: readonly Value[]) => Value> = new Map<
  string,
  (number: bigint | number, args: readonly Value[]) => Value
>([
  ['compareTo', (number, [other]) => compared(number, other as Value)],
  ['doubleValue', (number) => Number(number)],
  ['equals', (number, [other]) => typeof other === typeof number && number === other],
  ['intValue', (number) => whole(number)],
  ['longValue', (number) => whole(number)],
  ['parseDouble', (_, [text]) => double(text)],
  ['parseInt', (_, [text]) => integer(text)],
  ['parseLong', (_, [text]) => integer(text)],
  ['toString', (number) => textOf(number)],
  ['valueOf', (number, [text]) => (typeof number === 'bigint' ? integer(text) : double(text))],
]);

export const BOOLEAN_METHODS: ReadonlyMap<string, (truth: boolean, args: readonly Value[]) => Value> = new Map<
  string,
  (truth: boolean, args: readonly Value[]) => Value
>([
  ['booleanValue', (truth) => truth],
  ['equals', (truth, [other]) => truth === other],
  ['parseBoolean', (_, [text]) => textOf(text ?? null).toLowerCase() === 'true'],
  ['toString', (truth) => String(truth)],
  ['valueOf', (_, [text]) => textOf(text ?? null).toLowerCase() === 'true'],
]);

function compared(number: bigint | number, other: Value): bigint {
  if (!isNumber(other)) throw new TemplateError('a number can be compared with a number only');
  return number < other ? -1n : number > other ? 1n : 0n;
}

function whole(number: bigint | number): bigint {
  return typeof number === 'bigint' ? number : BigInt(Math.trunc(number));
}

function integer(value: Value | undefined): bigint {
  const text = textOf(value ?? null);
  if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace('+', ''));
  throw new TemplateError(`${JSON.stringify(text)} is not a whole number`);
}

function double(value: Value | undefined): number {
  const text = textOf(value ?? null).trim();
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  throw new TemplateError(`${JSON.stringify(text)} is not a number`);
}
