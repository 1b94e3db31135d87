/** Of one mapping template, in bytes; source: quotas of API Gateway REST APIs. */
export const MAPPING_TEMPLATE_MAX = 307_200;

/** Turns of one `#foreach`, which ends behind them; source: quotas of API Gateway REST APIs. */
export const FOREACH_TURNS_MAX = 1_000;
