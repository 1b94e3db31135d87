import type { AwsError } from '../aws-error';
import type { InvokeAnswer } from '../ports';
import { bytesText } from '../text';
import { reportedFailures } from './partial-response';
import type { LastAnswer } from './stream-failure';
import type { Result } from './stream-lane';

/** What an answer means for the batch, and how the journal tells it. */
export interface Judged {
  readonly result: Result;
  readonly why?: 'failed' | 'reported' | 'malformed' | 'throttled';
  readonly last?: LastAnswer;
}

export interface Judging {
  /** The mapping has ReportBatchItemFailures. */
  readonly reports: boolean;
  /** Of the batch, in order. */
  readonly sequenceNumbers: readonly string[];
  /** The function must give back the state of a tumbling window. */
  readonly needsState: boolean;
}

/** PBR-01 to PBR-12, PBR-21, ESM-64, STR-12, STR-13. */
export function judged(answer: InvokeAnswer | AwsError, { reports, sequenceNumbers, needsState }: Judging): Judged {
  if (answer.kind === 'awsError') return { result: { is: 'throttled' }, why: 'throttled' };
  const { statusCode, executedVersion = '$LATEST', functionError } = answer;
  const last = { statusCode, executedVersion, functionError: functionError ?? null };
  if (functionError !== undefined) return { result: { is: 'failed' }, why: 'failed', last };
  const text = bytesText(answer.payload);
  const known = new Set<unknown>(sequenceNumbers);
  const reported = reports ? reportedFailures(text, (identifier) => known.has(identifier)) : [];
  const state = needsState ? stateOf(text) : undefined;
  if (reported === 'malformed' || (needsState && state === undefined)) {
    return { result: { is: 'failed' }, why: 'malformed', last };
  }
  const more = state === undefined ? {} : { state };
  const from = sequenceNumbers.find((sequenceNumber) => reported.includes(sequenceNumber));
  if (from === undefined) return { result: { is: 'succeeded', ...more } };
  return { result: { is: 'partial', from, ...more }, why: 'reported', last };
}

function stateOf(text: string): unknown {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== 'object' || answer === null) return undefined;
    const { state } = answer as { readonly state?: unknown };
    return typeof state === 'object' && state !== null ? state : undefined;
  } catch {
    return undefined;
  }
}
