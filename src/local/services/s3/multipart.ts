import type {
  AbortMultipartUploadRequest,
  CompleteMultipartUploadOutput,
  CompleteMultipartUploadRequest,
  CreateMultipartUploadOutput,
  CreateMultipartUploadRequest,
  UploadPartCopyOutput,
  UploadPartCopyRequest,
  UploadPartOutput,
  UploadPartRequest,
} from '@aws-sdk/client-s3';
import { PARTS_MAX } from '../../../spec/s3';
import { type AwsError, awsError } from '../../engine/aws-error';
import { CHECKSUMS, checkedSum, checksumMembers, DEFAULT_ALGORITHM, isKnown, md5, notComputed } from './checksums';
import { joined, partsNamed, saidOtherwise, wholeChecksum } from './completion';
import { writeRefusal } from './conditions';
import { onBucket, type S3Context } from './context';
import { sourceOf } from './copies';
import { givenContent, roomFlaw } from './given-content';
import { uploadListings } from './multipart-listing';
import { versionMember } from './object-view';
import { encryptionMembers } from './objects';
import { rangeOf } from './ranges';
import { invalidArgument, isError, noSuchUpload } from './refusals';
import type { BucketStore } from './store';
import type { Checksum, HeldBucket, Upload } from './stored';

/** Uploads in parts. */
export function multipartOperations(context: S3Context) {
  const { store } = context;
  return {
    CreateMultipartUpload: onBucket<CreateMultipartUploadRequest, CreateMultipartUploadOutput>(context, (bucket, input) => {
      const content = givenContent(input);
      if (isError(content)) return content;
      const { ChecksumAlgorithm: algorithm } = input;
      if (algorithm !== undefined && !isKnown(algorithm)) return notComputed(algorithm);
      const type = checksumType(algorithm, input.ChecksumType);
      if (isError(type)) return type;
      const about = { ...(algorithm !== undefined && { algorithm }), ...(type && { checksumType: type }) };
      const { id, key } = store.begin(bucket, input.Key, { content, ...about });
      return {
        Bucket: bucket.name,
        Key: key,
        UploadId: id,
        ...encryptionMembers(content.headers),
        ...(algorithm !== undefined && { ChecksumAlgorithm: algorithm as never, ChecksumType: type as never }),
      };
    }),

    UploadPart: onBucket<UploadPartRequest, UploadPartOutput>(context, (bucket, input) => {
      const upload = uploadOf(store, bucket, input);
      if (isError(upload)) return upload;
      const bytes = (input.Body as Uint8Array | undefined) ?? new Uint8Array();
      const refused = roomFlaw(store, bytes.length);
      if (refused) return refused;
      const checksum = partChecksum(upload, input, bytes);
      if (isError(checksum)) return checksum;
      const part = store.addPart(bucket, upload, {
        ...{ number: input.PartNumber, bytes, etag: md5(bytes).toString('hex') },
        ...(checksum && { checksum }),
      });
      const { ChecksumType: _, ...members } = checksumMembers(checksum) as { ChecksumType?: string };
      return { ETag: `"${part.etag}"`, ...encryptionMembers(upload.content.headers), ...members };
    }),

    UploadPartCopy: onBucket<UploadPartCopyRequest, UploadPartCopyOutput>(context, (bucket, input) => {
      const upload = uploadOf(store, bucket, input);
      if (isError(upload)) return upload;
      const source = sourceOf(store, input);
      if (isError(source)) return source;
      const bytes = copiedRange(source.version.bytes, input.CopySourceRange);
      if (isError(bytes)) return bytes;
      const refused = roomFlaw(store, bytes.length);
      if (refused) return refused;
      const checksum = partChecksum(upload, {}, bytes);
      if (isError(checksum)) return checksum;
      const part = store.addPart(bucket, upload, {
        ...{ number: input.PartNumber, bytes, etag: md5(bytes).toString('hex') },
        ...(checksum && { checksum }),
      });
      const { ChecksumType: _, ...members } = checksumMembers(checksum) as { ChecksumType?: string };
      return {
        CopyPartResult: { ETag: `"${part.etag}"`, LastModified: new Date(part.modified), ...members },
        ...(source.bucket.versioning !== undefined && { CopySourceVersionId: source.version.versionId }),
        ...encryptionMembers(upload.content.headers),
      };
    }),

    CompleteMultipartUpload: onBucket<CompleteMultipartUploadRequest, CompleteMultipartUploadOutput>(
      context,
      (bucket, input, call) => {
        const upload = store.upload(bucket, input.Key, input.UploadId);
        if (!upload) return noSuchUpload(input.UploadId);
        const parts = partsNamed(upload, input.MultipartUpload?.Parts ?? []);
        if (isError(parts)) return parts;
        const refused = writeRefusal(input, input.Key, store.current(bucket, input.Key));
        if (refused) return refused;
        const bytes = joined(parts);
        if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== bytes.length) {
          const message = `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${bytes.length}`;
          return awsError('InvalidRequest', 400, message);
        }
        const checksum = wholeChecksum(upload, parts, bytes);
        const wrong = saidOtherwise(input, checksum);
        if (wrong) return wrong;
        // First, so that the bytes are not counted twice.
        store.abort(bucket, upload);
        const version = store.put(bucket, upload.key, {
          ...upload.content,
          bytes,
          etag: `${md5(...parts.map(({ etag }) => Buffer.from(etag, 'hex'))).toString('hex')}-${parts.length}`,
          checksum,
          parts: parts.map(({ size, checksum: sum }, at) => ({ number: at + 1, size, ...(sum && { checksum: sum }) })),
        });
        const { key, versionId, sequencer, etag } = version;
        const change = { bucket, key, versionId, sequencer, etag, size: bytes.length };
        const done = { event: 'ObjectCreated:CompleteMultipartUpload', reason: 'CompleteMultipartUpload' } as const;
        context.changed({ ...change, ...done }, call);
        return {
          Location: `http://${bucket.name}.s3.${bucket.region}.amazonaws.com/${encodeURIComponent(key)}`,
          Bucket: bucket.name,
          Key: key,
          ETag: `"${etag}"`,
          ...checksumMembers(checksum),
          ...versionMember(bucket, versionId),
          ...encryptionMembers(version.headers),
        };
      },
    ),

    AbortMultipartUpload: onBucket<AbortMultipartUploadRequest, object>(context, (bucket, input) => {
      const upload = store.upload(bucket, input.Key, input.UploadId);
      if (!upload) return noSuchUpload(input.UploadId);
      store.abort(bucket, upload);
      return {};
    }),

    ...uploadListings(context),
  };
}

/** How the checksum of the whole is made: of those of the parts, unless the algorithm can do better and it is wanted. */
function checksumType(algorithm: string | undefined, wanted: string | undefined): Checksum['type'] | AwsError | undefined {
  if (algorithm === undefined || !isKnown(algorithm)) return undefined;
  const mustBeWhole = algorithm === 'CRC64NVME';
  if (wanted === 'FULL_OBJECT' ? !CHECKSUMS[algorithm].linear : wanted === 'COMPOSITE' && mustBeWhole) {
    const message = `The ${wanted} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`;
    return awsError('InvalidRequest', 400, message);
  }
  return (wanted as Checksum['type'] | undefined) ?? (mustBeWhole ? 'FULL_OBJECT' : 'COMPOSITE');
}

function uploadOf(
  store: BucketStore,
  bucket: HeldBucket,
  { Key, UploadId, PartNumber }: { readonly Key: string; readonly UploadId: string; readonly PartNumber: number },
): Upload | AwsError {
  if (!Number.isInteger(PartNumber) || PartNumber < 1 || PartNumber > PARTS_MAX) {
    const message = `Part number must be an integer between 1 and ${PARTS_MAX}, inclusive`;
    return invalidArgument(message, 'partNumber', String(PartNumber));
  }
  return store.upload(bucket, Key, UploadId) ?? noSuchUpload(UploadId);
}

/** Parts of an upload that names no algorithm need none; what a client sends is looked at all the same. */
function partChecksum(
  upload: Upload,
  input: Parameters<typeof checkedSum>[0],
  bytes: Uint8Array,
): Checksum | AwsError | undefined {
  const algorithm = upload.algorithm !== undefined && isKnown(upload.algorithm) ? upload.algorithm : DEFAULT_ALGORITHM;
  const checksum = checkedSum(input, bytes, algorithm);
  if (isError(checksum) || upload.algorithm === undefined) return checksum;
  if (checksum.algorithm === upload.algorithm) return checksum;
  const message = `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm.toLowerCase()}, actual checksum Type: ${checksum.algorithm.toLowerCase()}`;
  return awsError('InvalidRequest', 400, message);
}

/** Unlike other ranges, that of a copy must lie in the source. */
function copiedRange(bytes: Uint8Array, header: string | undefined): Uint8Array | AwsError {
  if (header === undefined) return bytes;
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (from === undefined || to === undefined || Number(to) < Number(from)) {
    const message =
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy';
    return invalidArgument(message, 'x-amz-copy-source-range', header);
  }
  const range = Number(to) < bytes.length ? rangeOf(header, bytes.length) : undefined;
  if (range && !isError(range)) return bytes.subarray(range.first, range.last + 1);
  const message = `Range specified is not valid for source object of size: ${bytes.length}`;
  return invalidArgument(message, 'x-amz-copy-source-range', header);
}
