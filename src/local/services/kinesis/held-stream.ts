import type { StreamMode, StreamSettings } from '../../../model/stream';
import { HASH_KEYS } from '../../../spec/kinesis';
import type { Instant } from '../../time/clock';
import { Shard, type StoredRecord } from './shard';

export interface StreamIdentity {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
}

/** Who reads a stream with enhanced fan-out. */
export interface Consumer {
  readonly name: string;
  readonly arn: string;
  readonly made: Instant;
  tags: Readonly<Record<string, string>>;
}

/** How much a stream keeps at most, in bytes of records; what came first is forgotten first. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** The shards of a split or merge are made a second after it, so that their numbers are behind those of their parents. */
const NEXT_SHARD_MS = 1000;
const HOUR_MS = 3_600_000;

/** One data stream: its shards, and who consumes it. */
export class HeldStream {
  mode: StreamMode;
  retentionHours: number;
  recordKiB: number;
  tags: Readonly<Record<string, string>>;
  readonly encryptionKey: string | undefined;
  readonly consumers = new Map<string, Consumer>();
  /** When its count of shards was updated, in the last 24 hours. */
  updates: readonly Instant[] = [];
  private held: Shard[] = [];
  private made = 0;
  private bytes = 0;

  constructor(
    readonly identity: StreamIdentity,
    readonly created: Instant,
    settings: StreamSettings,
    private readonly now: () => Instant,
    private readonly changed: () => void,
  ) {
    this.mode = settings.mode;
    this.retentionHours = settings.retentionHours;
    this.recordKiB = settings.recordKiB;
    this.encryptionKey = settings.encryptionKey;
    this.tags = settings.tags;
    for (const range of evenRanges(settings.shards)) this.addShard(range, [], created);
  }

  get retentionMs(): number {
    return this.retentionHours * HOUR_MS;
  }

  /** In the order of their ids; those that are closed as long as records in them could be read. */
  get shards(): readonly Shard[] {
    this.forget();
    return this.held;
  }

  /** In the order of their hash keys. */
  get openShards(): readonly Shard[] {
    return this.held.filter(({ isOpen }) => isOpen).sort((one, other) => (one.range[0] < other.range[0] ? -1 : 1));
  }

  shard(id: string): Shard | undefined {
    return this.shards.find((shard) => shard.id === id);
  }

  childrenOf(id: string): readonly Shard[] {
    return this.held.filter(({ parents }) => parents.includes(id));
  }

  /** The one that takes records with this hash key. */
  shardFor(hashKey: bigint): Shard {
    const shard = this.held.find((each) => each.isOpen && each.holds(hashKey));
    if (!shard) throw new Error(`bug: no shard of ${this.identity.name} holds ${hashKey}`);
    return shard;
  }

  put(hashKey: bigint, partitionKey: string, data: Uint8Array, keyBytes: number): { shard: Shard; record: StoredRecord } {
    const shard = this.shardFor(hashKey);
    const record = shard.append(partitionKey, data, data.length + keyBytes, this.now());
    this.bytes += record.bytes;
    this.forget();
    this.changed();
    return { shard, record };
  }

  /** Makes two of one; the second begins with this hash key. */
  split(shard: Shard, from: bigint): readonly Shard[] {
    const now = this.now();
    const [start, end] = shard.range;
    shard.close(now);
    const made = now + NEXT_SHARD_MS;
    const children = [this.addShard([start, from - 1n], [shard.id], made), this.addShard([from, end], [shard.id], made)];
    this.changed();
    return children;
  }

  /** Makes one of two that stand beside each other. */
  merge(lower: Shard, upper: Shard): Shard {
    const now = this.now();
    lower.close(now);
    upper.close(now);
    const merged = this.addShard([lower.range[0], upper.range[1]], [lower.id, upper.id], now + NEXT_SHARD_MS);
    this.changed();
    return merged;
  }

  /** As many shards of one size, by splits and then merges; those in between are closed at once. */
  resize(count: number): void {
    const borders = evenRanges(count).map(([start]) => start);
    for (const border of borders) {
      const shard = this.openShards.find((each) => each.holds(border));
      if (shard && shard.range[0] !== border) this.split(shard, border);
    }
    const wanted = new Set(borders);
    for (;;) {
      const open = this.openShards;
      const at = open.findIndex(({ range }) => !wanted.has(range[0]));
      if (at < 0) break;
      this.merge(open[at - 1] as Shard, open[at] as Shard);
    }
  }

  private addShard(range: Shard['range'], parents: readonly string[], made: Instant): Shard {
    const shard = new Shard({ index: this.made++, range, parents, made, opened: this.now() });
    this.held.push(shard);
    return shard;
  }

  /** What is older than the retention period, or too much. */
  private forget(): void {
    const oldest = this.now() - this.retentionMs;
    for (const shard of this.held) while ((shard.oldest?.at ?? oldest) < oldest) this.release(shard);
    while (this.bytes > KEPT_BYTES) {
      const [first, ...others] = this.held.filter(({ isEmpty }) => !isEmpty) as [Shard, ...Shard[]];
      this.release(others.reduce((one, other) => ((other.oldest?.at ?? 0) < (one.oldest?.at ?? 0) ? other : one), first));
    }
    if (this.held.some(({ closedAt }) => closedAt !== undefined && closedAt < oldest)) {
      this.held = this.held.filter(({ closedAt }) => closedAt === undefined || closedAt >= oldest);
    }
  }

  private release(shard: Shard): void {
    this.bytes -= shard.forgetOldest()?.bytes ?? 0;
  }
}

/** All hash keys in so many parts of one size, but for the last. */
export function evenRanges(count: number): readonly Shard['range'][] {
  const size = HASH_KEYS / BigInt(count);
  return Array.from({ length: count }, (_, at) => {
    const start = size * BigInt(at);
    return [start, at === count - 1 ? HASH_KEYS - 1n : start + size - 1n] as const;
  });
}
