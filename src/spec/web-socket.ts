/**
 * WebSocket APIs of API Gateway.
 *
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 * and the pages beside it (APW-02, APW-03, APW-04).
 */

/** One frame, in bytes; a connection with a larger one is closed with 1009. */
export const FRAME_BYTES = 32_768;
/** One message, of one or several frames, in bytes; a connection with a larger one is closed with 1009. */
export const MESSAGE_BYTES = 131_072;
/** What may be on its way to a client that does not read it, in bytes: a choice, since API Gateway does not say how much it holds. */
export const UNSENT_BYTES = 1_048_576;
/** How long nothing may be said on a connection, in milliseconds. */
export const IDLE_MS = 600_000;
/** How long a connection lasts at most, in milliseconds. */
export const CONNECTION_MS = 7_200_000;
/** How long an integration may take unless it says otherwise, in milliseconds. */
export const INTEGRATION_MS = 29_000;
/** The characters of the address that a client connects to. */
export const ADDRESS_CHARACTERS = 4096;

export const CONNECT_ROUTE = '$connect';
export const DISCONNECT_ROUTE = '$disconnect';
export const DEFAULT_ROUTE = '$default';

/** How a connection ends: a code of RFC 6455, and why. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
}

/** After ten minutes without a word, and after two hours (recorded of the first). */
export const GOING_AWAY: Ending = { code: 1001, reason: 'Going away' };
/** Binary frames are not taken. */
export const BINARY_REFUSED: Ending = { code: 1003, reason: '' };
export const TOO_LARGE: Ending = { code: 1009, reason: '' };
/** By DeleteConnection; what API Gateway itself says is not known. */
export const DELETED: Ending = { code: 1000, reason: '' };
/** What a client that gives no code has said (RFC 6455, 7.1.5), in the words of API Gateway (recorded). */
export const NO_CODE: Ending = { code: 1005, reason: 'Client-side close frame status not set' };
