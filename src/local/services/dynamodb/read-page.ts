import type { QueryInput, ScanInput } from '@aws-sdk/client-dynamodb';
import { type KeySchema, keyNames, type TableIndex } from '../../../model/table';
import { PAGE_BYTES } from '../../../spec/dynamodb/limits';
import { Refusal } from '../refusal';
import { type Item, pick } from './attribute-value';
import { consumed, readUnits } from './capacity';
import { checkedItem, type RawItem } from './checked-value';
import { comparePositions, type Entry, type Position, positionOf } from './entry';
import { type Condition, pathsOf } from './expressions/condition';
import { holds } from './expressions/evaluate';
import type { Path } from './expressions/path';
import { projected } from './expressions/projection';
import type { HeldTable } from './held-table';
import { capacityOf, forSdk } from './item-operations';
import { itemSize } from './item-size';
import { checkKeyPaths, checkStartKey } from './keys';
import { invalid, invalidParameter, violation } from './refusal';

type PageInput = Pick<
  QueryInput & ScanInput,
  'Limit' | 'ExclusiveStartKey' | 'ConsistentRead' | 'Select' | 'IndexName' | 'ReturnConsumedCapacity' | 'ProjectionExpression'
>;

/** What a Query or a Scan reads: entries in order, on one side of it, and what is done with them. */
export interface Reading {
  readonly table: HeldTable;
  readonly index?: TableIndex;
  /** Zero for entries that are read; below and above for those before and behind. */
  readonly side: (entry: Position) => number;
  readonly isBackwards: boolean;
  readonly filter?: Condition;
  readonly paths?: readonly Path[];
}

const SELECTS = ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'];

/** The index that a request reads; undefined for the table itself. */
export function indexOf(table: HeldTable, input: PageInput): TableIndex | undefined {
  if (input.IndexName === undefined) return undefined;
  const index = table.index(input.IndexName);
  if (!index) throw invalid(`The table does not have the specified index: ${input.IndexName}`);
  if (index.kind === 'global' && input.ConsistentRead === true) {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  return index;
}

export function checkPageInput(input: PageInput): void {
  const { Limit, Select } = input;
  if (Limit !== undefined && Limit < 1) throw violation(Limit, 'limit', 'Member must have value greater than or equal to 1');
  if (Select === undefined) return;
  if (!SELECTS.includes(Select)) {
    throw violation(Select, 'select', `Member must satisfy enum value set: [${SELECTS.join(', ')}]`);
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && input.IndexName === undefined) {
    throw invalidParameter('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (Select === 'SPECIFIC_ATTRIBUTES' && input.ProjectionExpression === undefined) {
    throw invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  }
  if (Select !== 'SPECIFIC_ATTRIBUTES' && input.ProjectionExpression !== undefined) {
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${Select}`);
  }
}

/** One page, in the form of the answer. */
export function page(reading: Reading, input: PageInput) {
  const { table, index, filter, paths } = reading;
  const { settings } = table;
  checkKeyPaths([...(paths ?? []), ...(filter ? pathsOf(filter) : [])], settings);
  const fetched = fetchesFrom(reading, input.Select);
  const start = input.ExclusiveStartKey && startOf(reading, input.ExclusiveStartKey as RawItem);
  const scanned: Entry[] = [];
  let bytes = 0;
  let isWhole = true;
  for (const entry of entriesFrom(reading, start)) {
    if (scanned.length === input.Limit || bytes >= PAGE_BYTES) {
      isWhole = false;
      break;
    }
    scanned.push(entry);
    bytes += entry.bytes;
  }
  // A page that is full has a next one, even when nothing will be on it.
  const isFull = !isWhole || scanned.length === input.Limit || bytes >= PAGE_BYTES;
  const last = scanned.at(-1);
  let fetchedUnits = 0;
  const items = scanned.map(({ item }) => {
    if (!fetched) return item;
    const whole = table.get(pick(item, keyNames(settings.key))) as Item;
    fetchedUnits += readUnits(itemSize(whole), input.ConsistentRead);
    return whole;
  });
  const found = filter ? items.filter((item) => holds(filter, item)) : items;
  const units = readUnits(bytes, input.ConsistentRead);
  const used = index
    ? ({ kind: 'read', table: fetchedUnits, indexes: { [index.name]: units } } as const)
    : ({ kind: 'read', table: units } as const);
  return {
    Count: found.length,
    ScannedCount: scanned.length,
    ...(input.Select !== 'COUNT' && { Items: found.map((item) => forSdk(paths ? projected(item, paths) : item)) }),
    ...(isFull && last && { LastEvaluatedKey: forSdk(pick(last.item, startNames(settings.key, index))) }),
    ...capacityOf(consumed(table, input.ReturnConsumedCapacity, used)),
  };
}

function startNames(key: KeySchema, index: TableIndex | undefined): Iterable<string> {
  return new Set([...keyNames(index?.key ?? key), ...keyNames(key)]);
}

function startOf({ table, index, side }: Reading, raw: RawItem): Position {
  const { settings } = table;
  let start: Item;
  try {
    start = checkedItem(raw);
  } catch (error) {
    if (error instanceof Refusal) throw invalid(`The provided starting key is invalid: ${error.message}`);
    throw error;
  }
  const key = checkStartKey(start, settings, index?.key);
  const position = positionOf(key, index?.key ?? settings.key, index && settings.key) as Position;
  if (side(position) !== 0) {
    throw invalid('The provided starting key is outside query boundaries based on provided conditions');
  }
  return position;
}

function* entriesFrom({ table, index, side, isBackwards }: Reading, start: Position | undefined): Generator<Entry> {
  const list = table.entries(index);
  const compare = (entry: Entry) => {
    const where = side(entry);
    if (where !== 0 || !start) return where;
    const order = comparePositions(entry, start);
    return isBackwards ? (order < 0 ? 0 : 1) : order > 0 ? 0 : -1;
  };
  for (const entry of isBackwards ? list.backFrom(compare) : list.from(compare)) {
    if (compare(entry) !== 0) return;
    yield entry;
  }
}

/** Whether the items themselves are read, behind an index that has not all of them. */
function fetchesFrom({ table, index, filter, paths }: Reading, select: string | undefined): boolean {
  if (!index || index.projection === 'ALL') return false;
  if (index.kind === 'global') {
    if (select === 'ALL_ATTRIBUTES') {
      throw invalidParameter(
        `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
      );
    }
    const missing = unprojected(table, index, [...(paths ?? []), ...(filter ? pathsOf(filter) : [])]);
    if (missing.length > 0) {
      throw invalidParameter(`Global secondary index ${index.name} does not project [${missing.join(', ')}]`);
    }
    return false;
  }
  return select === 'ALL_ATTRIBUTES' || unprojected(table, index, paths ?? []).length > 0;
}

function unprojected({ settings }: HeldTable, index: TableIndex, paths: readonly Path[]): readonly string[] {
  const others = typeof index.projection === 'string' ? [] : index.projection;
  const there = new Set([...keyNames(index.key), ...keyNames(settings.key), ...others]);
  return [...new Set(paths.map(([name]) => name))].filter((name) => !there.has(name));
}
