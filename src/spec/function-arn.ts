/**
 * The ARN of a function, without a qualifier (FN-02).
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
export const FUNCTION_ARN = /^arn:[\w-]+:lambda:(?<region>[a-z0-9-]+):(?<account>\d{12}):function:(?<name>[\w-]{1,64})$/;

/** What such an ARN looks like, for people. */
export const FUNCTION_ARN_FORM = 'arn:aws:lambda:REGION:ACCOUNT:function:NAME';
