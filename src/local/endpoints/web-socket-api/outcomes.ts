import type { Client } from './client';
import { errorResponse, errorText } from './gateway-texts';
import type { Integrated } from './integrated';

/** As the journal tells it. */
export function outcomeOf(integrated: Integrated) {
  const { target } = integrated;
  return {
    ...(target !== undefined && { integration: target }),
    ...(integrated.kind === 'answered' && { integrationStatus: integrated.response.status }),
    ...(integrated.kind === 'failed' && { refused: integrated.why }),
  };
}

/** APW-04: 2xx makes the connection; everything else is the answer to the handshake. */
export function handshakeOutcome(integrated: Integrated, client: Client, requestId: string) {
  const told = outcomeOf(integrated);
  if (integrated.kind !== 'answered') {
    const status = integrated.kind === 'failed' ? integrated.status : 502;
    const refusal = errorResponse(status, 'Internal server error', client, requestId);
    return { refusal, accepted: [], told: { ...told, refused: integrated.why } };
  }
  const { status, headers, body } = integrated.response;
  if (status >= 200 && status < 300) return { accepted: headers, told };
  return { refusal: { status, headers, body }, accepted: [], told };
}

/** Failures are told in any case; what the integration answered, only where the route has a response. */
export function replyTo(integrated: Integrated, responds: boolean, client: Client, requestId: string) {
  const told = outcomeOf(integrated);
  if (integrated.kind === 'failed' || (integrated.kind === 'malformed' && responds)) {
    const response = Buffer.from(errorText('Internal server error', client, requestId));
    return { response, told: { ...told, refused: integrated.why } };
  }
  const body = integrated.kind === 'answered' ? integrated.response.body : Buffer.alloc(0);
  return { ...(responds && body.length > 0 && { response: body }), told };
}
