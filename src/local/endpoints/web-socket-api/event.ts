import type { Ending } from '../../../spec/web-socket';
import { CONNECT_ROUTE, DISCONNECT_ROUTE } from '../../../spec/web-socket';
import type { Instant } from '../../time/clock';
import type { RequestHead } from '../http';
import { clfTime, queryPairs, sentHeaders, sourceIp } from '../request-facts';
import type { Client } from './client';

/** When something happened to a client, and the id of it. */
export interface Occasion {
  readonly requestId: string;
  readonly now: Instant;
}

/** The event of `$connect` (APW-03, `apigateway-websocket-connect.json`). */
export function connectEvent(client: Client, occasion: Occasion, head: RequestHead, traceHeader: string) {
  return {
    ...handshakeFacts(client, head, traceHeader),
    ...stageVariables(client),
    requestContext: requestContext(client, occasion, { routeKey: CONNECT_ROUTE, eventType: 'CONNECT' }),
    isBase64Encoded: false,
  };
}

/** The event of a function that authorizes (AUT-03, `authorizer-websocket.json`). */
export function authorizerEvent(
  client: Client,
  occasion: Occasion,
  { head, traceHeader, methodArn }: { readonly head: RequestHead; readonly traceHeader: string; readonly methodArn: string },
) {
  return {
    type: 'REQUEST',
    methodArn,
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    ...handshakeFacts(client, head, traceHeader),
    stageVariables: client.stage.variables,
    requestContext: requestContext(client, occasion, { routeKey: CONNECT_ROUTE, eventType: 'CONNECT' }),
  };
}

/** The event of a message (`apigateway-websocket-message.json`). */
export function messageEvent(
  client: Client,
  occasion: Occasion,
  message: { readonly routeKey: string; readonly messageId: string; readonly body: string; readonly isBase64Encoded: boolean },
) {
  const { routeKey, messageId, body, isBase64Encoded } = message;
  return {
    ...stageVariables(client),
    requestContext: requestContext(client, occasion, { routeKey, messageId, eventType: 'MESSAGE' }),
    body,
    isBase64Encoded,
  };
}

/** The event of `$disconnect`, with the headers that API Gateway writes there (`apigateway-websocket-disconnect.json`). */
export function disconnectEvent(client: Client, occasion: Occasion, { code, reason }: Ending) {
  const headers = { Host: client.api.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' };
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    ...stageVariables(client),
    requestContext: requestContext(client, occasion, {
      routeKey: DISCONNECT_ROUTE,
      disconnectStatusCode: code,
      eventType: 'DISCONNECT',
      disconnectReason: reason,
    }),
    isBase64Encoded: false,
  };
}

interface Own {
  readonly routeKey: string;
  readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  readonly messageId?: string;
  readonly disconnectStatusCode?: number;
  readonly disconnectReason?: string;
}

export function requestContext(client: Client, { requestId, now }: Occasion, own: Own) {
  const { id, api, stage, connectedAt, authorizer, identity } = client;
  return {
    ...own,
    ...(authorizer && { authorizer }),
    extendedRequestId: requestId,
    requestTime: clfTime(now),
    messageDirection: 'IN',
    stage: stage.name,
    connectedAt,
    requestTimeEpoch: now,
    identity,
    requestId,
    domainName: api.domainName,
    connectionId: id,
    apiId: api.id,
  };
}

function stageVariables({ stage }: Client) {
  return Object.keys(stage.variables).length > 0 ? { stageVariables: stage.variables } : {};
}

/** Of what comes twice, the last counts where there is room for one. */
function handshakeFacts(client: Client, head: RequestHead, traceHeader: string) {
  const multiValueHeaders = gathered(headersOf(client, head, traceHeader));
  const multiValueQueryStringParameters = gathered(queryPairs(head.rawQuery));
  return {
    headers: last(multiValueHeaders),
    multiValueHeaders,
    ...(head.rawQuery !== '' && {
      queryStringParameters: last(multiValueQueryStringParameters),
      multiValueQueryStringParameters,
    }),
  };
}

/**
 * `Host` and `X-Forwarded-*` say where the API is served here, whichever way the client came in. `requestContext.domainName` is
 * the name on AWS: calls to it are led back here.
 */
function headersOf({ api }: Client, head: RequestHead, traceHeader: string): readonly (readonly [string, string])[] {
  const sent = [...sentHeaders(head)].filter(([name]) => !WRITTEN.has(name.toLowerCase()));
  const forwarded = head.headers['x-forwarded-for'];
  return [
    ['Host', `${api.id}.execute-api.${api.region}.localhost:${head.port}`],
    ...sent,
    ['X-Amzn-Trace-Id', rootOf(traceHeader)],
    ['X-Forwarded-For', forwarded === undefined ? sourceIp(head) : `${String(forwarded)}, ${sourceIp(head)}`],
    ['X-Forwarded-Port', String(head.port)],
    ['X-Forwarded-Proto', 'http'],
  ];
}

const WRITTEN: ReadonlySet<string> = new Set([
  ...['host', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto', 'x-amzn-trace-id'],
]);

/** The event has seen only the root of a trace; the runtime gets all of it. */
function rootOf(traceHeader: string): string {
  return traceHeader.split(';')[0] as string;
}

function gathered(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const found: Record<string, string[]> = Object.create(null);
  for (const [name, value] of pairs) {
    found[name] ??= [];
    found[name].push(value);
  }
  return found;
}

function last(values: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) as string]));
}
