import type { Stream } from '../model/stream';
import { CallRefused } from './call-refused';
import type { Streams } from './engine/stream-port';
import { LocalError } from './errors';
import { foundByName } from './found-by-name';
import { checkOptions, TEXT } from './options-check';

export interface PutRecordOptions {
  /** Chooses the shard, in the place of the hash of the partition key: a whole number below 2^128, in decimal. */
  readonly explicitHashKey?: string;
}

/** A record that is in a data stream. */
export interface StreamRecord {
  readonly partitionKey: string;
  /** In UTF-8. */
  readonly text: string;
  /** The text parsed from JSON; undefined when it is not JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
  readonly json: any;
  readonly data: Uint8Array;
  readonly sequenceNumber: string;
  readonly shardId: string;
  /** By the executor's clock. */
  readonly at: Date;
}

/** A shard of a data stream, open or closed. */
export interface StreamShard {
  readonly id: string;
  /** The shard that was split, or those that were merged. */
  readonly parents: readonly string[];
  /** Whether records are still written to it. */
  readonly isOpen: boolean;
  /** The first and the last hash key, in decimal. */
  readonly hashKeys: readonly [first: string, last: string];
}

/** A data stream of the app, as tests hold it. */
export class StreamHandle {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly logicalId: string;

  constructor(
    stream: Stream,
    private readonly streams: Streams,
  ) {
    this.name = stream.name;
    this.arn = stream.arn;
    this.path = stream.address.path;
    this.logicalId = stream.address.logicalId;
  }

  /**
   * Writes a record as an SDK client does; bytes are written as such, text in UTF-8, everything else as JSON.
   * Fails with `CallRefused` where Kinesis would have refused it.
   */
  put(
    partitionKey: string,
    data: unknown,
    options: PutRecordOptions = {},
  ): { readonly shardId: string; readonly sequenceNumber: string } {
    checkOptions(options, { explicitHashKey: TEXT }, "{ explicitHashKey: '0' }");
    const put = this.streams.put(this.arn, { partitionKey, data: bytesOf(data), ...options });
    if ('kind' in put) throw new CallRefused(put);
    return put;
  }

  /** All that are kept, by the time of writing. */
  get records(): readonly StreamRecord[] {
    return this.streams.records(this.arn).map(({ at, ...record }) => {
      const text = Buffer.from(record.data).toString();
      return { ...record, text, json: parsed(text), at: new Date(at) };
    });
  }

  /** Also those that were split or merged, as long as their records are kept. */
  get shards(): readonly StreamShard[] {
    return this.streams.shards(this.arn);
  }
}

/** The one data stream that `name` means: its logical id, construct path, name or ARN. */
export function findStream(streams: readonly Stream[], name: string): Stream {
  return foundByName(streams, name, 'stream');
}

function bytesOf(data: unknown): Uint8Array {
  if (data instanceof Uint8Array) return new Uint8Array(data);
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  if (text !== undefined) return new Uint8Array(Buffer.from(text));
  throw new LocalError('EVENT_INVALID', `A record must be bytes, text or something JSON can hold; this is ${typeof data}.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
