import type { Instant } from '../../time/clock';

/** As Lambda writes most of its dates: `2026-11-20T12:00:00.000+0000`. */
export function timestamp(at: Instant): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}

/** As it writes those of URLs: `2026-11-20T12:00:00Z`, with fractions. */
export function urlTimestamp(at: Instant): string {
  return new Date(at).toISOString();
}
