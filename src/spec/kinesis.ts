import type { Limit } from './limit';

const QUOTAS = 'https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html';
const API = 'https://docs.aws.amazon.com/kinesis/latest/APIReference/';
const MIB = 1_048_576;

export const STREAM_NAME = { pattern: /^[a-zA-Z0-9_.-]+$/, printed: '[a-zA-Z0-9_.-]+', min: 1, max: 128 } as const;
export const PARTITION_KEY = { min: 1, max: 256 } as const;
/** A whole number of up to 39 digits. */
export const HASH_KEY = { pattern: /^(0|[1-9]\d{0,38})$/, printed: '0|([1-9]\\d{0,38})' } as const;
export const SEQUENCE_NUMBER = { pattern: /^(0|[1-9]\d{0,128})$/, printed: '0|([1-9]\\d{0,128})' } as const;
/** Hash keys are the whole numbers below this. */
export const HASH_KEYS = 1n << 128n;

/** Of one record, with its partition key, in KiB (KIN-12); the smallest is what streams have that say nothing. */
export const RECORD_KIB: Limit = {
  ...{ min: 1024, max: 10_240, unit: 'KiB', whole: true, rule: 'KIN-12' },
  source: 'https://docs.aws.amazon.com/streams/latest/dev/large-records.html',
};
/** Records of one PutRecords, and all their bytes with the partition keys. */
export const PUT_RECORDS = { most: 500, bytes: 10 * MIB } as const;
/** What one GetRecords gives. */
export const GET_RECORDS = { most: 10_000, bytes: 10 * MIB } as const;
/** How long a shard iterator, or the token of a next page, can be used, in milliseconds. */
export const ITERATOR_LIFE_MS = 300_000;
/** STR-01. */
export const RETENTION_HOURS: Limit = { min: 24, max: 8760, unit: 'hours', whole: true, rule: 'STR-01', source: QUOTAS };
/** Shards that an on-demand stream begins with. */
export const ON_DEMAND_SHARDS = 4;
/** Of all streams of an account and Region. */
export const SHARDS_MAX = 500;
export const ON_DEMAND_STREAMS_MAX = 50;
/** Consumers with enhanced fan-out of one stream. */
export const CONSUMERS_MAX = 20;
export const STREAM_TAGS_MAX = 50;
/** Of a page: what is given without a limit, and the highest limit. */
export const PAGES = {
  describe: { usual: 100, most: 10_000 },
  shards: { usual: 1000, most: 10_000 },
  streams: { usual: 100, most: 10_000 },
  consumers: { usual: 100, most: 10_000 },
  tags: { usual: 50, most: 50 },
} as const;
/** How often a stream's count of shards may be updated in 24 hours. */
export const SHARD_UPDATES_A_DAY = 10;

/** SubscribeToShard: how long a subscription lasts, when another takes it over, and when it tells that it lives; milliseconds. */
export const SUBSCRIPTION = {
  lifeMs: 300_000,
  ownMs: 5_000,
  // Not published; clients give a silent subscription up after half a minute.
  heartbeatMs: 5_000,
  source: `${API}API_SubscribeToShard.html`,
} as const;

/** The service that is mapped to a consumer gets records about so long after they were written, in milliseconds (KIN-02). */
export const FAN_OUT_MS = 70;

/** What one shard does in a second (KIN-04). */
export interface ThroughputLimit {
  /** Records written, or requests that read. */
  readonly count: number;
  readonly bytes: number;
  readonly source: string;
}

export const SHARD_WRITES: ThroughputLimit = { count: 1000, bytes: MIB, source: QUOTAS };
/** What all that read it without enhanced fan-out share. */
export const SHARD_READS: ThroughputLimit = { count: 5, bytes: 2 * MIB, source: QUOTAS };
