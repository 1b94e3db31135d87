import { createHash } from 'node:crypto';
import type { Parcel, ParcelAttribute } from '../../engine/outlet';
import type { Turn } from '../../engine/turns';
import type { Clock } from '../../time/clock';
import type { Courier, Order } from '../handover/courier';
import { SNS_DELIVERY_RETRY } from '../handover/retry';
import { wants } from './filter-policy';
import type { Message } from './message';
import { envelope, lambdaEvent, type Notification } from './notification';
import { type HeldSubscription, type HeldTopic, isFifo, type TopicStore } from './store';

export interface PublisherPorts {
  readonly store: TopicStore;
  readonly courier: Courier;
  readonly clock: Pick<Clock, 'now'>;
}

/** What whoever has published is told. */
export interface Receipt {
  readonly messageId: string;
  /** Of a FIFO topic. */
  readonly sequenceNumber?: string;
}

/** Takes messages for topics, and sends each to whoever has subscribed. */
export class Publisher {
  constructor(private readonly ports: PublisherPorts) {}

  async publish(topic: HeldTopic, message: Message, turn: Turn, traceHeader?: string): Promise<Receipt> {
    const { store, clock } = this.ports;
    const now = clock.now();
    const deduplication = isFifo(topic) ? deduplicationOf(topic, message) : undefined;
    const before = deduplication && store.before(topic.arn, deduplication.key, now);
    const messageId = before?.messageId ?? turn.chance.uuid();
    turn.append({
      ...{ kind: 'topic.published', topic: topic.arn, messageId, message: message.text },
      ...(message.subject !== undefined && { subject: message.subject }),
      ...(Object.keys(message.attributes).length > 0 && { attributes: message.attributes }),
      ...(message.groupId !== undefined && { groupId: message.groupId }),
      ...(before && { duplicate: true as const }),
    });
    if (before) return { messageId, sequenceNumber: before.sequenceNumber };
    const sequenceNumber = deduplication && store.nextSequenceNumber();
    if (deduplication && sequenceNumber !== undefined) {
      store.remember(topic.arn, deduplication.key, { messageId, sequenceNumber, at: now });
    }
    const published = {
      ...{ message, messageId, topicArn: topic.arn, timestamp: new Date(now).toISOString() },
      signatureVersion: topic.attributes.get('SignatureVersion') ?? '1',
      ...(sequenceNumber !== undefined && { sequenceNumber }),
    };
    for (const subscription of [...topic.subscriptions.values()]) {
      const text = message.texts[subscription.protocol] ?? message.text;
      const notification: Notification = { ...published, subscriptionArn: subscription.arn, text };
      await this.send(topic, subscription, notification, turn, { deduplicationId: deduplication?.id, traceHeader });
    }
    return { messageId, ...(sequenceNumber !== undefined && { sequenceNumber }) };
  }

  private async send(
    topic: HeldTopic,
    subscription: HeldSubscription,
    notification: Notification,
    turn: Turn,
    {
      deduplicationId,
      traceHeader,
    }: { readonly deduplicationId?: string | undefined; readonly traceHeader?: string | undefined },
  ): Promise<void> {
    const { arn, protocol, endpoint, filter } = subscription;
    const { message, messageId } = notification;
    const about = { from: topic.arn, by: arn, id: messageId };
    if (filter && !wants(filter, { message: notification.text, attributes: message.attributes })) {
      turn.append({ kind: 'handover', ...about, to: endpoint, body: '', attempt: 0, outcome: 'filtered' });
      return;
    }
    const sender = { principal: 'sns.amazonaws.com', arn: topic.arn, account: topic.place.account };
    const trace = traceHeader !== undefined && { traceHeader };
    const group = message.groupId !== undefined && { groupId: message.groupId };
    if (protocol !== 'lambda' && protocol !== 'sqs') {
      const why = `Messages for ${protocol} are not sent; what ${endpoint} would have received is here.`;
      const body = protocol === 'sms' || protocol === 'email' ? notification.text : envelope(notification);
      turn.append({ kind: 'handover', ...about, to: endpoint, body, attempt: 1, outcome: 'kept', why });
      return;
    }
    const isRaw = protocol === 'sqs' && subscription.attributes.get('RawMessageDelivery') === 'true';
    const keepsOrder = endpoint.endsWith('.fifo');
    const parcel: Parcel = {
      ...{ targetArn: endpoint, sender, ...trace },
      body: protocol === 'lambda' ? lambdaEvent(notification) : isRaw ? notification.text : envelope(notification),
      ...(isRaw && { attributes: queueAttributes(message) }),
      ...(protocol === 'sqs' && group),
      ...(keepsOrder && deduplicationId !== undefined && { deduplicationId }),
    };
    const deadLetterArn = deadLetterArnOf(subscription);
    const order: Order = {
      ...about,
      parcel: () => parcel,
      retry: SNS_DELIVERY_RETRY,
      ...(isFifo(topic) && { lane: `${arn} ${message.groupId}` }),
      ...(deadLetterArn !== undefined && {
        deadLetter: () => ({
          ...{ targetArn: deadLetterArn, sender, body: isRaw ? notification.text : envelope(notification), ...trace },
          ...(isRaw && { attributes: queueAttributes(message) }),
        }),
      }),
    };
    await this.ports.courier.send(order, turn);
  }
}

/** What a message of a FIFO topic is known by, and what queues know it by; within a group, where the topic says so. */
function deduplicationOf(topic: HeldTopic, { text, groupId, deduplicationId }: Message): { key: string; id: string } {
  const id = deduplicationId ?? createHash('sha256').update(text).digest('hex');
  return { id, key: topic.attributes.get('FifoThroughputScope') === 'MessageGroup' ? `${groupId} ${id}` : id };
}

function deadLetterArnOf({ attributes }: HeldSubscription): string | undefined {
  const policy = attributes.get('RedrivePolicy');
  return policy === undefined ? undefined : (JSON.parse(policy) as { deadLetterTargetArn?: string }).deadLetterTargetArn;
}

function queueAttributes({ attributes }: Message): Readonly<Record<string, ParcelAttribute>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type, value }]) => [
      name,
      { dataType: type, ...(type.startsWith('Binary') ? { binaryValue: value } : { stringValue: value }) },
    ]),
  );
}
