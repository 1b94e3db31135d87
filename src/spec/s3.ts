/** What S3 allows. Sources: the S3 user guide («Bucket naming rules», «Object keys», «Multipart upload limits»), API reference. */

/** Of general purpose buckets; the name must not look like an address either. */
export const BUCKET_NAME = /^(?!\d+\.\d+\.\d+\.\d+$)(?!xn--)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/;
/** UTF-8 bytes. */
export const OBJECT_KEY_BYTES = 1024;
/** Names and values together, in bytes. */
export const OBJECT_METADATA_BYTES = 2048;
export const OBJECT_TAGS_MAX = 10;
export const OBJECT_TAG_KEY_MAX = 128;
export const OBJECT_TAG_VALUE_MAX = 256;
/** Keys of one page, and of one DeleteObjects. */
export const OBJECTS_PAGE_MAX = 1000;
/** Every part but the last, in bytes. */
export const PART_BYTES_MIN = 5 * 1_048_576;
export const PARTS_MAX = 10_000;
/** Parts and uploads of one page. */
export const PARTS_PAGE_MAX = 1000;

/** Where S3 stores what a client says no type of. */
export const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';

/** The event types that a notification can be for (S3-04); one that ends in `*` is for all that begin like it. */
export const NOTIFICATION_EVENTS: readonly string[] = [
  ...['*', 'Put', 'Post', 'Copy', 'CompleteMultipartUpload'].map((way) => `s3:ObjectCreated:${way}`),
  ...['*', 'Delete', 'DeleteMarkerCreated'].map((way) => `s3:ObjectRemoved:${way}`),
  ...['*', 'Post', 'Completed', 'Delete'].map((way) => `s3:ObjectRestore:${way}`),
  's3:ReducedRedundancyLostObject',
  's3:Replication:*',
  's3:Replication:OperationFailedReplication',
  's3:Replication:OperationMissedThreshold',
  's3:Replication:OperationReplicatedAfterThreshold',
  's3:Replication:OperationNotTracked',
  ...['*', 'Delete', 'DeleteMarkerCreated'].map((way) => `s3:LifecycleExpiration:${way}`),
  's3:LifecycleTransition',
  's3:IntelligentTiering',
  ...['*', 'Put', 'Delete'].map((way) => `s3:ObjectTagging:${way}`),
  's3:ObjectAcl:Put',
];

/** `eventVersion` of notifications: S3-12 has 2.1 for most, 2.3 for tags. */
export const NOTIFICATION_VERSION = '2.1';
export const TAGGING_NOTIFICATION_VERSION = '2.3';

export const CORS_METHODS: readonly string[] = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];
/** Of one bucket. */
export const CORS_RULES_MAX = 100;
