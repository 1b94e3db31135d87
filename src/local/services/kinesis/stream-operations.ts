import type {
  CreateStreamInput,
  DecreaseStreamRetentionPeriodInput,
  DeleteStreamInput,
  DescribeLimitsInput,
  DescribeLimitsOutput,
  DescribeStreamInput,
  DescribeStreamOutput,
  DescribeStreamSummaryInput,
  DescribeStreamSummaryOutput,
  IncreaseStreamRetentionPeriodInput,
  ListStreamsInput,
  ListStreamsOutput,
  UpdateMaxRecordSizeInput,
  UpdateStreamModeInput,
} from '@aws-sdk/client-kinesis';
import type { StreamMode } from '../../../model/stream';
import {
  ON_DEMAND_SHARDS,
  ON_DEMAND_STREAMS_MAX,
  PAGES,
  RECORD_KIB,
  RETENTION_HOURS,
  SHARDS_MAX,
  STREAM_NAME,
} from '../../../spec/kinesis';
import type { Call, Given } from '../../engine/service-port';
import { answering } from '../refusal';
import { checkNumber, checkOneOf, checkText, refuseMembers } from '../validation';
import type { KinesisContext } from './context';
import type { HeldStream } from './held-stream';
import { nextToken, pageOf, readToken } from './page-token';
import { inUse, invalidArgument } from './refusals';
import { streamOf } from './request';
import { checkRoom } from './shard-operations';
import { checkTags } from './tag-operations';
import { encryptionOf, shardView } from './views';

const MODES: readonly StreamMode[] = ['PROVISIONED', 'ON_DEMAND'];
const { min: MIN_HOURS = 0, max: MAX_HOURS = 0 } = RETENTION_HOURS;

/** Streams themselves: made, found, changed and deleted. What takes a while on AWS is done when the answer comes. */
export function streamOperations({ store, clock }: KinesisContext) {
  return {
    CreateStream: answering((input: Given<CreateStreamInput>, call: Call): void => {
      checkText('streamName', input.StreamName, STREAM_NAME);
      refuseMembers('CreateStream', input, {
        WarmThroughputMiBps: 'throughput is not limited here; leave it out.',
        RecordDistributionStrategy: 'leave it out.',
      });
      const mode = checkOneOf('streamModeDetails.streamMode', input.StreamModeDetails?.StreamMode ?? 'PROVISIONED', MODES);
      if (mode === 'ON_DEMAND' && input.ShardCount !== undefined) {
        throw invalidArgument('ShardCount cannot be given for a stream with the on-demand capacity mode.');
      }
      if (mode === 'PROVISIONED' && input.ShardCount === undefined) {
        throw invalidArgument('ShardCount must be given for a stream with the provisioned capacity mode.');
      }
      const shards = checkNumber('shardCount', input.ShardCount ?? ON_DEMAND_SHARDS, { min: 1 });
      const recordKiB = checkNumber('maxRecordSizeInKiB', input.MaxRecordSizeInKiB ?? (RECORD_KIB.min as number), RECORD_KIB);
      const tags = { ...input.Tags };
      checkTags(tags, {});
      const { StreamName: name } = input;
      if (store.named(call, name)) throw inUse(`Stream ${name} under account ${call.account} already exists.`);
      checkRoom(store.in(call), shards, call);
      store.create(call, name, { mode, shards, retentionHours: MIN_HOURS, recordKiB, tags });
    }),

    DeleteStream: answering((input: Given<DeleteStreamInput>, call: Call): void => {
      const stream = streamOf(store, input, call);
      const { name, account } = stream.identity;
      if (stream.consumers.size > 0 && !input.EnforceConsumerDeletion) {
        throw inUse(
          `Stream ${name} under account ${account} has consumers registered: deregister them, or delete it with EnforceConsumerDeletion.`,
        );
      }
      store.delete(stream);
    }),

    DescribeStream: answering((input: Given<DescribeStreamInput>, call: Call): DescribeStreamOutput => {
      const most = checkNumber('limit', input.Limit ?? PAGES.describe.usual, { min: 1, max: PAGES.describe.most });
      const stream = streamOf(store, input, call);
      const { ExclusiveStartShardId: after = '' } = input;
      const { page, last } = pageOf(
        stream.shards.filter(({ id }) => id > after),
        most,
        ({ id }) => id,
      );
      return {
        StreamDescription: { ...descriptionOf(stream), Shards: page.map(shardView), HasMoreShards: last !== undefined },
      };
    }),

    DescribeStreamSummary: answering((input: Given<DescribeStreamSummaryInput>, call: Call): DescribeStreamSummaryOutput => {
      const stream = streamOf(store, input, call);
      return {
        StreamDescriptionSummary: {
          ...descriptionOf(stream),
          OpenShardCount: stream.openShards.length,
          ConsumerCount: stream.consumers.size,
          MaxRecordSizeInKiB: stream.recordKiB,
        },
      };
    }),

    ListStreams: answering((input: Given<ListStreamsInput>, call: Call): ListStreamsOutput => {
      const most = checkNumber('limit', input.Limit ?? PAGES.streams.usual, { min: 1, max: PAGES.streams.most });
      const token = input.NextToken === undefined ? undefined : readToken(input.NextToken, clock.now());
      const after = token?.after ?? input.ExclusiveStartStreamName ?? '';
      const { page, last } = pageOf(
        store.in(call).filter(({ identity }) => identity.name > after),
        most,
        ({ identity }) => identity.name,
      );
      return {
        StreamNames: page.map(({ identity }) => identity.name),
        HasMoreStreams: last !== undefined,
        StreamSummaries: page.map(summaryOf),
        ...(last !== undefined && { NextToken: nextToken('', last, clock.now()) }),
      };
    }),

    DescribeLimits: (_: Given<DescribeLimitsInput>, call: Call): DescribeLimitsOutput => {
      const streams = store.in(call);
      return {
        ShardLimit: SHARDS_MAX,
        OpenShardCount: streams.reduce((sum, { openShards }) => sum + openShards.length, 0),
        OnDemandStreamCount: streams.filter(({ mode }) => mode === 'ON_DEMAND').length,
        OnDemandStreamCountLimit: ON_DEMAND_STREAMS_MAX,
      };
    },

    IncreaseStreamRetentionPeriod: answering((input: Given<IncreaseStreamRetentionPeriodInput>, call: Call): void => {
      const stream = streamOf(store, input, call);
      const hours = retention(input.RetentionPeriodHours);
      if (hours < stream.retentionHours) throw invalidArgument(notThisWay(stream, hours, 'shorter', 'Decrease'));
      stream.retentionHours = hours;
    }),

    DecreaseStreamRetentionPeriod: answering((input: Given<DecreaseStreamRetentionPeriodInput>, call: Call): void => {
      const stream = streamOf(store, input, call);
      const hours = retention(input.RetentionPeriodHours);
      if (hours > stream.retentionHours) throw invalidArgument(notThisWay(stream, hours, 'longer', 'Increase'));
      stream.retentionHours = hours;
    }),

    UpdateStreamMode: answering((input: Given<UpdateStreamModeInput>, call: Call): void => {
      refuseMembers('UpdateStreamMode', input, { WarmThroughputMiBps: 'throughput is not limited here; leave it out.' });
      const mode = checkOneOf('streamModeDetails.streamMode', input.StreamModeDetails.StreamMode ?? '', MODES);
      streamOf(store, input, call).mode = mode;
    }),

    UpdateMaxRecordSize: answering((input: Given<UpdateMaxRecordSizeInput>, call: Call): void => {
      const recordKiB = checkNumber('maxRecordSizeInKiB', input.MaxRecordSizeInKiB, RECORD_KIB);
      streamOf(store, input, call).recordKiB = recordKiB;
    }),
  };
}

function summaryOf({ identity: { name, arn }, mode, created }: HeldStream) {
  return {
    StreamName: name,
    StreamARN: arn,
    StreamStatus: 'ACTIVE' as const,
    StreamModeDetails: { StreamMode: mode },
    StreamCreationTimestamp: new Date(created),
  };
}

function descriptionOf(stream: HeldStream) {
  return {
    ...summaryOf(stream),
    RetentionPeriodHours: stream.retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: encryptionOf(stream),
    ...(stream.encryptionKey !== undefined && { KeyId: stream.encryptionKey }),
  };
}

function retention(hours: number): number {
  const said = `Requested retention period (${hours} hours) is too`;
  if (hours < MIN_HOURS) throw invalidArgument(`Minimum allowed retention period is ${MIN_HOURS} hours. ${said} short.`);
  if (hours > MAX_HOURS) throw invalidArgument(`Maximum allowed retention period is ${MAX_HOURS} hours. ${said} long.`);
  return hours;
}

function notThisWay({ identity, retentionHours }: HeldStream, hours: number, than: string, instead: string): string {
  return `Requested retention period (${hours} hours) for stream ${identity.name} can not be ${than} than existing retention period (${retentionHours} hours). Use ${instead}RetentionPeriod API.`;
}
