/**
 * Quotas of DynamoDB; sizes are in bytes.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Limits.html and the API reference of each operation.
 */
export const ITEM_MAX_BYTES = 409_600;
export const HASH_KEY_MAX_BYTES = 2048;
export const RANGE_KEY_MAX_BYTES = 1024;
/** What Query and Scan look at for one page. */
export const PAGE_BYTES = 1_048_576;
/** Lists and maps in each other. */
export const NESTING_MAX = 32;

/** Digits that count, and powers of ten of the first of them. */
export const NUMBER = { digits: 38, smallestPower: -130, largestPower: 125 } as const;

export const BATCH_GET_MAX = 100;
export const BATCH_GET_BYTES = 16 * 1_048_576;
export const BATCH_WRITE_MAX = 25;
export const TRANSACTION_MAX = 100;
export const TRANSACTION_BYTES = 4 * 1_048_576;
/** How long a ClientRequestToken stands for its transaction, in milliseconds. */
export const TRANSACTION_TOKEN_MS = 600_000;

export const EXPRESSION_MAX_BYTES = 4096;
/** Operands of one `IN`. */
export const IN_MAX = 100;

/** A unit of reading or writing is begun for every so many bytes. */
export const READ_UNIT_BYTES = 4096;
export const WRITE_UNIT_BYTES = 1024;

export const TABLE_NAME = { pattern: /^[a-zA-Z0-9_.-]+$/, printed: '[a-zA-Z0-9_.-]+', min: 3, max: 255 } as const;
export const LOCAL_INDEXES_MAX = 5;
export const GLOBAL_INDEXES_MAX = 20;
/** Attributes that all `INCLUDE` projections of a table name together. */
export const PROJECTED_ATTRIBUTES_MAX = 100;
/** Attributes of the hash, and of the range, of a global index. */
export const GLOBAL_KEY_PARTS_MAX = 4;
export const LIST_TABLES_MAX = 100;
export const SCAN_SEGMENTS_MAX = 1_000_000;

/** Items that have been past their time for longer are kept, in milliseconds: five years. */
export const TTL_OLDEST_MS = 5 * 365 * 86_400_000;

/** Units a second that every account begins with, for reading and for writing. Source: the developer guide, «Quotas». */
export const CAPACITY_QUOTAS = { account: 80_000, table: 40_000 } as const;
/** How long clients keep what DescribeEndpoints tells. */
export const ENDPOINT_CACHE_MINUTES = 1440;
