import { DEDUPLICATION_MS } from '../../../spec/sqs';
import type { Instant } from '../../time/clock';
import { Line } from './line';

interface Known<T> {
  readonly name: string;
  readonly until: Instant;
  readonly value: T;
}

/** What was known by a name for five minutes: messages by their deduplication ids, receives by their attempts. */
export class Remembered<T> {
  private readonly known = new Map<string, Known<T>>();
  /** As they are forgotten. */
  private readonly line = new Line<Known<T>>(() => false);

  get(name: string, now: Instant): T | undefined {
    for (let first = this.line.peek(); first && first.until <= now; first = this.line.peek()) {
      this.line.shift();
      if (this.known.get(first.name) === first) this.known.delete(first.name);
    }
    return this.known.get(name)?.value;
  }

  set(name: string, value: T, now: Instant): void {
    const known = { name, until: now + DEDUPLICATION_MS, value };
    this.known.set(name, known);
    this.line.push(known);
  }
}
