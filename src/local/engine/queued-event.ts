import type { InvokeRequest } from './ports';
import type { Target } from './target';

/** An asynchronous event as it was accepted. */
export interface QueuedEvent {
  readonly target: Target;
  readonly request: InvokeRequest;
  /** All attempts have it (INV-50). */
  readonly requestId: string;
  readonly trace: string;
}
