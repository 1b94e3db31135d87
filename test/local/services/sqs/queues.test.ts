import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { closeServed } from '../../../support/served-services';
import { destroyClients, servedQueues } from './scene';

afterEach(async () => {
  destroyClients();
  await closeServed();
});

test('a queue is made with its defaults, found by its name and listed by how it begins', async () => {
  const { sqs, queue, clock } = await servedQueues();
  const QueueUrl = await queue('orders');
  await queue('other');

  expect(QueueUrl).toBe('http://127.0.0.1:4566/210987654321/orders');
  expect(await sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }))).toMatchObject({ QueueUrl });
  expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'ord' }))).QueueUrls).toEqual([QueueUrl]);
  const page = await sqs.send(new ListQueuesCommand({ MaxResults: 1 }));
  expect(page.QueueUrls).toEqual([QueueUrl]);
  expect((await sqs.send(new ListQueuesCommand({ MaxResults: 1, NextToken: page.NextToken }))).QueueUrls).toHaveLength(1);
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toEqual({
    QueueArn: 'arn:aws:sqs:eu-west-1:210987654321:orders',
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    ApproximateNumberOfMessagesDelayed: '0',
    CreatedTimestamp: `${clock.now() / 1000}`,
    LastModifiedTimestamp: `${clock.now() / 1000}`,
    VisibilityTimeout: '30',
    MaximumMessageSize: '1048576',
    MessageRetentionPeriod: '345600',
    DelaySeconds: '0',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
  });
});

test('attributes can be changed, and policies taken away again', async () => {
  const { sqs, queue } = await servedQueues();
  const QueueUrl = await queue('orders');
  const failed = await queue('failed');
  const set = (Attributes: Record<string, string>) => sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:210987654321:failed',
    maxReceiveCount: '3',
  });

  await set({ VisibilityTimeout: '69', RedrivePolicy });

  const names = ['VisibilityTimeout' as const, 'RedrivePolicy' as const];
  const get = async () => (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names }))).Attributes;
  expect(await get()).toEqual({ VisibilityTimeout: '69', RedrivePolicy });
  const sources = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: failed }));
  expect(sources.queueUrls).toEqual([QueueUrl]);
  await set({ RedrivePolicy: '' });
  expect(await get()).toEqual({ VisibilityTimeout: '69' });
});

test('making a queue that is there gives the same one', async () => {
  const { sqs, queue } = await servedQueues();
  const QueueUrl = await queue('orders', { DelaySeconds: '1' });

  expect(await queue('orders', { DelaySeconds: '1' })).toBe(QueueUrl);
  expect(await queue('orders')).toBe(QueueUrl);
  await expect(
    sqs.send(new CreateQueueCommand({ QueueName: 'orders', Attributes: { DelaySeconds: '2' } })),
  ).rejects.toMatchObject({
    name: 'QueueNameExists',
    message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
  });
});

test('a deleted queue is gone with its messages', async () => {
  const { sqs, queue, clock } = await servedQueues();
  const QueueUrl = await queue('orders');
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a', DelaySeconds: 5 }));

  await sqs.send(new DeleteQueueCommand({ QueueUrl }));

  expect(clock.next).toBeUndefined();
  await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});

test('queues have tags', async () => {
  const { sqs, queue } = await servedQueues();
  const QueueUrl = await queue('orders');
  await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'a', cost: 'b' } }));
  await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['cost'] }));

  expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ team: 'a' });
});

const deadLetters = (more: object) => ({ RedrivePolicy: JSON.stringify(more) });
const FAILED = 'arn:aws:sqs:eu-west-1:210987654321:failed';

test.each([
  ['a name with a space', 'or ders', {}, /Can only include alphanumeric/],
  ['a name of 81 characters', 'x'.repeat(81), {}, /1 to 80 in length/],
  ['FIFO without the suffix', 'orders', { FifoQueue: 'true' }, /must end with .fifo suffix/],
  [
    'a visibility timeout above 12 hours (SQS-06)',
    'orders',
    { VisibilityTimeout: '43201' },
    /Invalid value for the parameter VisibilityTimeout/,
  ],
  [
    'a retention below a minute (SQS-15)',
    'orders',
    { MessageRetentionPeriod: '59' },
    /Invalid value for the parameter MessageRetentionPeriod/,
  ],
  ['a delay that is no number', 'orders', { DelaySeconds: 'soon' }, /Invalid value for the parameter DelaySeconds/],
  ['an attribute of FIFO queues', 'orders', { ContentBasedDeduplication: 'true' }, /Unknown Attribute ContentBasedDeduplication/],
  ['an attribute that nobody knows', 'orders', { Colour: 'blue' }, /Unknown Attribute Colour/],
  [
    'a dead-letter queue that is no ARN',
    'orders',
    deadLetters({ deadLetterTargetArn: 'dummy', maxReceiveCount: 42 }),
    'Value {"deadLetterTargetArn":"dummy","maxReceiveCount":42} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.',
  ],
  [
    'a dead-letter queue without a count',
    'orders',
    deadLetters({ deadLetterTargetArn: FAILED }),
    /mandatory attribute: maxReceiveCount/,
  ],
  ['1001 receives', 'orders', deadLetters({ deadLetterTargetArn: FAILED, maxReceiveCount: 1001 }), /maxReceiveCount/],
  [
    'a dead-letter queue of the other kind (SQS-07)',
    'o.fifo',
    { FifoQueue: 'true', ...deadLetters({ deadLetterTargetArn: FAILED, maxReceiveCount: 1 }) },
    /must be same type/,
  ],
])('fails when a queue is to have %s', async (_, QueueName, Attributes, message) => {
  const { sqs } = await servedQueues();

  await expect(sqs.send(new CreateQueueCommand({ QueueName, Attributes: Attributes as Record<string, string> }))).rejects.toThrow(
    message,
  );
});

test('what belongs to the policies of queues is refused by name', async () => {
  const { origin } = await servedQueues();
  const answer = await fetch(origin, {
    method: 'POST',
    headers: { 'X-Amz-Target': 'AmazonSQS.AddPermission', 'Content-Type': 'application/x-amz-json-1.0' },
    body: '{}',
  });

  expect(await answer.json()).toMatchObject({
    __type: 'NotEmulatedException',
    message: 'lambda-kit does not emulate AddPermission of sqs.',
  });
});

test('older clients speak the Query protocol', async () => {
  const { origin } = await servedQueues();
  const call = async (parameters: Record<string, string>) => {
    const body = new URLSearchParams({ Version: '2012-11-05', ...parameters });
    const answer = await fetch(origin, { method: 'POST', body });
    return [answer.status, await answer.text()] as const;
  };
  const account = '123456789012';
  const QueueUrl = `http://127.0.0.1:4566/${account}/orders`;

  expect(
    await call({ Action: 'CreateQueue', QueueName: 'orders', 'Attribute.1.Name': 'DelaySeconds', 'Attribute.1.Value': '0' }),
  ).toEqual([200, expect.stringContaining(`<CreateQueueResult><QueueUrl>${QueueUrl}</QueueUrl></CreateQueueResult>`)]);
  const sent = await call({
    Action: 'SendMessage',
    QueueUrl,
    MessageBody: 'a',
    'MessageAttribute.1.Name': 'Source',
    'MessageAttribute.1.Value.DataType': 'String',
    'MessageAttribute.1.Value.StringValue': 'web',
  });
  expect(sent[1]).toContain('<MD5OfMessageBody>0cc175b9c0f1b6a831c399e269772661</MD5OfMessageBody>');
  const received = await call({ Action: 'ReceiveMessage', QueueUrl, 'AttributeName.1': 'All', 'MessageAttributeName.1': 'All' });
  expect(received[1]).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
  expect(received[1]).toContain('<MessageAttribute><Name>Source</Name>');
  const missing = await call({ Action: 'SendMessage', QueueUrl: QueueUrl.replace('orders', 'none'), MessageBody: 'a' });
  expect(missing).toEqual([400, expect.stringContaining('<Code>AWS.SimpleQueueService.NonExistentQueue</Code>')]);
});
