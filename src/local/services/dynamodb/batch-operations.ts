import type {
  BatchGetItemInput,
  BatchGetItemOutput,
  BatchWriteItemInput,
  BatchWriteItemOutput,
  ConsumedCapacity,
  ItemCollectionMetrics,
  KeysAndAttributes,
  WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { BATCH_GET_BYTES, BATCH_GET_MAX, BATCH_WRITE_MAX } from '../../../spec/dynamodb/limits';
import type { Call, Given } from '../../engine/service-port';
import { answering } from '../refusal';
import type { Item } from './attribute-value';
import { addUsed, checkAsked, consumed, readUnits, type Used, writeUnits } from './capacity';
import { checkedItem, type RawItem } from './checked-value';
import { type Position, positionOf } from './entry';
import type { Path } from './expressions/path';
import { projected } from './expressions/projection';
import { checkPlaceholdersAllowed } from './expressions/read-expression';
import type { HeldTable } from './held-table';
import { collectionMetrics, forSdk, projectionOf } from './item-operations';
import { itemSize } from './item-size';
import { checkKey, checkKeyPaths } from './keys';
import { invalid, violation } from './refusal';
import { refuseLegacy, tableOf } from './request';
import type { TableStore } from './store';
import { checkRoom, commit, deleteOf, putOf, type Write } from './write';

/** Many items in one request; each is done by itself. */
export function batchOperations(store: TableStore) {
  return {
    BatchGetItem: answering((input: Given<BatchGetItemInput>, call: Call): BatchGetItemOutput => {
      checkAsked(input.ReturnConsumedCapacity);
      const tables = Object.entries(input.RequestItems ?? {});
      checkNotEmpty(tables);
      const asked = tables.map(([name, wanted]) => askedOf(store, name, wanted, call));
      if (asked.reduce((count, { keys }) => count + keys.length, 0) > BATCH_GET_MAX) {
        throw invalid('Too many items requested for the BatchGetItem call');
      }
      let bytes = 0;
      const Responses: Record<string, ReturnType<typeof forSdk>[]> = {};
      const UnprocessedKeys: Record<string, KeysAndAttributes> = {};
      const capacities: (ConsumedCapacity | undefined)[] = [];
      for (const { name, table, keys, paths, wanted } of asked) {
        const found: Item[] = [];
        const left: Item[] = [];
        let units = 0;
        for (const key of keys) {
          const item = table.get(key);
          const size = item ? itemSize(item) : 0;
          if (bytes + size > BATCH_GET_BYTES) {
            left.push(key);
            continue;
          }
          bytes += size;
          units += readUnits(size, wanted.ConsistentRead);
          if (item) found.push(paths ? projected(item, paths) : item);
        }
        Responses[name] = found.map(forSdk);
        if (left.length > 0) UnprocessedKeys[name] = { ...wanted, Keys: left.map(forSdk) };
        capacities.push(consumed(table, input.ReturnConsumedCapacity, { kind: 'read', table: units }));
      }
      return { Responses, UnprocessedKeys, ...capacitiesOf(capacities) };
    }),

    BatchWriteItem: answering((input: Given<BatchWriteItemInput>, call: Call): BatchWriteItemOutput => {
      checkAsked(input.ReturnConsumedCapacity);
      const tables = Object.entries(input.RequestItems ?? {});
      checkNotEmpty(tables);
      for (const [name, requests] of tables) {
        if (requests.length > 0 && requests.length <= BATCH_WRITE_MAX) continue;
        const values = '[com.amazonaws.dynamodb.v20120810.WriteRequest]';
        throw violation(
          `{${name}=${values}}`,
          'requestItems',
          `Map value must satisfy constraint: [Member must have length less than or equal to ${BATCH_WRITE_MAX}, Member must have length greater than or equal to 1]`,
        );
      }
      if (tables.reduce((count, [, requests]) => count + requests.length, 0) > BATCH_WRITE_MAX) {
        throw invalid('Too many items requested for the BatchWriteItem call');
      }
      const batches = tables.map(([name, requests]) => {
        const table = tableOf(store, name, call);
        const writes = requests.map((request) => writeOf(table, request));
        checkNoTwins(writes.map(({ key }) => positionOf(key, table.settings.key) as Position));
        return { name, table, writes };
      });
      checkRoom(
        store,
        batches.flatMap(({ writes }) => writes),
      );
      const ItemCollectionMetrics: Record<string, ItemCollectionMetrics[]> = {};
      const capacities: (ConsumedCapacity | undefined)[] = [];
      for (const { name, table, writes } of batches) {
        let used: Used = { kind: 'write', table: 0 };
        for (const write of writes) {
          commit(write);
          used = addUsed(used, writeUnits(table, write.before, write.after));
        }
        capacities.push(consumed(table, input.ReturnConsumedCapacity, used));
        const metrics = writes.flatMap((write) => collectionMetrics(write) ?? []);
        if (metrics.length > 0) ItemCollectionMetrics[name] = metrics;
      }
      return {
        UnprocessedItems: {},
        ...(input.ReturnItemCollectionMetrics === 'SIZE' && { ItemCollectionMetrics }),
        ...capacitiesOf(capacities),
      };
    }),
  };
}

interface Asked {
  readonly name: string;
  readonly table: HeldTable;
  readonly keys: readonly Item[];
  readonly paths: readonly Path[] | undefined;
  readonly wanted: KeysAndAttributes;
}

function askedOf(store: TableStore, name: string, wanted: KeysAndAttributes, call: Call): Asked {
  refuseLegacy('BatchGetItem', wanted);
  checkPlaceholdersAllowed(wanted, ['ProjectionExpression'], []);
  const paths = projectionOf(wanted);
  const keys = (wanted.Keys ?? []).map((key) => checkedItem(key as RawItem));
  const at = `requestItems.${name}.member.keys`;
  if (keys.length < 1) throw violation('[]', at, 'Member must have length greater than or equal to 1');
  if (keys.length > BATCH_GET_MAX) {
    throw violation('[...]', at, `Member must have length less than or equal to ${BATCH_GET_MAX}`);
  }
  const table = tableOf(store, name, call);
  for (const key of keys) checkKey(key, table.settings);
  checkNoTwins(keys.map((key) => positionOf(key, table.settings.key) as Position));
  checkKeyPaths(paths ?? [], table.settings);
  return { name, table, keys, paths, wanted };
}

function writeOf(table: HeldTable, { PutRequest, DeleteRequest }: WriteRequest): Write {
  if (PutRequest && !DeleteRequest) return putOf(() => table, { Item: PutRequest.Item ?? {} });
  if (DeleteRequest && !PutRequest) return deleteOf(() => table, { Key: DeleteRequest.Key ?? {} });
  throw invalid('Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes');
}

function checkNotEmpty(tables: readonly unknown[]): void {
  if (tables.length === 0) throw violation('{}', 'requestItems', 'Member must have length greater than or equal to 1');
}

function checkNoTwins(positions: readonly Position[]): void {
  const texts = new Set(positions.map(({ partition, range }) => JSON.stringify([partition, range])));
  if (texts.size < positions.length) throw invalid('Provided list of item keys contains duplicates');
}

export function capacitiesOf(capacities: readonly (ConsumedCapacity | undefined)[]): { ConsumedCapacity?: ConsumedCapacity[] } {
  const present = capacities.filter((capacity) => capacity !== undefined);
  return present.length > 0 ? { ConsumedCapacity: present } : {};
}
