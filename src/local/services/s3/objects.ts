import type {
  GetObjectOutput,
  GetObjectRequest,
  HeadObjectOutput,
  HeadObjectRequest,
  PutObjectOutput,
  PutObjectRequest,
} from '@aws-sdk/client-s3';
import { checkedSum, checksumMembers, md5 } from './checksums';
import { readRefusal, writeRefusal } from './conditions';
import { onBucket, type S3Context } from './context';
import { givenContent, roomFlaw } from './given-content';
import { objectView, partRange, versionAsked, versionMember } from './object-view';
import { type ByteRange, rangeOf } from './ranges';
import { isError } from './refusals';

const NOTHING = new Uint8Array();

/** A form is an upload like any other, but for what is told of it. */
const CREATED = {
  byPut: { event: 'ObjectCreated:Put', reason: 'PutObject' },
  byForm: { event: 'ObjectCreated:Post', reason: 'POST Object' },
} as const;

/** Writing and reading whole objects. */
export function objectOperations(context: S3Context) {
  const { store } = context;
  return {
    PutObject: onBucket<PutObjectRequest, PutObjectOutput>(context, (bucket, input, call) => {
      const bytes = (input.Body as Uint8Array | undefined) ?? NOTHING;
      const content = givenContent(input);
      if (isError(content)) return content;
      const refused = roomFlaw(store, bytes.length) ?? writeRefusal(input, input.Key, store.current(bucket, input.Key));
      if (refused) return refused;
      const checksum = checkedSum(input, bytes);
      if (isError(checksum)) return checksum;
      const version = store.put(bucket, input.Key, { ...content, bytes, etag: md5(bytes).toString('hex'), checksum });
      const { key, versionId, sequencer, etag, headers } = version;
      const change = { bucket, key, versionId, sequencer, etag, size: bytes.length };
      context.changed({ ...change, ...CREATED[call.operation === 'PostObject' ? 'byForm' : 'byPut'] }, call);
      return {
        ETag: `"${etag}"`,
        ...versionMember(bucket, versionId),
        ...encryptionMembers(headers),
        ...checksumMembers(checksum),
      };
    }),

    GetObject: onBucket<GetObjectRequest, GetObjectOutput>(context, (bucket, input) => {
      const read = reading(context, bucket, input);
      if (isError(read)) return read;
      const { version, range, view } = read;
      const bytes = range ? version.bytes.subarray(range.first, range.last + 1) : version.bytes;
      return { ...view, Body: bytes as never };
    }),

    HeadObject: onBucket<HeadObjectRequest, HeadObjectOutput>(context, (bucket, input) => {
      const read = reading(context, bucket, input);
      return isError(read) ? read : read.view;
    }),
  };
}

/** The version, the part of it and the headers that both ways of reading have. */
function reading({ store }: S3Context, bucket: Parameters<typeof objectView>[0], input: Reading) {
  const version = versionAsked(store, bucket, input.Key, input.VersionId);
  if (isError(version)) return version;
  const refused = readRefusal(input, version);
  if (refused) return refused;
  const size = version.bytes.length;
  const range =
    input.PartNumber === undefined ? rangeOf(input.Range, size) : size === 0 ? undefined : partRange(version, input.PartNumber);
  if (isError(range)) return range;
  const isPart = input.PartNumber !== undefined && version.parts !== undefined;
  return {
    version,
    range,
    view: {
      ...objectView(bucket, version, input.ChecksumMode === 'ENABLED' && range === undefined),
      ...overridden(input),
      ...rangeMembers(range, size),
      ...(isPart && { PartsCount: version.parts?.length }),
    },
  };
}

type Reading = Pick<GetObjectRequest, 'VersionId' | 'Range' | 'PartNumber' | 'ChecksumMode'> & {
  readonly Key: string;
} & Parameters<typeof readRefusal>[0] &
  Overrides;

interface Overrides {
  readonly ResponseCacheControl?: string | undefined;
  readonly ResponseContentDisposition?: string | undefined;
  readonly ResponseContentEncoding?: string | undefined;
  readonly ResponseContentLanguage?: string | undefined;
  readonly ResponseContentType?: string | undefined;
  readonly ResponseExpires?: Date | undefined;
}

/** Headers that whoever reads, or has pre-signed the reading, wants instead of those stored. */
function overridden(input: Overrides): object {
  const { ResponseCacheControl: CacheControl, ResponseContentDisposition: ContentDisposition } = input;
  const { ResponseContentEncoding: ContentEncoding, ResponseContentLanguage: ContentLanguage } = input;
  const { ResponseContentType: ContentType, ResponseExpires: Expires } = input;
  const given = { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, ContentType, Expires };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function rangeMembers(range: ByteRange | undefined, size: number) {
  if (!range) return { ContentLength: size };
  return { ContentLength: range.last - range.first + 1, ContentRange: `bytes ${range.first}-${range.last}/${size}` };
}

export function encryptionMembers(headers: {
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
}) {
  const { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } = headers;
  return {
    ...(ServerSideEncryption !== undefined && { ServerSideEncryption: ServerSideEncryption as never }),
    ...(SSEKMSKeyId !== undefined && { SSEKMSKeyId }),
    ...(BucketKeyEnabled !== undefined && { BucketKeyEnabled }),
  };
}
