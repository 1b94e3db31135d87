import { textBytes } from '../../engine/text';
import { type AttributeValue, type Item, typeOf } from './attribute-value';
import { decimal, decimalSize } from './decimal';

/** As DynamoDB counts an item, in bytes: the names of its attributes and their values. */
export function itemSize(item: Item): number {
  let size = 0;
  for (const [name, value] of Object.entries(item)) size += utf8Length(name) + valueSize(value);
  return size;
}

export function valueSize(value: AttributeValue): number {
  if ('S' in value) return utf8Length(value.S);
  if ('N' in value) return decimalSize(decimal(value.N));
  if ('B' in value) return value.B.length;
  if ('SS' in value) return total(value.SS, utf8Length);
  if ('NS' in value) return total(value.NS, (member) => decimalSize(decimal(member)));
  if ('BS' in value) return total(value.BS, (member) => member.length);
  if ('L' in value) return 3 + total(value.L, (member) => 1 + valueSize(member));
  if ('M' in value) return 3 + Object.keys(value.M).length + itemSize(value.M);
  if ('BOOL' in value || 'NULL' in value) return 1;
  throw new Error(`bug: ${typeOf(value)} has no size`);
}

export function utf8Length(text: string): number {
  // All of ASCII is one byte each.
  return /^[\u0000-\u007f]*$/.test(text) ? text.length : textBytes(text).length;
}

function total<T>(members: readonly T[], sizeOf: (member: T) => number): number {
  let size = 0;
  for (const member of members) size += sizeOf(member);
  return size;
}
