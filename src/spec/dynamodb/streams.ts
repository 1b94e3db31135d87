/** The API of DynamoDB Streams. Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html */
export const STREAM_PAGE = { streams: 100, shards: 100, records: 1000, bytes: 1_048_576 } as const;
/** How long a shard iterator can be used, in milliseconds. */
export const STREAM_ITERATOR_LIFE_MS = 900_000;
