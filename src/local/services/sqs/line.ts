/** So many places at the front may be empty before they are given back. */
const EMPTY_FRONT = 1024;

/** First come, first served; what is gone meanwhile is passed over when its turn comes. */
export class Line<T> {
  private items: T[] = [];
  private head = 0;

  constructor(private readonly isGone: (item: T) => boolean) {}

  push(item: T): void {
    this.items.push(item);
  }

  /** Behind all but those at the end that `goesBehind` it. */
  insert(item: T, goesBehind: (other: T) => boolean): void {
    let place = this.items.length;
    while (place > this.head && goesBehind(this.items[place - 1] as T)) place--;
    this.items.splice(place, 0, item);
  }

  peek(): T | undefined {
    while (this.head < this.items.length && this.isGone(this.items[this.head] as T)) this.drop();
    return this.items[this.head];
  }

  shift(): T | undefined {
    const first = this.peek();
    if (first !== undefined) this.drop();
    return first;
  }

  /** Those that are there, from the front. */
  *[Symbol.iterator](): Generator<T> {
    this.peek();
    for (let at = this.head; at < this.items.length; at++) {
      const item = this.items[at] as T;
      if (!this.isGone(item)) yield item;
    }
  }

  clear(): void {
    this.items = [];
    this.head = 0;
  }

  private drop(): void {
    this.head++;
    if (this.head < EMPTY_FRONT || 2 * this.head < this.items.length) return;
    this.items = this.items.slice(this.head);
    this.head = 0;
  }
}
