import type { Tag } from '@aws-sdk/client-secrets-manager';
import {
  REQUEST_TOKEN,
  SECRET_DESCRIPTION_MAX,
  SECRET_NAME,
  SECRET_TAGS_MAX,
  SECRET_VALUE_MAX,
} from '../../../spec/secrets-manager';
import { awsError } from '../../engine/aws-error';
import { textBytes } from '../../engine/text';
import { Refusal } from '../refusal';
import { violation } from '../validation';
import { invalidParameter, invalidRequest, markedForDeletion, notFound } from './refusals';
import type { HeldSecret, Place, SecretStore, SecretValue } from './store';

const INVALID_NAME = 'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!';

export function checkedName(name: string, at: string): string {
  if (name.length < 1) throw violation(at, 'Member must have length greater than or equal to 1', name);
  if (name.length > SECRET_NAME.max) {
    throw violation(at, `Member must have length less than or equal to ${SECRET_NAME.max}`, name);
  }
  if (!SECRET_NAME.pattern.test(name)) throw new Refusal(awsError('ValidationException', 400, INVALID_NAME));
  return name;
}

/** Also one that is marked for deletion. */
export function secretOf(store: SecretStore, id: string, place: Place): HeldSecret {
  const found = store.find(id.startsWith('arn:') ? id : checkedName(id, 'secretId'), place);
  if (!found) throw notFound();
  return found;
}

export function activeSecret(store: SecretStore, id: string, place: Place): HeldSecret {
  const secret = secretOf(store, id, place);
  if (secret.deletedAt !== undefined) throw markedForDeletion();
  return secret;
}

/** What makes the id of a version; SDKs make one up. */
export function checkedToken(token: string | undefined): string {
  if (token === undefined || token === '') {
    throw invalidRequest('You must provide a ClientRequestToken value. We recommend a UUID-type value.');
  }
  const { min, max } = REQUEST_TOKEN;
  if (token.length < min || token.length > max) {
    throw invalidParameter(`ClientRequestToken must be ${min}-${max} characters long.`);
  }
  return token;
}

interface GivenValue {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

/** Undefined where none is given, or an empty one. */
export function checkedValue({ SecretString, SecretBinary }: GivenValue): SecretValue | undefined {
  if (SecretString && SecretBinary?.length) {
    throw invalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.");
  }
  if (SecretString) {
    if (textBytes(SecretString).length > SECRET_VALUE_MAX) throw tooLong('secretString');
    return { text: SecretString };
  }
  if (!SecretBinary?.length) return undefined;
  if (SecretBinary.length > SECRET_VALUE_MAX) throw tooLong('secretBinary');
  return { bytes: SecretBinary };
}

export function isSameValue(one: SecretValue, other: SecretValue): boolean {
  if ('text' in one || 'text' in other) return 'text' in one && 'text' in other && one.text === other.text;
  return one.bytes.length === other.bytes.length && one.bytes.every((byte, at) => byte === other.bytes[at]);
}

export function checkedDescription(description: string | undefined): string | undefined {
  if (description !== undefined && description.length > SECRET_DESCRIPTION_MAX) {
    throw violation('description', `Member must have length less than or equal to ${SECRET_DESCRIPTION_MAX}`, description);
  }
  return description;
}

export function addTags({ tags }: Pick<HeldSecret, 'tags'>, given: readonly Tag[]): void {
  const all = new Map([...tags, ...given.map(({ Key = '', Value = '' }) => [Key, Value] as const)]);
  if (all.size > SECRET_TAGS_MAX) throw invalidParameter(`A secret can have at most ${SECRET_TAGS_MAX} tags.`);
  for (const [key, value] of all) tags.set(key, value);
}

export function checkedLimit(given: number | undefined, max: number): number {
  if (given === undefined) return max;
  if (given < 1) throw violation('maxResults', 'Member must have value greater than or equal to 1', given);
  if (given > max) throw violation('maxResults', `Member must have value less than or equal to ${max}`, given);
  return given;
}

function tooLong(at: string): Refusal {
  return violation(at, `Member must have length less than or equal to ${SECRET_VALUE_MAX}`);
}
