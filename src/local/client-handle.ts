import type { ClientEnd } from './engine/connections/clients-port';
import { LocalError } from './errors';

/** How a connection has ended. */
export interface ConnectionEnding {
  readonly code: number;
  readonly reason: string;
}

/** A client of a WebSocket API, connected, as tests hold it. */
export class WebSocketClient {
  private readonly messages: string[] = [];
  private readonly waiting: (() => void)[] = [];
  private taken = 0;
  private end: ClientEnd | undefined;
  private ending: ConnectionEnding | undefined;

  get connectionId(): string {
    return this.connected().connectionId;
  }

  /** The subprotocol that `$connect` has chosen. */
  get protocol(): string | undefined {
    const { headers } = this.connected();
    const at = headers.findIndex((name, place) => place % 2 === 0 && name.toLowerCase() === 'sec-websocket-protocol');
    return at < 0 ? undefined : headers[at + 1];
  }

  /** What it has been sent so far, in order; parsed from JSON where it is JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
  get received(): readonly any[] {
    return this.messages.map(parsed);
  }

  /** Undefined as long as it is connected. */
  get closed(): ConnectionEnding | undefined {
    return this.ending;
  }

  /**
   * Sends a message; everything but text is turned into JSON. Settles when what it leads to is over: its route has answered, and
   * responses and posts have arrived. Fails with CONNECTION_CLOSED when the connection is over.
   */
  async send(message: unknown): Promise<void> {
    if (this.ending) {
      const { code, reason } = this.ending;
      throw new LocalError('CONNECTION_CLOSED', `The connection was closed with ${code}${reason === '' ? '' : ` (${reason})`}.`);
    }
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    if (text === undefined) {
      throw new LocalError('EVENT_INVALID', `A message must be text, or something JSON can hold; this is ${typeof message}.`);
    }
    await this.connected().send(text);
  }

  /** The next message that it is sent, or has been sent and was not asked for; parsed from JSON where it is JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
  async next(): Promise<any> {
    const place = this.taken++;
    while (this.messages.length <= place) await new Promise<void>((settle) => this.waiting.push(settle));
    return parsed(this.messages[place] as string);
  }

  /** Leaves; settles when `$disconnect` is over. Without effect when the connection is over. */
  async close(code = 1000, reason = ''): Promise<void> {
    if (this.ending) return;
    this.ending = { code, reason };
    await this.connected().leave(this.ending);
  }

  /** For its maker alone. */
  told(text: string): void {
    this.messages.push(text);
    for (const go of this.waiting.splice(0)) go();
  }

  /** For its maker alone. */
  wasClosed(ending: ConnectionEnding): void {
    this.ending ??= ending;
  }

  /** For its maker alone. */
  hasConnected(end: ClientEnd): this {
    this.end = end;
    return this;
  }

  private connected(): ClientEnd {
    if (!this.end) throw new Error('bug: a client is held before it is connected');
    return this.end;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
