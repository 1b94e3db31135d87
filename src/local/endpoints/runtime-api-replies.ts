import type { IncomingMessage, ServerResponse } from 'node:http';
import { RESPONSE_PAYLOAD_MAX } from '../../spec/payload-limits';

const OK = '{"status":"OK"}\n';

/** Why a runtime is told no, and how. */
export type Refusal = { readonly status: number; readonly type: string; readonly message: string };

export const REFUSALS = {
  requestId: { status: 400, type: 'InvalidRequestID', message: 'Invalid request ID' },
  invocationId: { status: 400, type: 'InvalidInvocationId', message: 'Invalid invocation ID' },
  mode: { status: 400, type: 'InvalidFunctionResponseMode', message: 'Invalid function response mode' },
  state: { status: 403, type: 'InvalidStateTransition', message: 'Transition is not allowed' },
  tooLarge: tooLargeFor(),
} as const satisfies Record<string, Refusal>;

export function tooLargeFor(limit = RESPONSE_PAYLOAD_MAX): Refusal {
  return { status: 413, type: 'RequestEntityTooLarge', message: `Exceeded maximum allowed payload size (${limit} bytes).` };
}

export function accept(response: ServerResponse): void {
  response.writeHead(202, ['Content-Type', 'application/json', 'Content-Length', `${OK.length}`]);
  response.end(OK);
}

export function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  request.resume();
  answer(response, refusal);
}

/** What is no route, or no method of one, is told so in the words of a router. */
export function notRouted(request: IncomingMessage, response: ServerResponse, status: 404 | 405): void {
  request.resume();
  const body = status === 404 ? '404 page not found\n' : '';
  const type = status === 404 ? { 'Content-Type': 'text/plain; charset=utf-8' } : {};
  response.writeHead(status, { ...type, 'Content-Length': body.length }).end(body);
}

export function answer(response: ServerResponse, refusal: Refusal): void {
  const body = JSON.stringify({ errorMessage: refusal.message, errorType: refusal.type });
  response.writeHead(refusal.status, ['Content-Type', 'application/json', 'Content-Length', `${Buffer.byteLength(body)}`]);
  response.end(body);
}
