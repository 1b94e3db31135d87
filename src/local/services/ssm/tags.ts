import type {
  AddTagsToResourceRequest,
  ListTagsForResourceRequest,
  ListTagsForResourceResult,
  RemoveTagsFromResourceRequest,
  Tag,
} from '@aws-sdk/client-ssm';
import { PARAMETER_TAG, PARAMETER_TAGS_MAX } from '../../../spec/ssm';
import type { Call, Given } from '../../engine/service-port';
import { answering, notEmulated } from '../refusal';
import { checkText } from '../validation';
import { noResource, tooManyTags } from './refusals';
import type { HeldParameter, ParameterStore } from './store';

interface OfResource {
  readonly ResourceType: string;
  readonly ResourceId: string;
}

/** Tags of parameters; other resources of Systems Manager are not there. */
export function tagOperations(store: ParameterStore) {
  const tagged = ({ ResourceType, ResourceId }: OfResource, call: Call): HeldParameter => {
    if (ResourceType !== 'Parameter')
      throw notEmulated(call.operation, `the resource type ${ResourceType}`, 'only Parameter is.');
    const parameter = store.named(call, ResourceId);
    if (!parameter) throw noResource();
    return parameter;
  };
  return {
    AddTagsToResource: answering((input: Given<AddTagsToResourceRequest>, call: Call): object => {
      const { tags } = tagged(input, call);
      for (const [key, value] of addTags(tags, input.Tags)) tags.set(key, value);
      return {};
    }),

    RemoveTagsFromResource: answering((input: Given<RemoveTagsFromResourceRequest>, call: Call): object => {
      const { tags } = tagged(input, call);
      for (const key of input.TagKeys) tags.delete(key);
      return {};
    }),

    ListTagsForResource: answering((input: Given<ListTagsForResourceRequest>, call: Call): ListTagsForResourceResult => {
      return { TagList: [...tagged(input, call).tags].map(([Key, Value]) => ({ Key, Value })) };
    }),
  };
}

/** Those there are, with the ones that are added. */
export function addTags(present: ReadonlyMap<string, string>, more: readonly Tag[]): ReadonlyMap<string, string> {
  const tags = new Map(present);
  for (const { Key = '', Value = '' } of more) {
    checkText('tags', Key, PARAMETER_TAG.key);
    checkText('tags', Value, PARAMETER_TAG.value);
    tags.set(Key, Value);
  }
  if (tags.size > PARAMETER_TAGS_MAX) throw tooManyTags();
  return tags;
}
