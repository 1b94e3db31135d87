/** What `FunctionName` may look like in a request: name, partial ARN or ARN, each with an optional qualifier (FN-02). */
export const FUNCTION_REFERENCE =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:((?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_.]+)(?::(\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/;

/** The pattern as AWS prints it when a reference does not match (FN-02, FN-03). */
export const FUNCTION_REFERENCE_PRINTED =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?';

/** Characters of the whole field in an Invoke request (FN-02). */
export const FUNCTION_REFERENCE_MAX = 256;

/** A qualifier that stands apart from the name (FN-04). */
export const QUALIFIER = /^(?:\$(?:LATEST(?:\.PUBLISHED)?)|[a-zA-Z0-9-_$]+)$/;
export const QUALIFIER_PRINTED = '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+';
export const QUALIFIER_MAX = 128;

/** Characters of the whole field where a setting names its function (FN-02). */
export const FUNCTION_REFERENCE_IN_SETTINGS_MAX = 140;
