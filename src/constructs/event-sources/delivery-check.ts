import type { Duration } from 'aws-cdk-lib/core';
import { EVENT_AGE, RETRY_ATTEMPTS } from '../../spec/event-sources/event-delivery';
import { within } from '../check';
import type { Place } from '../construct-error';
import { secondsWithin } from './whole-seconds';

interface Delivery {
  readonly maxEventAge?: Duration;
  readonly retryAttempts?: number;
}

/** How often and how long an event is tried to be handed over: the same of rules and of schedules (EVB-20, SCH-03). */
export function checkDelivery(place: Place, { maxEventAge, retryAttempts }: Delivery): void {
  if (retryAttempts !== undefined) within(place, 'retryAttempts', retryAttempts, RETRY_ATTEMPTS);
  if (maxEventAge !== undefined) secondsWithin(place, 'maxEventAge', maxEventAge, EVENT_AGE);
}
