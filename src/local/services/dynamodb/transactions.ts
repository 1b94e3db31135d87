import type {
  CancellationReason,
  ItemCollectionMetrics,
  TransactGetItemsInput,
  TransactGetItemsOutput,
  TransactWriteItem,
  TransactWriteItemsInput,
  TransactWriteItemsOutput,
} from '@aws-sdk/client-dynamodb';
import { TRANSACTION_BYTES, TRANSACTION_MAX, TRANSACTION_TOKEN_MS } from '../../../spec/dynamodb/limits';
import { awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import type { Clock, Instant } from '../../time/clock';
import { answering, Refusal } from '../refusal';
import { capacitiesOf } from './batch-operations';
import { addUsed, checkAsked, consumed, readUnits, type Used, writeUnits } from './capacity';
import { checkedItem, type RawItem } from './checked-value';
import { positionOf } from './entry';
import { projected } from './expressions/projection';
import { checkPlaceholdersAllowed } from './expressions/read-expression';
import type { HeldTable } from './held-table';
import { collectionMetrics, forSdk, projectionOf } from './item-operations';
import { itemSize } from './item-size';
import { checkKey, checkKeyPaths } from './keys';
import { invalid, violation } from './refusal';
import { checkOneOf, tableOf } from './request';
import { type TableStore, tableArn } from './store';
import { checkOf, checkRoom, commit, deleteOf, putOf, updateOf, type Write } from './write';

/** All or nothing: items are read, or written, as of one instant. */
export function transactionOperations(store: TableStore, clock: Pick<Clock, 'now'>) {
  const tokens = new Tokens(clock);
  return {
    TransactGetItems: answering((input: Given<TransactGetItemsInput>, call: Call): TransactGetItemsOutput => {
      checkAsked(input.ReturnConsumedCapacity);
      checkCount(input.TransactItems);
      const used = new Map<HeldTable, Used>();
      const responses = input.TransactItems.map(({ Get }) => {
        if (!Get) throw invalid('TransactItems can only contain one of Get');
        checkPlaceholdersAllowed(Get, ['ProjectionExpression'], []);
        const paths = projectionOf(Get);
        const key = checkedItem(Get.Key as RawItem);
        const table = tableOf(store, Get.TableName as string, call);
        checkKey(key, table.settings);
        checkKeyPaths(paths ?? [], table.settings);
        const item = table.get(key);
        // Twice the units of a consistent read.
        const units = 2 * readUnits(item ? itemSize(item) : 0, true);
        used.set(table, addUsed(used.get(table) ?? { kind: 'read', table: 0 }, { kind: 'read', table: units }));
        return item ? { Item: forSdk(paths ? projected(item, paths) : item), bytes: itemSize(item) } : { bytes: 0 };
      });
      if (responses.reduce((sum, { bytes }) => sum + bytes, 0) > TRANSACTION_BYTES) {
        throw invalid('Transaction request size has exceeded the maximum allowed size');
      }
      return {
        Responses: responses.map(({ bytes: _, ...response }) => response),
        ...unitsOf(used, input.ReturnConsumedCapacity),
      };
    }),

    TransactWriteItems: answering((input: Given<TransactWriteItemsInput>, call: Call): TransactWriteItemsOutput => {
      checkAsked(input.ReturnConsumedCapacity);
      checkOneOf(input.ReturnItemCollectionMetrics, 'returnItemCollectionMetrics', ['SIZE', 'NONE']);
      checkCount(input.TransactItems);
      const { ClientRequestToken: token, ReturnConsumedCapacity: asked, ...what } = input;
      if (token !== undefined && tokens.isKnown(call, token, what)) return {};
      const steps = input.TransactItems.map((item) => stepOf(store, item, call));
      checkDistinct(steps);
      const writes = evaluated(steps);
      if (writes.reduce((sum, { after, key }) => sum + itemSize(after ?? key), 0) > TRANSACTION_BYTES) {
        throw invalid('Transaction request size has exceeded the maximum allowed size');
      }
      checkRoom(store, writes);
      const used = new Map<HeldTable, Used>();
      const metrics: Record<string, ItemCollectionMetrics[]> = {};
      for (const write of writes) {
        commit(write);
        const once = writeUnits(write.table, write.before, write.after);
        used.set(write.table, addUsed(used.get(write.table) ?? { kind: 'write', table: 0 }, addUsed(once, once)));
        const collection = collectionMetrics(write);
        const { name } = write.table;
        if (collection) metrics[name] = [...(metrics[name] ?? []), collection];
      }
      if (token !== undefined) tokens.note(call, token, what);
      return {
        ...unitsOf(used, asked),
        ...(input.ReturnItemCollectionMetrics === 'SIZE' && { ItemCollectionMetrics: metrics }),
      };
    }),
  };
}

/** One item of a transaction; it is read and judged when all are known to be well-formed. */
interface Step {
  readonly table: HeldTable;
  readonly position: string;
  readonly returnsOld: boolean;
  write(): Write;
}

function stepOf(store: TableStore, item: TransactWriteItem, call: Call): Step {
  const present = Object.entries(item).filter(([, part]) => part !== undefined);
  const [one] = present;
  if (!one || present.length > 1) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const { Put, Update, Delete, ConditionCheck } = item;
  const part = Put ?? Update ?? Delete ?? ConditionCheck;
  if (!part) throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  checkOneOf(
    part.ReturnValuesOnConditionCheckFailure,
    `transactItems.1.member.${one[0].charAt(0).toLowerCase()}${one[0].slice(1)}.returnValuesOnConditionCheckFailure`,
    ['ALL_OLD', 'NONE'],
  );
  const expressions = Update ? (['UpdateExpression', 'ConditionExpression'] as const) : (['ConditionExpression'] as const);
  checkPlaceholdersAllowed(part, expressions, expressions);
  const table = tableOf(store, part.TableName as string, call);
  const write = () => {
    if (Put) return putOf(() => table, { ...Put, Item: Put.Item ?? {} });
    if (Update) return updateOf(() => table, { ...Update, Key: Update.Key ?? {} });
    if (Delete) return deleteOf(() => table, { ...Delete, Key: Delete.Key ?? {} });
    return checkOf(() => table, { ...ConditionCheck, Key: ConditionCheck?.Key ?? {} });
  };
  const key = checkedItem((Put ? Put.Item : (Update ?? Delete ?? ConditionCheck)?.Key) as RawItem);
  const place = positionOf(key, table.settings.key);
  return {
    table,
    position: place ? JSON.stringify([tableArn(table), place.partition, place.range]) : '',
    returnsOld: part.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
    write,
  };
}

function checkDistinct(steps: readonly Step[]): void {
  const places = steps.map(({ position }) => position).filter((position) => position !== '');
  if (new Set(places).size < places.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
}

/** All writes, or a refusal that says of each step what became of it. */
function evaluated(steps: readonly Step[]): readonly Write[] {
  const writes: Write[] = [];
  const reasons: CancellationReason[] = steps.map(({ write, returnsOld }) => {
    try {
      const one = write();
      writes.push(one);
      if (one.allowed) return { Code: 'None' };
      const shown = returnsOld && one.before ? { Item: forSdk(one.before) } : {};
      return { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...shown };
    } catch (error) {
      if (!(error instanceof Refusal) || !isAboutItem(error)) throw error;
      return { Code: 'ValidationError', Message: error.message };
    }
  });
  if (reasons.every(({ Code }) => Code === 'None')) return writes;
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  throw new Refusal(awsError('TransactionCanceledException', 400, message, { CancellationReasons: reasons }));
}

/** What is wrong with an expression is refused as such; what is wrong with an item cancels the transaction. */
function isAboutItem({ answer: { type, message } }: Refusal): boolean {
  if (type !== 'ValidationException') return false;
  return /^(The provided key element|One or more parameter values|The document path|An operand in the update|The provided expression refers|Item size|Number |Attempting to store|The update expression)/.test(
    message,
  );
}

function checkCount(items: readonly unknown[]): void {
  const at = 'transactItems';
  if (items.length < 1) throw violation('[]', at, 'Member must have length greater than or equal to 1');
  if (items.length > TRANSACTION_MAX) {
    throw violation('[...]', at, `Member must have length less than or equal to ${TRANSACTION_MAX}`);
  }
}

function unitsOf(used: ReadonlyMap<HeldTable, Used>, asked: string | undefined) {
  return capacitiesOf(
    [...used].map(([table, units]) => {
      const capacity = consumed(table, asked, units);
      if (!capacity) return undefined;
      const CapacityUnits = capacity.CapacityUnits as number;
      return units.kind === 'read'
        ? { ...capacity, ReadCapacityUnits: CapacityUnits }
        : { ...capacity, WriteCapacityUnits: CapacityUnits };
    }),
  );
}

/** Transactions that are done, by the token of their client: the same again does nothing. */
class Tokens {
  private readonly known = new Map<string, { readonly what: string; readonly until: Instant }>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** Fails when the token stands for another transaction. */
  isKnown({ account, region }: Call, token: string, what: object): boolean {
    const now = this.clock.now();
    for (const [key, { until }] of this.known) {
      if (until > now) break;
      this.known.delete(key);
    }
    const found = this.known.get(`${account} ${region} ${token}`);
    if (found && found.what !== textOf(what)) {
      throw new Refusal(
        awsError(
          'IdempotentParameterMismatchException',
          400,
          'The request uses the same client token as a previous, but non-identical request.',
        ),
      );
    }
    return found !== undefined;
  }

  note({ account, region }: Call, token: string, what: object): void {
    this.known.set(`${account} ${region} ${token}`, { what: textOf(what), until: this.clock.now() + TRANSACTION_TOKEN_MS });
  }
}

function textOf(what: object): string {
  return JSON.stringify(what);
}
