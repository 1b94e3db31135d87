import { awsError } from '../../engine/aws-error';
import type { AwsService } from '../../engine/service-port';
import { bucketOperations } from './buckets';
import type { S3Context } from './context';
import { copyOperations } from './copies';
import { corsOperations } from './cors';
import { listingOperations } from './listing';
import { multipartOperations } from './multipart';
import { notificationOperations } from './notification-operations';
import { objectOperations } from './objects';
import { MALFORMED_XML } from './refusals';
import { removalOperations } from './removals';
import { settingOperations } from './settings';
import { taggingOperations } from './tagging';

/** The longest body of one request: 5 GiB on AWS; here it is in memory as a whole. */
export const S3_BODY_LIMIT = 256 * 1_048_576;

/** S3 over a store. */
export function s3Service(context: S3Context): AwsService {
  return {
    id: 's3',
    operations: s3Operations(context),
    corsOf: (bucket) => context.store.bucket(bucket)?.cors,
    bodyLimit: S3_BODY_LIMIT,
    invalid: ([first]) =>
      first?.path.includes('.')
        ? MALFORMED_XML
        : awsError('InvalidRequest', 400, `Missing required parameter: ${first?.path ?? ''}`),
  };
}

export function s3Operations(context: S3Context) {
  return {
    ...bucketOperations(context),
    ...objectOperations(context),
    ...removalOperations(context),
    ...copyOperations(context),
    ...listingOperations(context),
    ...multipartOperations(context),
    ...taggingOperations(context),
    ...notificationOperations(context),
    ...corsOperations(context),
    ...settingOperations(context),
  };
}
