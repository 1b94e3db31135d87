import type { ListTagsRequest, ListTagsResponse, TagResourceRequest, UntagResourceRequest } from '@aws-sdk/client-lambda';
import { TAGS } from '../../../spec/function-limits';
import { type AwsError, awsError } from '../../engine/aws-error';
import { busy } from '../../engine/registry/change';
import { invalidParameter } from '../../engine/registry/preconditions';
import { revised } from '../../engine/registry/revisions';
import type { Registered } from '../../engine/registry/state';
import { withFunction } from '../../engine/registry/state';
import type { Given } from '../../engine/service-port';
import { type Context, find, isError, type LambdaOperation } from './context';

type Tags = Readonly<Record<string, string>>;

export const listTags: LambdaOperation<Given<ListTagsRequest>, ListTagsResponse> = (input, context) => {
  const fn = taggable(input.Resource, context);
  return isError(fn) ? fn : { Tags: { ...fn.tags } };
};

export const tagResource: LambdaOperation<Given<TagResourceRequest>, undefined> = (input, context) => {
  const fn = taggable(input.Resource, context);
  if (isError(fn)) return fn;
  if (Object.keys(input.Tags).length === 0) return nothingGiven();
  const tags = { ...fn.tags, ...input.Tags };
  return busy(fn) ?? tagError(tags) ?? retag(fn, tags, context);
};

export const untagResource: LambdaOperation<Given<UntagResourceRequest>, undefined> = (input, context) => {
  const fn = taggable(input.Resource, context);
  if (isError(fn)) return fn;
  if (input.TagKeys.length === 0) return nothingGiven();
  const kept = Object.entries(fn.tags).filter(([key]) => !input.TagKeys.includes(key));
  return busy(fn) ?? retag(fn, Object.fromEntries(kept), context);
};

/** FN-18. */
export function tagError(tags: Tags): AwsError | undefined {
  if (Object.keys(tags).length <= TAGS.max) return undefined;
  return invalidParameter('Number of tags exceeds resource tag limit.');
}

function taggable(resource: string, context: Context): Registered | AwsError {
  if (!/:function:/.test(resource)) {
    return awsError('NotEmulatedException', 400, 'lambda-kit does not emulate tags of anything but functions.');
  }
  const located = find(context, { FunctionName: resource });
  if (isError(located)) return located;
  if (located.qualifier === undefined) return located.fn;
  return invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.');
}

function nothingGiven(): AwsError {
  return invalidParameter('An error occurred and the request cannot be processed.');
}

function retag(fn: Registered, tags: Tags, { registry }: Context): AwsError | undefined {
  return registry.change((state, moment) => [withFunction(state, revised({ ...fn, tags }, undefined, moment)), undefined]);
}
