import type { AwsError } from './aws-error';

/** A record of a data stream, as tests see it. */
export interface StreamRecordView {
  readonly partitionKey: string;
  readonly data: Uint8Array;
  readonly sequenceNumber: string;
  readonly shardId: string;
  readonly at: number;
}

/** A shard of a data stream, as tests see it. */
export interface StreamShardView {
  readonly id: string;
  readonly parents: readonly string[];
  readonly isOpen: boolean;
  /** The first and the last hash key, in decimal. */
  readonly hashKeys: readonly [first: string, last: string];
}

export interface PutWish {
  readonly partitionKey: string;
  readonly data: Uint8Array;
  readonly explicitHashKey?: string;
}

/** The data streams of a run, by their ARNs, as tests use them. */
export interface Streams {
  /** Does what an SDK client would ask for. */
  put(arn: string, wish: PutWish): { readonly shardId: string; readonly sequenceNumber: string } | AwsError;
  /** By the time of writing, as long as they are kept; none when the stream is gone. */
  records(arn: string): readonly StreamRecordView[];
  /** Also those that were split or merged, as long as their records are kept. */
  shards(arn: string): readonly StreamShardView[];
}
