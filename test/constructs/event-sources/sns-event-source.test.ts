import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { SnsEventSource as Original } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { SnsEventSource, type SnsEventSourceProps } from '../../../src/constructs/event-sources/sns-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS } from './targets';

const SUBSCRIPTION = 'AWS::SNS::Subscription';
const { FilterOrPolicy, SubscriptionFilter } = sns;

function subscribed(props: SnsEventSourceProps = {}, topicProps: sns.TopicProps = {}) {
  const scene = shipIn();
  const topic = new sns.Topic(scene.stack, 'Orders', topicProps);
  scene.ship.addEventSource(new SnsEventSource(topic, props));
  return { ...scene, topic };
}

test('a topic needs a subscription, and a permission for the topic and its account (SNS-01, PRM-04)', () => {
  const { stack, ship, topic } = subscribed();

  expect(propertiesOf(stack, SUBSCRIPTION)).toEqual([
    { Protocol: 'lambda', Endpoint: names(stack, ship).arn, TopicArn: names(stack, topic).ref },
  ]);
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      Principal: 'sns.amazonaws.com',
      FunctionName: names(stack, ship).arn,
      SourceArn: names(stack, topic).ref,
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
});

test.each(TARGET_KINDS)('subscription and permission are for the %s (PRM-02)', (kind) => {
  const stack = stackIn();
  const target: lambda.IFunction = TARGETS[kind](stack);
  target.addEventSource(new SnsEventSource(new sns.Topic(stack, 'Orders')));

  const arn: unknown = stack.resolve(target.functionArn);
  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: arn }]);
  expect(propertiesOf(stack, SUBSCRIPTION)).toMatchObject([{ Endpoint: arn }]);
});

test('whoever comes from aws-cdk-lib keeps all ids', () => {
  const ids = (source: typeof SnsEventSource | typeof Original) => {
    const stack = stackIn();
    plainIn(stack).addEventSource(new source(new sns.Topic(stack, 'Orders')));
    return Object.keys(Template.fromStack(stack).toJSON().Resources as object);
  };

  expect(ids(SnsEventSource)).toEqual(ids(Original));
});

test('messages are chosen by attributes', () => {
  const { stack } = subscribed({ filterPolicy: { kind: SubscriptionFilter.stringFilter({ allowlist: ['order'] }) } });

  expect(propertiesOf(stack, SUBSCRIPTION)).toMatchObject([{ FilterPolicy: { kind: ['order'] } }]);
});

test('messages are chosen by their body', () => {
  const total = FilterOrPolicy.filter(SubscriptionFilter.numericFilter({ greaterThan: 9 }));
  const { stack } = subscribed({ filterPolicyWithMessageBody: { order: FilterOrPolicy.policy({ total }) } });

  expect(propertiesOf(stack, SUBSCRIPTION)).toMatchObject([
    { FilterPolicy: { order: { total: [{ numeric: ['>', 9] }] } }, FilterPolicyScope: 'MessageBody' },
  ]);
});

describe('a dead-letter queue (SNS-06)', () => {
  test('takes what the topic sends, with its key', () => {
    const stack = stackIn();
    const { ship } = shipIn(stack);
    const topic = new sns.Topic(stack, 'Orders');
    const queue = new sqs.Queue(stack, 'Dead', { encryptionMasterKey: new kms.Key(stack, 'Key') });
    ship.addEventSource(new SnsEventSource(topic, { deadLetterQueue: queue }));
    (stack.node.root as App).synth();

    expect(propertiesOf(stack, SUBSCRIPTION)).toMatchObject([
      { RedrivePolicy: { deadLetterTargetArn: names(stack, queue).arn } },
    ]);
    expect(propertiesOf(stack, 'AWS::SQS::QueuePolicy')).toMatchObject([
      {
        PolicyDocument: {
          Statement: [
            {
              Action: 'sqs:SendMessage',
              Principal: { Service: 'sns.amazonaws.com' },
              Condition: { ArnEquals: { 'aws:SourceArn': names(stack, topic).ref } },
            },
          ],
        },
      },
    ]);
    expect(JSON.stringify(propertiesOf(stack, 'AWS::KMS::Key'))).toContain(
      '"Action":["kms:Decrypt","kms:GenerateDataKey"],"Condition":{"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}},"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"}',
    );
  });

  test('fails when it is FIFO', () => {
    const stack = stackIn();
    const deadLetterQueue = new sqs.Queue(stack, 'Dead', { fifo: true });
    const source = new SnsEventSource(new sns.Topic(stack, 'Orders'), { deadLetterQueue });
    expect(() => plainIn(stack).addEventSource(source)).toThrow(/SOURCE_DEAD_LETTERS_FIFO/);
  });

  test('fails when it is in another stack than topic and function, which would wait for each other', () => {
    const stack = stackIn();
    const deadLetterQueue = new sqs.Queue(new Stack(stack.node.root as App, 'Queues'), 'Dead');
    const source = new SnsEventSource(new sns.Topic(stack, 'Orders'), { deadLetterQueue });
    expect(() => plainIn(stack).addEventSource(source)).toThrow(/SOURCE_DEAD_LETTERS_OTHER_STACK/);
  });

  test('may be in the stack of a topic that is elsewhere', () => {
    const stack = stackIn();
    const topics = new Stack(stack.node.root as App, 'Topics');
    const deadLetterQueue = new sqs.Queue(topics, 'Dead');
    plainIn(stack).addEventSource(new SnsEventSource(new sns.Topic(topics, 'Orders'), { deadLetterQueue }));
    (stack.node.root as App).synth();

    expect([stack.dependencies, topics.dependencies]).toEqual([[topics], []]);
  });

  test('fails when it is in another Region than the topic', () => {
    const env = { region: 'eu-west-1', account: '111111111111' };
    const stack = new Stack(stackIn().node.root as App, 'Here', { env });
    const topic = sns.Topic.fromTopicArn(stack, 'Far', 'arn:aws:sns:us-east-1:222222222222:orders');
    const deadLetterQueue = new sqs.Queue(stack, 'Dead');
    expect(() => plainIn(stack).addEventSource(new SnsEventSource(topic, { deadLetterQueue }))).toThrow(
      /must be of the region us-east-1, but is of eu-west-1/,
    );
  });
});

test('a topic of another Region and account is subscribed to there, and named in the permission', () => {
  const env = { region: 'eu-west-1', account: '111111111111' };
  const stack = new Stack(stackIn().node.root as App, 'Here', { env });
  const topicArn = 'arn:aws:sns:us-east-1:222222222222:orders';
  plainIn(stack).addEventSource(new SnsEventSource(sns.Topic.fromTopicArn(stack, 'Far', topicArn)));

  expect(propertiesOf(stack, SUBSCRIPTION)).toMatchObject([{ Region: 'us-east-1', TopicArn: topicArn }]);
  expect(permissionsOf(stack)).toMatchObject([{ SourceArn: topicArn, SourceAccount: '222222222222' }]);
});

test('a topic of another stack: that of the function needs it', () => {
  const stack = stackIn();
  const topics = new Stack(stack.node.root as App, 'Topics');
  plainIn(stack).addEventSource(new SnsEventSource(new sns.Topic(topics, 'Orders')));
  (stack.node.root as App).synth();

  expect([stack.dependencies, topics.dependencies]).toEqual([[topics], []]);
});

test('fails for FIFO topics (SNS-02, VAL-16)', () => {
  expect(() => subscribed({}, { fifo: true })).toThrow(/Shop\/Orders must not be a FIFO topic \(SNS-02\).*TOPIC_FIFO/s);
  const app = new App({ outdir: temporaryFolder() });
  const stack = new Stack(app, 'Here');
  const topic = sns.Topic.fromTopicArn(stack, 'Far', 'arn:aws:sns:us-east-1:222222222222:orders.fifo');
  expect(() => plainIn(stack).addEventSource(new SnsEventSource(topic))).toThrow(/TOPIC_FIFO/);
});

const filters = (count: number, values = 1) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `key${i}`,
      SubscriptionFilter.stringFilter({ allowlist: Array.from({ length: values }, (__, n) => `value ${n}`) }),
    ]),
  );
const one = (...conditions: unknown[]) => ({ key: new SubscriptionFilter(conditions) });
const body = (...conditions: unknown[]) => ({
  filterPolicyWithMessageBody: {
    outer: FilterOrPolicy.policy({ key: FilterOrPolicy.filter(new SubscriptionFilter(conditions)) }),
  },
});

test.each([
  [{ filterPolicy: {} }],
  [{ filterPolicy: filters(5) }],
  [{ filterPolicy: filters(1, 150) }],
  [{ filterPolicy: one({ numeric: ['>=', -1_000_000_000] }) }],
  [{ filterPolicy: one({ 'anything-but': { prefix: 'x' } }) }],
  [body(...Array.from({ length: 75 }, (_, i) => `${i}`))],
] as [SnsEventSourceProps][])('%j may be given', (props) => {
  expect(() => subscribed(props)).not.toThrow();
});

test.each([
  [{ filterPolicy: filters(6) }, /filterPolicy must have at most 5 keys, but has 6 \(SNS-07/],
  [{ filterPolicy: filters(1, 151) }, /at most 150 combinations of values, but has 151/],
  [{ filterPolicy: one() }, /Empty arrays are not allowed/],
  [{ filterPolicy: one({ starts: 'x' }) }, /Unrecognized match type starts/],
  [{ filterPolicy: one({ numeric: ['>=', 1_000_000_001] }) }, /numbers from -1000000000 to 1000000000, but has 1000000001/],
  [{ filterPolicy: one({ 'anything-but': { suffix: 'x' } }) }, /must not use anything-but\/suffix/],
  [body(...Array.from({ length: 76 }, (_, i) => `${i}`)), /filterPolicyWithMessageBody .* but has 152/],
  [{ ...body('x'), filterPolicy: filters(1) }, /FILTER_POLICY_TWICE/],
] as [SnsEventSourceProps, RegExp][])('fails when the source is %j (SNS-07)', (props, problem) => {
  expect(() => subscribed(props)).toThrow(problem);
});

test('fails when a function is subscribed twice, and when the ids of two topics are the same', () => {
  const { stack, ship, topic } = subscribed();
  const other = new sns.Topic(new Stack(stack, 'Inner'), 'Orders');

  expect(() => ship.addEventSource(new SnsEventSource(topic))).toThrow(/SOURCE_TWICE/);
  expect(() => ship.addEventSource(new SnsEventSource(other))).toThrow(/SUBSCRIPTION_ID_TAKEN/);
  expect(() => ship.addEventSource(new SnsEventSource(other, { subscriptionId: 'InnerOrders' }))).not.toThrow();
});
