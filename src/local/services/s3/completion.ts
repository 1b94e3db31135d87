import type { CompletedPart, CompleteMultipartUploadRequest } from '@aws-sdk/client-s3';
import { PART_BYTES_MIN } from '../../../spec/s3';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Given } from '../../engine/service-port';
import { CHECKSUMS, compositeSum, DEFAULT_ALGORITHM, digestOf, isKnown } from './checksums';
import { MALFORMED_XML } from './refusals';
import type { Checksum, Upload, UploadedPart } from './stored';

/** The parts of the list, which must be as they were uploaded and, but for the last, not too small. */
export function partsNamed(upload: Upload, named: readonly CompletedPart[]): readonly UploadedPart[] | AwsError {
  if (named.length === 0) return MALFORMED_XML;
  const numbers = named.map(({ PartNumber = 0 }) => PartNumber);
  if (numbers.some((number, at) => at > 0 && number <= (numbers[at - 1] as number))) {
    const message = 'The list of parts was not in ascending order. Parts must be ordered by part number.';
    return awsError('InvalidPartOrder', 400, message);
  }
  const parts: UploadedPart[] = [];
  for (const each of named) {
    const part = upload.parts.get(each.PartNumber ?? 0);
    const etag = each.ETag?.replace(/^"(.*)"$/, '$1') ?? '';
    const said = part?.checksum && each[CHECKSUMS[part.checksum.algorithm as keyof typeof CHECKSUMS].member];
    if (part && said === undefined && upload.checksumType === 'COMPOSITE') {
      const message = `The upload was created using a ${upload.algorithm?.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`;
      return awsError('InvalidRequest', 400, message);
    }
    if (!part || part.etag !== etag || (said !== undefined && said !== part.checksum?.value)) {
      const message =
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
      return awsError('InvalidPart', 400, message, { PartNumber: String(each.PartNumber), ETag: etag, UploadId: upload.id });
    }
    parts.push(part);
  }
  const small = parts.slice(0, -1).find(({ size }) => size < PART_BYTES_MIN);
  if (!small) return parts;
  return awsError('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
    ...{ ProposedSize: String(small.size), MinSizeAllowed: String(PART_BYTES_MIN) },
    ...{ PartNumber: String(small.number), ETag: small.etag },
  });
}

export function joined(parts: readonly UploadedPart[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only.bytes;
  const bytes = new Uint8Array(parts.reduce((sum, { size }) => sum + size, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part.bytes, at);
    at += part.size;
  }
  return bytes;
}

export function wholeChecksum(
  { algorithm, checksumType: type }: Upload,
  parts: readonly UploadedPart[],
  bytes: Uint8Array,
): Checksum {
  const known = algorithm !== undefined && isKnown(algorithm) ? algorithm : DEFAULT_ALGORITHM;
  if (type !== 'COMPOSITE') return { algorithm: known, value: digestOf(known, bytes), type: 'FULL_OBJECT' };
  return compositeSum(
    known,
    parts.map(({ checksum }) => checksum?.value ?? ''),
  );
}

export function saidOtherwise(
  input: Given<CompleteMultipartUploadRequest>,
  { algorithm, value }: Checksum,
): AwsError | undefined {
  const said = isKnown(algorithm) ? input[CHECKSUMS[algorithm].member] : undefined;
  if (said === undefined || said === value || said === value.replace(/-\d+$/, '')) return undefined;
  return awsError('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`);
}
