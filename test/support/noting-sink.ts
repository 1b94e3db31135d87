import type { ResponseHead, ResponseSink } from '../../src/local/engine/response-sink';

/** Notes what it is told, a line each. A slow one takes the next piece when `take` is called; any other at once. */
export class NotingSink implements ResponseSink {
  readonly told: string[] = [];
  bytes = 0;
  private waiting: (() => void) | undefined;
  private readonly watchers: { readonly line: string; readonly settle: () => void }[] = [];

  constructor(private readonly slow = false) {}

  begin(head: ResponseHead): void {
    this.note(`begins as ${head.contentType}`);
  }

  write(piece: Uint8Array): Promise<void> {
    this.bytes += piece.length;
    if (piece.length < 100) this.note(Buffer.from(piece).toString());
    if (!this.slow) return Promise.resolve();
    return new Promise((settle) => {
      this.waiting = settle;
    });
  }

  end(): void {
    this.note('ends');
  }

  take(): void {
    this.waiting?.();
  }

  /** Settles when this line has been told. */
  until(line: string): Promise<void> {
    if (this.told.includes(line)) return Promise.resolve();
    return new Promise((settle) => {
      this.watchers.push({ line, settle });
    });
  }

  private note(line: string): void {
    this.told.push(line);
    for (const watcher of this.watchers) if (watcher.line === line) watcher.settle();
  }
}
