import { type Batch, isFull, type TelemetryEvent, telemetryTypeOf, translated } from '../engine/telemetry';
import { type Delivery, deliveryTo } from './telemetry-delivery';
import type { Subscription } from './telemetry-subscription';

/** How often a batch that did not arrive is sent again, and how long is waited before each, in milliseconds. */
const RETRY_WAITS_MS = [50, 100, 200, 400, 800];
/** How many batches wait while one is on its way; a subscriber that is slower loses the newest. */
const WAITING_MAX = 8;

/** One extension that is told what happens: what it has asked for, in its order, in batches (RT-30). */
export class TelemetrySubscriber {
  private readonly delivery: Delivery;
  private batch = emptyBatch();
  private timer: NodeJS.Timeout | undefined;
  private readonly waiting: Batch[] = [];
  private sending: Promise<void> | undefined;
  private closed = false;
  private paused = false;
  private hurry: () => void = () => undefined;

  private lost = { records: 0, bytes: 0 };

  /** `newsOf` makes the event that tells it of what it did not get. */
  constructor(
    readonly subscription: Subscription,
    private readonly newsOf: (lost: { readonly records: number; readonly bytes: number }) => TelemetryEvent,
  ) {
    this.delivery = deliveryTo(subscription.destination);
  }

  take(event: TelemetryEvent): void {
    const { types, dialect, buffering } = this.subscription;
    if (this.closed || !types.includes(telemetryTypeOf(event))) return;
    for (const told of translated(event, dialect)) {
      const text = JSON.stringify(told);
      this.batch.events.push(text);
      this.batch.bytes += Buffer.byteLength(text);
      if (isFull(this.batch, buffering)) this.release();
      else this.timer ??= setTimeout(() => this.release(), buffering.timeoutMs);
    }
  }

  /** Settles when everything so far has been delivered or given up. */
  async flush(): Promise<void> {
    while (!this.closed && (this.batch.events.length > 0 || this.sending)) {
      if (this.waiting.length < WAITING_MAX) this.release();
      if (this.sending) await this.sending;
    }
  }

  get isDelivering(): boolean {
    return this.sending !== undefined;
  }

  /** It cannot listen for a while. */
  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    if (this.waiting.length > 0) this.send();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.waiting.length = 0;
    this.hurry();
    this.delivery.close();
  }

  private release(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { batch } = this;
    this.batch = emptyBatch();
    if (batch.events.length === 0) return;
    if (this.waiting.length >= WAITING_MAX) this.drop(batch);
    else this.waiting.push(batch);
    if (!this.paused) this.send();
  }

  private send(): void {
    this.sending ??= this.sendAll().finally(() => {
      this.sending = undefined;
    });
  }

  private async sendAll(): Promise<void> {
    for (let batch = this.waiting.shift(); batch; batch = this.waiting.shift()) {
      if (!(await this.arrives(batch))) this.drop(batch);
    }
    if (this.lost.records === 0) return;
    // Only now, when there is room for the news again.
    const { lost } = this;
    this.lost = { records: 0, bytes: 0 };
    this.take(this.newsOf(lost));
  }

  private drop({ events, bytes }: Batch): void {
    this.lost.records += events.length;
    this.lost.bytes += bytes;
  }

  private async arrives(batch: Batch): Promise<boolean> {
    for (const wait of [...RETRY_WAITS_MS, undefined]) {
      try {
        await this.delivery.send(batch);
        return true;
      } catch {
        if (wait === undefined || this.closed) return false;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, wait);
          this.hurry = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    }
    return false;
  }
}

function emptyBatch(): { readonly events: string[]; bytes: number } {
  return { events: [], bytes: 0 };
}
