import { Malformed } from './malformed';

/** Whether the body is in pieces with a signature or a checksum of their own, as S3's clients send streams. */
export function isAwsChunked(contentEncoding: string | undefined): boolean {
  return contentEncoding?.split(',').some((encoding) => encoding.trim() === 'aws-chunked') ?? false;
}

/** A body without its frames, and what followed it. */
export interface Unchunked {
  readonly body: Buffer;
  /** By lower-case name, as the checksum of a stream. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** The body without the frames of `aws-chunked`; signatures of pieces are left out, not looked at. */
export function withoutChunks(body: Buffer): Unchunked {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = end < 0 ? undefined : /^([0-9a-fA-F]{1,8})(?:;.*)?$/.exec(body.toString('latin1', at, end))?.[1];
    if (size === undefined) throw flaw();
    const length = Number.parseInt(size, 16);
    if (length === 0) return { body: Buffer.concat(pieces), trailers: trailersIn(body.toString('latin1', end + 2)) };
    const start = end + 2;
    if (body.toString('latin1', start + length, start + length + 2) !== '\r\n') throw flaw();
    pieces.push(body.subarray(start, start + length));
    at = start + length + 2;
  }
}

function trailersIn(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\r\n').flatMap((line) => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const];
  });
  return Object.fromEntries(lines);
}

function flaw(): Malformed {
  return new Malformed('The body is not in the pieces of aws-chunked that it says it is in.', 'IncompleteBody');
}
