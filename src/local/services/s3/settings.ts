import type {
  GetBucketAccelerateConfigurationOutput,
  GetBucketAccelerateConfigurationRequest,
  GetBucketAclOutput,
  GetBucketAclRequest,
  GetBucketEncryptionOutput,
  GetBucketEncryptionRequest,
  GetBucketLifecycleConfigurationOutput,
  GetBucketLifecycleConfigurationRequest,
  GetBucketLoggingOutput,
  GetBucketLoggingRequest,
  GetBucketOwnershipControlsOutput,
  GetBucketOwnershipControlsRequest,
  GetBucketPolicyOutput,
  GetBucketPolicyRequest,
  GetBucketReplicationRequest,
  GetBucketRequestPaymentOutput,
  GetBucketRequestPaymentRequest,
  GetBucketWebsiteOutput,
  GetBucketWebsiteRequest,
  GetObjectAclOutput,
  GetObjectAclRequest,
  GetObjectLockConfigurationOutput,
  GetObjectLockConfigurationRequest,
  GetPublicAccessBlockOutput,
  GetPublicAccessBlockRequest,
} from '@aws-sdk/client-s3';
import type { Setting } from '../../../model/bucket-settings';
import { awsError } from '../../engine/aws-error';
import { onBucket, type S3Context } from './context';
import { aclOf, ownersAcl } from './grants';
import { versionAsked } from './object-view';
import { isError, notEmulated } from './refusals';

/** What tools ask a bucket about itself: as its template says, otherwise as every new bucket is. */
export function settingOperations(context: S3Context) {
  return {
    GetBucketLifecycleConfiguration: onBucket<GetBucketLifecycleConfigurationRequest, GetBucketLifecycleConfigurationOutput>(
      context,
      ({ name, settings: { lifecycle = [] } }) =>
        lifecycle.length > 0
          ? { Rules: lifecycle.map(dated) as never, TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' }
          : absent('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', name),
    ),

    GetBucketEncryption: onBucket<GetBucketEncryptionRequest, GetBucketEncryptionOutput>(context, ({ settings }) => ({
      ServerSideEncryptionConfiguration: { Rules: (settings.encryption ?? DEFAULT_ENCRYPTION) as never },
    })),

    GetPublicAccessBlock: onBucket<GetPublicAccessBlockRequest, GetPublicAccessBlockOutput>(context, ({ settings }) => ({
      PublicAccessBlockConfiguration: settings.publicAccess ?? EVERYTHING_BLOCKED,
    })),

    GetBucketOwnershipControls: onBucket<GetBucketOwnershipControlsRequest, GetBucketOwnershipControlsOutput>(
      context,
      ({ settings: { ownership = 'BucketOwnerEnforced' } }) => ({
        OwnershipControls: { Rules: [{ ObjectOwnership: ownership as never }] },
      }),
    ),

    GetBucketAcl: onBucket<GetBucketAclRequest, GetBucketAclOutput>(context, ({ account, settings }) =>
      aclOf(account, settings.accessControl),
    ),

    GetObjectAcl: onBucket<GetObjectAclRequest, GetObjectAclOutput>(context, (bucket, input) => {
      const version = versionAsked(context.store, bucket, input.Key, input.VersionId);
      return isError(version) ? version : ownersAcl(bucket.account);
    }),

    GetBucketPolicy: onBucket<GetBucketPolicyRequest, GetBucketPolicyOutput>(context, ({ name, settings: { policy } }) =>
      policy === undefined ? absent('NoSuchBucketPolicy', 'The bucket policy does not exist', name) : { Policy: policy },
    ),

    GetBucketWebsite: onBucket<GetBucketWebsiteRequest, GetBucketWebsiteOutput>(
      context,
      ({ name, settings: { website } }) =>
        website ?? absent('NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration', name),
    ),

    GetObjectLockConfiguration: onBucket<GetObjectLockConfigurationRequest, GetObjectLockConfigurationOutput>(
      context,
      ({ name, settings: { objectLock } }) =>
        objectLock
          ? { ObjectLockConfiguration: objectLock }
          : absent('ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket', name),
    ),

    GetBucketReplication: onBucket<GetBucketReplicationRequest, object>(context, ({ name, settings: { isReplicated } }) =>
      isReplicated === true
        ? notEmulated('the replication configuration of this bucket')
        : absent('ReplicationConfigurationNotFoundError', 'The replication configuration was not found', name),
    ),

    GetBucketLogging: onBucket<GetBucketLoggingRequest, GetBucketLoggingOutput>(context, ({ name, settings: { logging } }) =>
      logging
        ? {
            LoggingEnabled: {
              ...logging,
              TargetBucket: (logging.TargetBucket as string) || name,
              TargetPrefix: logging.TargetPrefix as string,
            },
          }
        : {},
    ),

    GetBucketAccelerateConfiguration: onBucket<GetBucketAccelerateConfigurationRequest, GetBucketAccelerateConfigurationOutput>(
      context,
      ({ settings: { acceleration } }) => (acceleration === undefined ? {} : { Status: acceleration as never }),
    ),

    GetBucketRequestPayment: onBucket<GetBucketRequestPaymentRequest, GetBucketRequestPaymentOutput>(context, () => ({
      Payer: 'BucketOwner',
    })),
  };
}

const DEFAULT_ENCRYPTION: readonly Setting[] = [
  { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
];
const EVERYTHING_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

function absent(code: string, message: string, BucketName: string) {
  return awsError(code, 404, message, { BucketName });
}

/** Times are text in the model. */
function dated(rule: { readonly Expiration?: Setting; readonly Transitions?: readonly Setting[] }): Setting {
  const withDate = (part: Setting) => (typeof part.Date === 'string' ? { ...part, Date: new Date(part.Date) } : part);
  return {
    ...rule,
    ...(rule.Expiration && { Expiration: withDate(rule.Expiration) }),
    ...(rule.Transitions && { Transitions: rule.Transitions.map(withDate) }),
  };
}
