import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { REQUEST_HEAD_BYTES } from '../../spec/invoke';
import { LocalError } from '../errors';
import { Connections } from './connections';
import {
  type Arrival,
  type Door,
  type HttpResponse,
  jsonResponse,
  type RequestBody,
  type RequestHead,
  type Visit,
  type WhenGone,
} from './http';
import { Http2Sessions } from './http2';
import { PlainConnections, SHORT_BYTES } from './plain-connections';
import { sendPieces } from './send-pieces';
import { serveWithoutUpgrade, type UpgradeDoor, UpgradedConnections } from './upgrades';

export interface ServerOptions {
  /** 0 and undefined choose a free one. */
  readonly port?: number;
  /** By which containers call this machine, where they must: a resolver could lead web pages here by it. @default none */
  readonly hostName?: string;
  /** Asked in this order; the first that takes a request answers it. */
  readonly doors: readonly Door[];
  /** Told of every error that a door should not have let out. */
  readonly onBug: (error: unknown) => void;
}

export interface RunningServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** From now on clients may ask there for another protocol; as long as nobody may, such requests are answered like any other. */
  openForUpgrades(door: UpgradeDoor): void;
  /** Ends every connection at once; settles when the port is free. */
  close(): Promise<void>;
}

/** Between two requests of one connection; longer than clients keep an idle one, so that they do not write into a closed one. */
const KEEP_ALIVE_MS = 75_000;
/** How often a port is chosen anew when the one that is free on 127.0.0.1 is taken on ::1. */
const CHOICES = 10;
const OWN_NAMES: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];
/** Names of AWS, whose calls handlers are led here with; a web page cannot have such a name point here. */
const ON_AWS = /\.(?:amazonaws\.com(?:\.cn)?|on\.aws)(?::443)?$/;
const NO_BODY = Buffer.alloc(0);

/**
 * One server of HTTP/1.1 and HTTP/2 on the loopback addresses for every door.
 *
 * Fails with `PORT_BUSY` when the port is taken.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  for (let choice = 1; ; choice++) {
    const listener = new Listener(options);
    const four = await listen(listener.server(), options.port ?? 0, '127.0.0.1', options.onBug);
    const port = (four.address() as AddressInfo).port;
    listener.open(port);
    try {
      const six = await listen(listener.server(), port, '::1', options.onBug).catch(withoutIpv6);
      return running(port, listener, six ? [four, six] : [four]);
    } catch (error) {
      listener.close();
      await closed(four);
      if (options.port || choice === CHOICES) throw error;
    }
  }
}

function running(port: number, listener: Listener, servers: readonly Server[]): RunningServer {
  let closing: Promise<void> | undefined;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    openForUpgrades: (door) => {
      for (const server of servers) listener.upgrade(server, door);
    },
    close: () => {
      listener.close();
      closing ??= Promise.all(servers.map(closed)).then(() => undefined);
      return closing;
    },
  };
}

function listen(server: Server, port: number, host: string, onBug: ServerOptions['onBug']): Promise<Server> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) => reject(portError(error, port, host));
    server.once('error', refused);
    server.listen(port, host, () => {
      server.off('error', refused);
      server.on('error', onBug);
      resolve(server);
    });
  });
}

function portError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE')
    return new LocalError('PORT_BUSY', `Port ${port} is taken: another program listens on ${host}.`);
  if (error.code === 'EACCES') return new LocalError('PORT_BUSY', `Port ${port} may not be listened on by this user.`);
  return error;
}

/** A machine without IPv6 is served on 127.0.0.1 alone. */
function withoutIpv6(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return undefined;
  throw error;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** What the listening servers share. */
class Listener {
  private port = 0;
  /** The hosts that most requests name, with what remains without the port. */
  private ownHosts: Map<string, string> = new Map();
  private readonly http2: Http2Sessions;
  private readonly plain: PlainConnections;
  private readonly connections: Connections[] = [];
  private readonly upgraded: UpgradedConnections;

  constructor(private readonly options: ServerOptions) {
    this.http2 = new Http2Sessions((arrival, body, whenGone) => this.answered(arrival, body ?? NO_BODY, whenGone), options.onBug);
    this.plain = new PlainConnections({
      isOwnHost: (host) => this.ownHosts.has(host),
      answered: (arrival, body, whenGone) => this.answered(arrival, body, whenGone),
      keepAliveMs: KEEP_ALIVE_MS,
      onBug: options.onBug,
    });
    this.upgraded = new UpgradedConnections((error) => this.failure(error), options.onBug);
  }

  server(): Server {
    const server = createServer(
      { maxHeaderSize: REQUEST_HEAD_BYTES, keepAliveTimeout: KEEP_ALIVE_MS },
      (request, response) => void this.serve(request, response),
    );
    // Node leaves out, unsaid, what is beyond the count.
    server.maxHeadersCount = 0;
    const plain = this.plain.take.bind(this.plain);
    this.connections.push(new Connections(server, (socket) => void this.http2.take(socket), plain));
    return server;
  }

  /** Ends the connections that no HTTP/1.1 server knows of. */
  close(): void {
    for (const each of this.connections) each.close();
    this.plain.close();
    this.http2.close();
    this.upgraded.close();
  }

  open(port: number): void {
    this.port = port;
    this.ownHosts = new Map(OWN_NAMES.map((name) => [`${name}:${port}`, name]));
    const { hostName } = this.options;
    if (hostName !== undefined) this.ownHosts.set(`${hostName}:${port}`, '127.0.0.1');
  }

  upgrade(server: Server, door: UpgradeDoor): void {
    server.on('upgrade', (request: IncomingMessage, socket: Socket, rest: Buffer) => {
      const raw = { request, socket, rest };
      const head = this.headOf(request);
      const visit = 'status' in head ? undefined : door(head);
      if (!visit) serveWithoutUpgrade(server, raw);
      else this.upgraded.hold(raw, visit.take(raw));
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const whenGone: WhenGone = (told) => void (response.destroyed ? told() : response.once('close', told));
    try {
      const sent = send(response, await this.answered(request, hasBody(request) ? request : NO_BODY, whenGone));
      if (sent) await sent;
    } catch (error) {
      this.options.onBug(error);
      response.destroy();
    }
  }

  private async answered(request: Arrival, body: Readable | Buffer, whenGone: WhenGone): Promise<HttpResponse> {
    try {
      const head = this.headOf(request, whenGone);
      if ('status' in head) return head;
      for (const door of this.options.doors) {
        const visit = door(head);
        if (visit)
          return await visit.answer(body instanceof Readable ? await collect(body, visit.bodyLimit) : within(body, visit));
      }
      return jsonResponse(404, { message: `Nothing is served at ${head.method} ${head.rawPath}.` });
    } catch (error) {
      return this.failure(error);
    }
  }

  /** What is known of a request, or why it is not looked at. */
  private headOf(request: Arrival, whenGone?: WhenGone): RequestHead | HttpResponse {
    const { host, url } = targetOf(request);
    const hostName = this.hostName(host);
    if (hostName === undefined) {
      const message = `The Host header must be 127.0.0.1, localhost, [::1] or a name under localhost, with port ${this.port}.`;
      return jsonResponse(403, { message });
    }
    if (!url.startsWith('/')) return jsonResponse(400, { message: 'The request target must begin with a slash.' });

    const question = url.indexOf('?');
    return {
      method: request.method as string,
      rawPath: question < 0 ? url : url.slice(0, question),
      rawQuery: question < 0 ? '' : url.slice(question + 1),
      rawHeaders: request.rawHeaders,
      headers: request.headers,
      hostName,
      port: this.port,
      peer: request.socket.remoteAddress ?? '',
      whenGone,
    };
  }

  /** The name without its port when it is one of ours; any other may be a web page that had its own name point here. */
  private hostName(host: string | undefined): string | undefined {
    if (host === undefined) return undefined;
    const own = this.ownHosts.get(host);
    if (own !== undefined) return own;
    const lower = host.toLowerCase();
    const port = `:${this.port}`;
    if (ON_AWS.test(lower)) return lower.replace(ON_AWS, '.localhost');
    const name = lower.endsWith(port) ? lower.slice(0, -port.length) : this.port === 80 ? lower : '';
    return OWN_NAMES.includes(name) || name.endsWith('.localhost') ? name : undefined;
  }

  private failure(error: unknown): HttpResponse {
    if (error instanceof LocalError) {
      // Asking again does not help, and clients ask again after a 5xx.
      return jsonResponse(400, { __type: error.code, message: error.message }, ['x-amzn-ErrorType', error.code]);
    }
    this.options.onBug(error);
    return jsonResponse(500, { message: error instanceof Error ? error.message : String(error) });
  }
}

/** A target may be a whole URI, which is then what names the host (RFC 9112, 3.2.2). */
function targetOf({ url = '', headers }: Arrival): { readonly host: string | undefined; readonly url: string } {
  const [, host, rest = ''] = url.startsWith('/') ? [] : (/^https?:\/\/([^/?#]+)(.*)$/i.exec(url) ?? []);
  return host === undefined ? { host: headers.host, url } : { host, url: rest.startsWith('/') ? rest : `/${rest}` };
}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined;
}

function within(body: Buffer, { bodyLimit }: Visit): RequestBody {
  return body.length > bodyLimit ? 'tooLarge' : body;
}

/** The whole body; stays pending, and is forgotten with the request, when the client hangs up before its end. */
function collect(request: Readable, limit: number): Promise<RequestBody> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      // What is too long is read to its end all the same: clients look for an answer after they have sent everything.
      else chunks = [];
    });
    request.on('end', () => {
      const [first] = chunks;
      if (size > limit) resolve('tooLarge');
      else resolve(first && chunks.length === 1 ? first : Buffer.concat(chunks, size));
    });
  });
}

function send(response: ServerResponse, { status, reason, headers, body }: HttpResponse): Promise<void> | undefined {
  if (reason !== undefined) response.statusMessage = reason;
  const withoutBody = status === 204 || status === 304;
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    response.writeHead(status, [...headers]).flushHeaders();
    return sendPieces(response, body);
  }
  // What answers a HEAD may tell the length of a body that it does not send.
  const isTold = headers.some((name, at) => at % 2 === 0 && name === 'Content-Length');
  const head = headers.slice();
  if (!withoutBody && !isTold) head.push('Content-Length', String(Buffer.byteLength(body)));
  response.writeHead(status, head);
  if (withoutBody) response.end();
  // Text goes out together with the head, bytes behind it.
  else if (typeof body === 'string' || body.length > SHORT_BYTES) response.end(body);
  else response.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1'), 'latin1');
  return undefined;
}
