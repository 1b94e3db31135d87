import type { Alarm, Instant } from '../time/clock';
import { type AsyncEvent, type AsyncHappening, type AsyncPolicy, accepted, step } from './async-event';
import type { AwsError } from './aws-error';
import { type Deliveries, dispatch } from './dispatch';
import type { EnginePorts } from './environment-pool';
import type { InvokeAnswer } from './ports';
import type { QueuedEvent } from './queued-event';
import { type Ended, shipmentsFor } from './shipments';
import type { Target } from './target';
import { byPath, type Turn } from './turns';

export interface AsyncQueueOptions extends EnginePorts {
  /** The attempt is not over before `before` has settled. */
  readonly attempt: (event: QueuedEvent, turn: Turn, before: Promise<void> | undefined) => Promise<InvokeAnswer | AwsError>;
  readonly policyFor: (target: Target) => AsyncPolicy;
  /** What the target is by now: an event that has waited runs on that (INV-70). */
  readonly present: (target: Target) => Target;
  /** What takes the records of events that have ended. */
  readonly deliveries: Deliveries;
  /** Attempts are ended in the order in which they were begun. */
  readonly inOrder: boolean;
  /** Called whenever an event has ended. */
  readonly ended: () => void;
}

/** An event that has not ended yet. */
export interface PendingEvent {
  readonly function: string;
  readonly requestId: string;
  /** When its next attempt is due; absent while one is under way. */
  readonly dueAt?: Instant;
}

/** Holds the asynchronous events of all functions and carries out what `step` says of each. */
export class AsyncQueue {
  private readonly events = new Map<string, PendingEvent>();
  private readonly due = new Map<Instant, { readonly alarm: Alarm; readonly events: (readonly [QueuedEvent, AsyncEvent])[] }>();
  /** Settles when every attempt begun so far has ended. */
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: AsyncQueueOptions) {}

  accept(event: QueuedEvent): void {
    const { target, requestId } = event;
    const qualifier = target.qualifier ?? '$LATEST';
    event.turn.append({ kind: 'async.accepted', function: target.function.name, requestId, qualifier });
    const now = this.options.clock.now();
    this.wake(event, accepted(now), now);
  }

  get pending(): readonly PendingEvent[] {
    return [...this.events.values()];
  }

  /** Gives up what has not ended. */
  stop(): void {
    for (const { alarm } of this.due.values()) alarm.cancel();
    this.due.clear();
    this.events.clear();
  }

  private wake(event: QueuedEvent, state: AsyncEvent, at: Instant): void {
    this.events.set(event.requestId, { function: event.target.function.name, requestId: event.requestId, dueAt: at });
    const known = this.due.get(at);
    if (known) known.events.push([event, state]);
    else this.due.set(at, { alarm: this.options.clock.wakeAt(at, () => this.ring(at)), events: [[event, state]] });
  }

  /** Events that are due together are begun by their place, not by when they became due. */
  private ring(at: Instant): void {
    const events = this.due.get(at)?.events ?? [];
    this.due.delete(at);
    events.sort(([one], [other]) => byPath(one.turn, other.turn));
    for (const [event, state] of events) void this.begin(event, state);
  }

  private async begin(event: QueuedEvent, state: AsyncEvent): Promise<void> {
    const turn = event.turn.child('attempt');
    try {
      await this.happens({ ...event, target: this.options.present(event.target) }, state, 'due', turn);
    } finally {
      turn.end();
    }
  }

  /** Settles when what follows at once has been done. */
  private async happens(
    event: QueuedEvent,
    state: AsyncEvent,
    happening: AsyncHappening,
    turn: Turn,
    last?: Attempted,
  ): Promise<void> {
    const { clock } = this.options;
    const about = { function: event.target.function.name, requestId: event.requestId };
    const [next, effect] = step(state, happening, clock.now(), this.options.policyFor(event.target));
    if (effect.do === 'invoke') {
      this.events.set(event.requestId, about);
      await this.attempt(event, next, turn);
    } else if (effect.do === 'wake' && next.phase === 'queued') {
      turn.append({ kind: 'async.retrying', ...about, failures: next.failures, dueAt: effect.at });
      this.wake(event, next, effect.at);
    } else if (next.phase === 'done') {
      const { condition, attempts } = next;
      turn.append({ kind: 'async.done', ...about, condition, attempts });
      await this.deliver({ event, condition, attempts, at: clock.now(), ...(last && { last }) }, turn);
      this.events.delete(event.requestId);
      this.options.ended();
    }
  }

  private async attempt(event: QueuedEvent, running: AsyncEvent, turn: Turn): Promise<void> {
    const release = this.options.clock.hold();
    const before = this.ended;
    let end: () => void = () => undefined;
    this.ended = new Promise((settle) => {
      end = settle;
    });
    try {
      const answer = await this.options.attempt(event, turn, this.options.inOrder ? before : undefined);
      if (this.events.has(event.requestId)) await this.happens(event, running, happeningOf(answer), turn, answer);
    } finally {
      end();
      release();
    }
  }

  /** Once each: what could not be delivered is not tried again (INV-68, INV-69). */
  private async deliver(ended: Ended, turn: Turn): Promise<void> {
    const release = this.options.clock.hold();
    try {
      for (const { targetArn, shipment } of shipmentsFor(ended)) {
        const delivered = await dispatch(this.options.deliveries, targetArn, shipment);
        const { to, requestId, body, attributes } = shipment;
        const about = { function: shipment.function.name, requestId, to, targetArn, body, ...(attributes && { attributes }) };
        turn.append({ kind: 'async.delivery', ...about, ...delivered });
      }
    } finally {
      release();
    }
  }
}

type Attempted = InvokeAnswer | AwsError;

function happeningOf(answer: Attempted): AsyncHappening {
  if (answer.kind === 'answer') return answer.functionError === undefined ? 'succeeded' : 'failed';
  if (answer.type === 'RecursiveInvocationException') return 'looped';
  return answer.status === 404 ? 'gone' : 'throttled';
}
