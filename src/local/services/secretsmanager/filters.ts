import type { Filter } from '@aws-sdk/client-secrets-manager';
import { violation } from '../validation';
import { invalidParameter } from './refusals';
import type { HeldSecret } from './store';

/** What each key looks at, and how it finds a value there. */
const KEYS: Readonly<Record<string, (secret: HeldSecret, value: string) => boolean>> = {
  all: (secret, value) => {
    const words = wordsOf([secret.name, secret.description ?? '', ...[...secret.tags].flat()].join(' '));
    const wanted = wordsOf(value);
    return wanted.length > 0 && wanted.every((each) => words.some((word) => word.startsWith(each)));
  },
  name: ({ name }, value) => name.startsWith(value),
  'tag-key': ({ tags }, value) => [...tags.keys()].some((key) => key.startsWith(value)),
  'tag-value': ({ tags }, value) => [...tags.values()].some((each) => each.startsWith(value)),
  description: ({ description = '' }, value) => description.toLowerCase().startsWith(value.toLowerCase()),
  // Only those have it that other services made, or that have replicas; there are none.
  'owning-service': () => false,
  'primary-region': () => false,
};

/** The secrets that every filter finds: by one of its values, and by none of those behind an exclamation mark. */
export function matching(secrets: readonly HeldSecret[], filters: readonly Filter[] = []): readonly HeldSecret[] {
  const checks = filters.map(checkOf);
  return secrets.filter((secret) => checks.every((check) => check(secret)));
}

function checkOf({ Key, Values = [] }: Filter, index: number): (secret: HeldSecret) => boolean {
  if (Key === undefined) throw invalidParameter('Invalid filter key');
  const finds = Object.hasOwn(KEYS, Key) ? KEYS[Key] : undefined;
  if (!finds) {
    const set = `[${Object.keys(KEYS).join(', ')}]`;
    throw violation(`filters.${index + 1}.member.key`, `Member must satisfy enum value set: ${set}`, Key);
  }
  if (Values.length === 0) throw invalidParameter(`Invalid filter values for key: ${Key}`);
  const refused = Values.filter((value) => value.startsWith('!')).map((value) => value.slice(1));
  const wanted = Values.filter((value) => !value.startsWith('!'));
  return (secret) =>
    !refused.some((value) => finds(secret, value)) && (wanted.length === 0 || wanted.some((value) => finds(secret, value)));
}

function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
