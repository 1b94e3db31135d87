import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { closeScene, refusal, s3 } from './scene';

afterEach(closeScene);

const AT = { Bucket: 'uploads', Key: 'video.bin' };
const LARGE = Buffer.alloc(5 * 1_048_576, 'a');
const SMALL = Buffer.from('the end');
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();

async function upload(more: Partial<CreateMultipartUploadCommandInput> = {}) {
  const at = await s3();
  const { client } = at;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...AT, ...more }));
  return {
    ...at,
    UploadId,
    part: async (PartNumber: number, Body: Uint8Array): Promise<CompletedPart> => {
      const {
        $metadata: _,
        ServerSideEncryption: __,
        ...part
      } = await client.send(
        new UploadPartCommand({ ...AT, UploadId, PartNumber, Body, ChecksumAlgorithm: more.ChecksumAlgorithm }),
      );
      return { PartNumber, ...part };
    },
    complete: (Parts: CompletedPart[]) =>
      client.send(new CompleteMultipartUploadCommand({ ...AT, UploadId, MultipartUpload: { Parts } })),
  };
}

test('parts become one object, whose ETag is made from those of the parts', async () => {
  const { client, part, complete, changes } = await upload({
    ChecksumAlgorithm: 'CRC32',
    ContentType: 'video/x',
    Metadata: { a: '1' },
  });

  const parts = [await part(2, LARGE), await part(7, SMALL)];
  const { ETag, Location } = await complete(parts);

  const whole = createHash('md5')
    .update(Buffer.concat([md5(LARGE), md5(SMALL)]))
    .digest('hex');
  expect(ETag).toBe(`"${whole}-2"`);
  expect(Location).toContain('uploads');
  const head = await client.send(new HeadObjectCommand(AT));
  expect(head).toMatchObject({ ContentLength: LARGE.length + SMALL.length, ContentType: 'video/x', Metadata: { a: '1' }, ETag });
  const second = await client.send(new GetObjectCommand({ ...AT, PartNumber: 2 }));
  expect(second).toMatchObject({ PartsCount: 2, ContentLength: SMALL.length });
  expect(await second.Body?.transformToString()).toBe('the end');
  const { ObjectParts } = await client.send(new GetObjectAttributesCommand({ ...AT, ObjectAttributes: ['ObjectParts'] }));
  expect(ObjectParts).toMatchObject({
    TotalPartsCount: 2,
    Parts: [
      { PartNumber: 1, Size: LARGE.length },
      { PartNumber: 2, Size: 7 },
    ],
  });
  expect(changes).toMatchObject([{ event: 'ObjectCreated:CompleteMultipartUpload', etag: `${whole}-2` }]);
});

test.each([
  ['CRC32', undefined, 'COMPOSITE'],
  ['SHA256', 'COMPOSITE', 'COMPOSITE'],
  ['CRC32C', 'FULL_OBJECT', 'FULL_OBJECT'],
  ['CRC64NVME', undefined, 'FULL_OBJECT'],
] as const)('the checksum %s of type %s is %s', async (ChecksumAlgorithm, ChecksumType, type) => {
  const { client, part, complete } = await upload({ ChecksumAlgorithm, ...(ChecksumType && { ChecksumType }) });

  const answer = await complete([await part(1, LARGE), await part(2, SMALL)]);

  const name = `Checksum${ChecksumAlgorithm}` as const;
  expect(answer.ChecksumType).toBe(type);
  expect(answer[name]).toMatch(type === 'COMPOSITE' ? /^[\w+/]+=*-2$/ : /^[\w+/]+=*$/);
  // The SDK compares what it reads with the checksum.
  const read = await client.send(new GetObjectCommand(AT));
  expect([(await read.Body?.transformToByteArray())?.length, read[name]]).toEqual([LARGE.length + 7, answer[name]]);
});

test('a part can be a copy of another object, or of a range of it', async () => {
  const { client, UploadId, complete } = await upload();
  await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'source', Body: 'abcdefgh' }));
  const copy = (CopySourceRange: string) =>
    client.send(new UploadPartCopyCommand({ ...AT, UploadId, PartNumber: 1, CopySource: 'uploads/source', CopySourceRange }));

  const { CopyPartResult } = await copy('bytes=2-4');
  await complete([{ PartNumber: 1, ETag: CopyPartResult?.ETag, ChecksumCRC32: CopyPartResult?.ChecksumCRC32 }]);

  expect(await (await client.send(new GetObjectCommand(AT))).Body?.transformToString()).toBe('cde');
  await expect(copy('bytes=2-4')).rejects.toMatchObject(refusal('NoSuchUpload', 404));
});

test('uploads under way and their parts are listed', async () => {
  const { client, UploadId, part } = await upload({ ChecksumAlgorithm: 'CRC32' });
  const [second, first] = [await part(2, SMALL), await part(1, SMALL)];

  const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: 'uploads' }));
  expect(Uploads).toMatchObject([{ Key: AT.Key, UploadId }]);
  const page = await client.send(new ListPartsCommand({ ...AT, UploadId, MaxParts: 1 }));
  expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1', Parts: [{ ...first, Size: 7 }] });
  const next = await client.send(new ListPartsCommand({ ...AT, UploadId, PartNumberMarker: page.NextPartNumberMarker }));
  expect(next).toMatchObject({ IsTruncated: false, Parts: [{ ...second, Size: 7 }] });
});

test('fails when parts are missing, in disorder, too small or not named', async () => {
  const { part, complete } = await upload();
  const [first, second] = [await part(1, SMALL), await part(2, SMALL)];

  await expect(complete([first, second])).rejects.toMatchObject(refusal('EntityTooSmall', 400));
  await expect(complete([second, first])).rejects.toMatchObject(refusal('InvalidPartOrder', 400));
  await expect(complete([{ ...first, ETag: '"x"' }])).rejects.toMatchObject(refusal('InvalidPart', 400));
  await expect(complete([{ ...first, PartNumber: 3 }])).rejects.toMatchObject(refusal('InvalidPart', 400));
  await expect(complete([])).rejects.toMatchObject(refusal('MalformedXML', 400));
  await expect(part(10_001, SMALL)).rejects.toMatchObject(refusal('InvalidArgument', 400));
});

test('fails when a part has another checksum than the upload, or is named without it', async () => {
  const { client, UploadId, part, complete } = await upload({ ChecksumAlgorithm: 'SHA1' });
  const first = await part(1, SMALL);

  const other = client.send(new UploadPartCommand({ ...AT, UploadId, PartNumber: 1, Body: SMALL, ChecksumAlgorithm: 'CRC32' }));
  await expect(other).rejects.toMatchObject(refusal('InvalidRequest', 400));
  await expect(complete([{ PartNumber: 1, ETag: first.ETag }])).rejects.toMatchObject(refusal('InvalidRequest', 400));
});

test('an upload that is aborted leaves nothing', async () => {
  const { client, UploadId, part, complete, store } = await upload();
  const first = await part(1, SMALL);

  await client.send(new AbortMultipartUploadCommand({ ...AT, UploadId }));

  await expect(complete([first])).rejects.toMatchObject(refusal('NoSuchUpload', 404));
  expect((await client.send(new ListMultipartUploadsCommand({ Bucket: 'uploads' }))).Uploads).toBeUndefined();
  expect(store.hasRoomFor(store.kept)).toBe(true);
});
