/** The service that requests to APIs are signed for (DOC apigateway/dg, permissions). */
export const EXECUTE_API_SERVICE = 'execute-api';

export const API_GATEWAY_PRINCIPAL = 'apigateway.amazonaws.com';

/** How long a REST API waits for an integration that is not given another time, in milliseconds (APR-03). */
export const REST_TIMEOUT_MS = 29_000;

/** The most that a body may have, in bytes (APR-03). */
export const REST_PAYLOAD_MAX = 10_485_760;

/** The most that the names and values of all headers may have together, in bytes (APR-03). */
export const REST_HEADERS_MAX = 20_480;

/** Within how many bytes of a streamed response its prelude must be over (APR-23). */
export const REST_STREAM_PRELUDE_MAX = 16_384;

/** How many requests a second all callers of one account and Region may make, and at once: what holds where nothing else is set. */
export const ACCOUNT_THROTTLE = { perSecond: 10_000, burst: 5_000 } as const;

/**
 * Headers of clients that reach neither functions nor templates, by lower-case name. Those of the connection are among them
 * (recordings of REST APIs).
 */
export const DROPPED_REQUEST_HEADERS: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'content-md5', 'expect', 'max-forwards', 'proxy-authenticate', 'server', 'te'],
  ...['transfer-encoding', 'trailer', 'upgrade', 'www-authenticate'],
]);

/** Headers of a function's result that come out as `x-amzn-Remapped-<name>`; the first four are recorded, the others known of URLs. */
export const REMAPPED_RESPONSE_HEADERS: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'date', 'server', 'authorization', 'www-authenticate'],
]);

/** What a function's result may have, and nothing else (APR-20, APR-22). */
export const PROXY_RESULT_MEMBERS: readonly string[] = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'];

/**
 * What a REST API answers itself: the status and the header `x-amzn-ErrorType`, by the type of the gateway response. The statuses
 * are documented, and the error types recorded or reported but for those of the lines that say so.
 */
export const GATEWAY_RESPONSES = {
  ACCESS_DENIED: { status: 403, errorType: 'AccessDeniedException' },
  // Of the error type nothing is known.
  API_CONFIGURATION_ERROR: { status: 500, errorType: 'InternalServerErrorException' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, errorType: 'AuthorizerConfigurationException' },
  BAD_REQUEST_BODY: { status: 400, errorType: 'BadRequestException' },
  BAD_REQUEST_PARAMETERS: { status: 400, errorType: 'BadRequestException' },
  EXPIRED_TOKEN: { status: 403, errorType: 'ExpiredTokenException' },
  INTEGRATION_FAILURE: { status: 504, errorType: 'InternalServerErrorException' },
  INTEGRATION_TIMEOUT: { status: 504, errorType: 'InternalServerErrorException' },
  INVALID_API_KEY: { status: 403, errorType: 'ForbiddenException' },
  INVALID_SIGNATURE: { status: 403, errorType: 'InvalidSignatureException' },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, errorType: 'MissingAuthenticationTokenException' },
  QUOTA_EXCEEDED: { status: 429, errorType: 'LimitExceededException' },
  // Of the error type nothing is known.
  REQUEST_TOO_LARGE: { status: 413, errorType: 'RequestTooLargeException' },
  THROTTLED: { status: 429, errorType: 'TooManyRequestsException' },
  UNAUTHORIZED: { status: 401, errorType: 'UnauthorizedException' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, errorType: 'BadRequestException' },
  // What has no type of its own: a stage that is not there, a result that is no response.
  DEFAULT_4XX: { status: 403, errorType: 'ForbiddenException' },
  DEFAULT_5XX: { status: 500, errorType: 'InternalServerErrorException' },
} as const;

export type GatewayResponseType = keyof typeof GATEWAY_RESPONSES;
