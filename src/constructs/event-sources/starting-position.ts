import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { AT_TIMESTAMP } from '../../spec/event-source-mapping';
import { ConstructError, type Place } from '../construct-error';

/** Where Lambda begins to read; both or only the first are given (ESM-11). */
export function checkStart(place: Place, position: lambda.StartingPosition, timestamp?: number): void {
  const needsTime = (position as string) === AT_TIMESTAMP;
  if (needsTime === (timestamp !== undefined)) return;
  throw needsTime
    ? new ConstructError(
        place,
        'STARTING_TIMESTAMP_MISSING',
        `startingPosition ${AT_TIMESTAMP} needs a startingPositionTimestamp (ESM-11).`,
      )
    : new ConstructError(
        place,
        'STARTING_TIMESTAMP_UNUSED',
        `startingPositionTimestamp must not be given with startingPosition ${position}, but is ${timestamp} (ESM-11).`,
      );
}
