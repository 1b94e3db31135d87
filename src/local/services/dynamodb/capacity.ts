import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { TableIndex } from '../../../model/table';
import { READ_UNIT_BYTES, WRITE_UNIT_BYTES } from '../../../spec/dynamodb/limits';
import type { Item } from './attribute-value';
import { comparePositions, positionOf } from './entry';
import { type HeldTable, projectedItem } from './held-table';
import { itemSize } from './item-size';
import { violation } from './refusal';
import { sameItem } from './value-order';

/** Units that one request has used of a table and its indexes. */
export interface Used {
  readonly kind: 'read' | 'write';
  readonly table: number;
  /** By the name of the index. */
  readonly indexes?: Readonly<Record<string, number>>;
}

const ASKED = ['INDEXES', 'TOTAL', 'NONE'] as const;

/** Refuses what `ReturnConsumedCapacity` cannot be. */
export function checkAsked(asked: string | undefined): void {
  if (asked === undefined || ASKED.includes(asked as (typeof ASKED)[number])) return;
  throw violation(asked, 'returnConsumedCapacity', `Member must satisfy enum value set: [${ASKED.join(', ')}]`);
}

/** For an answer: nothing, unless it was asked for. */
export function consumed(table: HeldTable, asked: string | undefined, used: Used): ConsumedCapacity | undefined {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  const indexes = Object.entries(used.indexes ?? {}).filter(([, units]) => units > 0);
  const CapacityUnits = indexes.reduce((total, [, units]) => total + units, used.table);
  const total = { TableName: table.name, CapacityUnits };
  if (asked === 'TOTAL') return total;
  const of = (kind: TableIndex['kind']) => {
    const some = indexes.filter(([name]) => table.index(name)?.kind === kind);
    return some.length === 0 ? undefined : Object.fromEntries(some.map(([name, units]) => [name, { CapacityUnits: units }]));
  };
  const [local, global] = [of('local'), of('global')];
  return {
    ...total,
    Table: { CapacityUnits: used.table },
    ...(local && { LocalSecondaryIndexes: local }),
    ...(global && { GlobalSecondaryIndexes: global }),
  };
}

/** Reading that is consistent costs twice as much. */
export function readUnits(bytes: number, isConsistent: boolean | undefined): number {
  return Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * (isConsistent === true ? 1 : 0.5);
}

/** Of the table by the larger of the two items, and of every index in which something changes. */
export function writeUnits(table: HeldTable, before: Item | undefined, after: Item | undefined): Used {
  const bytes = Math.max(before ? itemSize(before) : 0, after ? itemSize(after) : 0);
  const indexes = table.settings.indexes.map((index) => [index.name, indexUnits(table, index, before, after)] as const);
  return { kind: 'write', table: unitsFor(bytes), indexes: Object.fromEntries(indexes) };
}

export function addUsed(one: Used, other: Used): Used {
  const names = new Set([...Object.keys(one.indexes ?? {}), ...Object.keys(other.indexes ?? {})]);
  const sums = [...names].map((name) => [name, (one.indexes?.[name] ?? 0) + (other.indexes?.[name] ?? 0)] as const);
  return { kind: one.kind, table: one.table + other.table, indexes: Object.fromEntries(sums) };
}

function indexUnits(table: HeldTable, index: TableIndex, before: Item | undefined, after: Item | undefined): number {
  const { key } = table.settings;
  const [old, present] = [before, after].map((item) => {
    const position = item && positionOf(item, index.key, key);
    return item && position && { position, item: projectedItem(item, index, table.settings) };
  });
  if (!old && !present) return 0;
  if (!old || !present) return unitsFor(itemSize((old ?? present)?.item ?? {}));
  if (comparePositions(old.position, present.position) !== 0) {
    return unitsFor(itemSize(old.item)) + unitsFor(itemSize(present.item));
  }
  if (sameItem(old.item, present.item)) return 0;
  return unitsFor(Math.max(itemSize(old.item), itemSize(present.item)));
}

function unitsFor(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES));
}
