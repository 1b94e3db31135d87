import { ALB_DEFAULT_TYPE, ALB_RESPONSE_MAX } from '../../../spec/load-balancer';
import type { HttpResponse } from '../http';
import { bodyOf, headersFlaw, isMalformed, isRecord, type Malformed } from '../proxy-result';
import { CONNECTION_HEADERS } from '../request-facts';

/** What a client gets for a function's result (ALB-06); headers are lists where the target group says so. */
export function albResponse(payload: Uint8Array, hasMultiValueHeaders: boolean): HttpResponse | Malformed {
  if (payload.length > ALB_RESPONSE_MAX) return { malformed: `the result has more than ${ALB_RESPONSE_MAX} bytes` };
  let result: unknown;
  try {
    result = JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString());
  } catch {
    return { malformed: 'the result is not JSON' };
  }
  if (!isRecord(result)) return { malformed: 'the result is not an object' };
  const { statusCode, statusDescription, isBase64Encoded = false, body } = result;
  if (typeof statusCode !== 'number' || !Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599)
    return { malformed: `statusCode is ${JSON.stringify(statusCode)}, not a number from 200 to 599` };
  const member = hasMultiValueHeaders ? 'multiValueHeaders' : 'headers';
  const headers = headersOf(Object.hasOwn(result, member) ? result[member] : {}, member);
  if ('malformed' in headers) return headers;
  const bytes = bodyOf(body ?? '', isBase64Encoded);
  if (isMalformed(bytes)) return bytes;
  const reason = reasonOf(statusCode, statusDescription);
  if (typeof reason === 'object') return reason;
  return { status: statusCode, ...(reason !== undefined && { reason }), headers: headers.list, body: bytes };
}

/** What follows the number in `200 OK`. */
function reasonOf(status: number, description: unknown): string | undefined | Malformed {
  if (description === undefined) return undefined;
  if (typeof description !== 'string') return { malformed: 'statusDescription is not a string' };
  const reason = description.startsWith(`${status} `) ? description.slice(`${status} `.length) : description;
  return /^[\x20-\x7e]+$/.test(reason) ? reason : undefined;
}

function headersOf(headers: unknown, member: string): { readonly list: string[] } | Malformed {
  if (!isRecord(headers)) return { malformed: `${member} is not an object` };
  const list: string[] = [];
  for (const [name, given] of Object.entries(headers)) {
    const values = member === 'headers' ? [given] : given;
    if (!Array.isArray(values)) return { malformed: `${member} has ${name}, which is not a list` };
    for (const value of values) {
      if (typeof value !== 'string') return { malformed: `the header ${name} is ${JSON.stringify(value)}, not a string` };
      if (!CONNECTION_HEADERS.has(name.toLowerCase()) && name.toLowerCase() !== 'content-length') list.push(name, value);
    }
  }
  if (!list.some((name, at) => at % 2 === 0 && name.toLowerCase() === 'content-type'))
    list.push('Content-Type', ALB_DEFAULT_TYPE);
  return headersFlaw(list) ?? { list };
}
