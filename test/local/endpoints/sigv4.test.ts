import { createHash, createHmac } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { RequestHead } from '../../../src/local/endpoints/http';
import { type Expected, type Identity, verify } from '../../../src/local/endpoints/sigv4';

const IDENTITY: Identity = {
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  account: '123456789012',
  arn: 'arn:aws:iam::123456789012:user/u',
  userId: 'AIDA',
  allows: 'everything',
};

/** A request with these headers, as the server hands it to a door. */
function request(method: string, target: string, rawHeaders: readonly string[]): RequestHead {
  const [rawPath = '', ...query] = target.split('?');
  const headers: Record<string, string> = {};
  for (let i = 0; i < rawHeaders.length; i += 2) headers[rawHeaders[i]?.toLowerCase() ?? ''] ??= rawHeaders[i + 1] ?? '';
  return { method, rawPath, rawQuery: query.join('?'), rawHeaders, headers, hostName: '', port: 0, peer: '' };
}

const knows = (identity: Identity) => (id: string) => (id === 'AKIDEXAMPLE' ? identity : undefined);

describe("AWS's own test vectors", () => {
  const expected: Expected = { service: 'service', region: 'us-east-1', now: Date.UTC(2015, 7, 30, 12, 36) };
  const always = ['Host', 'example.amazonaws.com', 'X-Amz-Date', '20150830T123600Z'];

  // The published suite of signatures: names and values are AWS's.
  test.each([
    ['get-vanilla', 'GET', '/', [], '', 'host;x-amz-date', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    [
      'get-vanilla-empty-query-key',
      'GET',
      '/?Param1=value1',
      [],
      '',
      'host;x-amz-date',
      'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
    ],
    [
      'get-vanilla-query-order-key-case',
      'GET',
      '/?Param2=value2&Param1=value1',
      [],
      '',
      'host;x-amz-date',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'get-vanilla-query-unreserved',
      'GET',
      '/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
      [],
      '',
      'host;x-amz-date',
      '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
    ],
    [
      'get-vanilla-utf8-query',
      'GET',
      '/?%E1%88%B4=bar',
      [],
      '',
      'host;x-amz-date',
      '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
    ],
    [
      'get-unreserved',
      'GET',
      '/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
      [],
      '',
      'host;x-amz-date',
      '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
    ],
    [
      'get-relative',
      'GET',
      '/example/..',
      [],
      '',
      'host;x-amz-date',
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'get-slashes',
      'GET',
      '//example//',
      [],
      '',
      'host;x-amz-date',
      '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
    ],
    [
      'get-header-key-duplicate',
      'GET',
      '/',
      ['My-Header1', 'value2', 'My-Header1', 'value2', 'My-Header1', 'value1'],
      '',
      'host;my-header1;x-amz-date',
      'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
    ],
    [
      'get-header-value-trim',
      'GET',
      '/',
      ['My-Header1', ' value1', 'My-Header2', ' "a   b   c"'],
      '',
      'host;my-header1;my-header2;x-amz-date',
      'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    ],
    ['post-vanilla', 'POST', '/', [], '', 'host;x-amz-date', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    [
      'post-x-www-form-urlencoded',
      'POST',
      '/',
      ['Content-Type', 'application/x-www-form-urlencoded'],
      'Param1=value1',
      'content-type;host;x-amz-date',
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
  ])('%s', (_, method, target, headers, body, signedHeaders, signature) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${signedHeaders}, Signature=${signature}`;
    const head = request(method, target, [...always, ...headers, 'Authorization', authorization]);

    expect(verify(head, Buffer.from(body), expected, knows(IDENTITY))).toMatchObject({ kind: 'signed' });
    expect(verify(head, Buffer.from(`${body}x`), expected, knows(IDENTITY))).toMatchObject({ kind: 'refused' });
  });
});

const NOW = Date.UTC(2026, 10, 20, 12);
const DATE = '20261120T120000Z';
const SCOPE = '20261120/eu-west-1/lambda/aws4_request';
const EXPECTED: Expected = { service: 'lambda', region: 'eu-west-1', now: NOW };
const EMPTY = createHash('sha256').update('').digest('hex');

/** Signature Version 4 of a canonical request that the test has written down. */
function sign(canonical: string, { secret = IDENTITY.secretAccessKey, scope = SCOPE, date = DATE } = {}): string {
  let key: string | Buffer = `AWS4${secret}`;
  for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest();
  const hash = createHash('sha256').update(canonical, 'latin1').digest('hex');
  return createHmac('sha256', key).update(`AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash}`).digest('hex');
}

/** The headers of a request that was signed so. */
function signed(
  canonical: string,
  settings: { secret?: string; scope?: string; date?: string; headers?: string[] } = {},
): string[] {
  const { scope = SCOPE, date = DATE, headers = [] } = settings;
  const names = canonical.split('\n').at(-2);
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${names}, Signature=${sign(canonical, settings)}`;
  return ['Host', '127.0.0.1:1', 'X-Amz-Date', date, ...headers, 'Authorization', authorization];
}

const canonical = (path: string, query = '', date = DATE) =>
  `GET\n${path}\n${query}\nhost:127.0.0.1:1\nx-amz-date:${date}\n\nhost;x-amz-date\n${EMPTY}`;

const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString().replace(/[-:]|\.\d+/g, '');

/** Headers of a request that was signed so many seconds after noon. */
const dated = (seconds: number) => signed(canonical('/p', 'q=1', at(seconds)), { date: at(seconds) });

describe('what was sent is verified', () => {
  test.each([
    ['/_url/abc/a%20b/%C3%A9', '/_url/abc/a%2520b/%25C3%25A9', ''],
    ["/a'(b)*!;:@&=+$,", '/a%27%28b%29%2A%21%3B%3A%40%26%3D%2B%24%2C', ''],
    ['/%zz/%', '/%25zz/%25', ''],
    ['/\u00e9', '/%E9', ''],
    ['/a/./b/../c//d/', '/a/c/d/', ''],
    ['/?b=2&a=1&b=1&a=', '/', 'a=&a=1&b=1&b=2'],
    ['/?a', '/', 'a='],
    ['/?a&&b=&', '/', 'a=&b='],
    ['/?=x', '/', '=x'],
    ['/?a=b=c', '/', 'a=b%3Dc'],
    ['/?a=%zz&b=%', '/', 'a=%25zz&b=%25'],
    ['/?a=x+y&b=x%20y&c=x%2By', '/', 'a=x%2By&b=x%20y&c=x%2By'],
    ['/?%61=%7E%2f', '/', 'a=~%2F'],
    ['/?a-b=1&a=2&aB=3', '/', 'a=2&a-b=1&aB=3'],
    ['/?q=?x', '/', 'q=%3Fx'],
  ])('%s', (target, path, query) => {
    const head = request('GET', target, signed(canonical(path, query)));

    expect(verify(head, Buffer.alloc(0), EXPECTED, knows(IDENTITY))).toMatchObject({
      kind: 'signed',
      accessKeyId: 'AKIDEXAMPLE',
    });
  });

  test('blanks in and around signed headers, and headers that are not signed', () => {
    const text = `GET\n/\n\nhost:127.0.0.1:1\nx-a:b c,d\nx-amz-date:${DATE}\n\nhost;x-a;x-amz-date\n${EMPTY}`;
    const head = request('GET', '/', signed(text, { headers: ['X-A', '  b \t c ', 'x-a', 'd', 'X-Other', 'any'] }));

    expect(verify(head, Buffer.alloc(0), EXPECTED, knows(IDENTITY))).toMatchObject({ kind: 'signed' });
  });

  test('a Host header whose port the signer left out, as there is none on AWS', () => {
    const text = canonical('/').replace('127.0.0.1:1', '127.0.0.1');

    expect(verify(request('GET', '/', signed(text)), Buffer.alloc(0), EXPECTED, knows(IDENTITY))).toMatchObject({
      kind: 'signed',
    });
  });

  test('a request that is dated by its Date header', () => {
    const text = `GET\n/\n\ndate:Fri, 20 Nov 2026 12:00:00 GMT\nhost:127.0.0.1:1\n\ndate;host\n${EMPTY}`;
    const headers = signed(text, { headers: ['Date', 'Fri, 20 Nov 2026 12:00:00 GMT'] }).filter((_, i) => i !== 2 && i !== 3);

    expect(verify(request('GET', '/', headers), Buffer.alloc(0), EXPECTED, knows(IDENTITY))).toMatchObject({ kind: 'signed' });
  });

  test.each([-300, 0, 300])('a date %p seconds off', (seconds) => {
    expect(verify(request('GET', '/p?q=1', dated(seconds)), Buffer.alloc(0), EXPECTED, knows(IDENTITY))).toMatchObject({
      kind: 'signed',
    });
  });

  test('the session token of temporary credentials', () => {
    const head = request('GET', '/', signed(canonical('/'), { headers: ['X-Amz-Security-Token', 'token'] }));

    const verdict = verify(head, Buffer.alloc(0), EXPECTED, knows({ ...IDENTITY, sessionToken: 'token' }));

    expect(verdict).toMatchObject({ kind: 'signed' });
  });

  test('a request without any signature is unsigned, not refused', () => {
    for (const headers of [[], ['Authorization', 'Bearer token'], ['Authorization', 'Basic dTpw']]) {
      expect(verify(request('GET', '/?X-Amz-Other=1', headers), Buffer.alloc(0), EXPECTED, knows(IDENTITY))).toEqual({
        kind: 'unsigned',
      });
    }
  });
});

describe('fails when', () => {
  const put = (headers: string[], at: number, value: string) => Object.assign([...headers], { [at]: value });
  const LAST = signed(canonical('/p', 'q=1')).length - 1;
  const good = canonical('/p', 'q=1');

  const refused = (head: RequestHead, body = '') => {
    const verdict = verify(head, Buffer.from(body), EXPECTED, knows(IDENTITY));
    return verdict.kind === 'refused' ? verdict.type : verdict.kind;
  };

  test.each([
    ['the method', 'POST', '/p?q=1', signed(good), ''],
    ['the path', 'GET', '/P?q=1', signed(good), ''],
    ["the path's encoding", 'GET', '/%70?q=1', signed(good), ''],
    ['the query', 'GET', '/p?q=2', signed(good), ''],
    ['a parameter more', 'GET', '/p?q=1&r', signed(good), ''],
    ['a parameter twice', 'GET', '/p?q=1&q=1', signed(good), ''],
    ['a parameter less', 'GET', '/p', signed(good), ''],
    ['the body', 'GET', '/p?q=1', signed(good), 'x'],
    ['the host', 'GET', '/p?q=1', put(signed(good), 1, 'localhost:1'), ''],
    ['a signed header', 'GET', '/p?q=1', put(signed(good), 3, at(1)), ''],
    ['a signed header twice', 'GET', '/p?q=1', [...signed(good), 'X-Amz-Date', DATE], ''],
    ['the secret', 'GET', '/p?q=1', signed(good, { secret: 'another' }), ''],
    [
      'one digit of the signature',
      'GET',
      '/p?q=1',
      put(signed(good), LAST, signed(good)[LAST]?.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) ?? ''),
      '',
    ],
    ['the length of the signature', 'GET', '/p?q=1', put(signed(good), LAST, `${signed(good)[LAST]}0`), ''],
    ['the scope of the region', 'GET', '/p?q=1', signed(good, { scope: SCOPE.replace('eu', 'us') }), ''],
    ['the scope of the service', 'GET', '/p?q=1', signed(good, { scope: SCOPE.replace('lambda', 'execute-api') }), ''],
    ['the scope of the day', 'GET', '/p?q=1', signed(good, { scope: SCOPE.replace('20261120', '20261119') }), ''],
    ['a date 5 minutes and a second old', 'GET', '/p?q=1', dated(-301), ''],
    ['a date 5 minutes and a second ahead', 'GET', '/p?q=1', dated(301), ''],
  ])('%s is not what was signed', (_, method, target, headers, body) => {
    expect(refused(request(method, target, headers), body)).toBe('InvalidSignatureException');
  });

  test('a signed header is not in the request, even signed as empty', () => {
    const text = `GET\n/\n\nhost:127.0.0.1:1\nx-a:\nx-amz-date:${DATE}\n\nhost;x-a;x-amz-date\n${EMPTY}`;

    expect(refused(request('GET', '/', signed(text)))).toBe('InvalidSignatureException');
  });

  test('the access key is unknown', () => {
    const verdict = verify(request('GET', '/p?q=1', signed(good)), Buffer.alloc(0), EXPECTED, () => undefined);

    expect(verdict).toMatchObject({ kind: 'refused', type: 'UnrecognizedClientException' });
  });

  test.each([
    ['not given', 'token', [], 'UnrecognizedClientException'],
    ['another', 'token', ['X-Amz-Security-Token', 'other'], 'UnrecognizedClientException'],
    ['given and none was given out', undefined, ['X-Amz-Security-Token', 'token'], 'UnrecognizedClientException'],
  ])('the session token is %s', (_, sessionToken, headers, type) => {
    const head = request('GET', '/p?q=1', signed(good, { headers }));
    const verdict = verify(head, Buffer.alloc(0), EXPECTED, knows({ ...IDENTITY, ...(sessionToken && { sessionToken }) }));

    expect(verdict).toMatchObject({ kind: 'refused', type });
  });

  test.each([
    ['UNSIGNED-PAYLOAD', 'UNSIGNED-PAYLOAD'],
    ['a streamed one', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'],
    ["another body's hash", createHash('sha256').update('other').digest('hex')],
  ])('the payload is %s', (_, hash) => {
    const text = `GET\n/\n\nhost:127.0.0.1:1\nx-amz-content-sha256:${hash}\nx-amz-date:${DATE}\n\nhost;x-amz-content-sha256;x-amz-date\n${hash}`;
    const head = request('GET', '/', signed(text, { headers: ['X-Amz-Content-Sha256', hash] }));

    expect(refused(head, 'body')).toBe('InvalidSignatureException');
    expect(refused(head, 'other')).toBe(hash.length === 64 ? 'signed' : 'InvalidSignatureException');
  });

  test('x-amz-content-sha256 is not the hash that was signed for the payload', () => {
    const text = `GET\n/\n\nhost:127.0.0.1:1\nx-amz-content-sha256:other\nx-amz-date:${DATE}\n\nhost;x-amz-content-sha256;x-amz-date\n${EMPTY}`;

    expect(refused(request('GET', '/', signed(text, { headers: ['X-Amz-Content-Sha256', 'other'] })))).toBe(
      'InvalidSignatureException',
    );
  });

  test.each([
    ['nothing but its algorithm', 'AWS4-HMAC-SHA256 '],
    ['no signature', `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${SCOPE}, SignedHeaders=host`],
    ['no signed headers', `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${SCOPE}, Signature=0`],
    ['no scope', 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE, SignedHeaders=host, Signature=0'],
    [
      'no host among the signed headers',
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${SCOPE}, SignedHeaders=x-amz-date, Signature=0`,
    ],
  ])('the Authorization header has %s', (_, authorization) => {
    const head = request('GET', '/', ['Host', 'h', 'X-Amz-Date', DATE, 'Authorization', authorization]);

    expect(refused(head)).toBe('IncompleteSignatureException');
  });

  test.each([
    [],
    ['X-Amz-Date', 'yesterday'],
    ['X-Amz-Date', '20261320T120000Z'],
    ['Date', 'soon'],
  ])('its date is %p %p', (...date) => {
    const scope = `${(date[1] ?? '').slice(0, 8)}/eu-west-1/lambda/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=host, Signature=0`;

    expect(refused(request('GET', '/', ['Host', 'h', ...date, 'Authorization', authorization]))).toBe(
      'IncompleteSignatureException',
    );
  });
});

describe('pre-signed requests', () => {
  /** Signed by AWS's own library, `expiresIn` seconds from noon on. */
  async function presigned(query: Record<string, string | string[]>, expiresIn = 60, sessionToken?: string): Promise<string> {
    const credentials = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: IDENTITY.secretAccessKey,
      ...(sessionToken && { sessionToken }),
    };
    const signer = new SignatureV4({ service: 'lambda', region: 'eu-west-1', credentials, sha256: Sha256 });
    const asked = {
      method: 'GET',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: '/a%20b',
      headers: { host: '127.0.0.1:1' },
      query,
    };
    const { query: all } = await signer.presign(asked, { expiresIn, signingDate: new Date(NOW) });
    const pairs = Object.entries(all ?? {}).flatMap(([name, values]) => [values ?? ''].flat().map((value) => [name, value]));
    return `/a%20b?${pairs.map((pair) => pair.map((part) => encodeURIComponent(part ?? '')).join('=')).join('&')}`;
  }

  const verdict = (target: string, now = NOW, identity = IDENTITY, body = '') =>
    verify(request('GET', target, ['Host', '127.0.0.1:1']), Buffer.from(body), { ...EXPECTED, now }, knows(identity));

  test('pass from 5 minutes before their date until they expire', async () => {
    const target = await presigned({ a: ['2', '1'], b: '' }, 60);

    const kinds = [-300, 0, 60].map((seconds) => verdict(target, NOW + seconds * 1000).kind);

    expect(kinds).toEqual(['signed', 'signed', 'signed']);
    expect(verdict(target, NOW - 300_001)).toMatchObject({
      type: 'InvalidSignatureException',
      message: expect.stringContaining('not yet'),
    });
    expect(verdict(target, NOW + 60_001)).toMatchObject({
      type: 'InvalidSignatureException',
      message: expect.stringContaining('expired'),
    });
  });

  test('carry the session token', async () => {
    const identity = { ...IDENTITY, sessionToken: 'a+/=b' };

    expect(verdict(await presigned({}, 60, 'a+/=b'), NOW, identity).kind).toBe('signed');
    expect(verdict(await presigned({}, 60), NOW, identity)).toMatchObject({ type: 'UnrecognizedClientException' });
  });

  test.each([
    ['a parameter is changed', (target: string) => target.replace('a=1', 'a=2'), 'InvalidSignatureException'],
    ['a parameter is added', (target: string) => `${target}&c=`, 'InvalidSignatureException'],
    ['its life is made longer', (target: string) => target.replace('Expires=60', 'Expires=600'), 'InvalidSignatureException'],
    [
      'its life is longer than a week',
      (target: string) => target.replace('Expires=60', 'Expires=604801'),
      'IncompleteSignatureException',
    ],
    ['its life is no number', (target: string) => target.replace('Expires=60', 'Expires=-1'), 'IncompleteSignatureException'],
    ['its date is left out', (target: string) => target.replace('X-Amz-Date', 'X'), 'IncompleteSignatureException'],
    ['its signature is left out', (target: string) => target.replace('X-Amz-Signature', 'X'), 'IncompleteSignatureException'],
    ['its algorithm is another', (target: string) => target.replace('HMAC-SHA256', 'HMAC-SHA1'), 'IncompleteSignatureException'],
  ])('fails when %s', async (_, change, type) => {
    expect(verdict(change(await presigned({ a: '1' })))).toMatchObject({ kind: 'refused', type });
  });

  test('fails when there is a body that was not signed, or a signature in the headers too', async () => {
    const target = await presigned({});
    const twice = request('GET', target, ['Host', '127.0.0.1:1', 'Authorization', 'AWS4-HMAC-SHA256 Credential=a']);

    expect(verdict(target, NOW, IDENTITY, 'body')).toMatchObject({ type: 'InvalidSignatureException' });
    expect(verify(twice, Buffer.alloc(0), EXPECTED, knows(IDENTITY))).toMatchObject({ type: 'IncompleteSignatureException' });
  });
});
