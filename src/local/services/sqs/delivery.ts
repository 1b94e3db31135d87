import type { Chance } from '../../chance-port';
import type { Delivery } from '../../engine/delivery';
import type { Tell } from '../../engine/queue-port';
import { compose } from './compose';
import { isError } from './refusals';
import type { QueueStore } from './store';

/** Sends what became of asynchronous events to queues (INV-66, INV-69); who sends is Lambda, with the role of the function. */
export function queueDelivery(store: QueueStore, chance: Chance, tell: Tell): Delivery {
  return {
    async deliver(targetArn, { to, requestId, body, attributes = {}, traceHeader, function: fn }) {
      const queue = store.byArn(targetArn);
      if (!queue) return { outcome: 'failed', why: `There is no queue ${targetArn}.` };
      const given = Object.entries(attributes).map(
        ([name, { type, value }]) => [name, { DataType: type, StringValue: value }] as const,
      );
      const place = `${requestId} ${to}`;
      const message = compose(
        queue,
        { body, attributes: Object.fromEntries(given), traceHeader },
        { messageId: chance.fork(place).uuid(), senderId: `AROALAMBDA:${fn.name}`, place },
      );
      if (isError(message)) return { outcome: 'failed', why: `${message.type}: ${message.message}` };
      queue.send(message, tell);
      return { outcome: 'delivered' };
    },
  };
}
