import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { shipping } from '../environment';
import type { Order } from './order';
import { setState } from './order-state';

interface SqsEvent {
  readonly Records: readonly { readonly body: string }[];
}

const { ORDERS, SHIPPED } = shipping.read();
const sns = new SNSClient({});

export const handler = async ({ Records }: SqsEvent) => {
  for (const { body } of Records) {
    const order = JSON.parse(body) as Order;
    await setState(ORDERS, order.id, 'shipped');
    const MessageAttributes = { speed: { DataType: 'String', StringValue: order.speed } };
    await sns.send(new PublishCommand({ TopicArn: SHIPPED, Message: order.id, MessageAttributes }));
  }
};
