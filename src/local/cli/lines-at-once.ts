import type { Alarm, Clock, Instant } from '../time/clock';

/** How long a line may wait for others when there has just been one, in milliseconds: nobody who reads them sees that. */
const TOGETHER_MS = 10;

/** Writes lines that come soon after one another at once: each write to a terminal or a pipe waits until it is done. */
export class LinesAtOnce {
  private lines: string[] = [];
  private writtenAt: Instant = -TOGETHER_MS;
  private alarm: Alarm | undefined;

  constructor(
    private readonly stream: NodeJS.WritableStream,
    private readonly clock: Clock,
  ) {}

  write(line: string): void {
    this.lines.push(line);
    if (this.lines.length > 1) return;
    const now = this.clock.now();
    if (now - this.writtenAt < TOGETHER_MS) this.alarm = this.clock.wakeAt(now + TOGETHER_MS, () => this.flush());
    else queueMicrotask(() => this.flush());
  }

  /** Writes what waits. */
  flush(): void {
    this.alarm?.cancel();
    const { lines } = this;
    if (lines.length === 0) return;
    this.lines = [];
    this.writtenAt = this.clock.now();
    this.stream.write(`${lines.join('\n')}\n`);
  }
}
