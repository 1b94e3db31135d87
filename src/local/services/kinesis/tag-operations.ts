import type {
  AddTagsToStreamInput,
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  ListTagsForStreamInput,
  ListTagsForStreamOutput,
  RemoveTagsFromStreamInput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-kinesis';
import { PAGES, STREAM_TAGS_MAX } from '../../../spec/kinesis';
import type { Call, Given } from '../../engine/service-port';
import { answering } from '../refusal';
import { checkNumber, checkText, violation } from '../validation';
import type { KinesisContext } from './context';
import { pageOf } from './page-token';
import { invalidArgument, notFound } from './refusals';
import { streamOf } from './request';

type Tags = Readonly<Record<string, string>>;

/** Tags of streams and of consumers. */
export function tagOperations({ store }: KinesisContext) {
  const tagged = (arn: string): { tags: Tags } => {
    const found = store.readBy(arn);
    if (!found) throw notFound(`${arn} not found.`);
    return found.consumer ?? found.stream;
  };
  return {
    AddTagsToStream: answering((input: Given<AddTagsToStreamInput>, call: Call): void => {
      add(streamOf(store, input, call), input.Tags);
    }),

    RemoveTagsFromStream: answering((input: Given<RemoveTagsFromStreamInput>, call: Call): void => {
      remove(streamOf(store, input, call), input.TagKeys);
    }),

    ListTagsForStream: answering((input: Given<ListTagsForStreamInput>, call: Call): ListTagsForStreamOutput => {
      const most = checkNumber('limit', input.Limit ?? PAGES.tags.usual, { min: 1, max: PAGES.tags.most });
      const { ExclusiveStartTagKey: after = '' } = input;
      const { page, last } = pageOf(
        listed(streamOf(store, input, call).tags).filter(({ Key }) => Key > after),
        most,
        ({ Key }) => Key,
      );
      return { Tags: [...page], HasMoreTags: last !== undefined };
    }),

    TagResource: answering((input: Given<TagResourceInput>): void => add(tagged(input.ResourceARN), input.Tags)),

    UntagResource: answering((input: Given<UntagResourceInput>): void => remove(tagged(input.ResourceARN), input.TagKeys)),

    ListTagsForResource: answering((input: Given<ListTagsForResourceInput>): ListTagsForResourceOutput => {
      return { Tags: listed(tagged(input.ResourceARN).tags) };
    }),
  };
}

/** Of tags that are added to those there are. */
export function checkTags(more: Tags, present: Tags): void {
  for (const [key, value] of Object.entries(more)) {
    checkText('tags', key, { min: 1, max: 128 });
    checkText('tags', value, { max: 256 });
  }
  if (Object.keys({ ...present, ...more }).length <= STREAM_TAGS_MAX) return;
  throw invalidArgument(`A resource cannot have more than ${STREAM_TAGS_MAX} tags associated with it.`);
}

function add(to: { tags: Tags }, tags: Tags): void {
  if (Object.keys(tags).length === 0) throw violation('tags', 'Member must have length greater than or equal to 1', '{}');
  checkTags(tags, to.tags);
  to.tags = { ...to.tags, ...tags };
}

function remove(from: { tags: Tags }, keys: readonly string[]): void {
  from.tags = Object.fromEntries(Object.entries(from.tags).filter(([key]) => !keys.includes(key)));
}

function listed(tags: Tags) {
  return Object.entries(tags)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((one, other) => (one.Key < other.Key ? -1 : 1));
}
