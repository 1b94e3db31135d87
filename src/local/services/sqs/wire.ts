import type { Queue } from '../../../model/queue';
import type { Chance } from '../../chance-port';
import type { Delivery } from '../../engine/delivery';
import type { AwsService } from '../../engine/service-port';
import type { Turn } from '../../engine/turns';
import type { Journal } from '../../journal/journal';
import type { Clock } from '../../time/clock';
import { sqsService } from './api';
import { queueDelivery } from './delivery';
import { queueInspection } from './inspection';
import { queueOutlet } from './outlet';
import { QueueStore } from './store';

export interface QueuesOptions {
  /** Those of the app. */
  readonly queues: readonly Queue[];
  readonly clock: Clock;
  readonly chance: Chance;
  readonly journal: Journal;
  /** Of the endpoint. */
  readonly origin: string;
  readonly canWait: boolean;
}

/** SQS of one run; `turnOf` is known when there is an invoker. */
export function wireQueues({ queues, clock, chance, journal, origin, canWait }: QueuesOptions) {
  const store = new QueueStore({ clock, tell: (happening) => journal.append(happening) });
  store.seed(queues);
  return {
    store,
    delivery: queueDelivery(store, chance, (happening) => journal.append(happening)) satisfies Delivery,
    outlet: queueOutlet(store, chance.fork('outlet'), (happening) => journal.append(happening)),
    service: (turnOf: (traceHeader: string | undefined, key: () => string) => Turn): AwsService =>
      sqsService({ store, clock, origin, canWait, turnOf }),
    inspection: (begin: () => Turn) => queueInspection(store, begin),
  };
}
