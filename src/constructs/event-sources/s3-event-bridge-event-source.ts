import type * as events from 'aws-cdk-lib/aws-events';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Aspects, CfnResource, Names } from 'aws-cdk-lib/core';
import { S3_EVENT_SOURCE } from '../../spec/event-sources/event-bridge';
import { ConstructError } from '../construct-error';
import { warn } from '../construct-warning';
import { ruleFor } from './event-rule';
import { Held } from './held';
import type { RuleTargetOptions } from './rule-target';
import { checkKeyFilter } from './s3-key-filter';
import { checkSamePlace } from './same-place';

/** What a bucket tells EventBridge of. */
export enum S3EventBridgeType {
  /** An object, or a new version of it, is there. */
  OBJECT_CREATED = 'Object Created',
  /** An object, or a version of it, is gone; or has a delete marker. */
  OBJECT_DELETED = 'Object Deleted',
  /** Somebody wants an archived object back. */
  OBJECT_RESTORE_INITIATED = 'Object Restore Initiated',
  /** The object is back. */
  OBJECT_RESTORE_COMPLETED = 'Object Restore Completed',
  /** The copy that was back is gone again. */
  OBJECT_RESTORE_EXPIRED = 'Object Restore Expired',
  /** An object has moved to another storage class. */
  OBJECT_STORAGE_CLASS_CHANGED = 'Object Storage Class Changed',
  /** Intelligent-Tiering has archived an object. */
  OBJECT_ACCESS_TIER_CHANGED = 'Object Access Tier Changed',
  /** An object has another access control list. */
  OBJECT_ACL_UPDATED = 'Object ACL Updated',
  /** An object has tags, or others. */
  OBJECT_TAGS_ADDED = 'Object Tags Added',
  /** An object has no tags any more. */
  OBJECT_TAGS_DELETED = 'Object Tags Deleted',
}

export interface S3EventBridgeEventSourceProps extends RuleTargetOptions {
  /**
   * Which events.
   *
   * @default - All that the bucket tells of.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
   */
  readonly events?: S3EventBridgeType[];

  /**
   * Which objects: those whose key has the prefix and the suffix of one of these. Rules may overlap, of this function and of others.
   *
   * @default - All.
   */
  readonly keys?: s3.NotificationKeyFilter[];

  /**
   * Whether the bucket tells EventBridge of its events already, so that nothing is changed of it.
   *
   * @default - It is told to, when it is made in this app; for an imported one there is a warning.
   */
  readonly eventBridgeEnabled?: boolean;

  /**
   * The id of the rule, below the function. A second source of the same bucket on the same function needs its own.
   *
   * @default - One for the bucket.
   */
  readonly ruleId?: string;

  /**
   * The name of the rule: 1 to 64 letters, digits, dots, hyphens and underscores.
   *
   * @default - A name that CloudFormation makes.
   */
  readonly ruleName?: string;

  /**
   * Whether the rule is on.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * What happens in a bucket, through EventBridge.
 *
 * Unlike `S3EventSource` it needs no custom resource, any number of functions can have the same event, and function and bucket can
 * be in two stacks. The event has another form: `detail.bucket.name`, `detail.object.key`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export class S3EventBridgeEventSource implements lambda.IEventSource {
  /** The bucket. */
  public readonly bucket: s3.IBucket;
  private readonly props: S3EventBridgeEventSourceProps;
  private readonly made = new Held<events.Rule>('S3EventBridgeEventSource');

  constructor(bucket: s3.IBucket, props: S3EventBridgeEventSourceProps = {}) {
    this.bucket = bucket;
    this.props = props;
  }

  /** The rule. Fails before the source is added to a function. */
  public get rule(): events.Rule {
    return this.made.get('rule');
  }

  /** Has a function, an alias or a version invoked. */
  public bind(target: lambda.IFunction): void {
    const { events: types, keys, eventBridgeEnabled, ruleId, ruleName, enabled, ...options } = this.props;
    this.made.checkFree(target);
    checkSamePlace(target, this.bucket.env, this.bucket.node.path, 'S3-01');
    if (types?.length === 0) {
      throw new ConstructError(target, 'NOTIFICATION_EVENTS_MISSING', 'events must not be empty; leave it out for all.');
    }
    for (const [i, key] of (keys ?? []).entries()) checkKeyFilter(target, `keys[${i}]`, key);

    const id = ruleId ?? `S3EventBridgeEventSource:${Names.nodeUniqueId(this.bucket.node)}`;
    const eventPattern: events.EventPattern = {
      source: [S3_EVENT_SOURCE],
      ...(types && { detailType: types }),
      detail: {
        bucket: { name: [this.bucket.bucketName] },
        ...(keys && keys.length > 0 && { object: { key: keys.map(matcherOf) } }),
      },
    };
    this.made.set(ruleFor(target, id, { eventPattern, ruleName, enabled }, options));
    if (!eventBridgeEnabled) enableEventBridge(this.bucket);
  }
}

function matcherOf({ prefix, suffix }: s3.NotificationKeyFilter): Readonly<Record<string, string>> {
  if (prefix && suffix) return { wildcard: `${escaped(prefix)}*${escaped(suffix)}` };
  return prefix ? { prefix } : { suffix: suffix ?? '' };
}

/** In wildcards a backslash takes the meaning from what follows it (PAT-23). */
function escaped(text: string): string {
  return text.replace(/\\/g, '\\\\');
}

const ENABLED = new WeakSet<s3.IBucket>();

/** Without a custom resource; unless there is one, which would take the property away again. */
function enableEventBridge(bucket: s3.IBucket): void {
  if (ENABLED.has(bucket)) return;
  ENABLED.add(bucket);
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof s3.CfnBucket)) {
    const message = 'It is not known whether this bucket tells EventBridge of its events.';
    warn(bucket, 'EVENT_BRIDGE_OF_BUCKET', message);
    return;
  }
  // Notifications can be added until the end.
  Aspects.of(bucket).add({
    visit: (node) => {
      if (node !== bucket) return;
      const custom = bucket.node.tryFindChild('Notifications')?.node.tryFindChild('Resource');
      if (custom !== undefined && CfnResource.isCfnResource(custom)) bucket.enableEventBridgeNotification();
      else resource.addPropertyOverride('NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', true);
    },
  });
}
