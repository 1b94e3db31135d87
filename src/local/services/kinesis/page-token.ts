import { ITERATOR_LIFE_MS } from '../../../spec/kinesis';
import { awsError } from '../../engine/aws-error';
import type { Instant } from '../../time/clock';
import { Refusal } from '../refusal';
import { invalidArgument } from './refusals';

/** Where the next page of a list begins, as clients carry it. */
interface Token {
  /** What is listed, as the ARN of a stream. */
  readonly of: string;
  /** The last of this page. */
  readonly after: string;
  readonly at: Instant;
}

export function nextToken(of: string, after: string, at: Instant): string {
  return Buffer.from(JSON.stringify({ of, after, at })).toString('base64');
}

/** Tokens live as long as shard iterators. */
export function readToken(text: string, now: Instant): Token {
  let token: Partial<Token>;
  try {
    token = JSON.parse(Buffer.from(text, 'base64').toString()) as Partial<Token>;
  } catch {
    token = {};
  }
  const { of, after, at } = token;
  if (typeof of !== 'string' || typeof after !== 'string' || typeof at !== 'number') throw invalidArgument('Invalid NextToken.');
  if (now - at > ITERATOR_LIFE_MS) throw new Refusal(awsError('ExpiredNextTokenException', 400, 'NextToken has expired.'));
  return { of, after, at };
}

/** So many of a list, and the last of them where there are more. */
export function pageOf<T>(
  all: readonly T[],
  most: number,
  idOf: (item: T) => string,
): { readonly page: readonly T[]; readonly last: string | undefined } {
  const page = all.slice(0, most);
  const last = page.at(-1);
  return { page, last: all.length > page.length && last !== undefined ? idOf(last) : undefined };
}
