import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { restocking } from '../environment';

interface S3Event {
  readonly Records: readonly {
    readonly s3: { readonly bucket: { readonly name: string }; readonly object: { readonly key: string } };
  }[];
}

const { STOCK } = restocking.read();
const s3 = new S3Client({});
const dynamodb = new DynamoDBClient({});

/** A delivery says how many pieces of each article have come: `{ "tea": 20 }`. */
export const handler = async ({ Records }: S3Event) => {
  for (const { s3: record } of Records) {
    const Key = decodeURIComponent(record.object.key.replaceAll('+', ' '));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: record.bucket.name, Key }));
    const delivered: Record<string, number> = JSON.parse((await Body?.transformToString()) ?? '{}');
    for (const [article, pieces] of Object.entries(delivered)) {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: STOCK,
          Key: { article: { S: article } },
          UpdateExpression: 'ADD pieces :pieces',
          ExpressionAttributeValues: { ':pieces': { N: `${pieces}` } },
        }),
      );
    }
  }
};
