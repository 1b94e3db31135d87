import type { Chance } from '../../chance-port';
import type { Call } from '../../engine/service-port';
import type { Turn } from '../../engine/turns';
import type { Clock } from '../../time/clock';
import type { StreamStore } from './store';
import type { Subscriptions } from './subscriptions';
import type { Throughput } from './throughput';

/** What the operations of Kinesis work with. */
export interface KinesisContext {
  readonly store: StreamStore;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly subscriptions: Subscriptions;
  /** What shards take and give in a second. @default as much as is asked for */
  readonly throughput?: Throughput;
  /** The place of a call in the journal; `key` tells it from others that the same handler makes. */
  readonly turnOf: (traceHeader: string | undefined, key: () => string) => Turn;
}

/** Does it in the place of the call. */
export function inTurn<T>(
  { turnOf }: Pick<KinesisContext, 'turnOf'>,
  call: Pick<Call, 'traceHeader' | 'operation'>,
  key: () => string,
  work: (turn: Turn) => T,
): T {
  const turn = turnOf(call.traceHeader, () => `${call.operation} ${key()}`);
  try {
    return work(turn);
  } finally {
    turn.end();
  }
}
