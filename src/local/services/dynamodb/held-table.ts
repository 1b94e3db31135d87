import { keyNames, type TableIndex, type TableSettings } from '../../../model/table';
import { TTL_OLDEST_MS } from '../../../spec/dynamodb/limits';
import type { Instant } from '../../time/clock';
import { attributeOf, type Item, pick } from './attribute-value';
import { comparePositions, type Entry, type Position, positionOf } from './entry';
import { itemSize } from './item-size';
import { SortedList } from './sorted-list';

/** Where a table lies: the same name may be used in each Region of each account. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** What a write makes of an item; without `after` it is taken away. */
export interface Change {
  readonly before?: Item;
  readonly after?: Item;
  /** Present when time has ended the item. */
  readonly expired?: true;
}

interface Expiry {
  readonly at: Instant;
  readonly position: Position;
}

/** The items of a table, in its own order and in that of each index. */
export class HeldTable {
  private readonly items = new SortedList<Entry>(comparePositions);
  private readonly indexes = new Map<string, SortedList<Entry>>();
  private readonly expiries = new SortedList<Expiry>(
    (one, other) => one.at - other.at || comparePositions(one.position, other.position),
  );
  private held = 0;

  /** @param noted told of every change of an item */
  constructor(
    readonly place: Place,
    readonly name: string,
    readonly id: string,
    readonly created: Instant,
    private current: TableSettings,
    private readonly noted: (change: Change) => void,
  ) {
    for (const index of current.indexes) this.fill(index);
  }

  get settings(): TableSettings {
    return this.current;
  }

  get count(): number {
    return this.items.size;
  }

  get bytes(): number {
    return this.held;
  }

  index(name: string): TableIndex | undefined {
    return this.current.indexes.find((index) => index.name === name);
  }

  get(key: Item): Item | undefined {
    return this.entryOf(this.positionOf(key))?.item;
  }

  /** In order; of an index, with the attributes that it has. */
  entries(index?: TableIndex): SortedList<Entry> {
    return index ? (this.indexes.get(index.name) as SortedList<Entry>) : this.items;
  }

  /** Puts the item, in the place of the one with its key. */
  put(item: Item): void {
    const position = this.positionOf(item);
    const before = this.entryOf(position);
    const entry = { ...position, item, bytes: itemSize(item) };
    this.items.put(entry);
    this.held += entry.bytes - (before?.bytes ?? 0);
    this.follow(before, entry);
    this.noted({ ...(before && { before: before.item }), after: item });
  }

  delete(key: Item, why: Pick<Change, 'expired'> = {}): void {
    const before = this.entryOf(this.positionOf(key));
    if (!before) return;
    this.items.remove(before);
    this.held -= before.bytes;
    this.follow(before, undefined);
    this.noted({ before: before.item, ...why });
  }

  /** Indexes that are new have all items at once. */
  become(settings: TableSettings): void {
    const before = this.current;
    this.current = settings;
    for (const { name } of before.indexes) if (!this.index(name)) this.indexes.delete(name);
    for (const index of settings.indexes) if (!this.indexes.has(index.name)) this.fill(index);
    if (settings.timeToLive === before.timeToLive) return;
    this.expiries.clear();
    for (const entry of this.items.from(() => 0)) this.expect(entry);
  }

  /** When the next item ends. */
  get nextExpiry(): Instant | undefined {
    return this.expiries.from(() => 0).next().value?.at;
  }

  /** Takes the items away that have ended. */
  expire(now: Instant): void {
    for (let next = this.nextExpiry; next !== undefined && next <= now; next = this.nextExpiry) {
      const { position } = this.expiries.from(() => 0).next().value as Expiry;
      const { item } = this.entryOf(position) as Entry;
      this.delete(item, { expired: true });
    }
  }

  private positionOf(item: Item): Position {
    const position = positionOf(item, this.current.key);
    if (!position) throw new Error(`bug: an item of ${this.name} has no key`);
    return position;
  }

  private entryOf(position: Position): Entry | undefined {
    return this.items.find((entry) => comparePositions(entry, position));
  }

  private follow(before: Entry | undefined, after: Entry | undefined): void {
    for (const index of this.current.indexes) {
      const list = this.indexes.get(index.name) as SortedList<Entry>;
      const [old, present] = [before && this.indexed(index, before.item), after && this.indexed(index, after.item)];
      if (old && !(present && comparePositions(old, present) === 0)) list.remove(old);
      if (present) list.put(present);
    }
    const expiry = before && this.expiryOf(before);
    if (expiry) this.expiries.remove(expiry);
    if (after) this.expect(after);
  }

  private fill(index: TableIndex): void {
    const list = new SortedList<Entry>(comparePositions);
    for (const { item } of this.items.from(() => 0)) {
      const entry = this.indexed(index, item);
      if (entry) list.put(entry);
    }
    this.indexes.set(index.name, list);
  }

  private indexed(index: TableIndex, item: Item): Entry | undefined {
    const types = this.current.attributes;
    const fits = keyNames(index.key).every((name) => Object.hasOwn(attributeOf(item, name) ?? {}, types[name] as string));
    const position = fits ? positionOf(item, index.key, this.current.key) : undefined;
    if (!position) return undefined;
    const projected = projectedItem(item, index, this.current);
    return { ...position, item: projected, bytes: itemSize(projected) };
  }

  private expect(entry: Entry): void {
    const expiry = this.expiryOf(entry);
    if (expiry) this.expiries.put(expiry);
  }

  private expiryOf(entry: Entry): Expiry | undefined {
    if (this.current.timeToLive === undefined) return undefined;
    const value = attributeOf(entry.item, this.current.timeToLive);
    if (value === undefined || !('N' in value)) return undefined;
    const at = Math.floor(Number(value.N)) * 1000;
    return at > this.created - TTL_OLDEST_MS && at < LATEST ? { at, position: entry } : undefined;
  }
}

/** The last instant that a date can hold. */
const LATEST = 8.64e15;

/** What an index has of an item. */
export function projectedItem(item: Item, index: TableIndex, { key }: Pick<TableSettings, 'key'>): Item {
  if (index.projection === 'ALL') return item;
  const others = index.projection === 'KEYS_ONLY' ? [] : index.projection;
  return pick(item, new Set([...keyNames(index.key), ...keyNames(key), ...others]));
}
