import type { BucketNotifications, CorsRule, Versioning } from '../../../model/bucket';
import type { BucketSettings } from '../../../model/bucket-settings';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { Instant } from '../../time/clock';

/** What clients say of an object beside its bytes; the names are those of the API. */
export interface ObjectHeaders {
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentType?: string;
  readonly Expires?: Date;
  readonly WebsiteRedirectLocation?: string;
  readonly StorageClass?: string;
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
}

export interface Checksum {
  /** As `CRC32`. */
  readonly algorithm: string;
  /** Base64; of parts, with their count behind it. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

export interface PartFacts {
  readonly number: number;
  readonly size: number;
  readonly checksum?: Checksum;
}

/** What is put under a key. */
export interface Content {
  readonly bytes: Uint8Array;
  /** Without quotes. */
  readonly etag: string;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
  /** Of what was uploaded in parts. */
  readonly parts?: readonly PartFacts[];
}

/** The id of versions that were made while versioning was not on. */
export const NULL_VERSION = 'null';

/** One version of an object. */
export type Version = ObjectVersion | DeleteMarker;

/** What every version has. */
export interface Place {
  readonly key: string;
  readonly versionId: string;
  readonly modified: Instant;
  /** Later changes of the same key have greater ones (S3-13). */
  readonly sequencer: string;
}

export interface ObjectVersion extends Place, Content {
  readonly isMarker: false;
}

export interface DeleteMarker extends Place {
  readonly isMarker: true;
}

export interface UploadedPart extends PartFacts {
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly modified: Instant;
}

/** An upload in parts that is not complete. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly initiated: Instant;
  readonly content: Pick<Content, 'headers' | 'metadata' | 'tags'>;
  readonly algorithm?: string;
  readonly checksumType?: Checksum['type'];
  /** In the order of their numbers. */
  readonly parts: ReadonlyMap<number, UploadedPart>;
}

export interface NewBucket {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly versioning?: Versioning;
  readonly notifications?: BucketNotifications;
  readonly tags?: Readonly<Record<string, string>>;
  readonly cors?: readonly CorsRule[];
  readonly settings?: BucketSettings;
}

export interface HeldBucket extends NewBucket {
  readonly created: Instant;
  readonly notifications: BucketNotifications;
  readonly tags: Readonly<Record<string, string>>;
  readonly cors: readonly CorsRule[];
  readonly settings: BucketSettings;
  readonly isEmpty: boolean;
}

export function bucketArn({ name, region }: Pick<HeldBucket, 'name' | 'region'>): string {
  return `arn:${partitionOf(region).id}:s3:::${name}`;
}
