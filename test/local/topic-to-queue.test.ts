import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { appOf, running, stopAll } from './scene';

afterEach(stopAll);

test('queues receive what is published to a topic, in an envelope or as it is (SNS-03, SNS-06)', async () => {
  const local = await running(
    appOf((stack) => {
      const topic = new Topic(stack, 'Alerts');
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Wrapped', { queueName: 'wrapped' })));
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Raw', { queueName: 'raw' }), { rawMessageDelivery: true }));
    }),
    { clock: 'virtual' },
  );
  const sqs = new SQSClient({ endpoint: local.endpoint, region: 'us-east-1', credentials: local.credentials });
  const received = async (name: string) => {
    const QueueUrl = `${local.endpoint}/${local.topic('Alerts').arn.split(':')[4]}/${name}`;
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }));
    return Messages;
  };

  await local.topic('Alerts').publish({ total: 7 }, { attributes: { level: 'calm' } });
  await local.settle();

  const [raw] = await received('raw');
  expect(raw).toMatchObject({ Body: '{"total":7}', MessageAttributes: { level: { DataType: 'String', StringValue: 'calm' } } });
  const [wrapped] = await received('wrapped');
  expect(JSON.parse(wrapped?.Body ?? '')).toMatchObject({ Type: 'Notification', Message: '{"total":7}' });
  sqs.destroy();
});
