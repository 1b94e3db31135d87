import { FRAME_BYTES } from '../../../spec/web-socket';

/** The longest head of a frame: two bytes, eight of length, four of mask. */
const HEAD_BYTES = 14;

/** Measures the frames of one connection as they arrive: the library measures whole messages only (APW-02). */
export class FrameWatch {
  private readonly head = Buffer.alloc(HEAD_BYTES);
  private have = 0;
  /** How much of the present frame is still to come. */
  private left = 0;

  /** Whether every frame that has begun so far is small enough; what comes after one that is not counts no more. */
  takes(chunk: Buffer): boolean {
    for (let at = 0; at < chunk.length; ) {
      if (this.left > 0) {
        const taken = Math.min(this.left, chunk.length - at);
        this.left -= taken;
        at += taken;
        continue;
      }
      this.head[this.have++] = chunk[at++] as number;
      const length = this.lengthNow();
      if (length === undefined) continue;
      if (length > FRAME_BYTES) return false;
      this.left = length;
      this.have = 0;
    }
    return true;
  }

  /** Of the frame's content, once its head is whole. */
  private lengthNow(): number | undefined {
    if (this.have < 2) return undefined;
    const second = this.head[1] as number;
    const short = second & 0x7f;
    const more = (short === 126 ? 2 : short === 127 ? 8 : 0) + (second & 0x80 ? 4 : 0);
    if (this.have < 2 + more) return undefined;
    if (short === 126) return this.head.readUInt16BE(2);
    return short === 127 ? Number(this.head.readBigUInt64BE(2)) : short;
  }
}
