import type { Subscription, Topic } from '../../model/topic';
import { defined, isList, type Json, member, textFrom } from '../json';
import type { Resource } from '../resource';
import { attributeOf, refOf } from '../resource-values/table';
import { optional, type Translation, translated } from './draft';
import { tagsOf } from './tags';

const TOPIC_ATTRIBUTES = [
  ...['DisplayName', 'FifoTopic', 'ContentBasedDeduplication', 'FifoThroughputScope', 'KmsMasterKeyId', 'SignatureVersion'],
  ...['TracingConfig'],
];
const SUBSCRIPTION_ATTRIBUTES = [
  ...['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy', 'DeliveryPolicy', 'SubscriptionRoleArn'],
];
/** What a message is really sent by here. */
const SENT_BY = ['lambda', 'sqs'];

export function translateTopic(resource: Resource, context: Translation): Topic | undefined {
  const essentials = translated(resource, context, () => ({
    name: String(attributeOf(resource.type, resource, 'TopicName')),
    arn: refOf(resource.type, resource),
  }));
  if (essentials === undefined) return undefined;
  const { address, region, account } = resource;
  return {
    ...{ address, region, account, ...essentials },
    attributes: attributesOf(resource, context, TOPIC_ATTRIBUTES),
    tags: tagsOf(resource, context),
  };
}

/** Those that a topic declares itself. */
export function inlineSubscriptions(resource: Resource, context: Translation): readonly Subscription[] {
  const topicArn = optional(resource, context, 'Subscription', () => refOf(resource.type, resource));
  const given = topicArn && optional(resource, context, 'Subscription', () => resource.value('Subscription'));
  if (topicArn === undefined || !isList(given)) return [];
  return given.map((each, at) => {
    const { address, account } = resource;
    const [protocol, endpoint] = ['Protocol', 'Endpoint'].map((name) => textFrom(member(each, name) ?? ''));
    return {
      ...{ address, account, topicArn, protocol: protocol as string, endpoint: endpoint as string, attributes: {} },
      arn: `${topicArn}:${resource.uuid(`subscription ${at}`)}`,
    };
  });
}

export function translateSubscription(resource: Resource, context: Translation): Subscription | undefined {
  const essentials = translated(resource, context, () => ({
    arn: refOf(resource.type, resource),
    topicArn: resource.text('TopicArn') ?? '',
    protocol: resource.text('Protocol') ?? '',
    endpoint: resource.text('Endpoint') ?? '',
  }));
  if (essentials === undefined) return undefined;
  const { protocol, endpoint } = essentials;
  if (Object.values(essentials).includes('')) {
    context.report.leaveOut(resource, 'It does not say who gets which messages: TopicArn, Protocol and Endpoint are needed.');
    return undefined;
  }
  if (!SENT_BY.includes(protocol)) {
    context.report.leaveOut(
      resource,
      `Messages for ${protocol} are not sent; what ${endpoint} would have received is in the journal.`,
    );
  }
  const { address, account } = resource;
  return { address, account, ...essentials, attributes: attributesOf(resource, context, SUBSCRIPTION_ATTRIBUTES) };
}

function attributesOf(resource: Resource, context: Translation, names: readonly string[]): Readonly<Record<string, string>> {
  const read = names.map((name) => [name, optional(resource, context, name, () => asText(resource.value(name)))] as const);
  return defined(Object.fromEntries(read)) as Record<string, string>;
}

/** Documents are JSON text, as the API takes them. */
function asText(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return textFrom(value);
}
