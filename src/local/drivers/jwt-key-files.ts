import { readFileSync } from 'node:fs';
import { type JsonWebKeySet, keySetFlaw } from '../engine/tokens/json-web-keys';
import { LocalError } from '../errors';

/** The keys of each issuer, read from its file where that is what was given. */
export function jwtKeySets(given: Readonly<Record<string, JsonWebKeySet | string>>): ReadonlyMap<string, JsonWebKeySet> {
  return new Map(
    Object.entries(given).map(([issuer, keys]) => [
      issuer,
      typeof keys === 'string' ? read(issuer, keys) : checked(issuer, keys),
    ]),
  );
}

function read(issuer: string, file: string): JsonWebKeySet {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new LocalError('JWT_KEYS_INVALID', `The keys of ${issuer} cannot be read: ${(error as Error).message}.`);
  }
  try {
    return checked(issuer, JSON.parse(text));
  } catch (error) {
    if (error instanceof LocalError) throw error;
    throw new LocalError('JWT_KEYS_INVALID', `The keys of ${issuer} in ${file} are not JSON: ${(error as Error).message}.`);
  }
}

function checked(issuer: string, value: unknown): JsonWebKeySet {
  const flaw = keySetFlaw(value);
  if (flaw !== undefined) throw new LocalError('JWT_KEYS_INVALID', `The keys of ${issuer} are no set of JSON Web Keys: ${flaw}.`);
  return value as JsonWebKeySet;
}
