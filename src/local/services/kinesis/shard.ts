import type { Instant } from '../../time/clock';
import { LAST_COUNT, sequenceNumber } from './sequence-number';

/** A record that a shard keeps. */
export interface StoredRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Uint8Array;
  readonly at: Instant;
  /** With its partition key. */
  readonly bytes: number;
}

export interface ShardPlace {
  readonly index: number;
  /** The first and the last hash key. */
  readonly range: readonly [start: bigint, end: bigint];
  /** The shard that was split, or those that were merged. */
  readonly parents: readonly string[];
  /** By its sequence numbers. */
  readonly made: Instant;
  readonly opened: Instant;
}

/** Records in front are let go one by one, and their places all at once when there are so many. */
const GONE_PLACES = 1024;

/** Records with some of the hash keys, in order. */
export class Shard {
  readonly id: string;
  readonly index: number;
  readonly range: ShardPlace['range'];
  readonly parents: readonly string[];
  readonly made: Instant;
  readonly opened: Instant;
  /** The number at which it begins; no record has it. */
  readonly start: string;
  /** The number at which it ends, once it is split or merged. */
  private closing: { readonly end: string; readonly at: Instant } | undefined;
  private records: StoredRecord[] = [];
  private gone = 0;
  private count = 0n;
  private newest: string;

  constructor({ index, range, parents, made, opened }: ShardPlace) {
    this.id = `shardId-${String(index).padStart(12, '0')}`;
    this.index = index;
    this.range = range;
    this.parents = parents;
    this.made = made;
    this.opened = opened;
    this.start = this.number(0n, made);
    this.newest = this.start;
  }

  get isOpen(): boolean {
    return this.closing === undefined;
  }

  get end(): string | undefined {
    return this.closing?.end;
  }

  get closedAt(): Instant | undefined {
    return this.closing?.at;
  }

  /** The number of the newest record that was ever in it, or the one before the first. */
  get tip(): string {
    return this.newest;
  }

  get oldest(): StoredRecord | undefined {
    return this.records[this.gone];
  }

  get isEmpty(): boolean {
    return this.oldest === undefined;
  }

  holds(hashKey: bigint): boolean {
    return hashKey >= this.range[0] && hashKey <= this.range[1];
  }

  append(partitionKey: string, data: Uint8Array, bytes: number, at: Instant): StoredRecord {
    const record = { sequenceNumber: this.number(++this.count, at), partitionKey, data, at, bytes };
    this.records.push(record);
    this.newest = record.sequenceNumber;
    return record;
  }

  close(at: Instant): void {
    this.closing = { end: this.number(LAST_COUNT, at), at };
  }

  /** Those behind a sequence number, or from the oldest on: at most so many, and so many bytes of data, but one at least. */
  read(after: string | undefined, most: number, bytes = Number.POSITIVE_INFINITY): readonly StoredRecord[] {
    const from = after === undefined ? this.gone : this.placeBehind(after);
    const read: StoredRecord[] = [];
    let size = 0;
    for (let place = from; place < this.records.length && read.length < most; place++) {
      const record = this.records[place] as StoredRecord;
      size += record.data.length;
      if (size > bytes && read.length > 0) break;
      read.push(record);
    }
    return read;
  }

  hasMore(after: string | undefined): boolean {
    return after === undefined ? !this.isEmpty : this.placeBehind(after) < this.records.length;
  }

  /** The number behind which the first record of this instant, or of a later one, stands; undefined: with the oldest. */
  behindTime(at: Instant): string | undefined {
    const place = this.firstPlace((record) => record.at >= at);
    if (place === this.gone && !this.isEmpty) return undefined;
    return this.records[place - 1]?.sequenceNumber ?? this.tip;
  }

  /** Lets the oldest go. */
  forgetOldest(): StoredRecord | undefined {
    const record = this.oldest;
    if (!record) return undefined;
    this.gone++;
    if (this.gone >= GONE_PLACES && this.gone * 2 > this.records.length) {
      this.records = this.records.slice(this.gone);
      this.gone = 0;
    }
    return record;
  }

  private placeBehind(after: string): number {
    return this.firstPlace(({ sequenceNumber: number }) => number > after);
  }

  /** Of those that are in order. */
  private firstPlace(isBehind: (record: StoredRecord) => boolean): number {
    let [low, high] = [this.gone, this.records.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBehind(this.records[middle] as StoredRecord)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private number(count: bigint, written: Instant): string {
    return sequenceNumber({ shardMade: this.made, shardIndex: this.index, count, written });
  }
}
