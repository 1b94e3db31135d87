import { TemplateError } from '../velocity/template-error';
import { Dict, isEqual, isNumber, List, textOf, type Value } from '../velocity/values';
import { parsePath } from './parse';
import type { Condition, Operand, Path, Segment } from './syntax';

/**
 * What a path leads to, as Jayway's JSONPath has it: a path that can lead to one value only gives that value, or null where there
 * is none; every other gives the list of what it leads to.
 */
export function readPath(document: Value, text: string): Value {
  return valueAt(document, document, parsePath(text));
}

/** More would be a path that goes through a document many times over. */
const MAX_FOUND = 200_000;

function valueAt(from: Value, document: Value, path: Path): Value {
  let found: readonly Value[] = [from];
  for (const [i, segment] of path.entries()) {
    const isLast = i === path.length - 1;
    const next: Value[] = [];
    for (const value of found) {
      for (const each of below(value, document, segment, isLast)) next.push(each);
      if (next.length > MAX_FOUND) throw new TemplateError(`a JSONPath leads to more than ${MAX_FOUND} values`);
    }
    found = next;
  }
  return path.every((segment, i) => isDefinite(segment, i === path.length - 1)) ? (found[0] ?? null) : new List([...found], true);
}

function isDefinite(segment: Segment, isLast: boolean): boolean {
  if (segment.is === 'names') return isLast || segment.names.length === 1;
  return segment.is === 'places' ? segment.places.length === 1 : segment.is === 'length';
}

function below(value: Value, document: Value, segment: Segment, isLast: boolean): readonly Value[] {
  switch (segment.is) {
    case 'names':
      return value instanceof Dict ? named(value, segment.names, isLast) : [];
    case 'places':
      return value instanceof List ? segment.places.flatMap((place) => value.items.slice(place).slice(0, 1)) : [];
    case 'slice':
      return value instanceof List ? value.items.slice(segment.from, segment.to).filter((_, i) => i % segment.step === 0) : [];
    case 'all':
      return children(value);
    case 'deep':
      return [value, ...descendants(value)];
    case 'filter':
      return filtered(value).filter((each) => holds(segment.condition, each, document));
    case 'length':
      return [lengthOf(value)];
  }
}

/** Several names at the end give one object with them. */
function named({ entries }: Dict, names: readonly string[], isLast: boolean): readonly Value[] {
  const there = names.filter((name) => entries.has(name)).map((name) => [name, entries.get(name) as Value] as const);
  return isLast && names.length > 1 ? [new Dict(there)] : there.map(([, value]) => value);
}

function children(value: Value): readonly Value[] {
  if (value instanceof List) return value.items;
  return value instanceof Dict ? [...value.entries.values()] : [];
}

function descendants(value: Value): Value[] {
  return children(value).flatMap((child) => [child, ...descendants(child)]);
}

/** An object is looked at itself, of a list the items are. */
function filtered(value: Value): readonly Value[] {
  if (value instanceof List) return value.items;
  return value instanceof Dict ? [value] : [];
}

function lengthOf(value: Value): Value {
  if (value instanceof List) return BigInt(value.items.length);
  if (value instanceof Dict) return BigInt(value.entries.size);
  return typeof value === 'string' ? BigInt(value.length) : null;
}

function holds(condition: Condition, item: Value, document: Value): boolean {
  switch (condition.is) {
    case 'exists':
      return exists(condition.operand, item, document);
    case 'not':
      return !holds(condition.of, item, document);
    case 'both':
      return holds(condition.left, item, document) && holds(condition.right, item, document);
    case 'either':
      return holds(condition.left, item, document) || holds(condition.right, item, document);
    case 'matches': {
      const value = worth(condition.operand, item, document);
      return value !== null && condition.regex.test(textOf(value));
    }
    case 'compared':
      return compared(condition.by, worth(condition.left, item, document), worth(condition.right, item, document));
  }
}

function exists(operand: Operand, item: Value, document: Value): boolean {
  const value = worth(operand, item, document);
  return operand.is === 'literal' ? value === true : value !== null && !(value instanceof List && value.items.length === 0);
}

function worth(operand: Operand, item: Value, document: Value): Value {
  return operand.is === 'literal' ? operand.value : valueAt(operand.fromItem ? item : document, document, operand.path);
}

function compared(by: string, left: Value, right: Value): boolean {
  if (by.startsWith('=')) return isAlike(left, right);
  if (by.startsWith('!')) return !isAlike(left, right);
  const comparable = (isNumber(left) && isNumber(right)) || (typeof left === 'string' && typeof right === 'string');
  if (!comparable || left === null || right === null) return false;
  return by === '<' ? left < right : by === '<=' ? left <= right : by === '>' ? left > right : left >= right;
}

function isAlike(left: Value, right: Value): boolean {
  const sameKind = typeof left === typeof right || (isNumber(left) && isNumber(right));
  return sameKind && isEqual(left, right);
}
