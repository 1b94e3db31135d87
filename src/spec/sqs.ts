/** Seconds that a queue hides a message which was received, unless it says otherwise (SQS-06). */
export const DEFAULT_VISIBILITY_TIMEOUT_SECONDS = 30;

/** How many times the function's timeout a queue should hide its messages, the batching window added (SQS-06). */
export const VISIBILITY_MARGIN = 6;
