import type { UsageQuota } from '../../../model/rest-api';
import type { Instant } from '../../time/clock';

const DAY_MS = 86_400_000;
/** The first Sunday after 1970 began, which was on a Thursday. */
const FIRST_SUNDAY_MS = 3 * DAY_MS;

/** When the period began that an instant is in: at midnight in UTC, of a Sunday or the first of the month where it is longer. */
export function periodOf(period: UsageQuota['period'], now: Instant): Instant {
  const midnight = now - (now % DAY_MS);
  if (period === 'DAY') return midnight;
  if (period === 'WEEK') return midnight - ((midnight - FIRST_SUNDAY_MS) % (7 * DAY_MS));
  // Of `2026-11-20`, the day.
  const day = Number(new Date(now).toISOString().slice(8, 10));
  return midnight - (day - 1) * DAY_MS;
}
