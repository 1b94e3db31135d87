import type {
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  LocalSecondaryIndexDescription,
  Projection,
  ProvisionedThroughputDescription,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { KeySchema, TableIndex, Throughput } from '../../../model/table';
import type { HeldTable } from './held-table';
import { type TableStore, tableArn } from './store';

/** A table as DescribeTable tells of it. Changes are done at once; `status` is what the answer to the change itself says. */
export function describeTable(
  store: TableStore,
  table: HeldTable,
  status: 'ACTIVE' | 'CREATING' | 'UPDATING' | 'DELETING' = 'ACTIVE',
  newIndexes: readonly string[] = [],
): TableDescription {
  const { settings } = table;
  const stream = store.streamOf(table);
  const describe = (index: TableIndex) => indexOf(table, index);
  const local = settings.indexes.filter(({ kind }) => kind === 'local').map(describe);
  const global = settings.indexes
    .filter(({ kind }) => kind === 'global')
    .map((index): GlobalSecondaryIndexDescription => {
      const isNew = status === 'CREATING' || newIndexes.includes(index.name);
      return {
        ...describe(index),
        IndexStatus: isNew ? 'CREATING' : 'ACTIVE',
        ProvisionedThroughput: throughputOf(index.throughput),
      };
    });
  return {
    AttributeDefinitions: Object.entries(settings.attributes).map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    TableName: table.name,
    KeySchema: keySchemaOf(settings.key),
    TableStatus: status,
    CreationDateTime: new Date(table.created),
    ProvisionedThroughput: throughputOf(settings.throughput),
    TableSizeBytes: table.bytes,
    ItemCount: table.count,
    TableArn: tableArn(table),
    TableId: table.id,
    ...(!settings.throughput && { BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' as const } }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(stream && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
      LatestStreamLabel: stream.label,
      LatestStreamArn: stream.arn,
    }),
    ...(settings.tableClass !== undefined && { TableClassSummary: { TableClass: settings.tableClass as 'STANDARD' } }),
    DeletionProtectionEnabled: settings.deletionProtection,
  };
}

function indexOf(table: HeldTable, { name, key, projection }: TableIndex): LocalSecondaryIndexDescription {
  let IndexSizeBytes = 0;
  const entries = table.entries(table.index(name));
  for (const { bytes } of entries.from(() => 0)) IndexSizeBytes += bytes;
  return {
    IndexName: name,
    KeySchema: keySchemaOf(key),
    Projection: projectionOf(projection),
    IndexSizeBytes,
    ItemCount: entries.size,
    IndexArn: `${tableArn(table)}/index/${name}`,
  };
}

export function keySchemaOf({ hash, range }: KeySchema): KeySchemaElement[] {
  return [
    ...hash.map((AttributeName) => ({ AttributeName, KeyType: 'HASH' as const })),
    ...range.map((AttributeName) => ({ AttributeName, KeyType: 'RANGE' as const })),
  ];
}

function projectionOf(projection: TableIndex['projection']): Projection {
  if (typeof projection === 'string') return { ProjectionType: projection };
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: [...projection] };
}

function throughputOf(throughput: Throughput | undefined): ProvisionedThroughputDescription {
  return {
    NumberOfDecreasesToday: 0,
    ReadCapacityUnits: throughput?.read ?? 0,
    WriteCapacityUnits: throughput?.write ?? 0,
  };
}
