/** What happens to the records of streams on their way to a function. */
export type StreamHappening =
  /** A record was written to a stream of Kinesis. */
  | {
      readonly kind: 'stream.put';
      readonly stream: string;
      readonly shardId: string;
      readonly sequenceNumber: string;
      readonly partitionKey: string;
    }
  /** A batch was handed to a function. */
  | ({ readonly kind: 'stream.delivered'; readonly tried: number } & StreamBatch)
  /** A batch, or what is left of it, waits for another attempt. */
  | ({ readonly kind: 'stream.retrying'; readonly why: 'failed' | 'reported' | 'malformed' | 'throttled' } & StreamBatch)
  /** Records for which nothing more is to be done. */
  | ({ readonly kind: 'stream.done' } & StreamBatch)
  /** They do not match a filter, and are passed over. */
  | ({ readonly kind: 'stream.filtered' } & StreamBatch)
  /** They are given up, and those behind them come next. */
  | ({
      readonly kind: 'stream.gaveUp';
      readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
      readonly tried: number;
    } & StreamBatch)
  /** What the on-failure destination received of records that were given up, or would have. */
  | {
      readonly kind: 'stream.delivery';
      readonly stream: string;
      readonly target: string;
      readonly mapping: string;
      readonly targetArn: string;
      /** JSON text. */
      readonly body: string;
      readonly outcome: 'delivered' | 'kept' | 'failed';
      readonly why?: string;
    };

/** Records of one shard that follow each other. */
export interface StreamBatch {
  /** ARN. */
  readonly stream: string;
  readonly shardId: string;
  /** ARN of the function, as the mapping has it. */
  readonly target: string;
  readonly mapping: string;
  readonly count: number;
  /** Sequence numbers; absent for a batch without records, which ends a tumbling window. */
  readonly first?: string;
  readonly last?: string;
}
