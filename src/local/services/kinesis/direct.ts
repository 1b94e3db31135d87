import type { AwsError } from '../../engine/aws-error';
import type { Call } from '../../engine/service-port';
import type { StreamRecordView, Streams } from '../../engine/stream-port';
import type { KinesisContext } from './context';
import { recordOperations } from './record-operations';
import type { Shard } from './shard';

/** The streams as tests, and other services, use them: without a request. */
export function streamsPort(context: KinesisContext): Streams {
  const { store, chance } = context;
  const { PutRecord } = recordOperations(context);
  const shardsOf = (arn: string) => store.byArn(arn)?.shards ?? [];
  return {
    put: (StreamARN, { partitionKey: PartitionKey, data: Data, explicitHashKey }) => {
      const [, , , region = '', account = ''] = StreamARN.split(':');
      const call: Call = { requestId: chance.uuid(), operation: 'PutRecord', region, account };
      const hashKey = explicitHashKey === undefined ? {} : { ExplicitHashKey: explicitHashKey };
      const answer = PutRecord({ StreamARN, PartitionKey, Data, ...hashKey } as Parameters<typeof PutRecord>[0], call);
      if ((answer as Partial<AwsError>).kind === 'awsError') return answer as AwsError;
      const { ShardId: shardId = '', SequenceNumber: sequenceNumber = '' } = answer as Exclude<typeof answer, AwsError>;
      return { shardId, sequenceNumber };
    },
    records: (arn) =>
      shardsOf(arn)
        .flatMap(recordsOf)
        .sort((one, other) => one.at - other.at),
    shards: (arn) =>
      shardsOf(arn).map(({ id, parents, isOpen, range: [first, last] }) => {
        return { id, parents, isOpen, hashKeys: [`${first}`, `${last}`] as const };
      }),
  };
}

function recordsOf(shard: Shard): readonly StreamRecordView[] {
  return shard.read(undefined, Number.MAX_SAFE_INTEGER).map(({ bytes: _, ...record }) => ({ ...record, shardId: shard.id }));
}
