import { seededChance } from '../../../../src/local/chance';
import { type AwsError, awsError } from '../../../../src/local/engine/aws-error';
import { InOrder } from '../../../../src/local/engine/pollers/in-order';
import { SqsPoller } from '../../../../src/local/engine/pollers/sqs-poller';
import type { InvokeAnswer } from '../../../../src/local/engine/ports';
import type { RegisteredMapping } from '../../../../src/local/engine/registry/state';
import { bytesText, textBytes } from '../../../../src/local/engine/text';
import { turnsAsTheyCome } from '../../../../src/local/engine/turns';
import { Journal } from '../../../../src/local/journal/journal';
import { queueInspection } from '../../../../src/local/services/sqs/inspection';
import { QueueStore } from '../../../../src/local/services/sqs/store';
import { VirtualClock } from '../../../../src/local/time/virtual-clock';
import type { MappingSettings } from '../../../../src/model/event-source-mapping';

export const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

export interface SqsEventRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a function answers: a value, or one of these; it may take time by waiting for `later`. */
export type Handler = (records: readonly SqsEventRecord[], later: (ms: number) => Promise<void>) => unknown | Promise<unknown>;
export const FAILS = Symbol('fails');
export const THROTTLED = Symbol('throttled');

/** A queue, its dead-letter queue and a function that reads it, under a clock that is walked. */
export function polled(
  handler: Handler,
  settings: MappingSettings = {},
  {
    fifo = false,
    receives,
    attributes = {},
    takesTime = false,
  }: {
    fifo?: boolean;
    receives?: number;
    attributes?: Readonly<Record<string, string>>;
    /** Time goes on while the function runs, as under the system clock. */
    takesTime?: boolean;
  } = {},
) {
  const clock = new VirtualClock();
  if (takesTime) clock.hold = () => () => undefined;
  const journal = new Journal(() => clock.now());
  const store = new QueueStore({ clock, tell: (happening) => journal.append(happening) });
  const suffix = fifo ? '.fifo' : '';
  const identity = (name: string) => ({ name, arn: arnOf(name), region: 'us-east-1', account: '000000000000' });
  const ordered: Record<string, string> = fifo ? { FifoQueue: 'true' } : {};
  const [queue, dead] = [arnOf(`orders${suffix}`), arnOf(`failed${suffix}`)];
  store.create(identity(`failed${suffix}`), { attributes: ordered, tags: {} });
  const redrive: Record<string, string> =
    receives === undefined ? {} : { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: receives }) };
  store.create(identity(`orders${suffix}`), { attributes: { ...ordered, ...redrive, ...attributes }, tags: {} });
  const turns = turnsAsTheyCome(journal, seededChance('poller'));
  const start = clock.now();
  const batches: { readonly at: number; readonly records: readonly SqsEventRecord[] }[] = [];
  let running = 0;
  let most = 0;

  const later = (ms: number) => new Promise<void>((go) => void clock.wakeAt(clock.now() + ms, go));
  const mapping: RegisteredMapping = {
    ...{ uuid: 'mapping', arn: 'arn', kind: 'sqs', state: 'Enabled', enabled: true, lastModified: 0, settings },
    ...{ region: 'us-east-1', account: '000000000000', functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:ship' },
    eventSourceArn: queue,
  };
  const poller = new SqsPoller(mapping, {
    ...{
      queues: store,
      clock,
      journal,
      begin: () => turns.begin(),
      inOrder: takesTime ? undefined : new InOrder(),
      ended: () => undefined,
    },
    lambda: {
      async invoke({ payload }) {
        const { Records } = JSON.parse(bytesText(payload)) as { Records: SqsEventRecord[] };
        batches.push({ at: clock.now() - start, records: Records });
        most = Math.max(most, ++running);
        const result = await handler(Records, later);
        running--;
        return answerOf(result);
      },
    },
  });
  const inspection = queueInspection(store, () => turns.begin());
  return {
    ...{ clock, journal, store, poller, mapping, batches },
    /** Sends; a message that is not taken is a mistake of the test. */
    send(body: string, options: { groupId?: string; deduplicationId?: string; delaySeconds?: number } = {}): string {
      const sent = inspection.send(queue, body, { attributes: {}, ...options });
      if ('kind' in sent) throw new Error(sent.message);
      return sent.messageId;
    },
    /** Walks on, from alarm to alarm, and lets whatever each sets off come to its end. */
    async walk(ms: number): Promise<void> {
      const end = clock.now() + ms;
      const settled = () => new Promise((go) => setImmediate(go));
      for (await settled(); clock.next !== undefined && clock.next <= end; await settled()) {
        await clock.advance(Math.max(0, clock.next - clock.now()));
      }
      await clock.advance(Math.max(0, end - clock.now()));
    },
    left: () => inspection.messages(queue),
    dead: () => inspection.messages(dead),
    most: () => most,
    /** Bodies of the batches, with the second in which each began. */
    log: () => batches.map(({ at, records }) => `${Math.floor(at / 1000)} s: ${records.map(({ body }) => body).join(' ')}`),
    told: () =>
      journal.entries.flatMap((entry) =>
        entry.kind === 'message.returned' || entry.kind === 'message.gone' ? [entry.why as string] : [],
      ),
  };
}

function answerOf(result: unknown): InvokeAnswer | AwsError {
  if (result === THROTTLED) return awsError('TooManyRequestsException', 429, 'Rate Exceeded.');
  const answer = { kind: 'answer' as const, statusCode: 200 as const, requestId: 'r', traceHeader: '' };
  if (result === FAILS) return { ...answer, payload: textBytes('{"errorMessage":"no"}'), functionError: 'Unhandled' };
  return { ...answer, payload: textBytes(JSON.stringify(result) ?? 'null') };
}
