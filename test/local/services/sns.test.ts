import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type { Parcel, Taken } from '../../../src/local/engine/outlet';
import { snsService } from '../../../src/local/services/sns/api';
import { Publisher } from '../../../src/local/services/sns/publisher';
import { TopicStore } from '../../../src/local/services/sns/store';
import { closeServed, servedServices } from '../../support/served-services';
import { down, gone, handoverScene } from './handover-scene';

const ACCOUNT = '210987654321';
const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders`;
const DEAD = `arn:aws:sqs:eu-west-1:${ACCOUNT}:dead`;
const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders`;
const open: SNSClient[] = [];

afterEach(async () => {
  for (const client of open.splice(0)) client.destroy();
  await closeServed();
});

/** SNS with one topic; `receives` answers what is sent to queues and functions. */
async function topic({
  fifo = {},
  receives,
}: {
  fifo?: Record<string, string>;
  receives?: (parcel: Parcel) => Taken | undefined;
} = {}) {
  const scene = handoverScene(receives);
  const store = new TopicStore();
  const publisher = new Publisher({ store, courier: scene.courier, clock: scene.clock });
  const served = await servedServices([snsService({ store, publisher, turnFor: scene.turnFor })]);
  const client = new SNSClient(served.client);
  open.push(client);
  const isFifo = Object.keys(fifo).length > 0;
  const name = isFifo ? 'orders.fifo' : 'orders';
  const { TopicArn } = await client.send(
    new CreateTopicCommand({ Name: name, ...(isFifo && { Attributes: { FifoTopic: 'true', ...fifo } }) }),
  );
  const subscribe = async (Endpoint: string, Attributes: Record<string, string> = {}) => {
    const Protocol = Endpoint.split(':')[2] ?? '';
    const answer = await client.send(
      new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true }),
    );
    return answer.SubscriptionArn as string;
  };
  const publish = (Message: string, more: Partial<PublishCommandInput> = {}) =>
    client.send(new PublishCommand({ TopicArn, Message, ...more }));
  return { ...scene, client, TopicArn: TopicArn as string, subscribe, publish, bugs: served.bugs };
}

const bodies = (taken: readonly Parcel[]) => taken.map(({ body }) => body);

describe('topics', () => {
  test('are made, described, listed, tagged and removed', async () => {
    const { client, TopicArn } = await topic();
    expect(TopicArn).toBe(`arn:aws:sns:eu-west-1:${ACCOUNT}:orders`);
    expect(await client.send(new CreateTopicCommand({ Name: 'orders' }))).toMatchObject({ TopicArn });

    await client.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Orders' }));
    await client.send(new TagResourceCommand({ ResourceArn: TopicArn, Tags: [{ Key: 'team', Value: 'shop' }] }));

    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ TopicArn, Owner: ACCOUNT, DisplayName: 'Orders', SubscriptionsConfirmed: '0' });
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'shop' }]);
    expect((await client.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);

    await client.send(new DeleteTopicCommand({ TopicArn }));
    await client.send(new DeleteTopicCommand({ TopicArn }));
    expect((await client.send(new ListTopicsCommand({}))).Topics).toEqual([]);
    await expect(client.send(new GetTopicAttributesCommand({ TopicArn }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Topic does not exist',
    });
  });

  test('are listed a hundred at a time', async () => {
    const { client } = await topic();
    for (let at = 0; at < 100; at++) await client.send(new CreateTopicCommand({ Name: `topic-${at}` }));

    const first = await client.send(new ListTopicsCommand({}));
    expect(first.Topics).toHaveLength(100);
    const second = await client.send(new ListTopicsCommand({ NextToken: first.NextToken }));
    expect(second.Topics).toEqual([{ TopicArn: expect.stringMatching(/:topic-99$/) }]);
    expect(second.NextToken).toBeUndefined();
  });

  test.each([
    ['a name with a blank', { Name: 'my orders' }, 'Invalid parameter: Topic Name'],
    ['a FIFO topic by another name', { Name: 'orders', Attributes: { FifoTopic: 'true' } }, 'Invalid parameter: Topic Name'],
    [
      'another kind of the same name',
      { Name: 'orders', Attributes: { DisplayName: 'x' } },
      'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    ],
  ])('fails when a topic is made with %s', async (_, input, message) => {
    const { client } = await topic();
    await expect(client.send(new CreateTopicCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message,
    });
  });
});

describe('a message', () => {
  test('reaches a function as one record (SNS-03, SNS-04)', async () => {
    const { publish, subscribe, taken, TopicArn } = await topic();
    const subscription = await subscribe(FUNCTION);

    const { MessageId } = await publish('{"id":7}', {
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'express' },
        weight: { DataType: 'Number', StringValue: '12' },
        raw: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
      },
    });

    expect(taken).toMatchObject([{ targetArn: FUNCTION, sender: { principal: 'sns.amazonaws.com', arn: TopicArn } }]);
    expect(JSON.parse(taken[0]?.body ?? '')).toEqual({
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: subscription,
          Sns: {
            Type: 'Notification',
            MessageId,
            TopicArn,
            Subject: null,
            Message: '{"id":7}',
            Timestamp: '2026-01-01T00:00:00.000Z',
            SignatureVersion: '1',
            Signature: expect.any(String),
            SigningCertUrl: expect.stringMatching(
              /^https:\/\/sns\.eu-west-1\.amazonaws\.com\/SimpleNotificationService-.*\.pem$/,
            ),
            UnsubscribeUrl: `https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
            MessageAttributes: {
              kind: { Type: 'String', Value: 'express' },
              weight: { Type: 'Number', Value: '12' },
              raw: { Type: 'Binary', Value: 'AP8=' },
            },
          },
        },
      ],
    });
  });

  test('reaches a queue in an envelope, or as it is where the subscription says so', async () => {
    const { publish, subscribe, taken } = await topic();
    await subscribe(QUEUE);
    await subscribe(`${QUEUE}-raw`, { RawMessageDelivery: 'true' });

    await publish('hello', { Subject: 'Hi', MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } } });

    const [wrapped, raw] = taken;
    const { Type, Subject, Message, MessageAttributes, ...others } = JSON.parse(wrapped?.body ?? '');
    expect({ Type, Subject, Message, MessageAttributes }).toEqual({
      ...{ Type: 'Notification', Subject: 'Hi', Message: 'hello' },
      MessageAttributes: { kind: { Type: 'String', Value: 'x' } },
    });
    expect(Object.keys(others)).toEqual([
      ...['MessageId', 'TopicArn', 'Timestamp', 'SignatureVersion', 'Signature', 'SigningCertURL', 'UnsubscribeURL'],
    ]);
    expect(wrapped?.body).toContain('{\n  "Type" : "Notification",\n  "MessageId" : "');
    expect(wrapped?.attributes).toBeUndefined();
    expect(raw).toMatchObject({ body: 'hello', attributes: { kind: { dataType: 'String', stringValue: 'x' } } });
  });

  test('has a text of its own for each protocol', async () => {
    const { publish, subscribe, taken } = await topic();
    await subscribe(QUEUE, { RawMessageDelivery: 'true' });
    await subscribe(FUNCTION);

    await publish('{"default":"all","sqs":"queue","email":7}', { MessageStructure: 'json' });

    expect(taken[0]?.body).toBe('queue');
    expect(JSON.parse(taken[1]?.body ?? '').Records[0].Sns.Message).toBe('all');
  });

  test('for a protocol that nothing is sent by can be read in the journal', async () => {
    const { client, publish, handovers, TopicArn } = await topic();
    const Endpoint = 'someone@example.com';
    const { SubscriptionArn } = await client.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }));
    expect(SubscriptionArn).toBe('pending confirmation');

    await publish('hello');
    await client.send(new PublishCommand({ PhoneNumber: '+4915112345678', Message: 'ring' }));

    expect(handovers()).toMatchObject([
      { to: Endpoint, body: 'hello', outcome: 'kept', why: expect.stringContaining('not sent') },
      { to: '+4915112345678', body: 'ring', outcome: 'kept' },
    ]);
  });

  test.each<[string, Partial<PublishCommandInput>, object]>([
    ['it is empty', { Message: '' }, { message: 'Invalid parameter: Empty message' }],
    ['it is too long', { Message: 'x'.repeat(262_145) }, { message: 'Invalid parameter: Message too long' }],
    ['its subject has two lines', { Subject: 'a\nb' }, { message: 'Invalid parameter: Subject' }],
    ['there is no such topic', { TopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:none` }, { message: 'Topic does not exist' }],
    [
      'the ARN is none',
      { TopicArn: 'orders' },
      { message: 'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1' },
    ],
    [
      'the topic is in another Region',
      { TopicArn: `arn:aws:sns:us-east-1:${ACCOUNT}:orders` },
      { message: 'Invalid parameter: TopicArn' },
    ],
    [
      'its texts have no default',
      { Message: '{"sqs":"x"}', MessageStructure: 'json' },
      { message: 'Invalid parameter: Message Structure - No default entry in JSON message body' },
    ],
    [
      'its texts are no JSON',
      { Message: '{', MessageStructure: 'json' },
      { message: 'Invalid parameter: Message Structure - JSON message body failed to parse' },
    ],
    [
      'an attribute has a type that there is not',
      { MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } },
      {
        name: 'InvalidParameterValueException',
        message:
          "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
      },
    ],
    [
      'an attribute is empty',
      { MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
      {
        message: "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.",
      },
    ],
    [
      'the name of an attribute begins with a dot',
      { MessageAttributes: { '.a': { DataType: 'String', StringValue: 'x' } } },
      { message: "Invalid message attribute name starting with character '.' was found." },
    ],
    [
      'it has a deduplication id for a standard topic',
      { MessageDeduplicationId: 'one' },
      {
        message:
          'Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
      },
    ],
  ])('fails when %s', async (_, more, error) => {
    const { publish, bugs } = await topic();
    await expect(publish('x', more)).rejects.toMatchObject(error);
    expect(bugs).toEqual([]);
  });
});

describe('a batch', () => {
  const entries = (count: number) => Array.from({ length: count }, (_, at) => ({ Id: `${at}`, Message: `message ${at}` }));

  test('is published message by message', async () => {
    const { client, subscribe, taken, TopicArn } = await topic();
    await subscribe(QUEUE, { RawMessageDelivery: 'true' });

    const { Successful, Failed } = await client.send(
      new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries(3) }),
    );

    expect(Successful?.map(({ Id }) => Id)).toEqual(['0', '1', '2']);
    expect(Failed).toEqual([]);
    expect(bodies(taken)).toEqual(['message 0', 'message 1', 'message 2']);
  });

  test.each([
    ['it has more than ten', entries(11), 'TooManyEntriesInBatchRequestException'],
    ['two have the same id', [...entries(1), ...entries(1)], 'BatchEntryIdsNotDistinctException'],
    ['an id has a blank', [{ Id: 'a b', Message: 'x' }], 'InvalidBatchEntryIdException'],
    ['it is too long', entries(2).map((each) => ({ ...each, Message: 'x'.repeat(140_000) })), 'BatchRequestTooLongException'],
    ['it is empty', [], 'EmptyBatchRequestException'],
  ])('fails when %s', async (_, PublishBatchRequestEntries, name) => {
    const { client, TopicArn, taken } = await topic();
    await expect(client.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }))).rejects.toMatchObject({ name });
    expect(taken).toEqual([]);
  });
});

describe('a subscription', () => {
  test('is made once, described, changed, listed and ended', async () => {
    const { client, publish, subscribe, taken, TopicArn } = await topic();
    const SubscriptionArn = await subscribe(QUEUE);
    expect(await subscribe(QUEUE)).toBe(SubscriptionArn);
    expect(SubscriptionArn).toMatch(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`));

    const set = (AttributeName: string, AttributeValue: string) =>
      client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
    await set('RawMessageDelivery', 'true');
    await set('FilterPolicy', '{"a":["b"]}');
    expect((await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes).toMatchObject({
      ...{ SubscriptionArn, TopicArn, Protocol: 'sqs', Endpoint: QUEUE, Owner: ACCOUNT, PendingConfirmation: 'false' },
      ...{ RawMessageDelivery: 'true', FilterPolicy: '{"a":["b"]}', FilterPolicyScope: 'MessageAttributes' },
    });
    await publish('filtered');
    await set('FilterPolicy', '{}');
    await publish('hello');
    expect(bodies(taken)).toEqual(['hello']);

    const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toEqual([{ SubscriptionArn, Owner: ACCOUNT, Protocol: 'sqs', Endpoint: QUEUE, TopicArn }]);
    await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    await publish('to nobody');
    expect(taken).toHaveLength(1);
    await expect(client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).rejects.toThrow(
      'Subscription does not exist',
    );
  });

  test.each<[string, string, string, Record<string, string>, string]>([
    ['the protocol is unknown', 'pigeon', 'x', {}, 'Amazon SNS does not support this protocol string: pigeon'],
    ['the address does not fit the protocol', 'https', 'http://x', {}, 'Endpoint must match the specified protocol'],
    ['the queue is none', 'sqs', 'orders', {}, 'SQS endpoint ARN'],
    [
      'the queue keeps the order and the topic does not',
      'sqs',
      `${QUEUE}.fifo`,
      {},
      'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    ],
    [
      'the dead-letter queue is none (SNS-06)',
      'sqs',
      QUEUE,
      { RedrivePolicy: '{"deadLetterTargetArn":"dead"}' },
      'Attributes Reason: RedrivePolicy: deadLetterTargetArn is an invalid arn',
    ],
    [
      'the scope is unknown (SNS-07)',
      'sqs',
      QUEUE,
      { FilterPolicyScope: 'Everything' },
      'Attributes Reason: FilterPolicyScope: Invalid value [Everything]. Please use either MessageBody or MessageAttributes',
    ],
    [
      'the policy has six keys (SNS-07)',
      'sqs',
      QUEUE,
      { FilterPolicy: JSON.stringify(Object.fromEntries([...'abcdef'].map((key) => [key, ['x']]))) },
      'Attributes Reason: FilterPolicy: Filter policy can not have more than 5 keys',
    ],
    [
      'the policy has too many combinations (SNS-07)',
      'sqs',
      QUEUE,
      {
        FilterPolicyScope: 'MessageBody',
        FilterPolicy: JSON.stringify({ a: { b: { c: [1, 2, 3, 4] } }, d: { e: [1, 2, 3] }, f: [1, 2, 3] }),
      },
      'Attributes Reason: FilterPolicy: Filter policy is too complex',
    ],
    [
      'the policy of attributes is nested (SNS-07)',
      'sqs',
      QUEUE,
      { FilterPolicy: '{"a":{"b":["c"]}}' },
      'Attributes Reason: Filter policy scope MessageAttributes does not support nested filter policy',
    ],
    [
      'the policy is none (PAT-40)',
      'sqs',
      QUEUE,
      { FilterPolicy: '{"a":"b"}' },
      'Attributes Reason: FilterPolicy: "a" must be an object or an array',
    ],
  ])('fails when %s', async (_, Protocol, Endpoint, Attributes, message) => {
    const { client, TopicArn } = await topic();
    const subscribing = client.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes }));
    await expect(subscribing).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `Invalid parameter: ${message}`,
    });
    expect((await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).toEqual([]);
  });

  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  test.each<[string, Record<string, unknown>, PublishCommandInput['MessageAttributes'], boolean]>([
    ['a text', { store: ['shop'] }, { store: text('shop') }, true],
    ['another text', { store: ['shop'] }, { store: text('web') }, false],
    ['no such attribute', { store: ['shop'] }, undefined, false],
    ['the absence', { store: [{ exists: false }] }, undefined, true],
    ['a number', { price: [{ numeric: ['>', 100] }] }, { price: { DataType: 'Number', StringValue: '150.5' } }, true],
    ['a number that is a text (SNS-08)', { price: [{ numeric: ['>', 100] }] }, { price: text('150.5') }, false],
    ['one of a list (SNS-08)', { kind: ['b'] }, { kind: { DataType: 'String.Array', StringValue: '["a","b"]' } }, true],
    ['a list that is none', { kind: ['b'] }, { kind: { DataType: 'String.Array', StringValue: 'b' } }, false],
    ['anything else', { kind: [{ 'anything-but': ['a'] }] }, { kind: text('b') }, true],
    ['the beginning, and another key', { kind: [{ prefix: 'ex' }], store: ['shop'] }, { kind: text('express') }, false],
    ['one of two keys', { $or: [{ a: ['1'] }, { b: ['2'] }] }, { b: text('2') }, true],
    ['bytes', { raw: ['AA=='] }, { raw: { DataType: 'Binary', BinaryValue: new Uint8Array([0]) } }, false],
  ])('is filtered by its attributes: %s', async (_, policy, MessageAttributes, wanted) => {
    const { publish, subscribe, taken, handovers } = await topic();
    await subscribe(QUEUE, { FilterPolicy: JSON.stringify(policy) });

    await publish('x', { MessageAttributes });

    expect(taken).toHaveLength(wanted ? 1 : 0);
    expect(handovers()).toMatchObject([{ outcome: wanted ? 'delivered' : 'filtered', to: QUEUE }]);
  });

  test.each<[string, boolean]>([
    ['{"order":{"total":200,"lines":[{"sku":"a"},{"sku":"b"}]}}', true],
    ['{"order":{"total":20,"lines":[{"sku":"b"}]}}', false],
    ['{"order":{"total":200,"lines":[]}}', false],
    ['no JSON', false],
    ['[1]', false],
  ])('is filtered by what is in its body: %s', async (message, wanted) => {
    const { publish, subscribe, taken } = await topic();
    await subscribe(QUEUE, {
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: JSON.stringify({ order: { total: [{ numeric: ['>', 100] }], lines: { sku: ['b'] } } }),
    });

    await publish(message);

    expect(taken).toHaveLength(wanted ? 1 : 0);
  });
});

describe('what cannot be delivered', () => {
  test('is tried again at once, after a second, and then after longer and longer waits (SNS-05)', async () => {
    const { publish, subscribe, taken, clock, courier } = await topic({ receives: () => down });
    await subscribe(FUNCTION);
    const start = clock.now();

    await publish('x');
    await clock.advance({ minutes: 5 });

    const waits = taken.slice(1).map(({ at }, before) => at - (taken[before]?.at ?? 0));
    expect(waits.slice(0, 5)).toEqual([0, 0, 1000, 1000, 1000]);
    expect(waits.slice(13, 16)).toEqual([20_000, 20_000, 20_000]);
    expect(taken[0]?.at).toBe(start);
    expect(courier.pending).toHaveLength(1);
  });

  test('is delivered as soon as the other side is there again', async () => {
    let isDown = true;
    const { publish, subscribe, clock, courier, handovers } = await topic({ receives: () => (isDown ? down : undefined) });
    await subscribe(FUNCTION);

    await publish('x');
    await clock.advance({ seconds: 1 });
    isDown = false;
    await clock.advance({ seconds: 1 });

    expect(courier.pending).toEqual([]);
    expect(handovers().map(({ outcome }) => outcome)).toEqual(['retrying', 'retrying', 'retrying', 'retrying', 'delivered']);
  });

  test('goes to the dead-letter queue of the subscription, in its envelope (SNS-06)', async () => {
    const { publish, subscribe, taken, handovers } = await topic({
      receives: ({ targetArn }) => (targetArn === FUNCTION ? gone : undefined),
    });
    await subscribe(FUNCTION, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: DEAD }) });

    await publish('x');

    expect(taken.map(({ targetArn }) => targetArn)).toEqual([FUNCTION, DEAD]);
    expect(JSON.parse(taken[1]?.body ?? '')).toMatchObject({ Type: 'Notification', Message: 'x' });
    expect(handovers()).toMatchObject([
      { to: FUNCTION, outcome: 'failed', why: 'It is gone.' },
      { to: DEAD, outcome: 'deadLettered' },
    ]);
  });
});

describe('a FIFO topic', () => {
  const QUEUE_FIFO = `${QUEUE}.fifo`;

  test('hands groups and deduplication ids on, without a signature', async () => {
    const { publish, subscribe, taken } = await topic({ fifo: { ContentBasedDeduplication: 'true' } });
    await subscribe(QUEUE_FIFO);

    const one = await publish('x', { MessageGroupId: 'a' });
    const two = await publish('y', { MessageGroupId: 'a', MessageDeduplicationId: 'mine' });

    expect(one.SequenceNumber).toMatch(/^\d{20}$/);
    expect(BigInt(two.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(one.SequenceNumber ?? 0));
    expect(taken).toMatchObject([
      { groupId: 'a', deduplicationId: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881' },
      { groupId: 'a', deduplicationId: 'mine' },
    ]);
    expect(JSON.parse(taken[0]?.body ?? '')).toMatchObject({ SequenceNumber: one.SequenceNumber });
    expect(taken[0]?.body).not.toContain('Signature');
  });

  test('delivers a message once within five minutes', async () => {
    const { publish, subscribe, taken, clock, journal } = await topic({ fifo: { ContentBasedDeduplication: 'true' } });
    await subscribe(QUEUE_FIFO);

    const first = await publish('x', { MessageGroupId: 'a' });
    await clock.advance({ minutes: 4 });
    expect(await publish('x', { MessageGroupId: 'b' })).toMatchObject({ MessageId: first.MessageId });
    expect(taken).toHaveLength(1);
    expect(journal.entries).toContainEqual(expect.objectContaining({ kind: 'topic.published', duplicate: true }));
    await clock.advance({ minutes: 2 });
    await publish('x', { MessageGroupId: 'a' });

    expect(taken).toHaveLength(2);
  });

  test('tells messages of different groups apart, where it is told to', async () => {
    const { publish, subscribe, taken } = await topic({
      fifo: { ContentBasedDeduplication: 'true', FifoThroughputScope: 'MessageGroup' },
    });
    await subscribe(QUEUE_FIFO);

    await publish('x', { MessageGroupId: 'a' });
    await publish('x', { MessageGroupId: 'b' });

    expect(taken).toHaveLength(2);
  });

  test('keeps the order within a group while one of its messages is tried again', async () => {
    let isDown = true;
    const { publish, subscribe, taken, clock, handovers } = await topic({
      fifo: { ContentBasedDeduplication: 'true' },
      receives: ({ groupId }) => (isDown && groupId === 'a' ? down : undefined),
    });
    await subscribe(QUEUE_FIFO, { RawMessageDelivery: 'true' });

    for (const [message, MessageGroupId] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
    ] as const) {
      await publish(message, { MessageGroupId });
    }
    await clock.advance({ seconds: 1 });
    expect(new Set(bodies(taken))).toEqual(new Set(['a1', 'b1']));
    isDown = false;
    await clock.advance({ seconds: 2 });

    expect(handovers().flatMap(({ outcome, body }) => (outcome === 'delivered' ? [body] : []))).toEqual(['b1', 'a1', 'a2']);
  });

  test.each([
    ['a message has no group', {}, 'Invalid parameter: The MessageGroupId parameter is required for FIFO topics'],
    [
      'nothing tells messages apart',
      { MessageGroupId: 'a' },
      'Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    ],
  ])('fails when %s', async (_, more, message) => {
    const { publish } = await topic({ fifo: { DisplayName: 'Orders' } });
    await expect(publish('x', more)).rejects.toMatchObject({ name: 'InvalidParameterException', message });
  });

  test('fails when a function subscribes to it (SNS-02)', async () => {
    const { subscribe } = await topic({ fifo: { ContentBasedDeduplication: 'true' } });
    await expect(subscribe(FUNCTION)).rejects.toThrow('Please use FIFO SQS queue');
  });
});
