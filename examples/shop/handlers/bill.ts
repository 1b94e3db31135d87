import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { billing } from '../environment';
import type { Order } from './order';

const { INVOICES, PAYMENTS } = billing.read();
const s3 = new S3Client({});
const sqs = new SQSClient({});

export const handler = async ({ detail: order }: { readonly detail: Order }) => {
  const Body = `Invoice for ${order.customer}: EUR ${(order.cents / 100).toFixed(2)}\n`;
  await s3.send(new PutObjectCommand({ Bucket: INVOICES, Key: `${order.id}.txt`, Body }));
  await sqs.send(new SendMessageCommand({ QueueUrl: PAYMENTS, MessageBody: JSON.stringify(order) }));
};
