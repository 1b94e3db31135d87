import type { RequestHead } from './http';

/**
 * The canonical request of Signature Version 4, from what arrived on the wire.
 *
 * `@smithy/signature-v4` cannot say it of a request that somebody else signed: it takes the query decoded, so that `%zz`, `a&b`
 * and the order of equal names are lost, chooses the headers itself and writes the date anew.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(
  head: RequestHead,
  signedHeaders: readonly string[],
  host: string,
  payloadHash: string,
  isS3 = false,
): string {
  const headers = signedHeaders.map((name) => `${name}:${isHost(name) ? host : headerValues(head, name).join(',')}\n`);
  return [
    head.method,
    isS3 ? s3Path(head.rawPath) : canonicalPath(head.rawPath),
    canonicalQuery(head.rawQuery),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** Clients of HTTP/2 sign the pseudo-header in its place. */
export function isHost(name: string): boolean {
  return name === 'host' || name === ':authority';
}

/** Every value that came under this name, in the order of arrival, with each run of blanks made one. */
export function headerValues(head: RequestHead, name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < head.rawHeaders.length; i += 2) {
    const value = head.rawHeaders[i + 1];
    if (head.rawHeaders[i]?.toLowerCase() === name && value !== undefined) values.push(value.trim().replace(/[ \t]+/g, ' '));
  }
  return values;
}

/** The parameters of the query, percent-encoding undone where it is one; each character is a byte. */
export function queryParameters(rawQuery: string): [name: string, value: string][] {
  return rawQuery
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const equals = piece.indexOf('=');
      return equals < 0 ? [unescape(piece), ''] : [unescape(piece.slice(0, equals)), unescape(piece.slice(equals + 1))];
    });
}

/** Of every service but S3: dots and empty segments resolved, then encoded once more than on the wire. */
function canonicalPath(rawPath: string): string {
  const segments: string[] = [];
  for (const segment of rawPath.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(escape(segment));
  }
  return `/${segments.join('/')}${segments.length > 0 && rawPath.endsWith('/') ? '/' : ''}`;
}

/** As S3 wants it: keys may have dots and empty segments, and are encoded once. */
function s3Path(rawPath: string): string {
  return rawPath
    .split('/')
    .map((segment) => escape(unescape(segment)))
    .join('/');
}

function canonicalQuery(rawQuery: string): string {
  return queryParameters(rawQuery)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [escape(name), escape(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function escape(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9_.~-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function unescape(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
