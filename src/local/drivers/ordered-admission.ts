import type { Admission } from '../engine/ports';

/** How many processes work at once, on every machine: what runs in which environment is then the same everywhere. */
const PLACES = 8;
/** How long, in milliseconds, nobody may have left before one more is let in: those inside may wait for those outside. */
const PATIENCE_MS = 500;

/**
 * Lets a fixed number of invocations run at once, first come first served, for runs that are to be alike: unlike
 * `ProcessorAdmission` it does not look at the machine. Invocations that a handler makes are let in at once, since its own place
 * is kept meanwhile.
 */
export class OrderedAdmission implements Admission {
  private free: number;
  private readonly waiting: (() => void)[] = [];
  private impatient: NodeJS.Timeout | undefined;

  constructor(
    places = PLACES,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.free = places;
  }

  async enter(nested: boolean): Promise<() => void> {
    if (nested) return () => undefined;
    if (this.free > 0 && this.waiting.length === 0) {
      this.free--;
    } else {
      await new Promise<void>((admit) => {
        this.waiting.push(admit);
        this.wait();
      });
    }
    return () => this.leave();
  }

  private leave(): void {
    this.free++;
    clearTimeout(this.impatient);
    this.impatient = undefined;
    while (this.free > 0 && this.waiting.length > 0) this.admit();
    this.wait();
  }

  private admit(): void {
    this.free--;
    this.waiting.shift()?.();
  }

  private wait(): void {
    if (this.waiting.length === 0 || this.impatient) return;
    this.impatient = setTimeout(() => {
      this.impatient = undefined;
      this.admit();
      this.wait();
    }, this.patienceMs);
  }
}
