import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import { type AwsError, awsError } from '../../engine/aws-error';
import { crc32c, crc64nvme } from './crc';
import type { Checksum } from './stored';

/** The checksums that are worked out here, with the member of the API that has them. */
export const CHECKSUMS = {
  CRC32: { member: 'ChecksumCRC32', digest: (bytes: Uint8Array) => fourBytes(crc32(bytes)), linear: true },
  CRC32C: { member: 'ChecksumCRC32C', digest: (bytes: Uint8Array) => fourBytes(crc32c(bytes)), linear: true },
  CRC64NVME: { member: 'ChecksumCRC64NVME', digest: (bytes: Uint8Array) => crc64nvme(bytes), linear: true },
  SHA1: { member: 'ChecksumSHA1', digest: hashed('sha1'), linear: false },
  SHA256: { member: 'ChecksumSHA256', digest: hashed('sha256'), linear: false },
  SHA512: { member: 'ChecksumSHA512', digest: hashed('sha512'), linear: false },
  MD5: { member: 'ChecksumMD5', digest: hashed('md5'), linear: false },
} as const;

export type KnownAlgorithm = keyof typeof CHECKSUMS;

const NAMES = Object.keys(CHECKSUMS) as KnownAlgorithm[];
/** What S3 works out where the client names nothing. */
export const DEFAULT_ALGORITHM = 'CRC64NVME';

/** Inputs that may bring the checksum of their bytes along. */
export type ChecksumMembers = { readonly [Name in KnownAlgorithm as `Checksum${Name}`]?: string } & {
  readonly ContentMD5?: string;
  readonly ChecksumXXHASH64?: string;
  readonly ChecksumXXHASH3?: string;
  readonly ChecksumXXHASH128?: string;
};

export function isKnown(algorithm: string): algorithm is KnownAlgorithm {
  return Object.hasOwn(CHECKSUMS, algorithm);
}

export function digestOf(algorithm: KnownAlgorithm, bytes: Uint8Array): string {
  return CHECKSUMS[algorithm].digest(bytes).toString('base64');
}

/** The checksum that is stored with the bytes: the client's, when it is right, or `otherwise`. */
export function checkedSum(
  input: ChecksumMembers,
  bytes: Uint8Array,
  otherwise: KnownAlgorithm = DEFAULT_ALGORITHM,
): Checksum | AwsError {
  const flaw = md5Flaw(input.ContentMD5, bytes) ?? unknownFlaw(input);
  if (flaw) return flaw;
  const given = NAMES.filter((name) => input[CHECKSUMS[name].member] !== undefined);
  if (given.length > 1) {
    const message = 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.';
    return awsError('InvalidRequest', 400, message);
  }
  const algorithm = given[0] ?? otherwise;
  const value = digestOf(algorithm, bytes);
  const said = given[0] && input[CHECKSUMS[given[0]].member];
  if (said === undefined || said === value) return { algorithm, value, type: 'FULL_OBJECT' };
  if (Buffer.from(said, 'base64').length !== Buffer.from(value, 'base64').length) {
    return awsError('InvalidRequest', 400, `Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  }
  return awsError('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`);
}

/** The checksum of the parts together, where it is not that of the bytes. */
export function compositeSum(algorithm: KnownAlgorithm, values: readonly string[]): Checksum {
  const digests = Buffer.concat(values.map((value) => Buffer.from(value, 'base64')));
  return { algorithm, value: `${digestOf(algorithm, digests)}-${values.length}`, type: 'COMPOSITE' };
}

/** The members of an answer that tell it. */
export function checksumMembers(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum || !isKnown(checksum.algorithm)) return {};
  return { [CHECKSUMS[checksum.algorithm].member]: checksum.value, ChecksumType: checksum.type };
}

/** As the listing of an object names it. */
export function listedAlgorithm(checksum: Checksum | undefined): {
  ChecksumAlgorithm?: ChecksumAlgorithm[];
  ChecksumType?: Checksum['type'];
} {
  return checksum ? { ChecksumAlgorithm: [checksum.algorithm as ChecksumAlgorithm], ChecksumType: checksum.type } : {};
}

export function md5(...pieces: readonly Uint8Array[]): Buffer {
  const hash = createHash('md5');
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
}

function md5Flaw(said: string | undefined, bytes: Uint8Array): AwsError | undefined {
  if (said === undefined) return undefined;
  const given = Buffer.from(said, 'base64');
  if (given.length !== 16) return awsError('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.');
  if (given.equals(md5(bytes))) return undefined;
  return awsError('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.');
}

function unknownFlaw(input: ChecksumMembers): AwsError | undefined {
  const given = (['ChecksumXXHASH64', 'ChecksumXXHASH3', 'ChecksumXXHASH128'] as const).find((name) => input[name] !== undefined);
  return given && notComputed(given);
}

export function notComputed(name: string): AwsError {
  return awsError('NotEmulatedException', 400, `lambda-kit does not work out ${name}; it does ${NAMES.join(', ')}.`);
}

function hashed(algorithm: string): (bytes: Uint8Array) => Buffer {
  return (bytes) => createHash(algorithm).update(bytes).digest();
}

function fourBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
