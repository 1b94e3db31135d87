import type { Application } from '../../../model/application';
import type { Chance } from '../../chance-port';
import type { Clock } from '../../time/clock';
import { kinesisService } from './api';
import type { KinesisContext } from './context';
import { streamsPort } from './direct';
import { streamOutlet } from './outlet';
import { dataStreams } from './source';
import { StreamStore } from './store';
import { Subscriptions } from './subscriptions';
import { Throughput } from './throughput';

export interface StreamsOptions {
  readonly application: Pick<Application, 'streams' | 'streamConsumers'>;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Called only when there is an invoker. */
  readonly turnOf: KinesisContext['turnOf'];
  /** Clients of the API write and read no faster than shards allow. @default as fast as they like */
  readonly limitThroughput?: boolean;
}

/** Kinesis Data Streams of one run. */
export function wireStreams(options: StreamsOptions) {
  const {
    application: { streams = [], streamConsumers = [] },
    clock,
    chance,
    turnOf,
  } = options;
  const store = new StreamStore(clock);
  store.seed(streams, streamConsumers);
  const subscriptions = new Subscriptions(store, clock);
  const context: KinesisContext = { store, clock, chance, subscriptions, turnOf };
  const port = streamsPort(context);
  const outletChance = chance.fork('outlet');
  return {
    service: kinesisService({ ...context, ...(options.limitThroughput && { throughput: new Throughput(clock) }) }),
    source: dataStreams(store),
    streams: port,
    outlet: streamOutlet(port, () => outletChance.uuid()),
    stop: () => {
      subscriptions.stop();
      store.stop();
    },
  };
}
