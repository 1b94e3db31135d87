import { LOG_EVENT_OVERHEAD_BYTES } from '../../../spec/cloudwatch-logs';
import type { Instant } from '../../time/clock';

/** Where a log group lies: the same name may be used in each region of each account. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export interface LogEvent {
  /** Sorts as the events do: by timestamp, then by arrival. */
  readonly id: string;
  readonly timestamp: Instant;
  readonly ingested: Instant;
  readonly message: string;
}

export interface LogStream {
  readonly name: string;
  readonly created: Instant;
  /** In the order of their ids. */
  readonly events: readonly LogEvent[];
}

export interface LogGroup {
  readonly place: Place;
  readonly name: string;
  readonly created: Instant;
  /** Absent: for ever. */
  readonly retentionDays?: number;
  readonly streams: ReadonlyMap<string, LogStream>;
}

interface HeldStream extends LogStream {
  events: LogEvent[];
}

interface HeldGroup extends LogGroup {
  retentionDays?: number;
  readonly streams: Map<string, HeldStream>;
}

/** How much is kept of all groups together, in characters of messages; what came first is forgotten first. */
const KEPT_CHARACTERS = 64 * 1024 * 1024;
/** When there is too much, so much is kept, so that room is not made for each event anew. */
const KEPT_AFTERWARDS = 0.9;
const DAY_MS = 86_400_000;

/** The log groups of a run. */
export class LogStore {
  private readonly held = new Map<string, HeldGroup>();
  /** Every event, in the order of arrival. */
  private arrivals: { readonly group: HeldGroup; readonly stream: HeldStream; readonly event: LogEvent }[] = [];
  private characters = 0;
  private arrived = 0;

  /** @param noted told of every event that arrives */
  constructor(
    private readonly now: () => Instant,
    private readonly noted: (group: LogGroup, stream: LogStream, event: LogEvent) => void = () => undefined,
    private readonly kept = KEPT_CHARACTERS,
  ) {}

  /** In the order of their names. */
  groups({ account, region }: Place): readonly LogGroup[] {
    const here = [...this.held.values()].filter((group) => group.place.account === account && group.place.region === region);
    return here.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Without the events that are older than it keeps them. */
  group(place: Place, name: string): LogGroup | undefined {
    const group = this.held.get(keyOf(place, name));
    if (group) this.forgetExpired(group);
    return group;
  }

  /** The one that is there, or a new one. */
  ensureGroup(place: Place, name: string): LogGroup {
    const key = keyOf(place, name);
    const group = this.held.get(key) ?? { place, name, created: this.now(), streams: new Map() };
    this.held.set(key, group);
    return group;
  }

  deleteGroup(group: LogGroup): void {
    for (const stream of [...group.streams.values()]) this.deleteStream(group, stream);
    this.held.delete(keyOf(group.place, group.name));
  }

  keepFor(group: LogGroup, days: number | undefined): void {
    const held = this.heldGroup(group);
    if (days === undefined) delete held.retentionDays;
    else held.retentionDays = days;
  }

  /** The one that is there, or a new one. */
  ensureStream(group: LogGroup, name: string): LogStream {
    const { streams } = this.heldGroup(group);
    const stream = streams.get(name) ?? { name, created: this.now(), events: [] };
    streams.set(name, stream);
    return stream;
  }

  deleteStream(group: LogGroup, stream: LogStream): void {
    const { streams } = this.heldGroup(group);
    const held = streams.get(stream.name);
    if (!held) return;
    streams.delete(stream.name);
    this.arrivals = this.arrivals.filter((arrival) => arrival.stream !== held);
    this.characters -= held.events.reduce((sum, event) => sum + sizeOf(event), 0);
  }

  append(group: LogGroup, streamName: string, timestamp: Instant, message: string): void {
    const held = this.heldGroup(group);
    const stream = this.ensureStream(group, streamName) as HeldStream;
    const id = `${String(timestamp).padStart(20, '0')}${String(++this.arrived).padStart(36, '0')}`;
    const event = { id, timestamp, ingested: this.now(), message };
    let place = stream.events.length;
    while (place > 0 && (stream.events[place - 1] as LogEvent).id > id) place--;
    stream.events.splice(place, 0, event);
    this.arrivals.push({ group: held, stream, event });
    this.characters += sizeOf(event);
    if (this.characters > this.kept) this.makeRoom();
    this.noted(held, stream, event);
  }

  private makeRoom(): void {
    const forgotten = new Set<LogEvent>();
    const touched = new Map<HeldStream, HeldGroup>();
    for (const { group, stream, event } of this.arrivals) {
      if (this.characters <= this.kept * KEPT_AFTERWARDS) break;
      forgotten.add(event);
      touched.set(stream, group);
      this.characters -= sizeOf(event);
    }
    this.arrivals = this.arrivals.slice(forgotten.size);
    for (const [stream, group] of touched) {
      stream.events = stream.events.filter((event) => !forgotten.has(event));
      if (stream.events.length === 0) group.streams.delete(stream.name);
    }
  }

  private forgetExpired(group: HeldGroup): void {
    if (group.retentionDays === undefined) return;
    const oldest = this.now() - group.retentionDays * DAY_MS;
    const forgotten = new Set<LogEvent>();
    for (const stream of group.streams.values()) {
      const from = stream.events.findIndex((event) => event.timestamp >= oldest);
      for (const event of stream.events.splice(0, from < 0 ? stream.events.length : from)) forgotten.add(event);
    }
    if (forgotten.size === 0) return;
    this.arrivals = this.arrivals.filter(({ event }) => !forgotten.has(event));
    for (const event of forgotten) this.characters -= sizeOf(event);
  }

  private heldGroup({ place, name }: LogGroup): HeldGroup {
    const held = this.held.get(keyOf(place, name));
    if (!held) throw new Error(`bug: there is no log group ${name}`);
    return held;
  }
}

/** As CloudWatch Logs counts it, but for characters that are more than a byte. */
export function storedSize(stream: LogStream): number {
  return stream.events.reduce((sum, event) => sum + sizeOf(event), 0);
}

function sizeOf({ message }: LogEvent): number {
  return message.length + LOG_EVENT_OVERHEAD_BYTES;
}

function keyOf({ account, region }: Place, name: string): string {
  return `${account} ${region} ${name}`;
}
