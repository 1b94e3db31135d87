import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { whenAvailable } from '../../../../src/local/services/sqs/long-poll';
import { SystemClock } from '../../../../src/local/time/system-clock';
import { VirtualClock } from '../../../../src/local/time/virtual-clock';
import { closeServed, HOME } from '../../../support/served-services';
import { destroyClients, servedQueues } from './scene';

afterEach(async () => {
  destroyClients();
  await closeServed();
});

const everything = { MessageSystemAttributeNames: ['All' as const], MessageAttributeNames: ['All'], MaxNumberOfMessages: 10 };

test('a message is received as it was sent, with the attributes that were asked for (SQS-12, SQS-13)', async () => {
  const { sqs, queue, clock, bugs } = await servedQueues();
  const QueueUrl = await queue('orders');

  const sent = await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: 'grün',
      MessageAttributes: {
        Priority: { DataType: 'Number', StringValue: '7' },
        Digest: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 1, 2]) },
        Source: { DataType: 'String', StringValue: 'web' },
      },
    }),
  );
  const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...everything }));

  // The sample event of the reference has the digest of the same three attributes.
  expect(sent.MD5OfMessageAttributes).toBe('2821f3b1fbc96658b55191ad5a6ab18c');
  expect(message).toMatchObject({
    MessageId: sent.MessageId,
    Body: 'grün',
    MD5OfBody: sent.MD5OfMessageBody,
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
    Attributes: {
      SenderId: 'AIDATESTER',
      ApproximateReceiveCount: '1',
      SentTimestamp: `${clock.now()}`,
      ApproximateFirstReceiveTimestamp: `${clock.now()}`,
    },
    MessageAttributes: { Digest: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 1, 2]) } },
  });
  expect(bugs).toEqual([]);
});

test('attributes that nobody asks for are not sent along; some are asked for by how they begin', async () => {
  const { sqs, queue } = await servedQueues();
  const QueueUrl = await queue('orders', { VisibilityTimeout: '0' });
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  const MessageAttributes = { General: text('Kenobi'), Hello: text('There'), 'Help.Me': text('Me') };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'msg', MessageAttributes }));

  const receive = async (MessageAttributeNames: string[]) => {
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames }));
    return [Object.keys(message?.MessageAttributes ?? {}), message?.MD5OfMessageAttributes];
  };

  // The digests are those that AWS was recorded with.
  expect(await receive([])).toEqual([[], undefined]);
  expect(await receive(['.*'])).toEqual([['General', 'Hello', 'Help.Me'], '4c360f3fdafd970e05fae2f149d997f5']);
  expect(await receive(['Hello', 'General'])).toEqual([['General', 'Hello'], 'fca026605781cb4126a1e9044df24232']);
  expect(await receive(['Hel.*'])).toEqual([['Hello', 'Help.Me'], '83fee93c1bcd8b9a5a923ffacdc636c7']);
});

test('a message that is not deleted comes back after the visibility timeout, with a higher count (SQS-20)', async () => {
  const { sqs, queue, clock, counts } = await servedQueues();
  const QueueUrl = await queue('orders', { VisibilityTimeout: '40' });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  const receive = () => sqs.send(new ReceiveMessageCommand({ QueueUrl, ...everything }));

  const { Messages: [first] = [] } = await receive();
  expect(await counts(QueueUrl)).toEqual([0, 0, 1]);
  await clock.advance({ seconds: 39 });
  expect(await receive()).not.toHaveProperty('Messages');
  await clock.advance({ seconds: 1 });
  const { Messages: [second] = [] } = await receive();

  expect(second?.MessageId).toBe(first?.MessageId);
  expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
  // The first handle is no longer good for anything, which a standard queue does not say.
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
  expect(await counts(QueueUrl)).toEqual([0, 0, 1]);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
  expect(await counts(QueueUrl)).toEqual([0, 0, 0]);
});

test('whoever has received a message can hide it longer, or give it back at once', async () => {
  const { sqs, queue, clock, counts } = await servedQueues();
  const QueueUrl = await queue('orders');
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  const change = (VisibilityTimeout: number) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }));

  await change(100);
  await clock.advance({ seconds: 99 });
  expect(await counts(QueueUrl)).toEqual([0, 0, 1]);
  await expect(change(43_200)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  await change(0);
  expect(await counts(QueueUrl)).toEqual([1, 0, 0]);
  await expect(change(10)).rejects.toMatchObject({ name: 'MessageNotInflight' });
});

test('messages can be delayed, each by itself or all of a queue', async () => {
  const { sqs, queue, clock, counts } = await servedQueues();
  const QueueUrl = await queue('orders', { DelaySeconds: '10' });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late', DelaySeconds: 900 }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'as the queue says' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'now', DelaySeconds: 0 }));

  expect(await counts(QueueUrl)).toEqual([1, 2, 0]);
  await clock.advance({ seconds: 10 });
  expect(await counts(QueueUrl)).toEqual([2, 1, 0]);
  await clock.advance({ minutes: 15 });
  expect(await counts(QueueUrl)).toEqual([3, 0, 0]);
});

test('what has been received as often as it may goes to the dead-letter queue with its id and age (SQS-21)', async () => {
  const { sqs, queue, clock, counts, gone } = await servedQueues();
  const failed = await queue('failed');
  const deadLetterTargetArn = 'arn:aws:sqs:eu-west-1:210987654321:failed';
  const QueueUrl = await queue('orders', { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }) });
  const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
  const sentAt = clock.now();

  for (let time = 0; time < 3; time++) {
    await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    await clock.advance({ seconds: 30 });
  }
  const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: failed, ...everything }));

  expect(await counts(QueueUrl)).toEqual([0, 0, 0]);
  expect(message).toMatchObject({
    MessageId,
    Attributes: {
      ApproximateReceiveCount: '4',
      SentTimestamp: `${sentAt}`,
      DeadLetterQueueSourceArn: 'arn:aws:sqs:eu-west-1:210987654321:orders',
    },
  });
  expect(gone()).toEqual([`deadLettered to ${deadLetterTargetArn}`]);
});

test('messages are gone after the retention period, also those in flight (SQS-15)', async () => {
  const { sqs, queue, clock, counts, gone } = await servedQueues();
  const QueueUrl = await queue('orders', { MessageRetentionPeriod: '60', VisibilityTimeout: '600' });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'first' }));
  await clock.advance({ seconds: 30 });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'second' }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }));

  await clock.advance({ seconds: 30 });
  expect(await counts(QueueUrl)).toEqual([1, 0, 0]);
  await clock.advance({ seconds: 30 });
  expect(await counts(QueueUrl)).toEqual([0, 0, 0]);
  expect(gone()).toEqual(['expired', 'expired']);
});

test('a long poll ends with the first message, or when its time is over (SQS-32)', async () => {
  const { sqs, queue } = await servedQueues(new SystemClock());
  const QueueUrl = await queue('orders');

  const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'at last' }));

  expect((await waiting).Messages).toMatchObject([{ Body: 'at last' }]);
  const begun = performance.now();
  expect(await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }))).not.toHaveProperty('Messages');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(990);
});

test('a long poll whose caller has hung up leaves messages to others', async () => {
  const clock = new VirtualClock();
  const { sqs, queue, store, counts } = await servedQueues(clock);
  const QueueUrl = await queue('orders');
  const held = store.named('orders', '210987654321', HOME.region);
  let hangUp = () => {};
  const polled = whenAvailable({
    ...{ clock, store, arn: held?.identity.arn ?? '', waitMs: 20_000, attempt: () => held?.receive({ most: 1 }, () => {}) ?? [] },
    whenGone: (told) => {
      hangUp = told;
    },
  });

  hangUp();
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'for others' }));

  expect(await polled).toEqual([]);
  expect(await counts(QueueUrl)).toEqual([1, 0, 0]);
});

test('a purge empties the queue, and only one a minute is allowed', async () => {
  const { sqs, queue, clock, counts } = await servedQueues();
  const QueueUrl = await queue('orders');
  for (const MessageBody of ['a', 'b', 'c']) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }));

  await sqs.send(new PurgeQueueCommand({ QueueUrl }));

  expect(await counts(QueueUrl)).toEqual([0, 0, 0]);
  await expect(sqs.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({
    name: 'PurgeQueueInProgress',
    message: 'Only one PurgeQueue operation on orders is allowed every 60 seconds.',
    $metadata: { httpStatusCode: 403 },
  });
  await clock.advance({ seconds: 60 });
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
});

test('each entry of a batch has its own result', async () => {
  const { sqs, queue } = await servedQueues();
  const QueueUrl = await queue('orders');
  const { Successful, Failed } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'good', MessageBody: 'one' },
        { Id: 'bad', MessageBody: 'two', DelaySeconds: 901 },
      ],
    }),
  );
  const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  const deleted = await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: '1', ReceiptHandle: message?.ReceiptHandle },
        { Id: '2', ReceiptHandle: 'nonsense' },
      ],
    }),
  );

  expect(Successful).toMatchObject([{ Id: 'good', MD5OfMessageBody: 'f97c5d29941bfb1b2fdab0874906ab82' }]);
  expect(Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'InvalidParameterValue' }]);
  expect(deleted).toMatchObject({ Successful: [{ Id: '1' }], Failed: [{ Id: '2', Code: 'ReceiptHandleIsInvalid' }] });
});

const entries = (count: number, body = 'x') => Array.from({ length: count }, (_, at) => ({ Id: `${at}`, MessageBody: body }));

test.each([
  ['EmptyBatchRequest', [], 'There should be at least one entry in the request.'],
  ['TooManyEntriesInBatchRequest', entries(11), 'Maximum number of entries per request are 10. You have sent 11.'],
  ['BatchEntryIdsNotDistinct', [...entries(1), ...entries(1)], 'Id 0 repeated.'],
  ['InvalidBatchEntryId', [{ Id: 'no:good', MessageBody: 'x' }], /alphanumeric characters, hyphens and underscores/],
  ['BatchRequestTooLong', entries(2, 'x'.repeat(600_000)), /longer than 1048576 bytes. You have sent 1200000 bytes/],
])('fails when a batch is not one: %s', async (name, Entries, message) => {
  const { sqs, queue } = await servedQueues();
  const QueueUrl = await queue('orders');

  const refused = sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));

  await expect(refused).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  await expect(refused).rejects.toThrow(message);
});

test.each([
  ['is empty', { MessageBody: '' }, /The request must contain the parameter MessageBody/],
  ['is missing', { MessageBody: undefined }, /The request must contain the parameter MessageBody/],
  ['is above 1 MiB (SQS-15)', { MessageBody: 'x'.repeat(1_048_577) }, /Message must be shorter than 1048576 bytes/],
  ['has characters that XML has not', { MessageBody: 'a\u0000b' }, /Invalid characters found/],
  ['has half a character', { MessageBody: 'a\ud800b' }, /Invalid characters found/],
  ['is delayed too long', { MessageBody: 'a', DelaySeconds: 901 }, /Value 901 for parameter DelaySeconds is invalid/],
  [
    'has an attribute of no type',
    { MessageBody: 'a', MessageAttributes: { A: { DataType: 'Text', StringValue: 'a' } } },
    /invalid message attribute type/,
  ],
  ['has an attribute of no value', { MessageBody: 'a', MessageAttributes: { A: { DataType: 'String' } } }, /must use field/],
  [
    'has a number that is none',
    { MessageBody: 'a', MessageAttributes: { A: { DataType: 'Number', StringValue: 'a' } } },
    /to a number/,
  ],
  [
    'has an attribute whose name is reserved',
    { MessageBody: 'a', MessageAttributes: { 'AWS.A': { DataType: 'String', StringValue: 'a' } } },
    /name 'AWS.A' is invalid/,
  ],
  [
    'is to be deduplicated by a standard queue',
    { MessageBody: 'a', MessageDeduplicationId: '1' },
    /not valid for this queue type/,
  ],
])('fails when a message %s', async (_, given, message) => {
  const { sqs, queue } = await servedQueues();
  const QueueUrl = await queue('orders');

  await expect(sqs.send(new SendMessageCommand({ QueueUrl, ...given } as never))).rejects.toThrow(message);
});

test('a message of exactly 1 MiB is taken, attributes included (SQS-15)', async () => {
  const { sqs, queue } = await servedQueues();
  const QueueUrl = await queue('orders');
  const MessageAttributes = { Name: { DataType: 'String', StringValue: 'ä' } };
  const send = (length: number) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(length), MessageAttributes }));

  await send(1_048_576 - 4 - 6 - 2);
  await expect(send(1_048_576 - 4 - 6 - 1)).rejects.toThrow(/must be shorter/);
});

test('fails when a queue that is not there is sent to, with the name that older clients know', async () => {
  const { sqs } = await servedQueues();
  const QueueUrl = 'http://127.0.0.1:4566/210987654321/none';

  await expect(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    message: 'The specified queue does not exist.',
    $metadata: { httpStatusCode: 400 },
  });
});

test.each([
  [
    'MaxNumberOfMessages',
    11,
    'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
  ],
  ['WaitTimeSeconds', 21, 'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be between 0 and 20, if provided.'],
  ['VisibilityTimeout', 43_201, /VisibilityTimeout is invalid/],
])('fails when %s of a receive is %p', async (name, value, message) => {
  const { sqs, queue } = await servedQueues();
  const QueueUrl = await queue('orders');

  await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl, [name]: value }))).rejects.toThrow(message);
});
