import type {
  ListShardsInput,
  ListShardsOutput,
  MergeShardsInput,
  ShardFilter,
  SplitShardInput,
  UpdateShardCountInput,
  UpdateShardCountOutput,
} from '@aws-sdk/client-kinesis';
import { HASH_KEY, PAGES, SHARD_UPDATES_A_DAY, SHARDS_MAX } from '../../../spec/kinesis';
import type { Call, Given } from '../../engine/service-port';
import type { Instant } from '../../time/clock';
import { answering } from '../refusal';
import { checkNumber, checkOneOf, checkText } from '../validation';
import type { KinesisContext } from './context';
import type { HeldStream } from './held-stream';
import { nextToken, pageOf, readToken } from './page-token';
import { inUse, invalidArgument, limitExceeded, unsupported } from './refusals';
import { shardOf, streamOf } from './request';
import type { Shard } from './shard';
import { shardView } from './views';

const DAY_MS = 86_400_000;
const FILTERS = [
  ...(['AFTER_SHARD_ID', 'AT_TRIM_HORIZON', 'FROM_TRIM_HORIZON'] as const),
  ...(['AT_LATEST', 'AT_TIMESTAMP', 'FROM_TIMESTAMP'] as const),
];

/** Listing shards, and splitting and merging them. */
export function shardOperations({ store, clock }: KinesisContext) {
  return {
    ListShards: answering((input: Given<ListShardsInput>, call: Call): ListShardsOutput => {
      const most = checkNumber('maxResults', input.MaxResults ?? PAGES.shards.usual, { min: 1, max: PAGES.shards.most });
      const now = clock.now();
      if (input.NextToken !== undefined && (input.StreamName !== undefined || input.StreamARN !== undefined)) {
        throw invalidArgument('NextToken and StreamName cannot be provided together.');
      }
      const token = input.NextToken === undefined ? undefined : readToken(input.NextToken, now);
      const [of = '', filtered = ''] = token?.of.split(' ') ?? [];
      const stream = streamOf(store, token ? { StreamARN: of } : input, call);
      const filter = token ? (JSON.parse(filtered || 'null') as StoredFilter | null) : storedFilter(input.ShardFilter);
      const after = token?.after ?? input.ExclusiveStartShardId;
      const wanted = stream.shards.filter(
        (shard) => (after === undefined || shard.id > after) && passes(shard, filter, stream, now),
      );
      const { page, last } = pageOf(wanted, most, ({ id }) => id);
      return {
        Shards: page.map(shardView),
        ...(last !== undefined && { NextToken: nextToken(`${stream.identity.arn} ${JSON.stringify(filter)}`, last, now) }),
      };
    }),

    SplitShard: answering((input: Given<SplitShardInput>, call: Call): void => {
      checkText('newStartingHashKey', input.NewStartingHashKey, HASH_KEY);
      const stream = streamOf(store, input, call);
      const shard = openShard(stream, input.ShardToSplit);
      checkProvisioned(stream, 'SplitShard');
      const from = BigInt(input.NewStartingHashKey);
      const { name, account } = stream.identity;
      const [start, end] = shard.range;
      if (from <= start + 1n || from >= end) {
        throw invalidArgument(
          `NewStartingHashKey ${from} used in SplitShard() on shard ${shard.id} in stream ${name} under account ${account} is not both greater than one plus the shard's StartingHashKey ${start} and less than the shard's EndingHashKey ${end}.`,
        );
      }
      checkRoom(store.in(call), 1, call);
      stream.split(shard, from);
    }),

    MergeShards: answering((input: Given<MergeShardsInput>, call: Call): void => {
      const stream = streamOf(store, input, call);
      const [one, other] = [openShard(stream, input.ShardToMerge), openShard(stream, input.AdjacentShardToMerge)];
      checkProvisioned(stream, 'MergeShards');
      const [lower, upper] = one.range[0] < other.range[0] ? [one, other] : [other, one];
      if (lower.range[1] + 1n !== upper.range[0]) {
        const { name, account } = stream.identity;
        throw invalidArgument(
          `Shards ${one.id} and ${other.id} in stream ${name} under account ${account} are not an adjacent pair of shards eligible for merging`,
        );
      }
      stream.merge(lower, upper);
    }),

    UpdateShardCount: answering((input: Given<UpdateShardCountInput>, call: Call): UpdateShardCountOutput => {
      const target = checkNumber('targetShardCount', input.TargetShardCount, { min: 1 });
      checkOneOf('scalingType', input.ScalingType, ['UNIFORM_SCALING']);
      const stream = streamOf(store, input, call);
      checkProvisioned(stream, 'UpdateShardCount');
      const current = stream.openShards.length;
      const counts = `Current open shard count: ${current}, Target shard count: ${target}`;
      if (target > current * 2) {
        throw limitExceeded(`UpdateShardCount cannot scale up over double your current open shard count. ${counts}`);
      }
      if (target < current / 2) {
        throw limitExceeded(`UpdateShardCount cannot scale down below half your current open shard count. ${counts}`);
      }
      const now = clock.now();
      const updates = stream.updates.filter((at) => at > now - DAY_MS);
      if (updates.length >= SHARD_UPDATES_A_DAY) {
        throw limitExceeded(`A stream can be scaled ${SHARD_UPDATES_A_DAY} times in 24 hours. ${counts}`);
      }
      checkRoom(store.in(call), target - current, call);
      stream.updates = [...updates, now];
      stream.resize(target);
      const { name, arn } = stream.identity;
      return { StreamName: name, StreamARN: arn, CurrentShardCount: current, TargetShardCount: target };
    }),
  };
}

/** Splits and merges are for streams whose shards the user counts. */
function checkProvisioned({ mode, identity: { name } }: HeldStream, operation: string): void {
  if (mode === 'PROVISIONED') return;
  throw unsupported(`${operation} is only supported for streams with the provisioned capacity mode; ${name} is on-demand.`);
}

export function checkRoom(streams: readonly HeldStream[], more: number, { account, region }: Call): void {
  const count = streams.reduce((sum, { openShards }) => sum + openShards.length, 0);
  if (more <= 0 || count + more <= SHARDS_MAX) return;
  throw limitExceeded(
    `This request would exceed the shard limit for the account ${account} in ${region}. Current shard count for the account: ${count}. Limit: ${SHARDS_MAX}. Number of additional shards that would have resulted from this request: ${more}. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.`,
  );
}

function openShard(stream: HeldStream, id: string): Shard {
  const shard = shardOf(stream, id);
  if (shard.isOpen) return shard;
  const { name, account } = stream.identity;
  throw inUse(
    `Shard ${shard.id} in stream ${name} under account ${account} has already been merged or split, and thus is not eligible for merging or splitting.`,
  );
}

/** As it stands in a token. */
interface StoredFilter {
  readonly type: (typeof FILTERS)[number];
  readonly shardId?: string;
  readonly time?: number;
}

function storedFilter(filter: ShardFilter | undefined): StoredFilter | null {
  if (!filter) return null;
  const type = checkOneOf('shardFilter.type', filter.Type ?? '', FILTERS);
  if (type === 'AFTER_SHARD_ID' && filter.ShardId === undefined) {
    throw invalidArgument('ShardId must be provided in the ShardFilter of type AFTER_SHARD_ID.');
  }
  const isTimed = type === 'AT_TIMESTAMP' || type === 'FROM_TIMESTAMP';
  if (isTimed && !filter.Timestamp) throw invalidArgument(`Timestamp must be provided in the ShardFilter of type ${type}.`);
  return {
    type,
    ...(filter.ShardId !== undefined && { shardId: filter.ShardId }),
    ...(filter.Timestamp && { time: filter.Timestamp.getTime() }),
  };
}

function passes(shard: Shard, filter: StoredFilter | null, { retentionMs }: HeldStream, now: Instant): boolean {
  if (!filter) return true;
  const horizon = now - retentionMs;
  const from = Math.max(filter.time ?? horizon, horizon);
  const { closedAt = Number.POSITIVE_INFINITY } = shard;
  switch (filter.type) {
    case 'AFTER_SHARD_ID':
      return shard.id > (filter.shardId as string);
    case 'AT_LATEST':
      return shard.isOpen;
    case 'FROM_TRIM_HORIZON':
    case 'FROM_TIMESTAMP':
      return closedAt >= from;
    case 'AT_TRIM_HORIZON':
    case 'AT_TIMESTAMP':
      // Those of the beginning were there at every earlier time that can be asked for.
      return closedAt > from && (shard.parents.length === 0 || shard.opened <= from);
  }
}
