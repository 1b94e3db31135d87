import type { TextLimit } from './limit';

const ADD_LAYER_VERSION_PERMISSION = 'https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html';

/** Who may be given a layer. */
export const LAYER_PRINCIPAL: TextLimit = {
  min: 1,
  pattern: {
    matches: /^(\d{12}|\*|arn:aws[a-zA-Z-]*:iam::\d{12}:root)$/,
    words: 'an account of 12 digits, the ARN of its root, or *',
  },
  rule: 'FN-54',
  source: ADD_LAYER_VERSION_PERMISSION,
};

export const ORGANIZATION_ID: TextLimit = {
  min: 12,
  max: 34,
  pattern: { matches: /^o-[a-z0-9]+$/, words: 'o- and then lower-case letters and digits' },
  rule: 'FN-54',
  source: ADD_LAYER_VERSION_PERMISSION,
};
