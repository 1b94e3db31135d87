import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpResponse, RequestHead } from './http';

/** A connection whose client wants to speak another protocol from now on. */
export interface RawUpgrade {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  /** What has arrived behind the request. */
  readonly rest: Buffer;
}

/** What one request for another protocol leads to. */
export interface UpgradeVisit {
  /** The answer for the client; undefined when it is spoken to in the other protocol from now on. */
  take(raw: RawUpgrade): Promise<HttpResponse | undefined>;
}

/** Takes some of the requests to speak another protocol: undefined when this one is for nobody here. */
export type UpgradeDoor = (head: RequestHead) => UpgradeVisit | undefined;

/** Serves a request as if it had not asked for another protocol, as servers may that do not know it (RFC 9110, 7.8). */
export function serveWithoutUpgrade(server: Server, { request, socket, rest }: RawUpgrade): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  const { rawHeaders } = request;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (!['upgrade', 'connection', 'http2-settings'].includes(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[at + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), rest]));
  server.emit('connection', socket);
}

/** Connections whose clients may speak another protocol, and that the server no longer knows. */
export class UpgradedConnections {
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly answerTo: (error: unknown) => HttpResponse,
    private readonly onBug: (error: unknown) => void,
  ) {}

  hold(raw: RawUpgrade, taken: Promise<HttpResponse | undefined>): void {
    const { socket } = raw;
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    // A client that is gone is no defect; whoever speaks to it finds out.
    socket.on('error', () => undefined);
    taken
      .catch((error: unknown) => this.answerTo(error))
      .then((answer) => answer && refuseUpgrade(raw, answer))
      .catch((error: unknown) => {
        this.onBug(error);
        socket.destroy();
      });
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}

/** Answers with HTTP, and ends the connection. */
function refuseUpgrade({ request, socket }: RawUpgrade, { status, headers, body }: HttpResponse): void {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.end());
  const content = typeof body === 'string' || body instanceof Uint8Array ? body : '';
  response.writeHead(status, [...headers, 'Content-Length', String(Buffer.byteLength(content)), 'Connection', 'close']);
  response.end(content);
}
