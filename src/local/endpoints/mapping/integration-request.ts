import type { RestIntegration } from '../../../model/rest-integration';
import { ILLEGAL_AWS_HEADERS, ILLEGAL_HEADERS } from '../../../spec/integration-headers';
import { isBinary, mediaType } from '../rest-api/media-types';
import { bytesOf, requestContent } from './content-handling';
import { headerValues, lastHeader, withHeader } from './header-list';
import { integrationUri } from './integration-uri';
import { type Overrides, renderMapping } from './mapping-template';
import { parameterValues } from './parameter-source';
import { internalError, isRefused, unsupportedMediaType } from './refused';
import type { IntegrationRequest, MethodRequest, Refused } from './types';

/** What goes to the backend, and what the template wants of the response. */
export interface Mapped {
  readonly request: IntegrationRequest;
  readonly overrides?: Overrides;
}

/** Methods whose requests have no body. */
const NO_BODY = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Fails with a `TemplateError`. */
export function integrationRequest(integration: RestIntegration, request: MethodRequest, traceHeader: string): Mapped | Refused {
  const mapped = mappedParameters(integration, request);
  if (isRefused(mapped)) return mapped;
  if (integration.type === 'HTTP_PROXY') return proxied(integration, request, mapped, traceHeader);

  const template = requestTemplate(integration, request);
  if (isRefused(template)) return template;
  const type = lastHeader(request.headers, 'content-type');
  const binary = isBinary(request.binaryMediaTypes, type);
  const content = requestContent(request.body, binary, integration.contentHandling);
  if (!content) return internalError('the body is no base64, and is to be converted to binary');
  if (template === undefined) return { request: assembled(integration, request, mapped, bytesOf(content), traceHeader) };
  if (!('text' in content)) return internalError('a mapping template cannot take a binary body');
  const { text, overrides } = renderMapping(template, {
    body: content.text,
    parameters: templateParameters(request),
    context: request.context,
    stageVariables: request.stageVariables,
  });
  return {
    request: assembled(integration, request, overridden(mapped, overrides), Buffer.from(text), traceHeader),
    overrides,
  };
}

/** What `$input.params` knows: the last value of each. */
export function templateParameters(request: MethodRequest) {
  const last = Object.entries(request.query).map(([name, values]) => [name, values.at(-1) ?? ''] as const);
  const headers: Record<string, string> = {};
  for (let i = 0; i < request.headers.length; i += 2) headers[request.headers[i] as string] = request.headers[i + 1] as string;
  return { path: request.pathParameters, querystring: Object.fromEntries(last), header: headers };
}

interface Parameters {
  readonly header: Readonly<Record<string, readonly string[]>>;
  readonly querystring: Readonly<Record<string, readonly string[]>>;
  readonly path: Readonly<Record<string, string>>;
}

function mappedParameters(integration: RestIntegration, request: MethodRequest): Parameters | Refused {
  const header: Record<string, readonly string[]> = {};
  const querystring: Record<string, readonly string[]> = {};
  const path: Record<string, string> = {};
  const { pathParameters, query, ...rest } = request;
  const sources = { ...rest, prefix: 'method.request', path: pathParameters, query } as const;
  const illegal = integration.type.startsWith('AWS') ? ILLEGAL_AWS_HEADERS : ILLEGAL_HEADERS;
  for (const [target, expression] of Object.entries(integration.requestParameters ?? {})) {
    const [, place, name = ''] = /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(target) ?? [];
    if (place === undefined) return internalError(`the request parameter ${target} is not understood`);
    if (place === 'header' && illegal.has(name.toLowerCase())) return internalError(`the header ${name} cannot be mapped`);
    const values = parameterValues(expression, sources);
    if (values.length === 0) continue;
    if (place === 'path') path[name] = values[0] as string;
    else (place === 'header' ? header : querystring)[name] = values;
  }
  return { header, querystring, path };
}

/** That of the content type; none when bodies without one go through as they are. */
function requestTemplate(integration: RestIntegration, request: MethodRequest): string | undefined | Refused {
  const templates = integration.requestTemplates ?? {};
  const given = lastHeader(request.headers, 'content-type');
  const type = mediaType(given) ?? 'application/json';
  const key = Object.keys(templates).find((each) => each === given || each.toLowerCase() === type);
  const template = templates[key ?? '$default'];
  if (template !== undefined) return template === '' ? undefined : template;
  const passthrough = integration.passthrough ?? 'WHEN_NO_MATCH';
  const refused = passthrough === 'NEVER' || (passthrough === 'WHEN_NO_TEMPLATES' && Object.keys(templates).length > 0);
  return refused ? unsupportedMediaType(`there is no request template for ${type}, and bodies pass ${passthrough}`) : undefined;
}

function overridden(mapped: Parameters, { request }: Overrides): Parameters {
  return {
    header: { ...mapped.header, ...request.header },
    querystring: { ...mapped.querystring, ...request.querystring },
    path: { ...mapped.path, ...request.path },
  };
}

function assembled(
  integration: RestIntegration,
  request: MethodRequest,
  { header, querystring, path }: Parameters,
  body: Buffer,
  traceHeader: string,
): IntegrationRequest {
  const method = methodOf(integration, request);
  let headers: string[] = [];
  for (const [name, values] of Object.entries(header)) headers = withHeader(headers, name, [values.join(',')]);
  const type = lastHeader(request.headers, 'content-type');
  const defaults: [string, string | undefined][] = [
    ['Accept', 'application/json'],
    ['User-Agent', `AmazonAPIGateway_${String(request.context.apiId ?? '')}`],
    ['Content-Type', NO_BODY.has(method) ? undefined : type],
  ];
  for (const [name, value] of defaults) {
    if (value !== undefined && headerValues(headers, name).length === 0) headers.push(name, value);
  }
  return {
    method,
    uri: integrationUri(integration.uri ?? '', path, request.stageVariables),
    headers: withHeader(headers, 'X-Amzn-Trace-Id', [traceHeader]),
    query: querystring,
    body,
  };
}

/** Everything of the client's goes on; parameters are added to it. */
function proxied(integration: RestIntegration, request: MethodRequest, mapped: Parameters, traceHeader: string): Mapped {
  let headers: string[] = [...request.headers];
  for (const name of ['Host', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Expect', 'TE', 'Via']) {
    headers = withHeader(headers, name, []);
  }
  for (const [name, values] of Object.entries(mapped.header)) headers = withHeader(headers, name, [values.join(',')]);
  const query: Record<string, readonly string[]> = { ...request.query };
  for (const [name, values] of Object.entries(mapped.querystring)) query[name] = [...(query[name] ?? []), ...values];
  return {
    request: {
      method: methodOf(integration, request),
      uri: integrationUri(integration.uri ?? '', mapped.path, request.stageVariables),
      headers: withHeader(headers, 'X-Amzn-Trace-Id', [traceHeader]),
      query,
      body: request.body,
    },
  };
}

function methodOf({ method }: RestIntegration, request: MethodRequest): string {
  return method === undefined || method === 'ANY' ? request.method : method;
}
