import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { SANDBOX_HOSTS } from '../../spec/telemetry';

/** The names that a process may call its own environment by (RT-30); a web page that is led here has another. */
const OWN_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', ...SANDBOX_HOSTS]);

/**
 * Whether a `Host` header names this machine, or is missing, as it may be for a client by hand. `hostName` is by what else
 * containers call it, where they must.
 */
export function isOwnHost(host: string | undefined, hostName?: string): boolean {
  const name = host?.replace(/:\d+$/, '').toLowerCase();
  return name === undefined || OWN_NAMES.has(name) || name === hostName;
}

/** A port of its own on 127.0.0.1 for one environment: programs made for Lambda know no other kind of address. */
export class LoopbackAddress {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly serve: (socket: Socket) => void,
  ) {
    server.on('connection', (socket) => this.take(socket));
  }

  /** What is said there is heard by `http`; `met` is told of each connection before. */
  static async open(http: HttpServer, met: (socket: Socket) => void): Promise<LoopbackAddress> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new LoopbackAddress(server, (socket) => {
      met(socket);
      http.emit('connection', socket);
    });
  }

  /** `127.0.0.1:PORT`. */
  get hostAndPort(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Ends its connections; the port is free when this settles. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private take(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    this.serve(socket);
  }
}
