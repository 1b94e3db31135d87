import { clfTime, queryPairs, sourceIp } from '../request-facts';
import { eventBody } from './event-body';
import { eventHeaders } from './event-headers';
import type { HttpCall } from './http-call';

/** The event of payload format 1.0 (APH-02). What is absent is null. */
export function eventV1(call: HttpCall) {
  const { text, isBase64Encoded } = eventBody(call);
  return { ...requestV1(call), body: text ?? null, isBase64Encoded };
}

/** The same without the body, as authorizers get it. */
export function requestV1(call: HttpCall) {
  const { api, stage, route, head, path } = call;
  const domainName = call.domainName ?? api.domainName;
  const resource = route.key.includes(' ') ? (route.key.split(' ')[1] as string) : route.key;
  const sent = allOf(eventHeaders(call), false);
  const query = head.rawQuery === '' ? null : allOf(queryPairs(head.rawQuery), true);
  return {
    version: '1.0',
    resource,
    path,
    httpMethod: head.method,
    headers: lastOf(sent),
    multiValueHeaders: sent,
    queryStringParameters: query && lastOf(query),
    multiValueQueryStringParameters: query,
    requestContext: {
      accountId: api.account,
      apiId: api.id,
      ...(stage.deploymentId !== undefined && { deploymentId: stage.deploymentId }),
      domainName,
      domainPrefix: domainName.split('.', 1)[0],
      extendedRequestId: call.requestId,
      httpMethod: head.method,
      identity: {
        accessKey: null,
        accountId: null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: sourceIp(head),
        user: null,
        userAgent: head.headers['user-agent'] ?? '',
        userArn: null,
        ...call.authorizer?.identity,
      },
      path,
      protocol: 'HTTP/1.1',
      requestId: call.requestId,
      requestTime: clfTime(call.now),
      requestTimeEpoch: call.now,
      resourceId: route.key,
      resourcePath: resource,
      stage: stage.name,
      authorizer: call.authorizer?.v1 ?? {},
    },
    pathParameters: orNull(call.pathParameters),
    stageVariables: orNull(stage.variables),
  };
}

type Pairs = readonly (readonly [string, string])[];

function lastOf(values: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, string>> {
  const found: Record<string, string> = Object.create(null);
  for (const [name, all] of Object.entries(values)) found[name] = all.at(-1) as string;
  return found;
}

/** Names of headers know no case: the first writing of each counts. */
function allOf(pairs: Pairs, knowsCase: boolean): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = Object.create(null);
  const written = new Map<string, string>();
  for (const [name, value] of pairs) {
    const key = knowsCase ? name : name.toLowerCase();
    const first = written.get(key) ?? name;
    written.set(key, first);
    const sofar = found[first];
    if (sofar === undefined) found[first] = [value];
    else sofar.push(value);
  }
  return found;
}

function orNull(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> | null {
  return Object.keys(values).length === 0 ? null : values;
}
