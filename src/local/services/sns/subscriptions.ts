import type {
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse,
  ListSubscriptionsByTopicInput,
  ListSubscriptionsInput,
  ListSubscriptionsResponse,
  SetSubscriptionAttributesInput,
  SubscribeInput,
  SubscribeResponse,
  UnsubscribeInput,
} from '@aws-sdk/client-sns';
import { SNS_PAGE, SUBSCRIPTION_PROTOCOLS } from '../../../spec/sns';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { pageOf } from '../handover/paging';
import type { TurnFor } from '../handover/turn-for';
import { topicAt } from './publish';
import { badArn, invalidParameter, isError, NO_SUBSCRIPTION } from './refusals';
import { type HeldSubscription, type HeldTopic, isFifo, type TopicStore } from './store';
import { setAttributes } from './subscription-attributes';

/** What Subscribe answers before the other side has confirmed, which it never does here. */
const PENDING = 'pending confirmation';
const CONFIRMED_BY_HAND = ['http', 'https', 'email', 'email-json'];

/** Subscriptions: made, changed, listed and ended. */
export function subscriptionOperations(store: TopicStore, turnFor: TurnFor) {
  return {
    Subscribe(input: Given<SubscribeInput>, call: Call): SubscribeResponse | AwsError {
      const topic = topicAt(store, input.TopicArn, call, 'TopicArn');
      if (isError(topic)) return topic;
      const { Protocol: protocol, Endpoint: endpoint = '', Attributes: attributes = {} } = input;
      const flaw = endpointFlaw(topic, protocol, endpoint);
      if (flaw) return flaw;
      const there = [...topic.subscriptions.values()].find((each) => each.protocol === protocol && each.endpoint === endpoint);
      const turn = turnFor(call.traceHeader, `subscribe ${topic.arn} ${endpoint}`);
      turn.end();
      const arn = there?.arn ?? `${topic.arn}:${turn.chance.uuid()}`;
      const answer = CONFIRMED_BY_HAND.includes(protocol) && input.ReturnSubscriptionArn !== true ? PENDING : arn;
      if (there) {
        const differs = Object.entries(attributes).some(([name, value]) => there.attributes.get(name) !== value);
        if (!differs) return { SubscriptionArn: answer };
        return invalidParameter('Attributes Reason: Subscription already exists with different attributes');
      }
      const subscription = newSubscription({ arn, topicArn: topic.arn, protocol, endpoint, owner: call.account });
      const refused = setAttributes(subscription, attributes, 'Attributes Reason: ');
      if (refused) return refused;
      topic.subscriptions.set(arn, subscription);
      return { SubscriptionArn: answer };
    },

    /** Of one that is not there any more, nothing is said. */
    Unsubscribe({ SubscriptionArn: arn }: Given<UnsubscribeInput>): AwsError | undefined {
      const flaw = badArn(arn, 'SubscriptionArn');
      if (flaw) return flaw;
      if (arn.split(':').length === 6) return invalidParameter('SubscriptionId');
      const topic = store.topic(arn.slice(0, arn.lastIndexOf(':')));
      if (topic?.subscriptions.delete(arn)) topic.deleted++;
      return undefined;
    },

    GetSubscriptionAttributes({
      SubscriptionArn,
    }: Given<GetSubscriptionAttributesInput>): GetSubscriptionAttributesResponse | AwsError {
      const found = store.subscription(SubscriptionArn);
      if (!found) return badArn(SubscriptionArn, 'SubscriptionArn') ?? NO_SUBSCRIPTION;
      return { Attributes: attributesOf(found) };
    },

    SetSubscriptionAttributes(input: Given<SetSubscriptionAttributesInput>): AwsError | undefined {
      const { SubscriptionArn, AttributeName, AttributeValue = '' } = input;
      const found = store.subscription(SubscriptionArn);
      if (!found) return badArn(SubscriptionArn, 'SubscriptionArn') ?? NO_SUBSCRIPTION;
      return setAttributes(found, { [AttributeName]: AttributeValue }, '');
    },

    ListSubscriptions({ NextToken }: Given<ListSubscriptionsInput>, call: Call): ListSubscriptionsResponse {
      return listed(
        store.topics(call).flatMap(({ subscriptions }) => [...subscriptions.values()]),
        NextToken,
      );
    },

    ListSubscriptionsByTopic(
      { TopicArn, NextToken }: Given<ListSubscriptionsByTopicInput>,
      call: Call,
    ): ListSubscriptionsResponse | AwsError {
      const topic = topicAt(store, TopicArn, call, 'TopicArn');
      return isError(topic) ? topic : listed([...topic.subscriptions.values()], NextToken);
    },
  };
}

export function newSubscription(given: Omit<HeldSubscription, 'attributes' | 'filter'>): HeldSubscription {
  return { ...given, attributes: new Map() };
}

function listed(subscriptions: readonly HeldSubscription[], token: string | undefined): ListSubscriptionsResponse {
  const { items, next } = pageOf(subscriptions, SNS_PAGE, token);
  return {
    Subscriptions: items.map(({ arn, topicArn, protocol, endpoint, owner }) => ({
      ...{ SubscriptionArn: arn, Owner: owner, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn },
    })),
    ...next,
  };
}

function attributesOf({
  arn,
  topicArn,
  protocol,
  endpoint,
  owner,
  attributes,
  filter,
}: HeldSubscription): Record<string, string> {
  return {
    ...{ SubscriptionArn: arn, TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint, Owner: owner },
    ...{ PendingConfirmation: 'false', ConfirmationWasAuthenticated: 'true', RawMessageDelivery: 'false' },
    SubscriptionPrincipal: `arn:${topicArn.split(':')[1]}:iam::${owner}:user/local`,
    ...(filter && { FilterPolicyScope: 'MessageAttributes' }),
    ...Object.fromEntries(attributes),
  };
}

function endpointFlaw(topic: HeldTopic, protocol: string, endpoint: string): AwsError | undefined {
  if (endpoint === '') return awsError('NotFound', 404, 'Endpoint not specified in subscription');
  if (!SUBSCRIPTION_PROTOCOLS.includes(protocol)) {
    return invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  }
  if (/^https?$/.test(protocol) && !endpoint.startsWith(`${protocol}://`)) {
    return invalidParameter('Endpoint must match the specified protocol');
  }
  if (protocol === 'sms' && !/^\+?[0-9]{7,15}$/.test(endpoint)) return invalidParameter(`Invalid SMS endpoint: ${endpoint}`);
  const isArn = endpoint.split(':').length >= 6;
  if (protocol === 'sqs' && !isArn) return invalidParameter('SQS endpoint ARN');
  if (protocol === 'application' && !isArn) return invalidParameter('ApplicationEndpoint ARN');
  if (protocol === 'lambda' && !/^arn:[^:]+:lambda:[^:]+:\d{12}:function:/.test(endpoint)) {
    return invalidParameter('Lambda endpoint ARN');
  }
  // SNS-02: what keeps the order can be had by queues alone.
  if (isFifo(topic) && protocol !== 'sqs') {
    return invalidParameter('Invalid parameter: Endpoint Reason: Please use FIFO SQS queue');
  }
  if (!isFifo(topic) && endpoint.endsWith('.fifo')) {
    return invalidParameter('Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics');
  }
  return undefined;
}
