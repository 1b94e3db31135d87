import type { GivenAttribute } from '../../engine/queue-port';
import type { Instant } from '../../time/clock';

/** A message as it is sent, checked already. */
export interface NewMessage {
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Readonly<Record<string, GivenAttribute>>;
  readonly md5OfAttributes?: string;
  /** Of body and attributes, in bytes. */
  readonly size: number;
  readonly senderId: string;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly delaySeconds?: number;
  /** Sorts what is sent at one instant where runs are to be alike. */
  readonly place: string;
}

/** A message in a queue. */
export interface HeldMessage extends NewMessage {
  readonly sentAt: Instant;
  /** From when the retention period counts. */
  readonly keptFrom: Instant;
  readonly sequenceNumber?: string;
  /** The queue that it was set aside from. */
  readonly deadLetterSource?: string;
  state: 'visible' | 'delayed' | 'inFlight' | 'gone';
  /** When it becomes visible, unless it is. */
  due: Instant;
  receiveCount: number;
  firstReceivedAt?: Instant;
  lastReceivedAt?: Instant;
}

/** What the queue says of a message (SQS-13). */
export function systemAttributes(message: HeldMessage): Readonly<Record<string, string>> {
  return {
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: `${message.firstReceivedAt ?? message.sentAt}`,
    ApproximateReceiveCount: `${message.receiveCount}`,
    SentTimestamp: `${message.sentAt}`,
    ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
    ...(message.groupId !== undefined && { MessageGroupId: message.groupId }),
    ...(message.deduplicationId !== undefined && { MessageDeduplicationId: message.deduplicationId }),
    ...(message.traceHeader !== undefined && { AWSTraceHeader: message.traceHeader }),
    ...(message.deadLetterSource !== undefined && { DeadLetterQueueSourceArn: message.deadLetterSource }),
  };
}
