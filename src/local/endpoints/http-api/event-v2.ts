import { clfTime, queryPairs, sourceIp } from '../request-facts';
import { eventBody } from './event-body';
import { eventHeaders } from './event-headers';
import type { HttpCall } from './http-call';

/** The event of payload format 2.0 (APH-03, APH-04). What is absent has no member. */
export function eventV2(call: HttpCall) {
  const { text, isBase64Encoded } = eventBody(call);
  return { ...requestV2(call), ...(text !== undefined && { body: text }), isBase64Encoded };
}

/** The same without the body, as authorizers get it. */
export function requestV2(call: HttpCall) {
  const { api, stage, route, head, path, pathParameters } = call;
  const domainName = call.domainName ?? api.domainName;
  const { cookies, headers } = headersV2(call);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: head.rawQuery,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(head.rawQuery !== '' && { queryStringParameters: joined(queryPairs(head.rawQuery)) }),
    requestContext: {
      accountId: api.account,
      apiId: api.id,
      ...(call.authorizer && { authorizer: call.authorizer.v2 }),
      domainName,
      domainPrefix: domainName.split('.', 1)[0],
      http: {
        method: head.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: sourceIp(head),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: call.requestId,
      routeKey: route.key,
      stage: stage.name,
      time: clfTime(call.now),
      timeEpoch: call.now,
    },
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...(Object.keys(stage.variables).length > 0 && { stageVariables: stage.variables }),
  };
}

/** By lower-case name; cookies by themselves. */
function headersV2(call: HttpCall): { readonly cookies: readonly string[]; readonly headers: Readonly<Record<string, string>> } {
  const sent = eventHeaders(call).map(([name, value]) => [name.toLowerCase(), value] as const);
  const cookies = sent.filter(([name]) => name === 'cookie').flatMap(([, value]) => value.split(';'));
  const others = sent.filter(([name]) => name !== 'cookie').sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return { cookies: cookies.map((cookie) => cookie.trim()).filter((cookie) => cookie !== ''), headers: joined(others) };
}

/** What came twice is joined with a comma. */
function joined(pairs: Iterable<readonly [string, string]>): Readonly<Record<string, string>> {
  const found: Record<string, string> = Object.create(null);
  for (const [name, value] of pairs) found[name] = found[name] === undefined ? value : `${found[name]},${value}`;
  return found;
}
