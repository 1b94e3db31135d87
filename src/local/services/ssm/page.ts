import { checkNumber } from '../validation';
import { badToken } from './refusals';

interface Asked {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface PageSize {
  readonly usual: number;
  readonly most: number;
}

const MARK = 'after ';

/** One page of what is in the order of its ids, and where the next one begins. */
export function pageOf<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  { MaxResults, NextToken }: Asked,
  { usual, most }: PageSize,
): { readonly items: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  const limit = checkNumber('maxResults', MaxResults ?? usual, { min: 1, max: most });
  const after = NextToken === undefined ? undefined : read(NextToken);
  const rest = after === undefined ? items : items.filter((item) => idOf(item) > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { items: page, next: rest.length > page.length && last !== undefined ? { NextToken: written(idOf(last)) } : {} };
}

function written(id: string): string {
  return Buffer.from(MARK + id).toString('base64');
}

function read(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith(MARK)) throw badToken();
  return text.slice(MARK.length);
}
