import type { Limit } from './limit';

const SOURCE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html';

/** Code that stands in the template itself. */
export const INLINE_CODE: Limit = { min: 1, max: 4 * 1024 * 1024, unit: 'bytes', whole: true, rule: 'FN-25', source: SOURCE };

/** What CloudFormation documented as the limit for years (FN-25). */
export const INLINE_CODE_EVERYWHERE = 4096;

/** The file that CloudFormation makes of it, without its extension; the handler is in there (FN-25). */
export const INLINE_MODULE = 'index';

/** From this major version on, `index.js` is CommonJS unless Node.js is told to look at it (FN-25). */
export const FIRST_NODE_WITH_COMMONJS_ONLY = 24;

/** What tells Node.js to look at a file before it decides that it is CommonJS (FN-25). */
export const DETECT_MODULE = '--experimental-detect-module';
