import { Malformed } from './malformed';

/** Whether the body is in pieces with a signature or a checksum of their own, as S3's clients send streams. */
export function isAwsChunked(contentEncoding: string | undefined): boolean {
  return contentEncoding?.split(',').some((encoding) => encoding.trim() === 'aws-chunked') ?? false;
}

/** The body without the frames of `aws-chunked`; signatures of pieces and trailing checksums are left out, not looked at. */
export function withoutChunks(body: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = end < 0 ? undefined : /^([0-9a-fA-F]{1,8})(?:;.*)?$/.exec(body.toString('latin1', at, end))?.[1];
    if (size === undefined) throw flaw();
    const length = Number.parseInt(size, 16);
    if (length === 0) return Buffer.concat(pieces);
    const start = end + 2;
    if (body.toString('latin1', start + length, start + length + 2) !== '\r\n') throw flaw();
    pieces.push(body.subarray(start, start + length));
    at = start + length + 2;
  }
}

function flaw(): Malformed {
  return new Malformed('The body is not in the pieces of aws-chunked that it says it is in.', 'IncompleteBody');
}
