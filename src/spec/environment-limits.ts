import type { Limit, TextLimit } from './limit';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html';

/** The name of an environment variable. */
export const ENVIRONMENT_KEY: TextLimit = {
  min: 2,
  pattern: { matches: /^[a-zA-Z][a-zA-Z0-9_]+$/, words: 'a letter first, then only letters, digits and underscores' },
  rule: 'FN-40',
  source: SOURCE,
};

/** All variables of a function together, as compact JSON in UTF-8: 4096 is accepted, 4097 rejected (recorded). */
export const ENVIRONMENT_SIZE: Limit = { min: 0, max: 4096, unit: 'bytes', whole: true, rule: 'FN-41', source: SOURCE };
