import type { DynamodbPlace, StreamPlace } from '../../../../spec/iam/dynamodb';
import type { Call } from '../../service-port';
import { arnOf, distinct, EVERYTHING, type Place, type Places } from './place';

interface OfTable {
  readonly TableName?: string;
}

/** Tables are named by their names or their ARNs. */
function tableArn(name: string, call: Call): string {
  return name.startsWith('arn:') ? name : arnOf('dynamodb', `table/${name}`, call);
}

function tables(items: readonly (OfTable | undefined)[], call: Call): readonly string[] {
  return distinct(items.flatMap((item) => (item?.TableName === undefined ? [] : [tableArn(item.TableName, call)])));
}

/** Those items of a transaction that do this. */
function transacted(what: 'Get' | 'Put' | 'Update' | 'Delete' | 'ConditionCheck'): Place {
  return ({ TransactItems = [] }: { readonly TransactItems?: readonly Readonly<Record<string, OfTable>>[] }, call) =>
    tables(
      TransactItems.map((item) => item[what]),
      call,
    );
}

export const DYNAMODB_PLACES: Places<DynamodbPlace> = {
  everything: EVERYTHING,
  table: (input: OfTable, call) => tables([input], call),
  tableOrIndex: (input: OfTable & { readonly IndexName?: string }, call) =>
    tables([input], call).map((arn) => (input.IndexName === undefined ? arn : `${arn}/index/${input.IndexName}`)),
  requested: ({ RequestItems = {} }: { readonly RequestItems?: object }, call) =>
    distinct(Object.keys(RequestItems).map((name) => tableArn(name, call))),
  tagged: ({ ResourceArn }: { readonly ResourceArn: string }) => [ResourceArn],
  got: transacted('Get'),
  put: transacted('Put'),
  updated: transacted('Update'),
  deleted: transacted('Delete'),
  checked: transacted('ConditionCheck'),
};

export const DYNAMODB_STREAMS_PLACES: Places<StreamPlace> = {
  everything: EVERYTHING,
  stream: ({ StreamArn }: { readonly StreamArn: string }) => [StreamArn],
};
