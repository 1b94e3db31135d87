import { compileEventPattern } from '../../../model/event-pattern';
import type { MappingSettings } from '../../../model/event-source-mapping';

/** Whether a record passes; it is given as JSON text, with its payload decoded (FIL-02). */
export type RecordFilter = (record: string) => boolean;

/** A record passes when any filter matches; without filters all do (FIL-01). Fails with `InvalidEventPattern`. */
export function recordFilter(criteria: MappingSettings['FilterCriteria']): RecordFilter {
  const matchers = (criteria?.Filters ?? []).map(({ Pattern = '' }) => compileEventPattern(Pattern));
  return (record) => matchers.length === 0 || matchers.some((matches) => matches(record));
}

/** A payload as filters see it: JSON where it is an object or a list, text otherwise (FIL-04, FIL-10). */
export function payloadView(payload: string): string {
  if (!/^\s*[[{]/.test(payload)) return JSON.stringify(payload);
  try {
    JSON.parse(payload);
    return payload;
  } catch {
    return JSON.stringify(payload);
  }
}
