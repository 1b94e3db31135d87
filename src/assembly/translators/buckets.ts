import {
  type Bucket,
  type BucketNotifications,
  type CorsRule,
  NO_NOTIFICATIONS,
  type NotificationRule,
  type Versioning,
} from '../../model/bucket';
import { defined, type Json, member, textFrom, textMember } from '../json';
import type { Resource } from '../resource';
import { bucketPolicies, bucketSettings, listOf } from './bucket-settings';
import { optional, type Translation, translated } from './draft';
import { numberIn } from './json-values';

/** The buckets of the app, with what they tell whom: as they say it themselves, or as the CDK's custom resource does. */
export function translateBuckets(
  declared: readonly Resource[],
  notifications: readonly Resource[],
  policies: readonly Resource[],
  context: Translation,
): readonly Bucket[] {
  const buckets = new Map<string, Bucket>();
  const policyOf = bucketPolicies(policies, context);
  for (const resource of declared) {
    const bucket = translateBucket(resource, policyOf, context);
    if (bucket && !buckets.has(bucket.name)) buckets.set(bucket.name, bucket);
  }
  for (const resource of notifications) {
    const said = translated(resource, context, () => ({
      name: resource.required('BucketName'),
      told: configured(resource.value('NotificationConfiguration'), resource),
    }));
    if (said === undefined) continue;
    const bucket = buckets.get(said.name) ?? elsewhere(resource, said.name);
    buckets.set(said.name, { ...bucket, notifications: together(bucket.notifications, said.told) });
  }
  return [...buckets.values()];
}

function translateBucket(resource: Resource, policies: ReadonlyMap<string, string>, context: Translation): Bucket | undefined {
  const name = translated(resource, context, () => String(resource.home.ref(resource.logicalId)));
  if (name === undefined) return undefined;
  const versioning = optional<Versioning | undefined>(resource, context, 'VersioningConfiguration', () =>
    resource.oneOf(['Enabled', 'Suspended'] as const, 'VersioningConfiguration', 'Status'),
  );
  const notifications = optional(resource, context, 'NotificationConfiguration', () =>
    declaredRules(resource.value('NotificationConfiguration'), resource),
  );
  const tags = optional(resource, context, 'Tags', () => tagsOf(resource.value('Tags')));
  const cors = optional(resource, context, 'CorsConfiguration', () => corsRules(resource.value('CorsConfiguration')));
  const settings = bucketSettings(resource, policies.get(name), context);
  const told = { versioning, notifications: notifications ?? NO_NOTIFICATIONS, tags, cors, settings };
  return defined({ ...elsewhere(resource, name), ...told });
}

function corsRules(written: Json | undefined): readonly CorsRule[] | undefined {
  if (written === undefined) return undefined;
  return listOf(member(written, 'CorsRules')).map((rule) => {
    const texts = (name: string) => (member(rule, name) === undefined ? undefined : listOf(member(rule, name)).map(textFrom));
    return defined({
      id: textMember(rule, 'Id'),
      origins: texts('AllowedOrigins') ?? [],
      methods: texts('AllowedMethods') ?? [],
      headers: texts('AllowedHeaders'),
      exposed: texts('ExposedHeaders'),
      maxAge: numberIn(rule, 'MaxAge'),
    });
  });
}

/** A bucket that is not made by the app must be there as well, or nothing could be told of it. */
function elsewhere({ address, account, region, partition }: Resource, name: string): Bucket {
  return { address, name, arn: `arn:${partition}:s3:::${name}`, region, account, notifications: NO_NOTIFICATIONS };
}

/** CloudFormation has one event for each, and other names than the API. */
function declaredRules(written: Json | undefined, resource: Resource): BucketNotifications {
  const rules = (list: string, target: string, to: NotificationRule['to']) =>
    listOf(member(written, list)).map((each, at) => {
      const filters = listOf(member(member(member(each, 'Filter'), 'S3Key'), 'Rules'));
      const [targetArn, event] = [textMember(each, target) ?? '', textMember(each, 'Event')];
      const id = resource.uuid(`${list} ${at}`);
      return { id, to, targetArn, events: event === undefined ? [] : [event], ...filterOf(filters) };
    });
  const bus = member(written, 'EventBridgeConfiguration');
  return {
    rules: [
      ...rules('TopicConfigurations', 'Topic', 'sns'),
      ...rules('QueueConfigurations', 'Queue', 'sqs'),
      ...rules('LambdaConfigurations', 'Function', 'lambda'),
    ],
    // On, unless it says otherwise.
    eventBridge: bus !== undefined && textFrom(member(bus, 'EventBridgeEnabled') ?? true) === 'true',
  };
}

/** The input of PutBucketNotificationConfiguration. */
function configured(written: Json | undefined, resource: Resource): BucketNotifications {
  const rules = (list: string, target: string, to: NotificationRule['to']) =>
    listOf(member(written, list)).map((each, at) => {
      const filters = listOf(member(member(member(each, 'Filter'), 'Key'), 'FilterRules'));
      const events = listOf(member(each, 'Events')).filter((event) => typeof event === 'string');
      const id = textMember(each, 'Id') ?? resource.uuid(`${list} ${at}`);
      return { id, to, targetArn: textMember(each, target) ?? '', events, ...filterOf(filters) };
    });
  return {
    rules: [
      ...rules('TopicConfigurations', 'TopicArn', 'sns'),
      ...rules('QueueConfigurations', 'QueueArn', 'sqs'),
      ...rules('LambdaFunctionConfigurations', 'LambdaFunctionArn', 'lambda'),
    ],
    eventBridge: member(written, 'EventBridgeConfiguration') !== undefined,
  };
}

function filterOf(rules: readonly Json[]): Pick<NotificationRule, 'prefix' | 'suffix'> {
  const valueOf = (name: string) => {
    const rule = rules.find((each) => textMember(each, 'Name')?.toLowerCase() === name);
    return rule === undefined ? undefined : textMember(rule, 'Value');
  };
  return defined({ prefix: valueOf('prefix'), suffix: valueOf('suffix') });
}

/** What one resource says beside another, as the CDK's handler puts it together. */
function together(one: BucketNotifications, other: BucketNotifications): BucketNotifications {
  return { rules: [...one.rules, ...other.rules], eventBridge: one.eventBridge || other.eventBridge };
}

function tagsOf(written: Json | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(listOf(written).map((tag) => [textMember(tag, 'Key') ?? '', textMember(tag, 'Value') ?? '']));
}
