/** A minute of a calendar and a clock on the wall, in whatever zone they hang. */
export interface WallMinute extends Day {
  readonly hour: number;
  readonly minute: number;
}

/** `month` counts from 1. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A cron expression that can be asked when it is due. */
export interface Cron {
  /** Every minute at which it is due, in order, from the first of that day on. */
  minutesFrom(day: Day): Generator<WallMinute>;
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');
const LAST_YEAR = 2199;
const DAY_MS = 86_400_000;

/** What stands in the brackets of `cron(…)`; of an expression with a `scheduleFault`, anything can come (EVB-03, SCH-04). */
export function cronOf(fields: string): Cron {
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields.trim().split(/\s+/);
  const minutes = inOrder(valuesOf(minute, 0, 59));
  const hours = inOrder(valuesOf(hour, 0, 23));
  const months = valuesOf(month, 1, 12, MONTHS);
  const years = valuesOf(year, 1970, LAST_YEAR);
  const isDue = dayOfMonth === '?' ? weekdayTest(dayOfWeek) : monthDayTest(dayOfMonth);

  function* daysFrom(start: Day): Generator<Day> {
    for (let at = start.year; at <= LAST_YEAR; at++) {
      if (!years.has(at)) continue;
      const firstMonth = at === start.year ? start.month : 1;
      for (let inYear = firstMonth; inYear <= 12; inYear++) {
        if (!months.has(inYear)) continue;
        const first = at === start.year && inYear === start.month ? start.day : 1;
        for (let day = first; day <= daysIn(at, inYear); day++) {
          const found = { year: at, month: inYear, day };
          if (isDue(found)) yield found;
        }
      }
    }
  }

  return {
    *minutesFrom(start) {
      for (const day of daysFrom(start)) {
        for (const at of hours) for (const inHour of minutes) yield { ...day, hour: at, minute: inHour };
      }
    },
  };
}

type DayTest = (day: Day) => boolean;

function monthDayTest(field: string): DayTest {
  const tests = field.split(',').map((member): DayTest => {
    const [, before] = /^L(?:-(\d+))?$/i.exec(member) ?? [];
    if (/^L(-\d+)?$/i.test(member)) return ({ year, month, day }) => day === daysIn(year, month) - Number(before ?? 0);
    if (/^LW$/i.test(member)) return ({ year, month, day }) => day === workdayNear(year, month, daysIn(year, month));
    const [, near] = /^(\d+)W$/i.exec(member) ?? [];
    // In a month that is too short there is no such day.
    if (near !== undefined) {
      return ({ year, month, day }) => Number(near) <= daysIn(year, month) && day === workdayNear(year, month, Number(near));
    }
    const days = valuesOf(member, 1, 31);
    return ({ day }) => days.has(day);
  });
  return (day) => tests.some((test) => test(day));
}

function weekdayTest(field: string): DayTest {
  const tests = field.split(',').map((member): DayTest => {
    if (/^L$/i.test(member)) return (day) => weekdayOf(day) === 7;
    const [, weekday = '', kind, which] = /^(\w+?)(L|#(\d))$/i.exec(member) ?? [];
    if (kind === undefined) {
      const weekdays = valuesOf(member, 1, 7, WEEKDAYS);
      return (day) => weekdays.has(weekdayOf(day));
    }
    const [wanted] = valuesOf(weekday, 1, 7, WEEKDAYS);
    if (which === undefined) return (day) => weekdayOf(day) === wanted && day.day > daysIn(day.year, day.month) - 7;
    return (day) => weekdayOf(day) === wanted && Math.ceil(day.day / 7) === Number(which);
  });
  return (day) => tests.some((test) => test(day));
}

/** The weekday, of that month, which is nearest to a day. */
function workdayNear(year: number, month: number, day: number): number {
  const weekday = weekdayOf({ year, month, day });
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === daysIn(year, month) ? day - 2 : day + 1;
  return day;
}

/** From 1 for Sunday to 7 for Saturday. */
function weekdayOf({ year, month, day }: Day): number {
  // 1970 began with a Thursday.
  return ((((Date.UTC(year, month - 1, day) / DAY_MS + 4) % 7) + 7) % 7) + 1;
}

function daysIn(year: number, month: number): number {
  return (Date.UTC(year, month, 1) - Date.UTC(year, month - 1, 1)) / DAY_MS;
}

/** `*`, numbers, names, ranges, which may go over the end, and steps. */
function valuesOf(field: string, min: number, max: number, names: readonly string[] = []): ReadonlySet<number> {
  const numberOf = (text: string) => {
    const named = names.indexOf(text.toUpperCase());
    return named < 0 ? Number(text) : named + min;
  };
  const found = new Set<number>();
  for (const member of field.split(',')) {
    const [range = '', step] = member.split('/');
    const [from = '', to] = range === '*' ? [String(min), String(max)] : range.split('-');
    const first = numberOf(from);
    const last = to !== undefined ? numberOf(to) : step !== undefined ? max : first;
    const end = last < first ? last + (max - min + 1) : last;
    for (let value = first; value <= end; value += Number(step ?? 1)) found.add(value > max ? value - (max - min + 1) : value);
  }
  return found;
}

function inOrder(values: ReadonlySet<number>): readonly number[] {
  return [...values].sort((a, b) => a - b);
}
