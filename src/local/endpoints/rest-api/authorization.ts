import { partitionOf } from '../../../spec/pseudo-parameters';
import { EXECUTE_API_SERVICE } from '../../../spec/rest-api';
import type { Instant } from '../../time/clock';
import type { JwtKeys } from '../jwt/jwt-keys';
import { type Credentials, verify } from '../sigv4';
import type { Authorized } from './authorized';
import { askLambdaAuthorizer, type LambdaAuthorizing } from './lambda-authorizer';
import { checkPoolToken } from './pools-authorizer';
import { deniedByPolicy, type ResourcePolicy } from './resource-policy';
import type { RestCall } from './rest-call';

export interface AuthorizationOptions extends LambdaAuthorizing {
  /** Who may sign for methods of type AWS_IAM. */
  readonly credentials: Credentials;
  /** What clients date their signatures by: the real time, also where `clock` is virtual. */
  readonly signingClock: { now(): Instant };
  /** Of those who sign tokens. */
  readonly keys: Pick<JwtKeys, 'verify'>;
}

/** Whether the caller may call the method: what it asks for itself, together with the resource policy of the API. */
export async function authorize(
  call: RestCall,
  body: Buffer,
  policy: ResourcePolicy,
  options: AuthorizationOptions,
): Promise<Authorized> {
  const { authorization, authorizer } = call.method;
  if (authorization === 'AWS_IAM') return signed(call, body, policy, options);
  const answer = policy.judge(call, ['*']);
  if (answer === 'explicitlyDenied') return { error: deniedByPolicy(call, 'anonymous', answer) };
  if (authorization === 'NONE') {
    if (answer === undefined || answer === 'allowed') return { call };
    return { error: deniedByPolicy(call, 'anonymous', answer, policy.flaw) };
  }
  if (authorization === 'CUSTOM' && (authorizer?.type === 'TOKEN' || authorizer?.type === 'REQUEST')) {
    return askLambdaAuthorizer(call, authorizer, answer === 'allowed', options);
  }
  if (authorization === 'COGNITO_USER_POOLS' && authorizer?.type === 'COGNITO_USER_POOLS') {
    const checked = checkPoolToken(call, authorizer, options.keys, options.clock.now());
    if ('error' in checked || answer === undefined || answer === 'allowed') return checked;
    return { ...checked, error: deniedByPolicy(call, 'anonymous', answer, policy.flaw) };
  }
  const refused = 'the method has no authorizer that is understood here, and so lets nobody in';
  return { error: { type: 'AUTHORIZER_CONFIGURATION_ERROR', message: null, refused } };
}

/** Callers of the API's own account need either their own permission or the API's, those of another account both. */
function signed(call: RestCall, body: Buffer, policy: ResourcePolicy, options: AuthorizationOptions): Authorized {
  const { api, head } = call;
  const expected = { service: EXECUTE_API_SERVICE, region: api.region, now: options.signingClock.now() };
  const verdict = verify(head, body, expected, options.credentials);
  if (verdict.kind === 'unsigned') {
    const refused = 'the request is not signed, and the method is of type AWS_IAM';
    return {
      error: { type: 'MISSING_AUTHENTICATION_TOKEN', message: 'Missing Authentication Token', refused },
      told: { name: 'AWS_IAM', outcome: 'denied', why: refused },
    };
  }
  if (verdict.kind === 'refused') {
    const { type, message, why } = verdict;
    return {
      error: { type: 'INVALID_SIGNATURE', message, errorType: type, refused: why },
      told: { name: 'AWS_IAM', outcome: 'denied', why },
    };
  }
  const { accessKeyId, identity } = verdict;
  const answer = policy.judge(call, [
    '*',
    identity.arn,
    identity.account,
    `arn:${partitionOf(api.region).id}:iam::${identity.account}:root`,
  ]);
  const isOwn = identity.account === api.account;
  const told = { name: 'AWS_IAM', principal: identity.arn } as const;
  if (answer !== 'allowed' && (answer === 'explicitlyDenied' || !isOwn)) {
    const error = deniedByPolicy(call, identity.arn, answer ?? 'notAllowed', policy.flaw);
    return { error, told: { ...told, outcome: 'denied', why: error.refused } };
  }
  const caller = {
    accessKey: accessKeyId,
    accountId: identity.account,
    caller: identity.userId,
    user: identity.userId,
    userArn: identity.arn,
  };
  return { call: { ...call, identity: { ...call.identity, ...caller } }, told: { ...told, outcome: 'allowed' } };
}
