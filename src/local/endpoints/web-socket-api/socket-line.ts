import { type Ending, FRAME_BYTES, MESSAGE_BYTES, NO_CODE, TOO_LARGE, UNSENT_BYTES } from '../../../spec/web-socket';
import type { RawUpgrade } from '../upgrades';
import type { Line } from './client';
import { FrameWatch } from './frame-watch';

const load = () => import('ws');
type Library = Awaited<ReturnType<typeof load>>;
type Server = InstanceType<Library['WebSocketServer']>;
type Socket = InstanceType<Library['WebSocket']>;

/** How long a client may take to say goodbye, in milliseconds. */
const GOODBYE_MS = 2000;
/** Messages of one client that are under way at once; more are not read until some are over. */
const UNDER_WAY = 100;
/** With which code the library closes a connection that has sent something wrong; all else is 1002. */
const FLAWS: Readonly<Record<string, number>> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1009,
  WS_ERR_INVALID_UTF8: 1007,
};
/** Headers of the handshake that are not the integration's to choose. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  ...['upgrade', 'connection', 'content-length', 'transfer-encoding', 'date', 'sec-websocket-accept', 'sec-websocket-extensions'],
]);
const PROTOCOL = 'sec-websocket-protocol';

/** Who listens to one client. */
export interface Listening {
  /** Settles when what the message leads to is over. */
  message(data: Buffer, isBinary: boolean): Promise<void>;
  /** Anything, of which nobody else is told. */
  alive(): void;
  left(ending: Ending): void;
}

export type OpenSocket = (raw: RawUpgrade, headers: readonly string[], listening: () => Listening) => Line | undefined;

/** The library, which is loaded with the first client. */
export async function socketOpener(): Promise<OpenSocket> {
  const { WebSocketServer } = await load();
  const chosen = new WeakMap<object, readonly string[]>();
  const server: Server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MESSAGE_BYTES,
    // Newer than the library's types.
    ...({ closeTimeout: GOODBYE_MS } as object),
    handleProtocols: (_, request) => valueOf(chosen.get(request) ?? [], PROTOCOL) ?? false,
  });
  server.on('headers', (lines, request) => {
    const hasAsked = request.headers[PROTOCOL] !== undefined;
    const headers = chosen.get(request) ?? [];
    for (let at = 0; at < headers.length; at += 2) {
      const name = (headers[at] as string).toLowerCase();
      if (OWN_HEADERS.has(name) || (name === PROTOCOL && hasAsked)) continue;
      lines.push(`${headers[at]}: ${headers[at + 1]}`);
    }
  });
  return (raw, headers, listening) => open(server, raw, headers.filter(isSafe), listening, chosen);
}

/** What stands in one line of a head. */
function isSafe(text: string): boolean {
  return !/[^\t\x20-\x7e\x80-\xff]/.test(text);
}

function open(
  server: Server,
  { request, socket, rest }: RawUpgrade,
  headers: readonly string[],
  listening: () => Listening,
  chosen: WeakMap<object, readonly string[]>,
): Line | undefined {
  let line: Line | undefined;
  chosen.set(request, headers);
  server.handleUpgrade(request, socket, rest, (client) => {
    const heard = listening();
    line = lineTo(client, heard);
    const watch = new FrameWatch();
    const measure = (chunk: Buffer) => {
      if (watch.takes(chunk)) return;
      socket.off('data', measure);
      line?.close(TOO_LARGE);
      heard.left(TOO_LARGE);
    };
    // Before the library, so that nothing of a frame that is too large is taken for a message.
    socket.prependListener('data', measure);
  });
  return line;
}

function lineTo(client: Socket, listening: Listening): Line {
  let underWay = 0;
  let closing: Ending | undefined;
  client.on('message', (data, isBinary) => {
    if (closing) return;
    if (++underWay >= UNDER_WAY) client.pause();
    void listening.message(data as Buffer, isBinary).finally(() => {
      if (--underWay < UNDER_WAY && client.isPaused && client.readyState === client.OPEN) client.resume();
    });
  });
  client.on('ping', () => listening.alive());
  client.on('pong', () => listening.alive());
  client.on('error', (error: Error & { code?: string }) => {
    const code =
      error.code === undefined ? undefined : (FLAWS[error.code] ?? (error.code.startsWith('WS_ERR_') ? 1002 : undefined));
    // The client is told by the library. An error of the way to it is told as its end.
    if (code !== undefined) listening.left({ code, reason: '' });
  });
  client.on('close', (code, reason) => {
    const text = reason.toString();
    listening.left(code === NO_CODE.code ? NO_CODE : { code, reason: text });
  });
  return {
    send(data) {
      if (client.readyState !== client.OPEN || client.bufferedAmount + data.length > UNSENT_BYTES) return false;
      for (let at = 0; ; at += FRAME_BYTES) {
        const isLast = at + FRAME_BYTES >= data.length;
        client.send(data.subarray(at, at + FRAME_BYTES), { binary: false, fin: isLast });
        if (isLast) return true;
      }
    },
    close(ending) {
      closing ??= ending;
      // One that does not read cannot answer a goodbye.
      if (client.isPaused) client.resume();
      client.close(ending.code, ending.reason);
    },
  };
}

function valueOf(headers: readonly string[], name: string): string | undefined {
  const at = headers.findIndex((each, place) => place % 2 === 0 && each.toLowerCase() === name);
  return at < 0 ? undefined : headers[at + 1];
}
