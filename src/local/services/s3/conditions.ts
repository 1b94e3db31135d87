import { type AwsError, awsError } from '../../engine/aws-error';
import { noSuchKey } from './refusals';
import type { ObjectVersion } from './stored';

export interface ReadConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly IfModifiedSince?: Date;
  readonly IfUnmodifiedSince?: Date;
}

/** Why the object is not handed out; RFC 9110 says which condition counts before which. */
export function readRefusal(conditions: ReadConditions, { etag, modified }: ObjectVersion): AwsError | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const changed = Math.floor(modified / 1000) * 1000;
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, etag)) return preconditionFailed('If-Match');
  } else if (IfUnmodifiedSince !== undefined && changed > IfUnmodifiedSince.getTime()) {
    return preconditionFailed('If-Unmodified-Since');
  }
  if (IfNoneMatch !== undefined) return matches(IfNoneMatch, etag) ? NOT_MODIFIED : undefined;
  if (IfModifiedSince !== undefined && changed <= IfModifiedSince.getTime()) return NOT_MODIFIED;
  return undefined;
}

/** The same of the source of a copy, of which everything that fails is 412. */
export function copyRefusal(conditions: ReadConditions, source: ObjectVersion): AwsError | undefined {
  const refused = readRefusal(conditions, source);
  return refused?.status === 304 ? preconditionFailed('x-amz-copy-source-If-None-Match') : refused;
}

/** Why nothing is written over, or instead of, what the key leads to now. */
export function writeRefusal(
  { IfMatch, IfNoneMatch }: Pick<ReadConditions, 'IfMatch' | 'IfNoneMatch'>,
  key: string,
  current: ObjectVersion | undefined,
): AwsError | undefined {
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') {
      const message = 'A header you provided implies functionality that is not implemented';
      return awsError('NotImplemented', 501, message, { Header: 'If-None-Match' });
    }
    return current ? preconditionFailed('If-None-Match') : undefined;
  }
  if (IfMatch === undefined) return undefined;
  if (!current) return noSuchKey(key);
  return matches(IfMatch, current.etag) ? undefined : preconditionFailed('If-Match');
}

function matches(listed: string, etag: string): boolean {
  return listed.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^(?:W\/)?"(.*)"$/, '$1') === etag);
}

const NOT_MODIFIED = awsError('NotModified', 304, 'Not Modified');

function preconditionFailed(Condition: string): AwsError {
  return awsError('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', { Condition });
}
