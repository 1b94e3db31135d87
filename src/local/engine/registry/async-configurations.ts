import type { AsyncConfiguration } from '../../../model/function';
import type { Change } from './change-result';
import { notFound } from './not-found';

import { invalidParameter } from './preconditions';
import { type Moment, type Registered, type RegisteredAsyncConfiguration, type RegistryState, withFunction } from './state';

/** What a request sets; an ARN that is an empty text takes the destination away. */
export type AsyncWish = Omit<AsyncConfiguration, 'qualifier'>;

/** Replaces everything (`put`) or only what the request says (`update`) (INV-60, INV-61). */
export function configureAsync(
  state: RegistryState,
  fn: Registered,
  qualifier: string,
  wish: AsyncWish,
  how: 'put' | 'update',
  { now }: Moment,
): Change<RegisteredAsyncConfiguration> {
  if (Object.values(wish).every((value) => value === undefined)) {
    return invalidParameter('You must specify at least one of error handling or destination setting.');
  }
  const present = asyncConfigurationOf(fn, qualifier);
  if (how === 'update' && !present) return noAsyncConfiguration(fn, qualifier);
  const { onSuccessArn, onFailureArn, ...rest } = { ...(how === 'update' && present), ...defined(wish) };
  const changed: RegisteredAsyncConfiguration = {
    ...rest,
    ...(onSuccessArn && { onSuccessArn }),
    ...(onFailureArn && { onFailureArn }),
    qualifier,
    lastModified: now,
  };
  const { asyncConfigurations: before } = fn;
  const asyncConfigurations = present ? before.map((each) => (each === present ? changed : each)) : [...before, changed];
  return [withFunction(state, { ...fn, asyncConfigurations }), changed];
}

export function deleteAsyncConfiguration(state: RegistryState, fn: Registered, qualifier: string): Change<undefined> {
  const present = asyncConfigurationOf(fn, qualifier);
  if (!present) return noAsyncConfiguration(fn, qualifier);
  const asyncConfigurations = fn.asyncConfigurations.filter((each) => each !== present);
  return [withFunction(state, { ...fn, asyncConfigurations }), undefined];
}

export function asyncConfigurationOf(fn: Registered, qualifier: string): RegisteredAsyncConfiguration | undefined {
  return fn.asyncConfigurations.find((each) => each.qualifier === qualifier);
}

export function noAsyncConfiguration(fn: Pick<Registered, 'arn'>, qualifier: string) {
  return notFound(`The function ${fn.arn}:${qualifier} doesn't have an EventInvokeConfig`);
}

function defined<T extends object>(wish: T): T {
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as T;
}
