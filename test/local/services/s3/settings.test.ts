import {
  GetBucketAccelerateConfigurationCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectAclCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { closeScene, refusal, s3 } from './scene';

afterEach(closeScene);

const Bucket = 'uploads';
const OWNER = { ID: Buffer.from('210987654321').toString('hex').padEnd(64, '0') };
const OWNS = { Grantee: { Type: 'CanonicalUser', ...OWNER }, Permission: 'FULL_CONTROL' };

test.each([
  [
    'NoSuchLifecycleConfiguration',
    new GetBucketLifecycleConfigurationCommand({ Bucket }),
    'The lifecycle configuration does not exist',
  ],
  ['NoSuchBucketPolicy', new GetBucketPolicyCommand({ Bucket }), 'The bucket policy does not exist'],
  [
    'NoSuchWebsiteConfiguration',
    new GetBucketWebsiteCommand({ Bucket }),
    'The specified bucket does not have a website configuration',
  ],
  [
    'ObjectLockConfigurationNotFoundError',
    new GetObjectLockConfigurationCommand({ Bucket }),
    'Object Lock configuration does not exist for this bucket',
  ],
  [
    'ReplicationConfigurationNotFoundError',
    new GetBucketReplicationCommand({ Bucket }),
    'The replication configuration was not found',
  ],
])('fails with %s where a bucket has none', async (name, command, message) => {
  const { client } = await s3();

  await expect(client.send(command as never)).rejects.toMatchObject(refusal(name, 404, message));
});

test('a bucket of which nothing is said tells what every new bucket has', async () => {
  const { client } = await s3();

  expect(await client.send(new GetBucketEncryptionCommand({ Bucket }))).toMatchObject({
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
    },
  });
  expect((await client.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  });
  expect((await client.send(new GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls).toEqual({
    Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }],
  });
  expect(await client.send(new GetBucketAclCommand({ Bucket }))).toMatchObject({ Owner: OWNER, Grants: [OWNS] });
  expect((await client.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe('BucketOwner');
  expect((await client.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
  expect((await client.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBeUndefined();
  expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
});

test('objects are their owner’s alone', async () => {
  const { client } = await s3();
  const acl = () => client.send(new GetObjectAclCommand({ Bucket, Key: 'a' }));

  await expect(acl()).rejects.toMatchObject(refusal('NoSuchKey', 404));
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ACL: 'public-read' }));
  expect(await acl()).toMatchObject({ Owner: OWNER, Grants: [OWNS] });
});

test('times in lifecycle rules are told as times', async () => {
  const lifecycle = [{ ID: 'old', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Date: '2030-01-01T00:00:00Z' } }];
  const { client } = await s3({ bucket: { settings: { lifecycle } } });

  const { Rules } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect(Rules).toEqual([{ ...lifecycle[0], Expiration: { Date: new Date('2030-01-01T00:00:00Z') } }]);
});

test.each([
  ['PublicReadWrite', ['READ', 'WRITE'], 'http://acs.amazonaws.com/groups/global/AllUsers'],
  ['LogDeliveryWrite', ['WRITE', 'READ_ACP'], 'http://acs.amazonaws.com/groups/s3/LogDelivery'],
])('a bucket that was made with %s tells of its grants', async (accessControl, permissions, URI) => {
  const { client } = await s3({ bucket: { settings: { accessControl } } });

  const { Grants } = await client.send(new GetBucketAclCommand({ Bucket }));
  expect(Grants).toEqual([OWNS, ...permissions.map((Permission) => ({ Grantee: { Type: 'Group', URI }, Permission }))]);
});

test('fails when what would have no effect is set, by its name', async () => {
  const { client } = await s3({ bucket: { settings: { isReplicated: true } } });
  const put = new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [] } });

  await expect(client.send(put)).rejects.toMatchObject(
    refusal('NotEmulatedException', 400, 'lambda-kit does not emulate PutBucketLifecycleConfiguration of s3.'),
  );
  await expect(client.send(new GetBucketReplicationCommand({ Bucket }))).rejects.toMatchObject(
    refusal('NotEmulatedException', 400),
  );
});
