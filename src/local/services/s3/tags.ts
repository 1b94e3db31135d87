import type { Tag } from '@aws-sdk/client-s3';
import { OBJECT_TAG_KEY_MAX, OBJECT_TAG_VALUE_MAX, OBJECT_TAGS_MAX } from '../../../spec/s3';
import { type AwsError, awsError } from '../../engine/aws-error';

export type Tags = Readonly<Record<string, string>>;

/** From the header of an upload, written like a query. */
export function tagsFromHeader(header: string | undefined): Tags | AwsError {
  const parameters = [...new URLSearchParams(header ?? '')];
  return tagsFrom(parameters.map(([Key, Value]) => ({ Key, Value })));
}

export function tagsFrom(tags: readonly Tag[]): Tags | AwsError {
  if (tags.length > OBJECT_TAGS_MAX) {
    return awsError('BadRequest', 400, `Object tags cannot be greater than ${OBJECT_TAGS_MAX}`);
  }
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    return awsError('InvalidTag', 400, 'Cannot provide multiple Tags with the same key');
  }
  const flawed = (pattern: RegExp, max: number, text = '') => text.length > max || !pattern.test(text);
  const isBad = ({ Key, Value }: Tag) =>
    flawed(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u, OBJECT_TAG_KEY_MAX, Key) ||
    flawed(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, OBJECT_TAG_VALUE_MAX, Value);
  const bad = tags.find(isBad);
  if (bad) {
    const isKey = flawed(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u, OBJECT_TAG_KEY_MAX, bad.Key);
    const message = `The Tag${isKey ? 'Key' : 'Value'} you have provided is invalid`;
    return awsError('InvalidTag', 400, message, { TagKey: bad.Key ?? '' });
  }
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

export function tagSet(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
