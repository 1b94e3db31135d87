import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { looking } from '../environment';

interface UrlEvent {
  readonly queryStringParameters?: { readonly article?: string };
}

const { STOCK, VIEWS } = looking.read();
const dynamodb = new DynamoDBClient({});
const kinesis = new KinesisClient({});

export const handler = async ({ queryStringParameters }: UrlEvent) => {
  const article = queryStringParameters?.article;
  if (!article) return { statusCode: 400, body: 'Which article?' };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: STOCK, Key: { article: { S: article } } }));
  if (!Item) return { statusCode: 404, body: `There is no ${article}.` };

  const view = Buffer.from(JSON.stringify({ article }));
  await kinesis.send(new PutRecordCommand({ StreamName: VIEWS, PartitionKey: article, Data: view }));
  return { article, pieces: Number(Item.pieces?.N), views: Number(Item.views?.N ?? 0) };
};
