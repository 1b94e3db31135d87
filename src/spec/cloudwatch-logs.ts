/**
 * Quotas of CloudWatch Logs.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html and the API reference of each operation.
 */
export const LOG_GROUP_NAME = { pattern: /^[.\-_/#A-Za-z0-9]+$/, printed: '[\\.\\-_/#A-Za-z0-9]+', max: 512 } as const;
export const LOG_STREAM_NAME = { pattern: /^[^:*]+$/, printed: '[^:*]*', max: 512 } as const;

/** Events of one page, and the default of GetLogEvents and FilterLogEvents. */
export const LOG_EVENTS_PAGE_MAX = 10_000;
/** Bytes of messages of one page. */
export const LOG_EVENTS_PAGE_BYTES = 1_048_576;
/** Groups or streams of one page, and the default. */
export const LOG_DESCRIBE_PAGE_MAX = 50;

/** One PutLogEvents: events, and bytes with 26 for each event. */
export const PUT_LOG_EVENTS_MAX = 10_000;
export const PUT_LOG_EVENTS_BYTES = 1_048_576;
export const LOG_EVENT_OVERHEAD_BYTES = 26;
/** How far apart the events of one PutLogEvents may lie, how old and how early they may be, in milliseconds. */
export const PUT_LOG_EVENTS_SPAN_MS = 86_400_000;
export const LOG_EVENT_OLDEST_MS = 14 * 86_400_000;
export const LOG_EVENT_EARLIEST_MS = 2 * 3_600_000;

export const RETENTION_DAYS: readonly number[] = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

export const FILTER_PATTERN_MAX = 1024;

/** How long a subscription gathers the events of one stream before it sends them: CloudWatch Logs does not say, this is a choice. */
export const SUBSCRIPTION_GATHER_MS = 1000;
/** Bytes of log events that are sent at once, so that they fit into an event of Lambda also where they cannot be compressed: a choice. */
export const SUBSCRIPTION_BATCH_BYTES = 640 * 1024;
