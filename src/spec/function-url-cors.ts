import type { Limit, TextLimit } from './limit';

const RULE = 'URL-40';
const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html';

function atMost(max: number, unit: string): Limit {
  return { min: 0, max, unit, whole: true, rule: RULE, source: SOURCE };
}

export const CORS_METHODS = atMost(6, 'methods');
export const CORS_HEADERS = atMost(100, 'headers');
export const CORS_ORIGINS = atMost(100, 'origins');

/** How long a browser may keep the answer to a preflight request. */
export const CORS_MAX_AGE = atMost(86_400, 'seconds');

export const CORS_HEADER: TextLimit = { min: 1, max: 1024, rule: RULE, source: SOURCE };

/** Above what fits, as `OPTIONS`: Lambda answers preflight requests itself (URL-41). */
export const CORS_METHOD: TextLimit = { min: 1, max: 6, rule: RULE, source: SOURCE };

/** What a browser sends as `Origin`, or `*` for all; a wildcard inside a name matches nothing. */
export const CORS_ORIGIN: TextLimit = {
  min: 1,
  max: 253,
  pattern: {
    matches: /^(\*|null|[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^\s/?#*]+)$/,
    words: 'a scheme, a host and perhaps a port without a path, as https://app.example.com, or * alone',
  },
  rule: RULE,
  source: SOURCE,
};
