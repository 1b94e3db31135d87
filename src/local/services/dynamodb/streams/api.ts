import type {
  DescribeStreamInput,
  DescribeStreamOutput,
  GetRecordsInput,
  GetRecordsOutput,
  GetShardIteratorInput,
  GetShardIteratorOutput,
  ListStreamsInput,
  ListStreamsOutput,
  _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { STREAM_PAGE } from '../../../../spec/dynamodb/streams';
import { awsError } from '../../../engine/aws-error';
import type { AwsService, Call, Given } from '../../../engine/service-port';
import type { Clock } from '../../../time/clock';
import { answering, Refusal } from '../../refusal';
import type { ChangeRecord, ChangeStream } from '../change-stream';
import { keySchemaOf } from '../describe-table';
import { forSdk } from '../item-operations';
import { invalid, violation } from '../refusal';
import { checkOneOf } from '../request';
import type { HeldStream, TableStore } from '../store';
import { iteratorText, readIterator } from './shard-iterator';

const TYPES = ['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const;

/** DynamoDB Streams over the streams of tables; each has one shard. */
export function dynamodbStreamsService(store: TableStore, clock: Pick<Clock, 'now'>): AwsService {
  const held = (arn: string): HeldStream => {
    const found = store.streams().find(({ stream }) => stream.arn === arn);
    if (!found) throw notFound(`Stream: ${arn} not found`);
    return found;
  };
  return {
    id: 'dynamodbstreams',
    operations: {
      ListStreams: answering((input: Given<ListStreamsInput>, { account, region }: Call): ListStreamsOutput => {
        const most = limitOf(input.Limit, STREAM_PAGE.streams);
        const here = store
          .streams()
          .filter(({ table: { place, name } }) => {
            return place.account === account && place.region === region && (input.TableName ?? name) === name;
          })
          .filter(({ stream }) => input.ExclusiveStartStreamArn === undefined || stream.arn > input.ExclusiveStartStreamArn);
        const page = here.slice(0, most);
        const last = page.at(-1)?.stream.arn;
        return {
          Streams: page.map(({ table, stream }) => ({ StreamArn: stream.arn, TableName: table.name, StreamLabel: stream.label })),
          ...(here.length > page.length && last !== undefined && { LastEvaluatedStreamArn: last }),
        };
      }),

      DescribeStream: answering((input: Given<DescribeStreamInput>): DescribeStreamOutput => {
        limitOf(input.Limit, STREAM_PAGE.shards);
        const { table, stream, isEnabled } = held(input.StreamArn);
        const isWanted = input.ExclusiveStartShardId !== stream.shardId && input.ShardFilter === undefined;
        const range = {
          StartingSequenceNumber: stream.read(undefined, 1)[0]?.sequenceNumber ?? stream.tip,
          ...(!isEnabled && { EndingSequenceNumber: stream.tip }),
        };
        return {
          StreamDescription: {
            ...{ StreamArn: stream.arn, StreamLabel: stream.label, StreamViewType: stream.viewType, TableName: table.name },
            StreamStatus: isEnabled ? 'ENABLED' : 'DISABLED',
            CreationRequestDateTime: new Date(`${stream.label}Z`),
            KeySchema: keySchemaOf(table.settings.key),
            // The one shard has no children, which is all that a filter can ask for.
            Shards: isWanted ? [{ ShardId: stream.shardId, SequenceNumberRange: range }] : [],
          },
        };
      }),

      GetShardIterator: answering((input: Given<GetShardIteratorInput>): GetShardIteratorOutput => {
        checkOneOf(input.ShardIteratorType, 'shardIteratorType', TYPES);
        const { stream } = held(input.StreamArn);
        checkShard(stream, input.ShardId);
        const after = positionIn(stream, input.ShardIteratorType as (typeof TYPES)[number], input.SequenceNumber);
        const { arn: streamArn, shardId } = stream;
        return {
          ShardIterator: iteratorText({ streamArn, shardId, ...(after !== undefined && { after }), issued: clock.now() }),
        };
      }),

      GetRecords: answering((input: Given<GetRecordsInput>): GetRecordsOutput => {
        const most = limitOf(input.Limit, STREAM_PAGE.records);
        const { streamArn, shardId, after } = readIterator(input.ShardIterator, clock.now());
        const { stream, isEnabled } = held(streamArn);
        checkShard(stream, shardId);
        const records = pageOf(stream.read(after, most));
        const next = records.at(-1)?.sequenceNumber ?? after;
        const isOver = !isEnabled && stream.read(next, 1).length === 0;
        const place = { streamArn, shardId, ...(next !== undefined && { after: next }), issued: clock.now() };
        return {
          Records: records.map((record) => recordView(record, stream)),
          ...(!isOver && { NextShardIterator: iteratorText(place) }),
        };
      }),
    },
  };
}

function notFound(what: string): Refusal {
  return new Refusal(awsError('ResourceNotFoundException', 400, `Requested resource not found: ${what}`));
}

function limitOf(limit: number | undefined, most: number): number {
  if (limit === undefined) return most;
  if (limit < 1) throw violation(limit, 'limit', 'Member must have value greater than or equal to 1');
  if (limit > most) throw violation(limit, 'limit', `Member must have value less than or equal to ${most}`);
  return limit;
}

function checkShard(stream: ChangeStream, shardId: string): void {
  if (stream.shardId !== shardId) throw notFound(`Shard: ${shardId} in Stream: ${stream.arn} not found`);
}

/** The number behind which to read; undefined: from the oldest. */
function positionIn(stream: ChangeStream, type: (typeof TYPES)[number], number: string | undefined): string | undefined {
  if (type === 'LATEST') return stream.tip;
  if (type === 'TRIM_HORIZON') return undefined;
  if (number === undefined) throw invalid(`SequenceNumber must be given for ShardIteratorType ${type}`);
  if (!/^\d{21,40}$/.test(number) || number > stream.tip) throw invalid(`Invalid SequenceNumber: ${number}`);
  const oldest = stream.read(undefined, 1)[0]?.sequenceNumber ?? stream.tip;
  if (number < oldest) {
    const message = 'The operation attempted to read past the oldest stream record in a shard';
    throw new Refusal(awsError('TrimmedDataAccessException', 400, message));
  }
  return type === 'AFTER_SEQUENCE_NUMBER' ? number : (BigInt(number) - 1n).toString();
}

/** As many as one answer has room for; one at least. */
function pageOf(records: readonly ChangeRecord[]): readonly ChangeRecord[] {
  let bytes = 0;
  const over = records.findIndex((record, at) => {
    bytes += record.bytes;
    return at > 0 && bytes > STREAM_PAGE.bytes;
  });
  return over < 0 ? records : records.slice(0, over);
}

function recordView(record: ChangeRecord, { arn, viewType }: ChangeStream): StreamRecord {
  const { eventId, eventName, at, keys, newImage, oldImage, sequenceNumber, bytes, expired } = record;
  return {
    ...{ eventID: eventId, eventName, eventVersion: '1.1', eventSource: 'aws:dynamodb', awsRegion: arn.split(':')[3] },
    dynamodb: {
      ApproximateCreationDateTime: new Date(1000 * Math.floor(at / 1000)),
      Keys: forSdk(keys),
      ...(newImage && { NewImage: forSdk(newImage) }),
      ...(oldImage && { OldImage: forSdk(oldImage) }),
      ...{ SequenceNumber: sequenceNumber, SizeBytes: bytes, StreamViewType: viewType },
    },
    ...(expired && { userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' } }),
  };
}
