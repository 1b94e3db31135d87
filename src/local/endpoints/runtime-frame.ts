import type { Marks } from '../engine/runtime-port';

/** What a runtime says, by the first byte of a frame. */
export const KINDS = { hello: 0, next: 1, succeeded: 2, failed: 3, initFailed: 4, begin: 5, piece: 6, end: 7 } as const;

export interface Frame {
  readonly kind: number;
  readonly marks: Marks;
  /** The environment, an error's type, or a content type. */
  readonly text: string;
  readonly body: Buffer | 'tooLarge';
}

/** Kind, flags, bytes of log as a double, peak memory in kibibytes, and the lengths of text and body: all big-endian. */
const HEAD_BYTES = 22;
const ENDING = 1;

/** Puts frames together from what comes in, in whatever pieces; of a body that is longer than `limit` nothing is kept. */
export class FrameReader {
  private held: Buffer[] = [];
  private length = 0;
  private needed = HEAD_BYTES;
  private skip = 0;

  constructor(
    private readonly limit: number,
    private readonly take: (frame: Frame) => void,
  ) {}

  read(chunk: Buffer): void {
    const bytes = this.skipped(chunk);
    if (bytes.length === 0) return;
    this.held.push(bytes);
    this.length += bytes.length;
    if (this.length < this.needed) return;
    let rest = this.held.length === 1 ? bytes : Buffer.concat(this.held, this.length);
    for (let end = this.frameIn(rest); end > 0 && rest.length > 0; end = this.frameIn(rest))
      rest = this.skipped(rest.subarray(end));
    this.held = rest.length > 0 ? [rest] : [];
    this.length = rest.length;
  }

  /** Where the frame ends that begins here, which is then taken; 0 when not all of it is there. */
  private frameIn(bytes: Buffer): number {
    this.needed = HEAD_BYTES;
    if (bytes.length < HEAD_BYTES) return 0;
    const textEnd = HEAD_BYTES + bytes.readUInt32BE(14);
    const bodyLength = bytes.readUInt32BE(18);
    const isTooLarge = bodyLength > this.limit;
    const end = isTooLarge ? textEnd : textEnd + bodyLength;
    if (bytes.length < end) {
      this.needed = end;
      return 0;
    }
    if (isTooLarge) this.skip = bodyLength;
    this.take({
      kind: bytes.readUInt8(0),
      marks: {
        logBytes: bytes.readDoubleBE(2),
        peakMemoryKb: bytes.readUInt32BE(10),
        ending: (bytes.readUInt8(1) & ENDING) !== 0,
      },
      text: textEnd === HEAD_BYTES ? '' : bytes.toString('utf8', HEAD_BYTES, textEnd),
      body: isTooLarge ? 'tooLarge' : bytes.subarray(textEnd, end),
    });
    return end;
  }

  private skipped(bytes: Buffer): Buffer {
    const count = Math.min(this.skip, bytes.length);
    this.skip -= count;
    return count === 0 ? bytes : bytes.subarray(count);
  }
}
