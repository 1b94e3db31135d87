import type {
  GetRecordsInput,
  GetRecordsOutput,
  GetShardIteratorInput,
  GetShardIteratorOutput,
  PutRecordInput,
  PutRecordOutput,
  PutRecordsInput,
  PutRecordsOutput,
} from '@aws-sdk/client-kinesis';
import { GET_RECORDS, HASH_KEY, HASH_KEYS, PARTITION_KEY, PUT_RECORDS, SEQUENCE_NUMBER } from '../../../spec/kinesis';
import type { AwsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import type { Turn } from '../../engine/turns';
import type { Instant } from '../../time/clock';
import { answering, Refusal } from '../refusal';
import { checkNumber, checkText, missing, refuseMembers, violation } from '../validation';
import { inTurn, type KinesisContext } from './context';
import { hashKeyOf } from './hash-key';
import type { HeldStream } from './held-stream';
import { positionIn } from './position';
import { invalidArgument, notFound, rateExceeded } from './refusals';
import { DRY_RUN, shardOf, streamOf } from './request';
import { sequenceParts } from './sequence-number';
import type { Shard } from './shard';
import { iteratorText, readIterator } from './shard-iterator';
import { childShards, encryptionOf, recordView } from './views';

interface GivenRecord {
  readonly Data: Uint8Array;
  /** The schema lets it be absent; every stream here needs it. */
  readonly PartitionKey?: string | undefined;
  readonly ExplicitHashKey?: string | undefined;
}

/** A record that has passed the first checks. */
interface Checked extends GivenRecord {
  readonly PartitionKey: string;
  /** Of the partition key. */
  readonly keyBytes: number;
}

/** Writing and reading records. */
export function recordOperations(context: KinesisContext) {
  const { store, clock } = context;
  return {
    PutRecord: answering((input: Given<PutRecordInput>, call: Call): PutRecordOutput => {
      refuseMembers('PutRecord', input, DRY_RUN);
      const record = checked(input, '');
      const { SequenceNumberForOrdering: ordering } = input;
      if (ordering !== undefined) checkText('sequenceNumberForOrdering', ordering, SEQUENCE_NUMBER);
      const stream = streamOf(store, input, call);
      checkSize(stream, record, '');
      const hashKey = hashKeyFor(record);
      if (ordering !== undefined) checkOrdering(stream, ordering, clock.now());
      const put = inTurn(
        context,
        call,
        () => `${stream.identity.arn} ${record.PartitionKey}`,
        (turn) => written(context, stream, record, hashKey, turn),
      );
      if (isRefused(put)) throw new Refusal(put);
      return { ...put, EncryptionType: encryptionOf(stream) };
    }),

    PutRecords: answering((input: Given<PutRecordsInput>, call: Call): PutRecordsOutput => {
      refuseMembers('PutRecords', input, DRY_RUN);
      const given = input.Records as readonly GivenRecord[];
      if (given.length < 1) throw violation('records', 'Member must have length greater than or equal to 1', '[]');
      if (given.length > PUT_RECORDS.most)
        throw violation('records', `Member must have length less than or equal to ${PUT_RECORDS.most}`);
      const records = given.map((record, at) => checked(record, `records.${at + 1}.member.`));
      const bytes = records.reduce((sum, { Data, keyBytes }) => sum + Data.length + keyBytes, 0);
      if (bytes > PUT_RECORDS.bytes) throw invalidArgument(`Records size exceeds ${PUT_RECORDS.bytes / 1_048_576} MB limit`);
      const stream = streamOf(store, input, call);
      for (const [at, record] of records.entries()) checkSize(stream, record, `records.${at + 1}.member.`);
      const hashKeys = records.map(hashKeyFor);
      const done = inTurn(
        context,
        call,
        () => `${stream.identity.arn} ${records[0]?.PartitionKey}`,
        (turn) => records.map((record, at) => written(context, stream, record, hashKeys[at] as bigint, turn)),
      );
      const Records = done.map((each) => (isRefused(each) ? { ErrorCode: each.type, ErrorMessage: each.message } : each));
      return { FailedRecordCount: done.filter(isRefused).length, Records, EncryptionType: encryptionOf(stream) };
    }),

    GetShardIterator: answering((input: Given<GetShardIteratorInput>, call: Call): GetShardIteratorOutput => {
      refuseMembers('GetShardIterator', input, DRY_RUN);
      const stream = streamOf(store, input, call);
      const shard = shardOf(stream, input.ShardId);
      const now = clock.now();
      const wanted = { type: input.ShardIteratorType, sequenceNumber: input.StartingSequenceNumber, timestamp: input.Timestamp };
      const members = { type: 'shardIteratorType', sequenceNumber: 'startingSequenceNumber' };
      const after = positionIn(stream, shard, wanted, { operation: 'GetShardIterator', members, now });
      return { ShardIterator: iteratorOf(stream, shard, after, now) };
    }),

    GetRecords: answering((input: Given<GetRecordsInput>): GetRecordsOutput => {
      refuseMembers('GetRecords', input, DRY_RUN);
      const most = checkNumber('limit', input.Limit ?? GET_RECORDS.most, { min: 1, max: GET_RECORDS.most });
      const now = clock.now();
      const { streamArn, created, shardId, after } = readIterator(input.ShardIterator, now);
      const stream = store.byArn(streamArn);
      const shard = stream?.created === created ? stream.shard(shardId) : undefined;
      if (!stream || !shard) {
        const [, , , , account, name] = streamArn.split(':');
        throw notFound(`Shard ${shardId} in stream ${name?.slice('stream/'.length)} under account ${account} does not exist`);
      }
      if (context.throughput?.mayBeRead(shard) === false) throw new Refusal(rateExceeded(stream, shard.id));
      const records = shard.read(after, most, GET_RECORDS.bytes);
      const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
      context.throughput?.hasGiven(shard, bytes);
      const last = records.at(-1);
      const next = last?.sequenceNumber ?? after;
      const hasMore = shard.hasMore(next);
      return {
        Records: records.map((record) => recordView(record, stream)),
        MillisBehindLatest: hasMore && last ? now - last.at : 0,
        ...(shard.isOpen || hasMore
          ? { NextShardIterator: iteratorOf(stream, shard, next, now) }
          : { ChildShards: childShards(stream, shard) }),
      };
    }),
  };
}

function iteratorOf({ identity, created }: HeldStream, { id }: Shard, after: string | undefined, issued: Instant): string {
  return iteratorText({ streamArn: identity.arn, created, shardId: id, ...(after !== undefined && { after }), issued });
}

function checked({ Data, PartitionKey: key, ExplicitHashKey: hashKey }: GivenRecord, at: string): Checked {
  if (key === undefined) throw missing(`${at}partitionKey`);
  checkText(`${at}partitionKey`, key, PARTITION_KEY);
  if (hashKey !== undefined) checkText(`${at}explicitHashKey`, hashKey, HASH_KEY);
  return { Data, PartitionKey: key, ExplicitHashKey: hashKey, keyBytes: Buffer.byteLength(key) };
}

function checkSize({ recordKiB }: HeldStream, { Data: data, keyBytes }: Checked, at: string): void {
  const most = recordKiB * 1024;
  if (data.length > most) throw violation(`${at}data`, `Member must have length less than or equal to ${most}`);
  if (data.length + keyBytes > most) throw invalidArgument(`A record and its partition key have at most ${most} bytes together.`);
}

function hashKeyFor({ ExplicitHashKey: given, PartitionKey: key }: Checked): bigint {
  if (given === undefined) return hashKeyOf(key);
  const hashKey = BigInt(given);
  if (hashKey < HASH_KEYS) return hashKey;
  throw invalidArgument(
    `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${given}`,
  );
}

/** Numbers of a shard always grow, so that there is nothing else to be done about the order. */
function checkOrdering({ identity: { name, account } }: HeldStream, ordering: string, now: Instant): void {
  const parts = sequenceParts(ordering);
  if (parts && parts.written <= now) return;
  throw invalidArgument(
    `ExclusiveMinimumSequenceNumber ${ordering} used in PutRecord on stream ${name} under account ${account} is invalid.`,
  );
}

function written(
  { throughput }: KinesisContext,
  stream: HeldStream,
  { PartitionKey: key, Data: data, keyBytes }: Checked,
  hashKey: bigint,
  turn: Turn,
): AwsError | { readonly ShardId: string; readonly SequenceNumber: string } {
  const target = stream.shardFor(hashKey);
  if (throughput?.takes(target, data.length + keyBytes) === false) return rateExceeded(stream, target.id);
  const { shard, record } = stream.put(hashKey, key, data, keyBytes);
  const { sequenceNumber } = record;
  turn.append({ kind: 'stream.put', stream: stream.identity.arn, shardId: shard.id, sequenceNumber, partitionKey: key });
  return { ShardId: shard.id, SequenceNumber: sequenceNumber };
}

function isRefused(put: ReturnType<typeof written>): put is AwsError {
  return 'kind' in put;
}
