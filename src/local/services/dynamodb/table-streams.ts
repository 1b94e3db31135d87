import { STREAM_POLLER } from '../../../spec/stream-poller';
import type { SourceShard, SourceStream, SourceStreams, StreamRecord } from '../../engine/pollers/stream-source';
import { toBase64 } from '../../engine/text';
import type { AttributeValue, Item } from './attribute-value';
import { type ChangeRecord, type ChangeStream, RETENTION_MS } from './change-stream';
import type { TableStore } from './store';

/** The streams of tables as pollers read them. */
export function tableStreams(store: TableStore): SourceStreams {
  return {
    find: (arn) => {
      const stream = store.stream(arn);
      return stream && sourceOf(stream);
    },
    subscribe: (listener) => store.subscribe(listener),
  };
}

/** A table has one shard, which is never split. */
function sourceOf(stream: ChangeStream): SourceStream {
  const shard: SourceShard = {
    id: stream.shardId,
    tip: stream.tip,
    begin: ({ position }) => (position === 'LATEST' || stream.isEmpty ? stream.tip : undefined),
    read: (after, most) => stream.read(after, most).map((record) => recordOf(record, stream)),
  };
  return { kind: 'dynamodb', retentionMs: RETENTION_MS, pollMs: STREAM_POLLER.pollMs.dynamodb, shards: [shard] };
}

/** DDB-07 to DDB-09. */
function recordOf(record: ChangeRecord, { arn, viewType }: ChangeStream): StreamRecord {
  const { eventId, eventName, at, keys, newImage, oldImage, sequenceNumber, bytes, expired } = record;
  const own = { eventID: eventId, eventName, eventVersion: '1.1' };
  const dynamodb = {
    ApproximateCreationDateTime: Math.floor(at / 1000),
    Keys: asJson(keys),
    ...(newImage && { NewImage: asJson(newImage) }),
    ...(oldImage && { OldImage: asJson(oldImage) }),
    SequenceNumber: sequenceNumber,
    SizeBytes: bytes,
    StreamViewType: viewType,
  };
  const userIdentity = expired && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } };
  const place = { eventSource: 'aws:dynamodb', awsRegion: arn.split(':')[3] ?? '' };
  return {
    sequenceNumber,
    key: JSON.stringify(dynamodb.Keys),
    arrived: at,
    event: { ...own, ...place, dynamodb, eventSourceARN: arn, ...userIdentity },
    // What is the same for the whole stream is attached after filtering (FIL-03).
    view: JSON.stringify({ ...own, dynamodb, ...userIdentity }),
  };
}

/** Bytes are base64 there. */
function asJson(item: Item): object {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, valueAsJson(value)]));
}

function valueAsJson(value: AttributeValue): object {
  if ('B' in value) return { B: toBase64(value.B) };
  if ('BS' in value) return { BS: value.BS.map(toBase64) };
  if ('L' in value) return { L: value.L.map(valueAsJson) };
  return 'M' in value ? { M: asJson(value.M) } : value;
}
