import { SHARD_READS, SHARD_WRITES, type ThroughputLimit } from '../../../spec/kinesis';
import type { Clock, Instant } from '../../time/clock';
import type { Shard } from './shard';

const SECOND_MS = 1000;

/** What a shard takes and gives in a second. */
export class Throughput {
  private readonly writes = new WeakMap<Shard, Window>();
  private readonly reads = new WeakMap<Shard, Window>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** Whether a record of so many bytes is taken now; it counts when it is. */
  takes(shard: Shard, bytes: number): boolean {
    const window = windowOf(this.writes, shard, SHARD_WRITES);
    const now = this.clock.now();
    if (!window.hasRoomFor(bytes, now)) return false;
    window.add(bytes, now);
    return true;
  }

  /** Whether the shard may be read now, however much it gives. */
  mayBeRead(shard: Shard): boolean {
    return windowOf(this.reads, shard, SHARD_READS).hasRoomFor(1, this.clock.now());
  }

  hasGiven(shard: Shard, bytes: number): void {
    windowOf(this.reads, shard, SHARD_READS).add(bytes, this.clock.now());
  }
}

interface Used {
  readonly at: Instant;
  readonly until: Instant;
  count: number;
  bytes: number;
}

/** The last second of one shard; what is larger than a second's worth counts longer, so that the rate is kept. */
class Window {
  private used: Used[] = [];

  constructor(private readonly limit: ThroughputLimit) {}

  hasRoomFor(bytes: number, now: Instant): boolean {
    this.used = this.used.filter(({ until }) => until > now);
    const count = this.used.reduce((sum, each) => sum + (each.at + SECOND_MS > now ? each.count : 0), 0);
    if (count >= this.limit.count) return false;
    const sum = this.used.reduce((total, each) => total + each.bytes, 0);
    return sum === 0 || sum + bytes <= this.limit.bytes;
  }

  add(bytes: number, now: Instant): void {
    const until = now + SECOND_MS * Math.max(1, bytes / this.limit.bytes);
    const last = this.used.at(-1);
    if (last?.until === until) {
      last.count++;
      last.bytes += bytes;
    } else this.used.push({ at: now, until, count: 1, bytes });
  }
}

function windowOf(windows: WeakMap<Shard, Window>, shard: Shard, limit: ThroughputLimit): Window {
  const there = windows.get(shard);
  if (there) return there;
  const made = new Window(limit);
  windows.set(shard, made);
  return made;
}
