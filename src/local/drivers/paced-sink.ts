import type { ResponseHead, ResponseSink } from '../engine/response-sink';
import { type Bandwidth, beginning, type Pace, step } from '../engine/stream-pace';

/** Lets a response through as fast as Lambda would, until it is closed. */
export class PacedSink implements ResponseSink {
  private pace: Pace | undefined;
  private closed = false;
  /** When the response began, as `performance.now()` has it. */
  begunAt: number | undefined;
  private wake: () => void = () => {};

  constructor(
    private readonly inner: ResponseSink,
    private readonly bandwidth: Bandwidth,
  ) {}

  begin(head: ResponseHead): void {
    this.begunAt ??= performance.now();
    if (!this.closed) this.inner.begin(head);
  }

  async write(piece: Uint8Array): Promise<void> {
    if (this.closed) return;
    await this.inner.write(piece);
    const now = performance.now();
    const [pace, restMs] = step(this.pace ?? beginning(this.bandwidth, now), piece.length, now, this.bandwidth);
    this.pace = pace;
    if (restMs > 0) await this.rest(restMs);
  }

  end(): void {
    if (!this.closed) this.inner.end();
  }

  /** Nothing more comes through. */
  close(): void {
    this.closed = true;
    this.wake();
  }

  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
