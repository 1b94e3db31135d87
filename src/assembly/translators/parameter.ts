import { type Parameter, parameterArn } from '../../model/parameter';
import { defined, isObject, textMember } from '../json';
import type { Resource } from '../resource';
import { optional, type Translation, translated } from './draft';

/** A parameter that the app makes; undefined, with a report, when its name or its value cannot be had. */
export function translateParameter(resource: Resource, context: Translation): Parameter | undefined {
  const { address, account, region } = resource;
  const essentials = translated(resource, context, () => ({
    name: String(resource.home.ref(resource.logicalId)),
    value: resource.required('Value'),
  }));
  if (essentials === undefined) return undefined;
  if (resource.has('Policies')) {
    context.report.find('PROPERTY_NOT_EMULATED', address.path, 'Policies of parameters are not emulated.');
  }
  const text = (property: string) => optional(resource, context, property, () => resource.text(property));
  return defined({
    ...{ address, account, region },
    ...essentials,
    arn: parameterArn(resource, essentials.name),
    type: text('Type'),
    description: text('Description'),
    allowedPattern: text('AllowedPattern'),
    dataType: text('DataType'),
    tier: text('Tier'),
    tags: tagsOf(resource, context),
  });
}

/** Not a list, as those of most other types. */
function tagsOf(resource: Resource, context: Translation): Readonly<Record<string, string>> | undefined {
  const tags = optional(resource, context, 'Tags', () => resource.value('Tags'));
  if (!isObject(tags)) return undefined;
  return Object.fromEntries(Object.keys(tags).map((key) => [key, textMember(tags, key) ?? '']));
}
