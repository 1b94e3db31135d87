import {
  DeleteObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { closeScene, refusal, s3 } from './scene';

afterEach(closeScene);

const KEYS = ['a.txt', 'b/1.txt', 'b/2.txt', 'b/c/3.txt', 'd e/ä+.txt', 'z.txt'];

async function withKeys(keys: readonly string[] = KEYS, versioning?: 'Enabled') {
  const at = await s3({ bucket: versioning ? { versioning } : {} });
  for (const Key of keys) await at.client.send(new PutObjectCommand({ Bucket: 'uploads', Key, Body: Key }));
  const list = (input: object = {}) => at.client.send(new ListObjectsV2Command({ Bucket: 'uploads', ...input }));
  return { ...at, list };
}

const keysOf = (page: { Contents?: { Key?: string }[] | undefined }) => page.Contents?.map(({ Key }) => Key) ?? [];
const prefixesOf = (page: { CommonPrefixes?: { Prefix?: string }[] | undefined }) =>
  page.CommonPrefixes?.map(({ Prefix }) => Prefix) ?? [];

test('keys are listed in the order of their bytes, by prefix, and behind one', async () => {
  const keys = ['\u{1f600}', '\uffee', 'B', 'a', 'é'];
  const { list } = await withKeys(keys);

  expect(keysOf(await list())).toEqual(['B', 'a', 'é', '\uffee', '\u{1f600}']);
  expect(keysOf(await list({ Prefix: 'é' }))).toEqual(['é']);
  expect(keysOf(await list({ StartAfter: 'a', MaxKeys: 2 }))).toEqual(['é', '\uffee']);
});

test('with a delimiter, keys that go on alike are one common prefix, which counts as one', async () => {
  const { list } = await withKeys();

  const page = await list({ Delimiter: '/' });
  expect([keysOf(page), prefixesOf(page), page.KeyCount]).toEqual([['a.txt', 'z.txt'], ['b/', 'd e/'], 4]);
  const below = await list({ Delimiter: '/', Prefix: 'b/' });
  expect([keysOf(below), prefixesOf(below)]).toEqual([['b/1.txt', 'b/2.txt'], ['b/c/']]);
});

test.each([1, 2, 3, 1000])('pages of %d show each key and each common prefix once', async (MaxKeys) => {
  const { client } = await withKeys();
  const seen: unknown[] = [];

  for await (const page of paginateListObjectsV2({ client }, { Bucket: 'uploads', Delimiter: '/', MaxKeys })) {
    expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
    seen.push(...keysOf(page), ...prefixesOf(page));
  }

  expect(seen.sort()).toEqual(['a.txt', 'b/', 'd e/', 'z.txt']);
});

test('keys are encoded where the client asks for it', async () => {
  const { list } = await withKeys(['d e/ä+(1)~*.txt']);

  const page = await list({ EncodingType: 'url', Prefix: 'd e/' });

  expect([keysOf(page), page.Prefix]).toEqual([['d+e/%C3%A4%2B%281%29%7E*.txt'], 'd+e/']);
  await expect(list({ EncodingType: 'base64' })).rejects.toMatchObject(refusal('InvalidArgument', 400));
});

test('the first version of the API lists as well, with markers', async () => {
  const { client } = await withKeys();
  const list = (input: object) => client.send(new ListObjectsCommand({ Bucket: 'uploads', ...input }));

  const first = await list({ Delimiter: '/', MaxKeys: 2 });
  expect([keysOf(first), prefixesOf(first), first.NextMarker]).toEqual([['a.txt'], ['b/'], 'b/']);
  const second = await list({ Delimiter: '/', Marker: 'b/' });
  expect([keysOf(second), prefixesOf(second), second.IsTruncated]).toEqual([['z.txt'], ['d e/'], false]);
  expect((await list({ MaxKeys: 2 })).NextMarker).toBeUndefined();
});

test('fails when a token or the size of a page is wrong', async () => {
  const { list } = await withKeys();

  await expect(list({ ContinuationToken: '?' })).rejects.toMatchObject(refusal('InvalidArgument', 400));
  await expect(list({ MaxKeys: -1 })).rejects.toMatchObject(refusal('InvalidArgument', 400));
  expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  expect((await list({ MaxKeys: 5000 })).MaxKeys).toBe(1000);
});

test('versions and delete markers are listed by key, the newest first, over as many pages as it takes', async () => {
  const { client } = await withKeys(['a', 'a', 'b'], 'Enabled');
  await client.send(new DeleteObjectCommand({ Bucket: 'uploads', Key: 'a' }));
  const list = (input: object = {}) => client.send(new ListObjectVersionsCommand({ Bucket: 'uploads', ...input }));

  const whole = await list();
  expect(whole.Versions?.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([
    ['a', false],
    ['a', false],
    ['b', true],
  ]);
  expect(whole.DeleteMarkers?.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([['a', true]]);
  const paged: unknown[] = [];
  for (let at = await list({ MaxKeys: 1 }), more = true; more; ) {
    paged.push(...(at.Versions ?? []), ...(at.DeleteMarkers ?? []));
    more = at.IsTruncated === true;
    if (more) at = await list({ MaxKeys: 1, KeyMarker: at.NextKeyMarker, VersionIdMarker: at.NextVersionIdMarker });
  }
  expect(paged).toHaveLength(4);
  expect(paged).toEqual(expect.arrayContaining([...(whole.Versions ?? []), ...(whole.DeleteMarkers ?? [])]));
});
