import type { Instant } from '../../time/clock';

/** A record of a stream as a poller reads it. */
export interface StreamRecord {
  /** Sorts as the records of its shard do. */
  readonly sequenceNumber: string;
  /** Records with the same key keep their order, whatever the parallelization. */
  readonly key: string;
  readonly arrived: Instant;
  /** As in the event of the function; that of Kinesis tells who invokes it. */
  readonly event: object | ((roleArn: string) => object);
  /** JSON text: what filters see (FIL-02, FIL-03). */
  readonly view: string;
}

/** Where a mapping begins to read. */
export interface Beginning {
  readonly position: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  readonly at?: Instant;
}

export interface SourceShard {
  readonly id: string;
  /** Those that it was made of: it is read when they have been (KIN-08). @default none */
  readonly parents?: readonly string[];
  /** The sequence number of its newest record, or of the one before the first. */
  readonly tip: string;
  /** The sequence number behind which to begin; undefined: with the oldest record. */
  begin(beginning: Beginning): string | undefined;
  /** At most `most` records behind a sequence number; without one, from the oldest. */
  read(after: string | undefined, most: number): readonly StreamRecord[];
}

/** A stream of Kinesis or of a table. */
export interface SourceStream {
  readonly kind: 'kinesis' | 'dynamodb';
  readonly retentionMs: number;
  /** How long after a record is written it is read at the latest; between two reads of a shard. */
  readonly pollMs: number;
  readonly shards: readonly SourceShard[];
}

/** The streams of a run, by ARN. */
export interface SourceStreams {
  find(arn: string): SourceStream | undefined;
  /** Calls `listener` with the ARN of a stream that has a new record or shard, or is new itself; what this returns ends it. */
  subscribe(listener: (arn: string) => void): () => void;
}
