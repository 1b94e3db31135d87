import type { KeySchema } from '../../../model/table';
import { type AttributeValue, attributeOf, type Item } from './attribute-value';
import { compareTexts, orderText } from './value-order';

/** Where an item stands in a table or in an index. */
export interface Position {
  /** Spreads partitions: what a scan goes by. From 0, below 2^32. */
  readonly spread: number;
  readonly partition: string;
  /** Texts that sort as the attributes of the range do. */
  readonly range: readonly string[];
  /** In an index, the place in the table: entries with the same key are told apart by it. */
  readonly own: string;
}

export interface Entry extends Position {
  readonly item: Item;
  readonly bytes: number;
}

/** Undefined when the item has not all attributes of the key, as it then is not in an index; `own` only for indexes. */
export function positionOf(item: Item, key: KeySchema, own?: KeySchema): Position | undefined {
  const hash = textsOf(item, key.hash);
  const range = textsOf(item, key.range);
  if (!hash || !range) return undefined;
  const partition = hash.length === 1 ? (hash[0] as string) : JSON.stringify(hash);
  return { spread: spreadOf(partition), partition, range, own: own ? ownText(item, own) : '' };
}

export function comparePositions(one: Position, other: Position): number {
  return comparePartitions(one, other) || compareRanges(one.range, other.range) || compareTexts(one.own, other.own);
}

export function comparePartitions(one: Position, other: Pick<Position, 'spread' | 'partition'>): number {
  return one.spread - other.spread || compareTexts(one.partition, other.partition);
}

function compareRanges(one: readonly string[], other: readonly string[]): number {
  for (let at = 0; at < one.length; at++) {
    const order = compareTexts(one[at] as string, other[at] as string);
    if (order !== 0) return order;
  }
  return 0;
}

/** The same for every run. */
export function spreadOf(partition: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < partition.length; at++) hash = Math.imul(hash ^ partition.charCodeAt(at), 0x01000193);
  // The last signs alone would decide about the low bits only.
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function ownText(item: Item, key: KeySchema): string {
  return JSON.stringify([...(textsOf(item, key.hash) ?? []), ...(textsOf(item, key.range) ?? [])]);
}

function textsOf(item: Item, names: readonly string[]): readonly string[] | undefined {
  const texts: string[] = [];
  for (const name of names) {
    const value: AttributeValue | undefined = attributeOf(item, name);
    if (value === undefined) return undefined;
    texts.push(orderText(value));
  }
  return texts;
}
