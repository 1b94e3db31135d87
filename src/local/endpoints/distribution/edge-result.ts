import { STATUS_CODES } from 'node:http';
import type { EdgeEvent, Origin } from '../../../model/distribution';
import {
  EDGE_BASE64_BYTES,
  EDGE_DISALLOWED_HEADERS,
  EDGE_READ_ONLY_HEADERS,
  EDGE_URL_CHARACTERS,
} from '../../../spec/edge-headers';
import { headersFlaw, isRecord } from '../proxy-result';
import { type EdgeCall, limitOf } from './edge-event';
import { type EdgeHeaders, type EdgeRequest, type EdgeResponse, rawHeaders } from './edge-message';

/** What a function at the edge wants to be done. */
export type EdgeResult =
  | { readonly kind: 'request'; readonly request: EdgeRequest; readonly origin?: Origin }
  | { readonly kind: 'response'; readonly response: EdgeResponse }
  /** CloudFront takes no such result; `why` ends the sentence that the function tried it. */
  | { readonly kind: 'invalid'; readonly why: string };

/** What the result of a function means; undefined members stay as they were (EDG-06, EDGE-06, EDGE-07). */
export function edgeResult(payload: Uint8Array, call: EdgeCall): EdgeResult {
  let result: unknown;
  try {
    result = JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString());
  } catch {
    return invalid('the result is not JSON');
  }
  if (!isRecord(result)) return invalid('the result is not an object');
  if (call.response !== undefined) return changedResponse(result, call, call.response);
  return Object.hasOwn(result, 'status') ? madeResponse(result, call) : changedRequest(result, call);
}

function changedRequest(result: Readonly<Record<string, unknown>>, call: EdgeCall): EdgeResult {
  const { request, association } = call;
  const { method, clientIp, uri, querystring = '', headers: given } = result;
  if (method !== request.method) return invalid('method is read-only');
  if (clientIp !== undefined && clientIp !== request.clientIp) return invalid('clientIp is read-only');
  if (typeof uri !== 'string' || !uri.startsWith('/')) return invalid('uri must begin with a slash');
  if (typeof querystring !== 'string') return invalid('querystring is not a string');
  if (uri.length + querystring.length >= EDGE_URL_CHARACTERS)
    return invalid(`uri and querystring have ${EDGE_URL_CHARACTERS} characters or more`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  if (/[\u0000-\u0020\u007f#]/.test(uri + querystring))
    return invalid('uri or querystring has a blank, a control character or #');
  const headers = checkedHeaders(given, request.headers, association.event);
  if (typeof headers === 'string') return invalid(headers);
  const body = replacedBody(result.body, call);
  if (typeof body === 'string') return invalid(body);
  const origin = call.origin && changedOrigin(result.origin, call.origin);
  if (typeof origin === 'string') return invalid(origin);
  return { kind: 'request', request: { ...request, uri, querystring, headers, body }, ...(origin && { origin }) };
}

function replacedBody(body: unknown, { request, association }: EdgeCall): Buffer | string {
  if (!association.includesBody || !isRecord(body) || body.action !== 'replace') return request.body;
  const { data, encoding } = body;
  if (typeof data !== 'string') return 'body.data is not a string';
  if (encoding !== 'text' && encoding !== 'base64') return 'body.encoding is neither text nor base64';
  const bytes = Buffer.byteLength(data);
  const limit =
    encoding === 'text' ? limitOf(association) : EDGE_BASE64_BYTES[association.event.startsWith('viewer') ? 'viewer' : 'origin'];
  return bytes > limit
    ? `body.data has ${bytes} bytes, at most ${limit} can be`
    : Buffer.from(data, encoding === 'text' ? 'utf8' : 'base64');
}

function changedOrigin(given: unknown, origin: Origin): Origin | string {
  if (given === undefined) return origin;
  const [s3, custom] = isRecord(given) ? [given.s3, given.custom] : [];
  const of = isRecord(s3) ? s3 : custom;
  if (!isRecord(of)) return 'origin is neither s3 nor custom';
  const { domainName, path = '', customHeaders = {}, authMethod } = of;
  if (typeof domainName !== 'string' || domainName === '') return 'origin.domainName is missing';
  if (typeof path !== 'string' || (path !== '' && (!path.startsWith('/') || path.endsWith('/'))))
    return 'origin.path must begin with a slash and not end with one';
  const headers = headersFrom(customHeaders);
  if (typeof headers === 'string') return headers;
  const isSame = domainName === origin.domainName;
  const { bucket, ...rest } = origin;
  const name = isRecord(s3) ? /^(.+?)\.s3[.-]/.exec(domainName)?.[1] : undefined;
  const mayRead = isSame ? bucket?.mayRead === true : authMethod === 'origin-access-identity';
  return {
    ...rest,
    ...{ domainName, path, kind: isRecord(s3) ? 's3' : 'custom' },
    customHeaders: Object.values(headers).flatMap((values) => values.map(({ key, value }) => [key, value] as const)),
    ...(isSame ? bucket && { bucket } : name !== undefined && { bucket: { name, mayRead, mayList: false } }),
  };
}

/** A response that a function makes by itself, instead of the origin. */
function madeResponse(result: Readonly<Record<string, unknown>>, call: EdgeCall): EdgeResult {
  return responseOf(result, call, EMPTY, Buffer.alloc(0));
}

function changedResponse(result: Readonly<Record<string, unknown>>, call: EdgeCall, before: EdgeResponse): EdgeResult {
  if (call.association.event === 'viewer-response' && Number(result.status) !== before.status)
    return invalid('status is read-only');
  return responseOf(result, call, before.headers, before.body);
}

function responseOf(
  result: Readonly<Record<string, unknown>>,
  { association }: EdgeCall,
  before: EdgeHeaders,
  bodyBefore: EdgeResponse['body'],
): EdgeResult {
  const { status: written, statusDescription, headers: given = {}, body, bodyEncoding = 'text' } = result;
  const status = Number(written);
  if (!Number.isInteger(status) || status < 200 || status > 599) return invalid(`status is ${JSON.stringify(written)}`);
  if (statusDescription !== undefined && typeof statusDescription !== 'string')
    return invalid('statusDescription is not a string');
  const headers = checkedHeaders(given, before, association.event);
  if (typeof headers === 'string') return invalid(headers);
  if (body !== undefined && typeof body !== 'string') return invalid('body is not a string');
  if (bodyEncoding !== 'text' && bodyEncoding !== 'base64') return invalid('bodyEncoding is neither text nor base64');
  const limit = limitOf(association);
  const size = rawHeaders(headers).join('').length + Buffer.byteLength(body ?? '');
  if (body !== undefined && size > limit) return invalid(`the response has ${size} bytes, at most ${limit} can be`);
  const bytes = body === undefined ? bodyBefore : Buffer.from(body, bodyEncoding === 'text' ? 'utf8' : 'base64');
  const description = statusDescription ?? STATUS_CODES[status] ?? '';
  return { kind: 'response', response: { status, statusDescription: description, headers, body: bytes } };
}

function checkedHeaders(given: unknown, before: EdgeHeaders, event: EdgeEvent): EdgeHeaders | string {
  const headers = headersFrom(given);
  if (typeof headers === 'string') return headers;
  const added = Object.keys(headers).find((name) => EDGE_DISALLOWED_HEADERS.test(name) && !isSame(headers[name], before[name]));
  if (added !== undefined) return `the header ${added} is not allowed`;
  const readOnly = (EDGE_READ_ONLY_HEADERS[event] ?? []).find((name) => !isSame(headers[name], before[name]));
  // What is made anew has nothing that could be changed.
  const isNew = event.endsWith('request') && before === EMPTY;
  return readOnly === undefined || isNew
    ? headers
    : `the function tried to add, delete, or change the read-only header ${readOnly}`;
}

const EMPTY: EdgeHeaders = {};

function headersFrom(given: unknown): EdgeHeaders | string {
  if (!isRecord(given)) return 'headers is not an object';
  const headers: Record<string, { key: string; value: string }[]> = {};
  for (const [name, values] of Object.entries(given)) {
    if (!Array.isArray(values)) return `the header ${name} is not a list`;
    const lower = name.toLowerCase();
    headers[lower] ??= [];
    for (const each of values) {
      const { key = name, value } = isRecord(each) ? each : {};
      if (typeof value !== 'string' || typeof key !== 'string') return `the header ${name} has no value`;
      if (key.toLowerCase() !== lower) return `the header ${name} has the key ${key}`;
      headers[lower].push({ key, value });
    }
  }
  const flaw = headersFlaw(rawHeaders(headers));
  return flaw === undefined ? headers : flaw.malformed;
}

function isSame(one: EdgeHeaders[string] | undefined, other: EdgeHeaders[string] | undefined): boolean {
  const text = (values: EdgeHeaders[string] | undefined) => (values ?? []).map(({ value }) => value).join('\n');
  return text(one) === text(other);
}

function invalid(why: string): EdgeResult {
  return { kind: 'invalid', why };
}
