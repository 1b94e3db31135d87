import type { Alarm, Clock, Instant } from '../../time/clock';

/** Rings for what is due again and again, each by its key. */
export class Timetable {
  private readonly alarms = new Map<string, Alarm>();

  constructor(
    private readonly clock: Clock,
    private readonly isInForce = true,
  ) {}

  /** Calls `due` at each time that `next` gives, which is asked for the one after an instant; in place of what had this key. */
  set(key: string, next: (after: Instant) => Instant | undefined, due: (at: Instant) => void, from = this.clock.now()): void {
    this.cancel(key);
    const at = this.isInForce ? next(from) : undefined;
    if (at === undefined) return;
    const alarm = this.clock.wakeAt(at, () => {
      this.alarms.delete(key);
      // What a machine has slept through is not made up for.
      this.set(key, next, due, Math.max(at, this.clock.now() - MISSED_MS));
      due(at);
    });
    this.alarms.set(key, alarm);
  }

  cancel(key: string): void {
    this.alarms.get(key)?.cancel();
    this.alarms.delete(key);
  }

  stop(): void {
    for (const key of [...this.alarms.keys()]) this.cancel(key);
  }
}

/** A machine that is busy rings late; by so much it is taken to have slept, in milliseconds. */
const MISSED_MS = 60_000;
