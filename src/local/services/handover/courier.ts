import { serviceOf } from '../../engine/delivery';
import type { Outlets, Parcel, Taken } from '../../engine/outlet';
import type { Pending } from '../../engine/pending';
import type { Turn } from '../../engine/turns';
import type { Alarm, Clock, Instant } from '../../time/clock';
import { type Exhausted, nextAttempt, type Retry } from './retry';

/** Something that is to be handed over, once or until its time is over. */
export interface Order {
  /** The topic, bus or schedule it comes from, the subscription, rule or schedule it is sent by, and its id. */
  readonly from: string;
  readonly by: string;
  readonly id: string;
  /** What an attempt sends; attempts are counted from 1. Fails with `Unsendable` where nothing can be made of it. */
  parcel(attempt: number): Parcel;
  readonly retry: Retry;
  /** Orders of one lane are handed over one after the other. */
  readonly lane?: string;
  /** What goes to the dead-letter queue, where there is one. */
  deadLetter?(failure: Failure): Parcel;
}

/** Why something was not handed over. */
export interface Failure {
  readonly code: string;
  readonly why: string;
  /** After the first attempt. */
  readonly retries: number;
  readonly exhausted?: Exhausted;
  /** What the last attempt sent; absent when nothing could be made. */
  readonly body?: string;
}

/** There is nothing that could be sent; `message` is a sentence for the user. */
export class Unsendable extends Error {
  constructor(
    readonly targetArn: string,
    message: string,
  ) {
    super(message);
  }
}

export interface CourierPorts {
  readonly clock: Clock;
  readonly outlets: Outlets;
  /** Called whenever something is no longer pending. */
  readonly ended?: () => void;
}

interface Way {
  readonly order: Order;
  readonly turn: Turn;
  readonly accepted: Instant;
  failures: number;
  /** When the next attempt is due; absent while one is under way. */
  due?: { readonly at: Instant; readonly alarm: Alarm };
}

/** Hands over what topics, rules and schedules send, and tells where everything went. */
export class Courier implements Pending {
  private readonly under = new Set<Way>();
  private readonly lanes = new Map<string, Way[]>();

  constructor(private readonly ports: CourierPorts) {}

  get pending(): readonly string[] {
    return [...this.under].map(({ order, due }) => {
      const when = due === undefined ? 'under way' : `due at ${new Date(due.at).toISOString()}`;
      return `${order.from}: ${order.id} is ${when} for ${order.by}`;
    });
  }

  /** Settles after the first attempt; in a lane that is taken, at once. */
  async send(order: Order, turn: Turn): Promise<void> {
    const way: Way = { order, turn, accepted: this.ports.clock.now(), failures: 0 };
    this.under.add(way);
    if (order.lane !== undefined) {
      const taken = this.lanes.get(order.lane);
      if (taken) {
        taken.push(way);
        return;
      }
      this.lanes.set(order.lane, [way]);
    }
    await this.attempt(way, turn);
  }

  /** Gives up what has not been handed over. */
  stop(): void {
    for (const { due } of this.under) due?.alarm.cancel();
    this.under.clear();
    this.lanes.clear();
  }

  private async attempt(way: Way, turn: Turn): Promise<void> {
    const release = this.ports.clock.hold();
    try {
      const { parcel, taken } = await this.taken(way);
      if (this.under.has(way)) await this.after(way, turn, parcel, taken);
    } finally {
      release();
    }
  }

  private async taken(way: Way): Promise<{ readonly parcel: Pick<Parcel, 'targetArn' | 'body'>; readonly taken: Taken }> {
    try {
      const parcel = way.order.parcel(way.failures + 1);
      return { parcel, taken: await this.take(parcel) };
    } catch (error) {
      if (!(error instanceof Unsendable)) throw error;
      const taken = { outcome: 'failed', code: 'SDK_CLIENT_ERROR', why: error.message, again: false } as const;
      return { parcel: { targetArn: error.targetArn, body: '' }, taken };
    }
  }

  private async after(way: Way, turn: Turn, parcel: Pick<Parcel, 'targetArn' | 'body'>, taken: Taken): Promise<void> {
    const { order } = way;
    const about = {
      ...({ kind: 'handover', from: order.from, by: order.by, id: order.id } as const),
      ...{ to: parcel.targetArn, body: parcel.body, attempt: way.failures + 1 },
    };
    if (taken.outcome !== 'failed') {
      turn.append({ ...about, ...taken });
      return this.end(way);
    }
    way.failures++;
    const { clock } = this.ports;
    const next = taken.again && nextAttempt(order.retry, way.failures, way.accepted, clock.now(), turn.chance.fraction());
    if (typeof next === 'number') {
      turn.append({ ...about, outcome: 'retrying', why: taken.why, dueAt: next });
      way.due = { at: next, alarm: clock.wakeAt(next, () => this.again(way)) };
      return undefined;
    }
    turn.append({ ...about, outcome: 'failed', why: taken.why });
    await this.deadLetter(way, turn, {
      ...{ code: taken.code, why: taken.why, retries: way.failures - 1 },
      ...(next !== false && { exhausted: next }),
      ...(parcel.body !== '' && { body: parcel.body }),
    });
    return this.end(way);
  }

  private async deadLetter({ order, failures }: Way, turn: Turn, failure: Failure): Promise<void> {
    const parcel = order.deadLetter?.(failure);
    if (parcel === undefined) return;
    const taken = await this.take(parcel);
    const { from, by, id } = order;
    const about = { kind: 'handover', from, by, id, to: parcel.targetArn, body: parcel.body, attempt: failures } as const;
    turn.append(taken.outcome === 'delivered' ? { ...about, outcome: 'deadLettered' } : { ...about, ...taken });
  }

  private again(way: Way): void {
    delete way.due;
    this.go(way);
  }

  private go(way: Way): void {
    const turn = way.turn.child('handover');
    void this.attempt(way, turn).finally(() => turn.end());
  }

  private end(way: Way): void {
    this.under.delete(way);
    const { lane } = way.order;
    const waiting = lane === undefined ? undefined : this.lanes.get(lane);
    waiting?.shift();
    const next = waiting?.[0];
    if (next) this.go(next);
    else if (lane !== undefined) this.lanes.delete(lane);
    this.ports.ended?.();
  }

  private async take(parcel: Parcel): Promise<Taken> {
    const service = serviceOf(parcel.targetArn);
    const outlet = Object.hasOwn(this.ports.outlets, service) ? this.ports.outlets[service] : undefined;
    if (outlet) return outlet.take(parcel);
    const why = `Nothing can be sent to ${parcel.targetArn} here: what it would have received is in the journal.`;
    return { outcome: 'kept', why };
  }
}
