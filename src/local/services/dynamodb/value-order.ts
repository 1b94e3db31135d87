import { toBase64 } from '../../engine/text';
import { type AttributeValue, type Item, typeOf } from './attribute-value';
import { decimal, orderOfDecimal } from './decimal';

/**
 * A text that sorts as the key does: numbers by value, texts by their bytes in UTF-8, bytes without sign.
 * Only for texts, numbers and bytes; what one begins with, its text begins with (but for numbers).
 */
export function orderText(value: AttributeValue): string {
  if ('S' in value) return /[\ud800-\uffff]/.test(value.S) ? byCodePoint(value.S) : value.S;
  if ('N' in value) return orderOfDecimal(decimal(value.N));
  if ('B' in value) return byteText(value.B);
  throw new Error(`bug: ${typeOf(value)} has no order`);
}

/** Below zero, zero or above; undefined when the types are not alike or have no order. */
export function compareValues(one: AttributeValue, other: AttributeValue): number | undefined {
  const type = typeOf(one);
  if (type !== typeOf(other) || !['S', 'N', 'B'].includes(type)) return undefined;
  return compareTexts(orderText(one), orderText(other));
}

export function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Whether two values are the same; sets are, whatever the order of their members. */
export function sameValue(one: AttributeValue, other: AttributeValue): boolean {
  const type = typeOf(one);
  if (type !== typeOf(other)) return false;
  if ('B' in one && 'B' in other) return sameBytes(one.B, other.B);
  if ('L' in one && 'L' in other) {
    return one.L.length === other.L.length && one.L.every((value, at) => sameValue(value, other.L[at] as AttributeValue));
  }
  if ('M' in one && 'M' in other) return sameItem(one.M, other.M);
  const [members, others] = [membersOf(one), membersOf(other)];
  if (members && others) {
    const known = new Set(others.map(memberText));
    return members.length === others.length && members.every((member) => known.has(memberText(member)));
  }
  return Object.values(one)[0] === Object.values(other)[0];
}

export function sameItem(one: Item, other: Item): boolean {
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every(
    (name) => Object.hasOwn(other, name) && sameValue(one[name] as AttributeValue, other[name] as AttributeValue),
  );
}

/** Of a set; undefined for all others. */
export function membersOf(value: AttributeValue): readonly (string | Uint8Array)[] | undefined {
  if ('SS' in value) return value.SS;
  if ('NS' in value) return value.NS;
  return 'BS' in value ? value.BS : undefined;
}

/** Tells members of one set from each other. */
export function memberText(member: string | Uint8Array): string {
  return typeof member === 'string' ? member : toBase64(member);
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

export function byteText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** JavaScript sorts the halves of a pair before U+E000 to U+FFFF, UTF-8 behind them: they change places. */
function byCodePoint(text: string): string {
  return text.replace(/[\ud800-\uffff]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCharCode(code >= 0xe000 ? code - 0x800 : code + 0x2000);
  });
}
