import type { InvokeRequest } from './ports';
import type { Target } from './target';
import type { Turn } from './turns';

/** An asynchronous event as it was accepted. */
export interface QueuedEvent {
  readonly target: Target;
  readonly request: InvokeRequest;
  /** All attempts have it (INV-50). */
  readonly requestId: string;
  readonly trace: string;
  /** Where it was accepted: its attempts are told as things that this has set off. */
  readonly turn: Turn;
}
