import type { Table } from '../model/table';
import { CallRefused } from './call-refused';
import type { AwsError } from './engine/aws-error';
import type { TableOperation, TablePlace, Tables } from './engine/table-port';
import { foundByName } from './found-by-name';
import { fromAttributes, type TableItem, toAttributes } from './table-item';

/** What the stream of a table has told of one change. */
export interface PastChange {
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly key: TableItem;
  /** The item afterwards, where the view type of the stream has it. */
  readonly after?: TableItem;
  /** The item before, where the view type of the stream has it. */
  readonly before?: TableItem;
  /** Time to live has ended the item. */
  readonly expired: boolean;
  /** By the executor's clock. */
  readonly at: Date;
}

/** A table of the app, as tests hold it. Items are plain: `{ customer: 'ada', number: 1, tags: new Set(['new']) }`. */
export class TableHandle {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly logicalId: string;
  private readonly place: TablePlace;

  constructor(
    table: Named,
    private readonly tables: Tables,
  ) {
    this.name = table.name;
    this.arn = table.arn;
    this.path = table.address.path;
    this.logicalId = table.address.logicalId;
    this.place = table;
  }

  /** Everything in the table, sorted by its key. */
  get items(): readonly TableItem[] {
    return this.tables.items(this.place).map(fromAttributes);
  }

  /** The item with this key; undefined when there is none. */
  get(key: TableItem): TableItem | undefined {
    const { Item } = this.call('GetItem', { Key: toAttributes(key) }) as { readonly Item?: object };
    return Item && fromAttributes(Item);
  }

  /**
   * Puts items as an SDK client does: each replaces the one with its key, and the stream tells of it.
   * Fails with `CallRefused` where DynamoDB would have refused it.
   */
  put(...items: readonly TableItem[]): void {
    for (const item of items) this.call('PutItem', { Item: toAttributes(item) });
  }

  /** Deletes the item with this key, if it is there. */
  delete(key: TableItem): void {
    this.call('DeleteItem', { Key: toAttributes(key) });
  }

  /** What the stream of the table has told in the last 24 hours, in order; nothing when the table has no stream. */
  get changes(): readonly PastChange[] {
    return this.tables.changes(this.place).map(({ eventName, keys, newImage, oldImage, expired, at }) => ({
      eventName,
      key: fromAttributes(keys),
      ...(newImage && { after: fromAttributes(newImage) }),
      ...(oldImage && { before: fromAttributes(oldImage) }),
      expired: expired === true,
      at: new Date(at),
    }));
  }

  private call(operation: TableOperation, input: object): object {
    const answer = this.tables.call(this.place, operation, input);
    if ((answer as AwsError).kind === 'awsError') throw new CallRefused(answer as AwsError);
    return answer;
  }
}

type Named = TablePlace & { readonly address: Table['address']; readonly arn: string };

/** The one table that `name` means: its logical id, construct path, name or ARN. */
export function findTable(tables: readonly Table[], name: string): Named {
  return foundByName(tables, name, 'table');
}
