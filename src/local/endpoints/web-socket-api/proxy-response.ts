import { bodyOf, headersFlaw, isMalformed, isRecord, type Malformed, statusOf } from '../proxy-result';

/** What a function behind a proxy integration has answered. */
export interface ProxyResponse {
  readonly status: number;
  /** Names and values by turns. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** Reads the response of a function, or says why it is none. */
export function proxyResponse(payload: Uint8Array): ProxyResponse | Malformed {
  const response = parsed(Buffer.from(payload).toString());
  if (!isRecord(response)) return { malformed: 'the result is no object' };
  const status = statusOf(response.statusCode);
  if (status === undefined) {
    return { malformed: `statusCode is ${JSON.stringify(response.statusCode)}, not a number from 200 to 599` };
  }
  const body = bodyOf(response.body ?? '', response.isBase64Encoded ?? false);
  if (isMalformed(body)) return body;
  const headers = [...headerLines(response.headers), ...headerLines(response.multiValueHeaders)];
  return headersFlaw(headers) ?? { status, headers, body: Buffer.from(body) };
}

function headerLines(headers: unknown): readonly string[] {
  if (!isRecord(headers)) return [];
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((each) => (isPlain(each) ? [name, String(each)] : [])),
  );
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
