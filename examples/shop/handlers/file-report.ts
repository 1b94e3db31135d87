import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { filing } from '../environment';
import type { Report } from './close-day';

const { REPORTS } = filing.read();
const s3 = new S3Client({});

/** What Lambda tells a destination. */
interface Success {
  readonly responsePayload: Report;
}

export const handler = async ({ responsePayload: report }: Success) => {
  const object = { Key: `${report.day}.json`, Body: JSON.stringify(report), ContentType: 'application/json' };
  await s3.send(new PutObjectCommand({ Bucket: REPORTS, ...object }));
};
