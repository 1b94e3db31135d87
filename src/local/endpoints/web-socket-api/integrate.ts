import type { WebSocketRoute } from '../../../model/web-socket-api';
import { INTEGRATION_MS } from '../../../spec/web-socket';
import type { Turn } from '../../engine/turns';
import { callFunction, type FunctionPorts } from './call-function';
import type { Client } from './client';
import { type ProxyResponse, proxyResponse } from './proxy-response';

/** What is sent to an integration. */
export interface Sent {
  readonly route: WebSocketRoute;
  readonly event: object;
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

/** Has the integration of a route do its work. */
export async function integrate(client: Client, sent: Sent, ports: FunctionPorts): Promise<Integrated> {
  const { route } = sent;
  const { integration } = route;
  if (!integration) return { kind: 'failed', status: 500, why: `The route ${route.key} has no integration.` };
  if (integration.type !== 'AWS_PROXY') {
    const why = `Integrations of type ${integration.type} are not emulated.`;
    return { kind: 'failed', target: integration.type, status: 500, why };
  }
  const answer = await callFunction(
    client,
    {
      uri: integration.uri ?? '',
      ...(integration.credentialsArn !== undefined && { credentialsArn: integration.credentialsArn }),
      source: `${client.stage.name}/${route.key}`,
      event: sent.event,
      traceHeader: sent.traceHeader,
      turn: sent.turn,
      timeoutMs: integration.timeoutMs ?? INTEGRATION_MS,
    },
    ports,
  );
  const { target } = answer;
  if (answer.kind === 'unreachable') {
    return { kind: 'failed', target, status: answer.because === 'timedOut' ? 504 : 500, why: answer.why };
  }
  if (answer.failed) return { kind: 'failed', target, status: 502, why: 'The function has failed.' };
  const response = proxyResponse(answer.payload);
  if ('malformed' in response) return { kind: 'malformed', target, why: response.malformed };
  return { kind: 'answered', target, response };
}
