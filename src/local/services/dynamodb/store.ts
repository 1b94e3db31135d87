import type { TableSettings } from '../../../model/table';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { Chance } from '../../chance-port';
import type { Alarm, Clock } from '../../time/clock';
import { pick } from './attribute-value';
import { ChangeStream } from './change-stream';
import { type Change, HeldTable, type Place } from './held-table';
import { sameItem } from './value-order';

/** How much all tables keep together, in bytes as DynamoDB counts them: what does not fit is refused. */
export const KEPT_BYTES = 512 * 1024 * 1024;

interface Held {
  readonly table: HeldTable;
  stream: ChangeStream | undefined;
}

/** A stream, and the table that it tells of. */
export interface HeldStream {
  readonly table: HeldTable;
  readonly stream: ChangeStream;
  /** Whether changes are still written to it. */
  readonly isEnabled: boolean;
}

/** The tables of a run, and their streams. */
export class TableStore {
  private readonly held = new Map<string, Held>();
  /** Streams outlive being switched off. */
  private readonly streamsByArn = new Map<string, ChangeStream>();
  private readonly listeners = new Set<(arn: string) => void>();
  private alarm: Alarm | undefined;

  constructor(
    private readonly clock: Pick<Clock, 'now' | 'wakeAt'>,
    private readonly chance: Pick<Chance, 'hex' | 'uuid'>,
    private readonly kept = KEPT_BYTES,
  ) {}

  /** In the order of their names. */
  tables({ account, region }: Place): readonly HeldTable[] {
    const here = [...this.held.values()]
      .map(({ table }) => table)
      .filter(({ place }) => place.account === account && place.region === region);
    return here.sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  table(place: Place, name: string): HeldTable | undefined {
    const held = this.held.get(keyOf(place, name));
    // What has ended is gone before anybody looks, even when the alarm rings later in the same instant.
    held?.table.expire(this.clock.now());
    return held?.table;
  }

  /** @param streamArn how the stream is named; named by the present time without it */
  create(place: Place, name: string, settings: TableSettings, streamArn?: string): HeldTable {
    const now = this.clock.now();
    const table = new HeldTable(place, name, this.chance.uuid(), now, settings, (change) => this.changed(held, change));
    const held: Held = { table, stream: undefined };
    this.held.set(keyOf(place, name), held);
    this.openStream(held, streamArn);
    return table;
  }

  delete(table: HeldTable): void {
    const held = this.heldOf(table);
    if (held.stream) this.streamsByArn.delete(held.stream.arn);
    this.held.delete(keyOf(table.place, table.name));
    this.setAlarm();
  }

  become(table: HeldTable, settings: TableSettings): void {
    const before = table.settings;
    table.become(settings);
    if (settings.streamViewType !== before.streamViewType) this.openStream(this.heldOf(table));
    this.setAlarm();
  }

  /** The one that is written to now. */
  streamOf(table: HeldTable): ChangeStream | undefined {
    return this.heldOf(table).stream;
  }

  stream(arn: string): ChangeStream | undefined {
    return this.streamsByArn.get(arn);
  }

  /** In the order of their ARNs. */
  streams(): readonly HeldStream[] {
    const all = [...this.held.values()].flatMap((held) => {
      const { table } = held;
      const prefix = `${tableArn(table)}/stream/`;
      // An app may give the stream of a table any name; it is known by being written to.
      const own = [...this.streamsByArn.values()].filter((stream) => stream === held.stream || stream.arn.startsWith(prefix));
      return own.map((stream): HeldStream => ({ table, stream, isEnabled: stream === held.stream }));
    });
    return all.sort((one, other) => (one.stream.arn < other.stream.arn ? -1 : 1));
  }

  /** Calls `listener` with the ARN of a stream that is new or has a new record; what this returns ends it. */
  subscribe(listener: (arn: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Whether so many bytes more would be too much. */
  isFull(more: number): boolean {
    let bytes = more;
    for (const { table } of this.held.values()) bytes += table.bytes;
    return bytes > this.kept;
  }

  /** Nothing ends by itself any more. */
  stop(): void {
    this.alarm?.cancel();
    this.listeners.clear();
  }

  private openStream(held: Held, arn?: string): void {
    const { table } = held;
    const { streamViewType } = table.settings;
    if (streamViewType === undefined) {
      held.stream = undefined;
      return;
    }
    const now = this.clock.now();
    const own = arn ?? `${tableArn(table)}/stream/${new Date(now).toISOString().slice(0, -1)}`;
    held.stream = new ChangeStream(
      own,
      `shardId-${String(now).padStart(20, '0')}-${this.chance.hex(8)}`,
      streamViewType,
      () => this.clock.now(),
      () => this.chance.hex(32),
      () => this.tell(own),
    );
    this.streamsByArn.set(own, held.stream);
    this.tell(own);
  }

  private changed({ table, stream }: Held, { before, after, expired }: Change): void {
    this.setAlarm();
    if (!stream || (before && after && sameItem(before, after))) return;
    const { hash, range } = table.settings.key;
    stream.append({
      eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
      keys: pick(after ?? before ?? {}, [...hash, ...range]),
      ...(after && { newImage: after }),
      ...(before && { oldImage: before }),
      ...(expired && { expired }),
    });
  }

  private setAlarm(): void {
    const next = [...this.held.values()].flatMap(({ table }) => table.nextExpiry ?? []);
    const due = next.length > 0 ? Math.min(...next) : undefined;
    if (this.due === due) return;
    this.alarm?.cancel();
    this.due = due;
    if (due !== undefined) this.alarm = this.clock.wakeAt(due, () => this.ring());
  }

  private due: number | undefined;

  private ring(): void {
    this.due = undefined;
    for (const { table } of this.held.values()) table.expire(this.clock.now());
    this.setAlarm();
  }

  private heldOf(table: HeldTable): Held {
    const held = this.held.get(keyOf(table.place, table.name));
    if (!held) throw new Error(`bug: there is no table ${table.name}`);
    return held;
  }

  private tell(arn: string): void {
    for (const listener of this.listeners) listener(arn);
  }
}

export function tableArn({ place: { account, region }, name }: Pick<HeldTable, 'place' | 'name'>): string {
  return `arn:${partitionOf(region).id}:dynamodb:${region}:${account}:table/${name}`;
}

function keyOf({ account, region }: Place, name: string): string {
  return `${account} ${region} ${name}`;
}
