/** Amazon DynamoDB, and how it differs; a part of the table of fidelity. */
export const TABLES = {
  faithful: [
    {
      behaviour:
        'GetItem, PutItem, UpdateItem, DeleteItem, Query, Scan, BatchGetItem, BatchWriteItem, TransactGetItems and TransactWriteItems, with every member but the legacy ones',
      rules: ['DDB-08'],
    },
    {
      behaviour:
        'Condition, filter, key condition, projection and update expressions with all operators and functions; reserved words, and names and values that are undefined or unused, are refused',
      rules: [],
    },
    {
      behaviour:
        'Local and global secondary indexes, those with several attributes in a key too; numbers of 38 digits, and keys in the order of numbers, of UTF-8 and of bytes',
      rules: [],
    },
    {
      behaviour:
        'Pages of 1 MB, items of 400 KB, batches and transactions have DynamoDB’s limits; LastEvaluatedKey, ConsumedCapacity, CancellationReasons, and client tokens for ten minutes',
      rules: [],
    },
    {
      behaviour: 'Tables of the app have their properties, names and ARNs; others can be made, changed, tagged and deleted',
      rules: ['DDB-01'],
    },
    {
      behaviour: 'The API of DynamoDB Streams: streams are listed, described and read by iterators, which live fifteen minutes',
      rules: ['DDB-04'],
    },
    {
      behaviour: 'Streams of all four view types keep 24 hours; a write that changes nothing is not in them',
      rules: ['DDB-01', 'DDB-04', 'DDB-09', 'DDB-10'],
    },
    {
      behaviour:
        '`__type` of errors has the space of its name before it, as mapping templates and clients without an SDK see it; those of the streams’ API have none here',
      rules: [],
    },
    {
      behaviour: 'DescribeLimits tells the quotas that every account begins with; DescribeEndpoints the name of the Region',
      rules: [],
    },
  ],
  differs: [
    {
      behaviour: 'A stream has several shards, which are split, and GetRecords reads a part of one',
      rules: ['DDB-04', 'DDB-11'],
      remark:
        'A table has one shard for good. What handlers that run at once write in one instant of the virtual clock is in the order of its arrival.',
    },
    {
      behaviour: 'Texts of refusals',
      rules: [],
      remark:
        'They are DynamoDB’s where those are known, from its documentation and from recordings. Of several things that are wrong with one request, another may be told of first, and what is near a syntax error is given roughly. The texts about `Select` with a projection, keys of indexes that are empty, nested levels, and projections of global indexes are not known for certain.',
    },
    {
      behaviour: 'Reads may be behind writes, and requests are throttled',
      rules: [],
      remark: 'Every read sees every write before it, indexes too; capacity is told of and never used up.',
    },
    {
      behaviour: 'Tables, indexes and streams take time to be made, changed and deleted',
      rules: [],
      remark: 'The answer says CREATING, UPDATING or DELETING; by then it is done, new indexes have all items.',
    },
    {
      behaviour: 'Items whose time to live is over are deleted within days',
      rules: ['DDB-09'],
      remark: 'At the second that the item names, by the executor’s clock; one that is put too late is gone at once.',
    },
    {
      behaviour: 'A scan goes by the hash of the partition key',
      rules: [],
      remark: 'By another hash, the same in every run.',
    },
    {
      behaviour: 'The sizes of items and the units that requests consume',
      rules: [],
      remark: 'By the documented rules; where the service rounds in its own way, it may be a little different.',
    },
    {
      behaviour: 'Transactions that meet are refused with TransactionConflict',
      rules: [],
      remark: 'They come one after the other.',
    },
    {
      behaviour: 'Tables are as large as they like',
      rules: [],
      remark: 'All together have 512 MB in memory: more is refused. Each stream keeps its newest 64 MB.',
    },
    {
      behaviour: 'A global table is in several Regions',
      rules: ['DDB-03'],
      remark: 'There is the one in the Region of its stack.',
    },
  ],
  absent: [
    {
      behaviour: 'PartiQL, backups, exports, imports, replicas, resource policies, contributor insights and vectors',
      rules: [],
      remark: 'Refused with NotEmulatedException and the operation’s name.',
    },
    {
      behaviour: 'Legacy parameters: Expected, AttributeUpdates, AttributesToGet, KeyConditions, QueryFilter, ScanFilter',
      rules: [],
      remark: 'Refused with NotEmulatedException, the parameter’s name and the expression to use.',
    },
    {
      behaviour: 'Encryption, on-demand and warm throughput of tables that are made at run time',
      rules: [],
      remark: 'Refused with NotEmulatedException and the member’s name; those of the app’s tables have no effect.',
    },
  ],
} as const;
