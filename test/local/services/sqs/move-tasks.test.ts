import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { closeServed } from '../../../support/served-services';
import { destroyClients, servedQueues } from './scene';

afterEach(async () => {
  destroyClients();
  await closeServed();
});

const arn = (name: string) => `arn:aws:sqs:eu-west-1:210987654321:${name}`;

/** `orders` has set so many messages aside to `failed`. */
async function setAside(count: number) {
  const scene = await servedQueues();
  const { sqs, clock } = scene;
  const failed = await scene.queue('failed');
  const orders = await scene.queue('orders', {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('failed'), maxReceiveCount: 1 }),
  });
  for (let at = 0; at < count; at++) await sqs.send(new SendMessageCommand({ QueueUrl: orders, MessageBody: `${at}` }));
  for (let at = 0; at < 2; at++) {
    await sqs.send(new ReceiveMessageCommand({ QueueUrl: orders, MaxNumberOfMessages: 10 }));
    await clock.advance({ seconds: 30 });
  }
  const start = (more: object = {}) => sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn('failed'), ...more }));
  const task = async () => (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn('failed') }))).Results?.[0];
  return { ...scene, orders, failed, start, task };
}

test('messages that were set aside are moved back as new ones (SQS-21)', async () => {
  const { sqs, orders, failed, start, task, clock, counts } = await setAside(2);
  expect(await counts(failed)).toEqual([2, 0, 0]);

  await start();
  await clock.advance({ seconds: 1 });

  expect(await task()).toMatchObject({
    Status: 'COMPLETED',
    ApproximateNumberOfMessagesMoved: 2,
    ApproximateNumberOfMessagesToMove: 2,
  });
  expect([await counts(failed), await counts(orders)]).toEqual([
    [0, 0, 0],
    [2, 0, 0],
  ]);
  const { Messages: [message] = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: orders, MessageSystemAttributeNames: ['All'] }),
  );
  expect(message?.Attributes).toMatchObject({ ApproximateReceiveCount: '1' });
  expect(message?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
});

test('a task moves as many a second as it may, and can be cancelled', async () => {
  const { sqs, start, task, clock } = await setAside(5);
  const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 });
  await clock.advance({ milliseconds: 1500 });
  await expect(start()).rejects.toThrow(/There is already a task running/);

  const cancelled = await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  await clock.advance({ seconds: 10 });

  expect(cancelled.ApproximateNumberOfMessagesMoved).toBe(2);
  expect(await task()).toMatchObject({ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 2 });
});

test.each([
  ['a queue that is not there', { SourceArn: arn('none') }, /for the SourceArn parameter doesn't exist/],
  ['a queue that nobody sets messages aside to', { SourceArn: arn('orders') }, /must be configured as a Dead Letter Queue/],
  ['a destination that is not there', { DestinationArn: arn('none') }, /for the DestinationArn parameter doesn't exist/],
  ['501 messages a second', { MaxNumberOfMessagesPerSecond: 501 }, /MaxNumberOfMessagesPerSecond is invalid/],
])('fails when a task has %s', async (_, given, message) => {
  const { start } = await setAside(0);

  await expect(start(given)).rejects.toThrow(message);
});
