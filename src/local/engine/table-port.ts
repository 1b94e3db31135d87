import type { AwsError } from './aws-error';

/** What tests do with a table of the app, beside what clients do. */
export type TableOperation = 'GetItem' | 'PutItem' | 'DeleteItem';

/** A change that the stream of a table tells of; items are as in DynamoDB's API. */
export interface TableChange {
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly keys: object;
  readonly newImage?: object;
  readonly oldImage?: object;
  /** Time has ended the item. */
  readonly expired?: true;
  readonly at: number;
}

/** Where a table is. */
export interface TablePlace {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** The tables of a run, as tests use them. */
export interface Tables {
  /** Does what an SDK client would ask for. */
  call(table: TablePlace, operation: TableOperation, input: object): object | AwsError;
  /** By their keys; none when the table is gone. */
  items(table: TablePlace): readonly object[];
  /** Of the last 24 hours, as far as its stream tells of them; none without one. */
  changes(table: TablePlace): readonly TableChange[];
}
