import type { Limit } from './limit';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html';

/** Attempts after the first, when a function fails on an asynchronous event. */
export const RETRY_ATTEMPTS: Limit = { min: 0, max: 2, unit: 'attempts', whole: true, rule: 'INV-60', source: SOURCE };

/** How old an asynchronous event may become before it is given up. */
export const MAXIMUM_EVENT_AGE: Limit = {
  min: 60,
  max: 21_600,
  unit: 'seconds',
  whole: true,
  rule: 'INV-60',
  source: SOURCE,
};
