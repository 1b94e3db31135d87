/** The service that requests to function URLs are signed for (URL-10, DG:urls-auth). */
export const URL_SIGNING_SERVICE = 'lambda';

/** How far a signature's date may be from AWS's, in milliseconds: 5 minutes (IAM user guide, signature-v4-troubleshooting). */
export const SIGNATURE_SKEW_MS = 300_000;

/** The longest life of a pre-signed request, in seconds: 7 days (IAM user guide, create-signed-request). */
export const PRESIGNED_SECONDS = 604_800;

/** Both must be allowed for a call through a function URL (URL-11, DG:urls-auth). */
export const URL_ACTIONS = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'] as const;

/** Media types whose bodies are text in the event; all others are base64 (URL-23: the first two are recorded, the rest is known of HTTP APIs). */
export const TEXT_MEDIA_TYPES = /^(application\/(json|xml|javascript|([^;\s]+\+)(json|xml))|text\/[^;\s]+)\s*(;|$)/i;

/**
 * Headers of a function's result that come out as `x-amzn-Remapped-<name>` (URL-27).
 *
 * The first six have been seen; the others would break the connection or are Lambda's own.
 */
export const REMAPPED_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'connection',
  'content-length',
  'date',
  'server',
  'www-authenticate',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-amzn-requestid',
  'x-amzn-trace-id',
]);

/** The type of a streamed response that begins with a prelude of status, headers and cookies in JSON (URL-28). */
export const STREAM_PRELUDE_TYPE = 'application/vnd.awslambda.http-integration-response';

/** What stands between the prelude and the body (URL-28). */
export const STREAM_PRELUDE_END = '\0'.repeat(8);

/** How long a prelude may be, in bytes. URL-28; Lambda's own limit is not known, this is that of all headers (INV-25). */
export const STREAM_PRELUDE_MAX = 1_048_576;
