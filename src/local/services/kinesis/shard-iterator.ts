import { ITERATOR_LIFE_MS } from '../../../spec/kinesis';
import { awsError } from '../../engine/aws-error';
import type { Instant } from '../../time/clock';
import { Refusal } from '../refusal';
import { invalidArgument } from './refusals';

/** A place in a shard, as clients carry it. */
export interface ShardIterator {
  readonly streamArn: string;
  /** When the stream was made: another of its name is another stream. */
  readonly created: Instant;
  readonly shardId: string;
  /** The number behind which to read; absent: from the oldest. */
  readonly after?: string;
  readonly issued: Instant;
}

/** What iterators of Kinesis begin with. */
const HEAD = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]);

export function iteratorText(iterator: ShardIterator): string {
  return Buffer.concat([HEAD, Buffer.from(JSON.stringify(iterator))]).toString('base64');
}

/** Refuses what is none, or is older than five minutes. */
export function readIterator(text: string, now: Instant): ShardIterator {
  const bytes = Buffer.from(text, 'base64');
  const iterator = bytes.subarray(0, HEAD.length).equals(HEAD) ? parsed(bytes.subarray(HEAD.length).toString()) : undefined;
  if (!iterator) throw invalidArgument('Invalid ShardIterator.');
  if (now - iterator.issued <= ITERATOR_LIFE_MS) return iterator;
  const message = `Iterator expired. The iterator was created at time ${inWords(iterator.issued)} while right now it is ${inWords(now)} which is further in the future than the tolerated delay of ${ITERATOR_LIFE_MS} milliseconds.`;
  throw new Refusal(awsError('ExpiredIteratorException', 400, message));
}

function parsed(text: string): ShardIterator | undefined {
  try {
    const iterator = JSON.parse(text) as ShardIterator;
    return typeof iterator.streamArn === 'string' && typeof iterator.issued === 'number' ? iterator : undefined;
  } catch {
    return undefined;
  }
}

/** As `Thu Jan 22 01:22:02 UTC 2015`. */
function inWords(at: Instant): string {
  const [, day, date, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${day} ${month} ${date} ${time} UTC ${year}`;
}
