import type { Ending } from '../../../spec/web-socket';

/** A client that asks for a connection without a network between. */
export interface ClientRequest {
  readonly apiId: string;
  readonly stage: string;
  /** As in an address, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a client is told. */
export interface ClientListener {
  received(text: string): void;
  closed(ending: Ending): void;
}

/** The client's end of its connection. */
export interface ClientEnd {
  readonly connectionId: string;
  /** Of the handshake, names and values by turns. */
  readonly headers: readonly string[];
  /** Settles when what the message leads to is over. */
  send(text: string): Promise<void>;
  /** Settles when `$disconnect` is over. */
  leave(ending: Ending): Promise<void>;
}

export interface Handshake {
  /** Absent when the client is refused. */
  readonly end?: ClientEnd;
  readonly status: number;
  readonly body: string;
}

/** The clients of WebSocket APIs, as tests play them. */
export interface WebSocketClients {
  connect(request: ClientRequest, listener: ClientListener): Promise<Handshake>;
  /** Those that are connected to the API now, oldest first. */
  connected(apiId: string): readonly { readonly connectionId: string; readonly stage: string; readonly since: number }[];
}
