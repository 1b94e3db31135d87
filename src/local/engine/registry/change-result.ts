import type { AwsError } from '../aws-error';
import type { RegistryState } from './state';

/** What a request makes of the registry, with what it is told of; or why it is refused. */
export type Change<T> = readonly [RegistryState, T] | AwsError;

export function isRefused<T>(change: Change<T>): change is AwsError {
  return !Array.isArray(change);
}
