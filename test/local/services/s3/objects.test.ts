import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { closeScene, NOON, refusal, s3 } from './scene';

afterEach(async () => {
  jest.restoreAllMocks();
  await closeScene();
});

const AT = { Bucket: 'uploads', Key: 'in/order 1+ä.csv' };
const MD5 = `"${createHash('md5').update('id;total').digest('hex')}"`;

async function withObject(more: Partial<PutObjectCommandInput> = {}, scene: Parameters<typeof s3>[0] = {}) {
  const at = await s3(scene);
  await at.client.send(new PutObjectCommand({ ...AT, Body: 'id;total', ...more }));
  const get = async (input: object = {}) => {
    const { Body, $metadata, ...answer } = await at.client.send(new GetObjectCommand({ ...AT, ...input }));
    return { text: await Body?.transformToString(), status: $metadata.httpStatusCode, ...answer };
  };
  return { ...at, get };
}

test('an object is read as it was written: bytes, headers, metadata, and an ETag that is its MD5', async () => {
  const about = {
    ContentType: 'text/csv',
    CacheControl: 'no-store',
    ContentDisposition: 'attachment; filename="a.csv"',
    ContentEncoding: 'identity',
    ContentLanguage: 'de',
    Expires: new Date('2027-01-01T00:00:00Z'),
    Metadata: { source: 'shop', 'order-id': '7' },
    Tagging: 'team=a%20b&x=',
  };
  const { client, get } = await withObject(about);

  const { Tagging: _, Expires: __, ...stored } = about;
  const facts = { ...stored, ETag: MD5, LastModified: new Date(NOON), ContentLength: 8, TagCount: 2, AcceptRanges: 'bytes' };
  expect(await get()).toMatchObject({ ...facts, text: 'id;total', status: 200, ServerSideEncryption: 'AES256' });
  const head = await client.send(new HeadObjectCommand(AT));
  expect(head).toMatchObject(facts);
  expect(head.VersionId).toBeUndefined();
  expect(await client.send(new GetObjectTaggingCommand(AT))).toMatchObject({
    TagSet: [
      { Key: 'team', Value: 'a b' },
      { Key: 'x', Value: '' },
    ],
  });
});

test('an object without a type is binary, and one without bytes is empty', async () => {
  const { client, get } = await withObject({ Body: new Uint8Array() });

  expect(await get()).toMatchObject({ text: '', ContentLength: 0, ContentType: 'application/octet-stream' });
  expect((await client.send(new HeadObjectCommand(AT))).ContentLength).toBe(0);
});

test('a stream comes in pieces, and its checksum behind it', async () => {
  const { client, get, store, uploads } = await withObject();
  jest.spyOn(console, 'warn').mockReturnValue(undefined);

  await client.send(
    new PutObjectCommand({
      ...AT,
      Body: Readable.from([Buffer.from('one '), Buffer.from('two')]),
      ContentLength: 7,
      ChecksumAlgorithm: 'CRC32C',
    }),
  );

  const { text, ContentEncoding, ChecksumCRC32C } = await get({ ChecksumMode: 'ENABLED' });
  expect([text, ContentEncoding, ChecksumCRC32C]).toEqual(['one two', undefined, expect.any(String)]);
  expect(store.current(uploads, AT.Key)?.checksum?.algorithm).toBe('CRC32C');
});

test.each([
  ['bytes=0-1', 'id', 'bytes 0-1/8'],
  ['bytes=3-', 'total', 'bytes 3-7/8'],
  ['bytes=-5', 'total', 'bytes 3-7/8'],
  ['bytes=6-100', 'al', 'bytes 6-7/8'],
  ['bytes=-100', 'id;total', 'bytes 0-7/8'],
])('the range %s is answered with 206 and its bytes', async (Range, text, ContentRange) => {
  const { client, get } = await withObject();

  expect(await get({ Range })).toMatchObject({ status: 206, text, ContentRange, ContentLength: text.length });
  const head = await client.send(new HeadObjectCommand({ ...AT, Range }));
  expect(head).toMatchObject({ ContentRange, ContentLength: text.length });
});

test.each([
  'bytes=5-2',
  'bytes=0-1,3-4',
  'lines=1-2',
])('the range %s, which S3 does not read, is answered with the whole', async (Range) => {
  const { get } = await withObject();

  expect(await get({ Range })).toMatchObject({ status: 200, text: 'id;total' });
});

test.each(['bytes=8-', 'bytes=-0'])('fails when the range %s lies behind the object', async (Range) => {
  const { get } = await withObject();

  await expect(get({ Range })).rejects.toMatchObject(refusal('InvalidRange', 416, 'The requested range is not satisfiable'));
});

test.each([
  [{ IfMatch: MD5 }, 200],
  [{ IfMatch: '"other"' }, 412],
  [{ IfNoneMatch: MD5 }, 304],
  [{ IfNoneMatch: '*' }, 304],
  [{ IfNoneMatch: '"other"' }, 200],
  [{ IfModifiedSince: new Date(NOON) }, 304],
  [{ IfModifiedSince: new Date(NOON - 1000) }, 200],
  [{ IfUnmodifiedSince: new Date(NOON - 1000) }, 412],
  // RFC 9110: the tags count before the times.
  [{ IfMatch: MD5, IfUnmodifiedSince: new Date(NOON - 1000) }, 200],
  [{ IfNoneMatch: '"other"', IfModifiedSince: new Date(NOON) }, 200],
])('reading with %j is answered with %d', async (conditions, status) => {
  const { client, get } = await withObject();

  if (status === 200) expect((await get(conditions)).status).toBe(200);
  else await expect(get(conditions)).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
  const head = client.send(new HeadObjectCommand({ ...AT, ...conditions }));
  if (status === 200) await head;
  else await expect(head).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
});

test('an object is only written where there is none, or over the one that is known', async () => {
  const { client, get } = await withObject();
  const write = (more: object) => client.send(new PutObjectCommand({ ...AT, Body: 'new', ...more }));

  const message = 'At least one of the pre-conditions you specified did not hold';
  await expect(write({ IfNoneMatch: '*' })).rejects.toMatchObject(refusal('PreconditionFailed', 412, message));
  await expect(write({ IfMatch: '"other"' })).rejects.toMatchObject(refusal('PreconditionFailed', 412));
  await expect(write({ IfMatch: MD5, Key: 'none' })).rejects.toMatchObject(refusal('NoSuchKey', 404));
  expect((await get()).text).toBe('id;total');
  await write({ IfMatch: MD5 });
  await write({ IfNoneMatch: '*', Key: 'none' });
  expect((await get()).text).toBe('new');
});

test.each([
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
] as const)('the checksum %s is verified, stored and told', async (name) => {
  const values = {
    // Of «123456789», as the catalogues of checksums have them.
    CRC32: 'y/Q5Jg==',
    CRC32C: '4waSgw==',
    CRC64NVME: 'rosUhgp5mIg=',
    SHA1: createHash('sha1').update('123456789').digest('base64'),
    SHA256: createHash('sha256').update('123456789').digest('base64'),
  };
  const member = `Checksum${name}`;
  const { client, get } = await withObject({ Body: '123456789', [member]: values[name] });

  expect(await get({ ChecksumMode: 'ENABLED' })).toMatchObject({ [member]: values[name], ChecksumType: 'FULL_OBJECT' });
  const wrong = client.send(new PutObjectCommand({ ...AT, Body: 'other', [member]: values[name] }));
  const message = `The ${name} you specified did not match the calculated checksum.`;
  await expect(wrong).rejects.toMatchObject(refusal('BadDigest', 400, message));
  const short = client.send(new PutObjectCommand({ ...AT, Body: 'other', [member]: 'AA==' }));
  await expect(short).rejects.toMatchObject(refusal('InvalidRequest', 400));
});

test('fails when the Content-MD5 is not that of the bytes, or no MD5 at all', async () => {
  const { client } = await s3();
  const put = (ContentMD5: string) => client.send(new PutObjectCommand({ ...AT, Body: 'x', ContentMD5 }));

  const other = createHash('md5').update('y').digest('base64');
  await expect(put(other)).rejects.toMatchObject(refusal('BadDigest', 400));
  await expect(put('AAAA')).rejects.toMatchObject(refusal('InvalidDigest', 400));
});

test('fails when the bucket, the key or the version is not there', async () => {
  const { client, get } = await withObject();

  const bucket = { name: 'NoSuchBucket', message: 'The specified bucket does not exist', BucketName: 'other' };
  await expect(get({ Bucket: 'other' })).rejects.toMatchObject(bucket);
  await expect(get({ Key: 'x' })).rejects.toMatchObject({
    name: 'NoSuchKey',
    message: 'The specified key does not exist.',
    Key: 'x',
  });
  await expect(get({ VersionId: 'v' })).rejects.toMatchObject(refusal('NoSuchVersion', 404));
  await expect(client.send(new HeadObjectCommand({ ...AT, Key: 'x' }))).rejects.toMatchObject(refusal('NotFound', 404));
  await expect(get({ ExpectedBucketOwner: '111111111111' })).rejects.toMatchObject(refusal('AccessDenied', 403));
});

test.each([
  [{ SSECustomerAlgorithm: 'AES256' }, 'NotEmulatedException'],
  [{ ObjectLockMode: 'GOVERNANCE' }, 'NotEmulatedException'],
  [{ Key: 'k'.repeat(1025) }, 'KeyTooLongError'],
  [{ Metadata: { long: 'x'.repeat(2048) } }, 'MetadataTooLarge'],
  [{ Tagging: Array.from({ length: 11 }, (_, i) => `t${i}=`).join('&') }, 'BadRequest'],
  [{ Tagging: 'a=1&a=2' }, 'InvalidTag'],
  [{ IfNoneMatch: '"x"' }, 'NotImplemented'],
])('fails when an upload has %.40j', async (more, name) => {
  const { client } = await s3();

  const put = client.send(new PutObjectCommand({ ...AT, Body: 'x', ...(more as object) }));
  await expect(put).rejects.toMatchObject({ name });
});

test('fails when the buckets of a run would hold more than is kept of them', async () => {
  const { client, get } = await withObject({}, { kept: 20 });

  const put = client.send(new PutObjectCommand({ ...AT, Key: 'large', Body: 'x'.repeat(13) }));
  await expect(put).rejects.toMatchObject(refusal('EntityTooLarge', 400));
  await client.send(new DeleteObjectCommand(AT));
  await client.send(new PutObjectCommand({ ...AT, Body: 'x'.repeat(13) }));
  expect((await get()).ContentLength).toBe(13);
});

test('what is not there can be deleted, one by one and many at once', async () => {
  const { client, get, changes } = await withObject();

  await client.send(new DeleteObjectCommand({ ...AT, Key: 'none' }));
  const many = await client.send(
    new DeleteObjectsCommand({ Bucket: 'uploads', Delete: { Objects: [{ Key: AT.Key }, { Key: 'none' }] } }),
  );

  expect(many.Deleted).toEqual([{ Key: AT.Key }, { Key: 'none' }]);
  await expect(get()).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(changes.map(({ event, key }) => `${event} ${key}`)).toEqual([
    `ObjectCreated:Put ${AT.Key}`,
    `ObjectRemoved:Delete ${AT.Key}`,
  ]);
  const none = client.send(new DeleteObjectsCommand({ Bucket: 'uploads', Delete: { Objects: [] } }));
  await expect(none).rejects.toMatchObject({ name: 'MalformedXML' });
});

test('a copy keeps what the source has, or replaces it', async () => {
  const { client, get } = await withObject({ ContentType: 'text/csv', Metadata: { a: '1' }, Tagging: 't=1' });
  const CopySource = `uploads/${encodeURIComponent(AT.Key)}`;
  const copy = (more: object) => client.send(new CopyObjectCommand({ Bucket: 'uploads', Key: 'copy', CopySource, ...more }));

  const { CopyObjectResult } = await copy({ ContentType: 'x/y', CopySourceIfMatch: MD5 });
  expect(CopyObjectResult).toMatchObject({ ETag: MD5, LastModified: new Date(NOON) });
  expect(await get({ Key: 'copy' })).toMatchObject({
    text: 'id;total',
    ContentType: 'text/csv',
    Metadata: { a: '1' },
    TagCount: 1,
  });
  await copy({ MetadataDirective: 'REPLACE', ContentType: 'x/y', TaggingDirective: 'REPLACE' });
  const replaced = await get({ Key: 'copy' });
  expect(replaced).toMatchObject({ text: 'id;total', ContentType: 'x/y' });
  expect([replaced.Metadata, replaced.TagCount]).toEqual([{}, undefined]);

  await expect(copy({ Key: AT.Key })).rejects.toMatchObject(refusal('InvalidRequest', 400));
  await expect(copy({ CopySourceIfNoneMatch: MD5 })).rejects.toMatchObject(refusal('PreconditionFailed', 412));
  await expect(copy({ CopySource: 'uploads/none' })).rejects.toMatchObject(refusal('NoSuchKey', 404));
  await expect(copy({ CopySource: 'uploads' })).rejects.toMatchObject(refusal('InvalidArgument', 400));
});

test('tags are replaced as a whole', async () => {
  const { client, changes } = await withObject({ Tagging: 'a=1&b=2' });

  await client.send(new PutObjectTaggingCommand({ ...AT, Tagging: { TagSet: [{ Key: 'c', Value: '3' }] } }));

  expect((await client.send(new GetObjectTaggingCommand(AT))).TagSet).toEqual([{ Key: 'c', Value: '3' }]);
  expect(changes.at(-1)).toMatchObject({ event: 'ObjectTagging:Put' });
});

test('the attributes of an object are told as they are asked for', async () => {
  const { client } = await withObject();

  const { $metadata, ...attributes } = await client.send(
    new GetObjectAttributesCommand({ ...AT, ObjectAttributes: ['ETag', 'ObjectSize', 'StorageClass', 'Checksum'] }),
  );

  expect(attributes).toEqual({
    ETag: MD5.slice(1, -1),
    ObjectSize: 8,
    StorageClass: 'STANDARD',
    LastModified: new Date(NOON),
    Checksum: { ChecksumCRC32: expect.any(String), ChecksumType: 'FULL_OBJECT' },
  });
});
