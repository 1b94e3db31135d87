import type { Alarm, Clock, Instant } from './clock';

/** The longest wait that a timer takes; later alarms are set in several steps. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Real time. Alarms do not keep the process alive. */
export class SystemClock implements Clock {
  now(): Instant {
    return Date.now();
  }

  wakeAt(at: Instant, ring: () => void): Alarm {
    let timer: NodeJS.Timeout;
    const set = () => {
      const wait = Math.max(0, at - Date.now());
      timer = wait > LONGEST_TIMER_MS ? setTimeout(set, LONGEST_TIMER_MS) : setTimeout(ring, wait);
      timer.unref();
    };
    set();
    return { cancel: () => clearTimeout(timer) };
  }

  hold(): () => void {
    return () => undefined;
  }
}
