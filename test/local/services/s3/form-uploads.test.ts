import { type IncomingMessage, request } from 'node:http';
import { GetObjectCommand, GetObjectTaggingCommand } from '@aws-sdk/client-s3';
import type { Authentication } from '../../../../src/local/endpoints/authentication';
import { earlierPost, formOf, type PostSettings, presignedPost } from '../../../support/post-form';
import { closeScene, s3 } from './scene';

afterEach(closeScene);

/** A form that somebody sends who has signed it like this. */
async function posted(
  settings: PostSettings = {},
  { file = 'hello', fileName = 'a.txt', mode = 'verify' as Authentication } = {},
) {
  const scene = await s3({ mode });
  return { ...scene, answer: await send(scene.served.origin, presignedPost(settings), file, fileName) };
}

function send(origin: string, fields: Record<string, string>, file = 'hello', fileName = 'a.txt', place = '/uploads') {
  const body = formOf(fields, file, fileName);
  return fetch(`${origin}${place}`, { method: 'POST', body, redirect: 'manual' });
}

async function told(answer: Response): Promise<Record<string, string>> {
  const elements = [...(await answer.text()).matchAll(/<(\w+)>([^<]*)<\/\1>/g)];
  const unescaped = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  return Object.fromEntries(elements.map(([, name = '', text = '']) => [name, unescaped(text)]));
}

test.each(['verify', 'any'] as const)('a form uploads a file, where signatures are %s', async (mode) => {
  const { answer, store, uploads, changes } = await posted({}, { mode });

  expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([
    204,
    '',
    '"5d41402abc4b2a76b9719d911017c592"',
  ]);
  expect(answer.headers.get('location')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/uploads\/in%2Fa\.txt$/);
  expect(Buffer.from(store.current(uploads, 'in/a.txt')?.bytes ?? []).toString()).toBe('hello');
  expect(changes).toMatchObject([{ event: 'ObjectCreated:Post', reason: 'POST Object', key: 'in/a.txt', size: 5 }]);
});

test('a form says of the object what headers say of other uploads', async () => {
  const tagging = '<Tagging><TagSet><Tag><Key>team</Key><Value>shop</Value></Tag></TagSet></Tagging>';
  const fields = {
    ...{ acl: 'private', 'Content-Type': 'text/plain', 'Cache-Control': 'no-store', tagging },
    ...{ 'x-amz-meta-Source': 'page', 'x-amz-meta-name': 'Müller & Söhne', 'x-amz-meta-city': '東京' },
    ...{ 'Content-Disposition': 'attachment; filename="a—b.txt"', 'x-amz-checksum-crc32': 'NhCmhg==' },
  };
  const { answer, client } = await posted({ fields });

  expect(answer.status).toBe(204);
  expect(answer.headers.get('x-amz-checksum-crc32')).toBe('NhCmhg==');
  const got = await client.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'in/a.txt' }));
  expect(got).toMatchObject({ ContentType: 'text/plain', CacheControl: 'no-store' });
  expect(got.ContentDisposition).toBe('attachment; filename="a b.txt"');
  expect(got.Metadata).toEqual({
    source: 'page',
    name: '=?UTF-8?Q?M=C3=BCller_=26_S=C3=B6hne?=',
    city: '=?UTF-8?B?5p2x5Lqs?=',
  });
  const tags = await client.send(new GetObjectTaggingCommand({ Bucket: 'uploads', Key: 'in/a.txt' }));
  expect(tags.TagSet).toEqual([{ Key: 'team', Value: 'shop' }]);
});

test.each([
  ['C:\\pictures\\cat.png', 'in/cat.png'],
  ['/pictures/mine/cat $& 1.png', 'in/cat $& 1.png'],
])('the name of the file %p makes the key %s', async (fileName, key) => {
  const { answer, store, uploads } = await posted({ key: 'in/${filename}' }, { fileName });

  expect(answer.status).toBe(204);
  expect(store.current(uploads, key)).toBeDefined();
});

/** One part after the other, as no page writes them. */
function parts(...each: readonly (readonly [disposition: string, text: string | Uint8Array])[]) {
  const lines = each.flatMap(([disposition, text]) => [
    Buffer.from(`--x\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`),
    Buffer.from(text),
    Buffer.from('\r\n'),
  ]);
  return {
    method: 'POST',
    body: Buffer.concat([...lines, Buffer.from('--x--\r\n')]),
    headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
  };
}

test('a page where no file was chosen uploads nothing, under no name', async () => {
  const { served, store, uploads } = await s3();

  const form = parts(['name="key"', 'in/${filename}'], ['name="file"; filename=""', '']);
  expect((await fetch(`${served.origin}/uploads`, form)).status).toBe(204);
  expect(store.current(uploads, 'in/')?.bytes.length).toBe(0);
});

test('fields that are sent like files are fields', async () => {
  const { served, store, uploads } = await s3();

  const form = parts(['name="key"; filename="key"', 'a'], ['name="file"; filename="file"', Uint8Array.of(255, 0)]);
  expect((await fetch(`${served.origin}/uploads`, form)).status).toBe(204);
  expect(store.current(uploads, 'a')?.bytes).toEqual(Buffer.of(255, 0));
});

test('fails when a file has no name and is no text', async () => {
  const { served } = await s3();

  const answer = await fetch(`${served.origin}/uploads`, parts(['name="key"', 'a'], ['name="file"', Uint8Array.of(255)]));
  expect([answer.status, await told(answer)]).toMatchObject([400, { Code: 'NotEmulatedException' }]);
});

test('text that is no file is taken for one, and has no name', async () => {
  const { served, store, uploads } = await s3({ mode: 'verify' });
  const body = new FormData();
  for (const [name, value] of Object.entries(presignedPost({ key: 'in/${filename}' }))) body.append(name, value);
  body.append('file', 'grüße');
  body.append('key', 'behind the file');

  expect((await fetch(`${served.origin}/uploads/`, { method: 'POST', body })).status).toBe(204);
  expect(Buffer.from(store.current(uploads, 'in/${filename}')?.bytes ?? []).toString()).toBe('grüße');
});

test('a form that wants 201 is told of the object', async () => {
  const { answer } = await posted({ key: 'in/ä b.txt', fields: { success_action_status: '201' } });

  const { status, headers } = answer;
  expect([status, headers.get('content-type')]).toEqual([201, 'application/xml']);
  expect(await told(answer)).toEqual({
    Location: expect.stringMatching(/\/uploads\/in%2F%C3%A4%20b\.txt$/),
    Bucket: 'uploads',
    Key: 'in/ä b.txt',
    ETag: '"5d41402abc4b2a76b9719d911017c592"',
  });
});

test.each([
  ['200', 200],
  ['204', 204],
  ['404', 204],
])('a form that wants %s gets %s', async (success_action_status, status) => {
  expect((await posted({ fields: { success_action_status } })).answer.status).toBe(status);
});

test.each([
  ['https://shop.example/done', 'https://shop.example/done?'],
  ['https://shop.example/done?from=a b', 'https://shop.example/done?from=a%20b&'],
])('a page is led on to %s', async (success_action_redirect, begin) => {
  const { answer } = await posted({ key: 'in/a b.txt', fields: { success_action_redirect } });

  expect([answer.status, answer.headers.get('location')]).toEqual([
    303,
    `${begin}bucket=uploads&key=in%2Fa+b.txt&etag=%225d41402abc4b2a76b9719d911017c592%22`,
  ]);
});

test('a page is not led on to what is no address', async () => {
  expect((await posted({ fields: { success_action_redirect: '/done' } })).answer.status).toBe(204);
});

test('a form that was signed with the earlier signature works', async () => {
  const { served } = await s3({ mode: 'verify' });

  expect((await send(served.origin, earlierPost())).status).toBe(204);
  expect((await send(served.origin, earlierPost('in/a.txt', 'other'))).status).toBe(403);
});

/** As a browser sends a form to a name that only browsers know for this machine. */
async function sendTo(port: number, host: string, path: string, form: FormData): Promise<IncomingMessage> {
  const body = new Response(form);
  const headers = { Host: `${host}:${port}`, 'Content-Type': body.headers.get('content-type') ?? '' };
  const bytes = Buffer.from(await body.arrayBuffer());
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer));
    });
    asked.on('error', reject).end(bytes);
  });
}

test.each([
  ['uploads.s3.eu-west-1.localhost', '/', ''],
  ['uploads.localhost', '/', ''],
  ['s3.eu-west-1.localhost', '/uploads', '/uploads'],
])('a form finds its bucket at %s%s, and the version of its object is told', async (host, path, before) => {
  const { served } = await s3({ mode: 'verify', bucket: { versioning: 'Enabled' } });

  const { statusCode, headers } = await sendTo(served.port, host, path, formOf(presignedPost()));

  expect([statusCode, headers.location]).toEqual([204, `http://${host}:${served.port}${before}/in%2Fa.txt`]);
  expect(headers['x-amz-version-id']).toMatch(/^[0-9a-f]{32}$/);
});

const REFUSED: readonly (readonly [string, PostSettings, number, Record<string, string>])[] = [
  ['has expired', { expiration: '2020-01-01T00:00:00Z' }, 403, denied('Policy expired.')],
  [
    'has another key',
    { conditions: [['starts-with', '$key', 'out/']] },
    403,
    denied('Policy Condition failed: ["starts-with", "$key", "out/"]'),
  ],
  [
    'has another value',
    { conditions: [{ acl: 'say "private"' }], fields: { acl: 'private' } },
    403,
    denied('Policy Condition failed: ["eq", "$acl", "say \\"private\\""]'),
  ],
  [
    'lacks a field that may hold anything',
    { conditions: [['starts-with', '$Content-Type', '']] },
    403,
    denied('Policy Condition failed: ["starts-with", "$Content-Type", ""]'),
  ],
  [
    'has a condition on a field without a dollar',
    { conditions: [['eq', 'acl', 'private']], fields: { acl: 'private' } },
    403,
    denied('Policy Condition failed: ["eq", "acl", "private"]'),
  ],
  ['is for another bucket', { bucket: 'others' }, 403, denied('Policy Condition failed: ["eq", "$bucket", "others"]')],
  [
    'has one type too many',
    { conditions: [['starts-with', '$content-type', 'image/']], fields: { 'Content-Type': 'image/png,text/plain' } },
    403,
    denied('Policy Condition failed: ["starts-with", "$content-type", "image/"]'),
  ],
  [
    'is too long',
    { conditions: [['content-length-range', 1, 4]] },
    400,
    {
      Code: 'EntityTooLarge',
      Message: 'Your proposed upload exceeds the maximum allowed size',
      ProposedSize: '5',
      MaxSizeAllowed: '4',
    },
  ],
  [
    'is too short',
    { conditions: [['content-length-range', '6', '10']] },
    400,
    {
      Code: 'EntityTooSmall',
      Message: 'Your proposed upload is smaller than the minimum allowed size',
      ProposedSize: '5',
      MinSizeAllowed: '6',
    },
  ],
  [
    'has a length that is no number',
    { conditions: [['content-length-range', 'test', '10']] },
    403,
    denied('Policy Condition failed: ["content-length-range", "test", "10"]'),
  ],
  [
    'was signed with another secret',
    { secret: 'other' },
    403,
    {
      Code: 'SignatureDoesNotMatch',
      Message:
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      AWSAccessKeyId: 'AKIDTEST',
      StringToSign: expect.any(String),
      SignatureProvided: expect.any(String),
      StringToSignBytes: expect.stringMatching(/^[0-9a-f]{2}( [0-9a-f]{2})+$/),
    },
  ],
  [
    'is of an unknown key',
    { accessKeyId: 'AKIDNONE' },
    403,
    {
      Code: 'InvalidAccessKeyId',
      Message: 'The AWS Access Key Id you provided does not exist in our records.',
      AWSAccessKeyId: 'AKIDNONE',
    },
  ],
  ['has a policy that is no JSON', { policy: '{' }, 400, invalid('Invalid JSON.')],
  ['has a policy of a bucket', { policy: '{"Statement":[]}' }, 400, invalid("Unexpected: 'statement'")],
  [
    'has a policy with a time of its own',
    { expiration: '2011-09-13T07:52:58+02:00' },
    400,
    invalid("Invalid 'expiration' value: '2011-09-13T07:52:58+02:00'"),
  ],
  [
    'has two conditions in one',
    { conditions: [{ acl: 'private', bucket: 'uploads' }] },
    400,
    invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.'),
  ],
  [
    'has a condition that is no text',
    { conditions: [{ 'Content-Length': 5 }] },
    400,
    invalid('Invalid Simple-Condition: value must be a string.'),
  ],
];

function denied(what: string) {
  return { Code: 'AccessDenied', Message: `Invalid according to Policy: ${what}` };
}

function invalid(what: string) {
  return { Code: 'InvalidPolicyDocument', Message: `Invalid Policy: ${what}` };
}

test.each(REFUSED)('fails when a form %s', async (_, settings, status, expected) => {
  const { answer, changes } = await posted(settings);

  expect([answer.status, await told(answer)]).toEqual([status, { ...expected, RequestId: expect.any(String) }]);
  expect(changes).toEqual([]);
});

test.each([
  { expiration: '2020-01-01T00:00:00Z' },
  { secret: 'other' },
  { accessKeyId: 'AKIDNONE' },
])('a form with %p is taken where every signature is', async (settings) => {
  expect((await posted(settings, { mode: 'any' })).answer.status).toBe(204);
});

test('names of fields and conditions know no case, and fields to be ignored are', async () => {
  const conditions = [['StArTs-WiTh', '$X-AMZ-META-a', 'b']];
  const { served, store, uploads } = await s3({ mode: 'verify' });
  const { 'X-Amz-Date': date = '', ...fields } = presignedPost({ conditions });

  const answer = await send(served.origin, { ...fields, 'x-amz-DATE': date, 'x-amz-meta-A': 'bc', 'x-ignore-me': '1' });

  expect(answer.status).toBe(204);
  expect(store.current(uploads, 'in/a.txt')?.metadata).toEqual({ a: 'bc' });
});

test.each([
  ['a field that no condition is about', { extra: '1' }, [], 'Invalid according to Policy: Extra input fields: extra'],
  ['no bucket in its policy', {}, [{ key: 'in/a.txt' }], 'Invalid according to Policy: Extra input fields: bucket'],
])('fails when a form has %s', async (_, also, conditions, message) => {
  const { served } = await s3({ mode: 'any' });
  const policy = conditions.length > 0 ? JSON.stringify({ expiration: '2999-01-01T00:00:00Z', conditions }) : undefined;
  const signed = presignedPost(policy === undefined ? {} : { policy });
  const fields = policy === undefined ? signed : { key: signed.key ?? '', Policy: signed.Policy ?? '' };

  const answer = await send(served.origin, { ...fields, ...also });

  expect([answer.status, await told(answer)]).toMatchObject([403, { Code: 'AccessDenied', Message: message }]);
});

test.each([
  ['X-Amz-Signature', 'X-Amz-Signature'],
  ['X-Amz-Algorithm', 'X-Amz-Algorithm'],
  ['key', 'key'],
])('fails when a form has no %s', async (left, name) => {
  const { served } = await s3({ mode: 'verify' });
  const fields = Object.fromEntries(Object.entries(presignedPost()).filter(([each]) => each !== left));

  const answer = await send(served.origin, fields);

  expect([answer.status, await told(answer)]).toMatchObject([
    400,
    {
      Code: 'InvalidArgument',
      Message: `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
      ArgumentName: name,
      ArgumentValue: '',
    },
  ]);
});

test('fails when a form that nobody has signed is sent where signatures are verified', async () => {
  const { served } = await s3({ mode: 'verify' });

  const answer = await send(served.origin, { key: 'in/a.txt' });

  expect([answer.status, await told(answer)]).toMatchObject([403, { Code: 'AccessDenied', Message: 'Access Denied' }]);
});

test('an unsigned form is taken where every request is, but not from the page of somebody else', async () => {
  const { served, store, uploads } = await s3({ mode: 'any' });
  const from = (headers: Record<string, string>) =>
    fetch(`${served.origin}/uploads`, { method: 'POST', body: formOf({ key: 'in/b.txt' }), headers });

  expect((await from({ Origin: 'https://evil.example' })).status).toBe(403);
  expect(store.current(uploads, 'in/b.txt')).toBeUndefined();
  expect((await from({})).status).toBe(204);
});

test('fails when what is posted to a bucket is no form', async () => {
  const { served } = await s3();
  const post = (body: string, type: string) =>
    fetch(`${served.origin}/uploads`, { method: 'POST', body, headers: { 'Content-Type': type, 'User-Agent': 'api/s3#1' } });

  const plain = await post('a=b', 'text/html');
  const broken = await post('--x\r\nnothing', 'multipart/form-data; boundary=x');
  const without = await post('--x\r\nnothing', 'multipart/form-data');

  expect([plain.status, await told(plain)]).toMatchObject([
    412,
    { Code: 'PreconditionFailed', Condition: 'Bucket POST must be of the enclosure-type multipart/form-data' },
  ]);
  for (const answer of [broken, without]) {
    expect([answer.status, await told(answer)]).toMatchObject([400, { Code: 'MalformedPOSTRequest' }]);
  }
});

test('fails when a form has no file, two of them, or too much before it', async () => {
  const { served } = await s3();
  const post = (body: FormData) => fetch(`${served.origin}/uploads`, { method: 'POST', body });
  const none = new FormData();
  none.append('key', 'a');
  const two = formOf({ key: 'a' });
  two.append('file', new Blob(['b']), 'b');

  for (const [body, ArgumentValue] of [
    [none, '0'],
    [two, '2'],
  ] as const) {
    expect(await told(await post(body))).toMatchObject({
      Code: 'InvalidArgument',
      Message: 'POST requires exactly one file upload per request.',
      ArgumentName: 'file',
      ArgumentValue,
    });
  }
  expect(await told(await post(formOf({ key: 'a', 'x-amz-meta-a': 'b'.repeat(20_480) })))).toMatchObject({
    Code: 'MaxPostPreDataLengthExceeded',
    MaxPostPreDataLengthBytes: '20480',
  });
});

test.each([
  ['in a bucket that is not there', '/others', {}, 404, 'NoSuchBucket'],
  ['with tags that are no XML', '/uploads', { tagging: 'not-xml' }, 400, 'MalformedXML'],
  ['with a checksum of something else', '/uploads', { 'x-amz-checksum-crc32': 'AAAAAA==' }, 400, 'BadDigest'],
  ['with a key of its own', '/uploads', { 'x-amz-server-side-encryption-customer-key': 'a' }, 400, 'NotEmulatedException'],
])('fails when a form is to store its file %s', async (_, place, fields, status, Code) => {
  const { served, changes } = await s3({ mode: 'any' });

  const answer = await send(served.origin, { key: 'a', ...fields }, 'hello', 'a.txt', place);

  expect([answer.status, await told(answer)]).toMatchObject([status, { Code }]);
  expect(changes).toEqual([]);
});
