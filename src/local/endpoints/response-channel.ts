import type { ResponseHead, ResponseSink } from '../engine/response-sink';

type Next = IteratorResult<Uint8Array, undefined>;
type Reader = { readonly resolve: (next: Next) => void; readonly reject: (why: Error) => void };
const DONE: Next = { done: true, value: undefined };

/** The function failed after its response had begun: an outcome, and no defect. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

/**
 * A response on its way from the function that writes it to the one client that reads it, a piece at a time: the function waits
 * for the client. When nobody reads any more, what the function goes on to write is lost, and it does not wait.
 */
export class ResponseChannel implements ResponseSink, AsyncIterableIterator<Uint8Array> {
  /** Settles when the response begins; never when the function does not stream. */
  readonly begun: Promise<ResponseHead>;
  private tellBegun: (head: ResponseHead) => void = () => {};
  private piece: Uint8Array | undefined;
  private over: 'ended' | Error | undefined;
  private abandoned = false;
  private reader: Reader | undefined;
  private letWriterGoOn: () => void = () => {};

  constructor() {
    this.begun = new Promise((settle) => {
      this.tellBegun = settle;
    });
  }

  begin(head: ResponseHead): void {
    this.tellBegun(head);
  }

  write(piece: Uint8Array): Promise<void> {
    if (this.abandoned || this.over) return Promise.resolve();
    if (this.reader) this.serve({ value: piece });
    else this.piece = this.piece ? Buffer.concat([this.piece, piece]) : piece;
    const before = this.letWriterGoOn;
    return new Promise((settle) => {
      this.letWriterGoOn = () => {
        before();
        settle();
      };
    });
  }

  end(): void {
    this.finish('ended');
  }

  /** The response does not come to its end: who reads it fails with `why` after what has been written. */
  breakOff(why: Error): void {
    this.finish(why);
  }

  /** One at a time. */
  next(): Promise<Next> {
    const { piece } = this;
    this.piece = undefined;
    if (piece) return Promise.resolve({ value: piece });
    this.release();
    if (this.over instanceof Error) return Promise.reject(this.over);
    if (this.over || this.abandoned) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => {
      this.reader = { resolve, reject };
    });
  }

  /** Puts back what was read too much of the last piece. */
  unread(rest: Uint8Array): void {
    if (rest.length > 0) this.piece = rest;
  }

  /** Nobody reads it any more. */
  return(): Promise<Next> {
    this.abandoned = true;
    this.piece = undefined;
    this.release();
    this.serve(DONE);
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private release(): void {
    const { letWriterGoOn } = this;
    this.letWriterGoOn = () => {};
    letWriterGoOn();
  }

  private finish(how: 'ended' | Error): void {
    this.over ??= how;
    if (this.over instanceof Error) this.reader?.reject(this.over);
    this.serve(DONE);
  }

  private serve(next: Next): void {
    const { reader } = this;
    this.reader = undefined;
    reader?.resolve(next);
  }
}
