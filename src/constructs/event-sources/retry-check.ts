import { MAPPING_RETRIES, RECORD_AGE } from '../../spec/event-source-mapping';
import { within } from '../check';
import type { Place } from '../construct-error';
import type { RetryOptions } from './mapping-options';
import { secondsWithin } from './whole-seconds';

/** ESM-06. */
export function checkRetries(place: Place, { retryAttempts, maxRecordAge }: RetryOptions): void {
  if (retryAttempts !== undefined) within(place, 'retryAttempts', retryAttempts, MAPPING_RETRIES);
  if (maxRecordAge !== undefined) secondsWithin(place, 'maxRecordAge', maxRecordAge, RECORD_AGE);
}
