import { PLACEHOLDER_REGION, partitionOf } from '../spec/pseudo-parameters';
import type { App } from './app';
import { callTo, collected } from './call';
import type { Declaration } from './declaration';
import { knownMembers, knownParts, knownText } from './known';
import type { Part } from './part';

/** A bucket, and everything in the app that sets what it tells of. */
export interface NotifiedBucket {
  readonly name: string;
  /** Undefined when the bucket is not of the app. */
  readonly bucket: Declaration | undefined;
  readonly settings: readonly NotificationSetting[];
}

/** One resource that sets notifications of a bucket. */
export interface NotificationSetting {
  readonly on: Declaration;
  /** Whether it takes away what others have set. */
  readonly replacesOthers: boolean;
  readonly notifications: readonly Notification[];
}

/** What is told to whom; each part may be unknown. */
export interface Notification {
  readonly on: Declaration;
  readonly part: Part;
  readonly events: Part;
  readonly rules: Part;
  /** The ARN of the function; absent for queues and topics. */
  readonly fn?: Part;
}

const BUCKET = 'AWS::S3::Bucket';
/** The custom resource of aws-cdk-lib that sets notifications after the bucket and the function are there. */
const CUSTOM = 'Custom::S3BucketNotifications';

/** Every bucket whose notifications the app sets. */
export function notifiedBuckets(app: App): readonly NotifiedBucket[] {
  return app.once('buckets with notifications', () => {
    const found = new Map<string, NotificationSetting[]>();
    const add = (name: string, setting: NotificationSetting) => {
      const others = found.get(name);
      if (others === undefined) found.set(name, [setting]);
      else others.push(setting);
    };
    for (const bucket of app.ofType(BUCKET)) {
      if (bucket.ref !== undefined && knownMembers(bucket, 'NotificationConfiguration').length > 0)
        add(bucket.ref, classic(bucket));
    }
    for (const custom of app.ofType(CUSTOM)) {
      const name = knownText(custom, 'BucketName');
      if (name !== undefined) add(name, ofCustomResource(custom));
    }
    return [...found].map(([name, settings]) => ({ name, bucket: app.named(name, BUCKET), settings }));
  });
}

export const s3Calls = collected('s3', function* (app) {
  for (const { name, bucket, settings } of notifiedBuckets(app)) {
    for (const { on, fn } of settings.flatMap(({ notifications }) => notifications)) {
      const arn = bucket?.arn ?? `arn:${partitionOf(on.region ?? PLACEHOLDER_REGION).id}:s3:::${name}`;
      const call = fn && callTo(app, on, fn, 's3', [arn]);
      if (call !== undefined) yield { ...call, caller: bucket?.path ?? `the bucket ${name}` };
    }
  }
});

function classic(bucket: Declaration): NotificationSetting {
  const config = bucket.part('NotificationConfiguration');
  const notification = (part: Part): Notification => ({
    on: bucket,
    part,
    events: part.part('Event'),
    rules: part.part('Filter', 'S3Key', 'Rules'),
    ...(part.has('Function') && { fn: part.part('Function') }),
  });
  const lists = ['LambdaConfigurations', 'QueueConfigurations', 'TopicConfigurations'];
  const notifications = lists.flatMap((list) => knownParts(config, list)).map(notification);
  return { on: bucket, replacesOthers: true, notifications };
}

function ofCustomResource(custom: Declaration): NotificationSetting {
  const config = custom.part('NotificationConfiguration');
  const notification = (part: Part): Notification => ({
    on: custom,
    part,
    events: part.part('Events'),
    rules: part.part('Filter', 'Key', 'FilterRules'),
    ...(part.has('LambdaFunctionArn') && { fn: part.part('LambdaFunctionArn') }),
  });
  const lists = ['LambdaFunctionConfigurations', 'QueueConfigurations', 'TopicConfigurations'];
  return {
    on: custom,
    // Where the bucket is imported, the handler keeps what others have set.
    replacesOthers: knownText(custom, 'Managed')?.toLowerCase() !== 'false',
    notifications: lists.flatMap((list) => knownParts(config, list)).map(notification),
  };
}
