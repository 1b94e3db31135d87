import { TOPIC_DEDUPLICATION_MS } from '../../../spec/sns';
import type { Instant } from '../../time/clock';
import type { FilterPolicy } from './filter-policy';

/** In which Region of which account something is. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export interface HeldTopic {
  readonly arn: string;
  readonly name: string;
  readonly place: Place;
  /** As SNS's API names and writes them. */
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  /** By ARN, in the order in which they were made. */
  readonly subscriptions: Map<string, HeldSubscription>;
  deleted: number;
}

export interface HeldSubscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly owner: string;
  readonly attributes: Map<string, string>;
  /** What the attribute of this name comes to. */
  filter?: FilterPolicy;
}

/** What was answered to a message with this deduplication id. */
export interface Published {
  readonly messageId: string;
  readonly sequenceNumber: string;
  readonly at: Instant;
}

/** The topics of a run, and what their FIFO topics remember. */
export class TopicStore {
  private readonly held = new Map<string, HeldTopic>();
  private readonly published = new Map<string, Map<string, Published>>();
  private sequence = 10n ** 19n;

  /** In the order in which they were made. */
  topics({ account, region }: Place): readonly HeldTopic[] {
    return [...this.held.values()].filter(({ place }) => place.account === account && place.region === region);
  }

  topic(arn: string): HeldTopic | undefined {
    return this.held.get(arn);
  }

  add(topic: HeldTopic): void {
    this.held.set(topic.arn, topic);
  }

  remove(arn: string): void {
    this.held.delete(arn);
    this.published.delete(arn);
  }

  subscription(arn: string): HeldSubscription | undefined {
    return this.held.get(arn.slice(0, arn.lastIndexOf(':')))?.subscriptions.get(arn);
  }

  /** Twenty digits, more for each message. */
  nextSequenceNumber(): string {
    return String(this.sequence++);
  }

  /** What was published with this deduplication id less than five minutes ago. */
  before(topicArn: string, deduplicationId: string, now: Instant): Published | undefined {
    const known = this.published.get(topicArn)?.get(deduplicationId);
    return known && now - known.at < TOPIC_DEDUPLICATION_MS ? known : undefined;
  }

  remember(topicArn: string, deduplicationId: string, published: Published): void {
    const known = this.published.get(topicArn) ?? new Map<string, Published>();
    this.published.set(topicArn, known);
    for (const [id, { at }] of known) {
      if (published.at - at < TOPIC_DEDUPLICATION_MS) break;
      known.delete(id);
    }
    // At the end, since the oldest come first.
    known.delete(deduplicationId);
    known.set(deduplicationId, published);
  }
}

export function isFifo({ name }: Pick<HeldTopic, 'name'>): boolean {
  return name.endsWith('.fifo');
}
