import { Sha256 } from '@aws-crypto/sha256-js';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsServiceId } from '../../../src/spec/aws-services';
import { closeServed, HOME, recording, servedServices, TESTER } from '../../support/served-services';

afterEach(closeServed);

interface Client {
  send(command: never): Promise<object>;
}
type MakeClient = (options: object) => Client;

const CASES: Partial<Record<AwsServiceId, { operation: string; command: object; client: MakeClient }>> = {
  dynamodb: { operation: 'ListTables', command: new ListTablesCommand({}), client: (options) => new DynamoDBClient(options) },
  scheduler: {
    operation: 'ListSchedules',
    command: new ListSchedulesCommand({ NamePrefix: 'a/b' }),
    client: (options) => new SchedulerClient(options),
  },
  sts: { operation: 'GetCallerIdentity', command: new GetCallerIdentityCommand({}), client: (options) => new STSClient(options) },
  s3: {
    operation: 'PutObject',
    command: new PutObjectCommand({ Bucket: 'b', Key: 'a b//ü/../x', Body: 'body' }),
    client: (options) => new S3Client({ ...options, forcePathStyle: true }),
  },
};

async function called(id: AwsServiceId, how: object, mode: 'any' | 'verify' = 'verify', now?: () => number) {
  const { operation, command, client } = CASES[id] as NonNullable<(typeof CASES)[AwsServiceId]>;
  const { service, asked } = recording(id, operation, {});
  const served = await servedServices([service], mode, now);
  const failure = await client({ ...served.client, ...how })
    .send(command as never)
    .then(
      () => undefined,
      (error: { name: string; $metadata: { httpStatusCode: number } }) => `${error.name} ${error.$metadata.httpStatusCode}`,
    );
  return { failure, call: asked[0]?.call };
}

const unsigned = { signer: { sign: async (request: object) => request } };
const KEY = { accessKeyId: 'AKIDTEST', secretAccessKey: TESTER.secretAccessKey };

describe.each(Object.keys(CASES) as AwsServiceId[])('a client of %s', (id) => {
  test('is let in when the executor gave out its credentials, and the operation knows who calls', async () => {
    const { failure, call } = await called(id, {});

    expect(failure).toBeUndefined();
    expect(call).toMatchObject({ account: TESTER.account, region: HOME.region });
    expect(call?.caller).toEqual({ accessKeyId: 'AKIDTEST', account: TESTER.account, arn: TESTER.arn, userId: TESTER.userId });
  });

  test('is let in with any credentials where signatures are not verified, and its region is kept', async () => {
    const own = { credentials: { accessKeyId: 'MINE', secretAccessKey: 'own' }, region: 'ap-south-1' };
    const { failure, call } = await called(id, own, 'any');

    expect(failure).toBeUndefined();
    expect(call).toEqual({
      requestId: expect.any(String),
      operation: expect.any(String),
      account: HOME.account,
      region: 'ap-south-1',
      whenGone: expect.any(Function),
    });
  });
});

test.each<[AwsServiceId, string, string, string, string]>([
  [
    'dynamodb',
    'MissingAuthenticationTokenException 400',
    'UnrecognizedClientException 400',
    'InvalidSignatureException 400',
    'InvalidSignatureException 400',
  ],
  [
    'scheduler',
    'MissingAuthenticationTokenException 403',
    'UnrecognizedClientException 403',
    'InvalidSignatureException 403',
    'InvalidSignatureException 403',
  ],
  ['sts', 'MissingAuthenticationToken 403', 'InvalidClientTokenId 403', 'SignatureDoesNotMatch 403', 'SignatureDoesNotMatch 403'],
  ['s3', 'AccessDenied 403', 'InvalidAccessKeyId 403', 'SignatureDoesNotMatch 403', 'RequestTimeTooSkewed 403'],
])('fails when a request to %s is unsigned, of an unknown key, of a wrong secret, or late', async (id, missing, unknown, wrong, late) => {
  expect((await called(id, unsigned)).failure).toBe(missing);
  expect((await called(id, { credentials: { ...KEY, accessKeyId: 'OTHER' } })).failure).toBe(unknown);
  expect((await called(id, { credentials: { ...KEY, secretAccessKey: 'wrong' } })).failure).toBe(wrong);
  expect((await called(id, {}, 'verify', () => Date.now() + 3_600_000)).failure).toBe(late);
});

test('fails when an invocation is not signed, or by somebody else', async () => {
  const served = await servedServices([], 'verify');
  const unsignedAnswer = await fetch(`${served.origin}/2015-03-31/functions/f/invocations`, { method: 'POST', body: '{}' });
  const invoke = (credentials: object) =>
    new LambdaClient({ ...served.client, credentials: credentials as never })
      .send(new InvokeCommand({ FunctionName: 'f' }))
      .catch((error: unknown) => error);

  expect(unsignedAnswer.status).toBe(403);
  expect(await unsignedAnswer.json()).toMatchObject({ message: 'Request is missing Authentication Token' });
  expect(await invoke({ ...KEY, accessKeyId: 'OTHER' })).toMatchObject({
    name: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  });
  // Let in: what answers is the Lambda behind.
  expect(await invoke(KEY)).toMatchObject({ name: 'ServiceException' });
});

test('an address that was signed beforehand works until it expires, and only as it was signed', async () => {
  const { service, asked } = recording('s3', 'GetObject', { Body: 'x' });
  const now = Date.now();
  let at = now;
  const served = await servedServices([service], 'verify', () => at);
  const signer = new SignatureV4({
    service: 's3',
    region: HOME.region,
    credentials: KEY,
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol: 'http:',
      hostname: '127.0.0.1',
      port: served.port,
      path: '/bucket/a%20b/c',
      query: {},
      headers: { host: `127.0.0.1:${served.port}`, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    },
    { signingDate: new Date(now), expiresIn: 60, unhoistableHeaders: new Set() },
  );
  const href = `${served.origin}${signed.path}?${new URLSearchParams(signed.query as Record<string, string>)}`;

  expect((await fetch(href)).status).toBe(200);
  expect(asked[0]?.input).toMatchObject({ Bucket: 'bucket', Key: 'a b/c' });
  const changed = await fetch(href.replace('/c?', '/d?'));
  at = now + 61_000;
  const late = await fetch(href);
  expect([changed.status, await changed.text()]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')]);
  expect([late.status, await late.text()]).toEqual([
    403,
    expect.stringContaining('<Code>AccessDenied</Code><Message>Request has expired</Message>'),
  ]);
});
