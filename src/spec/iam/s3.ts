import type { ServicePermissions } from './service-permissions';

export type S3Place =
  | 'bucket'
  /** The object as it is now, or one of its versions: whichever is asked for. */
  | 'object'
  | 'version'
  /** The object whatever the request says of versions. */
  | 'written'
  | 'source'
  | 'sourceVersion'
  | 'removed'
  | 'removedVersions'
  | 'withTags'
  | 'withAcl';

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html and, for what operations need,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export const S3_PERMISSIONS: ServicePermissions<S3Place | 'everything'> = {
  prefix: 's3',
  named: {
    bucket: [
      ...['CreateBucket', 'DeleteBucket', 'GetBucketLocation', 'GetBucketVersioning', 'PutBucketVersioning'],
      ...['GetBucketTagging', 'PutBucketTagging'],
    ],
    written: ['AbortMultipartUpload'],
  },
  others: {
    ListBuckets: [['ListAllMyBuckets', 'everything']],
    HeadBucket: [['ListBucket', 'bucket']],
    ListObjects: [['ListBucket', 'bucket']],
    ListObjectsV2: [['ListBucket', 'bucket']],
    ListObjectVersions: [['ListBucketVersions', 'bucket']],
    ListMultipartUploads: [['ListBucketMultipartUploads', 'bucket']],
    DeleteBucketTagging: [['PutBucketTagging', 'bucket']],
    GetBucketNotificationConfiguration: [['GetBucketNotification', 'bucket']],
    PutBucketNotificationConfiguration: [['PutBucketNotification', 'bucket']],
    GetObject: [
      ['GetObject', 'object'],
      ['GetObjectVersion', 'version'],
    ],
    HeadObject: [
      ['GetObject', 'object'],
      ['GetObjectVersion', 'version'],
    ],
    DeleteObject: [
      ['DeleteObject', 'object'],
      ['DeleteObjectVersion', 'version'],
    ],
    DeleteObjects: [
      ['DeleteObject', 'removed'],
      ['DeleteObjectVersion', 'removedVersions'],
    ],
    PutObject: [
      ['PutObject', 'written'],
      ['PutObjectTagging', 'withTags'],
      ['PutObjectAcl', 'withAcl'],
    ],
    CopyObject: [
      ['GetObject', 'source'],
      ['GetObjectVersion', 'sourceVersion'],
      ['PutObject', 'written'],
    ],
    CreateMultipartUpload: [
      ['PutObject', 'written'],
      ['PutObjectTagging', 'withTags'],
      ['PutObjectAcl', 'withAcl'],
    ],
    UploadPart: [['PutObject', 'written']],
    UploadPartCopy: [
      ['GetObject', 'source'],
      ['GetObjectVersion', 'sourceVersion'],
      ['PutObject', 'written'],
    ],
    CompleteMultipartUpload: [['PutObject', 'written']],
    ListParts: [['ListMultipartUploadParts', 'written']],
    GetObjectTagging: [
      ['GetObjectTagging', 'object'],
      ['GetObjectVersionTagging', 'version'],
    ],
    PutObjectTagging: [
      ['PutObjectTagging', 'object'],
      ['PutObjectVersionTagging', 'version'],
    ],
    DeleteObjectTagging: [
      ['DeleteObjectTagging', 'object'],
      ['DeleteObjectVersionTagging', 'version'],
    ],
  },
};
