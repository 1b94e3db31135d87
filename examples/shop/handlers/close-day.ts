import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { closing } from '../environment';

const { ORDERS } = closing.read();
const dynamodb = new DynamoDBClient({});

export interface Report {
  readonly day: string;
  readonly orders: number;
  readonly cents: number;
}

/** `day` is the time at which the day was to be closed, so that it stays the same when that is tried again. */
export const handler = async (event: { readonly day: string }): Promise<Report> => {
  const day = event.day.slice(0, 10);
  const ofDay = {
    TableName: ORDERS,
    FilterExpression: 'begins_with(placedAt, :day) AND #state <> :placed',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':day': { S: day }, ':placed': { S: 'placed' } },
  };
  let orders = 0;
  let cents = 0;
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, ofDay)) {
    for (const order of Items) {
      if (order.cents?.N === undefined) throw new Error(`order ${order.id?.S} has no price`);
      orders++;
      cents += Number(order.cents.N);
    }
  }
  return { day, orders, cents };
};
