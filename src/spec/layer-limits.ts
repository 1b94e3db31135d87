import type { Limit, TextLimit } from './limit';

const PUBLISH_LAYER_VERSION = 'https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html';
const QUOTAS = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html';

/** How many layers one function may have. */
export const LAYERS: Limit = { min: 0, max: 5, unit: 'layers', whole: true, rule: 'FN-50', source: QUOTAS };

/** What a function's code and all its layers have together when they are unpacked; also what one layer may have. */
export const UNZIPPED_SIZE: Limit = {
  min: 0,
  // Less than 250 MiB: exactly 262,144,000 bytes are too many.
  max: 262_143_999,
  unit: 'bytes',
  whole: true,
  rule: 'FN-23',
  source: QUOTAS,
};

export const LAYER_NAME: TextLimit = {
  min: 1,
  max: 140,
  pattern: { matches: /^([\w-]+|arn:[\w-]+:lambda:[\w-]+:\d{12}:layer:[\w-]+)$/, words: 'letters, digits, - and _' },
  rule: 'FN-53',
  source: PUBLISH_LAYER_VERSION,
};

export const LAYER_DESCRIPTION: TextLimit = { min: 0, max: 256, rule: 'FN-53', source: PUBLISH_LAYER_VERSION };

export const LAYER_LICENSE: TextLimit = { min: 0, max: 512, rule: 'FN-53', source: PUBLISH_LAYER_VERSION };

/** How many runtimes a layer may name as compatible. */
export const LAYER_RUNTIMES: Limit = {
  min: 0,
  max: 15,
  unit: 'runtimes',
  whole: true,
  rule: 'FN-53',
  source: PUBLISH_LAYER_VERSION,
};

/** How many architectures a layer may name as compatible. */
export const LAYER_ARCHITECTURES: Limit = {
  min: 0,
  max: 2,
  unit: 'architectures',
  whole: true,
  rule: 'FN-53',
  source: PUBLISH_LAYER_VERSION,
};
