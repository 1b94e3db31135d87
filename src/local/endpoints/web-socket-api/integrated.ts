import type { WebSocketRoute } from '../../../model/web-socket-api';
import type { Turn } from '../../engine/turns';
import type { ProxyResponse } from './proxy-response';

/** As much of an event as templates read. */
export interface SentEvent {
  readonly requestContext: object;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[]>>;
}

/** What is sent to an integration. */
export interface Sent {
  readonly route: WebSocketRoute;
  readonly event: SentEvent;
  readonly traceHeader: string;
  readonly turn: Turn;
}

/** What became of it. */
export type Integrated =
  | { readonly kind: 'answered'; readonly target: string; readonly response: ProxyResponse }
  /** It answered with something that cannot be used where somebody waits for an answer. */
  | { readonly kind: 'malformed'; readonly target: string; readonly why: string }
  /** `status` for a client that waits for its handshake. */
  | { readonly kind: 'failed'; readonly target?: string; readonly status: number; readonly why: string };
