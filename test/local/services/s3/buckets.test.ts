import { request } from 'node:http';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketAclCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { closeScene, refusal, s3 } from './scene';

afterEach(closeScene);

test('buckets are made, found, listed by their owner and deleted', async () => {
  const { client } = await s3();
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;

  await client.send(new CreateBucketCommand({ Bucket: 'more', CreateBucketConfiguration }));
  expect(await client.send(new HeadBucketCommand({ Bucket: 'more' }))).toMatchObject({ BucketRegion: 'eu-west-1' });
  const { Buckets } = await client.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual(['more', 'uploads']);
  await client.send(new DeleteBucketCommand({ Bucket: 'more' }));
  await expect(client.send(new HeadBucketCommand({ Bucket: 'more' }))).rejects.toMatchObject(refusal('NotFound', 404));
});

test.each([
  ['Uploads', 'eu-west-1', 'InvalidBucketName'],
  ['a', 'eu-west-1', 'InvalidBucketName'],
  ['192.168.0.1', 'eu-west-1', 'InvalidBucketName'],
  ['other', 'eu-west-2', 'IllegalLocationConstraintException'],
  ['uploads', 'eu-west-1', 'BucketAlreadyOwnedByYou'],
])('fails when the bucket %s in %s is made', async (Bucket, region, name) => {
  const { client } = await s3();
  const CreateBucketConfiguration = { LocationConstraint: region as 'eu-west-1' };

  await expect(client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }))).rejects.toMatchObject({ name });
});

test('fails when a bucket of somebody else is made, or one that holds something is deleted', async () => {
  const { client, store } = await s3();
  store.create({ name: 'theirs', region: 'eu-west-1', account: '111111111111' });
  await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'a', Body: 'a' }));

  const made = client.send(
    new CreateBucketCommand({ Bucket: 'theirs', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  );
  await expect(made).rejects.toMatchObject(refusal('BucketAlreadyExists', 409));
  await expect(client.send(new DeleteBucketCommand({ Bucket: 'uploads' }))).rejects.toMatchObject(refusal('BucketNotEmpty', 409));
});

test('the location of a bucket is told as S3 tells it', async () => {
  const { client, served } = await s3();

  expect((await client.send(new GetBucketLocationCommand({ Bucket: 'uploads' }))).LocationConstraint).toBe('eu-west-1');
  const raw = await fetch(`${served.origin}/uploads?location`, { headers: { 'User-Agent': 'api/s3#1' } });
  expect(await raw.text()).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-west-1</LocationConstraint>',
  );
});

test('a bucket has tags', async () => {
  const { client } = await s3();
  const get = () => client.send(new GetBucketTaggingCommand({ Bucket: 'uploads' }));

  await expect(get()).rejects.toMatchObject(refusal('NoSuchTagSet', 404));
  const TagSet = [{ Key: 'team', Value: 'shop' }];
  await client.send(new PutBucketTaggingCommand({ Bucket: 'uploads', Tagging: { TagSet } }));
  expect((await get()).TagSet).toEqual(TagSet);
  await client.send(new DeleteBucketTaggingCommand({ Bucket: 'uploads' }));
  await expect(get()).rejects.toMatchObject(refusal('NoSuchTagSet', 404));
});

test('fails when an operation is asked for that is not emulated, by its name', async () => {
  const { client } = await s3();

  const acl = client.send(new PutBucketAclCommand({ Bucket: 'uploads', ACL: 'private' }));
  await expect(acl).rejects.toMatchObject({ message: 'lambda-kit does not emulate PutBucketAcl of s3.' });
});

/** One request, as a client sends it that has its own way of naming the host. */
function ask(port: number, host: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { Host: `${host}:${port}`, 'User-Agent': 'api/s3#1' };
    const asked = request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
    });
    asked.on('error', reject).end();
  });
}

test.each([
  ['127.0.0.1', '/uploads/in/a.txt'],
  ['s3.localhost', '/uploads/in/a.txt'],
  ['s3.eu-west-1.localhost', '/uploads/in/a.txt'],
  ['uploads.s3.localhost', '/in/a.txt'],
  ['uploads.s3.eu-west-1.localhost', '/in/a.txt'],
  ['uploads.localhost', '/in/a.txt'],
])('an object is found at %s%s', async (host, path) => {
  const { client, served } = await s3();
  await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'in/a.txt', Body: 'found' }));

  expect(await ask(served.port, host, path)).toBe('found');
});
