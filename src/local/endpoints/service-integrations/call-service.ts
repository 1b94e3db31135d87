import { SERVICE_SUBTYPES } from '../../../spec/http-api-mapping';
import { lastHeader } from '../mapping/header-list';
import { internalError, isRefused } from '../mapping/refused';
import type { MethodRequest, Refused } from '../mapping/types';
import { TemplateError } from '../mapping/velocity/template-error';
import { parameterText } from './parameter-text';
import { serviceRequest } from './service-request';
import type { CallService, ServiceIntegration } from './types';

/** A first-class integration of an HTTP API: the service is asked with its parameters, and answers the client itself. */
export const callService: CallService = async (integration, request, aws) => {
  const parameters = parametersOf(integration, request);
  if (isRefused(parameters)) return parameters;
  const reply = await aws({
    ...serviceRequest(integration.subtype, parameters),
    ...{ method: 'POST', path: '/', query: {} },
    region: parameters.Region ?? integration.region,
    credentialsArn: integration.credentialsArn,
  });
  if (reply.notEmulated !== undefined) return internalError(reply.notEmulated);
  const type = lastHeader(reply.headers, 'content-type') ?? 'application/json';
  const requestId = lastHeader(reply.headers, 'x-amzn-requestid');
  return {
    kind: 'answered',
    status: reply.status,
    headers: ['Content-Type', type, ...(requestId === undefined ? [] : ['x-amzn-RequestId', requestId])],
    body: reply.body,
    integrationStatus: reply.status,
  };
};

/** What is not there is left out: the service then says what it misses. */
function parametersOf({ subtype, requestParameters }: ServiceIntegration, request: MethodRequest) {
  const known = Object.hasOwn(SERVICE_SUBTYPES, subtype) ? SERVICE_SUBTYPES[subtype] : undefined;
  if (!known) return internalError(`lambda-kit does not emulate integrations of subtype ${subtype}`);
  const parameters: Record<string, string> = {};
  for (const [name, source] of Object.entries(requestParameters)) {
    if (!known.includes(name)) return internalError(`${subtype} has no parameter ${name}`);
    try {
      const text = parameterText(source, request);
      if (text !== undefined) parameters[name] = text;
    } catch (error) {
      if (error instanceof TemplateError) return badRequest(`the parameter ${name} could not be mapped: ${error.message}`);
      throw error;
    }
  }
  return parameters;
}

function badRequest(why: string): Refused {
  return { kind: 'refused', response: 'BAD_REQUEST_BODY', status: 400, message: 'Bad Request', why };
}
