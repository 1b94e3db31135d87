import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Arrival, HttpResponse, WhenGone } from './http';
import { type PlainRequest, plainRequestIn } from './plain-request';

export interface PlainConnectionsOptions {
  /** Whether this `Host` is answered here: all others have doors of their own. */
  readonly isOwnHost: (host: string) => boolean;
  /** Never rejects. */
  readonly answered: (arrival: Arrival, body: Buffer, whenGone: WhenGone) => Promise<HttpResponse>;
  readonly keepAliveMs: number;
  readonly onBug: (error: unknown) => void;
}

/** What takes a connection over, with what has been heard of it already. */
export type TakeOver = (socket: Socket, heard: Buffer) => void;

const NOTHING = Buffer.alloc(0);
/** What is not longer is copied once more rather than written by itself, in bytes. */
export const SHORT_BYTES = 4096;

/**
 * Answers Invoke straight from the socket (decision 0015). The first request of a connection that is not as plain as SDKs make
 * them takes the connection with it to Node's own server, for good.
 */
export class PlainConnections {
  private readonly open = new Set<PlainConnection>();

  constructor(private readonly options: PlainConnectionsOptions) {}

  /** Takes the connection when it begins with a plain request. */
  take(socket: Socket, heard: Buffer, toNode: TakeOver): boolean {
    const { options } = this;
    const first = plainRequestIn(heard);
    if (!first || !options.isOwnHost(first.headers.host as string)) return false;
    const connection = new PlainConnection(socket, options, (rest) => {
      this.open.delete(connection);
      if (rest) toNode(socket, rest);
    });
    this.open.add(connection);
    connection.hear(heard);
    return true;
  }

  close(): void {
    for (const each of this.open) each.destroy();
  }
}

class PlainConnection {
  private held: Buffer = NOTHING;
  private isBusy = false;
  /** Whoever wants to know that the request under way has its answer, or its client is gone. */
  private readonly wondering: (() => void)[] = [];
  private readonly hearing = (bytes: Buffer) => this.hear(bytes);
  private readonly closed = () => this.end();
  private readonly hungUp = () => void this.socket.end();
  private readonly failed = () => void this.socket.destroy();
  private readonly silent = () => {
    if (!this.isBusy && this.socket.writableLength === 0) this.socket.destroy();
  };
  private readonly whenGone: WhenGone = (told) => {
    if (this.socket.destroyed) told();
    else this.wondering.push(told);
  };

  /** @param left told once that the connection is no more of this kind, with what the next has to look at, if there is one */
  constructor(
    private readonly socket: Socket,
    private readonly options: PlainConnectionsOptions,
    private readonly left: (rest?: Buffer) => void,
  ) {
    socket.on('data', this.hearing).on('close', this.closed).on('end', this.hungUp).on('error', this.failed);
    socket.on('timeout', this.silent).setTimeout(options.keepAliveMs);
    socket.resume();
  }

  hear(bytes: Buffer): void {
    this.held = this.held.length === 0 ? bytes : Buffer.concat([this.held, bytes]);
    if (this.isBusy) this.socket.pause();
    else this.next();
  }

  destroy(): void {
    this.socket.destroy();
  }

  private next(): void {
    if (this.held.length === 0) return;
    const request = plainRequestIn(this.held);
    if (!request || !this.options.isOwnHost(request.headers.host as string)) return this.handOver();
    this.held = request.end === this.held.length ? NOTHING : this.held.subarray(request.end);
    this.isBusy = true;
    void this.serve(request);
  }

  private handOver(): void {
    const { socket } = this;
    socket.off('data', this.hearing).off('close', this.closed).off('end', this.hungUp).off('error', this.failed);
    socket.off('timeout', this.silent).setTimeout(0).pause();
    this.left(this.held);
  }

  private async serve({ method, url, headers, rawHeaders, body }: PlainRequest): Promise<void> {
    const { socket, options } = this;
    try {
      const arrival = { method, url, headers, rawHeaders, socket };
      const answer = await options.answered(arrival, body, this.whenGone);
      if (!socket.destroyed) this.send(answer);
    } catch (error) {
      options.onBug(error);
      socket.destroy();
    }
    this.isBusy = false;
    this.tellGone();
    if (socket.destroyed) return;
    if (socket.isPaused()) socket.resume();
    this.next();
  }

  private send({ status, reason = STATUS_CODES[status] ?? '', headers, body }: HttpResponse): void {
    if (typeof body !== 'string' && !(body instanceof Uint8Array)) throw new Error('bug: Invoke is not answered in pieces');
    const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.length);
    let head = `HTTP/1.1 ${status} ${reason}\r\n`;
    for (let at = 0; at < headers.length; at += 2) {
      const value = headers[at + 1] as string;
      if (!VALUE.test(value)) throw new Error(`bug: the header ${headers[at]} cannot be ${JSON.stringify(value)}`);
      head += `${headers[at]}: ${value}\r\n`;
    }
    if (status !== 204) head += `Content-Length: ${bytes.length}\r\n`;
    head += `Date: ${today()}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=${this.options.keepAliveMs / 1000}\r\n\r\n`;
    const { socket } = this;
    if (bytes.length <= SHORT_BYTES) {
      socket.write(head + bytes.toString('latin1'), 'latin1');
    } else {
      socket.cork();
      socket.write(head, 'latin1');
      socket.write(bytes);
      socket.uncork();
    }
  }

  private end(): void {
    this.left();
    this.tellGone();
  }

  private tellGone(): void {
    if (this.wondering.length > 0) for (const told of this.wondering.splice(0)) told();
  }
}

const VALUE = /^[\t -~\x80-\xff]*$/;

let second = 0;
let date = '';

/** As the `Date` header has it. */
function today(): string {
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) {
    second = now;
    date = new Date(now * 1000).toUTCString();
  }
  return date;
}
