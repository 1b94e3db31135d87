import type { ProcessGroup } from '../process-group';
import type { MemoryWatch, Watched } from './memory-watch';

export interface MemoryOptions {
  readonly limitMb: number;
  /** The function's, and those of its extensions, which have that memory together. */
  readonly groups: () => readonly ProcessGroup[];
  readonly isAtWork: () => boolean;
  readonly kill: () => void;
}

/** What the processes of one environment use, and whether that was too much. */
export class EnvironmentMemory {
  /** It was killed because it had more than the function's memory. */
  exceeded = false;
  /** What our own bootstraps tell of their process, in kibibytes. */
  toldPeakKb: number | undefined;
  private watched: Watched | undefined;

  constructor(
    private readonly watch: MemoryWatch,
    private readonly options: MemoryOptions,
  ) {}

  begin(): void {
    const { limitMb, groups, isAtWork, kill } = this.options;
    this.watched = {
      limitMb,
      isAtWork,
      roots: () => groups().flatMap(({ root }) => root ?? []),
      exceeded: () => {
        this.exceeded = true;
        kill();
      },
    };
    this.watch.add(this.watched);
  }

  end(): void {
    if (!this.watched) return;
    this.toldPeakKb = this.peakKb(this.watched);
    this.watch.remove(this.watched);
    this.watched = undefined;
  }

  /** The peak so far, in whole mebibytes; undefined where nobody knows. */
  usedMb(): number | undefined {
    if (this.exceeded) return this.options.limitMb;
    const isToldOfAll = this.toldPeakKb !== undefined && this.options.groups().length === 1;
    if (this.watched && !isToldOfAll) this.watch.look(this.watched);
    const peak = this.watched ? this.peakKb(this.watched) : this.toldPeakKb;
    return peak === undefined ? undefined : Math.ceil(peak / 1024);
  }

  /** What was told of one process or seen of it and its children, whichever is more. */
  private peakKb(watched: Watched): number | undefined {
    return Math.max(this.toldPeakKb ?? 0, this.watch.peakKb(watched)) || undefined;
  }
}
