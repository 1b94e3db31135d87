import type { NotificationRule } from '../../../model/bucket';
import { OBJECT_KEY_BYTES } from '../../../spec/s3';
import type { Chance } from '../../chance-port';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import type { Change } from './change';
import { ACCESS_DENIED, isError, noSuchBucket, notEmulated } from './refusals';
import type { BucketStore } from './store';
import type { HeldBucket } from './stored';

/** What every operation works with. */
export interface S3Context {
  readonly store: BucketStore;
  /** Tells whom it concerns of a change. */
  changed(change: Change, call: Call): void;
  /** Tells queues and topics that they are now told of changes. */
  configured(bucket: HeldBucket, rules: readonly NotificationRule[], call: Call): void;
  /** For ids of rules. */
  readonly chance: Chance;
}

interface InBucket {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** An operation on one bucket, which must be there, of inputs whose every member is carried out. */
export function onBucket<Input extends InBucket, Output>(
  { store }: S3Context,
  run: (bucket: HeldBucket, input: Given<Input>, call: Call) => Output | AwsError,
): (input: Given<Input>, call: Call) => Output | AwsError {
  return (input, call) => {
    const refused = refusedMember(input) ?? keyFlaw(input.Key);
    if (refused) return refused;
    const bucket = bucketOf(store, input.Bucket ?? '', input.ExpectedBucketOwner);
    return isError(bucket) ? bucket : run(bucket, input, call);
  };
}

export function bucketOf(store: BucketStore, name: string, expectedOwner: string | undefined): HeldBucket | AwsError {
  const bucket = store.bucket(name);
  if (!bucket) return noSuchBucket(name);
  return expectedOwner === undefined || expectedOwner === bucket.account ? bucket : ACCESS_DENIED;
}

/** Whoever asks for one of these would be served worse by an answer than by a refusal. */
const REFUSED: readonly string[] = [
  ...['SSECustomerAlgorithm', 'SSECustomerKey', 'CopySourceSSECustomerAlgorithm', 'CopySourceSSECustomerKey'],
  ...[
    'ObjectLockMode',
    'ObjectLockRetainUntilDate',
    'ObjectLockLegalHoldStatus',
    'ObjectLockEventHold',
    'ObjectLockEnabledForBucket',
  ],
  ...['WriteOffsetBytes', 'MFA'],
];

function refusedMember(input: object): AwsError | undefined {
  const member = REFUSED.find((name) => Object.hasOwn(input, name));
  return member === undefined ? undefined : notEmulated(member);
}

export function keyFlaw(key: string | undefined): AwsError | undefined {
  if (key === undefined || Buffer.byteLength(key) <= OBJECT_KEY_BYTES) return undefined;
  return awsError('KeyTooLongError', 400, 'Your key is too long', {
    Size: String(Buffer.byteLength(key)),
    MaxSizeAllowed: String(OBJECT_KEY_BYTES),
  });
}

/** Whoever owns what an account has: an id that is made from the account's. */
export function ownerOf(account: string): { readonly ID: string } {
  return { ID: Buffer.from(account).toString('hex').padEnd(64, '0') };
}
