import { queryPairs } from '../request-facts';
import { eventHeaders } from './request-event';
import type { BegunRestCall } from './rest-call';

/** The last value of a header, whatever its case. */
export function headerValue(call: BegunRestCall, name: string): string | undefined {
  const lower = name.toLowerCase();
  return lastOf(eventHeaders(call), (each) => each.toLowerCase() === lower);
}

/** The last value of a parameter of the query. */
export function queryValue({ head }: BegunRestCall, name: string): string | undefined {
  return lastOf(queryPairs(head.rawQuery), (each) => each === name);
}

function lastOf(
  pairs: readonly (readonly [name: string, value: string])[],
  isMeant: (name: string) => boolean,
): string | undefined {
  return pairs.filter(([name]) => isMeant(name)).at(-1)?.[1];
}
