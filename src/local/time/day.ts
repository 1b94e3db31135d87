import type { Instant } from './clock';

/** The day of an instant in UTC, as `2026-11-20`. */
export function dayOf(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10);
}
