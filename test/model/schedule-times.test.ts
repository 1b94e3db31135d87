import { scheduleFault } from '../../src/model/schedule-expression';
import { nextTime, timingOf } from '../../src/model/schedule-times';
import { isTimeZone } from '../../src/model/time-zone';

const at = (text: string) => Date.parse(text);

/** The next times of the expression, as ISO texts without what is always the same. */
function times(expression: string, from: string, count = 3, zone = 'UTC'): string[] {
  expect(scheduleFault(expression, 'schedule')).toBeUndefined();
  const timing = timingOf(expression, zone);
  const found: string[] = [];
  for (let after = at(from); found.length < count; ) {
    const next = nextTime(timing, after, at(from));
    if (next === undefined) break;
    found.push(new Date(next).toISOString().replace(':00.000Z', ''));
    after = next;
  }
  return found;
}

test.each<[string, string, readonly string[]]>([
  ['cron(0 18 ? * MON-FRI *)', '2026-01-02T00:00Z', ['2026-01-02T18:00', '2026-01-05T18:00', '2026-01-06T18:00']],
  ['cron(0/20 8-9 1 * ? *)', '2026-01-01T08:20Z', ['2026-01-01T08:40', '2026-01-01T09:00', '2026-01-01T09:20']],
  ['cron(*/15 * * * ? *)', '2026-01-01T23:44:59Z', ['2026-01-01T23:45', '2026-01-02T00:00', '2026-01-02T00:15']],
  ['cron(0 0 L * ? *)', '2027-12-01T00:00Z', ['2027-12-31T00:00', '2028-01-31T00:00', '2028-02-29T00:00']],
  ['cron(0 0 L-2 * ? *)', '2026-01-01T00:00Z', ['2026-01-29T00:00', '2026-02-26T00:00', '2026-03-29T00:00']],
  ['cron(0 0 LW * ? *)', '2026-01-01T00:00Z', ['2026-01-30T00:00', '2026-02-27T00:00', '2026-03-31T00:00']],
  ['cron(0 0 15W * ? *)', '2026-02-01T00:00Z', ['2026-02-16T00:00', '2026-03-16T00:00', '2026-04-15T00:00']],
  ['cron(0 0 1W * ? *)', '2026-08-01T00:00Z', ['2026-08-03T00:00', '2026-09-01T00:00', '2026-10-01T00:00']],
  ['cron(0 0 31W * ? *)', '2026-04-01T00:00Z', ['2026-05-29T00:00', '2026-07-31T00:00', '2026-08-31T00:00']],
  ['cron(0 0 ? * 6L *)', '2026-01-01T00:00Z', ['2026-01-30T00:00', '2026-02-27T00:00', '2026-03-27T00:00']],
  ['cron(0 0 ? * L *)', '2026-01-01T00:00Z', ['2026-01-03T00:00', '2026-01-10T00:00', '2026-01-17T00:00']],
  ['cron(0 0 ? * MON#1 *)', '2026-01-01T00:00Z', ['2026-01-05T00:00', '2026-02-02T00:00', '2026-03-02T00:00']],
  ['cron(0 0 ? * 3#5 *)', '2026-01-01T00:00Z', ['2026-03-31T00:00', '2026-06-30T00:00', '2026-09-29T00:00']],
  ['cron(0 0 ? * SAT-MON *)', '2026-01-01T00:00Z', ['2026-01-03T00:00', '2026-01-04T00:00', '2026-01-05T00:00']],
  ['cron(0 0 29 FEB ? *)', '2026-01-01T00:00Z', ['2028-02-29T00:00', '2032-02-29T00:00', '2036-02-29T00:00']],
  ['cron(30 6 1,15 JAN,jul ? 2026-2027)', '2026-07-15T06:30Z', ['2027-01-01T06:30', '2027-01-15T06:30', '2027-07-01T06:30']],
  ['cron(0 12 1 1 ? 2026/2)', '2026-01-01T12:00Z', ['2028-01-01T12:00', '2030-01-01T12:00', '2032-01-01T12:00']],
  ['cron(0-59/30 0-23/12 ? * * *)', '2026-01-01T00:00Z', ['2026-01-01T00:30', '2026-01-01T12:00', '2026-01-01T12:30']],
])('%s after %s (EVB-03, SCH-04)', (expression, from, expected) => {
  expect(times(expression, from)).toEqual(expected);
});

test.each(['cron(0 0 30 2 ? *)', 'cron(0 0 1 1 ? 1999)', 'at(2020-01-01T00:00:00)'])('%s never comes', (expression) => {
  expect(times(expression, '2026-01-01T00:00Z')).toEqual([]);
});

test('a rate goes on from where it is counted from, without drifting', () => {
  expect(times('rate(90 minutes)', '2026-01-01T00:07Z')).toEqual(['2026-01-01T01:37', '2026-01-01T03:07', '2026-01-01T04:37']);
  expect(times('rate(1 day)', '2026-01-01T00:00Z', 1)).toEqual(['2026-01-02T00:00']);
  const timing = timingOf('rate(5 minutes)');
  expect(nextTime(timing, at('2026-01-01T00:12Z'), at('2026-01-01T00:00Z'))).toBe(at('2026-01-01T00:15Z'));
  expect(nextTime(timing, at('2026-01-01T00:00Z'), at('2026-06-01T00:00Z'))).toBe(at('2026-06-01T00:00Z'));
});

describe('in a zone with summer time', () => {
  const zone = 'America/New_York';

  test('a time of the day is that of the zone, before and after', () => {
    expect(times('cron(0 8 ? * * *)', '2026-03-07T00:00Z', 3, zone)).toEqual([
      '2026-03-07T13:00',
      '2026-03-08T12:00',
      '2026-03-09T12:00',
    ]);
  });

  test('a time that the clocks jump over is left out (SCH-03)', () => {
    expect(times('cron(30 2 * * ? *)', '2026-03-07T12:00Z', 2, zone)).toEqual(['2026-03-09T06:30', '2026-03-10T06:30']);
    expect(times('at(2026-03-08T02:30:00)', '2026-03-01T00:00Z', 1, zone)).toEqual([]);
  });

  test('a time that the clocks show twice comes once, the first time (SCH-03)', () => {
    expect(times('cron(30 1 * * ? *)', '2026-10-31T12:00Z', 2, zone)).toEqual(['2026-11-01T05:30', '2026-11-02T06:30']);
    expect(times('cron(0/30 * * * ? *)', '2026-11-01T05:00Z', 3, zone)).toEqual([
      '2026-11-01T05:30',
      '2026-11-01T07:00',
      '2026-11-01T07:30',
    ]);
    expect(times('at(2026-11-01T01:30:00)', '2026-03-01T00:00Z', 1, zone)).toEqual(['2026-11-01T05:30']);
  });

  test('zones of half hours and across the date line', () => {
    expect(times('cron(0 9 1 * ? *)', '2026-01-15T00:00Z', 1, 'Asia/Kolkata')).toEqual(['2026-02-01T03:30']);
    expect(times('cron(0 0 1 1 ? *)', '2026-06-01T00:00Z', 1, 'Pacific/Kiritimati')).toEqual(['2026-12-31T10:00']);
    expect(times('cron(45 1 ? * SUN *)', '2026-04-03T00:00Z', 1, 'Australia/Lord_Howe')).toEqual(['2026-04-04T14:45']);
  });
});

test('time zones are those of the IANA database', () => {
  expect(['UTC', 'Europe/Berlin', 'America/New_York'].every(isTimeZone)).toBe(true);
  expect(['', 'Berlin', '+01:00', 'Europe/Nowhere'].some(isTimeZone)).toBe(false);
});
