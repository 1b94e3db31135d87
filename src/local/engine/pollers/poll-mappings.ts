import type { Journal } from '../../journal/journal';
import type { Clock } from '../../time/clock';
import type { Invoker } from '../invoker';
import type { SourceQueues } from '../queue-port';
import type { LiveRegistry } from '../registry/live-registry';
import { mappingSource } from '../registry/mapping-source';
import { InOrder } from './in-order';
import { MappingPollers } from './mapping-pollers';
import { SqsPoller } from './sqs-poller';

export interface PollingOptions {
  readonly registry: LiveRegistry;
  readonly invoker: Invoker;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Two runs are to be alike. */
  readonly inOrder: boolean;
  readonly queues: SourceQueues;
}

/** Begins to read the sources of all event source mappings of a run. */
export function pollMappings({ registry, invoker, clock, journal, inOrder, queues }: PollingOptions): MappingPollers {
  const order = inOrder ? new InOrder() : undefined;
  let ended: () => void = () => undefined;
  const common = { lambda: invoker, clock, journal, begin: () => invoker.turnOf(undefined, () => ''), inOrder: order };
  const pollers = new MappingPollers(mappingSource(registry), {
    sqs: (mapping) => new SqsPoller(mapping, { ...common, queues, ended: () => ended() }),
  });
  ended = invoker.alsoPending(pollers);
  return pollers;
}
