import type { Instant } from '../../time/clock';

interface Entry<T> {
  readonly at: Instant;
  /** Of those that are due together, what sorts first comes first. */
  readonly place: string;
  readonly noted: number;
  readonly item: T;
}

/** So many entries may be out of date before they are thrown away. */
const STALE_ENTRIES = 1024;

/** What is due when; entries that hold no more are passed over. */
export class Agenda<T> {
  private heap: Entry<T>[] = [];
  private noted = 0;

  /** @param holds whether the item is still due at this time */
  constructor(private readonly holds: (item: T, at: Instant) => boolean) {}

  note(at: Instant, item: T, place = ''): void {
    if (this.heap.length > STALE_ENTRIES && this.noted % STALE_ENTRIES === 0) this.throwAway();
    this.add({ at, place, noted: this.noted++, item });
  }

  /** When the next is due. */
  get next(): Instant | undefined {
    for (let first = this.heap[0]; first; first = this.heap[0]) {
      if (this.holds(first.item, first.at)) return first.at;
      this.takeFirst();
    }
    return undefined;
  }

  /** The next that is due by `now`, taken off. */
  take(now: Instant): T | undefined {
    const { next } = this;
    if (next === undefined || next > now) return undefined;
    return this.takeFirst()?.item;
  }

  clear(): void {
    this.heap = [];
  }

  private throwAway(): void {
    const held = this.heap.filter(({ item, at }) => this.holds(item, at));
    if (2 * held.length > this.heap.length) return;
    this.heap = [];
    for (const entry of held) this.add(entry);
  }

  private add(entry: Entry<T>): void {
    let at = this.heap.length;
    this.heap.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(entry, this.heap[above] as Entry<T>)) break;
      this.heap[at] = this.heap[above] as Entry<T>;
      at = above;
    }
    this.heap[at] = entry;
  }

  private takeFirst(): Entry<T> | undefined {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= this.heap.length) break;
      if (below + 1 < this.heap.length && isBefore(this.heap[below + 1] as Entry<T>, this.heap[below] as Entry<T>)) below++;
      if (!isBefore(this.heap[below] as Entry<T>, last)) break;
      this.heap[at] = this.heap[below] as Entry<T>;
      at = below;
    }
    this.heap[at] = last;
    return first;
  }
}

function isBefore<T>(one: Entry<T>, other: Entry<T>): boolean {
  if (one.at !== other.at) return one.at < other.at;
  if (one.place !== other.place) return one.place < other.place;
  return one.noted < other.noted;
}
