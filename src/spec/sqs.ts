import type { Limit } from './limit';

/** Seconds that a queue hides a message which was received, unless it says otherwise (SQS-06). */
export const DEFAULT_VISIBILITY_TIMEOUT_SECONDS = 30;

/** How many times the function's timeout a queue should hide its messages, the batching window added (SQS-06). */
export const VISIBILITY_MARGIN = 6;

const QUOTAS = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html';
const seconds = { unit: 'seconds', whole: true, source: QUOTAS } as const;

/** SQS-15. */
export const MESSAGE_BYTES: Limit = { min: 1024, max: 1_048_576, unit: 'bytes', whole: true, rule: 'SQS-15', source: QUOTAS };
/** Of all messages of a batch together (SQS-15). */
export const BATCH_BYTES = 1_048_576;
export const MESSAGE_ATTRIBUTES = 10;
/** SQS-15: four days, unless the queue says otherwise. */
export const RETENTION: Limit = { min: 60, max: 1_209_600, rule: 'SQS-15', ...seconds };
export const DEFAULT_RETENTION_SECONDS = 345_600;
/** SQS-06. */
export const VISIBILITY_TIMEOUT: Limit = { min: 0, max: 43_200, rule: 'SQS-06', ...seconds };
export const DELAY: Limit = { min: 0, max: 900, rule: 'SQS-15', ...seconds };
/** SQS-32. */
export const WAIT_TIME: Limit = { min: 0, max: 20, rule: 'SQS-32', ...seconds };
/** What one call receives, sends or deletes at most (SQS-31). */
export const BATCH_ENTRIES = 10;
/** How often a message can be received before it is set aside (SQS-07). */
export const MAX_RECEIVE_COUNT: Limit = { min: 1, max: 1000, unit: 'receives', whole: true, rule: 'SQS-07', source: QUOTAS };
/** Messages that are received and not yet deleted; more are not given out (SQS developer guide: quotas-messages). */
export const IN_FLIGHT_MAX = 120_000;
/** How long a FIFO queue knows a deduplication id, and the result of an attempt to receive, in milliseconds. */
export const DEDUPLICATION_MS = 300_000;
/** Between two purges of a queue, in milliseconds. */
export const PURGE_PAUSE_MS = 60_000;
/** Messages that a move task moves in a second at most (SQS API reference: StartMessageMoveTask). */
export const MOVES_PER_SECOND = 500;

export const QUEUE_NAME = { pattern: /^[A-Za-z0-9_-]{1,80}$/, fifo: /^[A-Za-z0-9_-]{1,75}\.fifo$/ };
/** Of message groups and deduplication. */
export const TOKEN = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;
export const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;
/** Characters that a message may not have: those that XML has not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const UNSENDABLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** How Lambda reads a queue. Where AWS does not publish a number, it is a choice of ours (DSP-10). */
export const SQS_POLLER = {
  /** Batches that a standard queue begins with (SQS-30). */
  first: 5,
  /** One more each time, while messages wait (SIM-02): 300 a minute. */
  growthMs: 200,
  /** SQS-30, DSP-01. */
  most: 1250,
  /** Until a throttled batch is tried again, doubling up to the second number (SQS-23; a choice). */
  throttledMs: { first: 1000, most: 60_000 },
} as const;
