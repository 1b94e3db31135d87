import type { Limit, TextLimit } from './limit';

const CREATE_FUNCTION = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html';

/** Memory of a function that does not run on a capacity provider. */
export const MEMORY_SIZE: Limit = {
  min: 128,
  max: 10_240,
  unit: 'MB',
  whole: true,
  rule: 'FN-12',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
};

/** How long one invocation may take, on a function that does not run on a capacity provider. */
export const TIMEOUT: Limit = { min: 1, max: 900, unit: 'seconds', whole: true, rule: 'FN-13', source: CREATE_FUNCTION };

/** What `/tmp` holds. */
export const EPHEMERAL_STORAGE: Limit = {
  min: 512,
  max: 10_240,
  unit: 'MB',
  whole: true,
  rule: 'FN-14',
  source: 'https://docs.aws.amazon.com/lambda/latest/api/API_EphemeralStorage.html',
};

export const DESCRIPTION: TextLimit = { min: 0, max: 256, rule: 'FN-11', source: CREATE_FUNCTION };

/** The handler as Lambda is told it: `index.handler`. */
export const HANDLER: TextLimit = {
  min: 1,
  max: 128,
  pattern: { matches: /^\S+$/, words: 'no white space' },
  rule: 'FN-10',
  source: CREATE_FUNCTION,
};

export const TAGS: Limit = {
  min: 0,
  max: 50,
  unit: 'tags',
  whole: true,
  rule: 'FN-18',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html',
};
