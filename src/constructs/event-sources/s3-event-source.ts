import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Names, Stack, Token } from 'aws-cdk-lib/core';
import { ConstructError } from '../construct-error';
import {
  type BucketNotification,
  constructsFor,
  notificationsOf,
  notificationsResource,
  overlap,
  replacesOthers,
} from './bucket-notifications';
import { checkKeyFilter } from './s3-key-filter';
import { checkSamePlace } from './same-place';

export interface S3EventSourceProps {
  /**
   * The events that invoke the function; at least one.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
   */
  readonly events: s3.EventType[];

  /**
   * Which objects: a prefix of their keys, a suffix, or both. Without wildcards; as it stands in the key.
   *
   * Notifications of one bucket for the same event must not overlap, whomever they go to.
   *
   * @default - All objects.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
   */
  readonly filters?: s3.NotificationKeyFilter[];

  /**
   * Where the notification is made when bucket and function are in two stacks: in the stack of the bucket, which then needs that of
   * the function, or in that of the function, which then needs that of the bucket, as it does when the function may read the bucket.
   *
   * @default false
   */
  readonly inStackOfBucket?: boolean;
}

/**
 * What happens in a bucket.
 *
 * The notification is set by the custom resource of aws-cdk-lib, which has a function and a role of its own in each stack;
 * `S3EventBridgeEventSource` needs neither. Fails when S3 would refuse the notification.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html
 */
export class S3EventSource implements lambda.IEventSource {
  /** The bucket. */
  public readonly bucket: s3.IBucket;
  private readonly props: S3EventSourceProps;

  constructor(bucket: s3.IBucket, props: S3EventSourceProps) {
    this.bucket = bucket;
    this.props = props;
  }

  /** Has a function, an alias or a version invoked. */
  public bind(target: lambda.IFunction): void {
    const { events } = this.props;
    checkSamePlace(target, this.bucket.env, this.bucket.node.path, 'S3-01');
    if (events.length === 0) {
      throw new ConstructError(target, 'NOTIFICATION_EVENTS_MISSING', 'events must not be empty (S3-04).');
    }
    const filter = this.filter(target);
    this.checkOverlap(target, filter);

    const filters = Object.keys(filter).length > 0 ? [filter] : [];
    const bucket = this.bucketFor(target);
    this.checkOneOfStack(target, bucket);
    constructsFor(this.bucket).add(bucket);
    for (const event of events) bucket.addEventNotification(event, new LambdaDestination(target), ...filters);
  }

  /** The filters are for one notification, each may say a part of it. */
  private filter(target: lambda.IFunction): s3.NotificationKeyFilter {
    const { filters = [] } = this.props;
    for (const [i, each] of filters.entries()) checkKeyFilter(target, `filters[${i}]`, each);
    for (const what of ['prefix', 'suffix'] as const) {
      const count = filters.filter((each) => each[what]).length;
      if (count <= 1) continue;
      throw new ConstructError(
        target,
        'NOTIFICATION_FILTER',
        `filters must have one ${what} at most, but have ${count} (S3-05).`,
      );
    }
    const { prefix } = filters.find((each) => each.prefix) ?? {};
    const { suffix } = filters.find((each) => each.suffix) ?? {};
    return { ...(prefix && { prefix }), ...(suffix && { suffix }) };
  }

  private checkOverlap(target: lambda.IFunction, { prefix = '', suffix = '' }: s3.NotificationKeyFilter): void {
    const known = (text: string) => (Token.isUnresolved(text) ? undefined : text);
    const wanted = this.props.events.map((event) => ({ events: [event], prefix: known(prefix), suffix: known(suffix) }));
    const before = [...constructsFor(this.bucket)].flatMap(notificationsOf);
    for (const [i, each] of wanted.entries()) {
      const other = [...before, ...wanted.slice(0, i)].find((notification) => overlap(notification, each));
      if (other === undefined) continue;
      const message = `${told(each)} of ${this.bucket.node.path} must not overlap with ${told(other)} (S3-06).`;
      throw new ConstructError(target, 'NOTIFICATIONS_OVERLAP', message);
    }
  }

  /** One custom resource for a bucket and a stack: each replaces what its stack has set before. */
  private bucketFor(target: lambda.IFunction): s3.IBucket {
    const { bucket } = this;
    const stack = Stack.of(target);
    if (this.props.inStackOfBucket || Stack.of(bucket) === stack) return bucket;
    const id = `S3EventSource:${Names.nodeUniqueId(bucket.node)}`;
    const before = stack.node.tryFindChild(id);
    if (before !== undefined) return before as unknown as s3.IBucket;
    const { bucketArn, bucketName } = bucket;
    const here = s3.Bucket.fromBucketAttributes(stack, id, { bucketArn, bucketName, ...bucket.env });
    here.node.addValidation({ validate: () => this.replaced() });
    return here;
  }

  private checkOneOfStack(target: lambda.IFunction, bucket: s3.IBucket): void {
    const isOther = (each: s3.IBucket) =>
      each !== bucket && Stack.of(each) === Stack.of(bucket) && notificationsResource(each) !== undefined;
    const other = [...constructsFor(this.bucket)].find(isOther);
    if (other === undefined) return;
    const message = `${bucket.node.path} is the same bucket as ${other.node.path}, in one stack (S3-08).`;
    throw new ConstructError(target, 'BUCKET_IMPORTED_TWICE', message);
  }

  /** What the stack of the bucket sets, which can be more until the end, must leave what this one sets. */
  private replaced(): string[] {
    if (!replacesOthers(this.bucket)) return [];
    const message = 'the stack of the bucket sets notifications too, and would take away what this stack sets (S3-08).';
    return [new ConstructError(this.bucket, 'NOTIFICATIONS_OF_TWO_STACKS', message).message];
  }
}

function told({ events, prefix, suffix }: BucketNotification): string {
  return `${events.join(', ')} for ${prefix}*${suffix}`;
}
