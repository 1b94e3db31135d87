import type { Limit } from './limit';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html';

/** Memory of any function; above 10 240 MB it has to run on a capacity provider. */
export const MEMORY_SIZE_ANYWHERE: Limit = { min: 128, max: 32_768, unit: 'MB', whole: true, rule: 'FN-12', source: SOURCE };

/** How long an invocation may take on any function; above 900 seconds it has to run on a capacity provider. */
export const TIMEOUT_ANYWHERE: Limit = { min: 1, max: 5400, unit: 'seconds', whole: true, rule: 'FN-13', source: SOURCE };
