import type { GatewayResponseType } from '../../../spec/rest-api';
import type { AuthorizerOutcome } from '../../journal/request-happening';
import type { HttpResponse } from '../http';

/** What the API itself answers, before it is known how the app wants that said. */
export interface GatewayError {
  readonly type: GatewayResponseType;
  /** Null where API Gateway says nothing. */
  readonly message: string | null;
  /** Why, for the journal and the developer. */
  readonly refused: string;
  /** @default that of the type */
  readonly status?: number;
  /** @default that of the type */
  readonly errorType?: string;
  /** How the body writes the name of the message: `Message` where somebody is not authorized. */
  readonly member?: 'Message';
  /** Why a body is not valid, which templates can tell. */
  readonly validationError?: string;
}

/** What is told of a request in the journal. */
export interface Told {
  readonly authorizer?: AuthorizerOutcome;
  readonly integration?: string;
  readonly integrationStatus?: number;
  readonly integrationLatencyMs?: number;
}

/** How a request ended: an integration has answered it, or the API itself does. */
export type Ending = { readonly told?: Told } & (
  | { readonly response: HttpResponse; readonly refused?: string }
  | { readonly error: GatewayError }
);

/** An answer of the API where something is wrong with the integration. */
export function serverError(refused: string, status = 500): GatewayError {
  return { type: 'DEFAULT_5XX', message: 'Internal server error', status, refused };
}
