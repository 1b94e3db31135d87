import type { Instant } from '../time/clock';
import { type AsyncEvent, type AsyncHappening, type AsyncPolicy, accepted, step } from './async-event';
import type { AwsError } from './aws-error';
import type { EnginePorts } from './environment-pool';
import type { InvokeAnswer, InvokeRequest } from './ports';
import type { Target } from './target';

export interface QueuedEvent {
  readonly target: Target;
  readonly request: InvokeRequest;
  readonly requestId: string;
  readonly trace: string;
}

export interface AsyncQueueOptions extends EnginePorts {
  /** Nothing of the attempt is told before `turn` has settled. */
  readonly attempt: (event: QueuedEvent, turn: Promise<void> | undefined) => Promise<InvokeAnswer | AwsError>;
  readonly policyFor: (target: Target) => AsyncPolicy;
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
  private readonly events = new Map<string, { readonly pending: PendingEvent; readonly cancel: () => void }>();
  /** Settles when every attempt begun so far has ended. */
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: AsyncQueueOptions) {}

  accept(event: QueuedEvent): void {
    const { target, requestId } = event;
    this.options.journal.append({
      kind: 'async.accepted',
      function: target.function.name,
      requestId,
      qualifier: target.qualifier ?? '$LATEST',
    });
    const now = this.options.clock.now();
    this.wake(event, accepted(now), now);
  }

  get pending(): readonly PendingEvent[] {
    return [...this.events.values()].map((held) => held.pending);
  }

  /** Gives up what has not ended. */
  stop(): void {
    for (const held of this.events.values()) held.cancel();
    this.events.clear();
  }

  private wake(event: QueuedEvent, state: AsyncEvent, at: Instant): void {
    const alarm = this.options.clock.wakeAt(at, () => this.happens(event, state, 'due'));
    this.events.set(event.requestId, {
      pending: { function: event.target.function.name, requestId: event.requestId, dueAt: at },
      cancel: () => alarm.cancel(),
    });
  }

  private happens(event: QueuedEvent, state: AsyncEvent, happening: AsyncHappening): void {
    const { clock, journal } = this.options;
    const about = { function: event.target.function.name, requestId: event.requestId };
    const [next, effect] = step(state, happening, clock.now(), this.options.policyFor(event.target));
    if (effect.do === 'invoke') {
      this.events.set(event.requestId, { pending: about, cancel: () => undefined });
      void this.attempt(event, next);
    } else if (effect.do === 'wake' && next.phase === 'queued') {
      journal.append({ kind: 'async.retrying', ...about, failures: next.failures, dueAt: effect.at });
      this.wake(event, next, effect.at);
    } else if (next.phase === 'done') {
      this.events.delete(event.requestId);
      journal.append({ kind: 'async.done', ...about, condition: next.condition, attempts: next.attempts });
      this.sayWhatIsNotDelivered(event, next.condition === 'Success');
      this.options.ended();
    }
  }

  private async attempt(event: QueuedEvent, running: AsyncEvent): Promise<void> {
    const release = this.options.clock.hold();
    const before = this.ended;
    let end: () => void = () => undefined;
    this.ended = new Promise((settle) => {
      end = settle;
    });
    try {
      const happening = happeningOf(await this.options.attempt(event, this.options.inOrder ? before : undefined));
      if (this.events.has(event.requestId)) this.happens(event, running, happening);
    } finally {
      end();
      release();
    }
  }

  private sayWhatIsNotDelivered(event: QueuedEvent, succeeded: boolean): void {
    const { function: fn, qualifier = '$LATEST' } = event.target;
    const configured = fn.asyncConfigurations.find((entry) => entry.qualifier === qualifier);
    const arn = succeeded ? configured?.onSuccessArn : (configured?.onFailureArn ?? fn.deadLetterArn);
    if (arn === undefined) return;
    this.options.journal.append({
      kind: 'notEmulated',
      what: fn.address.path,
      why: `The record of event ${event.requestId} was not delivered to ${arn}: destinations and dead-letter targets are not emulated yet.`,
    });
  }
}

function happeningOf(answer: InvokeAnswer | AwsError): AsyncHappening {
  if (answer.kind === 'answer') return answer.functionError === undefined ? 'succeeded' : 'failed';
  return 'throttled';
}
