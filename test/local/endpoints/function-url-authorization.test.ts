import { request } from 'node:http';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Identity } from '../../../src/local/endpoints/sigv4';
import type { FunctionUrl } from '../../../src/model/function-url';
import type { Permission } from '../../../src/model/permission';
import { ACCOUNT, eventOf, NOON, PUBLIC, permission, REGION, type Scene, scene } from './scene';

const FORBIDDEN = {
  Message:
    'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
};
const MISMATCH = {
  message:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
};

describe('a URL of type NONE', () => {
  const [forUrl, forFunction] = PUBLIC as [Permission, Permission];

  const statusWith = async (permissions: readonly Permission[], url: Partial<FunctionUrl> = {}) =>
    (await fetch((await scene({ permissions, url })).href)).status;

  test.each([
    ['both statements', PUBLIC],
    ['one statement for everything', [permission({ action: 'lambda:*' })]],
    ['one for all services', [permission({ action: '*' })]],
    [
      'actions written otherwise',
      [
        { ...forUrl, action: 'LAMBDA:invokefunctionurl' },
        { ...forFunction, action: 'lambda:InvokeFunction' },
      ],
    ],
    [
      'statements without conditions',
      [permission({ action: 'lambda:InvokeFunctionUrl' }), permission({ action: 'lambda:InvokeFunction' })],
    ],
  ])('is open with %s', async (_, permissions) => {
    expect(await statusWith(permissions)).toBe(200);
  });

  test('asks for the statements on its own alias', async () => {
    const url = { qualifier: 'live' };

    expect(
      await statusWith(
        PUBLIC.map((statement) => ({ ...statement, qualifier: 'live' })),
        url,
      ),
    ).toBe(200);
    expect(await statusWith(PUBLIC, url)).toBe(403);
    expect(
      await statusWith(
        PUBLIC.map((statement) => ({ ...statement, qualifier: 'other' })),
        url,
      ),
    ).toBe(403);
  });

  test.each([
    ['no statement', []],
    ['the first alone', [forUrl]],
    ['the second alone', [forFunction]],
    ['one for URLs of type AWS_IAM', [{ ...forUrl, functionUrlAuthType: 'AWS_IAM' as const }, forFunction]],
    ['one on an alias', [forUrl, { ...forFunction, qualifier: 'live' }]],
    ['one for an account', [forUrl, { ...forFunction, principal: ACCOUNT }]],
    ['one for a service', [forUrl, { ...forFunction, principal: 'cloudfront.amazonaws.com' }]],
    ['one for a source', [forUrl, { ...forFunction, sourceArn: 'arn:aws:cloudfront::1:distribution/x' }]],
    ['one for a source account', [forUrl, { ...forFunction, sourceAccount: ACCOUNT }]],
    ['one for an organization', [forUrl, { ...forFunction, principalOrgId: 'o-1234567890' }]],
    ['one for an event source', [forUrl, { ...forFunction, eventSourceToken: 'token' }]],
    ['another action', [forUrl, permission({ action: 'lambda:GetFunction' })]],
  ])('fails when the resource policy has %s', async (_, permissions) => {
    const served = await scene({ permissions });

    const response = await fetch(served.href);

    expect([response.status, await response.json()]).toEqual([403, FORBIDDEN]);
    expect(response.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(served.lambda.requests).toEqual([]);
    expect(served.http()).toMatchObject([
      { status: 403, refused: expect.stringMatching(/^no statement of the resource policy on the function allows \*/) },
    ]);
  });

  test('pays no heed to an Authorization header', async () => {
    const served = await scene();

    const response = await fetch(served.href, { headers: { Authorization: 'AWS4-HMAC-SHA256 nonsense' } });

    expect(response.status).toBe(200);
    expect(eventOf(served.lambda).requestContext).not.toHaveProperty('authorizer');
  });
});

const USER: Identity = {
  secretAccessKey: 'secret',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/ann`,
  userId: 'AIDAANN',
  allows: 'everything',
};
const SESSION: Identity = {
  ...USER,
  account: '999999999999',
  sessionToken: 'token/+=',
  arn: 'arn:aws:sts::999999999999:assumed-role/Caller/session',
  userId: 'AROA:session',
};

interface Sending {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  /** As sent, after the path; by default what was signed. */
  readonly rawQuery?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly identity?: Identity;
  readonly at?: number;
  readonly service?: string;
  readonly region?: string;
  readonly port?: boolean;
}

/** Sends a request that AWS's own library has signed, over a client that changes nothing of it. */
async function send(served: Scene, sending: Sending = {}) {
  const {
    method = 'GET',
    path = '/',
    query = {},
    headers = {},
    body,
    identity = USER,
    at = NOON,
    service = 'lambda',
    region = REGION,
  } = sending;
  const { secretAccessKey, sessionToken } = identity;
  const credentials = { accessKeyId: 'AKID', secretAccessKey, ...(sessionToken && { sessionToken }) };
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const wirePath = new URL(served.href).pathname + path;
  const host = sending.port === false ? '127.0.0.1' : `127.0.0.1:${served.port}`;
  const asked = { method, protocol: 'http:', hostname: '127.0.0.1', path: wirePath, query, headers: { ...headers, host }, body };
  const signed = await signer.sign(asked, { signingDate: new Date(at) });
  const pairs = Object.entries(query).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
  const rawQuery =
    sending.rawQuery ?? pairs.map((pair) => pair.map((part) => encodeURIComponent(part ?? '')).join('=')).join('&');
  return plainly(
    served.port,
    method,
    wirePath + (rawQuery && `?${rawQuery}`),
    { ...signed.headers, host: `127.0.0.1:${served.port}` },
    body,
  );
}

function plainly(port: number, method: string, path: string, headers: Record<string, string>, body?: string) {
  return new Promise<{ status: number | undefined; type: unknown; text: string }>((resolve, reject) => {
    const sent = request({ port, method, path, headers, setHost: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          type: response.headers['x-amzn-errortype'],
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject).end(body);
  });
}

const guarded = (identity: Identity = USER, permissions: readonly Permission[] = [], signingNow = () => NOON) =>
  scene({ url: { authType: 'AWS_IAM' }, permissions, signingNow, credentials: (id) => (id === 'AKID' ? identity : undefined) });

describe('a URL of type AWS_IAM', () => {
  test('lets an identity of its account in, and tells the function who it is', async () => {
    const served = await guarded();

    const { status } = await send(served);

    expect(status).toBe(200);
    expect(eventOf(served.lambda).requestContext).toMatchObject({
      accountId: ACCOUNT,
      authentication: null,
      authorizer: {
        iam: {
          accessKey: 'AKID',
          accountId: ACCOUNT,
          callerId: 'AIDAANN',
          cognitoIdentity: null,
          principalOrgId: null,
          userArn: USER.arn,
          userId: 'AIDAANN',
        },
      },
    });
  });

  test.each<[string, Sending]>([
    ['a body', { method: 'POST', body: '{"a":"é"}', headers: { 'content-type': 'application/json' } }],
    ['an encoded path', { path: '/a%20b/%C3%A9/%2F' }],
    ['marks in the path', { path: "/a'(b)*!;:@&=+$,~" }],
    ['repeated and empty parameters', { query: { b: ['2', '1', ''], a: '', 'c d': 'é/?&=+' } }],
    ['a parameter without an equals sign', { query: { a: '' }, rawQuery: 'a' }],
    ['blanks in a header', { headers: { 'x-note': '  two   words  ' } }],
    ['a host without its port', { port: false }],
  ])('verifies %s', async (_, sending) => {
    const served = await guarded();

    expect(await send(served, sending)).toMatchObject({ status: 200 });
  });

  test('verifies a session with its token, and one of another account only by the resource policy', async () => {
    const own = { ...SESSION, account: ACCOUNT };

    expect(await send(await guarded(own), { identity: own })).toMatchObject({ status: 200 });
    expect(await send(await guarded(SESSION), { identity: SESSION })).toMatchObject({
      status: 403,
      text: JSON.stringify(FORBIDDEN),
    });
  });

  test.each([
    '*',
    '999999999999',
    'arn:aws:iam::999999999999:root',
    SESSION.arn,
    'arn:aws:iam::999999999999:role/Caller',
    'arn:aws:iam::999999999999:role/a/path/Caller',
  ])('lets an identity of another account in when the resource policy names %s', async (principal) => {
    const served = await guarded(SESSION, [permission({ principal, functionUrlAuthType: 'AWS_IAM' })]);

    expect(await send(served, { identity: SESSION })).toMatchObject({ status: 200 });
  });

  test.each([
    ['another account', [permission({ principal: '888888888888' })]],
    ['another role', [permission({ principal: 'arn:aws:iam::999999999999:role/Other' })]],
    ['a role of the same name elsewhere', [permission({ principal: 'arn:aws:iam::888888888888:role/Caller' })]],
    ['one action', [permission({ principal: '999999999999', action: 'lambda:InvokeFunctionUrl' })]],
    ['URLs of type NONE', [permission({ principal: '999999999999', functionUrlAuthType: 'NONE' })]],
    ['an alias', [permission({ principal: '999999999999', qualifier: 'live' })]],
  ])('fails when an identity of another account calls and the resource policy names %s', async (_, permissions) => {
    const served = await guarded(SESSION, permissions);

    expect(await send(served, { identity: SESSION })).toMatchObject({ status: 403, type: 'AccessDeniedException' });
    expect(served.lambda.requests).toEqual([]);
  });

  test('fails when the request is not signed, even where everybody is allowed', async () => {
    const served = await guarded(USER, [permission({})]);

    for (const headers of [{}, { Authorization: 'Bearer token' }]) {
      const response = await fetch(served.href, { headers: headers as Record<string, string> });
      expect([response.status, await response.json()]).toEqual([403, FORBIDDEN]);
    }
    expect(served.lambda.requests).toEqual([]);
  });

  test('fails when the signature is of another secret, and the journal shows what was signed here', async () => {
    const served = await guarded();

    const answer = await send(served, { identity: { ...USER, secretAccessKey: 'other' } });

    expect(answer).toEqual({ status: 403, type: 'InvalidSignatureException', text: JSON.stringify(MISMATCH) });
    expect(served.lambda.requests).toEqual([]);
    expect(served.http()).toMatchObject([
      { status: 403, refused: expect.stringContaining(`canonical request is here:\nGET\n/_url/`) },
    ]);
  });

  test.each<[string, Sending, string]>([
    ['is signed for another service', { service: 'execute-api' }, 'InvalidSignatureException'],
    ['is signed for another region', { region: 'us-east-1' }, 'InvalidSignatureException'],
    ['is 6 minutes old', { at: NOON - 360_000 }, 'InvalidSignatureException'],
    ['is 6 minutes ahead', { at: NOON + 360_000 }, 'InvalidSignatureException'],
    ['has another query than was signed', { query: { a: '1' }, rawQuery: 'a=2' }, 'InvalidSignatureException'],
    [
      'has an unsigned payload',
      { method: 'POST', body: 'x', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
      'InvalidSignatureException',
    ],
    ['has a session token that was not given out', { identity: { ...USER, sessionToken: 't' } }, 'UnrecognizedClientException'],
  ])('fails when the request %s', async (_, sending, type) => {
    const served = await guarded();

    expect(await send(served, sending)).toMatchObject({ status: 403, type });
    expect(served.lambda.requests).toEqual([]);
  });

  test('fails when the access key is unknown', async () => {
    const served = await scene({ url: { authType: 'AWS_IAM' } });

    expect(await send(served)).toMatchObject({
      status: 403,
      type: 'UnrecognizedClientException',
      text: '{"message":"The security token included in the request is invalid."}',
    });
  });

  test('judges dates by the clock of signatures, not by that of the run', async () => {
    const later = NOON + 86_400_000;
    const served = await guarded(USER, [], () => later);

    expect(await send(served, { at: later })).toMatchObject({ status: 200 });
    expect(eventOf(served.lambda).requestContext.timeEpoch).toBe(NOON);
  });

  test('lets a pre-signed address in, as a browser follows it', async () => {
    const served = await guarded(SESSION, [permission({ principal: SESSION.account })]);
    const { href, origin, port } = { ...served, port: served.port };
    const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token/+=' };
    const signer = new SignatureV4({ service: 'lambda', region: REGION, credentials, sha256: Sha256 });
    const path = `${new URL(href).pathname}/page`;
    const asked = {
      method: 'GET',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path,
      query: { q: 'a b' },
      headers: { host: `127.0.0.1:${port}` },
    };

    const { query } = await signer.presign(asked, { signingDate: new Date(NOON), expiresIn: 60 });
    const search = Object.entries(query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
    const response = await fetch(`${origin}${path}?${search.join('&')}`);

    expect(response.status).toBe(200);
    expect(eventOf(served.lambda)).toMatchObject({ rawPath: '/page', queryStringParameters: { q: 'a b' } });
  });
});
