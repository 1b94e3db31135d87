import { DROPPED_REQUEST_HEADERS } from '../../../spec/rest-api';
import { queryPairs, sourceIp } from '../request-facts';
import { isBinary } from './media-types';
import { requestContext } from './request-context';
import type { BegunRestCall, RestCall } from './rest-call';

type Pairs = readonly (readonly [name: string, value: string])[];

/** The event of a Lambda proxy integration (APR-10, APR-13). What is absent is null. */
export function proxyEvent(call: RestCall) {
  return { ...requestEvent(call), requestContext: requestContext(call), ...eventBody(call) };
}

/** The event of an authorizer of type REQUEST (AUT-03): where there is nothing, its maps are empty. */
export function authorizerEvent(call: RestCall, methodArn: string) {
  const { headers, multiValueHeaders, ...request } = requestEvent(call);
  return {
    type: 'REQUEST',
    methodArn,
    ...request,
    headers,
    multiValueHeaders,
    queryStringParameters: request.queryStringParameters ?? {},
    multiValueQueryStringParameters: request.multiValueQueryStringParameters ?? {},
    pathParameters: request.pathParameters ?? {},
    stageVariables: request.stageVariables ?? {},
    requestContext: requestContext(call),
  };
}

function requestEvent(call: RestCall) {
  const headers = eventHeaders(call);
  const query = queryPairs(call.head.rawQuery);
  return {
    resource: call.resource.path,
    path: call.path,
    httpMethod: call.head.method,
    headers: lastOf(headers),
    multiValueHeaders: allOf(headers),
    queryStringParameters: query.length === 0 ? null : lastOf(query),
    multiValueQueryStringParameters: query.length === 0 ? null : allOf(query),
    pathParameters: orNull(call.pathParameters),
    stageVariables: orNull(call.stage.variables),
  };
}

/**
 * Names and values of the headers in the order in which they were sent, with those that API Gateway adds.
 *
 * `Host` and `X-Forwarded-*` say where the API is served here, so that links which a handler builds of them lead to it, whichever
 * way the request came in. `requestContext.domainName` is the name on AWS, for handlers that compare it.
 */
export function eventHeaders({ head, api, traceHeader }: Pick<BegunRestCall, 'head' | 'api' | 'traceHeader'>): Pairs {
  const given = head.headers['x-amzn-trace-id'];
  const forwarded = head.headers['x-forwarded-for'];
  const written: Pairs = [
    ['Host', `${api.id}.execute-api.${api.region}.localhost:${head.port}`],
    // Of a trace that begins here the event has only the root; the runtime gets all of it.
    ['X-Amzn-Trace-Id', String(given).includes('Root=') ? String(given) : (traceHeader.split(';')[0] as string)],
    ['X-Forwarded-For', forwarded === undefined ? sourceIp(head) : `${String(forwarded)}, ${sourceIp(head)}`],
    ['X-Forwarded-Port', String(head.port)],
    ['X-Forwarded-Proto', 'http'],
  ];
  const own = new Set(written.map(([name]) => name.toLowerCase()));
  const sent: (readonly [string, string])[] = [];
  const spelt = new Map<string, string>();
  for (let at = 0; at < head.rawHeaders.length; at += 2) {
    const name = head.rawHeaders[at] as string;
    const lower = name.toLowerCase();
    if (own.has(lower) || DROPPED_REQUEST_HEADERS.has(lower)) continue;
    // One that comes twice is one header, however it is spelt the second time.
    if (!spelt.has(lower)) spelt.set(lower, name);
    sent.push([spelt.get(lower) as string, head.rawHeaders[at + 1] as string]);
  }
  return [...sent, ...written];
}

function eventBody({ api, head, body }: RestCall): { readonly body: string | null; readonly isBase64Encoded: boolean } {
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  const isBase64Encoded = isBinary(api.binaryMediaTypes, head.headers['content-type']);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

function lastOf(pairs: Pairs): Readonly<Record<string, string>> {
  return Object.assign(Object.create(null), Object.fromEntries(pairs));
}

function allOf(pairs: Pairs): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = Object.create(null);
  for (const [name, value] of pairs) {
    const sofar = found[name];
    if (sofar === undefined) found[name] = [value];
    else sofar.push(value);
  }
  return found;
}

function orNull(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> | null {
  return Object.keys(values).length === 0 ? null : values;
}
