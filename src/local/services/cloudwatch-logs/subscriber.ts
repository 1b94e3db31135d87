import { logGroupArn } from '../../../model/log-group';
import { SUBSCRIPTION_BATCH_BYTES, SUBSCRIPTION_GATHER_MS } from '../../../spec/cloudwatch-logs';
import { serviceOf } from '../../engine/delivery';
import type { Parcel, Sender } from '../../engine/outlet';
import type { Pending } from '../../engine/pending';
import type { Alarm, Clock, Instant } from '../../time/clock';
import type { Courier } from '../handover/courier';
import { deliveryRetry } from '../handover/retry';
import type { TurnFor } from '../handover/turn-for';
import { senderOf } from './sender';
import type { LogEvent, LogGroup, LogStream, SubscriptionFilter } from './store';
import { gzipped, lambdaEvent, subscriptionMessage } from './subscription-message';

export interface SubscriberPorts {
  readonly courier: Courier;
  readonly clock: Clock;
  readonly turnFor: TurnFor;
  /** Called whenever something is no longer pending. */
  readonly ended: () => void;
  /** Whether what the destination does is written to the group. */
  readonly writesTo: (destinationArn: string, group: LogGroup) => boolean;
}

/** Events of one stream that a filter wants. */
interface Batch {
  readonly key: string;
  readonly group: LogGroup;
  readonly stream: string;
  readonly filter: SubscriptionFilter;
  readonly events: LogEvent[];
  bytes: number;
  /** So many more came when there was no room. */
  lost: number;
}

/** What an event takes up besides its message. */
const EVENT_BYTES = 120;
/** So much is gathered at most, by all filters together, in bytes. */
const GATHERED_MAX = 64 * 1024 * 1024;

/** Sends what is written to log groups to those who have subscribed: for a moment it gathers what comes, then it sends all of it. */
export class Subscriber implements Pending {
  /** Those that take more events, by their keys. */
  private readonly open = new Map<string, Batch>();
  private readonly due = new Map<Instant, { readonly alarm: Alarm; readonly batches: Batch[] }>();
  private readonly sentToWriters = new Map<string, number>();
  private gathered = 0;

  constructor(
    private readonly ports: SubscriberPorts,
    private readonly room = GATHERED_MAX,
  ) {}

  noted(group: LogGroup, stream: LogStream, event: LogEvent): void {
    for (const filter of group.filters.values()) {
      if (filter.wanted.matches(event.message)) this.gather(group, stream.name, filter, event);
    }
  }

  get pending(): readonly string[] {
    return [...this.due].flatMap(([at, { batches }]) =>
      batches.map(({ group, filter: { name, destinationArn } }) => {
        return `${group.name}: log events that ${name} wants are due at ${new Date(at).toISOString()} for ${destinationArn}`;
      }),
    );
  }

  /** What may go on for ever: a function that is set off by what it writes itself (LOG-06), which Lambda does not stop. */
  get loops(): readonly string[] {
    return [...this.sentToWriters].map(
      ([by, times]) => `${by} has been sent log events ${times} times, and writes to this log group itself (LOG-06).`,
    );
  }

  /** Gives up what has not been sent. */
  stop(): void {
    for (const { alarm } of this.due.values()) alarm.cancel();
    this.due.clear();
    this.open.clear();
  }

  private gather(group: LogGroup, stream: string, filter: SubscriptionFilter, event: LogEvent): void {
    const key = [group.place.account, group.place.region, group.name, filter.name, stream].join(' ');
    const bytes = Buffer.byteLength(event.message) + EVENT_BYTES;
    const known = this.open.get(key);
    const fits = known !== undefined && (known.bytes + bytes <= SUBSCRIPTION_BATCH_BYTES || known.events.length === 0);
    const batch =
      fits && known.filter === filter ? known : this.begin({ key, group, stream, filter, events: [], bytes: 0, lost: 0 });
    if (this.gathered + bytes > this.room) {
      batch.lost++;
      return;
    }
    batch.events.push(event);
    batch.bytes += bytes;
    this.gathered += bytes;
  }

  private begin(batch: Batch): Batch {
    const { clock } = this.ports;
    const at = clock.now() + SUBSCRIPTION_GATHER_MS;
    const known = this.due.get(at);
    if (known) known.batches.push(batch);
    else this.due.set(at, { alarm: clock.wakeAt(at, () => this.ring(at)), batches: [batch] });
    this.open.set(batch.key, batch);
    return batch;
  }

  /** What is due together is sent by its keys, not by what came first, so that two runs are alike. */
  private ring(at: Instant): void {
    const batches = this.due.get(at)?.batches ?? [];
    this.due.delete(at);
    batches.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
    for (const batch of batches) {
      if (this.open.get(batch.key) === batch) this.open.delete(batch.key);
      this.gathered -= batch.bytes;
      void this.send(batch);
    }
    this.ports.ended();
  }

  private async send({ key, group, stream, filter, events, lost }: Batch): Promise<void> {
    const { courier, turnFor } = this.ports;
    const arn = logGroupArn(group.place, group.name);
    const about = { from: arn, by: filter.name, id: events[0]?.id ?? '' };
    const turn = turnFor(undefined, `logs ${key}`);
    try {
      if (lost > 0) {
        const why = `${lost} more log events came when there was no room for them: at most ${this.room} bytes are gathered at once.`;
        turn.append({ kind: 'handover', ...about, to: filter.destinationArn, body: '', attempt: 1, outcome: 'failed', why });
      }
      if (events.length === 0) return;
      const parcel = parcelOf(filter, subscriptionMessage(group, stream, filter, events), stream, senderOf(group));
      if (this.ports.writesTo(filter.destinationArn, group)) {
        const by = `${group.name}: ${filter.destinationArn}`;
        this.sentToWriters.set(by, (this.sentToWriters.get(by) ?? 0) + 1);
      }
      // LOG-06: for 24 hours; how long it waits in between is not known.
      await courier.send({ ...about, parcel: () => parcel, retry: deliveryRetry() }, turn);
    } finally {
      turn.end();
    }
  }
}

function parcelOf({ destinationArn, distribution }: SubscriptionFilter, message: string, stream: string, sender: Sender): Parcel {
  const targetArn = destinationArn;
  if (serviceOf(targetArn) === 'lambda') return { targetArn, sender, body: lambdaEvent(message) };
  const bytes = new Uint8Array(gzipped(message));
  return { targetArn, sender, body: message, bytes, ...(distribution === 'ByLogStream' && { groupId: stream }) };
}
