import { createHash } from 'node:crypto';

/** Where Kinesis puts records with this partition key. */
export function hashKeyOf(partitionKey: string): bigint {
  return BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);
}
