import { GET_RECORDS, SUBSCRIPTION } from '../../../spec/kinesis';
import type { Clock } from '../../time/clock';
import type { HeldStream } from './held-stream';
import { inUse } from './refusals';
import type { Shard } from './shard';
import type { StreamStore } from './store';
import { Subscription } from './subscription';

export interface Subscribed {
  readonly consumerArn: string;
  readonly stream: HeldStream;
  readonly shard: Shard;
  /** The sequence number behind which to begin. */
  readonly after: string | undefined;
}

/** Who is told of new records of which shard, over an open connection. */
export class Subscriptions {
  private readonly open = new Map<string, Subscription>();

  constructor(
    private readonly store: StreamStore,
    private readonly clock: Clock,
  ) {}

  /** Takes over from an earlier subscription of the consumer to the shard, unless that is very young. */
  begin({ consumerArn, stream, shard, after }: Subscribed): Subscription {
    const key = `${consumerArn} ${shard.id}`;
    const before = this.open.get(key);
    if (before && this.clock.now() - before.began < SUBSCRIPTION.ownMs) {
      throw inUse(`Another active subscription exists for this consumer: ${consumerArn}, shard: ${shard.id}.`);
    }
    before?.end();
    const subscription = new Subscription({
      ...{ stream, shard, after, clock: this.clock, most: GET_RECORDS.most, bytes: GET_RECORDS.bytes },
      subscribe: (listener) => this.store.subscribe((arn) => arn === stream.identity.arn && listener()),
      ended: () => this.open.get(key) === subscription && this.open.delete(key),
    });
    this.open.set(key, subscription);
    return subscription;
  }

  /** The consumer is gone. */
  endOf(consumerArn: string): void {
    for (const [key, subscription] of this.open) if (key.startsWith(`${consumerArn} `)) subscription.end();
  }

  stop(): void {
    for (const subscription of [...this.open.values()]) subscription.end();
  }
}
