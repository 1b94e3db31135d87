/** Writes lines that come one right after the other at once: each write to a terminal or a pipe waits until it is done. */
export class LinesAtOnce {
  private lines: string[] = [];

  constructor(private readonly stream: NodeJS.WritableStream) {}

  write(line: string): void {
    this.lines.push(line);
    if (this.lines.length === 1) queueMicrotask(() => this.flush());
  }

  private flush(): void {
    const { lines } = this;
    this.lines = [];
    this.stream.write(`${lines.join('\n')}\n`);
  }
}
