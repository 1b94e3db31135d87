import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Chance } from '../../chance-port';
import type { Outlet, ParcelAttribute } from '../../engine/outlet';
import type { Tell } from '../../engine/queue-port';
import { compose } from './compose';
import { isError } from './refusals';
import type { QueueStore } from './store';

/** Takes what topics, rules and schedules send to queues. */
export function queueOutlet(store: QueueStore, chance: Chance, tell: Tell): Outlet {
  let taken = 0;
  return {
    async take({ targetArn, body, sender, attributes = {}, groupId, deduplicationId, traceHeader }) {
      const queue = store.byArn(targetArn);
      if (!queue) {
        const why = `There is no queue ${targetArn}.`;
        return { outcome: 'failed', code: 'AWS.SimpleQueueService.NonExistentQueue', why, again: false };
      }
      const given = Object.entries(attributes).map(([name, attribute]) => [name, valueOf(attribute)] as const);
      const place = `${sender.arn} ${++taken}`;
      const message = compose(
        queue,
        { body, attributes: Object.fromEntries(given), groupId, deduplicationId, traceHeader },
        { messageId: chance.fork(place).uuid(), senderId: sender.principal, place },
      );
      if (isError(message)) return { outcome: 'failed', code: message.type, why: message.message, again: false };
      queue.send(message, tell);
      return { outcome: 'delivered' };
    },
  };
}

function valueOf({ dataType, stringValue, binaryValue }: ParcelAttribute): MessageAttributeValue {
  if (binaryValue === undefined) return { DataType: dataType, StringValue: stringValue };
  return { DataType: dataType, BinaryValue: Buffer.from(binaryValue, 'base64') };
}
