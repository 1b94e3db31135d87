/** The most that a function may stream, in bytes: 200 MB (INV-24; the documentation has no figure to the byte). */
export const STREAMED_RESPONSE_MAX = 209_715_200;

/**
 * How fast a response is streamed: the first 6 MB as fast as can be, the rest with 2 MB a second.
 * INV-24; that megabytes are mebibytes is how the runtime interface emulator counts.
 */
export const STREAM_BANDWIDTH = { burstBytes: 6_291_456, bytesPerSecond: 2_097_152 } as const;

/** The type of a response whose runtime does not tell one (INV-02, RT-12). */
export const STREAM_DEFAULT_TYPE = 'application/octet-stream';

/** Trailers in which a runtime tells that a response went wrong after it had begun (RT-12). */
export const STREAM_ERROR_TRAILERS = {
  type: 'lambda-runtime-function-error-type',
  /** JSON in base64. */
  body: 'lambda-runtime-function-error-body',
} as const;
