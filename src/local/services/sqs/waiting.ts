import { Line } from './line';
import type { HeldMessage } from './message';

/** The messages of a queue that can be received, in the order in which they are given out. */
export interface Waiting {
  /** It has become visible, for the first time or again. */
  add(message: HeldMessage): void;
  /** It is in the queue, though not visible yet. */
  expect(message: HeldMessage): void;
  /** Somebody has received it. */
  taken(message: HeldMessage): void;
  /** It is in flight no more: visible again, or gone. */
  released(message: HeldMessage): void;
  /** The next that may be had at once, each once. */
  next(): Iterable<HeldMessage>;
  clear(): void;
}

const isGone = ({ state }: HeldMessage) => state === 'gone';

/** First sent, first received; what comes back is behind all others. */
export class AnyOrder implements Waiting {
  private readonly line = new Line<HeldMessage>(({ state }) => state !== 'visible');

  add(message: HeldMessage): void {
    if (message.receiveCount > 0 || message.place === '') this.line.push(message);
    else this.line.insert(message, (other) => isAfter(other, message));
  }

  expect(): void {}

  taken(): void {
    // It is passed over now: what is visible again has a new place.
    this.line.peek();
  }

  released(): void {}

  *next(): Generator<HeldMessage> {
    for (let first = this.line.peek(); first; first = this.line.peek()) {
      yield first;
      // Whoever did not want it finds it here again.
      if (this.line.peek() === first) return;
    }
  }

  clear(): void {
    this.line.clear();
  }
}

/** Of one instant, messages have the order of what sent them, whichever came first. */
function isAfter(other: HeldMessage, message: HeldMessage): boolean {
  return other.receiveCount === 0 && other.sentAt === message.sentAt && other.place > message.place;
}

interface Group {
  readonly id: string;
  readonly line: Line<HeldMessage>;
  inFlight: number;
  isListed: boolean;
}

/** Within a message group in the order of sending; of a group that has messages in flight nothing is given out (SQS-26). */
export class GroupOrder implements Waiting {
  private readonly groups = new Map<string, Group>();
  /** Groups that may have something to give. */
  private readonly ready = new Line<Group>(() => false);

  add(message: HeldMessage): void {
    this.list(this.groupOf(message));
  }

  expect(message: HeldMessage): void {
    this.groupOf(message).line.push(message);
  }

  taken(message: HeldMessage): void {
    this.groupOf(message).inFlight++;
  }

  released(message: HeldMessage): void {
    const group = this.groupOf(message);
    group.inFlight--;
    this.list(group);
    this.forgetEmpty(group);
  }

  *next(): Generator<HeldMessage> {
    for (let group = this.ready.peek(); group; group = this.ready.peek()) {
      if (group.inFlight === 0) {
        for (const message of group.line) {
          if (message.state !== 'visible') break;
          yield message;
          if ((message.state as string) === 'visible') return;
        }
      }
      this.ready.shift();
      group.isListed = false;
      this.forgetEmpty(group);
    }
  }

  clear(): void {
    this.groups.clear();
    this.ready.clear();
  }

  private list(group: Group): void {
    if (group.isListed || group.inFlight > 0 || group.line.peek()?.state !== 'visible') return;
    group.isListed = true;
    this.ready.push(group);
  }

  private forgetEmpty(group: Group): void {
    if (group.inFlight === 0 && group.line.peek() === undefined) this.groups.delete(group.id);
  }

  private groupOf({ groupId = '' }: HeldMessage): Group {
    let group = this.groups.get(groupId);
    if (!group) {
      group = { id: groupId, line: new Line(isGone), inFlight: 0, isListed: false };
      this.groups.set(groupId, group);
    }
    return group;
  }
}
