import { type Cron, cronOf } from './cron';
import { dayIn, instantOf, inUtc, shownAt } from './time-zone';

/** When something is due, worked out from a schedule expression. */
export type Timing =
  /** `at` is absent where the clocks of the zone never show that time. */
  | { readonly kind: 'at'; readonly at?: number }
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly cron: Cron; readonly zone: string };

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** Clocks are put back by less than this, in milliseconds; looking an instant up takes long. */
const PUT_BACK_MS = 3 * 3_600_000;

/** Of an expression without a `scheduleFault` of weight. */
export function timingOf(expression: string, zone = 'UTC'): Timing {
  const [, kind, inside = ''] = /^([a-z]+)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'at') {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = inside.split(/[-T:]/).map(Number);
    const at = instantOf(zone, { year, month, day, hour, minute, second });
    return { kind, ...(at !== undefined && { at }) };
  }
  if (kind === 'cron') return { kind, cron: cronOf(inside), zone };
  const [count, unit = ''] = inside.split(' ');
  return { kind: 'rate', everyMs: Number(count) * (UNIT_MS[unit.replace(/s$/, '')] as number) };
}

/**
 * The first time after `after`, in milliseconds since 1970; undefined when there is none any more. Rates are counted from `anchor`,
 * which is such a time itself.
 */
export function nextTime(timing: Timing, after: number, anchor: number): number | undefined {
  if (timing.kind === 'at') return timing.at !== undefined && timing.at > after ? timing.at : undefined;
  if (timing.kind === 'rate') {
    return anchor + Math.max(0, Math.floor((after - anchor) / timing.everyMs) + 1) * timing.everyMs;
  }
  const { cron, zone } = timing;
  const shown = shownAt(zone, after);
  for (const wall of cron.minutesFrom(dayIn(zone, after))) {
    if (inUtc(wall) < shown - PUT_BACK_MS) continue;
    const instant = instantOf(zone, wall);
    if (instant !== undefined && instant > after) return instant;
  }
  return undefined;
}
