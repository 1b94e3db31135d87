import type { Shard as ShardView } from '@aws-sdk/client-kinesis';
import type { HeldStream } from './held-stream';
import type { Shard, StoredRecord } from './shard';

export function shardView({ id, range: [start, end], start: from, end: to, parents: [parent, adjacent] }: Shard): ShardView {
  return {
    ShardId: id,
    ...(parent !== undefined && { ParentShardId: parent }),
    ...(adjacent !== undefined && { AdjacentParentShardId: adjacent }),
    HashKeyRange: { StartingHashKey: `${start}`, EndingHashKey: `${end}` },
    SequenceNumberRange: { StartingSequenceNumber: from, ...(to !== undefined && { EndingSequenceNumber: to }) },
  };
}

export function recordView({ sequenceNumber, data, at, partitionKey }: StoredRecord, stream: HeldStream) {
  const common = {
    SequenceNumber: sequenceNumber,
    ApproximateArrivalTimestamp: new Date(at),
    Data: data,
    PartitionKey: partitionKey,
  };
  return { ...common, EncryptionType: encryptionOf(stream) };
}

/** Those that are to be read after this one; none where they are gone again. */
export function childShards(stream: HeldStream, shard: Shard) {
  return stream.childrenOf(shard.id).map(({ id, parents, range: [start, end] }) => ({
    ShardId: id,
    ParentShards: [...parents],
    HashKeyRange: { StartingHashKey: `${start}`, EndingHashKey: `${end}` },
  }));
}

export function encryptionOf({ encryptionKey }: HeldStream): 'KMS' | 'NONE' {
  return encryptionKey === undefined ? 'NONE' : 'KMS';
}
