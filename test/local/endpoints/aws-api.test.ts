import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { decodeCbor } from '../../../src/local/endpoints/protocol/cbor';
import { scene } from './scene';

const TEXT = (what: string) => `lambda-kit does not emulate ${what}.`;

const signedFor = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=AKID/20261120/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

test('an SDK client is told which operation of Lambda is not here, and does not try again', async () => {
  const served = await scene();
  const credentials = { accessKeyId: 'any', secretAccessKey: 'thing' };
  const client = new LambdaClient({ endpoint: served.origin, region: 'eu-west-1', credentials });

  const failure = await client.send(new ListFunctionsCommand({})).catch((error: unknown) => error);
  client.destroy();

  expect(failure).toMatchObject({
    name: 'NotEmulatedException',
    message: TEXT('GET /2015-03-31/functions of lambda'),
    $metadata: { httpStatusCode: 400, attempts: 1 },
  });
  expect(served.journal.entries).toMatchObject([{ kind: 'notEmulated', what: 'lambda: GET /2015-03-31/functions' }]);
});

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const TARGET = { 'X-Amz-Target': 'DynamoDB_20120810.GetItem', 'Content-Type': 'application/x-amz-json-1.0' };

test.each([
  ['JSON', 'dynamodb', 'POST', '/', TARGET, '{}', 'GetItem of dynamodb', '{"__type":"NotEmulatedException","message":"TEXT"}'],
  [
    'REST-JSON',
    'lambda',
    'GET',
    '/2015-03-31/functions/f',
    {},
    undefined,
    'GET /2015-03-31/functions/f of lambda',
    '{"__type":"NotEmulatedException","message":"TEXT"}',
  ],
  [
    'Query',
    'sns',
    'POST',
    '/',
    FORM,
    'Action=Publish&Message=%26',
    'Publish of sns',
    '<ErrorResponse><Error><Type>Sender</Type><Code>NotEmulatedException</Code><Message>TEXT</Message></Error><RequestId>ID</RequestId></ErrorResponse>',
  ],
  [
    'Query in the address',
    'iam',
    'GET',
    '/?Action=ListUsers&Version=2010-05-08',
    {},
    undefined,
    'ListUsers of iam',
    '<ErrorResponse><Error><Type>Sender</Type><Code>NotEmulatedException</Code><Message>TEXT</Message></Error><RequestId>ID</RequestId></ErrorResponse>',
  ],
  [
    'EC2',
    'ec2',
    'POST',
    '/',
    FORM,
    'Action=DescribeVpcs',
    'DescribeVpcs of ec2',
    '<Response><Errors><Error><Code>NotEmulatedException</Code><Message>TEXT</Message></Error></Errors><RequestID>ID</RequestID></Response>',
  ],
  [
    'REST-XML',
    'route53',
    'GET',
    '/2013-04-01/hostedzone',
    {},
    undefined,
    'GET /2013-04-01/hostedzone of route53',
    '<ErrorResponse><Error><Type>Sender</Type><Code>NotEmulatedException</Code><Message>TEXT</Message></Error><RequestId>ID</RequestId></ErrorResponse>',
  ],
  [
    'S3',
    's3',
    'PUT',
    '/bucket/a&b',
    {},
    'body',
    'PUT /bucket/a&#38;b of s3',
    '<Error><Code>NotEmulatedException</Code><Message>TEXT</Message><RequestId>ID</RequestId></Error>',
  ],
])('an operation of a %s service is refused in its own form', async (_, service, method, path, headers, body, what, form) => {
  const served = await scene();

  const response = await fetch(`${served.origin}${path}`, {
    method,
    headers: { ...headers, Authorization: signedFor(service) } as Record<string, string>,
    body,
  });

  expect(response.status).toBe(400);
  const id = response.headers.get('x-amzn-requestid') ?? '';
  const text = (await response.text()).replace('<?xml version="1.0" encoding="UTF-8"?>\n', '');
  expect(text).toBe(form.replace('TEXT', TEXT(what)).replace('ID<', `${id}<`));
});

test('an operation of a CBOR service is refused in CBOR', async () => {
  const served = await scene();
  const path = '/service/GraniteServiceVersion20100801/operation/PutMetricData';

  const response = await fetch(`${served.origin}${path}`, {
    method: 'POST',
    headers: { 'smithy-protocol': 'rpc-v2-cbor', Authorization: signedFor('monitoring') },
  });

  const body = decodeCbor(Buffer.from(await response.arrayBuffer()));
  expect(body).toEqual({ __type: 'NotEmulatedException', message: TEXT('PutMetricData of monitoring') });
  expect([response.status, response.headers.get('smithy-protocol')]).toEqual([400, 'rpc-v2-cbor']);
});

test.each([
  ['a pre-signed request', '/b/k?X-Amz-Credential=AKID%2F20261120%2Feu-west-1%2Fs3%2Faws4_request', {}, 's3: GET /b/k'],
  [
    'an unsigned one with a target',
    '/',
    { 'X-Amz-Target': 'AWSCognitoIdentityService.GetId' },
    'AWSCognitoIdentityService: GetId',
  ],
  ['an unsigned one of an SDK', '/x', { 'amz-sdk-invocation-id': '1' }, 'an unnamed service: GET /x'],
])('%s is recognised', async (_, path, headers, what) => {
  const served = await scene();

  await fetch(`${served.origin}${path}`, { headers: headers as Record<string, string> });

  expect(served.journal.entries).toMatchObject([{ kind: 'notEmulated', what }]);
});

test('an upload to a service that is not here is refused, however large', async () => {
  const served = await scene();

  const response = await fetch(`${served.origin}/bucket/key`, {
    method: 'PUT',
    headers: { Authorization: signedFor('s3') },
    body: Buffer.alloc(10_000_000),
  });

  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('PUT /bucket/key of s3')]);
});

test('a browser that comes by is no AWS client', async () => {
  const served = await scene();

  const response = await fetch(`${served.origin}/favicon.ico`);

  expect(response.status).toBe(404);
  expect(served.journal.entries).toEqual([]);
});
