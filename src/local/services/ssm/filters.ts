import type { ParameterStringFilter } from '@aws-sdk/client-ssm';
import { PARAMETER_TIERS, PARAMETER_TYPES } from '../../../spec/ssm';
import { violation } from '../validation';
import { fullName, isBelow } from './path';
import { badFilter, badPath } from './refusals';
import type { HeldParameter, ParameterVersion } from './store';

type Test = (parameter: HeldParameter, version: ParameterVersion) => boolean;

const KEY = /^(?:tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType)$/;
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  Name: ['BeginsWith', 'Equals', 'Contains'],
  Path: ['Recursive', 'OneLevel'],
  Label: ['Equals'],
};
const VALUES: Readonly<Record<string, readonly string[]>> = { Type: PARAMETER_TYPES, Tier: PARAMETER_TIERS };

/** Whether a parameter, or a version of it, is what all filters ask for; `keys` are those of the operation. */
export function filtered(
  filters: readonly ParameterStringFilter[],
  keys: { readonly allowed: RegExp; readonly printed: string },
): Test {
  for (const [index, { Key = '' }] of filters.entries()) {
    if (KEY.test(Key)) continue;
    const constraint = 'Member must satisfy regular expression pattern: tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType';
    throw violation(`parameterFilters.${index + 1}.member.key`, constraint, Key);
  }
  const seen = new Set<string>();
  const tests = filters.map((filter) => {
    const { Key = '' } = filter;
    if (!keys.allowed.test(Key)) {
      throw badFilter('Key', `The following filter key is not valid: ${Key}. Valid filter keys include: [${keys.printed}].`);
    }
    if (seen.has(Key)) {
      const message = `The following filter is duplicated in the request: ${Key}. A request can contain only one occurrence of a specific filter.`;
      throw badFilter('Key', message);
    }
    seen.add(Key);
    return testOf(Key, filter);
  });
  return (parameter, version) => tests.every((test) => test(parameter, version));
}

function testOf(key: string, { Option, Values = [] }: ParameterStringFilter): Test {
  if (Values.length === 0) {
    throw badFilter('Value', `The following filter values are missing : null for filter key ${key}.`);
  }
  const option = Option ?? (key === 'Path' ? 'OneLevel' : 'Equals');
  const options = OPTIONS[key] ?? ['BeginsWith', 'Equals'];
  if (!options.includes(option)) {
    throw badFilter(
      'Option',
      `The following filter option is not valid: ${option}. Valid options include: [${options.join(', ')}].`,
    );
  }
  const known = option === 'Equals' ? VALUES[key] : undefined;
  const wrong = known && Values.find((value) => !known.includes(value));
  if (known && wrong !== undefined) {
    throw badFilter('Value', `The following filter value is not valid: ${wrong}. Valid values include: [${known.join(', ')}].`);
  }
  if (key === 'Path') {
    if (Values.some((path) => !path.startsWith('/'))) throw badPath();
    return ({ name }) => Values.some((path) => isBelow(path, name, option === 'Recursive'));
  }
  const values = key === 'Name' && option !== 'Contains' ? Values.map(fullName) : Values;
  const fits = (text: string) => values.some((value) => FITS[option as keyof typeof FITS](text, value));
  return (parameter, version) => textsOf(key, parameter, version).some(fits);
}

const FITS = {
  Equals: (text: string, value: string) => text === value,
  BeginsWith: (text: string, value: string) => text.startsWith(value),
  Contains: (text: string, value: string) => text.includes(value),
};

function textsOf(key: string, { name, tags }: HeldParameter, version: ParameterVersion): readonly string[] {
  if (key === 'Name') return [fullName(name)];
  if (key === 'Type') return [version.type];
  if (key === 'KeyId') return version.keyId === undefined ? [] : [version.keyId];
  if (key === 'Label') return version.labels;
  if (key === 'Tier') return [version.tier];
  if (key === 'DataType') return [version.dataType];
  const tag = tags.get(key.slice('tag:'.length));
  return tag === undefined ? [] : [tag];
}
