import type { Limit } from './limit';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/durable-configuration.html';

/** How long a durable execution may take, all its invocations and waits together. */
export const DURABLE_EXECUTION_TIMEOUT: Limit = {
  min: 1,
  max: 31_622_400,
  unit: 'seconds',
  whole: true,
  rule: 'FN-67',
  source: SOURCE,
};

/** How long the history of a durable execution is kept. */
export const DURABLE_RETENTION: Limit = { min: 1, max: 90, unit: 'days', whole: true, rule: 'FN-67', source: SOURCE };

/** Runtimes that are known to run durable functions; the list has been growing (FN-67). */
export const DURABLE_RUNTIMES: readonly string[] = ['nodejs22.x', 'nodejs24.x', 'python3.13', 'python3.14'];
