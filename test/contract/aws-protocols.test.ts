import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetRecordsCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  InvalidRequestContentException,
  LambdaClient,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import { CreateScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetTopicAttributesCommand, PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, QueueDoesNotExist, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { awsError } from '../../src/local/engine/aws-error';
import type { AwsServiceId } from '../../src/spec/aws-services';
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
])('a round trip in %s', async (_, id, command, output) => {
  const { input, answer, bugs } = await roundTrip(id, command, output);

  expect(input).toEqual(command.input);
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
