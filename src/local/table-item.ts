import { LocalError } from './errors';

/** Attributes as tests write them: texts, numbers, bytes, lists, objects, sets of one type, `true`, `null`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
export type TableItem = { readonly [name: string]: any };

/** In DynamoDB's form; members that are undefined are left out. */
export function toAttributes(item: TableItem): object {
  return Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) => (value === undefined ? [] : [[name, toAttribute(value, name)]])),
  );
}

/** Numbers that JavaScript cannot hold to the last digit are `bigint`, or text where they have a fraction. */
export function fromAttributes(attributes: object): TableItem {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, fromAttribute(value as object)]));
}

function toAttribute(value: unknown, where: string): object {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number' || typeof value === 'bigint') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: value };
  if (value instanceof Set) return toSet([...value], where);
  if (Array.isArray(value)) return { L: value.map((member: unknown, at) => toAttribute(member, `${where}[${at}]`)) };
  if (typeof value === 'object' && (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)) {
    return { M: toAttributes(value as TableItem) };
  }
  throw new LocalError('ITEM_INVALID', `${where} is ${kindOf(value)}, which no attribute of a table can be.`);
}

function toSet(members: readonly unknown[], where: string): object {
  if (members.every((member) => typeof member === 'string')) return { SS: members };
  if (members.every((member) => typeof member === 'number' || typeof member === 'bigint')) return { NS: members.map(String) };
  if (members.every((member) => member instanceof Uint8Array)) return { BS: members };
  throw new LocalError('ITEM_INVALID', `${where} is a set of several types; a set has texts, numbers or bytes.`);
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`;
  return `an instance of ${(value.constructor as { name?: string } | undefined)?.name ?? 'something'}`;
}

function fromAttribute(value: object): unknown {
  const [type = '', content] = Object.entries(value)[0] ?? [];
  switch (type) {
    case 'N':
      return fromNumber(content as string);
    case 'NULL':
      return null;
    case 'SS':
    case 'BS':
      return new Set(content as readonly unknown[]);
    case 'NS':
      return new Set((content as readonly string[]).map(fromNumber));
    case 'L':
      return (content as readonly object[]).map(fromAttribute);
    case 'M':
      return fromAttributes(content as object);
    default:
      return content;
  }
}

function fromNumber(text: string): number | bigint | string {
  const number = Number(text);
  if (plain(number) === text) return number;
  return /^-?\d+$/.test(text) ? BigInt(text) : text;
}

/** Without a power of ten, as DynamoDB keeps numbers. */
function plain(number: number): string {
  const text = String(number);
  return Number.isSafeInteger(number) || !text.includes('e') ? text : number.toFixed(20).replace(/\.?0+$/, '');
}
