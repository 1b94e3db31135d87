import type {
  DeleteItemInput,
  DeleteItemOutput,
  GetItemInput,
  GetItemOutput,
  ItemCollectionMetrics,
  PutItemInput,
  PutItemOutput,
  AttributeValue as SdkValue,
  UpdateItemInput,
  UpdateItemOutput,
} from '@aws-sdk/client-dynamodb';
import { awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { answering, Refusal } from '../refusal';
import { type Item, pick } from './attribute-value';
import { checkAsked, consumed, readUnits, writeUnits } from './capacity';
import { checkedItem, type RawItem } from './checked-value';
import type { Path } from './expressions/path';
import { Placeholders } from './expressions/placeholders';
import { parseProjection, projected } from './expressions/projection';
import { checkPlaceholdersAllowed, readExpression } from './expressions/read-expression';
import { itemSize } from './item-size';
import { checkKey, checkKeyPaths } from './keys';
import { invalid } from './refusal';
import { checkOneOf, refuseLegacy, tableOf } from './request';
import type { TableStore } from './store';
import { checkRoom, commit, deleteOf, putOf, updateOf, type Write } from './write';

/** Reading and writing one item. */
export function itemOperations(store: TableStore) {
  return {
    GetItem: answering((input: Given<GetItemInput>, call: Call): GetItemOutput => {
      refuseLegacy('GetItem', input);
      checkAsked(input.ReturnConsumedCapacity);
      checkPlaceholdersAllowed(input, ['ProjectionExpression'], []);
      const key = checkedItem(input.Key as RawItem);
      const paths = projectionOf(input);
      const table = tableOf(store, input.TableName, call);
      checkKey(key, table.settings);
      checkKeyPaths(paths ?? [], table.settings);
      const item = table.get(key);
      const used = { kind: 'read', table: readUnits(item ? itemSize(item) : 0, input.ConsistentRead) } as const;
      return {
        ...(item && { Item: forSdk(paths ? projected(item, paths) : item) }),
        ...capacityOf(consumed(table, input.ReturnConsumedCapacity, used)),
      };
    }),

    PutItem: answering((input: Given<PutItemInput>, call: Call): PutItemOutput => {
      checkWrite('PutItem', input, ['ConditionExpression']);
      if (input.ReturnValues !== undefined && !['ALL_OLD', 'NONE'].includes(input.ReturnValues)) {
        throw invalid('ReturnValues can only be ALL_OLD or NONE');
      }
      return done(
        store,
        putOf(() => tableOf(store, input.TableName, call), input),
        input,
      );
    }),

    DeleteItem: answering((input: Given<DeleteItemInput>, call: Call): DeleteItemOutput => {
      checkWrite('DeleteItem', input, ['ConditionExpression']);
      if (input.ReturnValues !== undefined && !['ALL_OLD', 'NONE'].includes(input.ReturnValues)) {
        throw invalid('ReturnValues can only be ALL_OLD or NONE');
      }
      return done(
        store,
        deleteOf(() => tableOf(store, input.TableName, call), input),
        input,
      );
    }),

    UpdateItem: answering((input: Given<UpdateItemInput>, call: Call): UpdateItemOutput => {
      checkWrite('UpdateItem', input, ['UpdateExpression', 'ConditionExpression']);
      return done(
        store,
        updateOf(() => tableOf(store, input.TableName, call), input),
        input,
      );
    }),
  };
}

/** The paths of the projection that the request asks for; all of its names are used there. */
export function projectionOf(input: {
  readonly ProjectionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
}): readonly Path[] | undefined {
  const placeholders = new Placeholders(input.ExpressionAttributeNames);
  const paths = readExpression('ProjectionExpression', input.ProjectionExpression, placeholders, parseProjection);
  placeholders.checkUsed();
  return paths;
}

/** The SDK's type has a place for types to come. */
export function forSdk(item: Item): Record<string, SdkValue> {
  return item as unknown as Record<string, SdkValue>;
}

export function capacityOf<T>(ConsumedCapacity: T | undefined): { ConsumedCapacity?: T } {
  return ConsumedCapacity === undefined ? {} : { ConsumedCapacity };
}

const RETURNED = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'];

interface WriteInput {
  readonly ReturnConsumedCapacity?: string | undefined;
  readonly ReturnItemCollectionMetrics?: string | undefined;
  readonly ReturnValues?: string | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
}

function checkWrite(
  operation: string,
  input: WriteInput,
  expressions: readonly ('ConditionExpression' | 'UpdateExpression')[],
): void {
  refuseLegacy(operation, input);
  checkOneOf(input.ReturnValues, 'returnValues', RETURNED);
  checkOneOf(input.ReturnItemCollectionMetrics, 'returnItemCollectionMetrics', ['SIZE', 'NONE']);
  checkOneOf(input.ReturnValuesOnConditionCheckFailure, 'returnValuesOnConditionCheckFailure', ['ALL_OLD', 'NONE']);
  checkAsked(input.ReturnConsumedCapacity);
  checkPlaceholdersAllowed(input, expressions, expressions);
}

/** Carries a write out and answers it. */
function done(store: TableStore, write: Write, input: WriteInput) {
  const { table, before, after } = write;
  if (!write.allowed) {
    const shown = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before ? { Item: before } : undefined;
    throw new Refusal(awsError('ConditionalCheckFailedException', 400, 'The conditional request failed', shown));
  }
  checkRoom(store, [write]);
  commit(write);
  const Attributes = returned(write, input.ReturnValues);
  const metrics = input.ReturnItemCollectionMetrics === 'SIZE' ? collectionMetrics(write) : undefined;
  return {
    ...(Attributes && { Attributes: forSdk(Attributes) }),
    ...capacityOf(consumed(table, input.ReturnConsumedCapacity, writeUnits(table, before, after))),
    ...(metrics && { ItemCollectionMetrics: metrics }),
  };
}

function returned({ before, after, paths = [] }: Write, which: string | undefined): Item | undefined {
  if (which === 'ALL_OLD') return before;
  if (which === 'ALL_NEW') return after;
  const source = which === 'UPDATED_OLD' ? before : which === 'UPDATED_NEW' ? after : undefined;
  const parts = source && projected(source, paths);
  return parts && Object.keys(parts).length > 0 ? parts : undefined;
}

/** Only tables with local indexes have collections that can become too large. */
export function collectionMetrics({ table, key }: Write): ItemCollectionMetrics | undefined {
  if (!table.settings.indexes.some(({ kind }) => kind === 'local')) return undefined;
  return { ItemCollectionKey: forSdk(pick(key, table.settings.key.hash)), SizeEstimateRangeGB: [0, 1] };
}
