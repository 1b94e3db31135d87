import { awsError } from '../../engine/aws-error';
import { pageOf } from '../handover/paging';
import { Refusal } from '../refusal';
import { checkedLimit } from './request';

interface Page {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One page, of at most `max`. */
export function checkedPage<Item>(items: readonly Item[], { MaxResults, NextToken }: Page, max: number) {
  if (NextToken !== undefined && !/^\d+$/.test(Buffer.from(NextToken, 'base64').toString())) {
    throw new Refusal(awsError('InvalidNextTokenException', 400, 'The NextToken value is invalid.'));
  }
  return pageOf(items, checkedLimit(MaxResults, max), NextToken);
}
