import type { AuthorizerOutcome } from '../../journal/request-happening';
import type { GatewayError } from './ending';
import type { RestCall } from './rest-call';

/** The request of somebody who may call the method, or why they may not. */
export type Authorized = Granted | { readonly error: GatewayError; readonly told?: AuthorizerOutcome };

export interface Granted {
  readonly call: RestCall;
  readonly told?: AuthorizerOutcome;
  /** The API key that the authorizer named. */
  readonly usageIdentifierKey?: string;
}
