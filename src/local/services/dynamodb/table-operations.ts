import type {
  CreateTableInput,
  CreateTableOutput,
  DeleteTableInput,
  DeleteTableOutput,
  DescribeTableInput,
  DescribeTableOutput,
  ListTablesInput,
  ListTablesOutput,
  UpdateTableInput,
  UpdateTableOutput,
} from '@aws-sdk/client-dynamodb';
import type { TableIndex, TableSettings } from '../../../model/table';
import { LIST_TABLES_MAX } from '../../../spec/dynamodb/limits';
import type { Call, Given } from '../../engine/service-port';
import { answering, Refusal } from '../refusal';
import { describeTable } from './describe-table';
import type { HeldTable } from './held-table';
import { inUse, invalid, invalidParameter, tableNotFound, violation } from './refusal';
import { checkName, checkOneOf, named, tableOf } from './request';
import type { TableStore } from './store';
import { tableArn } from './store';
import { attributesOf, checkIndexes, globalIndex, refuseSettings, settingsOf, throughputFor, viewTypeOf } from './table-settings';

/** Making, changing, describing and deleting tables. */
export function tableOperations(store: TableStore) {
  const existing = (name: string, call: Call): HeldTable => {
    try {
      return tableOf(store, name, call);
    } catch (error) {
      throw error instanceof Refusal ? tableNotFound(named(name, call).name) : error;
    }
  };
  return {
    CreateTable: answering((input: Given<CreateTableInput>, call: Call): CreateTableOutput => {
      refuseSettings('CreateTable', input);
      const { place, name } = named(input.TableName, call);
      checkName(name, 'TableName', 'tableName');
      const settings = settingsOf(input);
      if (store.table(place, name)) throw inUse(`Table already exists: ${name}`);
      return { TableDescription: describeTable(store, store.create(place, name, settings), 'CREATING') };
    }),

    DescribeTable: answering((input: Given<DescribeTableInput>, call: Call): DescribeTableOutput => {
      return { Table: describeTable(store, existing(input.TableName, call)) };
    }),

    DeleteTable: answering((input: Given<DeleteTableInput>, call: Call): DeleteTableOutput => {
      const table = existing(input.TableName, call);
      if (table.settings.deletionProtection) {
        throw invalid(
          `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
        );
      }
      const { TableName, TableArn, TableId, ItemCount, TableSizeBytes, ProvisionedThroughput } = describeTable(store, table);
      store.delete(table);
      return {
        TableDescription: {
          ...{ TableName, TableArn, TableId, ItemCount, TableSizeBytes, ProvisionedThroughput },
          TableStatus: 'DELETING',
          DeletionProtectionEnabled: false,
        },
      };
    }),

    ListTables: answering((input: Given<ListTablesInput>, call: Call): ListTablesOutput => {
      const { ExclusiveStartTableName: start = '', Limit = LIST_TABLES_MAX } = input;
      if (Limit < 1) throw violation(Limit, 'limit', 'Member must have value greater than or equal to 1');
      if (Limit > LIST_TABLES_MAX) {
        throw violation(Limit, 'limit', `Member must have value less than or equal to ${LIST_TABLES_MAX}`);
      }
      const names = store
        .tables(call)
        .map(({ name }) => name)
        .filter((name) => name > start);
      const TableNames = names.slice(0, Limit);
      return { TableNames, ...(names.length > Limit && { LastEvaluatedTableName: TableNames.at(-1) as string }) };
    }),

    UpdateTable: answering((input: Given<UpdateTableInput>, call: Call): UpdateTableOutput => {
      refuseSettings('UpdateTable', input);
      checkOneOf(input.BillingMode, 'billingMode', ['PROVISIONED', 'PAY_PER_REQUEST']);
      checkOneOf(input.TableClass, 'tableClass', ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']);
      const table = existing(input.TableName, call);
      const { settings, created } = changed(table, input);
      store.become(table, settings);
      return { TableDescription: describeTable(store, table, 'UPDATING', created) };
    }),
  };
}

/** What an update makes of the table, and the indexes that are new. */
function changed(
  table: HeldTable,
  input: Given<UpdateTableInput>,
): { readonly settings: TableSettings; readonly created: readonly string[] } {
  const before = table.settings;
  const { TableName: _, AttributeDefinitions: definitions, ...changes } = input;
  if (Object.values(changes).every((change) => change === undefined)) {
    throw invalid(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
    );
  }
  const isProvisioned = input.BillingMode === undefined ? before.throughput !== undefined : input.BillingMode === 'PROVISIONED';
  if (input.BillingMode === 'PROVISIONED' && !input.ProvisionedThroughput) {
    throw invalidParameter('ProvisionedThroughput must be specified when BillingMode is PROVISIONED');
  }
  const throughput = input.ProvisionedThroughput
    ? throughputFor(input.ProvisionedThroughput, isProvisioned)
    : isProvisioned
      ? before.throughput
      : undefined;
  const attributes = { ...before.attributes, ...attributesOf(definitions ?? []) };
  const { indexes, created } = changedIndexes(before, input, attributes, isProvisioned);
  const { throughput: __, streamViewType: ___, ...rest } = before;
  const viewType = input.StreamSpecification ? changedStream(table, input) : before.streamViewType;
  const settings: TableSettings = {
    ...rest,
    attributes,
    indexes,
    ...(throughput && { throughput }),
    ...(viewType !== undefined && { streamViewType: viewType }),
    deletionProtection: input.DeletionProtectionEnabled ?? before.deletionProtection,
    ...(input.TableClass !== undefined && { tableClass: input.TableClass }),
  };
  return { settings, created };
}

function changedStream(table: HeldTable, { StreamSpecification }: Given<UpdateTableInput>) {
  const viewType = viewTypeOf(StreamSpecification);
  const present = table.settings.streamViewType;
  if (viewType !== undefined && present !== undefined) {
    throw invalid(`Table already has an enabled stream: TableName: ${table.name}`);
  }
  if (viewType === undefined && present === undefined) {
    throw invalid(`Table does not have a stream to disable: TableName: ${table.name}`);
  }
  return viewType;
}

function changedIndexes(
  before: TableSettings,
  input: Given<UpdateTableInput>,
  attributes: TableSettings['attributes'],
  isProvisioned: boolean,
): { readonly indexes: readonly TableIndex[]; readonly created: readonly string[] } {
  let indexes = before.indexes.map(({ throughput, ...index }) =>
    isProvisioned && throughput ? { ...index, throughput } : index,
  );
  const created: string[] = [];
  for (const { Create, Update, Delete } of input.GlobalSecondaryIndexUpdates ?? []) {
    if (Create) {
      const index = globalIndex(Create, attributes, isProvisioned);
      if (indexes.some(({ name }) => name === index.name)) {
        throw invalid(`Attempting to create an index which already exists: ${index.name}`);
      }
      indexes = [...indexes, index];
      created.push(index.name);
      continue;
    }
    const name = Update?.IndexName ?? Delete?.IndexName;
    if (name === undefined) {
      throw invalidParameter(
        'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
      );
    }
    if (!indexes.some((index) => index.name === name && index.kind === 'global')) {
      throw invalid(`Requested resource not found: Index: ${name} not found`);
    }
    if (Delete) indexes = indexes.filter((index) => index.name !== name);
    else {
      refuseSettings('GlobalSecondaryIndexUpdates', Update ?? {});
      const throughput = throughputFor(Update?.ProvisionedThroughput, isProvisioned);
      indexes = indexes.map((index) => (index.name === name && throughput ? { ...index, throughput } : index));
    }
  }
  checkIndexes(indexes);
  return { indexes, created };
}

/** For the operations on tags, which name tables by ARN. */
export function tableOfArn(store: TableStore, arn: string, call: Call): HeldTable {
  const { place, name } = named(arn, call);
  const table = store.table(place, name);
  if (!table || tableArn(table) !== arn)
    throw new Refusal({ ...tableNotFound(name).answer, message: `Requested resource not found: ResourcArn: ${arn} not found` });
  return table;
}
