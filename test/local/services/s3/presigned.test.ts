import { createHmac } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { closeScene, s3 } from './scene';

afterEach(closeScene);

const PATH = '/uploads/in/a%20%C3%BC.txt';
const LATER = 4_000_000_000;

/** As boto3 signs beforehand in `us-east-1`. */
function signed(method: string, expires: number, secret = 'secret', also = ''): string {
  const text = `${method}\n\n\n${expires}\n${also === '' ? '' : 'x-amz-meta-source:shop\n'}${PATH}`;
  const Signature = createHmac('sha1', secret).update(text).digest('base64');
  return `${PATH}?${new URLSearchParams({ AWSAccessKeyId: 'AKIDTEST', Signature, Expires: String(expires) })}${also}`;
}

test.each([
  'verify',
  'any',
] as const)('an address that was signed with the earlier signature works, where signatures are %s', async (mode) => {
  const { served, store, uploads } = await s3({ mode });

  const address = `${served.origin}${signed('PUT', LATER, 'secret', '&x-amz-meta-source=shop')}`;
  const put = await fetch(address, { method: 'PUT', body: new Uint8Array([104, 105]) });
  const got = await fetch(`${served.origin}${signed('GET', LATER)}`);

  expect([put.status, got.status, await got.text()]).toEqual([200, 200, 'hi']);
  expect(store.current(uploads, 'in/a ü.txt')?.metadata).toEqual({ source: 'shop' });
});

test.each([
  ['has expired', signed('GET', 1_000), '<Code>AccessDenied</Code><Message>Request has expired</Message>'],
  ['was signed for another method', signed('PUT', LATER), '<Code>SignatureDoesNotMatch</Code>'],
  ['was signed with another secret', signed('GET', LATER, 'other'), '<Code>SignatureDoesNotMatch</Code>'],
  ['is of an unknown key', signed('GET', LATER).replace('AKIDTEST', 'AKIDNONE'), '<Code>InvalidAccessKeyId</Code>'],
])('fails when such an address %s and signatures are verified', async (_, path, expected) => {
  const { client, served } = await s3({ mode: 'verify' });
  await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'in/a ü.txt', Body: 'hi' }));

  const answer = await fetch(`${served.origin}${path}`);

  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining(expected)]);
});

test('checksums in a pre-signed address, which SDKs work out before there is a body, are not looked at', async () => {
  const { served, store, uploads } = await s3();
  const scope = 'AKIDTEST/20261120/eu-west-1/s3/aws4_request';
  const query = new URLSearchParams({
    ...{ 'X-Amz-Algorithm': 'AWS4-HMAC-SHA256', 'X-Amz-Credential': scope, 'X-Amz-Signature': '0' },
    ...{ 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-sdk-checksum-algorithm': 'CRC32', 'x-amz-meta-source': 'shop' },
  });

  const put = await fetch(`${served.origin}${PATH}?${query}`, { method: 'PUT', body: 'text' });

  expect(put.status).toBe(200);
  expect(store.current(uploads, 'in/a ü.txt')).toMatchObject({ metadata: { source: 'shop' } });
});
