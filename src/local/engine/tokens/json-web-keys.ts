/** The public keys of an issuer of tokens, as it publishes them at its `jwks_uri`. */
export interface JsonWebKeySet {
  readonly keys: readonly JsonWebKey[];
}

export interface JsonWebKey {
  readonly kty: string;
  readonly kid?: string;
  readonly [parameter: string]: unknown;
}

/** What a value is instead of a set of keys, as a sentence; undefined when it is one. */
export function keySetFlaw(value: unknown): string | undefined {
  const keys = isRecord(value) ? value.keys : undefined;
  if (!Array.isArray(keys)) return 'it has no list of keys';
  return keys.every((key) => isRecord(key) && typeof key.kty === 'string') ? undefined : 'not every key has a kty';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
