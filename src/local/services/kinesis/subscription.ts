import type { SubscribeToShardEvent } from '@aws-sdk/client-kinesis';
import { SUBSCRIPTION } from '../../../spec/kinesis';
import type { Alarm, Clock, Instant } from '../../time/clock';
import type { HeldStream } from './held-stream';
import type { Shard } from './shard';
import { childShards, recordView } from './views';

export interface SubscriptionOptions {
  readonly stream: HeldStream;
  readonly shard: Shard;
  readonly after: string | undefined;
  readonly clock: Clock;
  /** Of one event. */
  readonly most: number;
  readonly bytes: number;
  /** Calls back when the stream has changed; what it returns ends that. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly ended: () => void;
}

/** One event of the stream that a subscriber gets. */
interface Told {
  readonly SubscribeToShardEvent: SubscribeToShardEvent;
}

/**
 * What one subscriber is sent: the records of a shard as they come, a sign of life meanwhile, and an end after five minutes or
 * with the shard. It is asked for one event after the other, so a slow client gets larger ones.
 */
export class Subscription implements AsyncIterableIterator<Told> {
  readonly began: Instant;
  private after: string | undefined;
  private isOver = false;
  /** An event is due also when there are no records: the first, and one every few seconds. */
  private owesSign = true;
  private waiting: ((result: IteratorResult<Told>) => void) | undefined;
  private readonly unsubscribe: () => void;
  private alarm: Alarm;

  constructor(private readonly options: SubscriptionOptions) {
    this.began = options.clock.now();
    this.after = options.after;
    this.unsubscribe = options.subscribe(() => this.look());
    this.alarm = this.setAlarm();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Told>> {
    return new Promise((resolve) => {
      this.waiting = resolve;
      this.look();
    });
  }

  /** The client has hung up. */
  return(): Promise<IteratorResult<Told>> {
    this.end();
    return Promise.resolve(DONE);
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.unsubscribe();
    this.alarm.cancel();
    this.options.ended();
    this.answer(DONE);
  }

  private look(): void {
    if (!this.waiting) return;
    if (this.isOver) return this.answer(DONE);
    const { stream, shard, most, bytes, clock } = this.options;
    const records = shard.read(this.after, most, bytes);
    const last = records.at(-1);
    this.after = last?.sequenceNumber ?? this.after;
    const hasMore = shard.hasMore(this.after);
    const isLast = !shard.isOpen && !hasMore;
    if (!last && !this.owesSign && !isLast) return;
    this.owesSign = false;
    const event: SubscribeToShardEvent = {
      Records: records.map((record) => recordView(record, stream)),
      // Of a shard that has ended there is nothing to go on with.
      ContinuationSequenceNumber: isLast ? undefined : (this.after ?? shard.start),
      MillisBehindLatest: hasMore && last ? clock.now() - last.at : 0,
      ...(isLast && { ChildShards: childShards(stream, shard) }),
    };
    this.answer({ done: false, value: { SubscribeToShardEvent: event } });
    if (isLast) this.end();
  }

  private answer(result: IteratorResult<Told>): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.(result);
  }

  private setAlarm(): Alarm {
    const { clock } = this.options;
    const { lifeMs, heartbeatMs } = SUBSCRIPTION;
    return clock.wakeAt(Math.min(clock.now() + heartbeatMs, this.began + lifeMs), () => {
      if (clock.now() >= this.began + lifeMs) return this.end();
      this.alarm = this.setAlarm();
      this.owesSign = true;
      this.look();
    });
  }
}

const DONE = { done: true, value: undefined } as const;
