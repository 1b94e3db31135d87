import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { charging } from '../environment';
import type { Order } from './order';
import { setState } from './order-state';

interface SqsEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

const { ORDERS, SHIPMENTS } = charging.read();
const sqs = new SQSClient({});

/** What cannot be charged comes back by itself, and without the rest of its batch. */
export const handler = async ({ Records }: SqsEvent) => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      await charge(JSON.parse(body) as Order);
    } catch (error) {
      console.warn(`${messageId}: ${error}`);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};

async function charge(order: Order): Promise<void> {
  if (order.card === '0000') throw new Error('the card was declined');
  await setState(ORDERS, order.id, 'paid');
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: SHIPMENTS,
      MessageBody: JSON.stringify(order),
      MessageGroupId: order.customer,
      MessageDeduplicationId: order.id,
    }),
  );
}
