/**
 * The ARN of a layer's version, as a function names it (FN-51); layers of AWS itself have neither Region nor account.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
export const LAYER_VERSION_ARN =
  /^(arn:[\w-]+:lambda:(?<region>[a-z0-9-]+):(?<account>\d{12}):layer:(?<name>[\w-]+):(?<version>\d+)|arn:[\w-]+:lambda:::awslayer:[\w-]+)$/;

/** What such an ARN looks like, for people. */
export const LAYER_VERSION_ARN_FORM = 'arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION';
