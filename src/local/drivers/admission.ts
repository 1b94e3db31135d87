import { cpus } from 'node:os';
import type { Admission } from '../engine/ports';

/** How often the processors are looked at while somebody waits, in milliseconds. */
const LOOK_EVERY_MS = 20;
/** The share of idle processor time from which more may run: those that run are waiting for something else. */
const IDLE_SHARE = 0.5;
/** The share below which fewer may run from now on; those that run are not disturbed. */
const BUSY_SHARE = 0.1;
/**
 * How long, in milliseconds, nobody may have left before one more is let in: those inside may wait for those outside, and what
 * keeps the processors busy may be another program.
 */
const PATIENCE_MS = 500;

/**
 * Lets few invocations run at once while they keep the processors busy, and ever more while they do not: more processes than
 * processors only slow each other down, but one that waits, perhaps for another invocation, must not keep that one waiting.
 */
export class ProcessorAdmission implements Admission {
  private running = 0;
  private allowed: number;
  private readonly waiting: (() => void)[] = [];
  private look: NodeJS.Timeout | undefined;
  private impatient: NodeJS.Timeout | undefined;
  private seen: ProcessorTimes;

  /** @param least how many may always run at once. */
  constructor(
    private readonly least = 2 * cpus().length,
    private readonly times: () => ProcessorTimes = processorTimes,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.allowed = least;
    this.seen = times();
  }

  async enter(): Promise<() => void> {
    if (this.running >= this.allowed || this.waiting.length > 0) {
      this.startLooking();
      await new Promise<void>((admit) => {
        this.waiting.push(admit);
        this.wait();
      });
    } else {
      this.running++;
    }
    return () => this.leave();
  }

  private leave(): void {
    this.running--;
    this.admit();
    this.impatient?.refresh();
    if (this.running === 0) this.allowed = this.least;
  }

  private admit(): void {
    while (this.running < this.allowed && this.waiting.length > 0) this.admitNext();
  }

  private admitNext(): void {
    const next = this.waiting.shift();
    if (!next) return;
    this.running++;
    next();
  }

  /** Who leaves begins the time anew; when nobody waits any more it runs out by itself. */
  private wait(): void {
    this.impatient ??= setTimeout(() => {
      this.impatient = undefined;
      this.admitNext();
      if (this.waiting.length > 0) this.wait();
    }, this.patienceMs).unref();
  }

  private startLooking(): void {
    if (this.look) return;
    this.seen = this.times();
    this.look = setInterval(() => this.lookAtProcessors(), LOOK_EVERY_MS);
  }

  private lookAtProcessors(): void {
    const before = this.seen;
    this.seen = this.times();
    const all = this.seen.all - before.all;
    if (this.waiting.length === 0) {
      clearInterval(this.look);
      this.look = undefined;
      return;
    }
    if (all === 0) return;
    const idleShare = (this.seen.idle - before.idle) / all;
    if (idleShare > IDLE_SHARE) {
      this.allowed = 2 * Math.max(this.running, this.least);
      this.admit();
    } else if (idleShare < BUSY_SHARE) {
      this.allowed = Math.max(this.least, Math.floor(this.allowed / 2));
    }
  }
}

/** Over all processors, since the machine was started. */
export interface ProcessorTimes {
  readonly idle: number;
  readonly all: number;
}

function processorTimes(): ProcessorTimes {
  let idle = 0;
  let all = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, all };
}
