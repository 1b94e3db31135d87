import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { ConstructError, type Place } from './construct-error';

/** In the context of the app: the day to go by, so that a synthesis gives the same on every day. */
export const TODAY = 'cdk-lambda-kit:today';

/** The day of the synthesis, as 2026-11-20. */
export function today(place: Place, scope: IConstruct): string {
  const given: unknown = scope.node.tryGetContext(TODAY);
  if (given === undefined) return new Date().toISOString().slice(0, 10);
  if (typeof given === 'string' && !Token.isUnresolved(given) && isDay(given)) return given;
  throw new ConstructError(place, 'TODAY_INVALID', `the context ${TODAY} must be a day, but is ${JSON.stringify(given)}.`);
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
