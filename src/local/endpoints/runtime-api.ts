import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { REQUEST_HEAD_BYTES } from '../../spec/invoke';
import type { ExtensionListener } from '../engine/extension-port';
import type { RuntimeDoor, RuntimeListener, RuntimeSession } from '../engine/runtime-port';
import type { TelemetryDialect } from '../engine/telemetry';
import { ExtensionsApi } from './extensions-api';
import { isOwnHost, LoopbackAddress } from './loopback-address';
import { notRouted } from './runtime-api-replies';
import { RuntimeApiSession } from './runtime-api-session';
import { RuntimeFrames } from './runtime-frames';
import { TelemetryApi } from './telemetry-api';

const API = '/2018-06-01/runtime/';
const PING = '/2018-06-01/ping';
const EXTENSIONS = '/2020-01-01/extension/';
/** Some clients end the path with a slash, as its documentation does. */
const SUBSCRIPTIONS = new Map<string, TelemetryDialect['api']>([
  ['/2022-07-01/telemetry', 'telemetry'],
  ['/2022-07-01/telemetry/', 'telemetry'],
  ['/2020-08-15/logs', 'logs'],
  ['/2020-08-15/logs/', 'logs'],
]);

/**
 * Lambda's Runtime API for all environments of one run (RT-10 to RT-13). Our own bootstraps call one unix domain socket, where
 * the first part of the path is the environment, that of Node.js one that takes frames instead of HTTP; everybody else calls the
 * port that an environment has for itself.
 */
export class RuntimeApi implements RuntimeDoor {
  private readonly sessions = new Map<string, RuntimeApiSession>();
  /** Whose port a connection came in by. */
  private readonly callers = new WeakMap<Socket, RuntimeApiSession>();
  private readonly closing = new Set<Promise<void>>();

  private readonly frames = new RuntimeFrames((name) => this.sessions.get(name));

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
    private readonly hostName: string | undefined,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.route(request, response));
  }

  /** Listens in `folder`, which is there already and is removed by whoever made it; containers call this machine `hostName`. */
  static async listen(folder: string, hostName?: string): Promise<RuntimeApi> {
    // A handler may be silent for 15 minutes between its poll and its answer: no connection is ever idle too long.
    // The trailers of a streamed response hold an error with its trace.
    const server = createServer({ keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0, maxHeaderSize: REQUEST_HEAD_BYTES });
    const api = new RuntimeApi(server, folder, hostName);
    await Promise.all([once(server.listen(api.paths.socketPath), 'listening'), api.frames.listen(api.paths.framesPath)]);
    return api;
  }

  open(environmentId: string, listener: RuntimeListener, about: ExtensionListener): RuntimeSession {
    const name = encodeURIComponent(environmentId);
    if (this.sessions.has(name)) throw new Error(`bug: environment ${environmentId} has a session already`);
    let address: Promise<LoopbackAddress> | undefined;
    const extensions = new ExtensionsApi(environmentId, about);
    const telemetry = new TelemetryApi(extensions, about);
    const session = new RuntimeApiSession({ ...this.paths, prefix: `/${name}` }, listener, extensions, telemetry, {
      listen: () => {
        address ??= LoopbackAddress.open(this.server, (socket) => this.callers.set(socket, session));
        return address.then(({ hostAndPort }) => hostAndPort);
      },
      closed: () => {
        this.sessions.delete(name);
        if (address) this.free(address);
      },
    });
    this.sessions.set(name, session);
    return session;
  }

  /** Ends every connection; the socket's file is gone when this settles. */
  async close(): Promise<void> {
    for (const session of [...this.sessions.values()]) session.close();
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await Promise.all([closed, this.frames.close(), ...this.closing]);
  }

  private get paths() {
    return { socketPath: join(this.folder, 'runtime.sock'), framesPath: join(this.folder, 'frames.sock') };
  }

  private free(address: Promise<LoopbackAddress>): void {
    const closed = address
      .then((opened) => opened.close())
      // It never opened, which whoever asked for it has been told.
      .catch(() => undefined)
      .then(() => void this.closing.delete(closed));
    this.closing.add(closed);
  }

  private route(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? '';
    const caller = this.callers.get(request.socket);
    if (caller && !isOwnHost(request.headers.host, this.hostName)) return forbid(request, response);
    if (caller && url.startsWith(EXTENSIONS)) return caller.extensions.handle(request, response, url.slice(EXTENSIONS.length));
    const api = caller && request.method === 'PUT' ? SUBSCRIPTIONS.get(url) : undefined;
    if (caller && api) return caller.telemetry.handle(request, response, api);
    if (caller && url === PING && request.method === 'GET') return void response.writeHead(200).end('pong');
    const end = caller ? 0 : url.indexOf('/', 1);
    const session = caller ?? this.sessions.get(url.slice(1, end));
    if (!session || !url.startsWith(API, end)) return notRouted(request, response, 404);
    session.handle(request, response, url.slice(end + API.length));
  }
}

function forbid(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(403, { 'Content-Length': 0 }).end();
}
