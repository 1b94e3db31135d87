import { INTEGRATION_MS } from '../../../spec/web-socket';
import { callFunction } from './call-function';
import type { Client } from './client';
import type { Integrated, Sent } from './integrated';
import { type MappingPorts, mapIntegration } from './map-integration';
import { proxyResponse } from './proxy-response';

/** Has the integration of a route do its work. */
export async function integrate(client: Client, sent: Sent, ports: MappingPorts): Promise<Integrated> {
  const { route } = sent;
  const { integration } = route;
  if (!integration) return { kind: 'failed', status: 500, why: `The route ${route.key} has no integration.` };
  if (integration.type === 'MOCK' || integration.type === 'AWS') return mapIntegration(client, sent, integration, ports);
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
