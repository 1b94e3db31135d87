/**
 * What lets Node.js load ES modules from files that are CommonJS by their names; Lambda leaves both off unless NODE_OPTIONS has
 * them (FN-25, https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html).
 */
export const LOADS_ANY_MODULE = /--experimental-(?:default-type=module|detect-module|require-module)\b/;
