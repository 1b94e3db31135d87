import { seededChance } from '../../../../src/local/chance';
import { awsError } from '../../../../src/local/engine/aws-error';
import { InOrder } from '../../../../src/local/engine/pollers/in-order';
import { StreamPoller } from '../../../../src/local/engine/pollers/stream-poller';
import type { SourceStream, StreamRecord } from '../../../../src/local/engine/pollers/stream-source';
import type { InvokeRequest } from '../../../../src/local/engine/ports';
import type { RegisteredMapping } from '../../../../src/local/engine/registry/state';
import { turnsAsTheyCome } from '../../../../src/local/engine/turns';
import { Journal } from '../../../../src/local/journal/journal';
import { VirtualClock } from '../../../../src/local/time/virtual-clock';
import type { MappingSettings } from '../../../../src/model/event-source-mapping';

export const STREAM = 'arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/2024-01-01T00:00:00.000';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f';

/** What a function is handed, as far as tests look at it. */
export interface Batch {
  /** Seconds since the beginning. */
  readonly at: number;
  readonly records: readonly string[];
  readonly event: Record<string, unknown>;
}

export type Answer = 'fails' | 'throttles' | object | null;

/** A stream of one shard whose records are named, a mapping of it, and a function that answers as the test says. */
export function streamScene(settings: MappingSettings, answer: (batch: Batch) => Answer | Promise<Answer> = () => null) {
  const clock = new VirtualClock();
  const start = clock.now();
  const seconds = () => (clock.now() - start) / 1000;
  const records: StreamRecord[] = [];
  const listeners = new Set<(arn: string) => void>();
  const shard = {
    id: 'shard-1',
    get tip() {
      return records.at(-1)?.sequenceNumber ?? '000';
    },
    begin: ({ position }: { position: string }) => (position === 'LATEST' || records.length === 0 ? shard.tip : undefined),
    read: (after: string | undefined, most: number) =>
      records.filter(({ sequenceNumber }) => after === undefined || sequenceNumber > after).slice(0, most),
  };
  const source: SourceStream = { kind: 'dynamodb', retentionMs: 86_400_000, pollMs: 250, shards: [shard] };
  const batches: Batch[] = [];
  const sent: Record<string, unknown>[] = [];
  const journal = new Journal(() => clock.now());
  const chance = seededChance('streams');
  let mapping: RegisteredMapping = {
    ...{ uuid: 'uuid-1', arn: 'arn:mapping', kind: 'dynamodb', state: 'Enabled', enabled: true, lastModified: start },
    ...{ region: 'us-east-1', account: '000000000000', functionArn: FUNCTION, eventSourceArn: STREAM },
    settings: { StartingPosition: 'TRIM_HORIZON', ...settings },
  };
  const poller = new StreamPoller(
    mapping,
    {
      find: (arn) => (arn === STREAM ? source : undefined),
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    {
      ...{ clock, chance, journal, inOrder: new InOrder(), ended: () => undefined, processed: () => undefined },
      begin: () => turnsAsTheyCome(journal, chance).begin(),
      functions: () => [{ arn: FUNCTION, name: 'f', configuration: { roleArn: 'arn:aws:iam::000000000000:role/f' } }] as never,
      deliveries: {
        sqs: {
          deliver: async (_, { body }) => {
            sent.push(JSON.parse(body));
            return { outcome: 'delivered' };
          },
        },
      },
      lambda: {
        invoke: async ({ payload }: InvokeRequest) => {
          const event = JSON.parse(Buffer.from(payload).toString());
          const batch = { at: seconds(), records: event.Records.map(({ name }: { name: string }) => name), event };
          batches.push(batch);
          const given = await answer(batch);
          if (given === 'throttles') return awsError('TooManyRequestsException', 429, 'Rate Exceeded.');
          const common = { kind: 'answer', statusCode: 200, requestId: `request-${batches.length}`, traceHeader: '' } as const;
          const result = {
            ...common,
            executedVersion: '$LATEST',
            payload: Buffer.from(JSON.stringify(given === 'fails' ? {} : given)),
          };
          return given === 'fails' ? { ...result, functionError: 'Unhandled' as const } : result;
        },
      },
    },
  );
  /** Appends records; those whose names begin alike have the same key. */
  const append = (...names: readonly string[]) => {
    for (const name of names) {
      const sequenceNumber = String(records.length + 1).padStart(3, '0');
      const view = JSON.stringify({ dynamodb: { Keys: { name: { S: [name] } } } });
      records.push({ sequenceNumber, key: name.charAt(0), arrived: clock.now(), event: { name }, view });
    }
    for (const listener of listeners) listener(STREAM);
  };
  const update = (changed: MappingSettings) => {
    mapping = { ...mapping, settings: { ...mapping.settings, ...changed } };
    poller.update(mapping);
  };
  return { ...{ clock, append, batches, sent, journal, poller, update, seconds }, resume: () => poller.resume(mapping) };
}

/** The names in each batch. */
export function names(batches: readonly Batch[]): readonly string[] {
  return batches.map(({ records }) => records.join(' '));
}

export const QUEUE = { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' } } };
