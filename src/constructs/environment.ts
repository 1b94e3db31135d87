import { Token } from 'aws-cdk-lib/core';
import { ENVIRONMENT_KEY, ENVIRONMENT_SIZE } from '../spec/environment-limits';
import { RESERVED_VARIABLES } from '../spec/environment-variables';
import { fitting } from './check';
import { ConstructError, type Place } from './construct-error';

export function checkVariable(place: Place, key: string, value: unknown): void {
  if (RESERVED_VARIABLES.includes(key)) {
    throw new ConstructError(place, 'ENVIRONMENT_KEY_RESERVED', `environment must not have the key '${key}'.`);
  }
  fitting(place, 'a key of environment', key, ENVIRONMENT_KEY);
  if (typeof value !== 'string' && !Token.isUnresolved(value)) {
    throw new ConstructError(place, 'ENVIRONMENT_VALUE_MISSING', `environment.${key} must be a text, but is ${String(value)}.`);
  }
}

/** What is not known yet counts as empty, so that only what is too large in any case is refused. */
export function checkEnvironmentSize(place: Place, variables: Readonly<Record<string, unknown>>): void {
  const known = Object.entries(variables).map(([key, value]) => [
    Token.isUnresolved(key) ? '' : key,
    typeof value !== 'string' || Token.isUnresolved(value) ? '' : value,
  ]);
  // Not from an object: two unknown keys would become one.
  const json = `{${known.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
  const bytes = Buffer.byteLength(json);
  if (bytes > ENVIRONMENT_SIZE.max) {
    throw new ConstructError(
      place,
      'ENVIRONMENT_TOO_LARGE',
      `environment must have at most ${ENVIRONMENT_SIZE.max} bytes as JSON, but has ${bytes} (${ENVIRONMENT_SIZE.source}).`,
    );
  }
}
