import { InvalidEventPattern } from '../../../model/pattern/invalid-pattern';
import type { Journal } from '../../journal/journal';
import type { Alarm, Clock } from '../../time/clock';
import type { AwsError } from '../aws-error';
import type { InvokeAnswer, Lambda } from '../ports';
import type { ReceivedMessage, SourceQueue, SourceQueues, Tell } from '../queue-port';
import type { RegisteredMapping } from '../registry/state';
import { bytesText, textBytes } from '../text';
import type { Turn } from '../turns';
import { type RecordFilter, recordFilter } from './filters';
import type { InOrder } from './in-order';
import type { MappingPoller } from './mapping-pollers';
import { reportedFailures } from './partial-response';
import {
  type Batch,
  beginning,
  type Gathered,
  type SqsEffect,
  type SqsHappening,
  type SqsPolicy,
  sqsPolicy,
  step,
} from './sqs-batching';
import { filteredView, recordBytes, sqsRecord } from './sqs-event';

export interface SqsPollerOptions {
  readonly queues: SourceQueues;
  readonly lambda: Lambda;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly begin: () => Turn;
  /** Of all pollers of a run, where two runs are to be alike; undefined where things happen as they come. */
  readonly inOrder: InOrder | undefined;
  /** Called when something that was pending may be no more. */
  readonly ended: () => void;
}

/** Everything that is sent in one instant is there before the queue is read. */
const POLL_AFTER_MS = 1;

interface Record extends Gathered {
  readonly message: ReceivedMessage;
}

/** Reads one queue for one function, and carries out what `step` says. */
export class SqsPoller implements MappingPoller {
  private state;
  private filter: RecordFilter | undefined;
  private readonly alarms = new Set<Alarm>();
  private readonly unsubscribe: () => void;
  private isDue = false;

  constructor(
    private mapping: RegisteredMapping,
    private readonly options: SqsPollerOptions,
  ) {
    this.state = beginning<Record>(this.policy);
    this.filter = this.filterOf(mapping);
    this.unsubscribe = options.queues.subscribe((arn) => {
      if (arn === this.queueArn) this.poke();
    });
    if (!this.queue) this.say(`There is no queue ${this.queueArn} here, so nothing is read from it.`);
    this.poke();
  }

  get pending(): readonly string[] {
    const { queue } = this;
    if (!queue || !this.filter) return [];
    const { visible, delayed, inFlight } = queue.counts;
    if (visible + delayed + inFlight === 0) return [];
    const due = visible === 0 && queue.nextDue !== undefined ? `, the next due at ${new Date(queue.nextDue).toISOString()}` : '';
    return [`${this.queueArn}: ${visible + delayed + inFlight} messages for ${this.mapping.functionArn}${due}`];
  }

  update(mapping: RegisteredMapping): void {
    if (mapping.settings !== this.mapping.settings) this.filter = this.filterOf(mapping);
    this.mapping = mapping;
    this.poke();
  }

  stop(): void {
    this.unsubscribe();
    this.happens({ is: 'stopped' });
  }

  private get queueArn(): string {
    return this.mapping.eventSourceArn ?? '';
  }

  private get queue(): SourceQueue | undefined {
    return this.options.queues.find(this.queueArn);
  }

  private get policy(): SqsPolicy {
    return sqsPolicy({ settings: this.mapping.settings, isFifo: this.queueArn.endsWith('.fifo') });
  }

  /** Looks soon, once however often it is asked to. */
  private poke(): void {
    if (this.isDue || this.state.phase === 'stopped') return;
    this.isDue = true;
    const look = () => {
      this.isDue = false;
      this.happens({ is: 'available' });
    };
    if (this.options.inOrder) this.wake(this.options.clock.now() + POLL_AFTER_MS, look);
    else void Promise.resolve().then(look);
  }

  private wake(at: number, ring: () => void): void {
    const alarm = this.options.clock.wakeAt(at, () => {
      this.alarms.delete(alarm);
      ring();
    });
    this.alarms.add(alarm);
  }

  /** @param turn of the batch that it happens to, if it does to one */
  private happens(happening: SqsHappening<Record>, turn?: Turn): void {
    const [next, ...effects] = step(this.state, happening, this.options.clock.now(), this.policy);
    this.state = next;
    for (const effect of effects) this.carryOut(effect, turn);
  }

  private carryOut(effect: SqsEffect<Record>, turn: Turn | undefined): void {
    if (effect.do === 'receive') {
      // Other batches of this instant end first.
      if (turn && this.options.inOrder) this.poke();
      else this.receive(effect.most, effect.bytes);
    } else if (effect.do === 'invoke') void this.invoke(effect.batch);
    else if (effect.do === 'letGo') this.returned(effect.records, effect.why, turn ?? this.options.journal);
    else this.wake(effect.at, () => this.happens(this.whenRung(effect)));
  }

  private whenRung({ with: is, batch }: SqsEffect<Record> & { readonly do: 'wake' }): SqsHappening<Record> {
    if (is === 'again' && batch) return { is, batch };
    if (is === 'growing') return { is, hasBacklog: (this.queue?.counts.visible ?? 0) > 0 };
    return { is: 'windowOver' };
  }

  /** SIM-14: what does not pass the filters is deleted (FIL-11). */
  private receive(most: number, bytes: number): void {
    const { queue, filter } = this;
    if (!queue || !filter) return;
    let room = bytes;
    let isFull = false;
    const wants = (message: { readonly body: string; readonly size: number }) => {
      room -= recordBytes(message);
      isFull = room < 0;
      return !isFull;
    };
    const tell: Tell = (happening) => this.options.journal.append(happening);
    const messages = queue.receive(most, wants, tell);
    const passed = messages.filter((message) => filter(filteredView(message)));
    for (const message of messages) if (!passed.includes(message)) queue.remove(message.receiptHandle, 'filtered', tell);
    const records = passed.map((message) => ({ ...message, bytes: recordBytes(message), message }));
    this.happens({ is: 'received', records, isFull, mayHaveMore: messages.length === most });
  }

  private async invoke(batch: Batch<Record>): Promise<void> {
    const { lambda, clock, begin, inOrder, ended } = this.options;
    const release = clock.hold();
    const place = inOrder?.enter();
    const turn = begin();
    const { functionArn: target, uuid } = this.mapping;
    const messages = batch.records.map(({ message }) => message);
    const messageIds = messages.map(({ messageId }) => messageId);
    turn.append({ kind: 'message.delivered', queue: this.queueArn, target, mapping: uuid, messageIds });
    const [running, after] = [turn.child('1 invocation'), turn.child('2 outcome')];
    const traceHeader = messages.find(({ attributes }) => attributes.AWSTraceHeader)?.attributes.AWSTraceHeader;
    try {
      const answer = await lambda.invoke({
        functionName: target,
        type: 'RequestResponse',
        logType: 'None',
        payload: textBytes(JSON.stringify({ Records: messages.map((message) => sqsRecord(message, this.queueArn)) })),
        turn: running,
        ...(traceHeader !== undefined && { traceHeader }),
      });
      await place?.before;
      this.answered(batch, answer, after);
    } finally {
      for (const each of [running, after, turn]) each.end();
      place?.leave();
      release();
      ended();
    }
  }

  /** SQS-20 to SQS-23. */
  private answered(batch: Batch<Record>, answer: InvokeAnswer | AwsError, turn: Turn): void {
    if (answer.kind === 'awsError') {
      if (answer.status === 429 || answer.status >= 500) this.happens({ is: 'throttled', batch }, turn);
      else {
        this.returned(batch.records, 'refused', turn);
        this.happens({ is: 'failed' }, turn);
      }
      return;
    }
    if (answer.functionError !== undefined) {
      this.returned(batch.records, 'failed', turn);
      this.happens({ is: 'failed' }, turn);
      return;
    }
    const ids = new Set<unknown>(batch.records.map(({ messageId }) => messageId));
    const reported = this.policy.reportsFailures ? reportedFailures(bytesText(answer.payload), (id) => ids.has(id)) : [];
    if (reported === 'malformed') {
      this.returned(batch.records, 'malformed', turn);
      this.happens({ is: 'failed' }, turn);
      return;
    }
    const failed = new Set(reported);
    for (const { message, messageId } of batch.records) {
      if (!failed.has(messageId)) this.queue?.remove(message.receiptHandle, 'deleted', (happening) => turn.append(happening));
    }
    const rest = batch.records.filter(({ messageId }) => failed.has(messageId));
    if (rest.length > 0) this.returned(rest, 'reported', turn);
    this.happens({ is: 'succeeded' }, turn);
  }

  private returned(
    records: readonly Record[],
    why: 'failed' | 'reported' | 'malformed' | 'throttled' | 'refused' | 'paused',
    where: Pick<Turn, 'append'>,
  ): void {
    const messageIds = records.map(({ messageId }) => messageId);
    where.append({ kind: 'message.returned', queue: this.queueArn, target: this.mapping.functionArn, messageIds, why });
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
    this.options.journal.append({ kind: 'notEmulated', what: `event source mapping ${this.mapping.uuid}`, why });
  }
}
