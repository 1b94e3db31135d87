import type { IncomingHttpHeaders } from 'node:http';

/** A request that has arrived as a whole. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values by turns, as on the wire. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** Where in the bytes the next one begins. */
  readonly end: number;
}

const BEGIN = Buffer.from('POST /2015-03-31/functions/');
const HEAD_END = '\r\n\r\n';
/** Nothing in it is folded, hidden or beyond ASCII, and no name has the underscores of `__proto__`. */
const HEAD = /^POST (\/[!-~]+) HTTP\/1\.1(?:\r\n[A-Za-z0-9-]+:[\t -~]*)+$/;
const LENGTH = /^\d{1,7}$/;
/** Headers that say more of a message than how long it is. */
const SPECIAL = new Set([
  ...['transfer-encoding', 'expect', 'upgrade', 'te', 'trailer', 'http2-settings', 'set-cookie'],
  // Node's parser takes it for `Connection`.
  'proxy-connection',
]);

/**
 * The request with which `bytes` begin, where it is Invoke, all of it is there, and it is so plain that there are no two ways to
 * read it: one line for each header, none of them twice, a length. Undefined for all others.
 */
export function plainRequestIn(bytes: Buffer): PlainRequest | undefined {
  if (bytes.compare(BEGIN, 0, BEGIN.length, 0, Math.min(BEGIN.length, bytes.length)) !== 0) return undefined;
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const url = HEAD.exec(head)?.[1];
  if (url === undefined) return undefined;

  const headers: Record<string, string> = {};
  const rawHeaders: string[] = [];
  for (let at = head.indexOf('\r\n') + 2, lineEnd = 0; lineEnd >= 0; at = lineEnd + 2) {
    lineEnd = head.indexOf('\r\n', at);
    const line = lineEnd < 0 ? head.slice(at) : head.slice(at, lineEnd);
    const colon = line.indexOf(':');
    const rawName = line.slice(0, colon);
    const name = rawName.toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (headers[name] !== undefined || SPECIAL.has(name)) return undefined;
    headers[name] = value;
    rawHeaders.push(rawName, value);
  }

  const { host, connection = 'keep-alive', 'content-length': length = '' } = headers;
  if (host === undefined || connection.toLowerCase() !== 'keep-alive' || !LENGTH.test(length)) return undefined;
  const bodyAt = headEnd + HEAD_END.length;
  const end = bodyAt + Number(length);
  return bytes.length < end ? undefined : { method: 'POST', url, headers, rawHeaders, body: bytes.subarray(bodyAt, end), end };
}
