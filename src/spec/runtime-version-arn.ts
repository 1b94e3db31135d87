import type { TextLimit } from './limit';

/** The ARN of one version of a runtime, for functions that manage it themselves. */
export const RUNTIME_VERSION_ARN: TextLimit = {
  min: 26,
  max: 2048,
  pattern: {
    matches: /^arn:aws[a-zA-Z-]*:lambda:(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d::runtime:.+$/,
    words: 'as arn:aws:lambda:REGION::runtime:ID',
  },
  rule: 'FN-71',
  source: 'https://docs.aws.amazon.com/lambda/latest/api/API_RuntimeVersionConfig.html',
};
