import type { HeldBucket } from './stored';

/** Something that has happened to an object. */
export interface Change {
  readonly bucket: HeldBucket;
  /** As the notification names it, without `s3:`. */
  readonly event:
    | 'ObjectCreated:Put'
    | 'ObjectCreated:Post'
    | 'ObjectCreated:Copy'
    | 'ObjectCreated:CompleteMultipartUpload'
    | 'ObjectRemoved:Delete'
    | 'ObjectRemoved:DeleteMarkerCreated'
    | 'ObjectTagging:Put'
    | 'ObjectTagging:Delete';
  /** The operation that has done it. */
  readonly reason: string;
  readonly key: string;
  /** Of the version; `null` where the bucket has none. */
  readonly versionId: string;
  readonly sequencer: string;
  /** Of what was made or tagged. */
  readonly size?: number;
  readonly etag?: string;
}
