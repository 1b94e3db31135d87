import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { MAXIMUM_EVENT_AGE, RETRY_ATTEMPTS } from '../spec/asynchronous-limits';
import { ofKind, within } from './check';
import type { Place } from './construct-error';
import { CheckedDestination } from './destinations';

/** Refuses what Lambda would refuse of `maxEventAge` and `retryAttempts`. */
export function checkAsynchronous(place: Place, { maxEventAge, retryAttempts }: lambda.EventInvokeConfigOptions): void {
  if (retryAttempts !== undefined) within(place, 'retryAttempts', retryAttempts, RETRY_ATTEMPTS);
  if (maxEventAge !== undefined)
    ofKind(place, 'maxEventAge', maxEventAge, 'a Duration, as Duration.hours(1)', (it) => it.toSeconds);
  if (maxEventAge && !maxEventAge.isUnresolved()) {
    within(place, 'maxEventAge', maxEventAge.toSeconds({ integral: false }), MAXIMUM_EVENT_AGE);
  }
}

/** For `configureAsyncInvoke`, which the constructor of aws-cdk-lib calls too. */
export function checkedAsynchronous(
  fn: lambda.IFunction,
  options: lambda.EventInvokeConfigOptions,
): lambda.EventInvokeConfigOptions {
  checkAsynchronous(fn, options);
  const { onFailure, onSuccess } = options;
  return {
    ...options,
    onFailure: onFailure && new CheckedDestination('onFailure', onFailure),
    onSuccess: onSuccess && new CheckedDestination('onSuccess', onSuccess),
  };
}
