import { functionOfUri } from '../../../model/lambda-uri';
import type { RestIntegration } from '../../../model/rest-integration';
import { awsServiceCall } from './aws-service-call';
import { functionReply } from './function-backend';
import { integrationRequest } from './integration-request';
import { integrationResponse } from './integration-response';
import { mockReply } from './mock';
import { internalError, isRefused } from './refused';
import type { Answer, Backends, CallIntegration, IntegrationReply, IntegrationRequest, Refused } from './types';
import { TemplateError } from './velocity/template-error';

/** What comes of a request at an integration of a REST API: mapped, sent to its backend, and the reply mapped back. */
export const callIntegration: CallIntegration = async (integration, request, backends, traceHeader) => {
  const mapped = told('the request', () => integrationRequest(integration, request, traceHeader));
  if (isRefused(mapped)) return mapped;
  const reply = await replyOf(integration, mapped.request, backends);
  if (isRefused(reply)) return reply;
  if (integration.type === 'HTTP_PROXY') return passedOn(reply);
  return told('the response', () => integrationResponse(integration, reply, request, mapped.overrides));
};

/** An error of a template is the integration's. */
function told<T>(what: string, work: () => T): T | Refused {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateError) return internalError(`${what} could not be mapped: ${error.message}`);
    throw error;
  }
}

async function replyOf(
  { type, credentialsArn }: RestIntegration,
  request: IntegrationRequest,
  backends: Backends,
): Promise<IntegrationReply | Refused> {
  if (type === 'MOCK') return mockReply(request.body);
  if (type === 'HTTP' || type === 'HTTP_PROXY') return httpReply(request, backends);
  const functionArn = functionOfUri(request.uri);
  if (functionArn !== undefined) return functionReply(functionArn, request, credentialsArn, backends);
  const call = awsServiceCall(request, credentialsArn);
  if (isRefused(call)) return call;
  const reply = await backends.aws(call);
  return reply.notEmulated === undefined ? reply : internalError(reply.notEmulated);
}

async function httpReply(request: IntegrationRequest, { http }: Backends): Promise<IntegrationReply | Refused> {
  if (!http) return internalError('lambda-kit does not emulate integrations of type HTTP');
  try {
    return await http(request);
  } catch (error) {
    return internalError(`${request.uri} does not answer: ${(error as Error).message}`, 'INTEGRATION_FAILURE', 504);
  }
}

function passedOn({ status, headers, body }: IntegrationReply): Answer {
  return { kind: 'answered', status, headers, body, integrationStatus: status };
}
