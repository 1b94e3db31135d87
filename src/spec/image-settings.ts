import type { Limit, TextLimit } from './limit';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/api/API_ImageConfig.html';

/** Words of `cmd` and of `entrypoint`. */
export const IMAGE_WORDS: Limit = { min: 0, max: 1500, unit: 'words', whole: true, rule: 'FN-29', source: SOURCE };

export const IMAGE_WORKING_DIRECTORY: TextLimit = { min: 0, max: 1000, rule: 'FN-29', source: SOURCE };
