import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** A frame is its kind, the length of its text in four bytes, and the text in UTF-8. */
const HEAD_BYTES = 5;
const KINDS = { record: 0, stdout: 1, stderr: 2 } as const;

/**
 * Puts together what an environment writes: frames of our bootstraps, and the plain output of native code and of
 * processes that the handler starts.
 */
export class LogCollector {
  private readonly framedOut: LineSplitter;
  private readonly framedErr: LineSplitter;
  private readonly plain: LineSplitter[] = [];
  private pieces: Buffer[] = [];
  private held = 0;
  private needed = HEAD_BYTES;
  private consumed = 0;
  private waiting: { readonly mark: number; readonly then: () => void } | undefined;

  constructor(private readonly emit: (line: string) => void) {
    this.framedOut = new LineSplitter(emit);
    this.framedErr = new LineSplitter(emit);
  }

  readFrames(stream: Readable): void {
    stream.on('data', (chunk: Buffer) => this.take(chunk));
    stream.on('error', () => {});
  }

  readPlain(stream: Readable): void {
    const splitter = new LineSplitter(this.emit);
    this.plain.push(splitter);
    stream.on('data', (chunk: Buffer) => splitter.write(chunk));
    stream.on('error', () => {});
  }

  /** Calls `then` as soon as `mark` bytes of frames have been read; at once when they have. One at a time. */
  whenRead(mark: number, then: () => void): void {
    if (this.consumed >= mark) then();
    else this.waiting = { mark, then };
  }

  /** Gives out lines that have no end yet. */
  flush(): void {
    this.framedOut.flush();
    this.framedErr.flush();
    for (const splitter of this.plain) splitter.flush();
  }

  private take(chunk: Buffer): void {
    this.pieces.push(chunk);
    this.held += chunk.length;
    if (this.held >= this.needed) this.readHeld();
    if (this.waiting && this.consumed >= this.waiting.mark) {
      const { then } = this.waiting;
      this.waiting = undefined;
      then();
    }
  }

  private readHeld(): void {
    const bytes = this.pieces.length === 1 ? (this.pieces[0] as Buffer) : Buffer.concat(this.pieces, this.held);
    let at = 0;
    this.needed = HEAD_BYTES;
    while (bytes.length - at >= HEAD_BYTES) {
      const end = at + HEAD_BYTES + bytes.readUInt32BE(at + 1);
      if (end > bytes.length) {
        this.needed = end - at;
        break;
      }
      this.frame(bytes.readUInt8(at), bytes.subarray(at + HEAD_BYTES, end));
      at = end;
    }
    this.consumed += at;
    this.pieces = at < bytes.length ? [bytes.subarray(at)] : [];
    this.held = bytes.length - at;
  }

  private frame(kind: number, text: Buffer): void {
    if (kind === KINDS.stdout) this.framedOut.write(text);
    else if (kind === KINDS.stderr) this.framedErr.write(text);
    else this.emit(text.toString());
  }
}

/** Cuts bytes into lines; a character that is split between two chunks stays whole. */
class LineSplitter {
  private readonly decoder = new StringDecoder('utf8');
  private rest: string[] = [];

  constructor(private readonly emit: (line: string) => void) {}

  write(chunk: Buffer): void {
    const lines = this.decoder.write(chunk).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      this.emit(this.rest.length ? this.rest.join('') + line : line);
      this.rest = [];
    }
    if (last) this.rest.push(last);
  }

  flush(): void {
    const line = this.rest.join('') + this.decoder.end();
    this.rest = [];
    if (line) this.emit(line);
  }
}
