import { clfTime, sourceIp } from '../request-facts';
import type { BegunRestCall, RestCall } from './rest-call';

/** `requestContext` of events, as recorded (APR-12). */
export function requestContext(call: RestCall) {
  const { api, stage, head } = call;
  return {
    accountId: api.account,
    apiId: api.id,
    ...(call.authorizer && { authorizer: call.authorizer }),
    deploymentId: stage.deploymentId,
    domainName: call.domainName,
    domainPrefix: call.domainName.split('.')[0] as string,
    extendedRequestId: call.extendedRequestId,
    httpMethod: head.method,
    identity: identityOf(call),
    ...(stage.isCanary !== undefined && { isCanaryRequest: stage.isCanary }),
    ...(call.method.operationName !== undefined && { operationName: call.method.operationName }),
    path: call.fullPath,
    protocol: 'HTTP/1.1',
    requestId: call.requestId,
    requestTime: clfTime(call.now),
    requestTimeEpoch: call.now,
    resourceId: call.resource.id,
    resourcePath: call.resource.path,
    stage: stage.name,
  };
}

/** `$context` of templates and mapped parameters; `error` is what an answer of the API itself tells. */
export function templateContext(
  call: BegunRestCall & Partial<RestCall>,
  error?: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const { resource, method } = call;
  const context = resource && method ? requestContext({ ...call, resource, method, pathParameters: {} }) : begunContext(call);
  return { ...context, ...(error && { error }) };
}

function begunContext({ api, stage, head, ...call }: BegunRestCall) {
  return {
    accountId: api.account,
    apiId: api.id,
    deploymentId: stage.deploymentId,
    domainName: call.domainName,
    domainPrefix: call.domainName.split('.')[0] as string,
    extendedRequestId: call.extendedRequestId,
    httpMethod: head.method,
    identity: { sourceIp: sourceIp(head), userAgent: head.headers['user-agent'] ?? null },
    path: call.fullPath,
    protocol: 'HTTP/1.1',
    requestId: call.requestId,
    requestTime: clfTime(call.now),
    requestTimeEpoch: call.now,
    stage: stage.name,
  };
}

function identityOf({ head, identity }: RestCall) {
  return {
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
    userAgent: head.headers['user-agent'] ?? null,
    userArn: null,
    ...identity,
  };
}
