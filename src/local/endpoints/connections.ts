import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** What takes connections of one version of HTTP. */
type Speaks = (socket: Socket) => void;
/** Takes a connection by what has been heard of it, or leaves it. */
type Takes = (socket: Socket, heard: Buffer, toNode: (socket: Socket, heard: Buffer) => void) => boolean;

/** How HTTP/2 with prior knowledge begins; no method of HTTP/1.1 does. */
const PREFACE = 'PRI';
/** How long a connection may say nothing: as long as Node's own server waits for a request. */
const SILENT_MS = 60_000;

/**
 * Tells connections of a listening server apart by their first bytes: those that begin as HTTP/2 does go to `http2`, those that
 * `plain` takes are its own, and all others go to the server itself, which then has them as if nobody had looked.
 */
export class Connections {
  /** Those that have not said enough yet. */
  private readonly silent = new Set<Socket>();

  constructor(server: Server, http2: Speaks, plain: Takes) {
    const [own] = server.listeners('connection') as [Speaks];
    server.removeAllListeners('connection');
    const http1 = (socket: Socket, heard: Buffer) => {
      socket.unshift(heard);
      own.call(server, socket);
      socket.resume();
    };
    server.on('connection', (socket: Socket) =>
      this.listen(socket, (begins, heard) => {
        if (begins !== PREFACE && plain(socket, heard, http1)) return;
        if (begins !== PREFACE) return http1(socket, heard);
        socket.unshift(heard);
        http2(socket);
      }),
    );
  }

  /** Ends those that neither server knows of. */
  close(): void {
    for (const socket of this.silent) socket.destroy();
  }

  private listen(socket: Socket, decided: (begins: string, heard: Buffer) => void): void {
    let heard: Buffer = Buffer.alloc(0);
    const hangUp = () => socket.destroy();
    const forget = () => this.silent.delete(socket);
    const hear = (bytes: Buffer) => {
      heard = heard.length === 0 ? bytes : Buffer.concat([heard, bytes]);
      const begins = heard.toString('latin1', 0, PREFACE.length);
      if (begins.length < PREFACE.length && PREFACE.startsWith(begins)) return;
      forget();
      socket.off('data', hear).off('close', forget).off('error', hangUp).off('end', hangUp).off('timeout', hangUp);
      socket.setTimeout(0).pause();
      decided(begins, heard);
    };
    this.silent.add(socket);
    socket.on('data', hear).on('close', forget).on('error', hangUp).on('end', hangUp).on('timeout', hangUp);
    socket.setTimeout(SILENT_MS);
  }
}
