import { SEQUENCE_NUMBER } from '../../../spec/kinesis';
import type { Instant } from '../../time/clock';
import { checkOneOf, checkText } from '../validation';
import type { HeldStream } from './held-stream';
import { invalidArgument } from './refusals';
import { justBefore, sequenceParts } from './sequence-number';
import type { Shard } from './shard';

/** Where a reader of a shard begins, as it says it. */
export interface WantedPosition {
  readonly type: string;
  readonly sequenceNumber?: string | undefined;
  readonly timestamp?: Date | undefined;
}

export interface PositionAsked {
  /** For texts. */
  readonly operation: string;
  /** Names of the members, for texts. */
  readonly members: { readonly type: string; readonly sequenceNumber: string };
  readonly now: Instant;
}

const BY_NUMBER = ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const;
const OTHERS = ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as const;

/** The sequence number behind which to read; undefined: from the oldest. */
export function positionIn(
  stream: HeldStream,
  shard: Shard,
  { type: given, sequenceNumber, timestamp }: WantedPosition,
  { operation, members, now }: PositionAsked,
): string | undefined {
  const type = checkOneOf(members.type, given, [...BY_NUMBER, ...OTHERS]);
  const needsNumber = (BY_NUMBER as readonly string[]).includes(type);
  if (needsNumber !== (sequenceNumber !== undefined)) {
    const and = needsNumber ? 'and no' : 'and also a';
    throw invalidArgument(
      `Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${type} ${and} StartingSequenceNumber.`,
    );
  }
  if (sequenceNumber !== undefined) {
    checkText(members.sequenceNumber, sequenceNumber, SEQUENCE_NUMBER);
    checkNumberIn(stream, shard, sequenceNumber, operation);
    return type === 'AT_SEQUENCE_NUMBER' ? justBefore(sequenceNumber) : sequenceNumber;
  }
  if (type === 'LATEST') return shard.tip;
  if (type === 'TRIM_HORIZON') return shard.isEmpty ? shard.tip : undefined;
  if (timestamp === undefined) {
    throw invalidArgument(
      'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
    );
  }
  if (timestamp.getTime() > now) {
    throw invalidArgument(
      `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${timestamp.getTime()}, currentTimestampInMillis: ${now}`,
    );
  }
  return shard.behindTime(timestamp.getTime());
}

function checkNumberIn({ identity: { name, account } }: HeldStream, shard: Shard, number: string, operation: string): void {
  const used = `StartingSequenceNumber ${number} used in ${operation} on shard ${shard.id} in stream ${name} under account ${account} is invalid`;
  const parts = sequenceParts(number);
  if (!parts) throw invalidArgument(`${used}.`);
  if (parts.shardIndex !== shard.index) {
    const encoded = `shardId-${String(parts.shardIndex).padStart(12, '0')}`;
    throw invalidArgument(
      `Invalid StartingSequenceNumber. It encodes ${encoded}, while it was used in a call to a shard with ${shard.id}`,
    );
  }
  if (Math.floor(parts.shardMade / 1000) !== Math.floor(shard.made / 1000)) {
    throw invalidArgument(`${used} because it did not come from this stream.`);
  }
}
