import { TemplateError } from './template-error';
import { index } from './text-methods';
import { Dict, isEqual, List, type Tool, textOf, type Value } from './values';

/** Those of `java.util.List` that templates use. */
export const LIST_METHODS: ReadonlyMap<string, (list: List, args: readonly Value[]) => Value> = new Map<
  string,
  (list: List, args: readonly Value[]) => Value
>([
  ['add', added],
  [
    'addAll',
    ({ items }, [more]) => {
      const added = [...itemsOf(more)];
      if (items.length + added.length > LIST_MAX) throw new TemplateError(`a list has more than ${LIST_MAX} items`);
      for (const item of added) items.push(item);
      return added.length > 0;
    },
  ],
  [
    'clear',
    ({ items }) => {
      items.splice(0);
      return null;
    },
  ],
  ['contains', ({ items }, [item]) => items.some((each) => isSame(each, item as Value))],
  ['containsAll', ({ items }, [more]) => itemsOf(more).every((item) => items.some((each) => isSame(each, item)))],
  ['equals', (list, [other]) => other instanceof List && textOf(list) === textOf(other)],
  ['get', ({ items }, [at]) => items[within(items, index(at))] as Value],
  ['indexOf', ({ items }, [item]) => BigInt(items.findIndex((each) => isSame(each, item as Value)))],
  ['isEmpty', ({ items }) => items.length === 0],
  ['lastIndexOf', ({ items }, [item]) => BigInt(items.map((each) => isSame(each, item as Value)).lastIndexOf(true))],
  ['remove', removed],
  [
    'set',
    ({ items }, [at, item]) => {
      const place = within(items, index(at));
      const [before] = items.splice(place, 1, item as Value);
      return before as Value;
    },
  ],
  ['size', ({ items }) => BigInt(items.length)],
  [
    'subList',
    ({ items, isJson }, [from, to]) => {
      within([...items, null], index(from));
      within([...items, null], index(to));
      return new List(items.slice(index(from), index(to)), isJson);
    },
  ],
  ['toString', (list) => textOf(list)],
]);

/** Lists that are added to themselves double. */
const LIST_MAX = 1_000_000;

/** Those of `java.util.Map` that templates use. */
export const MAP_METHODS: ReadonlyMap<string, (dict: Dict, args: readonly Value[]) => Value> = new Map<
  string,
  (dict: Dict, args: readonly Value[]) => Value
>([
  [
    'clear',
    ({ entries }) => {
      entries.clear();
      return null;
    },
  ],
  ['containsKey', ({ entries }, [key]) => entries.has(textOf(key as Value))],
  ['containsValue', ({ entries }, [value]) => [...entries.values()].some((each) => isSame(each, value as Value))],
  ['entrySet', (dict) => new List([...dict.entries.keys()].map((key) => entryOf(dict, key)))],
  ['equals', (dict, [other]) => other instanceof Dict && textOf(dict) === textOf(other)],
  ['get', ({ entries }, [key]) => entries.get(textOf(key as Value)) ?? null],
  ['getOrDefault', ({ entries }, [key, otherwise]) => entries.get(textOf(key as Value)) ?? (otherwise as Value)],
  ['isEmpty', ({ entries }) => entries.size === 0],
  ['keySet', ({ entries }) => new List([...entries.keys()])],
  ['put', ({ entries }, [key, value]) => put(entries, textOf(key as Value), value as Value)],
  [
    'putAll',
    ({ entries }, [more]) => {
      if (!(more instanceof Dict)) throw new TemplateError('putAll needs a map');
      for (const [key, value] of [...more.entries]) entries.set(key, value);
      return null;
    },
  ],
  [
    'putIfAbsent',
    ({ entries }, [key, value]) => {
      const before = entries.get(textOf(key as Value)) ?? null;
      if (before === null) entries.set(textOf(key as Value), value as Value);
      return before;
    },
  ],
  [
    'remove',
    ({ entries }, [key]) => {
      const before = entries.get(textOf(key as Value)) ?? null;
      entries.delete(textOf(key as Value));
      return before;
    },
  ],
  ['size', ({ entries }) => BigInt(entries.size)],
  ['toString', (dict) => textOf(dict)],
  ['values', ({ entries }) => new List([...entries.values()])],
]);

/** What a loop goes over; nothing for what is no collection. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value instanceof List) return value.items;
  return value instanceof Dict ? [...value.entries.values()] : [];
}

function added({ items }: List, args: readonly Value[]): Value {
  if (args.length < 2) return items.push(args[0] ?? null) > 0;
  const at = within([...items, null], index(args[0]));
  items.splice(at, 0, args[1] as Value);
  return null;
}

/** By place when that is a whole number, otherwise the first that is the same. */
function removed({ items }: List, [what]: readonly Value[]): Value {
  if (typeof what === 'bigint') return items.splice(within(items, index(what)), 1)[0] as Value;
  const at = items.findIndex((each) => isSame(each, what as Value));
  if (at >= 0) items.splice(at, 1);
  return at >= 0;
}

function put(entries: Map<string, Value>, key: string, value: Value): Value {
  const before = entries.get(key) ?? null;
  entries.set(key, value);
  return before;
}

/** Outside of the list is an exception in Java. */
function within(items: readonly Value[], at: number): number {
  if (at >= 0 && at < items.length) return at;
  throw new TemplateError(`the index is out of range: ${at} of ${items.length}`);
}

/** `equals` of Java: a number is never the same as a text. */
function isSame(one: Value, other: Value): boolean {
  return typeof one === typeof other && isEqual(one, other);
}

function entryOf({ entries }: Dict, key: string): Tool {
  const value = () => entries.get(key) ?? null;
  return {
    is: 'tool',
    get text() {
      return `${key}=${textOf(value())}`;
    },
    get: (name) => (name === 'key' ? key : name === 'value' ? value() : undefined),
    call: (name, args) => {
      if (name === 'getKey') return key;
      if (name === 'getValue') return value();
      if (name === 'setValue') return put(entries, key, args[0] as Value);
      return name === 'toString' ? `${key}=${textOf(value())}` : undefined;
    },
  };
}
