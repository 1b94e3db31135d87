import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { closeScene, refusal, s3 } from './scene';

afterEach(closeScene);

const AT = { Bucket: 'uploads', Key: 'key' };

async function versioned(bucket: { versioning?: 'Enabled' } = { versioning: 'Enabled' }) {
  const at = await s3({ bucket });
  const { client } = at;
  return {
    ...at,
    put: async (Body: string) => (await client.send(new PutObjectCommand({ ...AT, Body }))).VersionId,
    get: async (VersionId?: string) => (await client.send(new GetObjectCommand({ ...AT, VersionId }))).Body?.transformToString(),
    remove: (VersionId?: string) => client.send(new DeleteObjectCommand({ ...AT, VersionId })),
    set: (Status: 'Enabled' | 'Suspended') =>
      client.send(new PutBucketVersioningCommand({ Bucket: 'uploads', VersioningConfiguration: { Status } })),
    kept: async () => {
      const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: 'uploads' }));
      return [Versions.length, DeleteMarkers.length];
    },
  };
}

test('every version can be read, and the newest is what the key leads to', async () => {
  const { put, get } = await versioned();

  const [first, second] = [await put('1'), await put('2')];

  expect(first).not.toBe(second);
  expect([await get(), await get(first), await get(second)]).toEqual(['2', '1', '2']);
});

test('a delete marker hides what was there, until it is deleted itself', async () => {
  const { client, put, get, remove, changes } = await versioned();
  const first = await put('1');

  const marker = await remove();
  expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) });
  await expect(get()).rejects.toMatchObject(refusal('NoSuchKey', 404));
  await expect(get(marker.VersionId)).rejects.toMatchObject(refusal('MethodNotAllowed', 405));
  expect((await client.send(new ListObjectsV2Command({ Bucket: 'uploads' }))).KeyCount).toBe(0);
  expect(await get(first)).toBe('1');
  expect(await remove(marker.VersionId)).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId });
  expect(await get()).toBe('1');
  await remove(first);
  expect(changes.map(({ event }) => event)).toEqual([
    'ObjectCreated:Put',
    'ObjectRemoved:DeleteMarkerCreated',
    'ObjectRemoved:Delete',
    'ObjectRemoved:Delete',
  ]);
  const order = changes.map(({ sequencer }) => sequencer);
  expect(order).toEqual([...order].sort());
});

test('while versioning is suspended, what is written has the version null, and replaces the one before of that name', async () => {
  const { client, put, get, remove, set, kept } = await versioned({});
  expect((await client.send(new GetBucketVersioningCommand({ Bucket: 'uploads' }))).Status).toBeUndefined();
  expect(await put('before')).toBeUndefined();
  await set('Enabled');
  const between = await put('between');

  await set('Suspended');
  expect(await put('suspended')).toBe('null');
  expect([await get('null'), await get(between), await kept()]).toEqual(['suspended', 'between', [2, 0]]);

  expect(await remove()).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
  expect(await kept()).toEqual([1, 1]);
  expect((await client.send(new GetBucketVersioningCommand({ Bucket: 'uploads' }))).Status).toBe('Suspended');
});
