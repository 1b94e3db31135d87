import { gzipSync } from 'node:zlib';
import { decodeCbor, encodeCbor, Tagged } from '../../../src/local/endpoints/protocol/cbor';
import type { AwsServiceId } from '../../../src/spec/aws-services';
import { closeServed, recording, servedServices } from '../../support/served-services';
import { raw } from './scene';

afterEach(closeServed);

const signedFor = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=AKID/20261120/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

async function send(id: AwsServiceId, operation: string, { path = '/', method = 'POST', headers = {}, body }: Sent) {
  const { service, asked } = recording(id, operation, {});
  const served = await servedServices([service]);
  const response = await fetch(`${served.origin}${path}`, {
    method,
    headers: { Authorization: signedFor(id), ...headers },
    ...(body !== undefined && { body }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, text: bytes.toString(), asked, bugs: served.bugs };
}

const json = (body: string | Buffer): Sent => ({
  headers: { 'X-Amz-Target': 'DynamoDB_20120810.PutItem', 'Content-Type': 'application/x-amz-json-1.0' },
  body,
});
const cbor = (body: Buffer): Sent => ({
  path: '/service/Kinesis_20131202/operation/PutRecord',
  headers: { 'smithy-protocol': 'rpc-v2-cbor', 'Content-Type': 'application/cbor' },
  body,
});
const form = (body: string): Sent => ({ headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body });
const NESTED = `${'{"M":{"a":'.repeat(5000)}{"S":""}${'}}'.repeat(5000)}`;

test.each([
  ['broken JSON', json('{"TableName": ')],
  ['JSON that is no object', json('[1]')],
  ['JSON that is not UTF-8', json(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]))],
  ['a compressed body', json(gzipSync('{}'))],
  ['a number for a text', json('{"TableName": 7, "Item": {}}')],
  ['a text for a map', json('{"TableName": "t", "Item": "x"}')],
  ['a list for a structure', json('{"TableName": "t", "Item": {"a": []}}')],
  ['bytes that are not base64', json('{"TableName": "t", "Item": {"a": {"B": "*"}}}')],
  ['something nested beyond all measure', json(`{"TableName": "t", "Item": {"a": ${NESTED}}}`)],
])('fails when a JSON request has %s', async (_, sent) => {
  const { status, text, headers, asked, bugs } = await send('dynamodb', 'PutItem', sent);

  const __type = 'com.amazon.coral.service#SerializationException';
  expect(JSON.parse(text)).toEqual({ __type, message: expect.any(String) });
  expect([status, headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException']);
  expect([asked, bugs]).toEqual([[], []]);
});

test('members that nobody knows, nulls and names of objects are no harm', async () => {
  const body =
    '{"TableName": "t", "Nobody": {"a": [1]}, "ReturnValues": null, "Item": {"__proto__": {"S": "x"}, "toString": {"S": ""}}}';
  const { status, asked } = await send('dynamodb', 'PutItem', json(body));

  const { Item, ...rest } = asked[0]?.input as { Item: object };
  expect([status, rest]).toEqual([200, { TableName: 't' }]);
  expect(Object.keys(Item)).toEqual(['__proto__', 'toString']);
});

test.each([
  ['an end within a value', encodeCbor({ StreamName: 'long enough' }).subarray(0, 8)],
  ['a length that is a lie', Buffer.from([0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
  ['a list of a thousand million items', Buffer.from([0x9a, 0x3b, 0x9a, 0xca, 0x00])],
  ['something behind its value', Buffer.concat([encodeCbor({}), encodeCbor({})])],
  ['an end without a beginning', Buffer.from([0xff])],
  ['keys that are numbers', Buffer.from([0xa1, 0x01, 0x02])],
  ['a text that is not UTF-8', Buffer.from([0xa1, 0x61, 0xff, 0x02])],
  ['a list for its structure', encodeCbor([])],
  ['text for bytes', encodeCbor({ Data: 'text' })],
  ['nothing but beginnings', Buffer.alloc(100_000, 0x81)],
])('fails when a CBOR request has %s', async (_, body) => {
  const { status, bytes, headers, asked, bugs } = await send('kinesis', 'PutRecord', cbor(body));

  expect(decodeCbor(bytes)).toEqual({ __type: 'SerializationException', message: expect.any(String) });
  expect([status, headers.get('smithy-protocol'), asked, bugs]).toEqual([400, 'rpc-v2-cbor', [], []]);
});

test('a CBOR request may have lengths that are not said, tags, bytes and every kind of number', async () => {
  const at = new Tagged(1, 1_795_176_000.5);
  const plain = { StreamName: 's', Timestamp: at };
  expect(decodeCbor(encodeCbor(plain))).toEqual(plain);
  const indefinite = Buffer.from(
    'bf6a53747265616d4e616d657f61736174ff6444617461 5f41004101ff6c506172746974696f6e4b65796170ff'.replace(/ /g, ''),
    'hex',
  );
  const { status, asked } = await send('kinesis', 'PutRecord', cbor(indefinite));

  expect([status, asked[0]?.input]).toEqual([200, { StreamName: 'st', Data: new Uint8Array([0, 1]), PartitionKey: 'p' }]);
});

test.each<[string, unknown]>([
  ['f90000', 0],
  ['f93c00', 1],
  ['f97bff', 65504],
  ['f90001', 5.960464477539063e-8],
  ['f97c00', Infinity],
  ['f9fc00', -Infinity],
  ['fa47c35000', 100_000],
  ['fb3ff199999999999a', 1.1],
  ['3903e7', -1000],
  ['1bffffffffffffffff', 18_446_744_073_709_551_615n],
  ['3bffffffffffffffff', -18_446_744_073_709_551_616n],
  ['1903e8', 1000],
  ['f5', true],
  ['f6', null],
  ['f7', null],
])('CBOR %s, of the examples of RFC 8949, is %p', (hex, value) => {
  expect(decodeCbor(Buffer.from(hex, 'hex'))).toBe(value);
});

test.each<[unknown, string]>([
  [23, '17'],
  [24, '1818'],
  [1_000_000, '1a000f4240'],
  [1_000_000_000_000, '1b000000e8d4a51000'],
  [-1, '20'],
  [1.1, 'fb3ff199999999999a'],
  ['ü', '62c3bc'],
  [new Uint8Array([1, 2]), '420102'],
  [[1, [2, 3]], '8201820203'],
  [{ a: 1, b: undefined, c: null }, 'a2616101' + '6163f6'],
])('%p is written in CBOR as in the examples of RFC 8949', (value, hex) => {
  expect(encodeCbor(value).toString('hex')).toBe(hex);
});

test.each([
  ['what is not closed', '<CompleteMultipartUpload><Part>', 'MalformedXML'],
  ['another root', '<Other/>', 'MalformedXML'],
  ['two roots', '<CompleteMultipartUpload/><x/>', 'MalformedXML'],
  [
    'an entity of its own',
    '<!DOCTYPE x [<!ENTITY a "b">]><CompleteMultipartUpload>&a;</CompleteMultipartUpload>',
    'MalformedXML',
  ],
  ['an unknown entity', '<CompleteMultipartUpload>&a;</CompleteMultipartUpload>', 'MalformedXML'],
  ['no XML at all', 'x', 'MalformedXML'],
  [
    'words for numbers',
    '<CompleteMultipartUpload><Part><PartNumber>one</PartNumber></Part></CompleteMultipartUpload>',
    'MalformedXML',
  ],
  ['what is nested beyond all measure', `<CompleteMultipartUpload>${'<a>'.repeat(50_000)}`, 'MalformedXML'],
])('fails when an XML request has %s', async (_, body, code) => {
  const sent = { path: '/bucket/key?uploadId=u', body };
  const { status, text, asked, bugs } = await send('s3', 'CompleteMultipartUpload', sent);

  expect(text).toContain(`<Error><Code>${code}</Code>`);
  expect([status, asked, bugs]).toEqual([400, [], []]);
});

test('an XML request may have comments, declarations, namespaces, CDATA and references', async () => {
  const body = `\uFEFF<?xml version="1.0"?><!-- a --><s:CompleteMultipartUpload xmlns:s="x" a='1'>
    <s:Part><s:ETag>a &amp; <![CDATA[<b>]]>&#x1F600;</s:ETag><!-- c --><s:PartNumber>1</s:PartNumber></s:Part></s:CompleteMultipartUpload >\n`;
  const { asked } = await send('s3', 'CompleteMultipartUpload', { path: '/bucket/key?uploadId=u', body });

  expect(asked[0]?.input).toMatchObject({ MultipartUpload: { Parts: [{ ETag: 'a & <b>😀', PartNumber: 1 }] } });
});

test.each([
  [
    'words for numbers',
    'Action=AssumeRole&Version=2011-06-15&RoleArn=r&RoleSessionName=s&DurationSeconds=long',
    'MalformedInput',
  ],
  ['members where a value is due', 'Action=AssumeRole&Version=2011-06-15&RoleArn.member.1=r&RoleSessionName=s', 'MalformedInput'],
  ['an action that does not exist', 'Action=Nonsense&Version=2011-06-15', 'InvalidAction'],
  ['no action', 'Version=2011-06-15', 'InvalidAction'],
  ['names nested beyond all measure', `Action=AssumeRole&Version=2011-06-15&${'a.'.repeat(10_000)}=1`, 'MalformedInput'],
])('fails when a form has %s', async (_, body, code) => {
  const { status, text, asked, bugs } = await send('sts', 'AssumeRole', form(body));

  expect(text).toContain(`<Error><Type>Sender</Type><Code>${code}</Code>`);
  expect([status, asked, bugs]).toEqual([400, [], []]);
});

test('an unsigned form is known by its version', async () => {
  const { service, asked } = recording('sts', 'GetCallerIdentity', { Account: '1' });
  const served = await servedServices([service]);
  const body = new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' });

  const response = await fetch(served.origin, { method: 'POST', body });
  const inQuery = await fetch(`${served.origin}/?${body}`);

  expect([response.status, inQuery.status, asked.length]).toEqual([200, 200, 2]);
  expect(await inQuery.text()).toMatch(
    /^<GetCallerIdentityResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><GetCallerIdentityResult><Account>1<\/Account><\/GetCallerIdentityResult><ResponseMetadata><RequestId>[-0-9a-f]{36}<\/RequestId><\/ResponseMetadata><\/GetCallerIdentityResponse>$/,
  );
});

test.each<[string, Record<string, string>]>([
  ['an origin', { Origin: 'http://example.com' }],
  ['what browsers say of themselves', { 'Sec-Fetch-Site': 'cross-site' }],
])('fails when a web page of elsewhere sends an unsigned request, known by %s', async (_, headers) => {
  const { service, asked } = recording('sts', 'GetCallerIdentity', {});
  const served = await servedServices([service]);

  const response = await fetch(`${served.origin}/?Action=GetCallerIdentity&Version=2011-06-15`, { headers });

  expect([response.status, asked]).toEqual([403, []]);
  expect(await response.text()).toContain('<Code>AccessDeniedException</Code>');
});

test.each<[string, AwsServiceId, Sent, number, string]>([
  ['JSON', 'dynamodb', { headers: { 'X-Amz-Target': 'DynamoDB_20120810.Nonsense' } }, 400, 'UnknownOperationException'],
  ['REST-JSON', 'lambda', { path: '/2015-03-31/nonsense' }, 404, 'UnknownOperationException'],
  ['REST-JSON', 'lambda', { path: '/2015-03-31/functions/%zz', method: 'GET' }, 404, 'UnknownOperationException'],
  ['S3', 's3', { path: '/b/k', method: 'PATCH' }, 405, 'MethodNotAllowed'],
])('fails when there is no such operation in %s', async (_, id, sent, status, code) => {
  const answer = await send(id, 'PutItem', sent);

  expect([answer.status, answer.bugs]).toEqual([status, []]);
  expect(`${answer.headers.get('x-amzn-errortype')} ${answer.text}`).toContain(code);
});

test('fails when a body is longer than the service takes', async () => {
  const { status, text, asked } = await send('dynamodb', 'PutItem', json(`{"TableName": "${'x'.repeat(1_048_577)}"}`));

  const message = 'Request must be smaller than 1048576 bytes for the PutItem operation';
  expect([status, JSON.parse(text), asked]).toEqual([413, { __type: 'RequestEntityTooLargeException', message }, []]);
});

test('a client that hangs up within its body leaves nothing behind', async () => {
  const { service, asked } = recording('dynamodb', 'PutItem', {});
  const served = await servedServices([service]);
  const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1:${served.port}\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\nContent-Length: 100\r\n\r\n{"Tab`;
  const { connect } = await import('node:net');
  await new Promise<void>((resolve) => {
    const socket = connect(served.port, '127.0.0.1', () => socket.end(head));
    socket.on('close', () => resolve());
    socket.resume();
  });
  const after = await raw(served.port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${served.port}\r\nConnection: close\r\n\r\n`);

  expect(after).toContain('404 Not Found');
  expect([asked, served.bugs]).toEqual([[], []]);
});

test.each<[string, AwsServiceId, string, Sent, string]>([
  ['a query', 'scheduler', 'ListSchedules', { path: '/schedules?MaxResults=many', method: 'GET' }, '"many" is no number.'],
  [
    'a header',
    's3',
    'GetObject',
    { path: '/b/k', method: 'GET', headers: { 'If-Modified-Since': 'soon' } },
    '&#34;soon&#34; is no timestamp.',
  ],
])('fails when %s does not hold what it must', async (_, id, operation, sent, message) => {
  const { status, text, asked } = await send(id, operation, sent);

  expect([status, asked]).toEqual([400, []]);
  expect(text).toContain(id === 's3' ? message : JSON.stringify(message).slice(1, -1));
});

test('a header of an answer stays on one line', async () => {
  const { service } = recording('s3', 'GetObject', {
    Body: '',
    ETag: 'a\r\nInjected: yes',
    Metadata: { k: 'v\r\nInjected: yes' },
  });
  const served = await servedServices([service]);

  const response = await fetch(`${served.origin}/b/k`, { headers: { Authorization: signedFor('s3') } });

  expect([response.status, response.headers.get('injected'), served.bugs]).toEqual([200, null, []]);
});
