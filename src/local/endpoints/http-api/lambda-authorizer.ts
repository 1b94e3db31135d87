import type { LambdaAuthorizer } from '../../../model/http-api';
import { functionOfUri, withStageVariables } from '../../../model/lambda-uri';
import { HTTP_AUTHORIZER_TIMEOUT_MS } from '../../../spec/http-api';
import { judgePolicy } from '../../engine/authorizers/policy-document';
import { identityKey, type ResultCache } from '../../engine/authorizers/result-cache';
import { bytesText } from '../../engine/text';
import { sourceIp } from '../request-facts';
import { within } from '../within';
import { type Authorization, allowed, denied, failed } from './authorization';
import { type Asked, answeredBy } from './authorizer-answer';
import { requestV1 } from './event-v1';
import { requestV2 } from './event-v2';
import type { HttpCall } from './http-call';
import { identityOf } from './identity-source';
import { executeApiArn, forbidden, type InvokingOptions } from './lambda-integration';

export interface AskingOptions extends InvokingOptions {
  readonly decisions: ResultCache<Asked>;
}

/** What the function says, now or not long ago (AUT-01 to AUT-07). */
export async function askFunction(call: HttpCall, authorizer: LambdaAuthorizer, options: AskingOptions): Promise<Authorization> {
  const { name, identitySources } = authorizer;
  const sources = identitySources.map((source) => identityOf(source, call));
  const missing = sources.indexOf(undefined);
  if (missing >= 0) return denied({ name }, 401, `the request has no ${identitySources[missing]}`);

  const identities = sources as readonly string[];
  const key = identityKey(call.api.id, call.stage.name, authorizer.id, ...identities);
  const known = identities.length > 0 ? options.decisions.find(key) : undefined;
  const asked = known ?? (await ask(call, authorizer, identities, options));
  if ('unauthorized' in asked) return denied({ name }, 401, asked.unauthorized);
  if ('malformed' in asked) return failed(name, asked.malformed);
  if (!known && identities.length > 0) options.decisions.keep(key, asked, authorizer.ttlSeconds);

  const told = {
    name,
    ...(known && { cached: true as const }),
    ...(asked.principalId !== undefined && { principal: asked.principalId }),
  };
  const refused = refusal(asked, call);
  if (refused !== undefined) return denied(told, 403, refused);
  const { context, principalId } = asked;
  return allowed(told, {
    v1: { ...context, ...(principalId !== undefined && { principalId }) },
    v2: { lambda: context ?? null },
  });
}

function refusal(asked: Exclude<Asked, { unauthorized: string } | { malformed: string }>, call: HttpCall): string | undefined {
  if ('isAuthorized' in asked) return asked.isAuthorized ? undefined : 'the authorizer answered that it is not authorized';
  const resource = requestArn(call);
  const context = { 'aws:sourceip': sourceIp(call.head), 'aws:useragent': call.head.headers['user-agent'] };
  const answer = judgePolicy(asked.policy, { action: 'execute-api:Invoke', resource, context });
  if (answer === 'allowed') return undefined;
  return `the policy that the authorizer answered ${answer === 'explicitlyDenied' ? 'denies' : 'does not allow'} ${resource}`;
}

async function ask(
  call: HttpCall,
  authorizer: LambdaAuthorizer,
  identities: readonly string[],
  options: AskingOptions,
): Promise<Asked | { readonly unauthorized: string } | { readonly malformed: string }> {
  const uri = withStageVariables(authorizer.uri, call.stage.variables);
  const arn = functionOfUri(uri);
  if (arn === undefined) return { malformed: `its URI is no function: ${uri}` };
  const sourceArn = `${executeApiArn(call.api)}/authorizers/${authorizer.id}`;
  const why = forbidden(arn, sourceArn, authorizer.credentialsArn, call.api.account, options);
  if (why !== undefined) return { malformed: why };
  const event = authorizer.payloadFormat === '2.0' ? eventV2(call, identities) : eventV1(call, identities);
  const answer = await within(
    options.clock,
    HTTP_AUTHORIZER_TIMEOUT_MS,
    options.lambda.invoke({
      ...{ functionName: arn, type: 'RequestResponse', logType: 'None', traceHeader: call.traceHeader },
      payload: Buffer.from(JSON.stringify(event)),
    }),
  );
  if (answer === 'late') return { malformed: `it has not answered within ${HTTP_AUTHORIZER_TIMEOUT_MS} ms` };
  if (answer.kind === 'awsError') return { malformed: `${answer.type}: ${answer.message}` };
  if (answer.functionError === undefined) return answeredBy(answer.payload, authorizer);
  const message = errorMessage(answer.payload);
  if (message === 'Unauthorized') return { unauthorized: 'the authorizer failed with Unauthorized' };
  return { malformed: `it failed: ${message ?? answer.errorType ?? answer.functionError}` };
}

function eventV2(call: HttpCall, identitySource: readonly string[]): object {
  const { version, ...request } = requestV2(call);
  const identity = identitySource.length === 0 ? null : identitySource;
  return { version, type: 'REQUEST', routeArn: requestArn(call), identitySource: identity, ...request };
}

/** Members that are null in events of integrations are empty here. */
function eventV1(call: HttpCall, identitySource: readonly string[]): object {
  const { version, resource, path, httpMethod, headers, ...request } = requestV1(call);
  const identity = identitySource.join(',');
  const { authorizer: _, ...requestContext } = request.requestContext;
  return {
    ...{ version, type: 'REQUEST', methodArn: requestArn(call), identitySource: identity, authorizationToken: identity },
    ...{ resource, path, httpMethod, headers },
    queryStringParameters: request.queryStringParameters ?? {},
    pathParameters: request.pathParameters ?? {},
    stageVariables: request.stageVariables,
    requestContext,
  };
}

/** What the request is for, with its own path. */
function requestArn({ api, stage, head, below }: HttpCall): string {
  return `${executeApiArn(api)}/${stage.name}/${head.method}${below}`;
}

function errorMessage(payload: Uint8Array): string | undefined {
  try {
    const { errorMessage: message } = JSON.parse(bytesText(payload)) as { errorMessage?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
