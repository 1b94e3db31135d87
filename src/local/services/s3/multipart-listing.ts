import type {
  GetObjectAttributesOutput,
  GetObjectAttributesRequest,
  ListMultipartUploadsOutput,
  ListMultipartUploadsRequest,
  ListPartsOutput,
  ListPartsRequest,
} from '@aws-sdk/client-s3';
import { PARTS_PAGE_MAX } from '../../../spec/s3';
import { checksumMembers } from './checksums';
import { onBucket, ownerOf, type S3Context } from './context';
import { encodedKey } from './encoded-key';
import { versionAsked, versionMember } from './object-view';
import { isError, noSuchUpload } from './refusals';
import { compareKeys } from './sorted-keys';
import type { Checksum } from './stored';

/** What has been uploaded, part by part. */
export function uploadListings(context: S3Context) {
  const { store } = context;
  return {
    ListParts: onBucket<ListPartsRequest, ListPartsOutput>(context, (bucket, input) => {
      const upload = store.upload(bucket, input.Key, input.UploadId);
      if (!upload) return noSuchUpload(input.UploadId);
      const after = Number(input.PartNumberMarker ?? 0);
      const size = Math.min(input.MaxParts ?? PARTS_PAGE_MAX, PARTS_PAGE_MAX);
      const all = [...upload.parts.values()].filter(({ number }) => number > after);
      const shown = all.slice(0, size);
      const { algorithm, checksumType } = upload;
      return {
        ...{ Bucket: bucket.name, Key: upload.key, UploadId: upload.id },
        PartNumberMarker: String(after),
        ...(shown.length > 0 && { NextPartNumberMarker: String(shown.at(-1)?.number) }),
        MaxParts: size,
        IsTruncated: shown.length < all.length,
        Parts: shown.map(({ number, etag, modified, size: bytes, checksum }) => ({
          ...{ PartNumber: number, LastModified: new Date(modified), ETag: `"${etag}"`, Size: bytes },
          ...(algorithm !== undefined && valueOf(checksum)),
        })),
        ...{ Initiator: ownerOf(bucket.account), Owner: ownerOf(bucket.account), StorageClass: 'STANDARD' as const },
        ...(algorithm !== undefined && { ChecksumAlgorithm: algorithm as never, ChecksumType: checksumType as never }),
      };
    }),

    ListMultipartUploads: onBucket<ListMultipartUploadsRequest, ListMultipartUploadsOutput>(context, (bucket, input) => {
      const { Prefix = '', Delimiter = '', KeyMarker = '', UploadIdMarker } = input;
      const size = Math.min(input.MaxUploads ?? PARTS_PAGE_MAX, PARTS_PAGE_MAX);
      const text = input.EncodingType === 'url' ? encodedKey : (key: string) => key;
      const ofPrefix = store.uploads(bucket).filter(({ key }) => key.startsWith(Prefix));
      const from = ofPrefix.findIndex(({ id, key }) => key === KeyMarker && id === UploadIdMarker) + 1;
      const all =
        from > 0 ? ofPrefix.slice(from) : ofPrefix.filter(({ key }) => compareKeys(key, KeyMarker) > 0 || KeyMarker === '');
      const commonOf = (key: string) => {
        const end = Delimiter === '' ? -1 : key.indexOf(Delimiter, Prefix.length);
        return end < 0 ? undefined : key.slice(0, end + Delimiter.length);
      };
      const single = all.filter(({ key }) => commonOf(key) === undefined);
      const common = [...new Set(all.flatMap(({ key }) => commonOf(key) ?? []))];
      const shown = single.slice(0, size);
      const isTruncated = shown.length < single.length;
      return {
        Bucket: bucket.name,
        ...{ KeyMarker: text(KeyMarker), UploadIdMarker: UploadIdMarker ?? '', Prefix: text(Prefix), MaxUploads: size },
        ...(Delimiter !== '' && { Delimiter: text(Delimiter) }),
        ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
        IsTruncated: isTruncated,
        ...(isTruncated && { NextKeyMarker: text(shown.at(-1)?.key ?? ''), NextUploadIdMarker: shown.at(-1)?.id }),
        Uploads: shown.map(({ id, key, initiated, algorithm, checksumType }) => ({
          ...{ UploadId: id, Key: text(key), Initiated: new Date(initiated), StorageClass: 'STANDARD' as const },
          ...{ Owner: ownerOf(bucket.account), Initiator: ownerOf(bucket.account) },
          ...(algorithm !== undefined && { ChecksumAlgorithm: algorithm as never, ChecksumType: checksumType as never }),
        })),
        CommonPrefixes: common.map((prefix) => ({ Prefix: text(prefix) })),
      };
    }),

    GetObjectAttributes: onBucket<GetObjectAttributesRequest, GetObjectAttributesOutput>(context, (bucket, input) => {
      const version = versionAsked(store, bucket, input.Key, input.VersionId);
      if (isError(version)) return version;
      const wants = (name: string) => (input.ObjectAttributes as readonly string[]).includes(name);
      const { checksum, parts = [] } = version;
      const after = Number(input.PartNumberMarker ?? 0);
      const size = Math.min(input.MaxParts ?? PARTS_PAGE_MAX, PARTS_PAGE_MAX);
      const shown = parts.filter(({ number }) => number > after).slice(0, size);
      return {
        LastModified: new Date(version.modified),
        ...versionMember(bucket, version.versionId),
        ...(wants('ETag') && { ETag: version.etag }),
        ...(wants('Checksum') && checksum && { Checksum: checksumMembers(checksum) }),
        ...(wants('ObjectSize') && { ObjectSize: version.bytes.length }),
        ...(wants('StorageClass') && { StorageClass: (version.headers.StorageClass ?? 'STANDARD') as never }),
        ...(wants('ObjectParts') &&
          parts.length > 0 && {
            ObjectParts: {
              TotalPartsCount: parts.length,
              // Single parts are told where each has a checksum of its own.
              ...(checksum?.type === 'COMPOSITE' && {
                PartNumberMarker: String(after),
                NextPartNumberMarker: String(shown.at(-1)?.number ?? after),
                MaxParts: size,
                IsTruncated: (shown.at(-1)?.number ?? after) < parts.length,
                Parts: shown.map(({ number, size: bytes, checksum: sum }) => ({
                  PartNumber: number,
                  Size: bytes,
                  ...valueOf(sum),
                })),
              }),
            },
          }),
      };
    }),
  };
}

function valueOf(checksum: Checksum | undefined): Record<string, string> {
  const { ChecksumType: _, ...value } = checksumMembers(checksum);
  return value;
}
