/**
 * Quotas of Amazon SNS.
 *
 * Source: https://docs.aws.amazon.com/general/latest/gr/sns.html and the API reference of each operation.
 */

/** A message with its attributes, in bytes, and all messages of one batch (SNS-09). */
export const PUBLISH_BYTES = 262_144;
export const PUBLISH_BATCH_ENTRIES = 10;
export const SUBJECT_MAX = 100;
/** Topics or subscriptions of one page. */
export const SNS_PAGE = 100;
/** The most combinations of values of a filter policy (SNS-07). */
export const FILTER_POLICY_COMBINATIONS = 150;
/** How large a number in a filter policy may be (PAT-60). */
export const FILTER_NUMBER_MAX = 1_000_000_000;
/** How long a FIFO topic knows a deduplication id, in milliseconds. */
export const TOPIC_DEDUPLICATION_MS = 300_000;
export const TOPIC_NAME = { pattern: /^[A-Za-z0-9_-]{1,256}$/, fifo: /^[A-Za-z0-9_-]{1,251}\.fifo$/ };
/** Of deduplication ids and message groups. */
export const PUBLISH_TOKEN = /^[\x21-\x7e]{1,128}$/;
export const BATCH_ENTRY_ID = { pattern: /^[A-Za-z0-9_-]+$/, max: 80 };

/** What a subscription can be delivered by; the others of the two lists are only kept here. */
export const SUBSCRIPTION_PROTOCOLS: readonly string[] = [
  ...['http', 'https', 'email', 'email-json', 'sms', 'sqs', 'application', 'lambda', 'firehose'],
];

/**
 * Waits between attempts to reach a function or a queue, in milliseconds (SNS-05): 2 at once after the first, 2 after a second, 10
 * that grow from 1 to 20 seconds, and 100 000 after 20 seconds. How they grow is a choice: evenly.
 */
export const SNS_RETRY = {
  atOnce: 2,
  afterOneSecond: 2,
  growing: 10,
  steady: 100_000,
  shortestMs: 1000,
  longestMs: 20_000,
} as const;
