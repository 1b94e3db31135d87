import type { Root } from '../process-group';
import { memoryOf, ownMemoryOf } from './process-memory';

/** How often processes at work are looked at, in milliseconds … */
const LOOK_EVERY_MS = 100;
/** … but never more than this share of the time. */
const LOOK_SHARE = 0.02;

/** Processes of one environment, under watch. */
export interface Watched {
  roots(): readonly Root[];
  readonly limitMb: number;
  /** Between invocations nothing is looked at. */
  isAtWork(): boolean;
  /** They have more than the limit. */
  exceeded(): void;
}

/** Looks at the memory of all environments at work; one timer for all of them. */
export class MemoryWatch {
  private readonly watched = new Map<Watched, number>();
  private timer: NodeJS.Timeout | undefined;

  add(watched: Watched): void {
    if (process.platform !== 'linux') return;
    this.watched.set(watched, 0);
    this.timer ??= this.lookIn(LOOK_EVERY_MS);
  }

  remove(watched: Watched): void {
    this.watched.delete(watched);
    if (this.watched.size > 0 || !this.timer) return;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** The most that was seen, in kibibytes; 0 when nobody has looked. */
  peakKb(watched: Watched): number {
    return this.watched.get(watched) ?? 0;
  }

  /** Looks at once, for runtimes that do not tell what they use. */
  look(watched: Watched): void {
    const memory = this.watched.has(watched) ? memoryOf(watched.roots()) : undefined;
    if (memory) this.watched.set(watched, Math.max(this.peakKb(watched), memory.peak));
  }

  private lookIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      const before = performance.now();
      for (const watched of [...this.watched.keys()]) if (watched.isAtWork()) this.judge(watched);
      const took = performance.now() - before;
      this.timer = this.watched.size > 0 ? this.lookIn(Math.max(LOOK_EVERY_MS, took / LOOK_SHARE)) : undefined;
    }, ms).unref();
  }

  private judge(watched: Watched): void {
    const memory = memoryOf(watched.roots());
    if (!memory) return;
    this.watched.set(watched, Math.max(this.peakKb(watched), memory.resident));
    const limitKb = watched.limitMb * 1024;
    if (memory.own > limitKb && ownMemoryOf(watched.roots()) > limitKb) watched.exceeded();
  }
}
