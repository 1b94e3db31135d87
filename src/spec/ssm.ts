/**
 * Parameter Store, of which the quotas are at https://docs.aws.amazon.com/general/latest/gr/ssm.html and those of requests at
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html and beside it.
 */

/** One word, or a hierarchy of them that begins with a slash. */
export const PARAMETER_NAME = /^(?:[\w.-]+|(?:\/[\w.-]+)+)$/;
/** Of a name, with the characters of its ARN that stand before it. */
export const PARAMETER_ARN_MAX = 1011;
/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export const HIERARCHY_LEVELS_MAX = 15;
/** Characters of a value, by tier. */
export const PARAMETER_VALUE_MAX = { Standard: 4096, Advanced: 8192 } as const;
/** Of an account and Region, by tier. */
export const PARAMETERS_MAX = { Standard: 10_000, Advanced: 100_000 } as const;
/** The newest are kept. */
export const PARAMETER_VERSIONS_MAX = 100;
export const PARAMETER_TEXT_MAX = 1024;
export const PARAMETER_KEY_ID = {
  ...{ min: 1, max: 256, pattern: /^([a-zA-Z0-9:/_-]+)$/, printed: '^([a-zA-Z0-9:/_-]+)$' },
} as const;
/** The key of a SecureString that names none. */
export const PARAMETER_KEY_DEFAULT = 'alias/aws/ssm';
export const PARAMETER_TYPES = ['String', 'StringList', 'SecureString'] as const;
export const PARAMETER_TIERS = ['Standard', 'Advanced', 'Intelligent-Tiering'] as const;
export const PARAMETER_DATA_TYPES: readonly string[] = ['text', 'aws:ec2:image', 'aws:ssm:integration'];

/** Names in one request that reads or deletes several. */
export const PARAMETER_NAMES_MAX = 10;
/** Results of one page; how many come without a limit is published for paths only. */
export const PARAMETER_PAGES = {
  path: { usual: 10, most: 10 },
  describe: { usual: 10, most: 50 },
  history: { usual: 50, most: 50 },
} as const;

/** Of one version, and in one request: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html */
export const PARAMETER_LABELS_MAX = 10;
export const PARAMETER_LABEL_LENGTH = { min: 1, max: 100 } as const;
/** Not begun with a number, `aws` or `ssm`. */
export const PARAMETER_LABEL = /^(?!\d|aws|ssm)[\w.-]+$/i;
export const PARAMETER_TAGS_MAX = 50;
export const PARAMETER_TAG = { key: { min: 1, max: 128 }, value: { max: 256 } } as const;
