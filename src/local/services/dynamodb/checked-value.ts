import { NESTING_MAX } from '../../../spec/dynamodb/limits';
import { ATTRIBUTE_TYPES, type AttributeType, type AttributeValue, type Item } from './attribute-value';
import { decimalText, numberFlaw, parseDecimal } from './decimal';
import { invalid, invalidParameter } from './refusal';
import { memberText } from './value-order';

/** Attributes as a request has them: any text may be a name, and a value may have no type or several. */
export type RawItem = { readonly [name: string]: object };

/** The item as it is kept; refused when a value is not one. */
export function checkedItem(item: RawItem): Item {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, checkedValue(value)]));
}

export function checkedValue(value: object, depth = 0): AttributeValue {
  const types = ATTRIBUTE_TYPES.filter((type) => Object.hasOwn(value, type) && value[type as never] !== undefined);
  if (types.length === 0) {
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  const checked = types.map((type) => CHECKS[type](value[type as never], depth));
  if (types.length > 1) {
    throw invalid('Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes');
  }
  return checked[0] as AttributeValue;
}

type Check = (raw: never, depth: number) => AttributeValue;

const CHECKS: Readonly<Record<AttributeType, Check>> = {
  S: (text: string) => ({ S: text }),
  N: (text: string) => ({ N: checkedNumber(text) }),
  B: (bytes: Uint8Array) => ({ B: bytes }),
  BOOL: (flag: boolean) => ({ BOOL: flag }),
  NULL: (flag: boolean) => {
    if (!flag) throw invalidParameter('Null attribute value types must have the value of true');
    return { NULL: true };
  },
  SS: (texts: readonly string[]) => {
    if (texts.length === 0) throw invalidParameter('An string set  may not be empty');
    if (hasTwins(texts)) throw invalidParameter(`Input collection [${texts.join(', ')}] contains duplicates.`);
    return { SS: texts };
  },
  NS: (texts: readonly string[]) => {
    if (texts.length === 0) throw invalidParameter('An number set  may not be empty');
    const numbers = texts.map(checkedNumber);
    if (hasTwins(numbers)) throw invalid('Input collection contains duplicates');
    return { NS: numbers };
  },
  BS: (members: readonly Uint8Array[]) => {
    if (members.length === 0) throw invalidParameter('Binary sets should not be empty');
    if (hasTwins(members)) {
      throw invalidParameter(`Input collection [${members.map(memberText).join(', ')}]of type BS contains duplicates.`);
    }
    return { BS: members };
  },
  L: (members: readonly object[], depth) => ({ L: members.map((member) => checkedValue(member, deeper(depth))) }),
  M: (members: RawItem, depth) => ({
    M: Object.fromEntries(Object.entries(members).map(([name, value]) => [name, checkedValue(value, deeper(depth))])),
  }),
};

function checkedNumber(text: string): string {
  if (text === '') throw invalid('The parameter cannot be converted to a numeric value');
  const value = parseDecimal(text);
  if (!value) throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  const flaw = numberFlaw(value);
  if (flaw !== undefined) throw invalid(flaw);
  return decimalText(value);
}

function deeper(depth: number): number {
  if (depth + 1 < NESTING_MAX) return depth + 1;
  throw invalid('Nesting Levels have exceeded supported limits');
}

function hasTwins(members: readonly (string | Uint8Array)[]): boolean {
  return new Set(members.map(memberText)).size < members.length;
}
