import {
  type CORSRule,
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { CorsRule } from '../../../../src/model/bucket';
import { formOf, presignedPost } from '../../../support/post-form';
import { closeScene, refusal, s3 } from './scene';

afterEach(closeScene);

const PAGE = 'https://shop.example';
const RULE: CorsRule = { origins: [PAGE], methods: ['GET', 'PUT'], headers: ['*'], maxAge: 3000 };
const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';
/** Signed, as far as can be seen beforehand. */
const SIGNED = 'X-Amz-Credential=AKIDTEST/20261120/eu-west-1/s3/aws4_request';

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly origin?: string | undefined;
  readonly wanted?: string | undefined;
  readonly headers?: string;
}

/** What a browser hears, for the page of the shop unless it says so. */
async function ask(cors: readonly CorsRule[], asked: Asked = {}) {
  const { served, client } = await s3({ bucket: { cors } });
  await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'a', Body: 'text' }));
  const { method = 'OPTIONS', path = '/uploads/a', origin = PAGE } = asked;
  const answer = await fetch(`${served.origin}${path}`, {
    method,
    headers: {
      ...('origin' in asked && asked.origin === undefined ? {} : { Origin: origin }),
      ...(asked.wanted !== undefined && { 'Access-Control-Request-Method': asked.wanted }),
      ...(asked.headers !== undefined && { 'Access-Control-Request-Headers': asked.headers }),
    },
  });
  return { answer, status: answer.status, leave: leaveOf(answer), text: await answer.text() };
}

function leaveOf({ headers }: Response): Record<string, string> {
  const entries = [...headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary');
  return Object.fromEntries(entries.map(([name, value]) => [name.replace('access-control-', ''), value]));
}

test('a browser that asks first is told what the rule allows', async () => {
  const { status, leave, text, answer } = await ask([RULE], { wanted: 'PUT' });

  expect([status, text, answer.headers.get('content-length')]).toEqual([200, '', '0']);
  expect(leave).toEqual({
    'allow-origin': PAGE,
    'allow-credentials': 'true',
    'allow-methods': 'GET, PUT',
    'max-age': '3000',
    vary: VARY,
  });
});

test('the answer to a page says the same', async () => {
  const { status, leave, text } = await ask([RULE], { method: 'GET', path: `/uploads/a?${SIGNED}` });

  expect([status, text]).toEqual([200, 'text']);
  expect(leave).toMatchObject({ 'allow-origin': PAGE, 'allow-methods': 'GET, PUT', vary: VARY });
});

test('errors can be read by the page as well', async () => {
  const { status, leave } = await ask([RULE], { method: 'GET', path: `/uploads/none?${SIGNED}` });

  expect([status, leave['allow-origin']]).toEqual([404, PAGE]);
});

test('a form of a page is answered with leave', async () => {
  const { served } = await s3({ bucket: { cors: [{ origins: ['*'], methods: ['POST'], exposed: ['ETag', 'Location'] }] } });

  const answer = await fetch(`${served.origin}/uploads`, {
    method: 'POST',
    body: formOf(presignedPost()),
    headers: { Origin: PAGE },
  });

  expect(answer.status).toBe(204);
  expect(leaveOf(answer)).toEqual({
    'allow-origin': '*',
    'allow-methods': 'POST',
    'expose-headers': 'ETag, Location',
    vary: VARY,
  });
});

test.each<readonly [string, Asked]>([
  ['of another origin', { origin: 'http://shop.example' }],
  ['without an origin', { origin: undefined }],
  ['whose method is not allowed', { path: `/uploads/b?${SIGNED}`, method: 'DELETE' }],
  ['that speaks of a method that is not allowed', { wanted: 'DELETE' }],
])('a request %s is answered without leave', async (_, asked) => {
  const { status, leave } = await ask([RULE], { method: 'GET', path: `/uploads/a?${SIGNED}`, ...asked });

  expect(status).toBeLessThan(300);
  expect(leave).toEqual({});
});

test.each([
  ['*suffix', 'foo.suffix'],
  ['start*end', 'startend'],
  ['start*end', 'start12end'],
  ['prefix*', 'prefix'],
  ['http://*.example.com', 'http://a.b.example.com'],
])('the pattern %s is for %s', async (pattern, origin) => {
  const { leave } = await ask([{ origins: ['x', pattern], methods: ['GET'] }], { origin, wanted: 'GET' });

  expect(leave['allow-origin']).toBe(origin);
});

test.each([
  ['start*end', 'startnd'],
  ['prefix*', 'bla.prefix'],
  ['*suffix', 'foo.suffix.get'],
  ['http://*.example.com', 'http://a.example.com/'],
])('the pattern %s is not for %s', async (pattern, origin) => {
  const { status } = await ask([{ origins: [pattern], methods: ['GET'] }], { origin, wanted: 'GET' });

  expect(status).toBe(403);
});

test('the first rule that fits decides, and names of headers know no case', async () => {
  const rules: CorsRule[] = [
    { origins: [PAGE], methods: ['PUT'], headers: ['content-type'] },
    { origins: [PAGE], methods: ['PUT'], headers: ['x-AMZ-*'], exposed: ['ETag'] },
    { origins: ['*'], methods: ['PUT'], headers: ['*'] },
  ];
  const { leave } = await ask(rules, { wanted: 'PUT', headers: 'X-Amz-Meta-A,, x-amz-acl' });

  expect(leave).toMatchObject({ 'allow-origin': PAGE, 'allow-headers': 'x-amz-meta-a, x-amz-acl', 'expose-headers': 'ETag' });
});

const NOT_ALLOWED =
  'CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource&#39;s CORS spec.';

test.each<readonly [string, readonly CorsRule[], Asked, number, string, string]>([
  ['says no origin', [RULE], { origin: undefined }, 400, 'BadRequest', 'Insufficient information. Origin request header needed.'],
  ['says no method', [RULE], {}, 400, 'BadRequest', 'Invalid Access-Control-Request-Method: null'],
  [
    'asks for a bucket without rules',
    [],
    { wanted: 'PUT' },
    403,
    'AccessForbidden',
    'CORSResponse: CORS is not enabled for this bucket.</Message><Method>PUT</Method><ResourceType>BUCKET',
  ],
  [
    'asks for a method that is not allowed',
    [RULE],
    { wanted: 'DELETE' },
    403,
    'AccessForbidden',
    `${NOT_ALLOWED}</Message><Method>DELETE</Method><ResourceType>OBJECT`,
  ],
  [
    'asks for a bucket from another origin',
    [RULE],
    { wanted: 'GET', path: '/uploads', origin: 'http://x' },
    403,
    'AccessForbidden',
    `${NOT_ALLOWED}</Message><Method>GET</Method><ResourceType>BUCKET`,
  ],
  [
    'asks for headers where none are allowed',
    [{ origins: ['*'], methods: ['GET'] }],
    { wanted: 'GET', headers: 'x-a' },
    403,
    'AccessForbidden',
    NOT_ALLOWED,
  ],
  [
    'asks for a bucket that is not there',
    [RULE],
    { path: `/others/a?${SIGNED}` },
    403,
    'AccessForbidden',
    'CORSResponse: Bucket not found</Message><Method>OPTIONS</Method><ResourceType>BUCKET',
  ],
])('fails when a browser %s', async (_, rules, asked, status, code, message) => {
  const answer = await ask(rules, asked);

  expect(answer.status).toBe(status);
  expect(answer.text.replaceAll("'", '&#39;')).toContain(`<Code>${code}</Code><Message>${message}</`);
  expect(answer.leave).toEqual({});
});

test('what is no bucket gets no answer of S3', async () => {
  expect((await ask([RULE], { path: '/others/a' })).status).toBe(404);
});

test('a page of an allowed origin must sign all the same, and can read that it must', async () => {
  const { served } = await s3({ bucket: { cors: [RULE] } });

  const answer = await fetch(`${served.origin}/uploads/a`, {
    headers: { Origin: PAGE, 'x-amz-user-agent': 'x', 'User-Agent': 'api/s3#1' },
  });

  expect([answer.status, leaveOf(answer)['allow-origin']]).toEqual([403, PAGE]);
});

test('the rules of a bucket are set, read and taken away', async () => {
  const { client } = await s3();
  const get = () => client.send(new GetBucketCorsCommand({ Bucket: 'uploads' }));
  const CORSRules: CORSRule[] = [
    { ID: 'page', AllowedOrigins: [PAGE, ''], AllowedMethods: ['GET', 'HEAD'], ExposeHeaders: ['ETag'], MaxAgeSeconds: 5 },
    { AllowedOrigins: ['*'], AllowedMethods: ['POST'], AllowedHeaders: ['x-AMZ-*'] },
  ];

  await expect(get()).rejects.toMatchObject(refusal('NoSuchCORSConfiguration', 404, 'The CORS configuration does not exist'));
  await client.send(new DeleteBucketCorsCommand({ Bucket: 'uploads' }));
  await client.send(new PutBucketCorsCommand({ Bucket: 'uploads', CORSConfiguration: { CORSRules } }));
  expect((await get()).CORSRules).toEqual(CORSRules);
  await client.send(new DeleteBucketCorsCommand({ Bucket: 'uploads' }));
  await expect(get()).rejects.toMatchObject(refusal('NoSuchCORSConfiguration', 404));
});

const ANY = { AllowedOrigins: ['*'], AllowedMethods: ['GET'] };

const MALFORMED = 'The XML you provided was not well-formed or did not validate against our published schema';

test.each<readonly [string, readonly CORSRule[], string, string]>([
  ['no rules', [], 'MalformedXML', MALFORMED],
  ['a rule without origins', [{ ...ANY, AllowedOrigins: undefined }], 'MalformedXML', MALFORMED],
  ['a rule without methods', [{ ...ANY, AllowedMethods: [] }], 'MalformedXML', MALFORMED],
  ['more rules than there may be', Array.from({ length: 101 }, () => ANY), 'MalformedXML', MALFORMED],
  [
    'a method that S3 has not',
    [{ ...ANY, AllowedMethods: ['OPTIONS'] }],
    'InvalidRequest',
    'Found unsupported HTTP method in CORS config. Unsupported method is OPTIONS',
  ],
  [
    'two stars in an origin',
    [{ ...ANY, AllowedOrigins: ['*example*.com'] }],
    'InvalidRequest',
    'AllowedOrigin "*example*.com" can not have more than one wildcard.',
  ],
  [
    'two stars in a header',
    [{ ...ANY, AllowedHeaders: ['*a*'] }],
    'InvalidRequest',
    'AllowedHeader "*a*" can not have more than one wildcard.',
  ],
  [
    'a star in a header to be exposed',
    [{ ...ANY, ExposeHeaders: ['*'] }],
    'InvalidRequest',
    'ExposeHeader "*" contains wildcard. We currently do not support wildcard for ExposeHeader.',
  ],
])('fails when rules have %s', async (_, CORSRules, name, message) => {
  const { client } = await s3();

  const put = client.send(new PutBucketCorsCommand({ Bucket: 'uploads', CORSConfiguration: { CORSRules: [...CORSRules] } }));

  await expect(put).rejects.toMatchObject(refusal(name, 400, message));
});
