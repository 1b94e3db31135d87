import type { Cors } from '../../model/function-url';

/**
 * Headers for the answer to an `OPTIONS` request, which Lambda gives itself (URL-41).
 *
 * Only the order of things is documented; the exact set is this executor's choice (URL-42).
 */
export function preflightHeaders(cors: Cors, origin: string | undefined): string[] {
  const headers = originHeaders(cors, origin);
  if (headers.length === 0) return headers;
  return [
    ...headers,
    ...list('Access-Control-Allow-Methods', cors.allowMethods),
    ...list('Access-Control-Allow-Headers', cors.allowHeaders),
    ...(cors.maxAgeSeconds === undefined ? [] : ['Access-Control-Max-Age', String(cors.maxAgeSeconds)]),
  ];
}

/** Headers that are added to those of the function, even when it sends the same (URL-41). */
export function corsHeaders(cors: Cors, origin: string | undefined): string[] {
  const headers = originHeaders(cors, origin);
  return headers.length === 0 ? headers : [...headers, ...list('Access-Control-Expose-Headers', cors.exposeHeaders)];
}

/** None when the request comes from nowhere that is allowed. */
function originHeaders(cors: Cors, origin: string | undefined): string[] {
  if (origin === undefined) return [];
  const credentials = cors.allowCredentials ? ['Access-Control-Allow-Credentials', 'true'] : [];
  if (cors.allowOrigins?.includes('*')) return ['Access-Control-Allow-Origin', '*', ...credentials];
  if (!cors.allowOrigins?.includes(origin)) return [];
  return ['Access-Control-Allow-Origin', origin, 'Vary', 'Origin', ...credentials];
}

function list(name: string, values: readonly string[] | undefined): string[] {
  return values === undefined || values.length === 0 ? [] : [name, values.join(',')];
}
