import type { Alarm, Clock, Instant } from './clock';
import { type Duration, toMilliseconds } from './duration';

interface SetAlarm {
  readonly at: Instant;
  readonly ring: () => void;
}

/** Time that passes only when it is walked, from alarm to alarm; alarms of one instant ring in the order they were set. */
export class VirtualClock implements Clock {
  private readonly alarms: SetAlarm[] = [];
  private readonly waiting: (() => void)[] = [];
  private holds = 0;
  private walk: Promise<void> = Promise.resolve();

  /** @param start where time begins; the default is the first of January 2026, so that runs are alike. */
  constructor(private current: Instant = Date.UTC(2026, 0, 1)) {}

  now(): Instant {
    return this.current;
  }

  wakeAt(at: Instant, ring: () => void): Alarm {
    const alarm = { at: Math.max(at, this.current), ring };
    // The list is kept sorted; alarms are mostly set later than those already there.
    let place = this.alarms.length;
    while (place > 0 && (this.alarms[place - 1] as SetAlarm).at > alarm.at) place--;
    this.alarms.splice(place, 0, alarm);
    if (this.isDue()) this.wakeWalk();
    return {
      cancel: () => {
        const index = this.alarms.indexOf(alarm);
        if (index >= 0) this.alarms.splice(index, 1);
      },
    };
  }

  hold(): () => void {
    this.holds++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.holds--;
      if (this.holds === 0) this.wakeWalk();
    };
  }

  /** When the next alarm rings; undefined when none is set. */
  get next(): Instant | undefined {
    return this.alarms[0]?.at;
  }

  /**
   * Walks forward, stopping at every alarm on the way; an alarm set on the way rings on the same walk.
   * Waits, in real time, for whatever is under way. Walks asked for while one is going on follow it.
   */
  advance(duration: Duration | number): Promise<void> {
    const ms = toMilliseconds(duration);
    this.walk = this.walk.then(() => this.walkTo(this.current + ms));
    return this.walk;
  }

  private async walkTo(target: Instant): Promise<void> {
    for (;;) {
      await this.idle();
      const next = this.alarms[0];
      if (next === undefined || next.at > target) break;
      this.alarms.shift();
      this.current = next.at;
      next.ring();
    }
    this.current = target;
  }

  /**
   * Settles when time may move on: nothing holds the clock, and what the last one to let go set off has had its turn.
   * An alarm of the present instant is not kept waiting, since ringing it takes no time.
   */
  private async idle(): Promise<void> {
    await Promise.resolve();
    while (this.holds > 0 && !this.isDue()) {
      await new Promise<void>((go) => this.waiting.push(go));
      await Promise.resolve();
    }
  }

  private isDue(): boolean {
    const next = this.alarms[0];
    return next !== undefined && next.at <= this.current;
  }

  private wakeWalk(): void {
    for (const go of this.waiting.splice(0)) go();
  }
}
