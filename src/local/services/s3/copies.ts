import type { CopyObjectOutput, CopyObjectRequest } from '@aws-sdk/client-s3';
import { type AwsError, awsError } from '../../engine/aws-error';
import { checksumMembers, DEFAULT_ALGORITHM, digestOf, isKnown, md5, notComputed } from './checksums';
import { copyRefusal, writeRefusal } from './conditions';
import { bucketOf, onBucket, type S3Context } from './context';
import { givenContent, roomFlaw } from './given-content';
import { versionAsked, versionMember } from './object-view';
import { encryptionMembers } from './objects';
import { invalidArgument, isError } from './refusals';
import type { BucketStore } from './store';
import type { Content, HeldBucket, ObjectVersion } from './stored';

export function copyOperations(context: S3Context) {
  const { store } = context;
  return {
    CopyObject: onBucket<CopyObjectRequest, CopyObjectOutput>(context, (bucket, input, call) => {
      const source = sourceOf(store, input);
      if (isError(source)) return source;
      const { version: from } = source;
      const refused = roomFlaw(store, from.bytes.length) ?? writeRefusal(input, input.Key, store.current(bucket, input.Key));
      if (refused) return refused;
      if (isSelf(source, bucket, input) && input.MetadataDirective !== 'REPLACE' && !isChanged(input)) {
        const message =
          "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";
        return awsError('InvalidRequest', 400, message);
      }
      const content = copied(from, input);
      if (isError(content)) return content;
      const version = store.put(bucket, input.Key, content);
      const { key, versionId, sequencer, etag } = version;
      const change = { bucket, key, versionId, sequencer, etag, size: version.bytes.length };
      context.changed({ ...change, event: 'ObjectCreated:Copy', reason: 'CopyObject' }, call);
      return {
        CopyObjectResult: { ETag: `"${etag}"`, LastModified: new Date(version.modified), ...checksumMembers(version.checksum) },
        ...versionMember(bucket, versionId),
        ...(source.bucket.versioning !== undefined && { CopySourceVersionId: from.versionId }),
        ...encryptionMembers(version.headers),
      };
    }),
  };
}

interface CopySource {
  readonly CopySource: string;
  readonly CopySourceIfMatch?: string;
  readonly CopySourceIfNoneMatch?: string;
  readonly CopySourceIfModifiedSince?: Date;
  readonly CopySourceIfUnmodifiedSince?: Date;
  readonly ExpectedSourceBucketOwner?: string;
}

/** What is to be copied: `bucket/key`, percent-encoded, with or without a slash in front and a version behind. */
export function sourceOf(
  store: BucketStore,
  input: CopySource,
): { readonly bucket: HeldBucket; readonly version: ObjectVersion; readonly versionId?: string } | AwsError {
  const [path = '', query] = input.CopySource.split(/\?(?=versionId=)/);
  const decoded = decode(path.replace(/^\//, ''));
  const slash = decoded?.indexOf('/') ?? -1;
  if (decoded === undefined || slash < 1 || slash === decoded.length - 1) {
    const message = 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey';
    return invalidArgument(message, 'x-amz-copy-source', input.CopySource);
  }
  const bucket = bucketOf(store, decoded.slice(0, slash), input.ExpectedSourceBucketOwner);
  if (isError(bucket)) return bucket;
  const versionId = query && decodeURIComponent(query.slice('versionId='.length));
  const version = versionAsked(store, bucket, decoded.slice(slash + 1), versionId);
  if (isError(version)) return version;
  const refused = copyRefusal(conditionsOf(input), version);
  return refused ?? { bucket, version, ...(versionId !== undefined && { versionId }) };
}

function conditionsOf(input: CopySource) {
  const { CopySourceIfMatch, CopySourceIfNoneMatch, CopySourceIfModifiedSince, CopySourceIfUnmodifiedSince } = input;
  return {
    ...(CopySourceIfMatch !== undefined && { IfMatch: CopySourceIfMatch }),
    ...(CopySourceIfNoneMatch !== undefined && { IfNoneMatch: CopySourceIfNoneMatch }),
    ...(CopySourceIfModifiedSince !== undefined && { IfModifiedSince: CopySourceIfModifiedSince }),
    ...(CopySourceIfUnmodifiedSince !== undefined && { IfUnmodifiedSince: CopySourceIfUnmodifiedSince }),
  };
}

function isSelf(
  { bucket, version, versionId }: Exclude<ReturnType<typeof sourceOf>, AwsError>,
  to: HeldBucket,
  input: { Key: string },
) {
  return bucket === to && version.key === input.Key && versionId === undefined;
}

function isChanged(input: Pick<CopyObjectRequest, 'StorageClass' | 'ServerSideEncryption' | 'WebsiteRedirectLocation'>): boolean {
  return (
    input.StorageClass !== undefined || input.ServerSideEncryption !== undefined || input.WebsiteRedirectLocation !== undefined
  );
}

/** One object with one part, whatever the source was made of. */
function copied(from: ObjectVersion, input: Parameters<typeof givenContent>[0] & Directives): Content | AwsError {
  const { bytes } = from;
  const given = givenContent(input);
  if (isError(given)) return given;
  const { StorageClass: _, WebsiteRedirectLocation: __, ServerSideEncryption: ___, SSEKMSKeyId: ____, ...kept } = from.headers;
  const { ContentType: _____, ...about } = given.headers;
  const algorithm = input.ChecksumAlgorithm ?? from.checksum?.algorithm ?? DEFAULT_ALGORITHM;
  if (!isKnown(algorithm)) return notComputed(algorithm);
  const replaces = input.MetadataDirective === 'REPLACE';
  return {
    bytes,
    etag: md5(bytes).toString('hex'),
    headers: replaces ? given.headers : { ...about, ...kept },
    metadata: replaces ? given.metadata : from.metadata,
    tags: input.TaggingDirective === 'REPLACE' ? given.tags : from.tags,
    checksum: { algorithm, value: digestOf(algorithm, bytes), type: 'FULL_OBJECT' },
  };
}

interface Directives {
  readonly MetadataDirective?: string;
  readonly TaggingDirective?: string;
  readonly ChecksumAlgorithm?: string;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
