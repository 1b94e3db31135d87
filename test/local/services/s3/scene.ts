import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { seededChance } from '../../../../src/local/chance';
import type { Authentication } from '../../../../src/local/endpoints/authentication';
import { s3Service } from '../../../../src/local/services/s3/api';
import type { Change } from '../../../../src/local/services/s3/change';
import { BucketStore } from '../../../../src/local/services/s3/store';
import type { NewBucket } from '../../../../src/local/services/s3/stored';
import { closeServed, HOME, servedServices } from '../../../support/served-services';

export const NOON = Date.UTC(2026, 10, 20, 12);
const clients: S3Client[] = [];

export async function closeScene(): Promise<void> {
  for (const client of clients.splice(0)) client.destroy();
  await closeServed();
}

/** S3 at noon with one bucket, `uploads`, of the account that signs. */
export async function s3({
  bucket = {},
  kept,
  mode,
  client: settings = {},
}: {
  bucket?: Partial<NewBucket>;
  kept?: number;
  mode?: Authentication;
  client?: S3ClientConfig;
} = {}) {
  const clock = { at: NOON };
  const store = new BucketStore(() => clock.at, seededChance('s3'), kept);
  const uploads = store.create({ name: 'uploads', region: HOME.region, account: '210987654321', ...bucket });
  const changes: Change[] = [];
  const configured: string[] = [];
  const service = s3Service({
    store,
    chance: seededChance('rules'),
    changed: (change) => changes.push(change),
    configured: (_, rules) => configured.push(...rules.map(({ targetArn }) => targetArn)),
  });
  const served = await servedServices([service], mode);
  const client = new S3Client({ ...served.client, ...settings });
  clients.push(client);
  return { configured, clock, store, uploads, changes, served, client };
}

/** What the SDK throws, without what changes. */
export function refusal(name: string, httpStatusCode: number, message?: string) {
  return { name, $metadata: expect.objectContaining({ httpStatusCode }), ...(message !== undefined && { message }) };
}
