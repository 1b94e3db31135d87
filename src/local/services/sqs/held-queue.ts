import { IN_FLIGHT_MAX, VISIBILITY_TIMEOUT } from '../../../spec/sqs';
import type { QueueCounts, ReceivedMessage, Tell } from '../../engine/queue-port';
import type { Alarm, Clock, Instant } from '../../time/clock';
import { Agenda } from './agenda';
import { Remembered } from './deduplication';
import { type HeldMessage, type NewMessage, systemAttributes } from './message';
import { type Receipt, receiptHandle } from './receipt';
import { type QueueSettings, settingsOf, withDefaults } from './settings';
import { AnyOrder, GroupOrder, type Waiting } from './waiting';

export interface QueueIdentity {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
}

/** What a queue asks of the others. */
export interface Surroundings {
  readonly clock: Clock;
  /** Where is told what happens by itself. */
  readonly tell: Tell;
  /** Something can be received. */
  readonly available: (queue: HeldQueue) => void;
  /** Sets a message aside; false when there is no such queue, so that it stays. */
  readonly setAside: (message: HeldMessage, from: HeldQueue, deadLetterArn: string, tell: Tell) => boolean;
}

export interface Sent {
  readonly messageId: string;
  readonly sequenceNumber?: string;
}

export interface Wish {
  readonly most: number;
  /** @default that of the queue */
  readonly visibilitySeconds?: number;
  /** Told each message that could be had. @default all */
  readonly wants?: (message: HeldMessage) => boolean;
}

type NotChanged = 'unknown' | 'notInFlight' | 'tooLong';

/** One queue: its attributes, and its messages from sending to the end. */
export class HeldQueue {
  readonly created: Instant;
  modified: Instant;
  settings: QueueSettings;
  attributes: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  purgedAt: Instant | undefined;
  /** The results of attempts to receive, which can be asked for again; FIFO only. */
  readonly attempts = new Remembered<readonly string[]>();
  private readonly messages = new Map<string, HeldMessage>();
  private readonly waiting: Waiting;
  private readonly agenda = new Agenda<HeldMessage>(
    ({ state, due }, at) => state !== 'visible' && state !== 'gone' && due === at,
  );
  private readonly deduplication = new Remembered<Sent>();
  private delayed = 0;
  private inFlight = 0;
  private sequence = 0n;
  private alarm: { readonly alarm: Alarm; readonly at: Instant } | undefined;
  private oldest: Instant | undefined;
  /** Whether none came from another queue, so that the oldest are first. */
  private areByAge = true;

  constructor(
    readonly identity: QueueIdentity,
    given: { readonly attributes: Readonly<Record<string, string>>; readonly tags: Readonly<Record<string, string>> },
    private readonly around: Surroundings,
  ) {
    this.created = this.modified = around.clock.now();
    this.attributes = withDefaults(given.attributes);
    this.tags = given.tags;
    this.settings = settingsOf(this.attributes);
    this.waiting = this.settings.isFifo ? new GroupOrder() : new AnyOrder();
  }

  get isFifo(): boolean {
    return this.settings.isFifo;
  }

  get counts(): QueueCounts {
    const { delayed, inFlight } = this;
    return { visible: this.messages.size - delayed - inFlight, delayed, inFlight };
  }

  get nextDue(): Instant | undefined {
    return this.agenda.next;
  }

  /** In the order of sending, but for those that came from other queues. */
  get all(): Iterable<HeldMessage> {
    return this.messages.values();
  }

  set(attributes: Readonly<Record<string, string>>): void {
    this.attributes = attributes;
    this.settings = settingsOf(attributes);
    this.modified = this.around.clock.now();
    this.setAlarm();
  }

  send(message: NewMessage, tell: Tell): Sent {
    const now = this.around.clock.now();
    const { isFifo, deduplicatesByGroup, delaySeconds } = this.settings;
    if (!isFifo) {
      this.add({ ...message, ...fresh(now), due: now + 1000 * (message.delaySeconds ?? delaySeconds) }, tell);
      return { messageId: message.messageId };
    }
    const known = `${deduplicatesByGroup ? `${message.groupId} ` : ''}${message.deduplicationId}`;
    const before = this.deduplication.get(known, now);
    if (before) return before;
    const sent = { messageId: message.messageId, sequenceNumber: this.nextSequence() };
    this.deduplication.set(known, sent, now);
    this.add({ ...message, ...fresh(now), sequenceNumber: sent.sequenceNumber, due: now + 1000 * delaySeconds }, tell);
    return sent;
  }

  /** A message that was in another queue. */
  take(message: HeldMessage, tell: Tell): void {
    const now = this.around.clock.now();
    if (!this.isFifo) this.areByAge = false;
    const anew = this.isFifo && { sequenceNumber: this.nextSequence(), keptFrom: now };
    this.add({ ...message, ...anew, due: now }, tell);
  }

  receive({ most, visibilitySeconds = this.settings.visibilitySeconds, wants }: Wish, tell: Tell): readonly ReceivedMessage[] {
    const received: ReceivedMessage[] = [];
    if (most === 0 || this.isFull) return received;
    const now = this.around.clock.now();
    const { redrive } = this.settings;
    for (const message of this.waiting.next()) {
      if (redrive && message.receiveCount >= redrive.maxReceiveCount && this.setAside(message, redrive.deadLetterArn, tell))
        continue;
      if (wants?.(message) === false || received.some(({ messageId }) => messageId === message.messageId)) break;
      this.hide(message, now, visibilitySeconds);
      received.push(this.receivedFrom(message));
      if (received.length === most || this.isFull) break;
    }
    this.setAlarm();
    return received;
  }

  /** The same messages once more, with new handles; undefined when one of them is not as it was. */
  receiveAgain(messageIds: readonly string[]): readonly ReceivedMessage[] | undefined {
    const messages = messageIds.flatMap((id) => this.messages.get(id) ?? []);
    if (messages.length < messageIds.length || messages.some(({ state }) => state !== 'inFlight')) return undefined;
    return messages.map((message) => this.receivedFrom(message));
  }

  /** No more are given out until some are deleted. */
  get isFull(): boolean {
    return this.inFlight >= IN_FLIGHT_MAX;
  }

  /** Whether the handle is of the last receive; only a FIFO queue minds. */
  delete({ messageId, receiveCount }: Receipt, why: 'deleted' | 'filtered', tell: Tell): 'done' | 'expired' {
    const message = this.messages.get(messageId);
    if (!message) return 'done';
    const isLast = message.receiveCount === receiveCount;
    if (this.isFifo && (!isLast || message.state !== 'inFlight')) return 'expired';
    if (isLast) this.end(message, why, tell);
    return 'done';
  }

  changeVisibility({ messageId, receiveCount }: Receipt, seconds: number): NotChanged | undefined {
    const message = this.messages.get(messageId);
    if (!message || message.receiveCount !== receiveCount) return 'unknown';
    if (message.state !== 'inFlight') return 'notInFlight';
    const now = this.around.clock.now();
    const due = now + 1000 * seconds;
    if (due > (message.lastReceivedAt ?? now) + 1000 * VISIBILITY_TIMEOUT.max) return 'tooLong';
    message.due = due;
    if (seconds === 0) this.show(message);
    else this.agenda.note(due, message);
    this.setAlarm();
    return undefined;
  }

  purge(tell: Tell): void {
    for (const message of [...this.messages.values()]) this.end(message, 'purged', tell);
    this.clear();
  }

  get firstVisible(): HeldMessage | undefined {
    for (const message of this.waiting.next()) return message;
    return undefined;
  }

  /** Takes the first message away for good, to be put elsewhere; undefined when none is visible. */
  takeVisible(to: string, tell: Tell): HeldMessage | undefined {
    for (const message of this.waiting.next()) {
      this.end(message, 'moved', tell, to);
      return message;
    }
    return undefined;
  }

  stop(): void {
    this.alarm?.alarm.cancel();
    this.alarm = undefined;
    this.messages.clear();
    this.clear();
  }

  private add(message: HeldMessage, tell: Tell): void {
    tell({ kind: 'message.sent', queue: this.identity.arn, messageId: message.messageId });
    this.messages.set(message.messageId, message);
    this.waiting.expect(message);
    if (this.oldest === undefined || message.keptFrom < this.oldest) this.oldest = message.keptFrom;
    if (message.due > this.around.clock.now()) {
      message.state = 'delayed';
      this.delayed++;
      this.agenda.note(message.due, message, message.place);
    } else this.show(message);
    this.setAlarm();
  }

  private hide(message: HeldMessage, now: Instant, seconds: number): void {
    message.receiveCount++;
    message.firstReceivedAt ??= now;
    message.lastReceivedAt = now;
    message.due = now + 1000 * seconds;
    message.state = 'inFlight';
    this.inFlight++;
    this.waiting.taken(message);
    if (seconds === 0) this.show(message);
    else this.agenda.note(message.due, message);
  }

  private show(message: HeldMessage): void {
    const before = message.state;
    message.state = 'visible';
    if (before === 'delayed') this.delayed--;
    if (before === 'inFlight') {
      this.inFlight--;
      this.waiting.released(message);
    }
    this.waiting.add(message);
    this.around.available(this);
  }

  private end(
    message: HeldMessage,
    why: 'deleted' | 'filtered' | 'expired' | 'purged' | 'moved' | 'deadLettered',
    tell: Tell,
    to?: string,
  ) {
    const before = message.state;
    message.state = 'gone';
    this.messages.delete(message.messageId);
    if (before === 'delayed') this.delayed--;
    if (before === 'inFlight') {
      this.inFlight--;
      this.waiting.released(message);
      if (this.isFifo) this.around.available(this);
    }
    const { arn } = this.identity;
    tell({ kind: 'message.gone', queue: arn, messageId: message.messageId, why, ...(to !== undefined && { to }) });
  }

  /** SQS-21: with one more receive than it may have, and its own id. */
  private setAside(message: HeldMessage, deadLetterArn: string, tell: Tell): boolean {
    const moved = { ...message, receiveCount: message.receiveCount + 1, deadLetterSource: this.identity.arn };
    if (!this.around.setAside(moved, this, deadLetterArn, tell)) return false;
    this.end(message, 'deadLettered', tell, deadLetterArn);
    return true;
  }

  private receivedFrom(message: HeldMessage): ReceivedMessage {
    const { messageId, receiveCount } = message;
    return {
      messageId,
      receiptHandle: receiptHandle({ queueArn: this.identity.arn, messageId, receiveCount }),
      body: message.body,
      md5OfBody: message.md5OfBody,
      attributes: systemAttributes(message),
      messageAttributes: message.attributes,
      ...(message.md5OfAttributes !== undefined && { md5OfMessageAttributes: message.md5OfAttributes }),
      hiddenUntil: message.due,
      size: message.size,
    };
  }

  private nextSequence(): string {
    return `${18_849_496_460_467_696_128n + 256n * this.sequence++}`;
  }

  private clear(): void {
    this.waiting.clear();
    this.agenda.clear();
    this.oldest = undefined;
    this.areByAge = true;
  }

  /** One alarm for whatever is next: something becomes visible, or may have been kept long enough. */
  private setAlarm(): void {
    const expiry = this.oldest === undefined ? undefined : this.oldest + this.settings.retentionMs;
    const due = this.agenda.next;
    const at = due === undefined ? expiry : Math.min(due, expiry ?? due);
    if (at === undefined || (this.alarm && this.alarm.at <= at)) return;
    this.alarm?.alarm.cancel();
    this.alarm = { at, alarm: this.around.clock.wakeAt(at, () => this.ring()) };
  }

  private ring(): void {
    this.alarm = undefined;
    const now = this.around.clock.now();
    if (this.oldest !== undefined && this.oldest + this.settings.retentionMs <= now) this.expire(now);
    for (let message = this.agenda.take(now); message; message = this.agenda.take(now)) this.show(message);
    this.setAlarm();
  }

  /** SQS-15. What is in flight goes, too. */
  private expire(now: Instant): void {
    this.oldest = undefined;
    for (const message of this.messages.values()) {
      if (message.keptFrom + this.settings.retentionMs <= now) this.end(message, 'expired', this.around.tell);
      else {
        this.oldest = Math.min(this.oldest ?? message.keptFrom, message.keptFrom);
        if (this.areByAge) return;
      }
    }
  }
}

function fresh(now: Instant): Pick<HeldMessage, 'sentAt' | 'keptFrom' | 'state' | 'receiveCount'> {
  return { sentAt: now, keptFrom: now, state: 'visible', receiveCount: 0 };
}
