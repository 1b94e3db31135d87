import type { RestIntegration, RestIntegrationResponse } from '../../../model/rest-integration';
import { headersFlaw } from '../proxy-result';
import { isBinary, mediaType } from '../rest-api/media-types';
import { bytesOf, responseContent } from './content-handling';
import { headerValues, lastHeader, withHeader } from './header-list';
import { templateParameters } from './integration-request';
import { type Overrides, renderMapping } from './mapping-template';
import { parameterValues } from './parameter-source';
import { internalError } from './refused';
import type { Answer, IntegrationReply, MethodRequest } from './types';
import { TemplateError } from './velocity/template-error';

/** What the client gets of a reply. Fails with a `TemplateError`. */
export function integrationResponse(
  integration: RestIntegration,
  reply: IntegrationReply,
  request: MethodRequest,
  overrides: Overrides | undefined,
): Answer {
  const selection = reply.selection ?? String(reply.status);
  const chosen = selected(integration.responses ?? [], selection);
  if (!chosen) {
    const why = `no integration response has a selection pattern for ${JSON.stringify(selection)}, and none is for all others`;
    return internalError(why, 'API_CONFIGURATION_ERROR');
  }
  const template = responseTemplate(chosen, request);
  const content = responseContent(
    reply.body,
    isBinary(request.binaryMediaTypes, lastHeader(reply.headers, 'content-type')),
    isBinary(request.binaryMediaTypes, headerValues(request.headers, 'accept')[0]),
    chosen.contentHandling,
  );
  if (!content) return internalError('the body of the integration is no base64, and is to be converted to binary');
  if (template && !('text' in content)) return internalError('a mapping template cannot take a binary body');
  const rendered =
    template && 'text' in content
      ? renderMapping(template.text, {
          body: content.text,
          parameters: templateParameters(request),
          context: request.context,
          stageVariables: request.stageVariables,
          ...(overrides && { overrides }),
        })
      : undefined;
  const override = (rendered?.overrides ?? overrides)?.response;

  let headers = ['Content-Type', template?.type ?? 'application/json'];
  for (const [name, value] of mappedHeaders(chosen, reply, request)) headers = withHeader(headers, name, [value]);
  for (const [name, values] of Object.entries(override?.header ?? {})) headers = withHeader(headers, name, values);
  const status = override?.status ?? Number(chosen.statusCode);
  if (!(status >= 200 && status <= 599)) return internalError(`a response cannot have the status ${status}`);
  const flaw = headersFlaw(headers);
  if (flaw) return internalError(flaw.malformed);
  return {
    kind: 'answered',
    status,
    headers,
    body: rendered ? Buffer.from(rendered.text) : bytesOf(content),
    integrationStatus: reply.status,
  };
}

/** The first whose pattern is all of the text, otherwise that without a pattern. */
function selected(responses: readonly RestIntegrationResponse[], text: string): RestIntegrationResponse | undefined {
  const found = responses.find(({ selectionPattern }) => selectionPattern && pattern(selectionPattern).test(text));
  return found ?? responses.find(({ selectionPattern }) => !selectionPattern);
}

function pattern(source: string): RegExp {
  try {
    return new RegExp(`^(?:${source})$`);
  } catch {
    throw new TemplateError(`the selection pattern ${JSON.stringify(source)} is not understood`);
  }
}

/** That of the first type that the client accepts, otherwise of JSON, otherwise the first. */
function responseTemplate(response: RestIntegrationResponse, request: MethodRequest) {
  const templates = Object.entries(response.responseTemplates ?? {});
  const accepted = mediaType(headerValues(request.headers, 'accept')[0]);
  const of = (wanted: string | undefined) => templates.find(([type]) => type.toLowerCase() === wanted);
  const [type, text] = of(accepted) ?? of('application/json') ?? templates[0] ?? [];
  return type === undefined || text === undefined || text === '' ? undefined : { type, text };
}

function mappedHeaders(response: RestIntegrationResponse, reply: IntegrationReply, request: MethodRequest): [string, string][] {
  const { context, stageVariables } = request;
  const sources = { prefix: 'integration.response', headers: reply.headers, body: reply.body, context, stageVariables } as const;
  return Object.entries(response.responseParameters ?? {}).flatMap(([target, expression]): [string, string][] => {
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
    if (name === undefined) throw new TemplateError(`the response parameter ${target} is not understood`);
    const values = parameterValues(expression, sources);
    return values.length === 0 ? [] : [[name, values.join(',')]];
  });
}
