import type { Clock } from '../time/clock';

/** What the work gives, or that it was not done after so many milliseconds of the clock; the work itself goes on. */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | 'late'> {
  let over: (late: 'late') => void = () => undefined;
  const late = new Promise<'late'>((resolve) => {
    over = resolve;
  });
  const alarm = clock.wakeAt(clock.now() + ms, () => over('late'));
  try {
    return await Promise.race([work, late]);
  } finally {
    alarm.cancel();
  }
}
