import {
  GetBucketAccelerateConfigurationCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Duration } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
  ReplaceKey,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { appOf, running, stopAll } from './scene';

afterEach(stopAll);

test('a bucket tells tools of itself what its template says', async () => {
  const app = appOf((stack) => {
    const logs = new Bucket(stack, 'Logs', { bucketName: 'the-logs', enforceSSL: true });
    new Bucket(stack, 'Site', {
      bucketName: 'the-site',
      encryption: BucketEncryption.KMS_MANAGED,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ACLS_ONLY,
      objectOwnership: ObjectOwnership.OBJECT_WRITER,
      websiteIndexDocument: 'index.html',
      websiteErrorDocument: 'error.html',
      websiteRoutingRules: [{ replaceKey: ReplaceKey.prefixWith('new/'), condition: { keyPrefixEquals: 'old/' } }],
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'site/',
      transferAcceleration: true,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(3)),
      lifecycleRules: [
        { id: 'drafts', prefix: 'drafts/', tagFilters: { kind: 'draft' }, expiration: Duration.days(7) },
        {
          id: 'old',
          enabled: false,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          noncurrentVersionExpiration: Duration.days(30),
          noncurrentVersionsToRetain: 2,
          transitions: [{ storageClass: StorageClass.GLACIER, transitionAfter: Duration.days(90) }],
        },
      ],
    });
  });
  const local = await running(app, { clock: 'virtual' });
  const client = new S3Client({
    endpoint: local.endpoint,
    region: 'us-east-1',
    credentials: local.credentials,
    forcePathStyle: true,
  });
  const site = { Bucket: 'the-site' };

  try {
    expect((await client.send(new GetBucketLifecycleConfigurationCommand(site))).Rules).toEqual([
      {
        ID: 'drafts',
        Status: 'Enabled',
        Filter: { And: { Prefix: 'drafts/', Tags: [{ Key: 'kind', Value: 'draft' }] } },
        Expiration: { Days: 7 },
      },
      {
        ID: 'old',
        Status: 'Disabled',
        Filter: { Prefix: '' },
        Transitions: [{ Days: 90, StorageClass: 'GLACIER' }],
        NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 2 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ]);
    expect((await client.send(new GetBucketEncryptionCommand(site))).ServerSideEncryptionConfiguration).toEqual({
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }],
    });
    expect((await client.send(new GetPublicAccessBlockCommand(site))).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    });
    expect((await client.send(new GetBucketOwnershipControlsCommand(site))).OwnershipControls?.Rules).toEqual([
      { ObjectOwnership: 'ObjectWriter' },
    ]);
    expect(await client.send(new GetBucketWebsiteCommand(site))).toMatchObject({
      IndexDocument: { Suffix: 'index.html' },
      ErrorDocument: { Key: 'error.html' },
      RoutingRules: [{ Condition: { KeyPrefixEquals: 'old/' }, Redirect: { ReplaceKeyPrefixWith: 'new/' } }],
    });
    expect((await client.send(new GetBucketLoggingCommand(site))).LoggingEnabled).toEqual({
      TargetBucket: 'the-logs',
      TargetPrefix: 'site/',
    });
    expect((await client.send(new GetBucketAccelerateConfigurationCommand(site))).Status).toBe('Enabled');
    expect((await client.send(new GetObjectLockConfigurationCommand(site))).ObjectLockConfiguration).toEqual({
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 3 } },
    });
    const { Policy = '' } = await client.send(new GetBucketPolicyCommand({ Bucket: 'the-logs' }));
    expect(JSON.parse(Policy).Statement[0]).toMatchObject({
      Effect: 'Deny',
      Resource: ['arn:aws:s3:::the-logs', 'arn:aws:s3:::the-logs/*'],
    });
  } finally {
    client.destroy();
  }
});
