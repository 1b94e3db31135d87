import type { EDGE_EVENTS } from './edge-limits';

/** Headers that functions at the edge must not add (EDGE-06). */
export const EDGE_DISALLOWED_HEADERS =
  /^(connection|expect|keep-alive|proxy-(authenticate|authorization|connection)|trailer|upgrade|x-accel-(buffering|charset|limit-rate|redirect)|x-amz-cf-.*|x-amzn-(auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag|requestid)|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

/** Headers that functions at the edge can read, but not change, by the event (EDGE-06). */
export const EDGE_READ_ONLY_HEADERS: Readonly<Record<(typeof EDGE_EVENTS)[number]['name'], readonly string[]>> = {
  'viewer-request': ['cdn-loop', 'content-length', 'host', 'transfer-encoding', 'via'],
  'origin-request': [
    ...['accept-encoding', 'cdn-loop', 'content-length', 'if-modified-since', 'if-none-match', 'if-range'],
    ...['if-unmodified-since', 'transfer-encoding', 'via'],
  ],
  'origin-response': ['transfer-encoding', 'via'],
  'viewer-response': ['warning', 'via', 'content-length', 'content-encoding', 'transfer-encoding'],
};

/** Bytes of a request body that a function at the edge sees, and of a response that it makes: of viewers and of origins (EDGE-04). */
export const EDGE_BYTES = { viewer: 40_960, origin: 1_048_576 } as const;

/** A body that takes the place of a request’s, as base64 (EDGE-04). */
export const EDGE_BASE64_BYTES = { viewer: 54_476, origin: 1_394_606 } as const;

/** Characters of path and query together (EDGE-07). */
export const EDGE_URL_CHARACTERS = 8192;

/** A request body that is taken here, in bytes: more than any origin that is served here takes, and less than CloudFront itself. */
export const CLOUDFRONT_REQUEST_MAX = 20_971_520;
