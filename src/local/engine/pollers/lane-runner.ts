import type { LambdaFunction } from '../../../model/function';
import type { Chance } from '../../chance-port';
import type { Journal } from '../../journal/journal';
import type { StreamBatch } from '../../journal/stream-happening';
import type { Alarm, Clock } from '../../time/clock';
import type { AwsError } from '../aws-error';
import type { Deliveries } from '../dispatch';
import { dispatch } from '../dispatch';
import type { InvokeAnswer, Lambda } from '../ports';
import type { RegisteredMapping } from '../registry/state';
import { textBytes } from '../text';
import { traceHeader } from '../trace-header';
import type { Turn } from '../turns';
import type { InOrder } from './in-order';
import { failureRecord, type LastAnswer } from './stream-failure';
import { type Lane, type LaneEffect, type LaneHappening, newLane, type Part, step, type Waiting } from './stream-lane';
import type { LanePolicy } from './stream-policy';
import { judged } from './stream-result';
import type { SourceStream } from './stream-source';
import { type TumblingWindow, windowMembers } from './tumbling-window';

/** What stream pollers work with. */
export interface StreamPorts {
  readonly lambda: Lambda;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly journal: Journal;
  readonly begin: () => Turn;
  /** Of all pollers of a run, where two runs are to be alike; undefined where things happen as they come. */
  readonly inOrder: InOrder | undefined;
  readonly deliveries: Deliveries;
  /** As they are now, to tell destinations whose records were given up. */
  readonly functions: () => readonly LambdaFunction[];
  /** How the last batch of a mapping went (ESM-32). */
  readonly processed: (mapping: string, result: string) => void;
  /** Called when something that was pending may be no more. */
  readonly ended: () => void;
}

/** A record that was read and passed the filters. */
export interface LaneRecord extends Waiting {
  readonly event: object;
}

/** One lane of a shard: which one it is, and how it is read now. */
export interface LaneContext {
  readonly mapping: RegisteredMapping;
  readonly kind: SourceStream['kind'];
  readonly shardId: string;
  readonly policy: LanePolicy;
}

/** Holds a lane, and carries out what `step` says of it. */
export class LaneRunner {
  private lane: Lane<LaneRecord>;
  private readonly alarms = new Set<Alarm>();
  private readonly chance: Chance;
  private last: { readonly answer?: LastAnswer; readonly requestId?: string; readonly event?: string } = {};

  /** @param name tells it from all others of a run */
  constructor(
    name: string,
    private readonly context: () => LaneContext,
    private readonly ports: StreamPorts,
  ) {
    this.lane = newLane(ports.clock.now());
    this.chance = ports.chance.fork(name);
  }

  /** Records that are not done. */
  get left(): number {
    return this.lane.parts.reduce((sum, { records }) => sum + records.length, this.lane.waiting.length);
  }

  /** Whether there is nothing to wait for: no record, and no open window. */
  get isIdle(): boolean {
    return this.left === 0 && this.lane.phase === 'ready' && !this.lane.window;
  }

  happens(happening: LaneHappening<LaneRecord>, turn?: Turn): void {
    const isWaiting = happening.is === 'failed' || happening.is === 'partial' || happening.is === 'throttled';
    const dice = isWaiting ? this.chance.fraction() : 0;
    const [next, ...effects] = step(this.lane, happening, this.ports.clock.now(), this.context().policy, dice);
    this.lane = next;
    for (const effect of effects) this.carryOut(effect, turn);
  }

  stop(): void {
    for (const alarm of this.alarms) alarm.cancel();
    this.alarms.clear();
  }

  private carryOut(effect: LaneEffect<LaneRecord>, turn: Turn | undefined): void {
    if (effect.do === 'wake') this.wake(effect.at);
    else if (effect.do === 'invoke') void this.invoke(effect.part, effect.window);
    else void this.giveUp(effect, turn);
  }

  private wake(at: number): void {
    const alarm = this.ports.clock.wakeAt(at, () => {
      this.alarms.delete(alarm);
      this.happens({ is: 'due' });
    });
    this.alarms.add(alarm);
  }

  private async invoke(part: Part<LaneRecord>, window: TumblingWindow | undefined): Promise<void> {
    const { lambda, clock, begin, inOrder, ended } = this.ports;
    const { mapping, shardId } = this.context();
    const { functionArn, eventSourceArn = '', settings } = mapping;
    const release = clock.hold();
    const place = inOrder?.enter();
    const turn = begin();
    turn.append({ kind: 'stream.delivered', ...this.batch(part.records), tried: part.tried });
    const [running, after] = [turn.child('1 invocation'), turn.child('2 outcome')];
    const event = JSON.stringify({
      Records: part.records.map((record) => record.event),
      ...(window && windowMembers(window, part.isFinal === true, shardId, eventSourceArn)),
    });
    try {
      const answer = await lambda.invoke({
        functionName: functionArn,
        type: 'RequestResponse',
        logType: 'None',
        payload: textBytes(event),
        turn: running,
      });
      await place?.before;
      this.answered(part, answer, after, {
        event,
        needsState: window !== undefined && part.isFinal !== true,
        reports: settings.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
      });
    } finally {
      for (const each of [running, after, turn]) each.end();
      place?.leave();
      release();
      ended();
    }
  }

  private answered(
    { records }: Part<LaneRecord>,
    answer: InvokeAnswer | AwsError,
    turn: Turn,
    { event, ...about }: { readonly event: string; readonly needsState: boolean; readonly reports: boolean },
  ): void {
    const sequenceNumbers = records.map(({ sequenceNumber }) => sequenceNumber);
    const { result, why, last } = judged(answer, { ...about, sequenceNumbers });
    this.last = { event, ...(last && { answer: last }), ...(answer.kind === 'answer' && { requestId: answer.requestId }) };
    const good = result.is === 'partial' ? sequenceNumbers.indexOf(result.from) : result.is === 'succeeded' ? records.length : 0;
    if (good > 0) turn.append({ kind: 'stream.done', ...this.batch(records.slice(0, good)) });
    const { uuid } = this.context().mapping;
    this.ports.processed(uuid, why === undefined || why === 'throttled' ? 'OK' : 'PROBLEM: Function call failed');
    this.happens(result, turn);
    if (why !== undefined && this.lane.phase === 'backingOff') {
      turn.append({ kind: 'stream.retrying', ...this.batch(records.slice(good)), why });
    }
  }

  /** SIM-13: the destination is told, and the lane goes on meanwhile. */
  private async giveUp({ condition, part }: LaneEffect<LaneRecord> & { do: 'giveUp' }, turn: Turn | undefined): Promise<void> {
    const { clock, journal, deliveries, functions, ended } = this.ports;
    const { mapping, kind, shardId } = this.context();
    const { functionArn, eventSourceArn: streamArn = '', settings } = mapping;
    const where = turn ?? journal;
    where.append({ kind: 'stream.gaveUp', ...this.batch(part.records), condition, tried: part.tried });
    const targetArn = settings.DestinationConfig?.OnFailure?.Destination;
    const fn = functions().find(({ arn }) => functionArn === arn || functionArn.startsWith(`${arn}:`));
    if (targetArn === undefined || !fn || part.records.length === 0) return;
    const release = clock.hold();
    try {
      const { answer: last, requestId = this.chance.uuid(), event } = part.tried > 0 ? this.last : {};
      const isBucket = targetArn.split(':')[2] === 's3';
      const payload = event ?? JSON.stringify({ Records: part.records.map((record) => record.event) });
      const body = failureRecord({
        ...{ kind, streamArn, shardId, functionArn, condition, tried: part.tried, requestId, at: clock.now() },
        ...{ records: part.records, ...(last && { last }), ...(isBucket && { payload }) },
      });
      const delivered = await dispatch(deliveries, targetArn, {
        ...{ to: 'onFailure', function: fn, qualifier: functionArn.split(':')[7] ?? '$LATEST', requestId, body },
        traceHeader: traceHeader(undefined, clock.now(), this.chance),
        folder: `aws/lambda/${mapping.uuid}/${shardId}`,
      });
      where.append({
        ...{ kind: 'stream.delivery', stream: streamArn, target: functionArn, mapping: mapping.uuid, targetArn, body },
        ...delivered,
      });
    } finally {
      release();
      ended();
    }
  }

  private batch(records: readonly LaneRecord[]): StreamBatch {
    const { mapping, shardId } = this.context();
    return batchOf(mapping, shardId, records);
  }
}

export function batchOf(
  { uuid, eventSourceArn = '', functionArn }: RegisteredMapping,
  shardId: string,
  records: readonly { readonly sequenceNumber: string }[],
): StreamBatch {
  const [first, last] = [records[0]?.sequenceNumber, records.at(-1)?.sequenceNumber];
  return {
    ...{ stream: eventSourceArn, shardId, target: functionArn, mapping: uuid, count: records.length },
    ...(first !== undefined && last !== undefined && { first, last }),
  };
}
