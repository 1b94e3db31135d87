import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { RESPONSE_PAYLOAD_MAX } from '../../spec/payload-limits';
import type { Marks, OfferedInvocation, RuntimeAnswer, RuntimeFailure } from '../engine/runtime-port';
import type { StreamedResponse } from './runtime-api-stream';
import { type Frame, FrameReader, KINDS } from './runtime-frame';
import type { Poll } from './runtime-poll';

/** One environment's side of the Runtime API, as its frames have it. Each method says whether that was in place. */
export interface FramedSession {
  asks(poll: Poll, marks: Marks): boolean;
  /** The reply is the next invocation, unless the runtime is about to end. */
  answers(answer: RuntimeAnswer, marks: Marks, poll: Poll | undefined): boolean;
  failsInit(failure: RuntimeFailure, marks: Marks): boolean;
  /** `taken` is called when nothing more of the response is wanted. */
  streams(response: StreamedResponse, taken: () => void): boolean;
}

/** Payloads up to this size are copied behind their head, so that one write does; in bytes. */
const COPIED_BYTES = 16_384;
const NO_BODY = Buffer.alloc(0);
const TAKEN = Buffer.alloc(8);
const TOO_LARGE: RuntimeAnswer = { kind: 'responseTooLarge' };

/**
 * The Runtime API as our own Node.js bootstrap speaks it: frames instead of HTTP, which cost half as much on both sides.
 * `assets/node/client.cjs` is the other end.
 */
export class RuntimeFrames {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(sessionOf: (name: string) => FramedSession | undefined) {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      new FramedRuntime(socket, sessionOf);
    });
  }

  async listen(socketPath: string): Promise<void> {
    await once(this.server.listen(socketPath), 'listening');
  }

  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    for (const socket of this.sockets) socket.destroy();
    return closed;
  }
}

/** One connection; its first frame says of which environment. */
class FramedRuntime implements Poll {
  private session: FramedSession | undefined;
  private response: FramedResponse | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly sessionOf: (name: string) => FramedSession | undefined,
  ) {
    const reader = new FrameReader(RESPONSE_PAYLOAD_MAX, (frame) => {
      if (!this.take(frame)) socket.destroy();
    });
    socket.on('data', (chunk: Buffer) => reader.read(chunk));
    // Whoever was there is gone, which its process tells.
    socket.on('error', () => undefined);
    socket.on('close', () => this.response?.cutOff());
  }

  hand(offered: OfferedInvocation): void {
    const { requestId, deadline, invokedFunctionArn, traceHeader, tenantId, clientContext, payload } = offered;
    const head = JSON.stringify({ requestId, deadline, invokedFunctionArn, traceHeader, tenantId, clientContext });
    const length = Buffer.byteLength(head);
    const copied = payload.length <= COPIED_BYTES ? payload : NO_BODY;
    const frame = Buffer.allocUnsafe(8 + length + copied.length);
    frame.writeUInt32BE(length, 0);
    frame.writeUInt32BE(payload.length, 4);
    frame.write(head, 8);
    frame.set(copied, 8 + length);
    this.socket.write(frame);
    if (copied !== payload) this.socket.write(payload);
  }

  cut(): void {
    this.socket.destroy();
  }

  /** Whether the frame was in place; the bootstrap sends no other. */
  private take({ kind, marks, text, body }: Frame): boolean {
    if (kind === KINDS.hello) {
      this.session = this.sessionOf(text);
      return this.session !== undefined;
    }
    const { session } = this;
    if (!session) return false;
    switch (kind) {
      case KINDS.next:
        return session.asks(this, marks);
      case KINDS.succeeded:
        return session.answers(body === 'tooLarge' ? TOO_LARGE : { kind: 'succeeded', payload: body }, marks, this);
      case KINDS.failed: {
        const answer = body === 'tooLarge' ? TOO_LARGE : failure(text, body);
        return this.acknowledged(marks, session.answers(answer, marks, marks.ending ? undefined : this));
      }
      case KINDS.initFailed:
        return this.acknowledged(marks, session.failsInit(failure(text, body), marks));
      case KINDS.begin:
        this.response = new FramedResponse(this.socket, text);
        return session.streams(this.response, () => this.acknowledge());
      case KINDS.piece:
        return body !== 'tooLarge' && this.response?.add(body) === true;
      case KINDS.end:
        // An error's type may be empty; its payload never is.
        this.response?.end(body.length === 0 ? undefined : failure(text, body));
        this.response = undefined;
        return true;
      default:
        return false;
    }
  }

  /** A process that is about to end waits until that is known. */
  private acknowledged(marks: Marks, inPlace: boolean): boolean {
    if (marks.ending && inPlace) this.acknowledge();
    return inPlace;
  }

  private acknowledge(): void {
    if (!this.socket.destroyed) this.socket.write(TAKEN);
  }
}

/** A response that comes piece by piece, no faster than it is read. */
class FramedResponse implements StreamedResponse {
  readonly pieces: Readable;
  failure: RuntimeFailure | undefined;

  constructor(
    private readonly socket: Socket,
    readonly contentType: string,
  ) {
    this.pieces = new Readable({
      read: () => void socket.resume(),
      // At the end, too: whatever the runtime says next is to be heard.
      destroy(error, done) {
        socket.resume();
        done(error);
      },
    });
    // Whoever reads it hears of it; nobody may.
    this.pieces.on('error', () => undefined);
  }

  add(piece: Buffer): true {
    if (!this.pieces.destroyed && !this.pieces.push(piece)) this.socket.pause();
    return true;
  }

  end(failed: RuntimeFailure | undefined): void {
    this.failure = failed;
    this.pieces.push(null);
  }

  cutOff(): void {
    this.pieces.destroy(new Error('the connection was closed'));
  }
}

function failure(errorType: string, body: Buffer | 'tooLarge'): RuntimeFailure {
  return { kind: 'failed', errorType, payload: body === 'tooLarge' ? NO_BODY : body };
}
