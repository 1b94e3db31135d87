import { CreateQueueCommand, GetQueueAttributesCommand, type QueueAttributeName, SQSClient } from '@aws-sdk/client-sqs';
import { seededChance } from '../../../../src/local/chance';
import { turnsAsTheyCome } from '../../../../src/local/engine/turns';
import { Journal } from '../../../../src/local/journal/journal';
import { sqsService } from '../../../../src/local/services/sqs/api';
import { QueueStore } from '../../../../src/local/services/sqs/store';
import type { Clock } from '../../../../src/local/time/clock';
import { VirtualClock } from '../../../../src/local/time/virtual-clock';
import { servedServices } from '../../../support/served-services';

const clients: SQSClient[] = [];

/** To be called in `afterEach`. */
export function destroyClients(): void {
  for (const client of clients.splice(0)) client.destroy();
}

/** SQS behind its protocols with an SDK client, and a journal of what became of messages. */
export async function servedQueues<C extends Clock = VirtualClock>(clock = new VirtualClock() as unknown as C) {
  const journal = new Journal(() => clock.now());
  const store = new QueueStore({ clock, tell: (happening) => journal.append(happening) });
  const turns = turnsAsTheyCome(journal, seededChance('queues'));
  const origin = 'http://127.0.0.1:4566';
  const canWait = !(clock instanceof VirtualClock);
  const served = await servedServices([sqsService({ store, clock, origin, canWait, turnOf: () => turns.begin() })]);
  const sqs = new SQSClient(served.client);
  clients.push(sqs);
  return {
    ...served,
    clock,
    store,
    sqs,
    /** Makes a queue and gives its URL. */
    async queue(QueueName: string, Attributes: Partial<Record<QueueAttributeName, string>> = {}): Promise<string> {
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: fifo(QueueName, Attributes) }));
      return QueueUrl as string;
    },
    async counts(QueueUrl: string): Promise<readonly number[]> {
      const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
      const of = (suffix: string) => Number((Attributes as Record<string, string>)[`ApproximateNumberOfMessages${suffix}`]);
      return [of(''), of('Delayed'), of('NotVisible')];
    },
    gone: () =>
      journal.entries.flatMap((entry) =>
        entry.kind === 'message.gone' ? [entry.to ? `${entry.why} to ${entry.to}` : entry.why] : [],
      ),
  };
}

function fifo(name: string, attributes: Partial<Record<QueueAttributeName, string>>) {
  return name.endsWith('.fifo') ? { FifoQueue: 'true', ...attributes } : attributes;
}
