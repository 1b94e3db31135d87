import type { IncomingHttpHeaders } from 'node:http';
import { bytesOf } from '../body-bytes';
import type { RequestHead } from '../http';
import type { MethodRequest } from '../mapping/types';
import { TemplateError } from '../mapping/velocity/template-error';
import { queryPairs } from '../request-facts';
import { mapRequest, mapResponse } from '../service-integrations/map-parameters';
import { contextOf } from './context-values';
import { type Ending, gatewayEnding } from './ending';
import type { HttpCall } from './http-call';

/** The request as its integration gets it, once its parameters are mapped; or that they cannot be. */
export function mappedCall(call: HttpCall): HttpCall | Ending {
  const parameters = call.route.integration?.requestParameters;
  if (parameters === undefined) return call;
  const asked = methodRequest(call);
  return refusing(() => {
    const { headers, query, path } = mapRequest(parameters, asked);
    const isQueryMapped = Object.keys(parameters).some((name) => name.includes(':querystring.'));
    const head: RequestHead = {
      ...call.head,
      rawHeaders: headers,
      headers: byName(headers),
      ...(isQueryMapped && { rawQuery: encodedQuery(query) }),
    };
    return { ...call, head, ...(path !== undefined && { path, mappedPath: path }) };
  });
}

/** The response as the client gets it, once the parameters for its status are mapped. */
export async function mappedEnding(ending: Ending, call: HttpCall): Promise<Ending> {
  const parameters = call.route.integration?.responseParameters;
  if (parameters === undefined || ending.refused !== undefined) return ending;
  const { response } = ending;
  const body = await bytesOf(response);
  const mapped = refusing(() => {
    const answered = mapResponse(parameters, { status: response.status, headers: response.headers, body }, methodRequest(call));
    return { ...ending, response: { ...answered, body } };
  });
  return { ...ending, ...mapped };
}

/** What parameters may name. */
export function methodRequest(call: HttpCall): MethodRequest {
  const query: Record<string, string[]> = Object.create(null);
  for (const [name, value] of queryPairs(call.head.rawQuery)) query[name] = [...(query[name] ?? []), value];
  return {
    method: call.head.method,
    path: call.below,
    pathParameters: call.pathParameters,
    query,
    headers: call.head.rawHeaders,
    body: call.body,
    context: contextOf(call),
    stageVariables: call.stage.variables,
    binaryMediaTypes: [],
  };
}

function refusing<T>(map: () => T): T | Ending {
  try {
    return map();
  } catch (error) {
    if (error instanceof TemplateError) return gatewayEnding(500, `parameters cannot be mapped: ${error.message}`);
    throw error;
  }
}

function encodedQuery(query: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(query)
    .flatMap(([name, values]) => values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`))
    .join('&');
}

function byName(raw: readonly string[]): IncomingHttpHeaders {
  const found: Record<string, string> = Object.create(null);
  for (let at = 0; at < raw.length; at += 2) {
    const name = (raw[at] as string).toLowerCase();
    found[name] = found[name] === undefined ? (raw[at + 1] as string) : `${found[name]}, ${raw[at + 1]}`;
  }
  return found;
}
