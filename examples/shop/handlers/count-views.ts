import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { counting } from '../environment';

interface KinesisEvent {
  readonly Records: readonly { readonly kinesis: { readonly data: string } }[];
}

const { STOCK } = counting.read();
const dynamodb = new DynamoDBClient({});

/** Writes once an article, however often it has been looked at. */
export const handler = async ({ Records }: KinesisEvent) => {
  const views = new Map<string, number>();
  for (const { kinesis } of Records) {
    const { article } = JSON.parse(Buffer.from(kinesis.data, 'base64').toString()) as { article: string };
    views.set(article, (views.get(article) ?? 0) + 1);
  }
  for (const [article, count] of views) {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: STOCK,
        Key: { article: { S: article } },
        // The function is tried again when it fails, so that a few views may be counted twice.
        UpdateExpression: 'ADD #views :count',
        ExpressionAttributeNames: { '#views': 'views' },
        ExpressionAttributeValues: { ':count': { N: `${count}` } },
      }),
    );
  }
};
