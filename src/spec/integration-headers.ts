/** Headers that a request parameter of a REST API cannot set; source: recorded answers, and «important notes» of API Gateway. */
export const ILLEGAL_HEADERS: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'x-amzn-apigateway-api-id',
  'x-amzn-trace-id',
]);

/** The same where an AWS service is called. */
export const ILLEGAL_AWS_HEADERS: ReadonlySet<string> = new Set([
  ...ILLEGAL_HEADERS,
  'authorization',
  'connection',
  'expect',
  'proxy-authenticate',
  'te',
]);
