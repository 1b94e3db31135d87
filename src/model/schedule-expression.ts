/**
 * What is wrong with a schedule. `plural`: only that the unit and the number do not go together, as in `rate(1 minutes)`; `field`:
 * one field of a cron expression has a value that it cannot have.
 */
export interface ScheduleFault {
  readonly is: 'invalid' | 'field' | 'plural';
  /** A sentence without its end. */
  readonly why: string;
}

/** What EventBridge rules (EVB-03) and schedules (SCH-04) refuse; undefined when they take it. */
export function scheduleFault(text: string, kind: 'rule' | 'schedule'): ScheduleFault | undefined {
  const [, name, inside = ''] = /^([a-z]+)\((.*)\)$/.exec(text) ?? [];
  if (name === 'rate') return rateFault(inside);
  if (name === 'cron') return cronFault(inside);
  if (name === 'at' && kind === 'schedule') return invalidIf(atFault(inside));
  return {
    is: 'invalid',
    why: kind === 'rule' ? 'it is neither rate(…) nor cron(…)' : 'it is none of rate(…), cron(…) and at(…)',
  };
}

function invalidIf(why: string | undefined): ScheduleFault | undefined {
  return why === undefined ? undefined : { is: 'invalid', why };
}

function rateFault(inside: string): ScheduleFault | undefined {
  const [, number = '', unit = ''] = /^(\d+) (minutes?|hours?|days?)$/.exec(inside) ?? [];
  if (unit === '' || Number(number) === 0) {
    return { is: 'invalid', why: 'a rate is a whole number above 0, one space, and minutes, hours or days' };
  }
  if (unit.endsWith('s') === Number(number) > 1) return undefined;
  const right = unit.endsWith('s') ? unit.slice(0, -1) : `${unit}s`;
  return { is: 'plural', why: `it must be ${number} ${right}` };
}

function atFault(inside: string): string | undefined {
  const [, month = 0, day = 0, hour = 0, minute = 0, second = 0] =
    /^\d{4}-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(inside)?.map(Number) ?? [];
  const isTime = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 59;
  return isTime ? undefined : 'a time is yyyy-mm-ddThh:mm:ss, without a time zone';
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** For numbers from `min` on. */
  readonly names?: readonly string[];
  /** What else one member of the list may be. */
  readonly special?: RegExp;
}

const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31, special: /^(L(-\d{1,2})?|L?W|\d{1,2}W)$/ },
  { name: 'month', min: 1, max: 12, names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ') },
  {
    name: 'day of the week',
    min: 1,
    max: 7,
    names: 'SUN MON TUE WED THU FRI SAT'.split(' '),
    special: /^(L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/i,
  },
  { name: 'year', min: 1970, max: 2199 },
];

function cronFault(inside: string): ScheduleFault | undefined {
  const written = inside.trim().split(/\s+/);
  if (written.length !== FIELDS.length) {
    return { is: 'invalid', why: `it has ${inside.trim() === '' ? 0 : written.length} fields, 6 are needed` };
  }
  const [, , dayOfMonth, , dayOfWeek] = written;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    return { is: 'invalid', why: 'exactly one of day of the month and day of the week must be ?' };
  }
  const wrong = FIELDS.find((field, i) => !isField(written[i] ?? '', field));
  return wrong && { is: 'field', why: `the ${wrong.name} cannot be ${written[FIELDS.indexOf(wrong)]}` };
}

function isField(text: string, field: Field): boolean {
  if (text === '?') return field.special !== undefined;
  return text.split(',').every((member) => {
    const [range = '', step, ...more] = member.split('/');
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (range === '*' || field.special?.test(range)) return true;
    const ends = range.split('-').map((end) => numberIn(end, field));
    return ends.length <= 2 && ends.every((end) => end >= field.min && end <= field.max);
  });
}

/** Not a number for what is none. */
function numberIn(text: string, { min, names }: Field): number {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return named + min;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
