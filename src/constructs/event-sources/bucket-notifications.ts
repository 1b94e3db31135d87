import type * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnResource, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { constructOf } from '../destinations';

/** What a bucket tells of, and to whom. What only the deployment knows is undefined. */
export interface BucketNotification {
  readonly events: readonly string[];
  readonly prefix: string | undefined;
  readonly suffix: string | undefined;
}

/** The constructs by which the sources of an app know each bucket. */
const BUCKETS = new WeakMap<IConstruct, Map<string, Set<s3.IBucket>>>();

/** All constructs of the app that are for the same bucket, with the given one. */
export function constructsFor(bucket: s3.IBucket): Set<s3.IBucket> {
  const root = bucket.node.root;
  const all = BUCKETS.get(root) ?? new Map<string, Set<s3.IBucket>>();
  BUCKETS.set(root, all);
  const key = keyOf(bucket);
  const found = all.get(key) ?? new Set<s3.IBucket>();
  all.set(key, found.add(bucket));
  return found;
}

/** The name of the bucket where the app gives it one; otherwise where the bucket stands. */
function keyOf(bucket: s3.IBucket): string {
  const name = bucket.bucketName;
  if (!Token.isUnresolved(name)) return `name ${name}`;
  const resource = constructOf(name);
  const given = resource instanceof CfnBucket ? resource.bucketName : undefined;
  if (given !== undefined && !Token.isUnresolved(given)) return `name ${given}`;
  return `path ${(resource ?? bucket).node.path}`;
}

/** The resource that sets the notifications of a bucket, when there are some. */
export function notificationsResource(bucket: s3.IBucket): CfnResource | undefined {
  const resource = bucket.node.tryFindChild('Notifications')?.node.tryFindChild('Resource');
  return resource !== undefined && CfnResource.isCfnResource(resource) ? resource : undefined;
}

interface Configuration {
  readonly Events: readonly string[];
  readonly Filter?: { readonly Key: { readonly FilterRules: readonly { readonly Name: string; readonly Value: unknown }[] } };
}

/** All notifications of a bucket, also those to queues and topics. */
export function notificationsOf(bucket: s3.IBucket): readonly BucketNotification[] {
  const { NotificationConfiguration: config = {} } = propertiesOf(bucket);
  const lists = ['LambdaFunctionConfigurations', 'QueueConfigurations', 'TopicConfigurations'];
  const all = lists.flatMap((list) => (config as Readonly<Record<string, readonly Configuration[]>>)[list] ?? []);
  return all.map(({ Events: events, Filter }) => {
    const rule = (name: string) => {
      const found = Filter?.Key.FilterRules.find(({ Name }) => Name === name);
      if (found === undefined) return '';
      return typeof found.Value === 'string' ? found.Value : undefined;
    };
    return { events, prefix: rule('prefix'), suffix: rule('suffix') };
  });
}

/** Whether this resource takes away what others have set. */
export function replacesOthers(bucket: s3.IBucket): boolean {
  return propertiesOf(bucket).Managed === true;
}

function propertiesOf(bucket: s3.IBucket): Readonly<Record<string, unknown>> {
  const resource = notificationsResource(bucket);
  if (resource === undefined) return {};
  const rendered = Stack.of(resource).resolve(resource._toCloudFormation()) as {
    readonly Resources: Readonly<Record<string, { readonly Properties: Readonly<Record<string, unknown>> }>>;
  };
  return Object.values(rendered.Resources)[0]?.Properties ?? {};
}

/** Whether S3 would refuse the two together (S3-06). */
export function overlap(one: BucketNotification, other: BucketNotification): boolean {
  const sharesEvent = one.events.some((event) => other.events.some((each) => covers(event, each) || covers(each, event)));
  if (!sharesEvent) return false;
  const { prefix, suffix } = one;
  if (prefix === undefined || suffix === undefined || other.prefix === undefined || other.suffix === undefined) return false;
  return (
    (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix)) &&
    (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix))
  );
}

function covers(event: string, other: string): boolean {
  return event === other || (event.endsWith(':*') && other.startsWith(event.slice(0, -1)));
}
