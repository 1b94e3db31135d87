import type {
  DeleteMarkerEntry,
  _Object as ListedObject,
  ObjectVersion as ListedVersion,
  ListObjectsOutput,
  ListObjectsRequest,
  ListObjectsV2Output,
  ListObjectsV2Request,
  ListObjectVersionsOutput,
  ListObjectVersionsRequest,
} from '@aws-sdk/client-s3';
import { OBJECTS_PAGE_MAX } from '../../../spec/s3';
import { type AwsError } from '../../engine/aws-error';
import { listedAlgorithm } from './checksums';
import { onBucket, ownerOf, type S3Context } from './context';
import { encodedKey } from './encoded-key';
import { invalidArgument, isError } from './refusals';
import type { BucketStore } from './store';
import type { HeldBucket, ObjectVersion, Version } from './stored';

/** Listing the keys of a bucket, a page at a time. */
export function listingOperations(context: S3Context) {
  const { store } = context;
  return {
    ListObjectsV2: onBucket<ListObjectsV2Request, ListObjectsV2Output>(context, (bucket, input) => {
      const { Prefix = '', Delimiter, StartAfter, ContinuationToken, FetchOwner } = input;
      const from = ContinuationToken === undefined ? undefined : fromToken(ContinuationToken);
      if (ContinuationToken !== undefined && from === undefined) {
        return invalidArgument('The continuation token provided is incorrect', 'continuation-token', ContinuationToken);
      }
      const page = pageOf(store, bucket, input, from ?? StartAfter ?? '', objectsAt);
      if (isError(page)) return page;
      const { text, found, prefixes, next } = page;
      return {
        Name: bucket.name,
        Prefix: text(Prefix),
        ...(Delimiter !== undefined && { Delimiter: text(Delimiter) }),
        MaxKeys: page.size,
        KeyCount: found.length + prefixes.length,
        IsTruncated: next !== undefined,
        ...(StartAfter !== undefined && { StartAfter: text(StartAfter) }),
        ...(ContinuationToken !== undefined && { ContinuationToken }),
        ...(next !== undefined && { NextContinuationToken: Buffer.from(next.key).toString('base64') }),
        ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
        Contents: found.map((version) => listed(version, text, FetchOwner === true ? bucket : undefined)),
        CommonPrefixes: prefixes.map((prefix) => ({ Prefix: text(prefix) })),
      };
    }),

    ListObjects: onBucket<ListObjectsRequest, ListObjectsOutput>(context, (bucket, input) => {
      const { Prefix = '', Delimiter, Marker = '' } = input;
      const page = pageOf(store, bucket, input, Marker, objectsAt);
      if (isError(page)) return page;
      const { text, found, prefixes, next } = page;
      return {
        Name: bucket.name,
        Prefix: text(Prefix),
        Marker: text(Marker),
        ...(Delimiter !== undefined && { Delimiter: text(Delimiter) }),
        MaxKeys: page.size,
        IsTruncated: next !== undefined,
        // Without a delimiter, clients go on from the last key.
        ...(next !== undefined && Delimiter !== undefined && { NextMarker: text(next.key) }),
        ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
        Contents: found.map((version) => listed(version, text, bucket)),
        CommonPrefixes: prefixes.map((prefix) => ({ Prefix: text(prefix) })),
      };
    }),

    ListObjectVersions: onBucket<ListObjectVersionsRequest, ListObjectVersionsOutput>(context, (bucket, input) => {
      const { Prefix = '', Delimiter, KeyMarker = '', VersionIdMarker } = input;
      if (VersionIdMarker !== undefined && KeyMarker === '') {
        const message = 'A version-id marker cannot be specified without a key marker.';
        return invalidArgument(message, 'version-id-marker', VersionIdMarker);
      }
      const page = pageOf(store, bucket, input, KeyMarker, (versions) => versions, VersionIdMarker);
      if (isError(page)) return page;
      const { text, found, prefixes, next } = page;
      const entry = (version: Version) => ({
        Key: text(version.key),
        VersionId: version.versionId,
        IsLatest: store.version(bucket, version.key) === version,
        LastModified: new Date(version.modified),
        Owner: ownerOf(bucket.account),
      });
      return {
        Name: bucket.name,
        Prefix: text(Prefix),
        KeyMarker: text(KeyMarker),
        ...(VersionIdMarker !== undefined && { VersionIdMarker }),
        ...(Delimiter !== undefined && { Delimiter: text(Delimiter) }),
        MaxKeys: page.size,
        IsTruncated: next !== undefined,
        ...(next !== undefined && { NextKeyMarker: text(next.key) }),
        ...(next?.versionId !== undefined && { NextVersionIdMarker: next.versionId }),
        ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
        Versions: found.flatMap((version): ListedVersion[] =>
          version.isMarker ? [] : [{ ...entry(version), ...facts(version), StorageClass: 'STANDARD' }],
        ),
        DeleteMarkers: found.flatMap((version): DeleteMarkerEntry[] => (version.isMarker ? [entry(version)] : [])),
        CommonPrefixes: prefixes.map((prefix) => ({ Prefix: text(prefix) })),
      };
    }),
  };
}

interface Paging {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly MaxKeys?: number | undefined;
  readonly EncodingType?: string | undefined;
}

interface Page<Found> {
  readonly size: number;
  readonly found: readonly Found[];
  readonly prefixes: readonly string[];
  /** The last of this page, when there are more. */
  readonly next?: { readonly key: string; readonly versionId?: string };
  /** As the client wants keys written. */
  readonly text: (key: string) => string;
}

/** What lies behind `after`; keys that are alike up to the delimiter count as one. */
function pageOf<Found extends Version>(
  store: BucketStore,
  bucket: HeldBucket,
  { Prefix = '', Delimiter = '', MaxKeys = OBJECTS_PAGE_MAX, EncodingType }: Paging,
  after: string,
  pick: (versions: readonly Version[]) => readonly Found[],
  afterVersion?: string,
): Page<Found> | AwsError {
  if (!Number.isInteger(MaxKeys) || MaxKeys < 0) {
    return invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647', 'max-keys', String(MaxKeys));
  }
  if (EncodingType !== undefined && EncodingType !== 'url') {
    return invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', EncodingType);
  }
  const text = EncodingType === 'url' ? encodedKey : (key: string) => key;
  const size = Math.min(MaxKeys, OBJECTS_PAGE_MAX);
  const keys = store.keys(bucket);
  const found: Found[] = [];
  const prefixes: string[] = [];
  const commonOf = (key: string) => {
    const end = Delimiter === '' ? -1 : key.indexOf(Delimiter, Prefix.length);
    return end < 0 ? undefined : key.slice(0, end + Delimiter.length);
  };
  let last: Page<Found>['next'];
  let at = after === '' ? 0 : afterVersion === undefined ? keys.firstAfter(after) : keys.firstFrom(after);
  // A page that ended with a common prefix goes on behind all that it stands for.
  if (after.startsWith(Prefix) && commonOf(after) === after) at = Math.max(at, keys.firstBeyond(after));
  at = Math.max(at, keys.firstFrom(Prefix));
  const page = (next?: Page<Found>['next']) => ({ size, found, prefixes, text, ...(next && { next }) });
  for (;;) {
    const key = keys.at(at);
    if (key === undefined || !key.startsWith(Prefix)) return page();
    const versions = pick(store.versions(bucket, key));
    const common = commonOf(key);
    if (common !== undefined && versions.length > 0) {
      if (found.length + prefixes.length >= size) return page(size === 0 ? undefined : last);
      prefixes.push(common);
      last = { key: common };
      at = keys.firstBeyond(common);
      continue;
    }
    const from = key === after && afterVersion !== undefined ? placeAfter(versions, afterVersion) : 0;
    for (const version of versions.slice(from)) {
      if (found.length + prefixes.length >= size) return page(size === 0 ? undefined : last);
      found.push(version);
      last = { key, versionId: version.versionId };
    }
    at++;
  }
}

function placeAfter(versions: readonly Version[], versionId: string): number {
  return versions.findIndex((version) => version.versionId === versionId) + 1 || versions.length;
}

/** Only what the key leads to now. */
function objectsAt([newest]: readonly Version[]): readonly ObjectVersion[] {
  return newest === undefined || newest.isMarker ? [] : [newest];
}

function listed(version: ObjectVersion, text: (key: string) => string, owned: HeldBucket | undefined): ListedObject {
  return {
    Key: text(version.key),
    LastModified: new Date(version.modified),
    ...facts(version),
    StorageClass: (version.headers.StorageClass ?? 'STANDARD') as never,
    ...(owned && { Owner: ownerOf(owned.account) }),
  };
}

function facts({ etag, bytes, checksum }: ObjectVersion) {
  return { ETag: `"${etag}"`, Size: bytes.length, ...listedAlgorithm(checksum) };
}

function fromToken(token: string): string | undefined {
  const key = Buffer.from(token, 'base64');
  return key.length > 0 && key.toString('base64') === token ? key.toString() : undefined;
}
