import type { Instant } from '../../time/clock';
import type { Condition } from './stream-lane';
import type { SourceStream } from './stream-source';

/** The answer to the last attempt. */
export interface LastAnswer {
  readonly statusCode: number;
  readonly executedVersion: string;
  /** Null when the function has answered, and reported what failed. */
  readonly functionError: 'Unhandled' | null;
}

export interface GivenUp {
  readonly kind: SourceStream['kind'];
  readonly streamArn: string;
  readonly shardId: string;
  /** As the mapping has it. */
  readonly functionArn: string;
  readonly condition: Condition;
  readonly tried: number;
  readonly requestId: string;
  readonly at: Instant;
  readonly last?: LastAnswer;
  readonly records: readonly { readonly sequenceNumber: string; readonly arrived: Instant }[];
  /** JSON text of the event, for destinations that get it. */
  readonly payload?: string;
}

/** What the on-failure destination is told of records that were given up (STR-07, STR-08). */
export function failureRecord(gone: GivenUp): string {
  const { condition, records, kind } = gone;
  const [first, last] = [records[0], records.at(-1)];
  return JSON.stringify({
    requestContext: {
      requestId: gone.requestId,
      functionArn: gone.functionArn,
      condition,
      // A record that was too old from the first counts as tried once (STR-03).
      approximateInvokeCount: Math.max(1, gone.tried),
    },
    ...(gone.last && condition !== 'RecordAgeExceeded' && { responseContext: gone.last }),
    version: '1.0',
    timestamp: new Date(gone.at).toISOString(),
    [kind === 'dynamodb' ? 'DDBStreamBatchInfo' : 'KinesisBatchInfo']: {
      shardId: gone.shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: first && timeText(kind, first.arrived),
      approximateArrivalOfLastRecord: last && timeText(kind, last.arrived),
      batchSize: records.length,
      streamArn: gone.streamArn,
    },
    ...(gone.payload !== undefined && { payload: gone.payload }),
  });
}

/** Of tables, to the second (STR-07). */
function timeText(kind: SourceStream['kind'], at: Instant): string {
  const text = new Date(at).toISOString();
  return kind === 'dynamodb' ? text.replace(/\.\d+Z$/, 'Z') : text;
}
