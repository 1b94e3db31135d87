import type { Queue } from '../../model/queue';
import { isList, type Json, member, textFrom } from '../json';
import type { Resource } from '../resource';
import { optional, type Translation, translated } from './draft';

/** Properties that are attributes of the same name. */
const ATTRIBUTES: readonly string[] = [
  ...['DelaySeconds', 'MaximumMessageSize', 'MessageRetentionPeriod', 'ReceiveMessageWaitTimeSeconds', 'VisibilityTimeout'],
  ...['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
  ...['RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled'],
];

/** A queue that the app makes; undefined, with a report, when its name cannot be had. */
export function translateQueue(resource: Resource, context: Translation): Queue | undefined {
  const identity = translated(resource, context, () => ({
    name: String(resource.home.attribute(resource.logicalId, 'QueueName')),
    arn: String(resource.home.attribute(resource.logicalId, 'Arn')),
    url: String(resource.home.ref(resource.logicalId)),
  }));
  if (identity === undefined) return undefined;
  const attributes = ATTRIBUTES.flatMap((name) => {
    const value = optional(resource, context, name, () => attributeText(resource.value(name)));
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    address: resource.address,
    ...identity,
    region: resource.region,
    account: resource.account,
    attributes: Object.fromEntries(attributes),
    tags: optional(resource, context, 'Tags', () => tagsOf(resource.value('Tags'))) ?? {},
  };
}

/** Policies are JSON text in SQS's API. */
function attributeText(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return textFrom(value);
}

function tagsOf(value: Json | undefined): Readonly<Record<string, string>> {
  const tags = isList(value) ? value : [];
  return Object.fromEntries(tags.map((tag) => [textFrom(member(tag, 'Key')), textFrom(member(tag, 'Value') ?? '')]));
}
