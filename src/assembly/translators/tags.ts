import { isList, textMember } from '../json';
import type { Resource } from '../resource';
import { optional, type Translation } from './draft';

/** The tags that a resource lists in its `Tags`. */
export function tagsOf(resource: Resource, context: Translation): Readonly<Record<string, string>> {
  const tags = optional(resource, context, 'Tags', () => resource.value('Tags'));
  if (!isList(tags)) return {};
  return Object.fromEntries(tags.map((tag) => [textMember(tag, 'Key') ?? '', textMember(tag, 'Value') ?? '']));
}
