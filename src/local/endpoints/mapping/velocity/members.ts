import { LIST_METHODS, MAP_METHODS } from './collection-methods';
import { BOOLEAN_METHODS, NUMBER_METHODS } from './number-methods';
import { TemplateError } from './template-error';
import { index, TEXT_METHODS } from './text-methods';
import { Dict, isNumber, List, textOf, type Value } from './values';

/** What Java's objects have and templates rarely use: said to be missing, since it would do something on AWS. */
const NOT_HERE: ReadonlySet<string> = new Set([
  ...['chars', 'codePoints', 'format', 'formatted', 'getBytes', 'indent', 'intern', 'isArray', 'iterator', 'join', 'lines'],
  ...['listIterator', 'parallelStream', 'regionMatches', 'removeAll', 'removeIf', 'replaceWith', 'retainAll', 'sort', 'stream'],
  ...['toArray', 'toCharArray', 'hashCode', 'byteValue', 'floatValue', 'shortValue', 'toBinaryString', 'toHexString'],
  ...['compute', 'computeIfAbsent', 'computeIfPresent', 'forEach', 'merge', 'replaceEach', 'spliterator', 'toOctalString'],
]);

/** With fewer arguments there is no such method. */
const ARGUMENTS: ReadonlyMap<string, number> = new Map([
  ...['charAt', 'codePointAt', 'compareTo', 'compareToIgnoreCase', 'concat', 'contains', 'endsWith', 'equals'].map(needs(1)),
  ...['equalsIgnoreCase', 'indexOf', 'lastIndexOf', 'matches', 'repeat', 'split', 'startsWith', 'substring'].map(needs(1)),
  ...['add', 'addAll', 'containsAll', 'containsKey', 'containsValue', 'get', 'putAll', 'remove'].map(needs(1)),
  ...['parseBoolean', 'parseDouble', 'parseInt', 'parseLong', 'valueOf'].map(needs(1)),
  ...['replace', 'replaceAll', 'replaceFirst', 'set', 'subList', 'getOrDefault', 'put', 'putIfAbsent'].map(needs(2)),
]);

function needs(count: number) {
  return (name: string) => [name, count] as const;
}

/** `value.name(args)`; undefined where the value has no such method, `getClass` among them. */
export function callMethod(value: Value, name: string, args: readonly Value[]): Value | undefined {
  if (NOT_HERE.has(name) && !isTool(value)) throw new TemplateError(`lambda-kit does not emulate the method ${name}`);
  if (!isTool(value) && args.length < (ARGUMENTS.get(name) ?? 0)) return undefined;
  if (typeof value === 'string') return TEXT_METHODS.get(name)?.(value, args);
  if (isNumber(value)) return NUMBER_METHODS.get(name)?.(value, args);
  if (typeof value === 'boolean') return BOOLEAN_METHODS.get(name)?.(value, args);
  if (value instanceof List) return LIST_METHODS.get(name)?.(value, args);
  if (value instanceof Dict) return MAP_METHODS.get(name)?.(value, args);
  if (value === null) return undefined;
  return value.is === 'tool' ? value.call(name, args) : TEXT_METHODS.get(name)?.(textOf(value), args);
}

/** `value.name`: the entry of a map, otherwise what a getter gives. */
export function property(value: Value, name: string): Value | undefined {
  if (value instanceof Dict) return value.entries.get(name);
  if (isTool(value)) return value.get(name);
  if (name === 'empty') return callMethod(value, 'isEmpty', []);
  return name === 'bytes' ? callMethod(value, 'getBytes', []) : undefined;
}

/** `value[at]`. */
export function item(value: Value, at: Value): Value | undefined {
  if (value instanceof Dict) return value.entries.get(textOf(at));
  if (!(value instanceof List)) return undefined;
  const place = index(at);
  return LIST_METHODS.get('get')?.(value, [BigInt(place < 0 ? value.items.length + place : place)]);
}

function isTool(value: Value) {
  return typeof value === 'object' && value !== null && 'is' in value && value.is === 'tool';
}
