import {
  FUNCTION_REFERENCE_IN_SETTINGS_MAX,
  FUNCTION_REFERENCE_MAX,
  FUNCTION_REFERENCE_PRINTED,
  QUALIFIER_MAX,
  QUALIFIER_PRINTED,
} from '../function-reference';
import { map, one, text } from './shape';

/**
 * Names and ids in requests to Lambda, with their patterns as Lambda prints them.
 *
 * Source: service model of Lambda 2015-03-31; FN-02, FN-04, ALS-01, IAM-04, URL-02.
 */
const ARN_START =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?';

/** Where a function is read or invoked. */
export const READ_NAME = text({ min: 1, max: FUNCTION_REFERENCE_MAX }, FUNCTION_REFERENCE_PRINTED);
/** Where something of a function is set. */
export const NAME = text(
  { min: 1, max: FUNCTION_REFERENCE_IN_SETTINGS_MAX },
  `${ARN_START}([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
);
export const UNQUALIFIED_NAME = text({ min: 1, max: FUNCTION_REFERENCE_IN_SETTINGS_MAX }, `${ARN_START}([a-zA-Z0-9-_]+)`);

/** Whose URL is set: that of the function itself, or of an alias. */
export const URL_NAME = text(
  { min: 1, max: FUNCTION_REFERENCE_IN_SETTINGS_MAX },
  `${ARN_START}([a-zA-Z0-9-_]{1,64})(:((?!\\d+$)[0-9a-zA-Z-_]+))?`,
);

export const QUALIFIER = text({ min: 1, max: QUALIFIER_MAX }, QUALIFIER_PRINTED);
export const PROVISIONED_QUALIFIER = text({ min: 1, max: QUALIFIER_MAX }, '(|[a-zA-Z0-9$_-]+)');
export const URL_QUALIFIER = text({ min: 1, max: QUALIFIER_MAX }, '((?!^\\d+$)^[0-9a-zA-Z-_]+$)');

export const ALIAS = text({ min: 1, max: 128 }, '(?!^[0-9]+$)([a-zA-Z0-9-_]+)');
export const VERSION = text({ min: 1, max: 1024 }, '(\\$LATEST(\\.PUBLISHED)?|[0-9]+)');
export const PUBLISHED_VERSION_KEY = text({ min: 1, max: 1024 }, '[0-9]+');

export const DESCRIPTION = text({ min: 0, max: 256 });
export const ARCHITECTURE = one('x86_64', 'arm64');
export const ARN = text({}, 'arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}(-gov)?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)');
export const RESOURCE_ARN = text({}, '(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()');
const LAYER_ARN =
  'arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+';
export const LAYER = text({ min: 1, max: 140 }, `(${LAYER_ARN})|[a-zA-Z0-9-_]+`);
/** Layers of AWS itself have neither Region nor account. */
export const LAYER_VERSION = text(
  { min: 1, max: 2048 },
  `((${LAYER_ARN}:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+))`,
);
export const TAG_KEY = text({ min: 1, max: 128 }, '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)');
const TAG_VALUE = text({ min: 0, max: 256 }, '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)');
export const TAGS = map(TAG_KEY, TAG_VALUE);
export const TAGGABLE = text(
  { min: 1, max: 256 },
  'arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)',
);
