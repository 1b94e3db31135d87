import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { REQUEST_HEAD_BYTES } from '../../spec/invoke';
import type { RuntimeDoor, RuntimeListener, RuntimeSession } from '../engine/runtime-port';
import { RuntimeApiSession } from './runtime-api-session';

const API = '/2018-06-01/runtime/';

/**
 * Lambda's Runtime API for all environments of one run, behind one unix domain socket: the first part of the path is the
 * environment, the rest is as Lambda has it (RT-10 to RT-13).
 */
export class RuntimeApi implements RuntimeDoor {
  private readonly sessions = new Map<string, RuntimeApiSession>();

  private constructor(
    private readonly server: Server,
    private readonly socketPath: string,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.route(request, response));
  }

  /** Listens in `folder`, which is there already and is removed by whoever made it. */
  static async listen(folder: string): Promise<RuntimeApi> {
    // A handler may be silent for 15 minutes between its poll and its answer: no connection is ever idle too long.
    // The trailers of a streamed response hold an error with its trace.
    const server = createServer({ keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0, maxHeaderSize: REQUEST_HEAD_BYTES });
    const socketPath = join(folder, 'runtime.sock');
    await once(server.listen(socketPath), 'listening');
    return new RuntimeApi(server, socketPath);
  }

  open(environmentId: string, listener: RuntimeListener): RuntimeSession {
    const name = encodeURIComponent(environmentId);
    if (this.sessions.has(name)) throw new Error(`bug: environment ${environmentId} has a session already`);
    const session = new RuntimeApiSession({ socketPath: this.socketPath, prefix: `/${name}` }, listener, () =>
      this.sessions.delete(name),
    );
    this.sessions.set(name, session);
    return session;
  }

  /** Ends every connection; the socket's file is gone when this settles. */
  async close(): Promise<void> {
    for (const session of [...this.sessions.values()]) session.close();
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private route(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? '';
    const end = url.indexOf('/', 1);
    const session = this.sessions.get(url.slice(1, end));
    if (!session || !url.startsWith(API, end)) {
      request.resume();
      response.writeHead(404, { 'Content-Length': 0 }).end();
      return;
    }
    session.handle(request, response, url.slice(end + API.length));
  }
}
