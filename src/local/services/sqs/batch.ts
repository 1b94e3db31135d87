import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import { BATCH_ENTRIES, ENTRY_ID } from '../../../spec/sqs';
import { type AwsError, awsError } from '../../engine/aws-error';
import { isError } from './refusals';

interface Entry {
  readonly Id?: string | undefined;
}

/** What is wrong with a batch as a whole. */
export function batchError(entries: readonly Entry[]): AwsError | undefined {
  if (entries.length === 0) {
    return awsError('EmptyBatchRequest', 400, 'There should be at least one entry in the request.');
  }
  if (entries.length > BATCH_ENTRIES) {
    const message = `Maximum number of entries per request are ${BATCH_ENTRIES}. You have sent ${entries.length}.`;
    return awsError('TooManyEntriesInBatchRequest', 400, message);
  }
  if (entries.some(({ Id = '' }) => !ENTRY_ID.test(Id))) {
    return awsError(
      'InvalidBatchEntryId',
      400,
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const ids = entries.map(({ Id }) => Id);
  const twice = ids.find((id, at) => ids.indexOf(id) < at);
  return twice === undefined ? undefined : awsError('BatchEntryIdsNotDistinct', 400, `Id ${twice} repeated.`);
}

/** Each entry by itself: those that went well, and what was wrong with the others. */
export function batchResult<E extends Entry, R extends object>(entries: readonly E[], one: (entry: E) => R | AwsError) {
  const Successful: (R & { Id: string })[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    const { Id = '' } = entry;
    const result = one(entry);
    if (isError(result)) Failed.push({ Id, SenderFault: result.status < 500, Code: result.type, Message: result.message });
    else Successful.push({ Id, ...result });
  }
  return { Successful, ...(Failed.length > 0 && { Failed }) } as { Successful: typeof Successful; Failed: typeof Failed };
}
