import { randomUUID } from 'node:crypto';
import { DynamoDBClient, TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { placing } from '../environment';

interface ApiEvent {
  readonly body?: string;
  readonly requestContext: { readonly timeEpoch: number };
}

interface Wanted {
  readonly customer: string;
  readonly article: string;
  readonly quantity: number;
  readonly card: string;
  readonly express?: boolean;
}

const { ORDERS, STOCK, PRICES } = placing.read();
const dynamodb = new DynamoDBClient({});
const lambda = new LambdaClient({});

export const handler = async ({ body, requestContext }: ApiEvent) => {
  const wanted = JSON.parse(body ?? '{}') as Wanted;
  const id = randomUUID();
  const cents = await priceOf(wanted);
  const order = {
    id: { S: id },
    customer: { S: wanted.customer },
    article: { S: wanted.article },
    quantity: { N: `${wanted.quantity}` },
    cents: { N: `${cents}` },
    card: { S: wanted.card },
    speed: { S: wanted.express ? 'express' : 'normal' },
    placedAt: { S: new Date(requestContext.timeEpoch).toISOString() },
    state: { S: 'placed' },
  };
  const fromStock = {
    TableName: STOCK,
    Key: { article: { S: wanted.article } },
    UpdateExpression: 'ADD pieces :less',
    ConditionExpression: 'pieces >= :quantity',
    ExpressionAttributeValues: { ':less': { N: `${-wanted.quantity}` }, ':quantity': { N: `${wanted.quantity}` } },
  };
  try {
    const TransactItems = [{ Update: fromStock }, { Put: { TableName: ORDERS, Item: order } }];
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return { statusCode: 409, body: JSON.stringify({ message: `There is not enough ${wanted.article}.` }) };
  }
  return { statusCode: 201, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id, cents }) };
};

async function priceOf({ article, quantity }: Wanted): Promise<number> {
  const request = { FunctionName: PRICES, Payload: JSON.stringify({ article, quantity }) };
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand(request));
  const answer = Buffer.from(Payload ?? []).toString();
  if (FunctionError) throw new Error(`no price for ${article}: ${answer}`);
  return (JSON.parse(answer) as { cents: number }).cents;
}
