import { FAN_OUT_MS } from '../../../spec/kinesis';
import { STREAM_POLLER } from '../../../spec/stream-poller';
import { payloadView } from '../../engine/pollers/filters';
import type { SourceShard, SourceStream, SourceStreams, StreamRecord } from '../../engine/pollers/stream-source';
import type { HeldStream } from './held-stream';
import type { Shard, StoredRecord } from './shard';
import type { StreamStore } from './store';

/** Data streams, and their consumers, as pollers read them. */
export function dataStreams(store: StreamStore): SourceStreams {
  return {
    find: (arn) => {
      const found = store.readBy(arn);
      return found && sourceOf(found.stream, arn, found.consumer ? FAN_OUT_MS : STREAM_POLLER.pollMs.kinesis);
    },
    subscribe: (listener) => store.subscribe(listener),
  };
}

function sourceOf({ retentionMs, shards }: HeldStream, arn: string, pollMs: number): SourceStream {
  const sources = shards.map(
    (shard): SourceShard => ({
      id: shard.id,
      parents: shard.parents,
      tip: shard.tip,
      begin: ({ position, at }) => beginning(shard, position, at),
      read: (after, most) => shard.read(after, most).map((record) => recordOf(record, shard, arn)),
    }),
  );
  return { kind: 'kinesis', retentionMs, pollMs, shards: sources };
}

/** KIN-07. */
function beginning(shard: Shard, position: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP', at = 0): string | undefined {
  if (position === 'LATEST' || shard.isEmpty) return shard.tip;
  return position === 'AT_TIMESTAMP' ? shard.behindTime(at) : undefined;
}

/** KIN-10. */
function recordOf({ sequenceNumber, partitionKey, data, at }: StoredRecord, { id }: Shard, arn: string): StreamRecord {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  const common = { kinesisSchemaVersion: '1.0', partitionKey, sequenceNumber };
  const arrival = { approximateArrivalTimestamp: at / 1000 };
  const about = { eventVersion: '1.0', eventID: `${id}:${sequenceNumber}`, eventName: 'aws:kinesis:record' };
  return {
    sequenceNumber,
    key: partitionKey,
    arrived: at,
    event: (roleArn) => ({
      kinesis: { ...common, data: bytes.toString('base64'), ...arrival },
      eventSource: 'aws:kinesis',
      ...about,
      invokeIdentityArn: roleArn,
      awsRegion: arn.split(':')[3] ?? '',
      eventSourceARN: arn,
    }),
    view: viewOf({ ...common, ...arrival, ...about, kinesis: { ...common, ...arrival } }, bytes.toString()),
  };
}

/** What was written stands beside the other fields, and is JSON where it can be (FIL-02, FIL-10). */
function viewOf(fields: object, data: string): string {
  return `${JSON.stringify(fields).slice(0, -1)},"data":${payloadView(data)}}`;
}
