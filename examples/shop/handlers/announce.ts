import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { announcing } from '../environment';
import type { Order } from './order';

interface StreamEvent {
  readonly Records: readonly { readonly dynamodb: { readonly NewImage: Record<string, AttributeValue> } }[];
}

const { BUS } = announcing.read();
const events = new EventBridgeClient({});

export const handler = async ({ Records }: StreamEvent) => {
  for (const { dynamodb } of Records) {
    const Detail = JSON.stringify(orderOf(dynamodb.NewImage));
    const Entries = [{ EventBusName: BUS, Source: 'shop.orders', DetailType: 'OrderPlaced', Detail }];
    const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries }));
    if (FailedEntryCount) throw new Error('the order was not announced');
  }
};

function orderOf({ id, customer, cents, card, speed }: Record<string, AttributeValue>): Order {
  return {
    id: id?.S ?? '',
    customer: customer?.S ?? '',
    cents: Number(cents?.N),
    card: card?.S ?? '',
    speed: speed?.S === 'express' ? 'express' : 'normal',
  };
}
