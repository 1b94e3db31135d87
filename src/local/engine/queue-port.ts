import type { Happening } from '../journal/entry';
import type { Instant } from '../time/clock';
import type { AwsError } from './aws-error';

/** An attribute that a sender gives a message; binary values are base64. */
export interface GivenAttribute {
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: string;
}

/** A message as whoever has received it sees it (SQS-12, SQS-13). */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** Those that SQS gives: all are text. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, GivenAttribute>>;
  readonly md5OfMessageAttributes?: string;
  /** When it comes back unless it is deleted. */
  readonly hiddenUntil: Instant;
  /** Of body and attributes, in bytes. */
  readonly size: number;
}

/** Where what happens to messages is told. */
export type Tell = (happening: Happening) => void;

/** How many messages a queue has, by what can be done with them. */
export interface QueueCounts {
  readonly visible: number;
  readonly delayed: number;
  readonly inFlight: number;
}

/** A queue as a poller reads it. */
export interface SourceQueue {
  readonly counts: QueueCounts;
  /** Whether order is kept within message groups. */
  readonly isFifo: boolean;
  /** When the next message becomes visible by itself. */
  readonly nextDue: Instant | undefined;
  /** At most `most` messages; `wants` is told each that could be had, and ends it where it says no. */
  receive(
    most: number,
    wants: (message: { readonly body: string; readonly size: number }) => boolean,
    tell: Tell,
  ): readonly ReceivedMessage[];
  /** What has come back meanwhile stays. */
  remove(receiptHandle: string, why: 'deleted' | 'filtered', tell: Tell): void;
}

/** The queues of a run, by ARN. */
export interface SourceQueues {
  find(arn: string): SourceQueue | undefined;
  /** Calls `listener` with the ARN of a queue whenever a message of it can be received; what this returns ends it. */
  subscribe(listener: (arn: string) => void): () => void;
}

/** A message as whoever looks into a queue sees it, without receiving it. */
export interface SeenMessage {
  readonly messageId: string;
  readonly body: string;
  readonly state: 'visible' | 'delayed' | 'inFlight';
  readonly receiveCount: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, GivenAttribute>>;
  readonly sentAt: Instant;
}

export interface SendOptions {
  readonly delaySeconds?: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** As the API has them. */
  readonly attributes: Readonly<
    Record<string, { readonly DataType: string; readonly StringValue?: string; readonly BinaryValue?: Uint8Array }>
  >;
}

/** The queues of a run for whoever tests it, by ARN; one that is gone is empty. */
export interface QueueInspection {
  messages(arn: string): readonly SeenMessage[];
  send(arn: string, body: string, options: SendOptions): { messageId: string; sequenceNumber?: string } | AwsError;
  purge(arn: string): void;
}
