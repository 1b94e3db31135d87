import type { S3Place } from '../../../../spec/iam/s3';
import { partitionOf } from '../../../../spec/pseudo-parameters';
import type { Call } from '../../service-port';
import { EVERYTHING, type Place, type Places } from './place';

interface OfObject {
  readonly Bucket: string;
  readonly Key?: string;
  readonly VersionId?: string;
  readonly CopySource?: string;
  readonly Tagging?: unknown;
  readonly ACL?: string;
  readonly GrantFullControl?: string;
  readonly GrantRead?: string;
  readonly GrantReadACP?: string;
  readonly GrantWriteACP?: string;
  readonly Delete?: { readonly Objects?: readonly { readonly Key?: string; readonly VersionId?: string }[] };
}

type Reads = (input: OfObject, call: Call) => readonly string[];

/** Buckets that are named by ARNs are access points, and what is asked on those is not told here. */
function ofBucket(read: Reads): Place {
  return (input: OfObject, call) => (input.Bucket.startsWith('arn:') ? undefined : read(input, call));
}

function objectArn(bucket: string, key: string | undefined, { region }: Call): string {
  return `arn:${partitionOf(region).id}:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
}

/** The object, when the request is such a one. */
function object(isMeant: (input: OfObject) => boolean): Place {
  return ofBucket((input, call) => (isMeant(input) ? [objectArn(input.Bucket, input.Key, call)] : []));
}

function removed(isMeant: (versionId: string | undefined) => boolean): Place {
  return ofBucket(({ Bucket, Delete }, call) =>
    (Delete?.Objects ?? []).flatMap(({ Key, VersionId }) => (isMeant(VersionId) ? [objectArn(Bucket, Key, call)] : [])),
  );
}

function source(isMeant: (versionId: string | undefined) => boolean): Place {
  return ofBucket(({ CopySource = '' }, call) => {
    const [, bucket, key = '', versionId] = /^\/?([^/]+)\/(.*?)(?:\?versionId=(.*))?$/s.exec(CopySource) ?? [];
    if (bucket === undefined || bucket.startsWith('arn:') || !isMeant(versionId)) return [];
    return [objectArn(bucket, decoded(key), call)];
  });
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

const isAbsent = (versionId: string | undefined) => versionId === undefined;
const isGiven = (versionId: string | undefined) => versionId !== undefined;

export const S3_PLACES: Places<S3Place> = {
  everything: EVERYTHING,
  bucket: ofBucket(({ Bucket }, call) => [objectArn(Bucket, undefined, call)]),
  object: object(({ VersionId }) => isAbsent(VersionId)),
  version: object(({ VersionId }) => isGiven(VersionId)),
  written: object(() => true),
  source: source(isAbsent),
  sourceVersion: source(isGiven),
  removed: removed(isAbsent),
  removedVersions: removed(isGiven),
  withTags: object(({ Tagging }) => Tagging !== undefined && Tagging !== ''),
  withAcl: object((input) =>
    [input.ACL, input.GrantFullControl, input.GrantRead, input.GrantReadACP, input.GrantWriteACP].some(isGiven),
  ),
};
