import { InvalidEventPattern } from '../../../model/pattern/invalid-pattern';
import { STREAM_POLLER } from '../../../spec/stream-poller';
import type { Alarm, Instant } from '../../time/clock';
import type { RegisteredMapping } from '../registry/state';
import { textBytes } from '../text';
import { type RecordFilter, recordFilter } from './filters';
import { batchOf, LaneRunner, type StreamPorts } from './lane-runner';
import type { MappingPoller } from './mapping-pollers';
import { spread } from './stream-lanes';
import { lanePolicy } from './stream-policy';
import type { SourceShard, SourceStream, SourceStreams, StreamRecord } from './stream-source';

/** How far one shard has been read, and the lanes that its records go to. */
interface Reading {
  readonly shardId: string;
  after: string | undefined;
  lanes: readonly LaneRunner[];
}

/** Reads one stream for one function, shard by shard; while its mapping is paused, it keeps its place (SIM-33). */
export class StreamPoller implements MappingPoller {
  private readonly readings = new Map<string, Reading>();
  private filter: RecordFilter | undefined;
  private unsubscribe: () => void = () => undefined;
  private isPaused = true;
  private began: Instant;
  /** Shards that came later are read from their first record, whatever the starting position. */
  private knowsShards = false;
  private alarm: Alarm | undefined;

  constructor(
    private mapping: RegisteredMapping,
    private readonly streams: SourceStreams,
    private readonly ports: StreamPorts,
  ) {
    this.began = ports.clock.now();
    this.filter = this.filterOf(mapping);
    if (!this.stream) this.say(`There is no stream ${this.streamArn} here, so nothing is read from it.`);
    this.resume(mapping);
  }

  get pending(): readonly string[] {
    if (this.isPaused) return [];
    const busy = this.lanes.filter((lane) => !lane.isIdle);
    const unread = this.shards.some((shard) => this.isUnread(shard));
    if (busy.length === 0 && !unread) return [];
    const left = busy.reduce((sum, lane) => sum + lane.left, 0);
    const what = unread
      ? 'records to be read'
      : left > 0
        ? `${left} record${left === 1 ? '' : 's'}`
        : 'the end of a tumbling window';
    return [`${this.streamArn}: ${what} for ${this.mapping.functionArn}`];
  }

  /** The mapping is to be read again. */
  resume(mapping: RegisteredMapping): void {
    this.isPaused = false;
    this.began = this.ports.clock.now();
    this.unsubscribe = this.streams.subscribe((arn) => {
      if (arn === this.streamArn) this.look();
    });
    this.update(mapping);
    for (const lane of this.lanes) lane.happens({ is: 'resumed' });
    this.look();
  }

  update(mapping: RegisteredMapping): void {
    const before = this.mapping;
    this.mapping = mapping;
    if (mapping.settings === before.settings) return;
    this.filter = this.filterOf(mapping);
    this.look();
  }

  stop(): void {
    this.isPaused = true;
    this.unsubscribe();
    this.alarm?.cancel();
    this.alarm = undefined;
    for (const lane of this.lanes) lane.happens({ is: 'paused' });
  }

  /** For good. */
  dispose(): void {
    this.stop();
    for (const lane of this.lanes) lane.stop();
  }

  private get streamArn(): string {
    return this.mapping.eventSourceArn ?? '';
  }

  private get stream(): SourceStream | undefined {
    return this.streams.find(this.streamArn);
  }

  private get shards(): readonly SourceShard[] {
    return this.filter ? (this.stream?.shards ?? []) : [];
  }

  private get lanes(): readonly LaneRunner[] {
    return [...this.readings.values()].flatMap(({ lanes }) => lanes);
  }

  /** Reads soon: with the others of this instant, at the next of the times at which shards are read. */
  private look(): void {
    const { clock } = this.ports;
    for (const shard of this.shards) this.readingOf(shard);
    this.knowsShards ||= this.readings.size > 0;
    if (this.isPaused || this.alarm || !this.shards.some((shard) => this.isUnread(shard) && this.isDue(shard))) return;
    const pollMs = this.pollMs;
    const polls = Math.floor((clock.now() - this.began) / pollMs) + 1;
    this.alarm = clock.wakeAt(this.began + polls * pollMs, () => {
      this.alarm = undefined;
      this.read();
      this.look();
    });
  }

  private read(): void {
    for (const shard of this.shards) {
      const reading = this.readingOf(shard);
      if (!this.isDue(shard) || !this.hasLanes(reading)) continue;
      const room = STREAM_POLLER.buffered - reading.lanes.reduce((sum, lane) => sum + lane.left, 0);
      if (room <= 0) continue;
      const records = shard.read(reading.after, room);
      // What has expired unread is not there any more.
      reading.after = records.length < room ? shard.tip : records.at(-1)?.sequenceNumber;
      this.handOn(reading, records);
    }
    this.ports.ended();
  }

  /** SIM-14: filters come first; what does not match is passed over (FIL-11). */
  private handOn({ shardId, lanes }: Reading, records: readonly StreamRecord[]): void {
    const { filter } = this;
    if (!filter) return;
    const { from } = this.beginning;
    const passed: StreamRecord[] = [];
    const filtered: StreamRecord[] = [];
    for (const record of records) {
      // What was written before the time to begin at is not of this mapping, also where that time was still to come.
      if (record.arrived >= from) (filter(record.view) ? passed : filtered).push(record);
    }
    if (filtered.length > 0) {
      this.ports.journal.append({ kind: 'stream.filtered', ...batchOf(this.mapping, shardId, filtered) });
    }
    const roleArn = this.roleArn;
    const ready = passed.map(({ event: given, ...record }) => {
      const event = typeof given === 'function' ? given(roleArn) : given;
      return { ...record, event, bytes: textBytes(JSON.stringify(event)).length };
    });
    spread(ready, lanes);
  }

  private readingOf(shard: SourceShard): Reading {
    const known = this.readings.get(shard.id);
    if (known) return known;
    const { position, from } = this.beginning;
    const isLater = this.knowsShards && (shard.parents ?? []).length > 0;
    const after = shard.begin({ position: isLater ? 'TRIM_HORIZON' : position, at: from });
    const reading = { shardId: shard.id, after, lanes: this.newLanes(shard.id) };
    this.readings.set(shard.id, reading);
    return reading;
  }

  private get beginning() {
    const { StartingPosition: position = 'TRIM_HORIZON', StartingPositionTimestamp: seconds } = this.mapping.settings;
    return { position, from: position === 'AT_TIMESTAMP' ? 1000 * (seconds ?? 0) : 0 };
  }

  /** Of the function, which reads the stream. */
  private get roleArn(): string {
    const { functionArn } = this.mapping;
    const fn = this.ports.functions().find(({ arn }) => functionArn === arn || functionArn.startsWith(`${arn}:`));
    return fn?.configuration.roleArn ?? '';
  }

  /** A shard is read when those that it was made of have been, and everything of them is done (KIN-08). */
  private isDue({ parents = [] }: SourceShard): boolean {
    return parents.every((id) => {
      const reading = this.readings.get(id);
      const shard = this.shards.find((each) => each.id === id);
      if (shard && (this.isUnread(shard) || !this.isDue(shard))) return false;
      return !reading || reading.lanes.every((lane) => lane.isIdle);
    });
  }

  private newLanes(shardId: string): readonly LaneRunner[] {
    const context = () => ({ mapping: this.mapping, kind: this.kind, shardId, policy: this.policy });
    const { uuid } = this.mapping;
    return Array.from(
      { length: laneCount(this.mapping) },
      (_, at) => new LaneRunner(`${uuid} ${shardId} ${at}`, context, { ...this.ports, ended: () => this.laneEnded() }),
    );
  }

  /** There may be room for more. */
  private laneEnded(): void {
    this.look();
    this.ports.ended();
  }

  /** Whether there are as many lanes as the mapping says now (SIM-09); nothing is read for others, until they are empty. */
  private hasLanes(reading: Reading): boolean {
    if (reading.lanes.length === laneCount(this.mapping)) return true;
    if (reading.lanes.some((lane) => !lane.isIdle)) return false;
    for (const lane of reading.lanes) lane.stop();
    reading.lanes = this.newLanes(reading.shardId);
    return true;
  }

  private get policy() {
    return lanePolicy(this.mapping.settings, this.stream?.retentionMs ?? 0, this.pollMs);
  }

  private get kind(): SourceStream['kind'] {
    return this.mapping.kind === 'kinesis' ? 'kinesis' : 'dynamodb';
  }

  private get pollMs(): number {
    return this.stream?.pollMs ?? STREAM_POLLER.pollMs[this.kind];
  }

  private isUnread(shard: SourceShard): boolean {
    return (this.readings.get(shard.id)?.after ?? '') !== shard.tip;
  }

  /** Lambda would not have taken a mapping with a filter that is none (FIL-16): nothing is read then. */
  private filterOf({ settings }: RegisteredMapping): RecordFilter | undefined {
    try {
      return recordFilter(settings.FilterCriteria);
    } catch (error) {
      if (!(error instanceof InvalidEventPattern) && !(error instanceof SyntaxError)) throw error;
      this.say(`A filter is not an event pattern, so nothing is read: ${error.message}`);
      return undefined;
    }
  }

  private say(why: string): void {
    this.ports.journal.append({ kind: 'notEmulated', what: `event source mapping ${this.mapping.uuid}`, why });
  }
}

/** Windows are for a whole shard (STR-12). */
function laneCount({ settings }: RegisteredMapping): number {
  return settings.TumblingWindowInSeconds ? 1 : (settings.ParallelizationFactor ?? 1);
}
