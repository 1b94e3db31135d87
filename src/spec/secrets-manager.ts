/**
 * Quotas of AWS Secrets Manager.
 *
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html and the API reference of each operation.
 */

/** Letters and digits of ASCII and these; what AWS says of others is recorded. */
export const SECRET_NAME = { pattern: /^[-/_+=.@!a-zA-Z0-9]+$/, max: 512 } as const;
/** In bytes. */
export const SECRET_VALUE_MAX = 65_536;
export const SECRET_DESCRIPTION_MAX = 2048;
export const SECRET_TAGS_MAX = 50;
/** Characters of what tells one request from another, and becomes the id of a version. */
export const REQUEST_TOKEN = { min: 32, max: 64 } as const;
/** Labels of one version, and the characters of one. */
export const VERSION_STAGES = { most: 20, characters: 256 } as const;
/** More versions than these without a label are removed. */
export const UNLABELED_VERSIONS = 100;
/** In days; the usual one is the longest. */
export const RECOVERY_WINDOW_DAYS = { min: 7, max: 30 } as const;
/** Secrets of one request for many. */
export const SECRETS_OF_BATCH = 20;
/** Secrets or versions of one page. */
export const SECRETS_PAGE = 100;
export const PASSWORD_LENGTH = { usual: 32, max: 4096 } as const;
export const PASSWORD_PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
export const PASSWORD_EXCLUDED_MAX = 4096;
