/** A length of time as tests write it; the members add up. */
export interface Duration {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
}

const MS = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000, milliseconds: 1 } as const;

/** In milliseconds; a bare number is milliseconds already. Fails when it is negative, not a finite number, or in another unit. */
export function toMilliseconds(duration: Duration | number): number {
  const ms =
    typeof duration === 'object' && duration !== null
      ? Object.entries(duration).reduce(
          (sum, [unit, count = 0]) =>
            sum + (typeof count === 'number' ? count : Number.NaN) * (MS[unit as keyof Duration] ?? Number.NaN),
          0,
        )
      : duration;
  if (!Number.isFinite(ms) || ms < 0) {
    throw new RangeError(
      `A duration must be a number of milliseconds from 0 up, or { minutes: 2 } and the like; this is ${JSON.stringify(duration)}.`,
    );
  }
  return ms;
}
