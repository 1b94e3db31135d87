import type { Chance } from '../../chance-port';
import type { Journal } from '../../journal/journal';
import type { Clock } from '../../time/clock';
import type { Deliveries } from '../dispatch';
import type { Invoker } from '../invoker';
import type { SourceQueues } from '../queue-port';
import type { LiveRegistry } from '../registry/live-registry';
import { mappingSource } from '../registry/mapping-source';
import { InOrder } from './in-order';
import { MappingPollers } from './mapping-pollers';
import { SqsPoller } from './sqs-poller';
import { streamPollers } from './stream-pollers';
import type { SourceStreams } from './stream-source';

export interface PollingOptions {
  readonly registry: LiveRegistry;
  readonly invoker: Invoker;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Two runs are to be alike. */
  readonly inOrder: boolean;
  readonly queues: SourceQueues;
  /** Streams of tables. */
  readonly tables: SourceStreams;
  /** Those of Kinesis. */
  readonly streams: SourceStreams;
  /** Of the waits between attempts. */
  readonly chance: Chance;
  /** What takes the records of what was given up, by service. */
  readonly deliveries: Deliveries;
}

/** Begins to read the sources of all event source mappings of a run. */
export function pollMappings({
  registry,
  invoker,
  clock,
  journal,
  inOrder,
  queues,
  tables,
  streams,
  ...more
}: PollingOptions): MappingPollers {
  const order = inOrder ? new InOrder() : undefined;
  let ended: () => void = () => undefined;
  const begin = () => invoker.turnOf(undefined, () => '');
  const common = { lambda: invoker, clock, journal, begin, inOrder: order, ended: () => ended() };
  const pollers = new MappingPollers(mappingSource(registry), {
    sqs: (mapping) => new SqsPoller(mapping, { ...common, queues }),
    dynamodb: streamPollers({ ...common, ...more, registry, streams: tables }),
    kinesis: streamPollers({ ...common, ...more, registry, streams }),
  });
  ended = invoker.alsoPending(pollers);
  // Not only pollers take messages away: time, clients and dead-letter queues do, too.
  journal.subscribe(({ kind }) => {
    if (kind === 'message.gone') ended();
  });
  return pollers;
}
