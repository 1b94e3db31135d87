import { REMAPPED_HEADERS } from '../../spec/function-url';
import { STREAM_DEFAULT_TYPE } from '../../spec/response-streaming';
import type { HttpResponse } from './http';
import { bodyOf, headersFlaw, isRecord, type Malformed, statusOf } from './proxy-result';

/** What a client gets for a function's result behind a URL of mode BUFFERED (URL-25 to URL-27). */
export function urlResponse(payload: Uint8Array): HttpResponse | Malformed {
  const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString();
  let result: unknown;
  try {
    result = JSON.parse(text);
  } catch {
    return { malformed: 'the result is not JSON' };
  }
  if (isRecord(result) && Object.hasOwn(result, 'statusCode')) return proxyResponse(result);
  return {
    status: 200,
    headers: ['Content-Type', 'application/json'],
    body: typeof result === 'string' ? result : compact(text),
  };
}

/** What a client gets behind a URL of mode RESPONSE_STREAM when the handler does not stream: the result as it stands (URL-29). */
export function unstreamedResponse(payload: Uint8Array): HttpResponse {
  return { status: 200, headers: ['Content-Type', 'application/json'], body: payload };
}

/** Status and headers that a streamed response begins with, as JSON; its body is not here yet (URL-28). */
export function preludeResponse(text: string): HttpResponse | Malformed {
  let prelude: unknown;
  try {
    prelude = JSON.parse(text);
  } catch {
    return { malformed: 'the prelude of the stream is not JSON' };
  }
  if (!isRecord(prelude)) return { malformed: 'the prelude of the stream is not an object' };
  const { statusCode = 200, headers, cookies } = prelude;
  return proxyResponse({ statusCode, headers, cookies }, STREAM_DEFAULT_TYPE);
}

function proxyResponse(result: Readonly<Record<string, unknown>>, defaultType = 'application/json'): HttpResponse | Malformed {
  const status = statusOf(result.statusCode);
  if (status === undefined)
    return { malformed: `statusCode is ${JSON.stringify(result.statusCode)}, not a number from 200 to 599` };
  const headers = headersOf(result.headers ?? {}, result.cookies ?? [], defaultType);
  if ('malformed' in headers) return headers;
  const body = bodyOf(result.body ?? '', result.isBase64Encoded ?? false);
  return typeof body === 'object' && 'malformed' in body ? body : { status, headers: headers.list, body };
}

function headersOf(headers: unknown, cookies: unknown, defaultType: string): { readonly list: string[] } | Malformed {
  if (!isRecord(headers)) return { malformed: 'headers is not an object' };
  if (!Array.isArray(cookies) || cookies.some((cookie) => typeof cookie !== 'string'))
    return { malformed: 'cookies is not a list of strings' };
  const list: string[] = [];
  let hasType = false;
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) continue;
    if (typeof value === 'object')
      return { malformed: `header ${name} is ${JSON.stringify(value)}, not a string, number or boolean` };
    const lower = name.toLowerCase();
    hasType ||= lower === 'content-type';
    list.push(REMAPPED_HEADERS.has(lower) ? `x-amzn-Remapped-${name}` : name, String(value));
  }
  if (!hasType) list.push('Content-Type', defaultType);
  for (const cookie of cookies) list.push('Set-Cookie', cookie);
  return headersFlaw(list) ?? { list };
}

/** Without blanks between the tokens and without needless escapes; numbers keep their digits, which parsing them would round. */
function compact(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (token) => {
    if (token[0] !== '"') return '';
    return token.includes('\\') ? JSON.stringify(JSON.parse(token)) : token;
  });
}
