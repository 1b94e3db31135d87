import { isUtf8 } from 'node:buffer';
import type { FunctionUrl } from '../../model/function-url';
import { TEXT_MEDIA_TYPES } from '../../spec/function-url';
import type { Instant } from '../time/clock';
import type { RequestHead } from './http';
import { clfTime, queryPairs, sentHeaders, sourceIp } from './request-facts';
import type { Identity } from './sigv4';

export interface UrlCall {
  readonly url: FunctionUrl;
  readonly region: string;
  /** The function's owner. */
  readonly account: string;
  readonly head: RequestHead;
  /** As the function is to see it. */
  readonly rawPath: string;
  readonly body: Buffer;
  readonly requestId: string;
  readonly traceHeader: string;
  readonly now: Instant;
  /** Absent for URLs that anybody may call. */
  readonly signer?: { readonly accessKeyId: string; readonly identity: Identity };
}

/** The event of a call through a function URL: payload format 2.0, in the form captured from AWS (URL-20 to URL-24). */
export function urlEvent(call: UrlCall) {
  const { head, url } = call;
  const headers = eventHeaders(call);
  const cookies = headers.cookie?.split(';').map((cookie) => cookie.trim());
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: call.rawPath,
    rawQueryString: head.rawQuery,
    ...(cookies && { cookies: cookies.filter((cookie) => cookie !== '') }),
    headers,
    ...(head.rawQuery !== '' && { queryStringParameters: queryStringParameters(head.rawQuery) }),
    requestContext: {
      accountId: call.signer ? call.account : 'anonymous',
      apiId: url.id,
      ...(call.signer && { authentication: null, authorizer: { iam: iam(call.signer) } }),
      domainName: url.domainName,
      domainPrefix: url.id,
      http: {
        method: head.method,
        path: call.rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: sourceIp(head),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: call.requestId,
      routeKey: '$default',
      stage: '$default',
      time: clfTime(call.now),
      timeEpoch: call.now,
    },
    ...eventBody(call.body, headers),
  };
}

/** Written by the door, below. */
const WRITTEN_HEADERS: ReadonlySet<string> = new Set([
  ...['host', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto', 'x-amzn-trace-id'],
]);

/**
 * By lower-case name; what came twice is joined with a comma, cookies with a semicolon.
 *
 * `host` and `x-forwarded-*` say where the URL is served here, so that links which a handler builds of them lead to it, whichever
 * way the request came in. `requestContext.domainName` is the name on AWS, for handlers that compare it.
 */
function eventHeaders({ head, region, url, traceHeader }: UrlCall): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (const [written, value] of sentHeaders(head)) {
    const name = written.toLowerCase();
    if (WRITTEN_HEADERS.has(name)) continue;
    const sofar = headers[name];
    headers[name] = sofar === undefined ? value : `${sofar}${name === 'cookie' ? '; ' : ','}${value}`;
  }
  const forwarded = head.headers['x-forwarded-for'];
  headers.host = `${url.id}.lambda-url.${region}.localhost:${head.port}`;
  // Of a trace that begins here the event has seen only the root on AWS; the runtime gets all of it.
  const given = String(head.headers['x-amzn-trace-id']);
  headers['x-amzn-trace-id'] = given.includes('Root=') ? given : (traceHeader.split(';')[0] as string);
  headers['x-forwarded-for'] = forwarded === undefined ? sourceIp(head) : `${forwarded}, ${sourceIp(head)}`;
  headers['x-forwarded-port'] = String(head.port);
  headers['x-forwarded-proto'] = 'http';
  return headers;
}

function queryStringParameters(rawQuery: string): Record<string, string> {
  const parameters: Record<string, string> = Object.create(null);
  for (const [name, value] of queryPairs(rawQuery)) {
    const sofar = parameters[name];
    parameters[name] = sofar === undefined ? value : `${sofar},${value}`;
  }
  return parameters;
}

function eventBody(body: Buffer, headers: Readonly<Record<string, string>>): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText =
    TEXT_MEDIA_TYPES.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined && isUtf8(body);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

function iam({ accessKeyId, identity }: NonNullable<UrlCall['signer']>): object {
  return {
    accessKey: accessKeyId,
    accountId: identity.account,
    callerId: identity.userId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: identity.arn,
    userId: identity.userId,
  };
}
