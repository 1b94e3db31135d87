import type { LogDistribution } from '../../../model/log-group';
import { LOG_EVENT_OVERHEAD_BYTES } from '../../../spec/cloudwatch-logs';
import { hashOf } from '../../engine/lineage';
import type { Instant } from '../../time/clock';
import type { FilterPattern } from './pattern-parts';

/** Where a log group lies: the same name may be used in each region of each account. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Written for every line of every invocation, so that it holds no more than it must. */
export class LogEvent {
  constructor(
    readonly timestamp: Instant,
    readonly ingested: Instant,
    readonly message: string,
    /** Which it was of all, in the order of arrival. */
    readonly number: number,
    /** Stands for its stream. */
    readonly origin: string,
    /** Which it was of its stream. */
    readonly sequence: number,
  ) {}

  /** Sorts as the events do: by timestamp, then by arrival. */
  get key(): string {
    return `${String(this.timestamp).padStart(20, '0')}${String(this.number).padStart(36, '0')}`;
  }

  /** What arrives in other streams meanwhile, which may be different in every run, makes no difference to it. */
  get id(): string {
    return `${String(this.timestamp).padStart(20, '0')}${this.origin}${String(this.sequence).padStart(26, '0')}`;
  }
}

/** Who is told of the events of a group, and of which (LOG-03). */
export interface SubscriptionFilter {
  readonly name: string;
  /** As it was given. */
  readonly pattern: string;
  readonly wanted: FilterPattern;
  readonly destinationArn: string;
  readonly roleArn?: string;
  readonly distribution: LogDistribution;
  readonly created: Instant;
}

export interface LogStream {
  readonly name: string;
  readonly created: Instant;
  /** In the order of their keys. */
  readonly events: readonly LogEvent[];
}

export interface LogGroup {
  readonly place: Place;
  readonly name: string;
  readonly created: Instant;
  /** Absent: for ever. */
  readonly retentionDays?: number;
  readonly logGroupClass: string;
  readonly streams: ReadonlyMap<string, LogStream>;
  readonly filters: ReadonlyMap<string, SubscriptionFilter>;
}

interface HeldStream extends LogStream {
  events: LogEvent[];
  readonly origin: string;
  arrived: number;
}

interface HeldGroup extends LogGroup {
  retentionDays?: number;
  readonly streams: Map<string, HeldStream>;
  readonly filters: Map<string, SubscriptionFilter>;
}

/** Takes one event. */
export type LogWriter = (timestamp: Instant, message: string) => void;

/** How much is kept of all groups together, in characters of messages; what came first is forgotten first. */
const KEPT_CHARACTERS = 32 * 1024 * 1024;
/** What an event takes up besides its message, in characters. */
const EVENT_CHARACTERS = 100;
/** When there is too much, so much is kept, so that room is not made for each event anew. */
const KEPT_AFTERWARDS = 0.9;
/** So finely is it told apart which events came first. */
const CLASSES = 1000;
const DAY_MS = 86_400_000;

/** The log groups of a run. */
export class LogStore {
  private readonly held = new Map<string, HeldGroup>();
  private characters = 0;
  private arrived = 0;
  /** How often something was deleted that a writer may know. */
  private deletions = 0;

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
  ensureGroup(place: Place, name: string, logGroupClass = 'STANDARD'): LogGroup {
    const key = keyOf(place, name);
    const made = () => ({ place, name, logGroupClass, created: this.now(), streams: new Map(), filters: new Map() });
    const group = this.held.get(key) ?? made();
    this.held.set(key, group);
    return group;
  }

  deleteGroup(group: LogGroup): void {
    for (const stream of [...group.streams.values()]) this.deleteStream(group, stream);
    this.deletions++;
    this.held.delete(keyOf(group.place, group.name));
  }

  keepFor(group: LogGroup, days: number | undefined): void {
    const held = this.heldGroup(group);
    if (days === undefined) delete held.retentionDays;
    else held.retentionDays = days;
  }

  /** In place of the one with the same name. */
  putFilter(group: LogGroup, filter: SubscriptionFilter): void {
    this.heldGroup(group).filters.set(filter.name, filter);
  }

  deleteFilter(group: LogGroup, { name }: SubscriptionFilter): void {
    this.heldGroup(group).filters.delete(name);
  }

  /** The one that is there, or a new one. */
  ensureStream(group: LogGroup, name: string): LogStream {
    const { streams } = this.heldGroup(group);
    const made = () => ({ name, created: this.now(), events: [], origin: originOf(group, name), arrived: 0 });
    const stream = streams.get(name) ?? made();
    streams.set(name, stream);
    return stream;
  }

  deleteStream(group: LogGroup, stream: LogStream): void {
    const { streams } = this.heldGroup(group);
    const held = streams.get(stream.name);
    if (!held) return;
    this.deletions++;
    streams.delete(stream.name);
    for (const event of held.events) this.characters -= takenBy(event);
  }

  append(group: LogGroup, streamName: string, timestamp: Instant, message: string): void {
    this.add(this.heldGroup(group), this.ensureStream(group, streamName) as HeldStream, timestamp, message);
  }

  /** Makes the group and the stream where they are not, or are no more; looks for them once only, for the sake of many lines. */
  writer(place: Place, groupName: string, streamName: string): LogWriter {
    let found: { readonly group: HeldGroup; readonly stream: HeldStream; readonly deletions: number } | undefined;
    return (timestamp, message) => {
      if (found?.deletions !== this.deletions) {
        const group = this.ensureGroup(place, groupName) as HeldGroup;
        found = { group, stream: this.ensureStream(group, streamName) as HeldStream, deletions: this.deletions };
      }
      this.add(found.group, found.stream, timestamp, message);
    };
  }

  private add(held: HeldGroup, stream: HeldStream, timestamp: Instant, message: string): void {
    const event = new LogEvent(timestamp, this.now(), message, ++this.arrived, stream.origin, ++stream.arrived);
    let place = stream.events.length;
    while (place > 0 && (stream.events[place - 1] as LogEvent).timestamp > timestamp) place--;
    if (place === stream.events.length) stream.events.push(event);
    else stream.events.splice(place, 0, event);
    this.characters += takenBy(event);
    if (this.characters > this.kept) this.makeRoom();
    this.noted(held, stream, event);
  }

  private makeRoom(): void {
    const oldest = this.oldestToKeep();
    for (const { streams } of this.held.values()) {
      for (const stream of [...streams.values()]) {
        if (stream.events.length === 0) continue;
        stream.events = stream.events.filter((event) => {
          if (event.number >= oldest) return true;
          this.characters -= takenBy(event);
          return false;
        });
        if (stream.events.length > 0) continue;
        this.deletions++;
        streams.delete(stream.name);
      }
    }
  }

  /** The number of the first event to keep. They are counted in classes, since sorting hundreds of thousands takes long. */
  private oldestToKeep(): number {
    const all = [...this.held.values()].flatMap(({ streams }) => [...streams.values()].map(({ events }) => events));
    let first = this.arrived;
    for (const events of all) for (const { number } of events) first = Math.min(first, number);
    const width = Math.ceil((this.arrived - first + 1) / CLASSES);
    const taken = new Array<number>(CLASSES).fill(0);
    for (const events of all) {
      for (const event of events) {
        const at = Math.floor((event.number - first) / width);
        taken[at] = (taken[at] as number) + takenBy(event);
      }
    }
    let left = this.characters;
    let at = 0;
    while (left > this.kept * KEPT_AFTERWARDS) left -= taken[at++] as number;
    return Math.min(first + at * width, this.arrived);
  }

  private forgetExpired(group: HeldGroup): void {
    if (group.retentionDays === undefined) return;
    const oldest = this.now() - group.retentionDays * DAY_MS;
    for (const stream of group.streams.values()) {
      const from = stream.events.findIndex((event) => event.timestamp >= oldest);
      const forgotten = stream.events.splice(0, from < 0 ? stream.events.length : from);
      for (const event of forgotten) this.characters -= takenBy(event);
    }
  }

  private heldGroup({ place, name }: LogGroup): HeldGroup {
    const held = this.held.get(keyOf(place, name));
    if (!held) throw new Error(`bug: there is no log group ${name}`);
    return held;
  }
}

/** As CloudWatch Logs counts it, but for characters that are more than a byte. */
export function storedSize(stream: LogStream): number {
  return stream.events.reduce((sum, { message }) => sum + message.length + LOG_EVENT_OVERHEAD_BYTES, 0);
}

function takenBy({ message }: LogEvent): number {
  return message.length + EVENT_CHARACTERS;
}

function originOf({ place, name }: LogGroup, stream: string): string {
  return String(Number.parseInt(hashOf(`${keyOf(place, name)} ${stream}`), 16)).padStart(10, '0');
}

function keyOf({ account, region }: Place, name: string): string {
  return `${account} ${region} ${name}`;
}
