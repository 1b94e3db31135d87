import { validateHeaderName, validateHeaderValue } from 'node:http';

/** A result of a function that is no HTTP response, and why. */
export interface Malformed {
  readonly malformed: string;
}

/** Interim responses (1xx) cannot stand for a result; a number may be written as text. */
export function statusOf(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}

export function bodyOf(body: unknown, isBase64Encoded: unknown): string | Buffer | Malformed {
  if (typeof body !== 'string') return { malformed: `body is of type ${typeof body}, not a string` };
  if (typeof isBase64Encoded !== 'boolean') return { malformed: 'isBase64Encoded is neither true nor false' };
  if (!isBase64Encoded) return body;
  const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(body) && body.replace(/=+$/, '').length % 4 !== 1;
  return isBase64 ? Buffer.from(body, 'base64') : { malformed: 'body is not base64' };
}

/** Why names and values by turns cannot be sent as headers; undefined when they can. */
export function headersFlaw(list: readonly string[]): Malformed | undefined {
  try {
    for (let at = 0; at < list.length; at += 2) {
      validateHeaderName(list[at] as string);
      validateHeaderValue(list[at] as string, list[at + 1] as string);
    }
    return undefined;
  } catch (error) {
    return { malformed: (error as Error).message };
  }
}

export function isMalformed(value: object | string): value is Malformed {
  return typeof value === 'object' && 'malformed' in value;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
