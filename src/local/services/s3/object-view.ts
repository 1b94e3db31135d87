import type { AwsError } from '../../engine/aws-error';
import { awsError } from '../../engine/aws-error';
import { checksumMembers } from './checksums';
import type { ByteRange } from './ranges';
import { noSuchKey, noSuchVersion } from './refusals';
import type { BucketStore } from './store';
import type { HeldBucket, ObjectVersion } from './stored';

/** What GetObject and HeadObject tell of an object. */
export function objectView(bucket: HeldBucket, version: ObjectVersion, wantsChecksum: boolean) {
  const { etag, modified, headers, metadata, tags, checksum } = version;
  const tagCount = Object.keys(tags).length;
  const { StorageClass, ServerSideEncryption, ...others } = headers;
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(modified),
    ETag: `"${etag}"`,
    ...others,
    ...(StorageClass !== undefined && StorageClass !== 'STANDARD' && { StorageClass: StorageClass as never }),
    ...(ServerSideEncryption !== undefined && { ServerSideEncryption: ServerSideEncryption as never }),
    ...(Object.keys(metadata).length > 0 && { Metadata: metadata }),
    ...versionMember(bucket, version.versionId),
    ...(tagCount > 0 && { TagCount: tagCount }),
    ...(wantsChecksum && checksumMembers(checksum)),
  };
}

/** Buckets that never had versions do not tell of them. */
export function versionMember(bucket: HeldBucket, versionId: string): { VersionId?: string } {
  return bucket.versioning === undefined ? {} : { VersionId: versionId };
}

/** The object that is asked for; deleted ones are told apart from those that never were. */
export function versionAsked(
  store: BucketStore,
  bucket: HeldBucket,
  key: string,
  versionId: string | undefined,
): ObjectVersion | AwsError {
  const version = store.version(bucket, key, versionId);
  if (!version) return versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  if (!version.isMarker) return version;
  if (versionId === undefined) return noSuchKey(key);
  const message = 'The specified method is not allowed against this resource.';
  return awsError('MethodNotAllowed', 405, message, { Method: 'GET', ResourceType: 'DeleteMarker' });
}

/** Where one part of an object lies that was uploaded in parts; every other object is one part. */
export function partRange({ parts, bytes }: ObjectVersion, number: number): ByteRange | AwsError {
  const all = parts ?? [{ number: 1, size: bytes.length }];
  if (number < 1 || number > all.length) {
    const message = 'The requested partnumber is not satisfiable';
    return awsError('InvalidPartNumber', 416, message, {
      PartNumberRequested: String(number),
      ActualPartCount: String(all.length),
    });
  }
  const first = all.slice(0, number - 1).reduce((sum, { size }) => sum + size, 0);
  return { first, last: first + (all[number - 1]?.size ?? 0) - 1 };
}
