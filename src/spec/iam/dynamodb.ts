import type { ServicePermissions } from './service-permissions';

export type DynamodbPlace = 'table' | 'tableOrIndex' | 'requested' | 'tagged' | 'got' | 'put' | 'updated' | 'deleted' | 'checked';

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html, and for transactions
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export const DYNAMODB_PERMISSIONS: ServicePermissions<DynamodbPlace | 'everything'> = {
  prefix: 'dynamodb',
  named: {
    table: [
      ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'CreateTable', 'DescribeTable', 'UpdateTable', 'DeleteTable'],
      ...['DescribeTimeToLive', 'UpdateTimeToLive'],
    ],
    tableOrIndex: ['Query', 'Scan'],
    requested: ['BatchGetItem', 'BatchWriteItem'],
    tagged: ['TagResource', 'UntagResource', 'ListTagsOfResource'],
    everything: ['ListTables'],
  },
  others: {
    TransactGetItems: [['GetItem', 'got']],
    TransactWriteItems: [
      ['PutItem', 'put'],
      ['UpdateItem', 'updated'],
      ['DeleteItem', 'deleted'],
      ['ConditionCheckItem', 'checked'],
    ],
  },
};

export type StreamPlace = 'stream';

/** What reads a shard names it by an iterator, which tells no stream. */
export const DYNAMODB_STREAMS_PERMISSIONS: ServicePermissions<StreamPlace | 'everything'> = {
  prefix: 'dynamodb',
  named: { stream: ['DescribeStream', 'GetShardIterator'], everything: ['ListStreams'] },
  others: {},
};
