import { Duration } from 'aws-cdk-lib';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { SnsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { CfnSubscription, FilterOrPolicy, SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const ECHO = 'exports.handler = async (event) => event;';

test('a message reaches the functions that subscribe to the topic and want it (SNS-01, SNS-03, SNS-07)', async () => {
  const local = await running(
    appOf((stack) => {
      const topic = new Topic(stack, 'Alerts', { displayName: 'Alerts' });
      const all = nodeFunction(stack, 'All', ECHO);
      topic.addSubscription(new LambdaSubscription(new Alias(stack, 'Live', { aliasName: 'live', version: all.currentVersion })));
      topic.addSubscription(
        new LambdaSubscription(nodeFunction(stack, 'Urgent', ECHO), {
          filterPolicy: { level: SubscriptionFilter.stringFilter({ allowlist: ['urgent'] }) },
        }),
      );
      topic.addSubscription(
        new LambdaSubscription(nodeFunction(stack, 'Large', ECHO), {
          filterPolicyWithMessageBody: {
            total: FilterOrPolicy.filter(SubscriptionFilter.numericFilter({ greaterThan: 100 })),
          },
        }),
      );
      topic.addSubscription(new EmailSubscription('someone@example.com'));
    }),
    { clock: 'virtual' },
  );
  const alerts = local.topic('Alerts');

  const { messageId } = await alerts.publish({ total: 200 }, { subject: 'New', attributes: { level: 'calm', size: 7 } });
  await local.settle();

  expect(local.function('All').invocations.map(({ event }) => event.Records[0].Sns)).toMatchObject([
    {
      MessageId: messageId,
      TopicArn: alerts.arn,
      Subject: 'New',
      Message: '{"total":200}',
      MessageAttributes: { level: { Type: 'String', Value: 'calm' }, size: { Type: 'Number', Value: '7' } },
    },
  ]);
  expect(local.function('All').invocations).toMatchObject([{ version: '1' }]);
  expect(local.function('Urgent').invocations).toEqual([]);
  expect(local.function('Large').invocations).toHaveLength(1);
  expect(alerts.messages).toMatchObject([{ messageId, message: { total: 200 }, attributes: { level: 'calm', size: '7' } }]);
  expect(alerts.deliveries.map(({ to, outcome }) => [to.replace(/^.*[:@]/, ''), outcome]).sort()).toEqual(
    [
      ['example.com', 'kept'],
      ['live', 'delivered'],
      [local.function('Large').name, 'delivered'],
      [local.function('Urgent').name, 'filtered'],
    ].sort(),
  );
  expect(local.application.unsupported).toMatchObject([
    { type: 'AWS::SNS::Subscription', why: expect.stringContaining('someone@example.com') },
  ]);
});

test('handlers publish through the SDK, and what that sets off is told with them', async () => {
  const local = await running(
    appOf((stack) => {
      const topic = new Topic(stack, 'Alerts');
      const publish = nodeFunction(
        stack,
        'Publish',
        `const { SNSClient, PublishCommand } = require('@aws-sdk/client-sns');
        const sns = new SNSClient();
        exports.handler = async (event) => sns.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: event.text }));`,
        { environment: { TOPIC: topic.topicArn }, timeout: Duration.seconds(20) },
      );
      topic.grantPublish(publish);
      topic.addSubscription(new LambdaSubscription(nodeFunction(stack, 'Listen', ECHO)));
    }),
    { clock: 'virtual' },
  );

  const { payload } = await local.function('Publish').invoke({ text: 'hello' });
  await local.settle();

  expect(payload.MessageId).toMatch(/^[0-9a-f-]{36}$/);
  expect(local.function('Listen').invocations).toMatchObject([
    { event: { Records: [{ Sns: { Message: 'hello', MessageId: payload.MessageId } }] } },
  ]);
});

/** Handlers that run at once publish to a topic with two subscribers; what happened, without what real time decides. */
async function manyPublish(clock: 'system' | 'virtual'): Promise<readonly string[]> {
  const local = await running(
    appOf((stack) => {
      const topic = new Topic(stack, 'Alerts');
      const publish = nodeFunction(
        stack,
        'Publish',
        `const { SNSClient, PublishCommand } = require('@aws-sdk/client-sns');
        const sns = new SNSClient();
        exports.handler = async ({ n }) => {
          await Promise.all([1, 2].map((i) => sns.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: n + '.' + i }))));
        };`,
        { environment: { TOPIC: topic.topicArn }, timeout: Duration.seconds(20) },
      );
      topic.grantPublish(publish);
      for (const id of ['One', 'Two']) topic.addSubscription(new LambdaSubscription(nodeFunction(stack, id, ECHO)));
    }),
    { clock },
  );
  for (let n = 0; n < 4; n++) await local.function('Publish').invoke({ n }, { type: 'Event' });
  await local.settle();
  expect(local.topic('Alerts').deliveries.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 16 }, () => 'delivered'));
  expect(local.function('One').invocations).toHaveLength(8);
  expect(local.function('Two').invocations).toHaveLength(8);
  return local.journal.entries.flatMap((entry) => {
    if (entry.kind === 'log' || entry.kind.startsWith('environment.')) return [];
    const { durationMs: _, initDurationMs: __, environment: ___, ...same } = entry as unknown as Record<string, unknown>;
    return [JSON.stringify(same)];
  });
}

test('handlers that publish at once: everything arrives, and two runs in virtual time tell the same', async () => {
  await manyPublish('system');
  const first = await manyPublish('virtual');

  expect(await manyPublish('virtual')).toEqual(first);
});

test('a function that the topic may not invoke gets nothing, and the journal says why (PRM-01)', async () => {
  const local = await running(
    appOf((stack) => {
      const topic = new Topic(stack, 'Alerts');
      const endpoint = nodeFunction(stack, 'Closed', ECHO).functionArn;
      new CfnSubscription(stack, 'Subscription', { topicArn: topic.topicArn, protocol: 'lambda', endpoint });
    }),
    { clock: 'virtual' },
  );

  await local.topic('Alerts').publish('hello');
  await local.settle();

  expect(local.function('Closed').invocations).toEqual([]);
  expect(local.topic('Alerts').deliveries).toMatchObject([
    { outcome: 'failed', why: expect.stringContaining('does not let sns.amazonaws.com invoke it') },
  ]);
});

test('a topic is the destination of what a function does (INV-66, INV-68)', async () => {
  const local = await running(
    appOf((stack) => {
      const topic = new Topic(stack, 'Done');
      nodeFunction(stack, 'Work', 'exports.handler = async () => 7;', { onSuccess: new SnsDestination(topic) });
      topic.addSubscription(new LambdaSubscription(nodeFunction(stack, 'Listen', ECHO)));
    }),
    { clock: 'virtual' },
  );

  await local.function('Work').invoke({ id: 1 }, { type: 'Event' });
  await local.settle();

  expect(local.function('Work').deliveries).toMatchObject([{ to: 'onSuccess', outcome: 'delivered' }]);
  expect(local.topic('Done').messages).toMatchObject([
    { message: { requestPayload: { id: 1 }, responsePayload: 7, requestContext: { condition: 'Success' } } },
  ]);
  expect(local.function('Listen').invocations).toHaveLength(1);
});

test('fails when there is no such topic, or SNS refuses the message', async () => {
  const local = await running(appOf((stack) => void new Topic(stack, 'Alerts')));

  expect(() => local.topic('Orders')).toThrow(expect.objectContaining({ code: 'RESOURCE_UNKNOWN' }));
  await expect(local.topic('Alerts').publish('')).rejects.toMatchObject({
    name: 'CallRefused',
    type: 'InvalidParameter',
    statusCode: 400,
    message: 'InvalidParameter: Invalid parameter: Empty message',
  });
  await expect(local.topic('Alerts').publish(undefined)).rejects.toMatchObject({ code: 'EVENT_INVALID' });
});
