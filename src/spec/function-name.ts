import type { TextLimit } from './limit';

/** The name of a function, when it is given. */
export const FUNCTION_NAME: TextLimit = {
  min: 1,
  max: 64,
  pattern: { matches: /^[a-zA-Z0-9-_]+$/, words: 'only letters, digits, - and _' },
  rule: 'FN-01',
  source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
};
