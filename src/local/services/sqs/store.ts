import type { Queue } from '../../../model/queue';
import type { SourceQueue, SourceQueues, Tell } from '../../engine/queue-port';
import type { Clock } from '../../time/clock';
import { HeldQueue, type QueueIdentity } from './held-queue';
import { receiptOf } from './receipt';

export interface StoreOptions {
  readonly clock: Clock;
  /** Where is told what happens by itself. */
  readonly tell: Tell;
}

/** The queues of a run. */
export class QueueStore implements SourceQueues {
  private readonly held = new Map<string, HeldQueue>();
  private readonly listeners = new Set<(arn: string) => void>();

  constructor(private readonly options: StoreOptions) {}

  /** Those that the app declares. */
  seed(queues: readonly Queue[]): void {
    for (const { name, arn, region, account, attributes, tags } of queues) {
      this.create({ name, arn, region, account }, { attributes, tags });
    }
  }

  create(
    identity: QueueIdentity,
    given: { readonly attributes: Readonly<Record<string, string>>; readonly tags: Readonly<Record<string, string>> },
  ): HeldQueue {
    const { clock, tell } = this.options;
    const queue = new HeldQueue(identity, given, {
      clock,
      tell,
      available: ({ identity: { arn } }) => this.tellAvailable(arn),
      setAside: (message, from, deadLetterArn, tellOne) => {
        const target = this.held.get(deadLetterArn);
        if (!target || target === from || target.isFifo !== from.isFifo) return false;
        target.take(message, tellOne);
        return true;
      },
    });
    this.held.set(identity.arn, queue);
    return queue;
  }

  delete(queue: HeldQueue): void {
    queue.stop();
    this.held.delete(queue.identity.arn);
  }

  byArn(arn: string): HeldQueue | undefined {
    return this.held.get(arn);
  }

  /** By name and account; in this Region when there are several. */
  named(name: string, account: string | undefined, region: string): HeldQueue | undefined {
    const found = [...this.held.values()].filter(
      ({ identity }) => identity.name === name && (account === undefined || identity.account === account),
    );
    return found.find(({ identity }) => identity.region === region) ?? found[0];
  }

  /** In the order of their names. */
  all(): readonly HeldQueue[] {
    return [...this.held.values()].sort((one, other) => (one.identity.name < other.identity.name ? -1 : 1));
  }

  find(arn: string): SourceQueue | undefined {
    const queue = this.held.get(arn);
    return (
      queue && {
        get counts() {
          return queue.counts;
        },
        get nextDue() {
          return queue.nextDue;
        },
        isFifo: queue.isFifo,
        receive: (most, wants, tell) => queue.receive({ most, wants }, tell),
        remove: (handle, why, tell) => {
          const receipt = receiptOf(handle);
          if (receipt) queue.delete(receipt, why, tell);
        },
      }
    );
  }

  subscribe(listener: (arn: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  stop(): void {
    for (const queue of this.held.values()) queue.stop();
    this.listeners.clear();
  }

  private tellAvailable(arn: string): void {
    for (const listener of this.listeners) listener(arn);
  }
}
