import type { Instant } from '../time/clock';
import type { RequestHead } from './http';

/** Those that concern only the connection between the client and the door. */
export const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
]);

/** The client's address, an IPv4 one always in its own form. */
export function sourceIp(head: Pick<RequestHead, 'peer'>): string {
  return head.peer.startsWith('::ffff:') ? head.peer.slice('::ffff:'.length) : head.peer;
}

/** As `12/Mar/2020:19:03:58 +0000`. */
export function clfTime(at: Instant): string {
  // Of `Thu, 12 Mar 2020 19:03:58 GMT`.
  const utc = new Date(at).toUTCString();
  return `${utc.slice(5, 16).replaceAll(' ', '/')}:${utc.slice(17, 25)} +0000`;
}

/** Names and values of a query, decoded, in their order; a name without a value has an empty one. */
export function queryPairs(rawQuery: string): readonly (readonly [name: string, value: string])[] {
  return rawQuery
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const equals = piece.indexOf('=');
      return equals < 0 ? [decoded(piece), ''] : [decoded(piece.slice(0, equals)), decoded(piece.slice(equals + 1))];
    });
}

/** Percent-encoding and plus signs undone; what is no percent-encoded UTF-8 stays as it was sent. */
export function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** Names, as the client wrote them, and values of the headers that concern more than the connection, in their order. */
export function* sentHeaders(head: Pick<RequestHead, 'rawHeaders'>): Iterable<readonly [name: string, value: string]> {
  for (let at = 0; at < head.rawHeaders.length; at += 2) {
    const name = head.rawHeaders[at] as string;
    if (!CONNECTION_HEADERS.has(name.toLowerCase())) yield [name, head.rawHeaders[at + 1] as string];
  }
}

/** The first value of a header. */
export function headerOf(head: Pick<RequestHead, 'headers'>, name: string): string | undefined {
  const value = head.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
