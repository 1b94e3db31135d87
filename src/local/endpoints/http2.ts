import type { IncomingHttpHeaders } from 'node:http';
import type { Http2Server, OutgoingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { REQUEST_HEAD_BYTES } from '../../spec/invoke';
import type { Arrival, HttpResponse, WhenGone } from './http';
import { sendPieces } from './send-pieces';

/** Answers a request, whatever the protocol that it came by. */
type Answer = (arrival: Arrival, body: Readable | undefined, whenGone: WhenGone) => Promise<HttpResponse>;

/** Headers about the connection, which HTTP/2 does not have. */
const OF_CONNECTION: readonly string[] = ['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'];

/** HTTP/2 on connections that somebody else accepts, as the SDK's clients of streaming services speak it. */
export class Http2Sessions {
  private server: Promise<Http2Server> | undefined;
  private readonly open = new Set<Socket | ServerHttp2Session>();
  private isClosed = false;

  constructor(
    private readonly answer: Answer,
    private readonly onBug: (error: unknown) => void,
  ) {}

  async take(socket: Socket): Promise<void> {
    // It may break off before there is a server for it.
    socket.on('error', () => undefined);
    this.open.add(socket);
    this.server ??= this.begin();
    const server = await this.server;
    this.open.delete(socket);
    if (this.isClosed) socket.destroy();
    else server.emit('connection', socket);
  }

  close(): void {
    this.isClosed = true;
    for (const each of this.open) each.destroy();
  }

  /** Most runs never need it, and it takes milliseconds to load. */
  private async begin(): Promise<Http2Server> {
    const { createServer } = await import('node:http2');
    const server = createServer({ settings: { maxHeaderListSize: REQUEST_HEAD_BYTES } });
    server.on('session', (session) => {
      this.open.add(session);
      session.on('close', () => this.open.delete(session));
    });
    // A client that breaks off, or breaks the rules, harms nobody but itself.
    server.on('sessionError', () => undefined);
    const serve = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _: number, rawHeaders: readonly string[]) =>
      this.serve(stream, headers, rawHeaders);
    server.on('stream', serve as (...event: unknown[]) => void);
    return server;
  }

  private serve(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, rawHeaders: readonly string[]): void {
    stream.on('error', () => undefined);
    const whenGone: WhenGone = (told) => void (stream.destroyed ? told() : stream.once('close', told));
    this.answer(arrivalOf(stream, headers, rawHeaders), stream.endAfterHeaders ? undefined : stream, whenGone)
      .then((answer) => send(stream, answer, headers[':method'] === 'HEAD'))
      .catch((error: unknown) => {
        this.onBug(error);
        stream.destroy();
      });
  }
}

/** As if it had come by HTTP/1.1: the authority is the host, and there are no pseudo-headers. */
function arrivalOf(stream: ServerHttp2Stream, given: IncomingHttpHeaders, rawGiven: readonly string[]): Arrival {
  const host = String(given[':authority'] ?? given.host ?? '');
  const headers: IncomingHttpHeaders = { host };
  for (const [name, value] of Object.entries(given)) if (!name.startsWith(':') && name !== 'host') headers[name] = value;
  const rawHeaders = ['host', host];
  for (let i = 0; i < rawGiven.length; i += 2) {
    const name = rawGiven[i] as string;
    if (!name.startsWith(':') && name !== 'host') rawHeaders.push(name, rawGiven[i + 1] as string);
  }
  return {
    method: String(given[':method']),
    url: String(given[':path'] ?? ''),
    headers,
    rawHeaders,
    socket: { remoteAddress: stream.session?.socket.remoteAddress ?? '' },
  };
}

function send(stream: ServerHttp2Stream, { status, headers, body }: HttpResponse, isHead: boolean): Promise<void> | undefined {
  if (stream.destroyed) return undefined;
  // Nobody may have read the body; without that its end, and so that the client has hung up, would not be seen.
  stream.resume();
  const isWhole = typeof body === 'string' || body instanceof Uint8Array;
  const withoutBody = status === 204 || status === 304 || isHead;
  const told = headersOf(status, headers);
  if (isWhole && !withoutBody) told['content-length'] ??= Buffer.byteLength(body);
  stream.respond(told, { endStream: isWhole && withoutBody });
  if (!isWhole) return sendPieces(stream, body);
  if (!withoutBody) stream.end(body);
  return undefined;
}

/** Names are lower case, and one that comes twice is a list. */
function headersOf(status: number, headers: readonly string[]): OutgoingHttpHeaders {
  const told: Record<string, string | number | string[]> = { ':status': status };
  for (let i = 0; i < headers.length; i += 2) {
    const [name, value] = [(headers[i] as string).toLowerCase(), headers[i + 1] as string];
    if (OF_CONNECTION.includes(name)) continue;
    const before = told[name];
    told[name] = before === undefined ? value : [before, value].flat().map(String);
  }
  return told;
}
