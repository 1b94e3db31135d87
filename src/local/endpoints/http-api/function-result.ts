import { HTTP_DEFAULT_TYPE } from '../../../spec/http-api';
import type { HttpResponse } from '../http';
import { bodyOf, headersFlaw, isMalformed, isRecord, type Malformed, statusOf } from '../proxy-result';

/** What a client gets for a function's result (APH-06). */
export function functionResponse(payload: Uint8Array, format: '1.0' | '2.0'): HttpResponse | Malformed {
  const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString();
  let result: unknown;
  try {
    result = JSON.parse(text);
  } catch {
    return format === '2.0' ? inferred(text) : { malformed: 'the result is not JSON' };
  }
  if (isRecord(result) && Object.hasOwn(result, 'statusCode')) return structured(result, format);
  if (format === '2.0') return inferred(typeof result === 'string' ? result : text);
  return { malformed: 'the result is no object with a statusCode' };
}

/** A result of format 2.0 without a status is the body, whatever it is. */
function inferred(body: string): HttpResponse {
  return { status: 200, headers: ['Content-Type', 'application/json'], body };
}

function structured(result: Readonly<Record<string, unknown>>, format: '1.0' | '2.0'): HttpResponse | Malformed {
  const status = statusOf(result.statusCode);
  if (status === undefined)
    return { malformed: `statusCode is ${JSON.stringify(result.statusCode)}, not a number from 200 to 599` };
  const headers = format === '2.0' ? headersV2(result) : headersV1(result);
  if (isMalformed(headers)) return headers;
  if (!headers.some((name, at) => at % 2 === 0 && name.toLowerCase() === 'content-type')) {
    headers.push('Content-Type', HTTP_DEFAULT_TYPE);
  }
  const flaw = headersFlaw(headers);
  if (flaw) return flaw;
  const body = bodyOf(result.body ?? '', result.isBase64Encoded ?? false);
  return isMalformed(body) ? body : { status, headers, body };
}

function headersV2({ headers = {}, cookies = [] }: Readonly<Record<string, unknown>>): string[] | Malformed {
  const list = singleHeaders(headers ?? {});
  if (isMalformed(list)) return list;
  const texts: unknown = cookies ?? [];
  if (!Array.isArray(texts) || texts.some((cookie) => typeof cookie !== 'string')) {
    return { malformed: 'cookies is not a list of strings' };
  }
  return [...list, ...texts.flatMap((cookie: string) => ['Set-Cookie', cookie])];
}

/** Those with many values come first; a name that is in both has all of them, in the letters of the first (APR-21). */
function headersV1({ headers, multiValueHeaders }: Readonly<Record<string, unknown>>): string[] | Malformed {
  const list: string[] = [];
  const written = new Map<string, string>();
  if (!isRecord(multiValueHeaders ?? {})) return { malformed: 'multiValueHeaders is not an object' };
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) {
    if (values === null) continue;
    if (!Array.isArray(values)) return { malformed: `multiValueHeaders.${name} is not a list` };
    if (isOfConnection(name)) continue;
    written.set(name.toLowerCase(), name);
    for (const value of values) list.push(name, String(value));
  }
  const singles = singleHeaders(headers ?? {});
  if (isMalformed(singles)) return singles;
  for (let at = 0; at < singles.length; at += 2) {
    const name = singles[at] as string;
    list.push(written.get(name.toLowerCase()) ?? name, singles[at + 1] as string);
  }
  return list;
}

function singleHeaders(headers: unknown): string[] | Malformed {
  if (!isRecord(headers)) return { malformed: 'headers is not an object' };
  const list: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value === null || isOfConnection(name)) continue;
    if (typeof value === 'object') {
      return { malformed: `header ${name} is ${JSON.stringify(value)}, not a string, number or boolean` };
    }
    list.push(name, String(value));
  }
  return list;
}

/** These say how the response is sent, which is not for the function to say. */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

function isOfConnection(name: string): boolean {
  return OF_CONNECTION.has(name.toLowerCase());
}
