import type { Limit, TextLimit } from './limit';

const CREATE_ALIAS = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html';

/** An alias name; only digits would be a version number. */
export const ALIAS_NAME: TextLimit = {
  min: 1,
  max: 128,
  pattern: { matches: /^(?![0-9]+$)[a-zA-Z0-9-_]+$/, words: 'only letters, digits, - and _, and not only digits' },
  rule: 'ALS-01',
  source: CREATE_ALIAS,
};

export const ALIAS_DESCRIPTION: TextLimit = { min: 0, max: 256, rule: 'ALS-02', source: CREATE_ALIAS };

/** The share of the second version; the first has the rest. */
export const ALIAS_WEIGHT: Limit = {
  min: 0,
  max: 1,
  unit: 'shares',
  whole: false,
  rule: 'ALS-04',
  source: 'https://docs.aws.amazon.com/lambda/latest/api/API_AliasRoutingConfiguration.html',
};

/** The version that is not published; it can be an alias' only one (ALS-03, ALS-04). */
export const LATEST = '$LATEST';

/** The number of a published version (VER-01, ALS-04). */
export const PUBLISHED_VERSION = /^[0-9]+$/;
