import type { Alarm, Clock, Instant } from '../time/clock';

/** Ends what nobody has used for a while; one alarm for all of it. */
export class IdleLifetime<T> {
  /** In the order in which they fell idle. */
  private readonly idle = new Map<T, Instant>();
  private alarm: Alarm | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly lifetimeMs: number,
    private readonly end: (each: T) => void,
  ) {}

  fellIdle(each: T): void {
    this.idle.delete(each);
    this.idle.set(each, this.clock.now());
    this.setAlarm();
  }

  /** It is used again, or gone. */
  forget(each: T): void {
    // The alarm stays: one that is set and taken back with every invocation would cost each of them.
    this.idle.delete(each);
  }

  /** Nothing is left, or will be. */
  close(): void {
    this.idle.clear();
    this.alarm?.cancel();
    this.alarm = undefined;
  }

  private setAlarm(): void {
    // One that rings too early, because its environment was used meanwhile, is set anew.
    if (this.alarm) return;
    const [first] = this.idle.values();
    if (first === undefined) return;
    this.alarm = this.clock.wakeAt(first + this.lifetimeMs, () => {
      this.alarm = undefined;
      this.endOld();
      this.setAlarm();
    });
  }

  private endOld(): void {
    const now = this.clock.now();
    for (const [each, since] of [...this.idle]) {
      if (now - since < this.lifetimeMs) return;
      this.idle.delete(each);
      this.end(each);
    }
  }
}
