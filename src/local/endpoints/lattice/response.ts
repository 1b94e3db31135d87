import type { HttpResponse } from '../http';
import { bodyOf, headersFlaw, isMalformed, isRecord, type Malformed, statusOf } from '../proxy-result';
import { CONNECTION_HEADERS } from '../request-facts';

/** What a client gets for a function's result (LAT-02). */
export function latticeResponse(payload: Uint8Array): HttpResponse | Malformed {
  let result: unknown;
  try {
    result = JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString());
  } catch {
    return { malformed: 'the result is not JSON' };
  }
  if (!isRecord(result)) return { malformed: 'the result is not an object' };
  const status = statusOf(result.statusCode);
  if (status === undefined)
    return { malformed: `statusCode is ${JSON.stringify(result.statusCode)}, not a number from 200 to 599` };
  const headers = headersOf(result.headers ?? {}, result.cookies ?? []);
  if ('malformed' in headers) return headers;
  const body = bodyOf(result.body ?? '', result.isBase64Encoded ?? false);
  return isMalformed(body) ? body : { status, headers: headers.list, body };
}

/** Values may be lists; cookies may stand by themselves. */
function headersOf(headers: unknown, cookies: unknown): { readonly list: string[] } | Malformed {
  if (!isRecord(headers)) return { malformed: 'headers is not an object' };
  if (!Array.isArray(cookies)) return { malformed: 'cookies is not a list' };
  const list: string[] = [];
  for (const [name, given] of [...Object.entries(headers), ['Set-Cookie', cookies] as const]) {
    for (const value of Array.isArray(given) ? given : [given]) {
      if (typeof value !== 'string') return { malformed: `the header ${name} is ${JSON.stringify(value)}, not a string` };
      if (!CONNECTION_HEADERS.has(name.toLowerCase()) && name.toLowerCase() !== 'content-length') list.push(name, value);
    }
  }
  return headersFlaw(list) ?? { list };
}
