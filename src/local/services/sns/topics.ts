import type {
  CreateTopicInput,
  CreateTopicResponse,
  DeleteTopicInput,
  GetTopicAttributesInput,
  GetTopicAttributesResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  ListTopicsInput,
  ListTopicsResponse,
  SetTopicAttributesInput,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-sns';
import { partitionOf } from '../../../spec/pseudo-parameters';
import { SNS_PAGE, TOPIC_NAME } from '../../../spec/sns';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { pageOf } from '../handover/paging';
import { topicAt } from './publish';
import { badArn, invalidParameter, isError, NO_TOPIC } from './refusals';
import { type HeldTopic, isFifo, type TopicStore } from './store';

/** Topics themselves: made, described, listed, tagged and removed. */
export function topicOperations(store: TopicStore) {
  return {
    CreateTopic({ Name: name, Attributes = {}, Tags = [] }: Given<CreateTopicInput>, call: Call): CreateTopicResponse | AwsError {
      const wantsOrder = Attributes.FifoTopic === 'true';
      if (!(wantsOrder ? TOPIC_NAME.fifo : TOPIC_NAME.pattern).test(name)) return invalidParameter('Topic Name');
      const arn = `arn:${partitionOf(call.region).id}:sns:${call.region}:${call.account}:${name}`;
      const there = store.topic(arn);
      if (there) {
        const differs = Object.entries(Attributes).some(([key, value]) => (there.attributes.get(key) ?? 'false') !== value);
        if (differs) return invalidParameter('Attributes Reason: Topic already exists with different attributes');
        const retagged = Tags.some(({ Key = '', Value }) => there.tags.get(Key) !== Value);
        return retagged ? invalidParameter('Tags Reason: Topic already exists with different tags') : { TopicArn: arn };
      }
      store.add(newTopic(arn, Attributes, tagMap(Tags)));
      return { TopicArn: arn };
    },

    /** Of one that is not there, nothing is said. */
    DeleteTopic({ TopicArn: arn }: Given<DeleteTopicInput>, call: Call): AwsError | undefined {
      const topic = topicAt(store, arn, call, 'TopicArn');
      if (isError(topic) && topic !== NO_TOPIC) return topic;
      store.remove(arn);
      return undefined;
    },

    GetTopicAttributes({ TopicArn }: Given<GetTopicAttributesInput>, call: Call): GetTopicAttributesResponse | AwsError {
      const topic = topicAt(store, TopicArn, call, 'TopicArn');
      return isError(topic) ? topic : { Attributes: attributesOf(topic) };
    },

    SetTopicAttributes(input: Given<SetTopicAttributesInput>, call: Call): AwsError | undefined {
      const topic = topicAt(store, input.TopicArn, call, 'TopicArn');
      if (isError(topic)) return topic;
      const { AttributeName: name, AttributeValue: value } = input;
      if (!SETTABLE.test(name)) return invalidParameter('AttributeName');
      if (value === undefined || value === '') topic.attributes.delete(name);
      else topic.attributes.set(name, value);
      return undefined;
    },

    ListTopics({ NextToken }: Given<ListTopicsInput>, call: Call): ListTopicsResponse {
      const { items, next } = pageOf(store.topics(call), SNS_PAGE, NextToken);
      return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...next };
    },

    TagResource({ ResourceArn, Tags }: Given<TagResourceRequest>): object | AwsError {
      const topic = store.topic(ResourceArn);
      if (!topic) return badArn(ResourceArn, 'ResourceArn') ?? NO_RESOURCE;
      for (const { Key = '', Value = '' } of Tags) topic.tags.set(Key, Value);
      return {};
    },

    UntagResource({ ResourceArn, TagKeys }: Given<UntagResourceRequest>): object | AwsError {
      const topic = store.topic(ResourceArn);
      if (!topic) return badArn(ResourceArn, 'ResourceArn') ?? NO_RESOURCE;
      for (const key of TagKeys) topic.tags.delete(key);
      return {};
    },

    ListTagsForResource({ ResourceArn }: Given<ListTagsForResourceRequest>): ListTagsForResourceResponse | AwsError {
      const topic = store.topic(ResourceArn);
      if (!topic) return badArn(ResourceArn, 'ResourceArn') ?? NO_RESOURCE;
      return { Tags: [...topic.tags].map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}

const NO_RESOURCE = awsError('ResourceNotFound', 404, 'Resource does not exist');
const SETTABLE =
  /^(DeliveryPolicy|DisplayName|Policy|TracingConfig|KmsMasterKeyId|SignatureVersion|ContentBasedDeduplication|FifoThroughputScope|ArchivePolicy|(HTTP|Firehose|Lambda|Application|SQS)(Success|Failure)Feedback(RoleArn|SampleRate))$/;

export function newTopic(
  arn: string,
  attributes: Readonly<Record<string, string>>,
  tags: ReadonlyMap<string, string>,
): HeldTopic {
  const [, , , region = '', account = '', name = ''] = arn.split(':');
  return {
    ...{ arn, name, place: { account, region }, tags: new Map(tags), subscriptions: new Map(), deleted: 0 },
    attributes: new Map(Object.entries(attributes).filter(([key, value]) => !(key === 'FifoTopic' && value === 'false'))),
  };
}

function tagMap(tags: readonly Tag[]): ReadonlyMap<string, string> {
  return new Map(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** What a topic says of itself, with what it did not have to be told. */
function attributesOf(topic: HeldTopic): Record<string, string> {
  const { arn, place, attributes, subscriptions, deleted } = topic;
  return {
    ...{ Owner: place.account, Policy: defaultPolicy(topic), TopicArn: arn, DisplayName: '' },
    ...{ SubscriptionsConfirmed: String(subscriptions.size), SubscriptionsPending: '0', SubscriptionsDeleted: String(deleted) },
    EffectiveDeliveryPolicy: JSON.stringify(HTTP_DELIVERY),
    ...(isFifo(topic) && { FifoTopic: 'true', ContentBasedDeduplication: 'false', FifoThroughputScope: 'Topic' }),
    ...Object.fromEntries(attributes),
  };
}

const HTTP_DELIVERY = {
  http: {
    defaultHealthyRetryPolicy: {
      ...{ minDelayTarget: 20, maxDelayTarget: 20, numRetries: 3, numMaxDelayRetries: 0, numNoDelayRetries: 0 },
      ...{ numMinDelayRetries: 0, backoffFunction: 'linear' },
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
};

const OWN_ACTIONS = [
  ...['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic', 'Subscribe'],
  ...['ListSubscriptionsByTopic', 'Publish'],
].map((action) => `SNS:${action}`);

function defaultPolicy({ arn, place }: HeldTopic): string {
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        ...{ Sid: '__default_statement_ID', Effect: 'Allow', Principal: { AWS: '*' }, Action: OWN_ACTIONS, Resource: arn },
        Condition: { StringEquals: { 'AWS:SourceOwner': place.account } },
      },
    ],
  });
}
