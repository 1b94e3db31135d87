import { PROXY_RESULT_MEMBERS, REMAPPED_RESPONSE_HEADERS } from '../../../spec/rest-api';
import type { HttpResponse } from '../http';
import { headersFlaw, isMalformed, isRecord, type Malformed, statusOf } from '../proxy-result';
import { isBinary } from './media-types';

/** A body that is said to be base64, and is not (gateway response API_CONFIGURATION_ERROR). */
export interface NotBase64 {
  readonly notBase64: true;
}

/** What a client gets for the result of a function that a proxy integration has called (APR-14, APR-20 to APR-22). */
export function proxyResponse(
  payload: Uint8Array,
  binaryMediaTypes: readonly string[],
  accept: string | undefined,
): HttpResponse | Malformed | NotBase64 {
  const result = parsed(payload);
  if (!isRecord(result)) return { malformed: 'the result is not a JSON object' };
  const unknown = Object.keys(result).find((name) => !PROXY_RESULT_MEMBERS.includes(name));
  if (unknown !== undefined) return { malformed: `the result has a member ${unknown}, which no response has` };
  const head = responseHead(result);
  if (isMalformed(head)) return head;
  const { body, isBase64Encoded } = result;
  if (body !== undefined && body !== null && typeof body !== 'string') {
    return { malformed: `body is of type ${Array.isArray(body) ? 'list' : typeof body}, not a string` };
  }
  if (isBase64Encoded !== undefined && isBase64Encoded !== null && typeof isBase64Encoded !== 'boolean') {
    return { malformed: 'isBase64Encoded is neither true nor false' };
  }
  if (!body || isBase64Encoded !== true || !isBinary(binaryMediaTypes, accept)) return { ...head, body: body ?? '' };
  const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(body) && body.replace(/=+$/, '').length % 4 !== 1;
  return isBase64 ? { ...head, body: Buffer.from(body, 'base64') } : { notBase64: true };
}

/** Status and headers of a result, or of the prelude of a streamed one; `cookies` only that may have. */
export function responseHead(
  result: Readonly<Record<string, unknown>>,
  defaultType = 'application/json',
): Omit<HttpResponse, 'body'> | Malformed {
  const status = statusOf(result.statusCode ?? 200);
  if (status === undefined) {
    return { malformed: `statusCode is ${JSON.stringify(result.statusCode)}, not a number from 200 to 599` };
  }
  const headers = headersOf(result.headers ?? {}, result.multiValueHeaders ?? {}, defaultType);
  return isMalformed(headers) ? headers : { status, headers };
}

/** One list of both; where a name is in both, all values are sent, spelt as the multi-value one is (APR-21). */
function headersOf(single: unknown, multiple: unknown, defaultType: string): readonly string[] | Malformed {
  if (!isRecord(single)) return { malformed: 'headers is not an object' };
  if (!isRecord(multiple)) return { malformed: 'multiValueHeaders is not an object' };
  const found = new Map<string, { readonly name: string; readonly values: readonly string[] }>();
  for (const [name, value] of Object.entries(single)) {
    const values = textsOf(name, [value]);
    if (isMalformed(values)) return values;
    if (values.length > 0) found.set(name.toLowerCase(), { name, values });
  }
  for (const [name, given] of Object.entries(multiple)) {
    if (given !== null && !Array.isArray(given)) return { malformed: `multiValueHeaders has ${name}, which is not a list` };
    const values = textsOf(name, given ?? []);
    if (isMalformed(values)) return values;
    const lower = name.toLowerCase();
    const others = found.get(lower)?.values.filter((value) => !values.includes(value)) ?? [];
    if (values.length > 0) found.set(lower, { name, values: [...others, ...values] });
  }
  const list: string[] = [];
  if (!found.has('content-type')) list.push('Content-Type', defaultType);
  for (const [lower, { name, values }] of found) {
    if (lower === 'transfer-encoding') continue;
    const sent = REMAPPED_RESPONSE_HEADERS.has(lower) ? `x-amzn-Remapped-${name}` : name;
    for (const value of values) list.push(sent, value);
  }
  return headersFlaw(list) ?? list;
}

function textsOf(name: string, values: readonly unknown[]): readonly string[] | Malformed {
  const given = values.filter((value) => value !== null);
  const wrong = given.find((value) => typeof value === 'object');
  if (wrong === undefined) return given.map(String);
  return { malformed: `header ${name} is ${JSON.stringify(wrong)}, not a string, number or boolean` };
}

function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString());
  } catch {
    return undefined;
  }
}
