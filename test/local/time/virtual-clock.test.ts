import { VirtualClock } from '../../../src/local/time/virtual-clock';

function clockWithLog() {
  const clock = new VirtualClock(0);
  const log: string[] = [];
  const note = (what: string) => () => log.push(`${what} at ${clock.now()}`);
  return { clock, log, note };
}

test('alarms ring in the order of their instants, and of one instant in the order they were set', async () => {
  const { clock, log, note } = clockWithLog();
  clock.wakeAt(20, note('late'));
  clock.wakeAt(10, note('first'));
  clock.wakeAt(10, note('second'));

  await clock.advance(30);

  expect(log).toEqual(['first at 10', 'second at 10', 'late at 20']);
  expect(clock.now()).toBe(30);
});

test('an alarm set on the way rings on the same walk', async () => {
  const { clock, log, note } = clockWithLog();
  clock.wakeAt(10, () => clock.wakeAt(15, note('set on the way')));

  await clock.advance(20);

  expect(log).toEqual(['set on the way at 15']);
});

test('an alarm beyond the walk stays set', async () => {
  const { clock, log, note } = clockWithLog();
  clock.wakeAt(11, note('later'));

  await clock.advance(10);
  expect(log).toEqual([]);
  expect(clock.next).toBe(11);

  await clock.advance(1);
  expect(log).toEqual(['later at 11']);
  expect(clock.next).toBeUndefined();
});

test('an alarm for the past rings at once, and never before it is set', async () => {
  const { clock, log, note } = clockWithLog();
  await clock.advance(100);
  clock.wakeAt(5, note('past'));
  expect(log).toEqual([]);

  await clock.advance(0);

  expect(log).toEqual(['past at 100']);
});

test('a cancelled alarm does not ring, and cancelling it again changes nothing', async () => {
  const { clock, log, note } = clockWithLog();
  const alarm = clock.wakeAt(10, note('cancelled'));
  clock.wakeAt(10, note('kept'));
  alarm.cancel();
  alarm.cancel();

  await clock.advance(20);

  expect(log).toEqual(['kept at 10']);
});

test('time stands while something holds the clock', async () => {
  const { clock, log, note } = clockWithLog();
  let finish: () => void = () => undefined;
  clock.wakeAt(10, () => {
    const release = clock.hold();
    finish = () => {
      note('work done')();
      release();
      release();
    };
  });
  clock.wakeAt(20, note('next'));

  const walk = clock.advance(30);
  while (finish.length === 0 && clock.now() < 10) await Promise.resolve();
  await Promise.resolve();
  expect(clock.now()).toBe(10);
  finish();
  await walk;

  expect(log).toEqual(['work done at 10', 'next at 20']);
});

test('alarms of the present instant ring while something holds the clock, even when they are set only then', async () => {
  const { clock, log, note } = clockWithLog();
  let release: () => void = () => undefined;
  clock.wakeAt(10, () => {
    release = clock.hold();
    note('holds')();
  });
  clock.wakeAt(10, note('beside it'));
  clock.wakeAt(10, () => clock.wakeAt(10, () => (note('set now')(), release())));
  clock.wakeAt(11, note('after it'));

  await clock.advance(20);

  expect(log).toEqual(['holds at 10', 'beside it at 10', 'set now at 10', 'after it at 11']);
});

test('walks asked for at once follow one another', async () => {
  const { clock, log, note } = clockWithLog();
  clock.wakeAt(15, note('in the second'));

  await Promise.all([clock.advance(10), clock.advance({ milliseconds: 10 })]);

  expect(log).toEqual(['in the second at 15']);
  expect(clock.now()).toBe(20);
});

test('durations add up their members', async () => {
  const clock = new VirtualClock(0);

  await clock.advance({ days: 1, hours: 1, minutes: 1, seconds: 1, milliseconds: 1 });

  expect(clock.now()).toBe(86_400_000 + 3_600_000 + 60_000 + 1000 + 1);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, { minutes: -2 }])('fails when the duration is %p', (duration) => {
  expect(() => new VirtualClock().advance(duration)).toThrow(/A duration must be a number of milliseconds from 0 up/);
});
