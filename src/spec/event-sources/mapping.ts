import type { Limit } from '../limit';

const CREATE = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html';

/** How long Lambda gathers a batch (ESM-02). */
export const BATCHING_WINDOW: Limit = { min: 0, max: 300, unit: 'seconds', whole: true, rule: 'ESM-02', source: CREATE };

/** Filters of one mapping; above 5 the quota has to be raised (ESM-16). */
export const MOST_FILTERS = 10;
export const FILTERS_BY_DEFAULT = 5;

/** Above so many records, Lambda wants a window in which to gather them. */
export const BATCH_WITHOUT_WINDOW = 10;
