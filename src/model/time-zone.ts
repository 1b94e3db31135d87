import type { Day, WallMinute } from './cron';

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether there is a time zone of this name, as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  if (/^[+-]|^$/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The day on which an instant, in milliseconds since 1970, falls in a zone. */
export function dayIn(zone: string, instant: number): Day {
  const { year, month, day } = wallOf(zone, instant);
  return { year, month, day };
}

/** What the clocks of the zone show at an instant, as the milliseconds since 1970 at which those of UTC show the same. */
export function shownAt(zone: string, instant: number): number {
  return instant + offsetAt(zone, instant);
}

/**
 * When a clock of the zone shows this, in milliseconds since 1970; the first time, where it does so twice, and undefined where it
 * never does, as the clocks are put forward.
 */
export function instantOf(zone: string, wall: WallMinute & { readonly second?: number }): number | undefined {
  const shown = inUtc(wall);
  const candidates = [-DAY_MS, DAY_MS].map((away) => shown - offsetAt(zone, shown + away));
  return candidates.sort((a, b) => a - b).find((instant) => instant + offsetAt(zone, instant) === shown);
}

/** When the clocks of UTC show it. */
export function inUtc({ year, month, day, hour, minute, second = 0 }: WallMinute & { readonly second?: number }): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** How far the zone is ahead of UTC, in milliseconds. */
function offsetAt(zone: string, instant: number): number {
  if (zone === 'UTC') return 0;
  const whole = Math.floor(instant / 1000) * 1000;
  return inUtc(wallOf(zone, whole)) - whole;
}

function wallOf(zone: string, instant: number): WallMinute & { readonly second: number } {
  const shown: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) shown[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown;
  return { year, month, day, hour, minute, second };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const numeric = 'numeric' as const;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
  });
  formats.set(zone, made);
  return made;
}
