import { keyNames } from '../../../model/table';
import { ITEM_MAX_BYTES } from '../../../spec/dynamodb/limits';
import { awsError } from '../../engine/aws-error';
import { Refusal } from '../refusal';
import { type Item, pick } from './attribute-value';
import { checkedItem, type RawItem } from './checked-value';
import { applyUpdate } from './expressions/apply-update';
import { type Condition, pathsOf } from './expressions/condition';
import { holds } from './expressions/evaluate';
import { parseCondition } from './expressions/parse-condition';
import { parseUpdate } from './expressions/parse-update';
import type { Path } from './expressions/path';
import { Placeholders } from './expressions/placeholders';
import { readExpression } from './expressions/read-expression';
import type { HeldTable } from './held-table';
import { itemSize } from './item-size';
import { checkIndexKeys, checkItemKeys, checkKey, checkKeyPaths } from './keys';
import { invalid, invalidParameter } from './refusal';
import type { TableStore } from './store';

/** What is to be done to one item; nothing is done before it is committed. */
export interface Write {
  readonly table: HeldTable;
  readonly key: Item;
  readonly before?: Item;
  /** Absent when the item is taken away. */
  readonly after?: Item;
  /** Of an update: what it sets, adds to and takes away. */
  readonly paths?: readonly Path[];
  /** Whether the condition holds. */
  readonly allowed: boolean;
}

/** The table of a request, which is looked up when all else of the request is in order. */
type Find = () => HeldTable;

interface Expressions {
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: object | undefined;
}

export function putOf(find: Find, input: Expressions & { readonly Item: object }): Write {
  const item = checkedItem(input.Item as RawItem);
  if (itemSize(item) > ITEM_MAX_BYTES) throw invalid('Item size has exceeded the maximum allowed size');
  const { condition } = readWrite(input);
  const table = find();
  checkItemKeys(item, table.settings);
  return writeOf(table, pick(item, keyNames(table.settings.key)), condition, () => item);
}

export function deleteOf(find: Find, input: Expressions & { readonly Key: object }): Write {
  const key = checkedItem(input.Key as RawItem);
  const { condition } = readWrite(input);
  const table = find();
  checkKey(key, table.settings);
  return writeOf(table, key, condition, () => undefined);
}

/** A condition on an item that is left as it is. */
export function checkOf(find: Find, input: Expressions & { readonly Key: object }): Write {
  const key = checkedItem(input.Key as RawItem);
  const { condition } = readWrite(input);
  const table = find();
  checkKey(key, table.settings);
  return writeOf(table, key, condition, (before) => before);
}

/** An item that is not there begins with its key. */
export function updateOf(
  find: Find,
  input: Expressions & { readonly Key: object; readonly UpdateExpression?: string | undefined },
): Write {
  const key = checkedItem(input.Key as RawItem);
  const { condition, actions = [] } = readWrite(input);
  const table = find();
  const { settings } = table;
  checkKey(key, settings);
  const paths = actions.map(({ path }) => path);
  const touched = keyNames(settings.key).find((name) => paths.some(([head]) => head === name));
  if (touched !== undefined) throw invalidParameter(`Cannot update attribute ${touched}. This attribute is part of the key`);
  checkKeyPaths(paths, settings);
  const write = writeOf(table, key, condition, (before) => {
    const after = applyUpdate(before ?? key, actions);
    checkIndexKeys(after, settings);
    if (itemSize(after) > ITEM_MAX_BYTES) throw invalid('Item size to update has exceeded the maximum allowed size');
    return after;
  });
  return { ...write, paths };
}

/** Does what is to be done. */
export function commit({ table, key, before, after }: Write): void {
  if (after === before) return;
  if (after) table.put(after);
  else table.delete(key);
}

/** Refuses what would be more than the executor keeps. */
export function checkRoom(store: TableStore, writes: readonly Write[]): void {
  const more = writes.reduce((sum, { before, after }) => sum + sizeOf(after) - sizeOf(before), 0);
  if (more <= 0 || !store.isFull(more)) return;
  throw new Refusal(awsError('NotEmulatedException', 400, 'lambda-kit keeps at most 512 MB of items in memory.'));
}

function sizeOf(item: Item | undefined): number {
  return item ? itemSize(item) : 0;
}

function writeOf(
  table: HeldTable,
  key: Item,
  condition: Condition | undefined,
  next: (before: Item | undefined) => Item | undefined,
): Write {
  if (condition) checkKeyPaths(pathsOf(condition), table.settings);
  const before = table.get(key);
  const allowed = condition === undefined || holds(condition, before ?? {});
  const after = allowed ? next(before) : before;
  return { table, key, allowed, ...(before && { before }), ...(after && { after }) };
}

function readWrite(input: Expressions & { readonly UpdateExpression?: string | undefined }) {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  const placeholders = new Placeholders(names, values as RawItem | undefined);
  const actions = readExpression('UpdateExpression', input.UpdateExpression, placeholders, parseUpdate);
  const condition = readExpression('ConditionExpression', input.ConditionExpression, placeholders, parseCondition);
  placeholders.checkUsed();
  return { condition, actions };
}
