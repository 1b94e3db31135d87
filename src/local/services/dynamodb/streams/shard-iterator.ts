import { STREAM_ITERATOR_LIFE_MS } from '../../../../spec/dynamodb/streams';
import { awsError } from '../../../engine/aws-error';
import type { Instant } from '../../../time/clock';
import { Refusal } from '../../refusal';
import { invalid } from '../refusal';

/** A place in a shard, as clients carry it. */
export interface ShardIterator {
  readonly streamArn: string;
  readonly shardId: string;
  /** The number behind which to read; absent: from the oldest. */
  readonly after?: string;
  readonly issued: Instant;
}

const FORM = /^(arn:[^|]+)\|1\|([A-Za-z0-9+/=]+)$/;

export function iteratorText({ streamArn, ...place }: ShardIterator): string {
  return `${streamArn}|1|${Buffer.from(JSON.stringify(place)).toString('base64')}`;
}

/** Refuses what is none, or is older than fifteen minutes. */
export function readIterator(text: string, now: Instant): ShardIterator {
  const [, streamArn, place] = FORM.exec(text) ?? [];
  const iterator = streamArn === undefined || place === undefined ? undefined : parsed(streamArn, place);
  if (!iterator) throw invalid('Invalid ShardIterator');
  if (now - iterator.issued <= STREAM_ITERATOR_LIFE_MS) return iterator;
  throw new Refusal(awsError('ExpiredIteratorException', 400, 'Iterator expired: it was created more than 15 minutes ago'));
}

function parsed(streamArn: string, place: string): ShardIterator | undefined {
  try {
    const { shardId, after, issued } = JSON.parse(Buffer.from(place, 'base64').toString()) as Partial<ShardIterator>;
    if (typeof shardId !== 'string' || typeof issued !== 'number') return undefined;
    return { streamArn, shardId, issued, ...(after !== undefined && { after }) };
  } catch {
    return undefined;
  }
}
