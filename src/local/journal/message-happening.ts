/** What happens to messages of queues, which are named by their ARNs. */
export type MessageHappening =
  | { readonly kind: 'message.sent'; readonly queue: string; readonly messageId: string }
  /** A batch was handed to a function. */
  | {
      readonly kind: 'message.delivered';
      readonly queue: string;
      /** ARN, as the event source mapping has it. */
      readonly target: string;
      readonly mapping: string;
      readonly messageIds: readonly string[];
    }
  /** They were not deleted, and come back when their visibility timeout ends. */
  | {
      readonly kind: 'message.returned';
      readonly queue: string;
      readonly target: string;
      readonly messageIds: readonly string[];
      /** `reported`: as batch item failures; `malformed`: the answer was not one that reports them; `throttled`: nothing ran; `paused`: the mapping is read no more. */
      readonly why: 'failed' | 'reported' | 'malformed' | 'throttled' | 'refused' | 'paused';
    }
  /** It has left the queue for good. */
  | {
      readonly kind: 'message.gone';
      readonly queue: string;
      readonly messageId: string;
      /** `deleted` by whoever received it; `filtered` by an event source mapping; `expired` after the retention period. */
      readonly why: 'deleted' | 'filtered' | 'expired' | 'purged' | 'deadLettered' | 'moved';
      /** The ARN of the queue it went to. */
      readonly to?: string;
    };
