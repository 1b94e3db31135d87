import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { closeServed } from '../../../support/served-services';
import { destroyClients, servedQueues } from './scene';

afterEach(async () => {
  destroyClients();
  await closeServed();
});

async function orderedQueue(attributes: Parameters<Awaited<ReturnType<typeof servedQueues>>['queue']>[1] = {}) {
  const scene = await servedQueues();
  const QueueUrl = await scene.queue('orders.fifo', attributes);
  let sent = 0;
  return {
    ...scene,
    QueueUrl,
    send: (MessageGroupId: string, MessageBody: string, MessageDeduplicationId: string | undefined = `${sent++}`) =>
      scene.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId })),
    async receive(more: object = {}) {
      const input = { QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All' as const], ...more };
      const { Messages = [] } = await scene.sqs.send(new ReceiveMessageCommand(input));
      return Messages;
    },
  };
}

const bodies = (messages: readonly { Body?: string }[]) => messages.map(({ Body }) => Body);

test('messages of a group come in the order of sending, with growing sequence numbers (SQS-13, SQS-26)', async () => {
  const { send, receive } = await orderedQueue();
  for (const [group, body] of [
    ['a', 'a1'],
    ['b', 'b1'],
    ['a', 'a2'],
    ['b', 'b2'],
  ] as const)
    await send(group, body);

  const messages = await receive();

  expect(bodies(messages)).toEqual(['a1', 'a2', 'b1', 'b2']);
  const numbers = messages.map(({ Attributes }) => BigInt(Attributes?.SequenceNumber ?? 0));
  expect(numbers[0]).toBeLessThan(numbers[1] as bigint);
  expect(messages[0]?.Attributes).toMatchObject({ MessageGroupId: 'a', MessageDeduplicationId: '0' });
});

test('a group with messages in flight waits, the others go on; what comes back keeps its place (SQS-26)', async () => {
  const { sqs, QueueUrl, send, receive, clock } = await orderedQueue();
  for (const body of ['a1', 'a2', 'a3']) await send('a', body);
  await send('b', 'b1');

  const [first] = await receive({ MaxNumberOfMessages: 1 });
  expect(first?.Body).toBe('a1');
  const [other, ...none] = await receive();
  expect([other?.Body, none]).toEqual(['b1', []]);
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 }));
  const again = await receive();
  expect(bodies(again)).toEqual(['a1', 'a2', 'a3']);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again[1]?.ReceiptHandle }));
  await clock.advance({ seconds: 30 });
  // Which group is first is not promised; within each there is an order.
  expect(bodies(await receive()).filter((body) => body?.startsWith('a'))).toEqual(['a1', 'a3']);
});

test('a message with the deduplication id of another is taken and not delivered, for five minutes', async () => {
  const { send, receive, clock } = await orderedQueue();
  const one = await send('a', 'first', 'same');
  const two = await send('b', 'second', 'same');

  expect(two).toMatchObject({ MessageId: one.MessageId, SequenceNumber: one.SequenceNumber });
  expect(bodies(await receive())).toEqual(['first']);
  await clock.advance({ minutes: 5 });
  await send('b', 'third', 'same');
  expect(bodies(await receive())).toContain('third');
});

test('with high throughput, deduplication ids count within a group; without them, the content counts if it may', async () => {
  const { send, receive } = await orderedQueue({ DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' });
  await send('a', 'a1', 'same');
  await send('b', 'b1', 'same');
  expect(bodies(await receive())).toEqual(['a1', 'b1']);

  const content = await orderedQueue({ ContentBasedDeduplication: 'true' });
  const put = (MessageBody: string) =>
    content.sqs.send(new SendMessageCommand({ QueueUrl: content.QueueUrl, MessageBody, MessageGroupId: 'a' }));
  await put('same');
  await put('same');
  await put('other');
  expect(bodies(await content.receive())).toEqual(['same', 'other']);
});

test('an attempt to receive that is made again gives the same messages', async () => {
  const { send, receive } = await orderedQueue();
  await send('a', 'a1');
  await send('b', 'b1');

  const first = await receive({ ReceiveRequestAttemptId: 'attempt', MaxNumberOfMessages: 1 });
  const again = await receive({ ReceiveRequestAttemptId: 'attempt', MaxNumberOfMessages: 1 });

  expect([bodies(first), bodies(again)]).toEqual([['a1'], ['a1']]);
  expect(bodies(await receive({ ReceiveRequestAttemptId: 'other' }))).toEqual(['b1']);
});

test('a group goes on behind a message that was set aside (SQS-07, SQS-21)', async () => {
  const scene = await servedQueues();
  await scene.queue('failed.fifo');
  const deadLetterTargetArn = 'arn:aws:sqs:eu-west-1:210987654321:failed.fifo';
  const QueueUrl = await scene.queue('orders.fifo', {
    ContentBasedDeduplication: 'true',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }),
  });
  for (const MessageBody of ['poison', 'good']) {
    await scene.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: 'a' }));
  }
  const receive = async () => (await scene.sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? [];

  expect(bodies(await receive())).toEqual(['poison']);
  await scene.clock.advance({ seconds: 30 });
  expect(bodies(await receive())).toEqual(['good']);
  expect(scene.gone()).toEqual([`deadLettered to ${deadLetterTargetArn}`]);
});

test('fails when the handle is of an earlier receive', async () => {
  const { sqs, QueueUrl, send, receive, clock } = await orderedQueue();
  await send('a', 'a1');
  const [message] = await receive();
  await clock.advance({ seconds: 30 });

  const deleted = sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));

  await expect(deleted).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: `Value ${message?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
  });
});

test.each([
  ['has no group', { MessageDeduplicationId: '1' }, /must contain the parameter MessageGroupId/],
  ['has no deduplication id', { MessageGroupId: 'a' }, /ContentBasedDeduplication enabled or MessageDeduplicationId provided/],
  [
    'has a delay of its own',
    { MessageGroupId: 'a', MessageDeduplicationId: '1', DelaySeconds: 2 },
    /^Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.$/,
  ],
  ['has a group with a space', { MessageGroupId: 'a b', MessageDeduplicationId: '1' }, /MessageGroupId can only include/],
])('fails when a message of a FIFO queue %s', async (_, given, message) => {
  const { sqs, QueueUrl } = await orderedQueue();

  await expect(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', ...given }))).rejects.toThrow(message);
});
