import { createRequire } from 'node:module';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ExpiredIteratorException, GetRecordsCommand, KinesisClient, SubscribeToShardCommand } from '@aws-sdk/client-kinesis';
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  InvalidRequestContentException,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  GetBucketAclCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetTopicAttributesCommand, PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, QueueDoesNotExist, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { awsError } from '../../src/local/engine/aws-error';
import type { AwsServiceId } from '../../src/spec/aws-services';
import { raw } from '../local/endpoints/scene';
import { closeServed, recording, servedServices } from '../support/served-services';

afterEach(closeServed);

interface Clients {
  readonly send: (command: never) => Promise<object>;
  readonly destroy: () => void;
}

const CLIENTS = {
  dynamodb: DynamoDBClient,
  kinesis: KinesisClient,
  lambda: LambdaClient,
  events: EventBridgeClient,
  s3: S3Client,
  scheduler: SchedulerClient,
  sns: SNSClient,
  sqs: SQSClient,
  sts: STSClient,
} as unknown as Record<AwsServiceId, new (options: object) => Clients>;

/** What the service was asked, and what the client made of its answer. */
async function roundTrip(id: AwsServiceId, command: object, output: object = {}) {
  const operation = command.constructor.name.replace(/Command$/, '');
  const { service, asked } = recording(id, operation, output);
  const served = await servedServices([service]);
  // Kinesis' own speaks HTTP/2 only.
  const { requestHandler } = new STSClient(served.client).config;
  const client = new CLIENTS[id]({ ...served.client, requestHandler });
  const { $metadata, ...answer } = (await client.send(command as never)) as { $metadata: object };
  client.destroy();
  return { input: asked[0]?.input, call: asked[0]?.call, answer, metadata: $metadata, bugs: served.bugs };
}

const signedFor = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=AKID/20261120/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

const NOON = new Date('2026-11-20T12:00:00Z');
const HALF_PAST = new Date('2026-11-20T12:30:00.250Z');
const BYTES = new Uint8Array([0, 1, 254, 255]);

test.each<[string, AwsServiceId, { readonly input: object }, object]>([
  [
    'AWS JSON 1.0: unions, maps, lists, blobs and numbers as texts',
    'dynamodb',
    new PutItemCommand({
      TableName: 'Orders',
      Item: {
        id: { S: 'ä€😀' },
        count: { N: '12345678901234567890' },
        raw: { B: BYTES },
        all: { BS: [BYTES, new Uint8Array([7])] },
        deep: { M: { list: { L: [{ BOOL: false }, { NULL: true }, { M: {} }] }, __proto: { S: '' } } },
      },
      ReturnConsumedCapacity: 'TOTAL',
    }),
    { Attributes: { id: { S: '"<&' }, raw: { B: BYTES } }, ConsumedCapacity: { TableName: 'Orders', CapacityUnits: 1.5 } },
  ],
  [
    'AWS JSON 1.0: maps of structures and lists of entries',
    'sqs',
    new SendMessageBatchCommand({
      QueueUrl: 'http://localhost/123456789012/q',
      Entries: [
        { Id: 'a', MessageBody: 'x', MessageAttributes: { t: { DataType: 'Binary', BinaryValue: BYTES } } },
        { Id: 'b', MessageBody: '', DelaySeconds: 0 },
      ],
    }),
    {
      Successful: [{ Id: 'a', MessageId: '1', MD5OfMessageBody: '9dd4e461268c8034f5c8564e155c67a6' }],
      Failed: [{ Id: 'b', SenderFault: true, Code: 'InvalidMessage', Message: 'empty' }],
    },
  ],
  [
    'AWS JSON 1.1: timestamps with milliseconds, and blobs',
    'kinesis',
    new GetRecordsCommand({ ShardIterator: 'here', Limit: 10 }),
    {
      Records: [{ SequenceNumber: '1', PartitionKey: 'p', Data: BYTES, ApproximateArrivalTimestamp: HALF_PAST }],
      MillisBehindLatest: 0,
      NextShardIterator: 'there',
    },
  ],
  [
    'REST-JSON: a body with structures, lists, maps and a blob',
    'lambda',
    new CreateFunctionCommand({
      FunctionName: 'orders',
      Role: 'arn:aws:iam::123456789012:role/r',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: BYTES },
      Environment: { Variables: { A: '1', empty: '' } },
      Layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:l:1'],
      Publish: false,
      MemorySize: 512,
      Tags: {},
    }),
    { FunctionName: 'orders', CodeSize: 12, LastModified: '2026-11-20T12:00:00.000+0000', Architectures: ['arm64'] },
  ],
  [
    'REST-JSON: a path with an ARN, and the query',
    'lambda',
    new GetFunctionCommand({ FunctionName: 'arn:aws:lambda:eu-west-1:123456789012:function:orders:live', Qualifier: 'live' }),
    { Configuration: { FunctionName: 'orders' }, Code: { Location: 'http://127.0.0.1/x?y&z' }, Tags: { a: 'b' } },
  ],
  [
    'REST-JSON: a label in a path of another version',
    'lambda',
    new ListTagsCommand({ Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:orders' }),
    { Tags: { 'a b': 'ü' } },
  ],
  [
    'REST-JSON: timestamps and tokens',
    'scheduler',
    new CreateScheduleCommand({
      Name: 'nightly',
      ClientToken: 'once',
      ScheduleExpression: 'rate(1 day)',
      StartDate: NOON,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f', RoleArn: 'arn:aws:iam::123456789012:role/r' },
    }),
    { ScheduleArn: 'arn:aws:scheduler:eu-west-1:123456789012:schedule/default/nightly' },
  ],
  [
    'REST-JSON: numbers in the query',
    'scheduler',
    new ListSchedulesCommand({ MaxResults: 7, NamePrefix: 'a/b c' }),
    { Schedules: [{ Name: 'x', CreationDate: HALF_PAST }] },
  ],
  [
    'Query: lists of structures and maps with blobs',
    'sns',
    new PublishBatchCommand({
      TopicArn: 'arn:aws:sns:eu-west-1:123456789012:t',
      PublishBatchRequestEntries: [
        { Id: 'a', Message: 'x & y = z', MessageAttributes: { k: { DataType: 'Binary', BinaryValue: BYTES } } },
        { Id: 'b', Message: '😀' },
      ],
    }),
    { Successful: [{ Id: 'a', MessageId: '<1>' }], Failed: [{ Id: 'b', Code: 'X', SenderFault: false }] },
  ],
  [
    'Query: maps in the answer',
    'sns',
    new GetTopicAttributesCommand({ TopicArn: 'arn:aws:sns:eu-west-1:123456789012:t' }),
    { Attributes: { Policy: '{"a":"<&>"}', Owner: '123456789012' } },
  ],
  [
    'Query: timestamps and structures in the answer',
    'sts',
    new AssumeRoleCommand({
      RoleArn: 'arn:aws:iam::123456789012:role/r',
      RoleSessionName: 's',
      DurationSeconds: 900,
      Tags: [{ Key: 'a', Value: 'b' }],
      TransitiveTagKeys: ['a'],
    }),
    {
      Credentials: { AccessKeyId: 'A', SecretAccessKey: 'S', SessionToken: 'T', Expiration: NOON },
      AssumedRoleUser: { AssumedRoleId: 'R:s', Arn: 'arn:aws:sts::123456789012:assumed-role/r/s' },
      PackedPolicySize: 6,
    },
  ],
  [
    'REST-XML: a body with structures and lists',
    's3',
    new PutBucketLifecycleConfigurationCommand({
      Bucket: 'bucket',
      LifecycleConfiguration: {
        Rules: [
          { ID: 'r & s', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 3 } },
          { Status: 'Disabled', Filter: { Tag: { Key: 'k', Value: '<v>' } }, Expiration: { Date: NOON } },
        ],
      },
    }),
    {},
  ],
  [
    'REST-XML: flattened lists, numbers and timestamps in the answer',
    's3',
    new ListObjectsV2Command({ Bucket: 'bucket', Prefix: 'a b/', MaxKeys: 2, FetchOwner: true }),
    {
      Name: 'bucket',
      KeyCount: 2,
      IsTruncated: false,
      Contents: [
        { Key: 'a b/1 & 2', Size: 5, LastModified: HALF_PAST, ETag: '"x"', StorageClass: 'STANDARD' },
        { Key: ' spaced ', Size: 0, Owner: { ID: 'o' } },
      ],
      CommonPrefixes: [{ Prefix: 'a b/c/' }],
    },
  ],
  [
    'REST-XML: headers, prefixed headers, a path with slashes and a blob',
    's3',
    new PutObjectCommand({
      Bucket: 'bucket',
      Key: 'a b//ü+&/',
      Body: BYTES,
      ContentType: 'text/plain',
      Metadata: { one: '1', 'two-words': 'b' },
      Expires: NOON,
      ACL: 'private',
    }),
    { ETag: '"etag"', VersionId: 'v' },
  ],
  [
    'REST-XML: a key that says it copies',
    's3',
    new CopyObjectCommand({ Bucket: 'bucket', Key: 'k', CopySource: 'other/key%20x' }),
    { CopyObjectResult: { ETag: '"e"', LastModified: HALF_PAST } },
  ],
  [
    'REST-XML: attributes and namespaces of their own',
    's3',
    new GetBucketAclCommand({ Bucket: 'bucket' }),
    { Owner: { ID: 'o' }, Grants: [{ Grantee: { Type: 'CanonicalUser', ID: 'o' }, Permission: 'FULL_CONTROL' }] },
  ],
  [
    'REST-XML: an upload in parts',
    's3',
    new CompleteMultipartUploadCommand({
      Bucket: 'bucket',
      Key: 'k',
      UploadId: 'u',
      MultipartUpload: {
        Parts: [
          { PartNumber: 1, ETag: '"a"' },
          { PartNumber: 2, ETag: '"b"' },
        ],
      },
    }),
    { Location: 'http://127.0.0.1/bucket/k', Bucket: 'bucket', Key: 'k', ETag: '"c-2"' },
  ],
  ['REST-XML: neither bucket nor input', 's3', new ListBucketsCommand({}), { Buckets: [{ Name: 'b', CreationDate: NOON }] }],
  [
    'AWS JSON 1.1: entries with timestamps',
    'events',
    new PutEventsCommand({ Entries: [{ Source: 's', DetailType: 't', Detail: '{}', Time: NOON, Resources: ['r'] }] }),
    { FailedEntryCount: 0, Entries: [{ EventId: '1' }] },
  ],
])('a round trip in %s', async (_, id, command, output) => {
  const { input, answer, bugs } = await roundTrip(id, command, output);

  // Clients of S3 add lengths and checksums.
  expect(input).toEqual(id === 's3' ? expect.objectContaining(command.input) : command.input);
  expect(answer).toEqual(output);
  expect(bugs).toEqual([]);
});

test('an error of the schema becomes the exception class of the client, with its members', async () => {
  const invalid = awsError('InvalidRequestContentException', 400, 'No JSON.', { Type: 'User' });
  const failure = await roundTrip('lambda', new GetFunctionCommand({ FunctionName: 'f' }), invalid).catch(
    (error: unknown) => error,
  );

  expect(failure).toBeInstanceOf(InvalidRequestContentException);
  expect(failure).toMatchObject({ message: 'No JSON.', Type: 'User', $metadata: { httpStatusCode: 400 } });
});

test('an error without a message has none on the wire', async () => {
  const { service } = recording('dynamodb', 'PutItem', awsError('OddException', 400, ''));
  const { origin } = await servedServices([service]);
  const answer = await fetch(origin, {
    method: 'POST',
    headers: { authorization: signedFor('dynamodb'), 'x-amz-target': 'DynamoDB_20120810.PutItem' },
    body: '{"TableName":"t","Item":{}}',
  });
  expect(await answer.json()).toEqual({ __type: expect.stringContaining('OddException') });
});

test('an error for clients that came from the Query protocol has its old name as well', async () => {
  const gone = awsError('QueueDoesNotExist', 400, 'There is no such queue.');
  const failure = await roundTrip('sqs', new GetQueueUrlCommand({ QueueName: 'q' }), gone).catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(QueueDoesNotExist);
  expect(failure).toMatchObject({ Code: 'AWS.SimpleQueueService.NonExistentQueue', Type: 'Sender' });
});

test.each<[string, AwsServiceId, object]>([
  ['AWS JSON', 'dynamodb', new PutItemCommand({ TableName: 't', Item: {} })],
  ['REST-JSON', 'lambda', new GetFunctionCommand({ FunctionName: 'f' })],
  ['Query', 'sts', new AssumeRoleCommand({ RoleArn: 'r', RoleSessionName: 's' })],
])('an error that the schema of a %s service does not know reaches the client by name', async (_, id, command) => {
  const failure = await roundTrip(id, command, awsError('OddException', 418, 'A <strange> one & more.')).catch(
    (error: unknown) => error,
  );

  expect(failure).toMatchObject({ name: 'OddException', message: 'A <strange> one & more.', $metadata: { httpStatusCode: 418 } });
});

test.each<[string, AwsServiceId, object, string, string]>([
  ['AWS JSON', 'dynamodb', new PutItemCommand({ TableName: undefined, Item: undefined }), 'ValidationException', 'tableName'],
  ['Query', 'sts', new AssumeRoleCommand({ RoleArn: undefined, RoleSessionName: 's' }), 'ValidationError', 'roleArn'],
])('fails when a required member is missing in %s', async (_, id, command, name, member) => {
  const failure = (await roundTrip(id, command).catch((error: unknown) => error)) as Error;

  expect(failure).toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  expect(failure.message).toContain(`Value null at '${member}' failed to satisfy constraint: Member must not be null`);
});

test('an operation that the service has and the table has not is refused by name', async () => {
  const { service } = recording('sts', 'GetCallerIdentity', {});
  const served = await servedServices([service]);
  const client = new STSClient(served.client);
  const failure = await client
    .send(new AssumeRoleCommand({ RoleArn: 'r', RoleSessionName: 's' }))
    .catch((error: unknown) => error);

  expect(failure).toMatchObject({ name: 'NotEmulatedException', message: 'lambda-kit does not emulate AssumeRole of sts.' });
  expect(served.journal.entries).toMatchObject([{ kind: 'notEmulated', what: 'sts: AssumeRole' }]);
});

test('an operation of a service that is not in the table at all is refused by name as well', async () => {
  const served = await servedServices([]);
  const failure = await new S3Client({ ...served.client, forcePathStyle: true })
    .send(new ListObjectsV2Command({ Bucket: 'b' }))
    .catch((error: unknown) => error);

  expect(failure).toMatchObject({ name: 'NotEmulatedException', message: 'lambda-kit does not emulate ListObjectsV2 of s3.' });
});

test('an object comes with its headers, its metadata and its bytes', async () => {
  const command = new GetObjectCommand({ Bucket: 'bucket', Key: 'k', Range: 'bytes=0-3', IfModifiedSince: NOON });
  const output = {
    Body: BYTES,
    ContentLength: 4,
    LastModified: NOON,
    ETag: '"e"',
    Metadata: { a: 'b' },
    ContentType: 'image/png',
  };
  const { input, answer } = await roundTrip('s3', command, output);

  const { Body, ...rest } = answer as { Body: { transformToByteArray(): Promise<Uint8Array> } };
  expect(input).toMatchObject({ Bucket: 'bucket', Key: 'k', Range: 'bytes=0-3', IfModifiedSince: NOON });
  expect(rest).toEqual({ ...output, Body: undefined });
  expect(new Uint8Array(await Body.transformToByteArray())).toEqual(BYTES);
});

test('S3 finds the bucket in the name of the host as well', async () => {
  const { service, asked } = recording('s3', 'GetObject', { Body: BYTES });
  const served = await servedServices([service]);
  const answer = await raw(
    served.port,
    `GET /some/key HTTP/1.1\r\nHost: my.bucket.s3.eu-west-1.localhost:${served.port}\r\nAuthorization: ${signedFor('s3')}\r\nConnection: close\r\n\r\n`,
  );

  expect(answer).toContain('200 OK');
  expect(asked[0]?.input).toEqual({ Bucket: 'my.bucket', Key: 'some/key' });
});

test('an object that is sent in signed pieces arrives whole', async () => {
  const { service, asked } = recording('s3', 'PutObject', {});
  const served = await servedServices([service]);
  const put = (body: string) =>
    fetch(`${served.origin}/bucket/key`, {
      method: 'PUT',
      headers: { Authorization: signedFor('s3'), 'Content-Encoding': 'aws-chunked' },
      body,
    });

  await put('4;chunk-signature=00\r\nabcd\r\n2\r\nef\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n');
  const broken = await put('4\r\nab');

  expect(Buffer.from((asked[0]?.input as { Body: Uint8Array }).Body).toString()).toBe('abcdef');
  expect([broken.status, await broken.text()]).toEqual([400, expect.stringContaining('<Code>IncompleteBody</Code>')]);
});

test.each<[object, string]>([
  [new GetObjectCommand({ Bucket: 'b', Key: 'k' }), 'NoSuchKey'],
  [new HeadObjectCommand({ Bucket: 'b', Key: 'k' }), 'NotFound'],
])('an error of S3 is told in its own form, or by its status alone', async (command, name) => {
  const gone = awsError('NoSuchKey', 404, 'The specified key does not exist.');
  const failure = await roundTrip('s3', command, gone).catch((error: unknown) => error);

  expect(failure).toMatchObject({ name, $metadata: { httpStatusCode: 404 } });
  if (name === 'NoSuchKey') expect(failure).toBeInstanceOf(NoSuchKey);
});

async function eventsOf(stream: AsyncIterable<object>): Promise<object[]> {
  const events: object[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

test('events of a REST-JSON service stream, with payloads of bytes and of JSON', async () => {
  const events = [{ PayloadChunk: { Payload: BYTES } }, { InvokeComplete: { ErrorCode: 'E', LogResult: 'ü' } }];
  const command = new InvokeWithResponseStreamCommand({ FunctionName: 'f', Payload: BYTES });
  const { input, answer } = await roundTrip('lambda', command, { StatusCode: 200, ExecutedVersion: '3', EventStream: events });

  const { EventStream, ...rest } = answer as { EventStream: AsyncIterable<object> };
  expect(input).toEqual({ FunctionName: 'f', Payload: BYTES });
  expect(rest).toMatchObject({ StatusCode: 200, ExecutedVersion: '3' });
  expect(await eventsOf(EventStream)).toEqual(events);
});

test('events of an AWS JSON service stream', async () => {
  const record = { SequenceNumber: '1', Data: BYTES, PartitionKey: 'p', ApproximateArrivalTimestamp: NOON };
  const events = [{ SubscribeToShardEvent: { Records: [record], ContinuationSequenceNumber: '1', MillisBehindLatest: 0 } }];
  const command = new SubscribeToShardCommand({ ConsumerARN: 'a', ShardId: 's', StartingPosition: { Type: 'LATEST' } });
  const { answer } = await roundTrip('kinesis', command, { EventStream: events });

  expect(await eventsOf((answer as { EventStream: AsyncIterable<object> }).EventStream)).toEqual(events);
});

/** No client speaks it by itself yet; this is the SDK's own protocol, which comes with each of them. */
function cborClient(options: object): KinesisClient {
  const { SmithyRpcV2CborProtocol } = createRequire(require.resolve('@aws-sdk/client-kinesis'))('@smithy/core/cbor');
  return new KinesisClient({ ...options, protocol: SmithyRpcV2CborProtocol });
}

test('a round trip in RPC v2 CBOR: timestamps, blobs, lists and numbers', async () => {
  const output = {
    Records: [{ SequenceNumber: '1', PartitionKey: 'ü', Data: BYTES, ApproximateArrivalTimestamp: HALF_PAST }],
    MillisBehindLatest: 1_795_176_000_000,
  };
  const { service, asked } = recording('kinesis', 'GetRecords', output);
  const served = await servedServices([service]);
  const client = cborClient({ ...served.client, requestHandler: new STSClient(served.client).config.requestHandler });
  const { $metadata, ...answer } = await client.send(new GetRecordsCommand({ ShardIterator: 'here', Limit: 10_000 }));

  expect(asked[0]?.input).toEqual({ ShardIterator: 'here', Limit: 10_000 });
  expect(answer).toEqual(output);
  expect($metadata.requestId).toBe(asked[0]?.call.requestId);
});

test('an error in RPC v2 CBOR becomes the exception class of the client', async () => {
  const expired = awsError('ExpiredIteratorException', 400, 'Iterator expired.');
  const { service } = recording('kinesis', 'GetRecords', expired);
  const served = await servedServices([service]);
  const client = cborClient({ ...served.client, requestHandler: new STSClient(served.client).config.requestHandler });
  const failure = await client.send(new GetRecordsCommand({ ShardIterator: 'here' })).catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(ExpiredIteratorException);
  expect(failure).toMatchObject({ message: 'Iterator expired.', $metadata: { httpStatusCode: 400 } });
});
