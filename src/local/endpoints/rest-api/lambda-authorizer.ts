import { functionOfUri, withStageVariables } from '../../../model/lambda-uri';
import type { RestLambdaAuthorizer } from '../../../model/rest-api';
import { REST_TIMEOUT_MS } from '../../../spec/rest-api';
import { type AuthorizerResult, authorizerResult } from '../../engine/authorizers/authorizer-result';
import { judgePolicy } from '../../engine/authorizers/policy-document';
import { identityKey, type ResultCache } from '../../engine/authorizers/result-cache';
import type { Lambda } from '../../engine/ports';
import { bytesText } from '../../engine/text';
import type { Clock } from '../../time/clock';
import { within } from '../within';
import type { Authorized } from './authorized';
import { type Invokable, notPermitted } from './caller-permission';
import type { GatewayError } from './ending';
import { identityOf } from './identity-sources';
import { authorizerEvent } from './request-event';
import { question } from './resource-policy';
import { apiArn, methodArn, type RestCall } from './rest-call';

export interface LambdaAuthorizing extends Invokable {
  readonly lambda: Lambda;
  readonly clock: Clock;
  readonly decisions: ResultCache<AuthorizerResult>;
}

/** What the authorizer says, now or not long ago; a policy of the API that allows the call is enough as well (AUT-03 to AUT-07). */
export async function askLambdaAuthorizer(
  call: RestCall,
  authorizer: RestLambdaAuthorizer,
  isAllowedByApi: boolean,
  options: LambdaAuthorizing,
): Promise<Authorized> {
  const { name } = authorizer;
  const sources = authorizer.identitySources.map((source) => [source, identityOf(source, call)] as const);
  const missing = sources.find(([, value]) => value === undefined);
  if (missing) return unauthorized(name, `the request has no ${missing[0]}`);
  const token = sources[0]?.[1] ?? '';
  const fits = authorizer.validation === undefined ? true : matches(authorizer.validation, token);
  if (fits === undefined) return failed(name, `${authorizer.validation} is no regular expression here`);
  if (!fits) return unauthorized(name, `the token does not match ${authorizer.validation}`);

  const key = identityKey(call.api.id, call.stage.name, authorizer.id, ...sources.map(([, value]) => value ?? ''));
  const known = options.decisions.find(key);
  const began = options.clock.now();
  const asked = known ?? (await ask(call, authorizer, token, options));
  if ('unauthorized' in asked) return unauthorized(name, asked.unauthorized);
  if ('malformed' in asked) return failed(name, asked.malformed);
  if (!known) options.decisions.keep(key, asked, authorizer.ttlSeconds);

  const told = { name, principal: asked.principalId, ...(known && { cached: true as const }) };
  const answer = judgePolicy(asked.policy, question(call));
  if (answer === 'explicitlyDenied' || (answer !== 'allowed' && !isAllowedByApi)) {
    const explicit = answer === 'explicitlyDenied' ? ' with an explicit deny' : '';
    const why = `the policy that the authorizer answered does not allow ${methodArn(call)}${explicit}`;
    const message = `User is not authorized to access this resource${explicit}`;
    const error: GatewayError = { type: 'ACCESS_DENIED', message, member: 'Message', refused: why };
    return { error, told: { ...told, outcome: 'denied', why } };
  }
  const latency = known ? 0 : options.clock.now() - began;
  return {
    call: { ...call, authorizer: { ...asked.context, principalId: asked.principalId, integrationLatency: latency } },
    told: { ...told, outcome: 'allowed' },
    ...(asked.usageIdentifierKey !== undefined && { usageIdentifierKey: asked.usageIdentifierKey }),
  };
}

type Asked = AuthorizerResult | { readonly unauthorized: string } | { readonly malformed: string };

async function ask(call: RestCall, authorizer: RestLambdaAuthorizer, token: string, options: LambdaAuthorizing): Promise<Asked> {
  const uri = withStageVariables(authorizer.uri, call.stage.variables);
  const arn = functionOfUri(uri);
  if (arn === undefined) return { malformed: `its URI is no function: ${uri}` };
  const why = notPermitted(arn, `${apiArn(call.api)}/authorizers/${authorizer.id}`, authorizer.credentialsArn, call.api, options);
  if (why !== undefined) return { malformed: why };
  const event =
    authorizer.type === 'TOKEN'
      ? { type: 'TOKEN', methodArn: methodArn(call), authorizationToken: token }
      : authorizerEvent(call, methodArn(call));
  const answer = await within(
    options.clock,
    REST_TIMEOUT_MS,
    options.lambda.invoke({
      ...{ functionName: arn, type: 'RequestResponse', logType: 'None', traceHeader: call.traceHeader },
      payload: Buffer.from(JSON.stringify(event)),
    }),
  );
  if (answer === 'late') return { malformed: `it has not answered within ${REST_TIMEOUT_MS} ms` };
  if (answer.kind === 'awsError') return { malformed: `${answer.type}: ${answer.message}` };
  if (answer.functionError === undefined) return authorizerResult(answer.payload);
  const message = errorMessage(answer.payload);
  if (message === 'Unauthorized') return { unauthorized: 'the authorizer failed with Unauthorized' };
  return { malformed: `it failed: ${message ?? answer.errorType ?? answer.functionError}` };
}

/** The whole token must match; undefined when the expression is none. */
function matches(expression: string, token: string): boolean | undefined {
  try {
    return new RegExp(`^(?:${expression})$`, 's').test(token);
  } catch {
    return undefined;
  }
}

function errorMessage(payload: Uint8Array): string | undefined {
  try {
    const { errorMessage: message } = JSON.parse(bytesText(payload)) as { errorMessage?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

function unauthorized(name: string, why: string): Authorized {
  return {
    error: { type: 'UNAUTHORIZED', message: 'Unauthorized', refused: why },
    told: { name, outcome: 'denied', why },
  };
}

function failed(name: string, why: string): Authorized {
  return {
    error: { type: 'AUTHORIZER_CONFIGURATION_ERROR', message: null, refused: `the authorizer ${name}: ${why}` },
    told: { name, outcome: 'failed', why },
  };
}
