import type { AuthorizerOutcome } from './request-happening';

/** What happens at the doors of WebSocket APIs. */
export type WebSocketHappening =
  | (Connected & OfConnection)
  | (Said & OfConnection)
  | (Posted & Omit<OfConnection, 'requestId'>)
  | (Disconnected & OfConnection);

export interface OfConnection {
  /** The construct path of the API. */
  readonly api: string;
  readonly stage: string;
  readonly connectionId: string;
  readonly requestId: string;
}

/** A client has asked for a connection. */
interface Connected extends Routed {
  readonly kind: 'webSocket.connect';
  /** 101 when it has one now. */
  readonly status: number;
  readonly authorizer?: AuthorizerOutcome;
}

/** A client has said something. */
interface Said extends Routed {
  readonly kind: 'webSocket.message';
  /** Absent when none was meant. */
  readonly route?: string;
  readonly body: string;
  /** What the API has sent back. */
  readonly response?: string;
}

/** A client is gone, or has been told to go. */
interface Disconnected extends Routed {
  readonly kind: 'webSocket.disconnect';
  readonly code: number;
  readonly reason: string;
}

/** A connection was asked for through the management API. */
interface Posted {
  readonly kind: 'webSocket.managed';
  readonly operation: 'PostToConnection' | 'GetConnection' | 'DeleteConnection';
  /** Of a post: text, or base64 of what is none. */
  readonly body: string;
  readonly status: number;
  readonly why?: string;
}

interface Routed {
  /** What was asked: a function's ARN with its qualifier, a service, `MOCK`; absent when nothing was. */
  readonly integration?: string;
  /** What that answered, where it has a status. */
  readonly integrationStatus?: number;
  readonly latencyMs: number;
  /** Why the API itself answered, or why the answer of the integration could not be used. */
  readonly refused?: string;
}
