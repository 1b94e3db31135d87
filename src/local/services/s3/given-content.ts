import { DEFAULT_CONTENT_TYPE, OBJECT_METADATA_BYTES } from '../../../spec/s3';
import { type AwsError, awsError } from '../../engine/aws-error';
import { isError } from './refusals';
import type { BucketStore } from './store';
import type { Content, ObjectHeaders } from './stored';
import { tagsFromHeader } from './tags';

export type GivenContent = { readonly [Name in keyof ObjectHeaders]?: ObjectHeaders[Name] | undefined } & {
  readonly Metadata?: Record<string, string> | undefined;
  readonly Tagging?: string | undefined;
};

const HEADERS: readonly (keyof ObjectHeaders)[] = [
  ...(['CacheControl', 'ContentDisposition', 'ContentEncoding', 'ContentLanguage', 'ContentType', 'Expires'] as const),
  ...(['WebsiteRedirectLocation', 'StorageClass', 'ServerSideEncryption', 'SSEKMSKeyId', 'BucketKeyEnabled'] as const),
];

/** What an upload says beside its bytes. */
export function givenContent(input: GivenContent): Pick<Content, 'headers' | 'metadata' | 'tags'> | AwsError {
  const tags = tagsFromHeader(input.Tagging);
  if (isError(tags)) return tags;
  const metadata = input.Metadata ?? {};
  const size = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (size > OBJECT_METADATA_BYTES) {
    const message = 'Your metadata headers exceed the maximum allowed metadata size';
    return awsError('MetadataTooLarge', 400, message, { Size: String(size), MaxSizeAllowed: String(OBJECT_METADATA_BYTES) });
  }
  return { headers: headersOf(input), metadata, tags };
}

function headersOf(input: GivenContent): ObjectHeaders {
  const given = Object.fromEntries(HEADERS.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])));
  const encoding = withoutChunks(input.ContentEncoding);
  delete given.ContentEncoding;
  return {
    ContentType: DEFAULT_CONTENT_TYPE,
    // What every object has that names nothing else.
    ServerSideEncryption: 'AES256',
    ...given,
    ...(encoding !== undefined && { ContentEncoding: encoding }),
  };
}

/** How a body came is no property of the object. */
function withoutChunks(encoding: string | undefined): string | undefined {
  const left = encoding?.split(',').filter((each) => each.trim() !== 'aws-chunked' && each.trim() !== '');
  return left && left.length > 0 ? left.map((each) => each.trim()).join(',') : undefined;
}

export function roomFlaw(store: BucketStore, bytes: number): AwsError | undefined {
  if (store.hasRoomFor(bytes)) return undefined;
  const message = `Your proposed upload exceeds what lambda-kit keeps of all buckets together, ${store.kept} bytes.`;
  return awsError('EntityTooLarge', 400, message, { ProposedSize: String(bytes), MaxSizeAllowed: String(store.kept) });
}
