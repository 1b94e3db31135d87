import { ConstructError, type Place } from '../construct-error';

/** What a source has made for its target, and hands out from then on. */
export class Held<T> {
  private made?: { readonly value: T };

  constructor(private readonly source: string) {}

  /** Refuses a second target: nobody could tell for which of them the value is. */
  checkFree(place: Place): void {
    if (this.made === undefined) return;
    throw new ConstructError(place, 'SOURCE_BOUND_TWICE', `this ${this.source} is connected to another target already.`);
  }

  set(value: T): T {
    this.made = { value };
    return value;
  }

  /** Fails before the source is added to a target. */
  get(property: string): T {
    if (this.made !== undefined) return this.made.value;
    const place = { node: { path: this.source } };
    throw new ConstructError(place, 'SOURCE_NOT_BOUND', `${property} is there when the source is added to a function.`);
  }
}
