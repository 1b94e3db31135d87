import {
  type AttributeValue,
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { seededChance } from '../../src/local/chance';
import { dynamodbService } from '../../src/local/services/dynamodb/api';
import { TableStore } from '../../src/local/services/dynamodb/store';
import { VirtualClock } from '../../src/local/time/virtual-clock';
import { closeServed, servedServices } from './served-services';

const open: DynamoDBClient[] = [];

/** To be called in `afterEach`. */
export async function closeTables(): Promise<void> {
  for (const client of open.splice(0)) client.destroy();
  await closeServed();
}

/** DynamoDB without tables, under a virtual clock, and a client of it. */
export async function dynamodb(kept?: number) {
  const clock = new VirtualClock();
  const store = new TableStore(clock, seededChance('tables'), kept);
  const served = await servedServices([dynamodbService(store, clock)]);
  const client = new DynamoDBClient(served.client);
  open.push(client);
  return { ...served, client, clock, store };
}

/** A table `Orders` with the key `customer`, `number`; `more` is added to the request that makes it. */
export async function orders(more: Partial<CreateTableCommandInput> = {}) {
  const scene = await dynamodb();
  await scene.client.send(
    new CreateTableCommand({
      TableName: 'Orders',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'customer', KeyType: 'HASH' },
        { AttributeName: 'number', KeyType: 'RANGE' },
      ],
      ...more,
      AttributeDefinitions: [
        { AttributeName: 'customer', AttributeType: 'S' },
        { AttributeName: 'number', AttributeType: 'N' },
        ...(more.AttributeDefinitions ?? []),
      ],
    }),
  );
  const put = (...items: Record<string, AttributeValue>[]) =>
    items.reduce<Promise<unknown>>(
      (before, Item) => before.then(() => scene.client.send(new PutItemCommand({ TableName: 'Orders', Item }))),
      Promise.resolve(),
    );
  return { ...scene, put };
}

/** The key of an order. */
export function order(customer: string, number: number | string): Record<string, AttributeValue> {
  return { customer: { S: customer }, number: { N: String(number) } };
}
