import type { Duration } from 'aws-cdk-lib/core';
import type { Limit } from '../../spec/limit';
import { ofKind, within } from '../check';
import type { Place } from '../construct-error';

/** The duration in seconds, or a token for it; with the fraction when it has one, which `within` refuses. */
export function wholeSeconds(duration: Duration): number {
  return duration.isUnresolved() ? duration.toSeconds() : duration.toSeconds({ integral: false });
}

export function secondsWithin(place: Place, prop: string, duration: Duration, limit: Limit): number {
  ofKind(place, prop, duration, 'a Duration, as Duration.minutes(1)', (it) => it.toSeconds);
  return within(place, prop, wholeSeconds(duration), limit);
}
