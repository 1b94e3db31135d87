import type { Failure, InitResult } from '../engine/ports';

/** Init of one environment: how long it takes, and how it ends. */
export class InitPhase {
  readonly ended: Promise<InitResult>;
  /** Why it will not end well, as soon as that is known. */
  failure: Failure | undefined;
  /** What runs the function. */
  interpreter: InitResult['interpreter'];
  private startedAt = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private resolve: (result: InitResult) => void = () => {};

  constructor() {
    this.ended = new Promise((settle) => {
      this.resolve = settle;
    });
  }

  /** Everything is there; calls `late` when it takes longer than that. */
  begin(limitMs: number, late: () => void): void {
    this.startedAt = performance.now();
    this.timer = setTimeout(late, limitMs);
  }

  end(failure?: Failure): InitResult {
    clearTimeout(this.timer);
    const durationMs = performance.now() - this.startedAt;
    const result = failure ? { durationMs, failure } : { durationMs, ...(this.interpreter && { interpreter: this.interpreter }) };
    this.resolve(result);
    return result;
  }
}
