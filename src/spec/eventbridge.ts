/**
 * Quotas of Amazon EventBridge and its Scheduler.
 *
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html and the API reference of each operation.
 */

/** Of one PutEvents (EVB-22). */
export const PUT_EVENTS_ENTRIES = 10;
/** Of all entries of one PutEvents together, in bytes (EVB-22, DSP-07). */
export const PUT_EVENTS_BYTES = 262_144;
/** What an entry with a time has more than its texts. */
export const PUT_EVENTS_TIME_BYTES = 14;

/** EVB-04. */
export const RULE_NAME = { pattern: /^[.\-_A-Za-z0-9]+$/, printed: '[\\.\\-_A-Za-z0-9]+', max: 64 } as const;
export const BUS_NAME = { pattern: /^[/.\-_A-Za-z0-9]+$/, printed: '[/\\.\\-_A-Za-z0-9]+', max: 256 } as const;
export const EVENT_PATTERN_MAX = 4096;
export const SCHEDULE_EXPRESSION_MAX = 256;
/** Rules or buses of one page. */
export const EVENTS_PAGE = 100;
/** EVB-11, EVB-13. */
export const TARGET_INPUT_MAX = 8192;
export const INPUT_PATHS_MAX = 100;

/** EVB-20, SCH-03: unless a target says otherwise. */
export const DELIVERY_RETRY = { attempts: 185, ageSeconds: 86_400 } as const;
/**
 * Waits between attempts, which double from the first to the longest, each with up to half more or less of it. AWS only says that
 * they grow and are not even; these are a choice (SIM-17).
 */
export const DELIVERY_BACKOFF = { firstMs: 1000, longestMs: 480_000, jitter: 0.5 } as const;

/** SCH-03. */
export const SCHEDULE_NAME = { pattern: /^[0-9a-zA-Z\-_.]+$/, printed: '[0-9a-zA-Z-_.]+', max: 64 } as const;
export const SCHEDULES_PAGE = 100;
/** SCH-02, in bytes. */
export const SCHEDULE_INPUT_MAX = 262_144;
