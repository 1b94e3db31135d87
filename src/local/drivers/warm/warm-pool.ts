import type { Guardian } from '../guardian';
import type { ProcessGroup, ProcessOptions } from '../process-group';
import { hasEnded } from '../process-tree';

/** How long after an Init the next interpreter is started, in milliseconds: the invocation comes first. */
const AFTER_MS = 20;

/** An interpreter that is there and waits for a function. */
export interface Spare {
  readonly group: ProcessGroup;
  /** The folder that it sees as `/var/task`, still empty; absent without isolation. */
  readonly slot?: string;
}

/** How to start one. */
export interface SpareRecipe {
  /** What it can become: equal keys are equal in everything that is settled before the function is known. */
  readonly key: string;
  readonly process: ProcessOptions;
  readonly slot?: string;
}

/**
 * Booted interpreters without a function. One is started when its like has been needed, so that the next cold start is little
 * more than loading the handler; the pool is of one executor, and ends with it.
 */
export class WarmPool {
  private readonly spares = new Map<string, Spare>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private closed = false;

  /** `most` wait at once: each holds as much memory as a bare one. */
  constructor(
    private readonly guardian: Guardian,
    private readonly most: number,
  ) {}

  take(key: string): Spare | undefined {
    const spare = this.spares.get(key);
    this.spares.delete(key);
    // One that has just been killed may not have been told of yet.
    if (spare?.group.id === undefined || !spare.group.isRunning || hasEnded(spare.group.id)) return undefined;
    return spare;
  }

  /** One of this kind has been needed, and may be again. */
  want(key: string, recipe: () => SpareRecipe): void {
    if (this.closed || this.most === 0 || this.timers.has(key)) return;
    const start = () => {
      this.timers.delete(key);
      if (!this.spares.has(key)) this.start(recipe());
    };
    this.timers.set(key, setTimeout(start, AFTER_MS).unref());
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all([...this.spares.values()].map(({ group }) => end(group)));
    this.spares.clear();
  }

  private start({ key, process, slot }: SpareRecipe): void {
    const [oldest] = this.spares;
    if (oldest && this.spares.size >= this.most) {
      this.spares.delete(oldest[0]);
      void end(oldest[1].group);
    }
    let group: ProcessGroup;
    try {
      group = this.guardian.start({ ...process, isFed: true });
    } catch {
      // The machine has no more descriptors; who needs an environment is told so.
      return;
    }
    if (!group.isRunning) return;
    void group.ended.then(() => {
      if (this.spares.get(key)?.group === group) this.spares.delete(key);
    });
    this.spares.set(key, { group, ...(slot !== undefined && { slot }) });
  }
}

function end(group: ProcessGroup): Promise<unknown> {
  group.kill();
  return group.ended;
}
